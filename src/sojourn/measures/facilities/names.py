"""Names of facilities: which are the same, which code a name means, and which links are known to be wrong.

ICE's workbooks print no codes, and the same place has many names: written out, shortened, cut at a column's width
(ALEXANDRIA STAGING FACILI), renamed. A name leads to a code only with the reason, and never against a known place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from sojourn.measures.facilities.places import CODE
from sojourn.record.opened import Record
from sojourn.shipped import rows_of
from sojourn.words.said import said

LIKENESS = 0.5
"""Share of common words from which two names in one town are the same facility."""

SHORTEST_CUT = 15
"""Letters of the shortest name that is taken for a cut one (ALEXANDRIA STAGING FACILI)."""

_WORDS = {
    "CNTR": "CENTER",
    "CO": "COUNTY",
    "COR": "CORRECTIONAL",
    "CORR": "CORRECTIONAL",
    "CTR": "CENTER",
    "DEPT": "DEPARTMENT",
    "DET": "DETENTION",
    "FAC": "FACILITY",
    "FACILI": "FACILITY",
    "FAM": "FAMILY",
    "FCLTY": "FACILITY",
    "FED": "FEDERAL",
    "INST": "INSTITUTION",
    "INSTITUTE": "INSTITUTION",
    "IPC": "ICE PROCESSING CENTER",
    "PROC": "PROCESSING",
    "PROCESS": "PROCESSING",
    "REG": "REGIONAL",
    "RES": "RESIDENTIAL",
}

_USES = """
    SELECT facility_code AS code, facility_name AS name, release, coalesce(city, '') AS city, coalesce(state, '') AS state,
        'facilities' AS origin, min(first_use) AS first, max(last_use) AS last
    FROM facilities WHERE facility_code {wanted} GROUP BY 1, 2, 3, 4, 5
    UNION ALL
    SELECT code, name, release, '', '', 'facility_days', min(CASE WHEN held > 0 THEN day END), max(CASE WHEN held > 0 THEN day END)
    FROM (
        SELECT facility_code AS code, facility_name AS name, release, date AS day,
            coalesce(held_end_of_day, 0) + coalesce(held_start_of_day, 0) + coalesce(held_any_time, 0) AS held
        FROM facility_days WHERE facility_code {wanted}) AS days
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT facility_code, facility_name, release, '', '', 'detention_stints', CAST(min(book_in) AS DATE),
        CAST(max(coalesce(book_out, book_in)) AS DATE)
    FROM detention_stints WHERE facility_code {wanted} GROUP BY 1, 2, 3
    ORDER BY 1, 2, 3, 4, 5, 6"""

USED = _USES.format(wanted="IS NOT NULL")
"""Every name of every code: of days, the first and last with people held; of stints, the first book-in and the last day."""

_OF_ONE = _USES.format(wanted="= $code")
"""The same of one code: a tenth of the time where no other is asked for."""

_NAMES = """
    SELECT facility_name AS name, coalesce(city, '') AS city, coalesce(state, '') AS state
    FROM facilities WHERE facility_code = $code AND facility_name IS NOT NULL
    UNION
    SELECT facility_name, '', '' FROM facility_days WHERE facility_code = $code AND facility_name IS NOT NULL
    ORDER BY 1, 2, 3"""


@dataclass(frozen=True)
class Name:
    """A name as one list or workbook prints it, with its place; city and state are empty where it gives none."""

    name: str
    city: str = ""
    state: str = ""

    @property
    def town(self) -> tuple[str, str]:
        """City and state, to compare."""
        return self.city.upper(), self.state.upper()


@dataclass(frozen=True)
class Used:
    """A name that a release uses for a code in one of its tables, and its first and last day there, where there is one.

    The name is empty where the release has the code alone.
    """

    code: str
    name: Name
    release: str
    table: str
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Fits:
    """A code that a name may mean, and why."""

    code: str
    name: str
    release: str
    why: str


def spelled(name: str) -> str:
    """A name in capitals with one blank between its words, and one before and after."""
    letters = "".join(letter if letter.isalnum() else " " for letter in name.upper().replace("'", ""))
    return f" {' '.join(letters.split())} "


@lru_cache(maxsize=20_000)
def words(name: str) -> frozenset[str]:
    """The words of a facility's name, abbreviations written out."""
    return frozenset(word for part in spelled(name).split() for word in _WORDS.get(part, part).split())


def is_cut(one: str, other: str) -> bool:
    """Whether one of two names is the other, cut short at a column's width."""
    short, long = sorted((one.strip().upper(), other.strip().upper()), key=len)
    return len(short) >= SHORTEST_CUT and long.startswith(short)


