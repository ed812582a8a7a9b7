"""Search over places, never over people: countries, facilities, courts, judges within them, airports.

Other alphabets become Latin letters, and typing errors are forgiven.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from anyascii import anyascii

from sojourn.measures.court.release import court_release, labels
from sojourn.measures.releases import NoRelease
from sojourn.record.opened import Record
from sojourn.sources.declare import vocabulary
from sojourn.tables import TABLES

Kind = Literal["country", "facility", "court", "airport"]
MOST: Final = 20
NEAR: Final = 0.72
"""Likeness (Ratcliff and Obershelp) from which a name with typing errors is offered."""
LONGEST: Final = 100
_OTHER_NAMES: Final = {
    "RUSSIA": ("rossiya", "russie", "rusia", "rossiia"),
    "GERMANY": ("germaniya", "allemagne", "alemania"),
    "CHINA, PEOPLES REPUBLIC OF": ("kitay", "chine"),
    "UKRAINE": ("ukraina", "ucrania"),
    "BELARUS": ("belorussiya", "bielorussie", "bielorrusia"),
    "KAZAKHSTAN": ("kazahstan",),
    "UZBEKISTAN": ("ouzbekistan",),
    "KYRGYZSTAN": ("kirgiziya", "kirghizistan", "kirguistan"),
    "TAJIKISTAN": ("tadjikistan", "tayikistan"),
    "GEORGIA": ("gruziya", "georgie"),
    "MEXICO": ("mexique", "meksika", "mejico"),
    "HAITI": ("gaiti",),
    "VENEZUELA": ("venesuela",),
    "CUBA": ("kuba",),
    "COLOMBIA": ("kolumbiya", "colombie"),
    "BRAZIL": ("braziliya", "bresil", "brasil"),
    "TURKEY": ("turtsiya", "turquie", "turquia", "turkiye"),
    "CANADA": ("kanada",),
}
"""Names in the site's other languages, as Latin letters, of countries that their readers ask for; not a whole list."""


@dataclass(frozen=True)
class Place:
    """Something that has a page: its kind, the code in the page's address, its name and where it is."""

    kind: Kind
    code: str
    name: str
    where: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """What it may be searched by, as Latin letters without case."""
        others = _OTHER_NAMES.get(self.code, ()) if self.kind == "country" else ()
        return tuple(dict.fromkeys((latin(self.code), latin(self.name), latin(f"{self.name} {self.where}"), *others)))


def latin(text: str) -> str:
    """A text as lower-case Latin letters, digits and single blanks; sounds that alphabets spell apart are spelled alike."""
    letters = anyascii(text[:LONGEST]).lower().replace("dzh", "j").replace("kh", "h")
    return " ".join("".join(one if one.isalnum() else " " for one in letters).split())


def places(record: Record) -> tuple[Place, ...]:
    """Everything in a record that can be searched for, and the countries."""
    made: tuple[Place, ...] = record.remember(("places to search",), lambda: tuple(_places(record)))
    return made


def _places(record: Record) -> Iterator[Place]:
    for country in sorted(set(vocabulary("country").standard.values())):
        yield Place("country", country, country)
    yield from _facilities(record)
    yield from courts(record)


def _facilities(record: Record) -> Iterator[Place]:
    """Each facility code once, by the name and town that most lists give it."""
    rows = record.query("""
        SELECT facility_code AS code, mode(facility_name) AS name, max(place) AS place
        FROM (
            SELECT facility_code, facility_name, concat_ws(', ', city, state) AS place FROM facilities
            UNION ALL
            SELECT DISTINCT facility_code, facility_name, NULL FROM facility_days
            UNION ALL
            SELECT DISTINCT facility_code, facility_name, NULL FROM detention_stints
        )
        WHERE facility_code IS NOT NULL GROUP BY 1 ORDER BY 1""")
    for row in rows:
        yield Place("facility", row["code"], row["name"] or row["code"], row["place"] or "")


def courts(record: Record) -> tuple[Place, ...]:
    """The courts of the latest court release; none where the record has no such release."""
    made: tuple[Place, ...] = record.remember(("courts with a page",), lambda: tuple(_courts(record)))
    return made


def _courts(record: Record) -> Iterator[Place]:
    chosen = court_release(record, None)
    if isinstance(chosen, NoRelease):
        return
    used = record.query(
        "SELECT DISTINCT own_court AS court FROM court_decisions WHERE release = $release ORDER BY 1",
        {"release": chosen.id},
    )
    known = labels(record, chosen.id, "court")
    for row in used:
        if row["court"]:
            yield Place("court", row["court"], known.get(row["court"]) or row["court"])


def countries_named(record: Record) -> frozenset[str]:
    """The countries of citizenship that the record's rows name; the courts have a list of their own, so with them it is all."""
    known = frozenset(vocabulary("country").standard.values())
    if not isinstance(court_release(record, None), NoRelease):
        return known
    named: set[str] = set()
    for table in TABLES.values():
        for column in table.columns:
            if (column.attribute, column.vocabulary) == ("nationality", "country"):
                rows = record.query(f"SELECT DISTINCT {column.name} AS country FROM {table.name}")
                named.update(row["country"] for row in rows)
    return known & named


def search(places: Sequence[Place], text: str) -> list[Place]:
    """The places that a text may mean, best first; an airport code too."""
    wanted = latin(text)
    if not wanted:
        return []
    ranked = [(rank, place) for place in places if (rank := _rank(place, wanted))]
    ranked.sort(key=lambda one: (-one[0], one[1].name, one[1].code))
    return [*_airport(text), *(place for _, place in ranked)][:MOST]


def _rank(place: Place, wanted: str) -> float:
    """How well a place fits: 3 by code or name, 2 by beginnings of words, up to 1 by likeness, 0 not at all."""
    if wanted in place.spellings:
        return 3
    for spelling in place.spellings:
        words = spelling.split()
        if all(any(word.startswith(part) for word in words) for part in wanted.split()):
            return 2
    return max((_likeness(spelling, wanted) for spelling in place.spellings), default=0)


def _likeness(spelling: str, wanted: str) -> float:
    """Likeness to the whole or, for one word, to a word of it; 0 below `NEAR`. Cheap bounds come first."""
    matcher = difflib.SequenceMatcher(None, "", wanted, autojunk=False)
    best = 0.0
    for candidate in {spelling, *(spelling.split() if " " not in wanted and len(wanted) > 3 else ())}:
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR:
            best = max(best, matcher.ratio())
    return best if best >= NEAR else 0.0


def _airport(text: str) -> list[Place]:
    from sojourn.flights.airports import find  # noqa: PLC0415 - 28,000 airports are read when one is asked for

    code = text.strip().upper()
    found = find(code) if code.isascii() and code.isalnum() and len(code) in {3, 4} else None
    return [Place("airport", found.code, found.name, found.country)] if found else []
