"""Which court release answers, and what its codes of judges, courts and nationalities are called in its own lists.

Every court measure asks here: the release, the provenance of its files, and the codes behind what a person typed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sojourn.errors import BadParameter
from sojourn.findings import Caveat
from sojourn.measures.court.entries import beside, meant, normal_name
from sojourn.measures.declare import Parameter
from sojourn.measures.releases import NoRelease
from sojourn.record.opened import Record, Release
from sojourn.shipped import rows_of
from sojourn.sources.declare import FOLDER
from sojourn.tables.court.declare import EXTRACT, SOURCE
from sojourn.words.said import said

RELEASE = Parameter("release", "release", "a court release of the record; empty means the latest")
JUDGE = Parameter(
    "judge", "text", "judge by code (CAT) or by name as the release spells it; codes of one name go together"
)
COURT = Parameter("court", "text", "court by code (JNA) or town; several with + between (JNA+OAK)")
NATIONALITY = Parameter("nationality", "text", "nationality by the court's code (RU) or name; several with + between")

_LISTS = {"judge": "tblLookupJudge", "court": "tblLookupBaseCity", "nationality": "tblLookupAlienNat"}
_CODE = re.compile(r"[A-Z0-9?]{2,3}")
_IN_USE = {"1", "True", "Y"}


@dataclass(frozen=True)
class CourtRelease:
    """The release that answers, and what to say about the choice."""

    release: Release
    caveats: tuple[Caveat, ...]

    @property
    def id(self) -> str:
        """The release's id, as the column `release` of its tables has it."""
        return self.release.id


@dataclass(frozen=True)
class Asked:
    """The codes behind a parameter, and the words for them: `Duck, John A. (JAD, VJO)`.

    `unknown` are texts in the form of a code that the release has nowhere, neither in its list nor in a row. `caveats` say
    which entry was taken where the text is not its whole name, and which other entries are of the same country.
    """

    codes: tuple[str, ...]
    words: str
    unknown: tuple[str, ...] = ()
    caveats: tuple[Caveat, ...] = ()


def court_release(record: Record, named: str | None, table: str = "court_decisions") -> CourtRelease | NoRelease:
    """The release named, or the latest one of the courts; by its id without the source, too."""
    found = record.remember(
        ("court releases", table), lambda: [one for one in record.releases(SOURCE) if table in one.tables]
    )
    if not found and (held := ", ".join(one.id for one in record.releases(SOURCE))):
        return NoRelease(
            said(
                "the record has {held} of the immigration courts, without the tables that this is counted from: "
                "{needed} together",
                held=held,
                needed="A_TblCase, B_TblProceeding, tbl_Court_Appln",
            )
        )
    if not found:
        return NoRelease(said("the record has no release of the immigration courts (EOIR case data)"))
    if named:
        for one in found:
            if named in (one.id, one.id.split("/")[1], one.id.split("@")[-1]):
                return CourtRelease(one, tuple(_of_an_extract(one)))
        held = ", ".join(one.id for one in found)
        return NoRelease(said("the record has no court release {named}; it has: {held}", named=repr(named), held=held))
    latest = max(found, key=lambda one: one.id.split("@")[-1])
    text = said("Answered from release {release}, the latest of the courts in the record.", release=latest.id)
    return CourtRelease(latest, (Caveat(text), *_of_an_extract(latest)))


def _of_an_extract(release: Release) -> Iterator[Caveat]:
    """What must be said of every figure from a few rows that somebody kept of a release."""
    if EXTRACT in release.defects:
        text = said(
            "Release {release} is an extract, some rows that somebody kept: a figure from it is of those rows and not of "
            "the courts.",
            release=release.id,
        )
        yield Caveat(text, "warning")


def labels(record: Record, release: str, what: str) -> Mapping[str, str]:
    """Code to label of the release's own list of judges, courts or nationalities; an entry in use wins."""
    made: dict[str, str] = record.remember(("court labels", release, what), lambda: _labels(record, release, what))
    return made


