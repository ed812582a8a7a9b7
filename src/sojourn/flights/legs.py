"""Visits and legs: from events that say only "was at", from visits, from routes that observers wrote, and from reports.

Nothing is repaired by guess. What cannot be paired, or joined into a leg, is returned beside what can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Final
from zoneinfo import ZoneInfo

from sojourn.flights.airports import code_of, distance_km, find
from sojourn.flights.nouns import Leg, Sighting, Visit

TOGETHER: Final = timedelta(hours=8)
"""Events of one aircraft at one airport that follow each other within this time are one visit.

In 899 real events most such gaps are of 30 to 120 minutes (a stop), a few of days (a night's rest, or a flight that nobody saw);
between 3 and 8 hours there are nearly none.
"""

LONGEST_LEG: Final = timedelta(hours=14)
"""A longer time between two airports may hide a rest or a stop, so it makes a gap and no leg."""

ON_THE_GROUND: Final = timedelta(hours=1)
"""What a stop takes in a route of which nobody wrote the times; it only places a claimed leg within its day."""

_TO_GATE: Final = timedelta(minutes=30)
CRUISE_KMH: Final = 750.0
"""The speed of an airliner from gate to gate over some 2,000 km; it tells a long flight from a hidden stop, nothing finer."""


@dataclass(frozen=True)
class Gap:
    """A time between two visits of an aircraft that makes no leg, and why.

    `hours` run from the last that was seen of the one visit to the first that was seen of the other.
    """

    aircraft: str
    origin: str
    destination: str
    left: datetime
    arrived: datetime
    hours: float
    why: str


@dataclass(frozen=True)
class Visited:
    """What events tell of visits.

    Every event stands in exactly one visit. `unpaired` are the events that stand alone in theirs: whether one was the landing
    or the take-off is not known, and its time is both ends of the visit.
    """

    visits: tuple[Visit, ...]
    unpaired: tuple[Sighting, ...]


@dataclass(frozen=True)
class Flown:
    """The legs between visits, and the gaps that are none."""

    legs: tuple[Leg, ...]
    gaps: tuple[Gap, ...]


def visits_of_events(events: Iterable[Sighting], together: timedelta = TOGETHER) -> Visited:
    """The visits of each aircraft, from events at airports that need not say whether they are take-offs or landings.

    Events are those of one source; their order does not matter.
    """
    visits, unpaired = [], []
    ordered = sorted(events, key=lambda one: (one.aircraft, one.at, one.line, one.airport, one.callsign, one.kind))
    for _, of_aircraft in groupby(ordered, key=lambda one: one.aircraft):
        for run in _runs(list(of_aircraft), together):
            visits.append(_visit(run))
            if len(run) == 1:
                unpaired.append(run[0])
    return Visited(tuple(visits), tuple(unpaired))


def _runs(events: Sequence[Sighting], together: timedelta) -> list[list[Sighting]]:
    """Events that follow each other at one airport in time, of one aircraft.

    A take-off ends its visit and a landing begins one, where a source says so.
    """
    runs = [[events[0]]]
    for before, event in pairwise(events):
        same = before.airport == event.airport and event.at - before.at <= together
        apart = before.kind == "take-off" or event.kind == "landing"
        if same and not apart:
            runs[-1].append(event)
        else:
            runs.append([event])
    return runs


def _visit(run: Sequence[Sighting]) -> Visit:
    first, last = run[0], run[-1]
    arrived = None if len(run) == 1 and first.kind == "take-off" else first.at
    left = None if len(run) == 1 and first.kind == "landing" else last.at
    airport = code_of(first.airport, first.at.date())
    signs = tuple(dict.fromkeys(event.callsign for event in run if event.callsign))
    return Visit(
        first.aircraft, airport, arrived, left, first.source, signs, lines=tuple(sorted(event.line for event in run))
    )


def legs_of_visits(visits: Iterable[Visit], longest: timedelta = LONGEST_LEG) -> Flown:
    """The legs between consecutive visits of each aircraft, of one source.

    A leg runs from the last that was seen at the one airport to the first that was seen at the next, less than `longest` later.
    A longer time, and a second visit to the same airport, make gaps: something between them was not seen.
    """
    legs, gaps = [], []
    ordered = sorted((visit for visit in visits if visit.arrived or visit.left), key=_by_time)
    for one, other in pairwise(ordered):
        if one.aircraft != other.aircraft:
            continue
        left, arrived = one.left or one.arrived, other.arrived or other.left
        assert left
        assert arrived
        why = _no_leg(one, other, arrived - left, longest)
        if why:
            hours = (arrived - left).total_seconds() / 3600
            gaps.append(Gap(one.aircraft, one.airport, other.airport, left, arrived, hours, why))
        else:
            signs = tuple(
                dict.fromkeys((*one.callsigns[-1:], *other.callsigns[:1]))
            )  # the last it left under, the first it came under
            lines = tuple(sorted({*one.lines[-1:], *other.lines[:1]}))
            legs.append(leg(one.aircraft, (one.airport, other.airport), (left, arrived), signs, one.source, lines))
    return Flown(tuple(legs), tuple(gaps))


def _by_time(visit: Visit) -> tuple[str, datetime, datetime, str]:
    at = visit.arrived or visit.left
    assert at
    return visit.aircraft, at, visit.left or at, visit.airport


def _no_leg(one: Visit, other: Visit, took: timedelta, longest: timedelta) -> str:
    if one.airport == other.airport:
        return "the same airport again"
    if took >= longest:
        return f"{longest.total_seconds() / 3600:.0f} hours or more"
    return "the visits overlap" if took < timedelta(0) else ""


def leg(
    aircraft: str,
    way: tuple[str, str],
    times: tuple[datetime, datetime],
    callsigns: tuple[str, ...],
    source: str,
    lines: tuple[int, ...],
) -> Leg:
    """A leg of one source between two airports ("" where unknown), with its distance and hours."""
    hours = (times[1] - times[0]).total_seconds() / 3600
    return Leg(aircraft, *way, *times, callsigns, (source,), distance_km(*way), hours, lines)


def time_needed(origin: str, destination: str) -> timedelta:
    """What an airliner takes from gate to gate: half an hour and the distance at 750 km/h, to whole minutes.

    It places a leg within its day, and measures nothing.
    """
    return _TO_GATE + timedelta(minutes=round(60 * distance_km(origin, destination) / CRUISE_KMH))


def reported_leg(sighted: Sequence[Sighting]) -> Leg:
    """The leg of a flight that one source reports with first and last sighting and its guess of both airports."""
    first, last = sighted
    on = first.at.date()
    way = code_of(first.airport, on), code_of(last.airport, on)
    signs = (first.callsign,) if first.callsign else ()
    return leg(first.aircraft, way, (first.at, last.at), signs, first.source, (first.line,))


def legs_around(visit: Visit, day: datetime | None = None) -> tuple[Leg, ...]:
    """The leg that led to a visit and the one that led on, as its observer gives them.

    The observer saw one end of each; the time of the other is computed. Where not even that of the visit is known, `day` places
    both at noon there.
    """
    arrived, left = visit.arrived, visit.left or visit.arrived or day
    arrived = arrived or (left - ON_THE_GROUND if visit.left and left else day)
    legs = []
    if arrived and visit.came_from and visit.came_from != visit.airport:
        start = arrived - time_needed(visit.came_from, visit.airport)
        seen = leg(visit.aircraft, (visit.came_from, visit.airport), (start, arrived), *_told(visit))
        legs.append(replace(seen, computed=("left",) if visit.arrived else ("left", "arrived")))
    if left and visit.went_to and visit.went_to != visit.airport:
        end = left + time_needed(visit.airport, visit.went_to)
        seen = leg(visit.aircraft, (visit.airport, visit.went_to), (left, end), *_told(visit))
        legs.append(replace(seen, computed=("arrived",) if visit.left else ("left", "arrived")))
    return tuple(legs)


def _told(visit: Visit) -> tuple[tuple[str, ...], str, tuple[int, ...]]:
    return visit.callsigns, visit.source, visit.lines


def claimed_legs(visit: Visit, route: Sequence[str]) -> tuple[Leg, ...]:
    """The legs of a day's route that the observer of one visit wrote down, without those that touch the visit.

    Their times are computed outwards from the visit. A route that does not name its airport, or names it twice, cannot be
    placed and gives none (`checks.routes` reports it).
    """
    if route.count(visit.airport) != 1 or not (visit.arrived and visit.left):
        return ()
    here = route.index(visit.airport)
    legs = []
    at = visit.left
    for one, other in pairwise(route[here:]):
        end = at + time_needed(one, other)
        legs.append(leg(visit.aircraft, (one, other), (at, end), *_told(visit)))
        at = end + ON_THE_GROUND
    at = visit.arrived
    for other, one in pairwise(reversed(route[: here + 1])):
        start = at - time_needed(one, other)
        legs.append(leg(visit.aircraft, (one, other), (start, at), *_told(visit)))
        at = start - ON_THE_GROUND
    away = [one for one in legs if visit.airport not in (one.origin, one.destination) and one.origin != one.destination]
    return tuple(
        replace(one, computed=("left", "arrived"), claimed=True) for one in sorted(away, key=lambda one: one.left)
    )


def route_of(text: str) -> tuple[str, ...]:
    """The airports of a route as observers write it (`ELP-OMA-MSP-AEX-ELP`), by today's codes."""
    return tuple(code_of(code) for code in text.replace("–", "-").split("-") if code.strip())


def noon_at(day: datetime, airport: str) -> datetime:
    """Noon of a day by the clock of an airport, in UTC; by UTC where the airport is unknown."""
    found = find(airport)
    zone = ZoneInfo(found.zone) if found else UTC
    return datetime.combine(day.date(), time(12), zone).astimezone(UTC)
