"""Coverage: what each source could have seen, by airport and day, so that "not seen" is told from "not watched"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from sojourn.flights.nouns import Leg, Sighting, Visit

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

    A source watched an airport on a day if it recorded anything at all there, or if its publisher states so (`stated`).
    No entry of an observer's log says that the airport was watched on the days between the entries.
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

    def watched_days(self, first: date, last: date, airports: Iterable[str] = ()) -> int:
        """Airport-days in a period on which at least one source watched, at some airports or at all."""
        wanted = set(airports)
        keys = {key[1:] for key in (*self.heard, *self.flights, *self.stated)}
        return sum(first <= day <= last and (not wanted or airport in wanted) for airport, day in keys)

    def by_source(self) -> tuple[tuple[str, str, int, int, int], ...]:
        """Source, airport, days watched, records of any aircraft, and of ICE's flights; sorted."""
        days: Counter[tuple[str, str]] = Counter()
        for source, airport, _ in {*self.heard, *self.flights, *self.stated}:
            days[source, airport] += 1
        heard, flights = _summed(self.heard), _summed(self.flights)
        return tuple((*pair, days[pair], heard[pair], flights[pair]) for pair in sorted(days))


def coverage(
    sightings: Iterable[Sighting],
    visits: Iterable[Visit],
    flagged: Iterable[Leg],
    stated: Iterable[tuple[str, str, date, date]] = (),
) -> Coverage:
    """The coverage that records of any aircraft, visits of observers and flagged legs show.

    Args:
        sightings: of all aircraft, ICE's and others, with the airport at which they were seen.
        visits: of observers.
        flagged: legs held to be ICE's; each end that was seen is a flight at its airport.
        stated: source, airport, first and last day of what a publisher says that it watched.
    """
    heard = Counter((one.source, one.airport, one.at.date()) for one in sightings if one.airport)
    for visit in visits:
        at = visit.arrived or visit.left
        if at:
            heard[visit.source, visit.airport, at.date()] += 1
    flights: Counter[Key] = Counter()
    for leg in flagged:
        for key in _ends(leg):
            flights[key] += 1
    whole = frozenset(
        (source, airport, first + timedelta(days=day))
        for source, airport, first, last in stated
        for day in range((last - first).days + 1)
    )
    return Coverage(dict(heard), dict(flights), whole)


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