def _labels(record: Record, release: str, what: str) -> dict[str, str]:
    rows = record.query(
        "SELECT code, label, active FROM court_codes WHERE release = $release AND list = $list ORDER BY code, label",
        {"release": release, "list": _LISTS[what]},
    )
    rows.sort(key=lambda row: row["active"] in _IN_USE)
    found = {row["code"]: row["label"] or "" for row in rows}
    return found | _towns(record, release) if what == "court" else found


def list_labels(record: Record, release: str, name: str) -> Mapping[str, str]:
    """Code to label of one of the release's own lists, by its published name; an entry in use wins."""

    def made() -> dict[str, str]:
        rows = record.query(
            "SELECT code, label, active FROM court_codes WHERE release = $release AND list = $list ORDER BY code, label",
            {"release": release, "list": name},
        )
        rows.sort(key=lambda row: row["active"] in {"1", "True", "Y"})
        return {row["code"]: row["label"] or "" for row in rows}

    return record.remember(("court list", release, name), made)


def _towns(record: Record, release: str) -> dict[str, str]:
    """Towns of the courts: the label of nearly every one in the list is IMMIGRATION COURT."""
    cells = record.query(
        'SELECT "row" AS entry, upper(published) AS name, value FROM court_lookups '
        "WHERE release = $release AND list = $list AND upper(published) IN ('BASE_CITY_CODE', 'BASE_CITY', 'BASE_STATE')",
        {"release": release, "list": _LISTS["court"]},
    )
    entries: dict[int, dict[str, str]] = {}
    for cell in cells:
        entries.setdefault(cell["entry"], {})[cell["name"]] = cell["value"]
    return {
        entry["BASE_CITY_CODE"]: ", ".join(filter(None, (entry["BASE_CITY"], entry.get("BASE_STATE"))))
        for entry in entries.values()
        if "BASE_CITY_CODE" in entry and "BASE_CITY" in entry
    }


def asked_for(record: Record, release: str, what: str, text: str | None, measure: str) -> Asked | None:
    """The codes that a text means for `what` (judge, court or nationality); None where nothing was asked.

    Raises:
        BadParameter: a name that the release's list does not have, or that fits several of its entries.
    """
    if not text:
        return None
    whole = _one(record, release, what, text)
    parts = [text] if whole or what == "judge" else [part.strip() for part in text.split("+")]
    codes: list[str] = []
    unknown = []
    caveats: list[Caveat] = []
    for part in parts:
        found = _one(record, release, what, part)
        codes += found
        caveats += _taken(record, release, what, part, found) if found else ()
        if not found and not _CODE.fullmatch(part):
            raise _refusal(record, release, what, part, measure)
        if not found:
            unknown.append(part)
    held = tuple(dict.fromkeys(codes))
    return Asked(held, words_of(record, release, what, held), tuple(unknown), tuple(dict.fromkeys(caveats)))


def _one(record: Record, release: str, what: str, text: str) -> tuple[str, ...]:
    """A code as it stands, else the entries that the name means (`entries.meant`)."""
    known = labels(record, release, what)
    code = _code_in(record, release, what, text)
    if code:
        return people(record, release).get(code, (code,)) if what == "judge" else (code,)
    return meant(what, text, known)


def _code_in(record: Record, release: str, what: str, text: str) -> str:
    """The code that a text is, in whatever case it was typed; empty where the release has it nowhere."""
    known = labels(record, release, what)
    code = text.upper()
    has = code in known or (_CODE.fullmatch(code) and code in _used(record, release, what, known))
    return code if has else ""


def _taken(record: Record, release: str, what: str, text: str, codes: tuple[str, ...]) -> Iterator[Caveat]:
    """What was taken for a text that is neither a code nor a whole name, and what else the list has for it."""
    known = labels(record, release, what)
    taken = words_of(record, release, what, codes)
    if _code_in(record, release, what, text):
        typed = text if text != text.upper() else ""
        others = [
            label.strip() for label in known.values() if typed and normal_name(typed) in normal_name(label).split()
        ]
        if set(others) - {known.get(code, "").strip() for code in codes}:
            read = said(
                "“{text}” is read as a code, that of {taken}. As a name it stands in: {names}.",
                text=text,
                taken=taken,
                names=", ".join(sorted(set(others))[:6]),
            )
            yield Caveat(read, "warning")
    elif normal_name(text) not in {normal_name(known[code]) for code in codes}:
        yield Caveat(
            said(
                "“{text}” is taken as {taken}, the one entry of the release's list that it can mean.",
                text=text,
                taken=taken,
            )
        )
    if what == "nationality" and (also := beside(codes, known)):
        yield Caveat(
            said(
                "The release's list also has {others} for the country of {taken}, which is not counted here; "
                "nationality={codes} asks for all of it.",
                others=words_of(record, release, what, also),
                taken=taken,
                codes="+".join((*codes, *also)),
            )
        )


