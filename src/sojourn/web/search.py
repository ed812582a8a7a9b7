"""Search over places, never over people: countries, facilities, courts, judges within them, airports.

Other alphabets become Latin letters, and typing errors are forgiven.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final, Literal

from sojourn.measures.court.release import court_release, labels
from sojourn.measures.facilities.places import CODE
from sojourn.measures.releases import NoRelease
from sojourn.record.opened import Record
from sojourn.refuge.facts import US, facts
from sojourn.refuge.words import sentence
from sojourn.sources.declare import vocabulary
from sojourn.tables import TABLES
from sojourn.web.index import Hit, Index, kinds_told
from sojourn.web.names import countries, names_of
from sojourn.web.sound import words_heard

Kind = Literal["country", "facility", "court", "judge", "airport"]
MOST: Final = 20
MOST_AIRPORTS: Final = 5
NEAR_AIRPORT: Final = 0.8
"""How much of what was typed an airport or a judge must answer: there are thousands, and one of them sounds like anything."""
_BEFORE: Final = {"country": 0.08, "court": 0.05, "facility": 0.03, "judge": 0.0, "airport": 0.0}
"""What comes before what where both fit: people ask for countries and courts more often than for airports."""
_SPOKEN_OF: Final = 0.3


@dataclass(frozen=True)
class Place:
    """Something that has a page: its kind, the code in the page's address, its name and where it is.

    A judge is a place of a court, whose code is `court`.
    """

    kind: Kind
    code: str
    name: str
    where: str = ""
    court: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """What it may be searched by."""
        if self.kind == "country":
            return names_of(self.code)
        town, _, state = (self.where or self.name).rpartition(", ")
        spelled = sentence("en", f"us.choice.{state}") if state in facts()[US]["held_in"].choices else ""
        placed = f"{town} {spelled}" if spelled and self.where else f"{self.where} {spelled}".strip()
        return (self.name, f"{self.name} {placed}") if placed and self.kind != "judge" else (self.name,)


def places(record: Record) -> tuple[Place, ...]:
    """Everything in a record that can be searched for, and the countries."""
    made: tuple[Place, ...] = record.remember(("places to search",), lambda: tuple(_places(record)))
    return made


def _places(record: Record) -> Iterator[Place]:
    for country in countries():
        yield Place("country", country, country)
    yield from _facilities(record)
    yield from courts(record)
    yield from _judges(record)


def _facilities(record: Record) -> Iterator[Place]:
    """Each facility code once, by the name that most lists give it (of several the first by alphabet) and its town."""
    rows = record.query("""
        SELECT facility_code AS code, facility_name AS name, max(place) AS place
        FROM (
            SELECT facility_code, facility_name, concat_ws(', ', city, state) AS place FROM facilities
            UNION ALL
            SELECT DISTINCT facility_code, facility_name, NULL FROM facility_days
            UNION ALL
            SELECT DISTINCT facility_code, facility_name, NULL FROM detention_stints
        )
        WHERE facility_code IS NOT NULL GROUP BY 1, 2 ORDER BY 1, count(facility_name) DESC, 2""")
    for code, same in groupby(rows, lambda row: row["code"]):
        if CODE.fullmatch(code):  # a list prints `Redacted` in the place of many
            names = list(same)
            yield Place("facility", code, names[0]["name"] or code, max(row["place"] or "" for row in names))


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


def _judges(record: Record) -> Iterator[Place]:
    """The judges whom the latest court release has in its list, within each court in which they decided."""
    chosen = court_release(record, None)
    if isinstance(chosen, NoRelease):
        return
    named, of_court = labels(record, chosen.id, "judge"), {one.code: one.name for one in courts(record)}
    rows = record.query(
        "SELECT DISTINCT own_court AS court, own_judge AS judge FROM court_decisions WHERE release = $release ORDER BY 1, 2",
        {"release": chosen.id},
    )
    for row in rows:
        if row["court"] in of_court and named.get(row["judge"]):
            yield Place("judge", row["judge"], named[row["judge"]], of_court[row["court"]], row["court"])


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


class Finder:
    """Places that can be searched for by their names and codes, whatever alphabet they are typed in."""

    def __init__(self, places: Sequence[Place]) -> None:
        spelled = [(place, spelling) for place in places for spelling in place.spellings]
        self._places = [place for place, _ in spelled]
        self._index = Index([spelling for _, spelling in spelled])
        self._coded = {place.code.upper(): place for place in places if place.kind != "judge"}

    def ranked(self, text: str) -> dict[Place, float]:
        """The places that a text may mean, with how well each fits."""
        spoken = kinds_told(words_heard(text))
        best: dict[Place, float] = {}
        for hit in self._index.find(text):
            place = self._places[hit.name]
            if place.kind not in {"airport", "judge"} or hit.fit >= NEAR_AIRPORT:
                best[place] = max(best.get(place, 0.0), _rank(place, hit, spoken))
        coded = self._coded.get(text.strip().upper())
        return {**best, coded: 2.0} if coded else best


def search(record: Record, text: str) -> list[Place]:
    """The places of a record, and the airports, that a text may mean, best first."""
    finder: Finder = record.remember(("finder",), lambda: Finder(places(record)))
    return found((finder, _airports()), text)


def found(finders: Sequence[Finder], text: str) -> list[Place]:
    """What several finders have for a text, best first."""
    ranked = {place: rank for one in finders for place, rank in one.ranked(text).items()}
    ranked |= dict.fromkeys(_coded_airport(text), 2.0)
    ordered = sorted(ranked, key=lambda place: (-ranked[place], place.name, place.code))
    flown = [place for place in ordered if place.kind == "airport"][:MOST_AIRPORTS]
    return [place for place in ordered if place.kind != "airport" or place in flown][:MOST]


def _rank(place: Place, hit: Hit, spoken: frozenset[str]) -> float:
    """How well a place fits: by what was typed, then by how much of its name that is; a kind that was typed comes first."""
    return hit.fit + 0.3 * hit.whole + _BEFORE[place.kind] + (_SPOKEN_OF if place.kind in spoken else 0.0)


@cache
def _airports() -> Finder:
    """The airports that have a code of IATA, by name and town; read when something is first searched for."""
    from sojourn.flights.airports import named  # noqa: PLC0415

    return Finder([Place("airport", one.code, name, one.country) for name, one in named()])


def _coded_airport(text: str) -> list[Place]:
    from sojourn.flights.airports import find  # noqa: PLC0415 - 28,000 airports are read when one is asked for

    code = text.strip().upper()
    airport = find(code) if code.isascii() and code.isalnum() and len(code) in {3, 4} else None
    return [Place("airport", airport.code, airport.name, airport.country)] if airport else []