def likeness(name: str, known: Sequence[Name]) -> float:
    """Share of common words with the likest of some names, 0 to 1."""
    mine = words(name)
    return max((len(mine & words(one.name)) / len(mine | words(one.name)) for one in known), default=0.0)


def find(code: str, known: Sequence[Name], candidates: Sequence[Name]) -> tuple[int, str] | None:
    """The place in `candidates` of the one that is a facility, and how it was found; None where none or several may be.

    The same words, where only one candidate has them; else a name cut short, in the same town; else the likest name
    in the same town, or the only one there. A candidate in another state and a link known to be wrong never count.
    """
    states = {name.state.upper() for name in known if name.state}
    left = [
        at
        for at, one in enumerate(candidates)
        if not (states and one.state and one.state.upper() not in states) and not known_wrong(code, one.name)
    ]
    same = [at for at in left if words(candidates[at].name) in [words(one.name) for one in known]]
    if len(same) == 1:
        return same[0], said("by name")
    towns = {name.town for name in known if name.city}
    near = [at for at in left if candidates[at].town in towns]
    cut = [at for at in near if any(is_cut(candidates[at].name, one.name) for one in known)]
    if len(cut) == 1:
        return cut[0], said("by its name, cut short")
    return _likest(known, candidates, near)


def _likest(known: Sequence[Name], candidates: Sequence[Name], near: list[int]) -> tuple[int, str] | None:
    ranked = sorted(near, key=lambda at: likeness(candidates[at].name, known), reverse=True)
    if not ranked:
        return None
    town = candidates[ranked[0]].city.title()
    if len(ranked) == 1:
        return ranked[0], said("the only facility listed in {town}", town=town)
    first, second = (likeness(candidates[at].name, known) for at in ranked[:2])
    likest = said("the likest name in {town}", town=town)
    return (ranked[0], likest) if first >= LIKENESS and first > second else None


@cache
def _wrong_links() -> tuple[dict[str, str], ...]:
    path = Path(__file__).parent / "wrong_links.csv"
    return tuple(rows_of(path))


def known_wrong(code: str, name: str) -> str:
    """Why a name is known not to be a code, though others linked them; empty where nothing is known against it."""
    reasons = (row for row in _wrong_links() if row["code"] == code and words(row["name"]) <= words(name))
    return next((f"{row['reason']} ({row['source']})" for row in reasons), "")


def names_in_use(record: Record) -> tuple[Used, ...]:
    """Every name of every code in a record, with the release that uses it."""

    def named() -> tuple[Used, ...]:
        return tuple(used for used in _used(record, USED) if CODE.fullmatch(used.code) and used.name.name)

    return record.remember(("names in use",), named)


def uses_of(record: Record, code: str) -> tuple[Used, ...]:
    """What each release of a record calls one code, where it has it, also without a name."""
    return record.remember(("uses of a code", code), lambda: tuple(_used(record, _OF_ONE, {"code": code})))


def names_of(record: Record, code: str) -> tuple[Name, ...]:
    """Every name under which lists or series of days have a code, to find it where no code is printed."""
    return record.remember(
        ("names of a code", code), lambda: tuple(Name(**row) for row in record.query(_NAMES, {"code": code}))
    )


def _used(record: Record, sql: str, parameters: Mapping[str, str] | None = None) -> Iterator[Used]:
    for row in record.query(sql, parameters):
        name = Name(row["name"] or "", row["city"], row["state"])
        yield Used(row["code"], name, row["release"], row["origin"], row["first"], row["last"])


def codes_named(record: Record, name: str) -> tuple[Fits, ...]:
    """Every code that a name may mean, in alphabetical order; several are all given, none is guessed.

    The first of these that finds any: names that were linked wrongly, with the right code; codes of that name, in
    the same words; a name cut short; names that have all its words; facilities listed in a town of that name.
    """
    asked = words(name)
    if not asked:
        return ()
    corrected = {
        row["right_code"]: Fits(row["right_code"], row["name"], "wrong_links.csv", row["reason"])
        for row in _wrong_links()
        if words(row["name"]) <= asked
    }
    if corrected:
        return tuple(corrected[code] for code in sorted(corrected))
    ways: tuple[tuple[str, Callable[[Name], bool]], ...] = (
        (said("the same name"), lambda one: words(one.name) == asked),
        (said("the name cut short"), lambda one: is_cut(one.name, name)),
        (said("all the words"), lambda one: asked <= words(one.name)),
        (said("in this town"), lambda one: one.city.upper() == name.strip().upper()),
    )
    for why, fits in ways:
        found: dict[str, Fits] = {}
        for used in names_in_use(record):
            if fits(used.name):
                found.setdefault(used.code, Fits(used.code, used.name.name, used.release, why))
        if found:
            return tuple(found[code] for code in sorted(found))
    return ()