def _used(record: Record, release: str, what: str, known: Mapping[str, str]) -> frozenset[str]:
    """Codes in the rows of the release that its list does not have."""

    def made() -> frozenset[str]:
        rows = record.query(
            f"SELECT DISTINCT {what} AS code FROM court_completions WHERE release = $release", {"release": release}
        )
        return frozenset(row["code"] for row in rows if row["code"]) - set(known)

    return record.remember(("court codes used", release, what), made)


def _refusal(record: Record, release: str, what: str, text: str, measure: str) -> BadParameter:
    known = labels(record, release, what)
    words = set(normal_name(text).split())
    near = [code for code, label in known.items() if words and words <= set(normal_name(label).split())][:6]
    if not near:
        names = {normal_name(label): code for code, label in known.items()} | {code.casefold(): code for code in known}
        near = [names[one] for one in difflib.get_close_matches(normal_name(text), names, n=3)]
    together = people(record, release) if what == "judge" else {}
    shown = " or ".join(dict.fromkeys(_words(known, together.get(code, (code,))) for code in near))
    return BadParameter(
        said(
            "{text:name} is not one {what:name} of release {release:name}, by code or by name",
            text=repr(text),
            what=what,
            release=release,
        ),
        where=said("{measure:name}, parameter {parameter:name}", measure=measure, parameter=what),
        todo=said("did you mean {shown:name}?", shown=shown)
        if shown
        else said("the codes are in its list {list:name} (table court_codes)", list=_LISTS[what]),
    )


def _words(known: Mapping[str, str], codes: tuple[str, ...]) -> str:
    """Names with their codes; codes of one name stand together."""
    names: dict[str, list[str]] = {}
    for code in codes:
        names.setdefault(normal_name(known.get(code) or ""), []).append(code)
    return "; ".join(
        f"{known[held[0]].strip()} ({', '.join(held)})" if name else ", ".join(held) for name, held in names.items()
    )


def words_of(record: Record, release: str, what: str, codes: tuple[str, ...]) -> str:
    """Codes as people read them, with the names of the release's list."""
    return _words(labels(record, release, what), codes)


def people(record: Record, release: str) -> Mapping[str, tuple[str, ...]]:
    """Judge code to every code that the release's list gives to the same name, where it has several such.

    Placeholders are not among them. One name is the only evidence that two codes are one person, so a changed name
    keeps them apart.
    """
    known = labels(record, release, "judge")
    made: dict[str, tuple[str, ...]] = record.remember(("court people", release), lambda: _people(known))
    return made


def _people(known: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for code, name in known.items():
        if spelt := normal_name(name):
            names.setdefault(spelt, []).append(code)
    several = ([code for code in codes if not placeholder(code, known[code])] for codes in names.values() if codes[1:])
    return {code: tuple(sorted(codes)) for codes in several if codes[1:] for code in codes}


def placeholder(code: str, name: str) -> str:
    """Why a judge code stands for no person; empty where it may be one."""
    squeezed = " ".join(name.split())
    return next(
        (
            reason
            for field, pattern, reason in _placeholders()
            if (field == "code" and pattern.fullmatch(code)) or (field == "name" and pattern.fullmatch(squeezed))
        ),
        "",
    )


@cache
def _placeholders() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    rows = rows_of(FOLDER / SOURCE / "placeholder_judges.csv")
    return tuple((row["field"], re.compile(row["pattern"], re.IGNORECASE), row["reason"]) for row in rows)
