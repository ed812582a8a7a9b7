"""What in sightings, visits and legs cannot be right: each a fault with its source and lines, and nothing repaired."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from sojourn.flights.airports import distance_km, find, haversine_km
from sojourn.flights.nouns import Fault, Leg, Sighting, Visit

KINDS: Final = (
    "address against registration",
    "duplicated poll",
    "impossible speed",
    "in two places",
    "leg time",
    "mixed clocks",
    "route against visit",
    "undated",
    "unknown airport",
)
"""Every kind of fault."""

FASTEST_KMH: Final = 1_300.0
"""Faster over ground than any airliner with the strongest jet stream behind it."""

NOISE_KM: Final = 20.0
"""Positions jump by some kilometres; a shorter way proves no speed."""

SLACK: Final = timedelta(minutes=10)
"""What rounded clocks may take off the time of a leg."""


def unknown_airports(sightings: Iterable[Sighting], visits: Iterable[Visit]) -> tuple[Fault, ...]:
    """Codes that no list of airports has, once a source, with every line that has them. The rows stay as they are."""
    lines: dict[tuple[str, str], list[int]] = {}
    for one in sightings:
        _note(lines, one.source, one.airport, (one.line,))
    for visit in visits:
        for code in (visit.airport, visit.came_from, visit.went_to):
            _note(lines, visit.source, code, visit.lines)
    return tuple(
        Fault("unknown airport", source, tuple(sorted(set(found))), f"no list of airports has {code}")
        for (source, code), found in sorted(lines.items())
    )


def _note(lines: dict[tuple[str, str], list[int]], source: str, code: str, found: Iterable[int]) -> None:
    if code and find(code) is None:
        lines.setdefault((source, code), []).extend(found)


def impossible_speeds(sightings: Iterable[Sighting]) -> tuple[Fault, ...]:
    """Pairs of positions of one aircraft, next to each other in time, that no airliner could fly.

    Positions of all sources are held against each other: two at one time far apart are an aircraft in two places.
    """
    placed = [one for one in sightings if one.latitude is not None and one.longitude is not None]
    placed.sort(key=lambda one: (one.aircraft, one.at, one.source, one.line))
    if len(placed) < 2:
        return ()
    latitude = np.array([one.latitude for one in placed], dtype=float)
    longitude = np.array([one.longitude for one in placed], dtype=float)
    away = haversine_km(latitude[:-1], longitude[:-1], (latitude[1:], longitude[1:]))
    hours = np.array([(two.at - one.at).total_seconds() / 3600 for one, two in pairwise(placed)])
    same = np.array([two.aircraft == one.aircraft for one, two in pairwise(placed)])
    faster = same & (away > NOISE_KM) & (away > FASTEST_KMH * np.maximum(hours, 0))
    return tuple(_too_fast(placed[at], placed[at + 1], float(away[at])) for at in np.flatnonzero(faster))


def _too_fast(one: Sighting, two: Sighting, away: float) -> Fault:
    sources = ", ".join(sorted({one.source, two.source}))
    took = (two.at - one.at).total_seconds()
    if took == 0:
        kind, what = (
            "in two places",
            f"{one.aircraft} is at two places {away:.0f} km apart at {one.at:%Y-%m-%d %H:%M:%S} UTC",
        )
    else:
        kind, what = (
            "impossible speed",
            f"{one.aircraft} moves {away:.0f} km in {took:.0f} s from {one.at:%Y-%m-%d %H:%M:%S} UTC",
        )
    return Fault(kind, sources, tuple(sorted((one.line, two.line))), what)


def duplicated_polls(sightings: Iterable[Sighting]) -> tuple[Fault, ...]:
    """Sightings that one source has twice: equal in all, or an aircraft in the air at exactly the place of the poll before.

    An aircraft that flies cannot be at one place in two polls; the second poll got the first one's answer again. Leave out
    positions on the ground: a parked aircraft stays.
    """
    ordered = sorted(sightings, key=lambda one: (one.source, one.aircraft, one.at, one.airport, one.line))
    faults = []
    for one, two in pairwise(ordered):
        if (one.source, one.aircraft) != (two.source, two.aircraft):
            continue
        equal = (one.at, one.airport, one.callsign, one.kind) == (two.at, two.airport, two.callsign, two.kind)
        stands = one.latitude is not None and (one.latitude, one.longitude) == (two.latitude, two.longitude)
        again = two.kind == "position" and stands and two.at - one.at < timedelta(hours=1)
        if again or (equal and (one.latitude, one.longitude) == (two.latitude, two.longitude)):
            what = f"{two.aircraft} is again as it was at {one.at:%Y-%m-%d %H:%M:%S} UTC"
            faults.append(Fault("duplicated poll", one.source, (one.line, two.line), what))
    return tuple(faults)


def mixed_clocks(visits: Iterable[Visit]) -> tuple[Fault, ...]:
    """Visits that end before they begin, as happens where one time is local and the other is not."""
    return tuple(
        Fault(
            "mixed clocks",
            visit.source,
            visit.lines,
            f"{visit.aircraft} leaves {visit.airport} at {visit.left:%Y-%m-%d %H:%M} before it arrives at {visit.arrived:%Y-%m-%d %H:%M}",
        )
        for visit in visits
        if visit.arrived and visit.left and visit.left < visit.arrived
    )


def local_clocks(legs: Iterable[Leg]) -> tuple[Fault, ...]:
    """Legs that two sources give with one way, and times apart by just what the clocks of its airports differ from UTC.

    One of the two sources then wrote local times as if they were UTC. Legs are those before merging.
    """
    faults = []
    seen = sorted(
        (leg for leg in legs if not leg.computed), key=lambda leg: (leg.aircraft, leg.origin, leg.destination, leg.left)
    )
    for _, alike in groupby(seen, key=lambda leg: (leg.aircraft, leg.origin, leg.destination)):
        for one, other in pairwise(alike):
            if one.sources != other.sources and _by_the_zone(one, other):
                hours = (other.left - one.left).total_seconds() / 3600
                what = f"{one.aircraft} leaves {one.origin} for {one.destination} {hours:.0f} h apart in two sources: one clock is local"
                sources = ", ".join(sorted({*one.sources, *other.sources}))
                faults.append(Fault("mixed clocks", sources, tuple(sorted({*one.lines, *other.lines})), what))
    return tuple(faults)


def _by_the_zone(one: Leg, other: Leg) -> bool:
    origin, destination = find(one.origin), find(one.destination)
    if origin is None or destination is None:
        return False
    shifts = [_offset(origin.zone, one.left), _offset(destination.zone, one.arrived)]
    apart = [abs(other.left - one.left), abs(other.arrived - one.arrived)]
    return all(shift and abs(way - shift) < SLACK for shift, way in zip(shifts, apart, strict=True))


def _offset(zone: str, at: datetime) -> timedelta:
    return abs(at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0))


def leg_times(legs: Iterable[Leg]) -> tuple[Fault, ...]:
    """Legs that took less than their distance needs at 1,300 km/h, or arrive before they leave. Computed times are no fault."""
    faults = []
    for leg in legs:
        took = leg.arrived - leg.left
        least = timedelta(hours=leg.distance_km / FASTEST_KMH)
        if not leg.computed and (took < timedelta(0) or took + SLACK < least):
            way = f"{leg.origin or '?'}-{leg.destination or '?'}"
            minutes = took.total_seconds() / 60
            what = f"{leg.aircraft} flies {way}, {leg.distance_km:.0f} km, in {minutes:.0f} minutes"
            faults.append(Fault("leg time", ", ".join(leg.sources), leg.lines, what))
    return tuple(faults)


def routes(visit: Visit, route: Sequence[str]) -> tuple[Fault, ...]:
    """A route of the day that its own entry speaks against: the airport is not in it, or neighbours differ from it."""
    if not route:
        return ()
    text = "-".join(route)
    if visit.airport not in route:
        return (_route(visit, f"the route {text} does not name {visit.airport}"),)
    ways = {(one, two) for one, two in pairwise(route)}
    wrong = []
    if visit.came_from and (visit.came_from, visit.airport) not in ways:
        wrong.append(f"it came from {visit.came_from}")
    if visit.went_to and (visit.airport, visit.went_to) not in ways:
        wrong.append(f"it went on to {visit.went_to}")
    if any(one == two for one, two in pairwise(route)):
        wrong.append("no leg leads from an airport to itself")
    if not wrong and _days_needed(route) > 1:
        wrong.append("no aircraft flies it in a day")
    return (_route(visit, f"the route is {text}, but {' and '.join(wrong)}"),) if wrong else ()


def _days_needed(route: Sequence[str]) -> float:
    return sum(distance_km(one, two) for one, two in pairwise(route)) / 900 / 24


def _route(visit: Visit, what: str) -> Fault:
    return Fault("route against visit", visit.source, visit.lines, what)
