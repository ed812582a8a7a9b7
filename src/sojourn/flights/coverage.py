"""Coverage: what each source could have seen, by airport and day, so that "not seen" is told from "not watched"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from sojourn.flights.nouns import Leg, Sighting

Answer = Literal["seen", "watched and not seen", "not watched"]
Key = tuple[str, str, date]
"""Source, airport, day (UTC)."""


@dataclass(frozen=True)
class Seen:
    """What the sources say of flights at an airport on a day, and which of them.

    `sources` saw a flight where the answer is "seen", and else those that watched. `heard` is how much those recorded there
    that day of any aircraft at all; a source that heard little may have missed much.
    """

    answer: Answer
    sources: tuple[str, ...]
    heard: int


@dataclass(frozen=True)
class Coverage:
    """What sources recorded of any aircraft (`heard`) and of ICE's flights (`flights`), by source, airport and day.

    A source watched an airport on a day if it recorded anything at all there, or if an observer or publisher says so (`stated`).
    No entry of an observer's log says that the airport was watched on the days between the entries. One flight may be several
    records: a landing and a take-off, or two polls.
    """

    heard: Mapping[Key, int] = field(default_factory=dict)
    flights: Mapping[Key, int] = field(default_factory=dict)
    stated: frozenset[Key] = frozenset()

    def seen(self, airport: str, day: date) -> Seen:
        """Whether a flight was seen at an airport on a day, or the airport watched in vain, or not watched.

        Only "watched and not seen" is evidence of absence, and no more than its sources can hear.
        """
        sources = sorted({key[0] for key in (*self.heard, *self.flights, *self.stated) if key[1:] == (airport, day)})
        saw = tuple(source for source in sources if self.flights.get((source, airport, day)))
        shown = saw or tuple(sources)
        heard = sum(self.heard.get((source, airport, day), 0) for source in shown)
        answer: Answer = "seen" if saw else "watched and not seen" if sources else "not watched"
        return Seen(answer, shown, heard)

    def watched_days(self, first: date, last: date, airports: Iterable[str] = (), source: str = "") -> int:
        """Airport-days in a period on which at least one source, or the named one, watched: at some airports, or at any."""
        wanted = set(airports)
        keys = {key[1:] for key in (*self.heard, *self.flights, *self.stated) if source in ("", key[0])}
        return sum(first <= day <= last and (not wanted or airport in wanted) for airport, day in keys)

    def by_source(self) -> tuple[tuple[str, str, int, int, int], ...]:
        """Source, airport, days watched, records of any aircraft, and of ICE's flights; sorted."""
        days: Counter[tuple[str, str]] = Counter()
        for source, airport, _ in {*self.heard, *self.flights, *self.stated}:
            days[source, airport] += 1
        heard, flights = _summed(self.heard), _summed(self.flights)
        return tuple((*pair, days[pair], heard[pair], flights[pair]) for pair in sorted(days))


@dataclass(frozen=True)
class LogDay:
    """A day, by the clock of the airport, on which an observer looked, and whether a flight of ICE's came."""

    source: str
    airport: str
    day: date
    flight: bool


def coverage(
    heard: Iterable[Sighting],
    legs: Iterable[Leg] = (),
    sighted: Iterable[Sighting] = (),
    log: Iterable[LogDay] = (),
    stated: Iterable[tuple[str, str, date, date]] = (),
) -> Coverage:
    """The coverage that sightings of any aircraft, flagged legs and sightings, and observers' logs show.

    Args:
        heard: sightings of all aircraft, ICE's and others, with the airport at which they were.
        legs: those held to be ICE's; each end that was seen is a flight at its airport.
        sighted: sightings held to be ICE's.
        log: the days of observers' logs. What their legs tell is in these days already.
        stated: source, airport, first and last day of what a publisher says that it watched.
    """
    flights = Counter((one.source, one.airport, one.at.date()) for one in sighted if one.airport)
    days = list(log)
    observers = {one.source for one in days}
    flights.update(key for leg in legs for key in _ends(leg) if key[0] not in observers)
    flights.update((one.source, one.airport, one.day) for one in days if one.flight)
    watched = {(one.source, one.airport, one.day) for one in days}
    for source, airport, first, last in stated:
        watched |= {(source, airport, first + timedelta(days=day)) for day in range((last - first).days + 1)}
    records = Counter((one.source, one.airport, one.at.date()) for one in heard if one.airport)
    return Coverage(dict(records), dict(flights), frozenset(watched))


def _ends(leg: Leg) -> set[Key]:
    """Source, airport and day of the ends of a leg that somebody saw."""
    ends = {("left", leg.origin, leg.left.date()), ("arrived", leg.destination, leg.arrived.date())}
    return {
        (source, airport, day)
        for end, airport, day in ends
        if airport and end not in leg.computed
        for source in leg.sources
    }


def _summed(counts: Mapping[Key, int]) -> Counter[tuple[str, str]]:
    sums: Counter[tuple[str, str]] = Counter()
    for (source, airport, _), count in counts.items():
        sums[source, airport] += count
    return sums
