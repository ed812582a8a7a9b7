"""One leg seen by several sources is one leg: merging by aircraft, ends and overlapping times, with contradictions kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, Literal

from sojourn.flights.nouns import Fault, Leg

COMPUTED_SLACK: Final = timedelta(hours=6)
"""How far a computed time may be off: a route tells the day and the order, not the hours."""

TOUCHING: Final = timedelta(minutes=5)
"""Overlaps up to this come of rounded clocks."""


def merge(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """The legs with those of one flight made into one, by aircraft and time.

    Legs are of one flight if they are of one aircraft, overlap in time, and have the same two ends. Times that were seen go
    before computed ones; of several seen times the whole span stands. The order of the legs does not matter, and merging what
    is merged changes nothing.
    """
    merged: list[Leg] = []
    for _, together in groupby(sorted(legs, key=_order), key=lambda leg: (leg.aircraft, leg.origin, leg.destination)):
        merged += [_one(cluster) for cluster in _clusters(list(together))]
    return tuple(sorted(merged, key=lambda leg: (leg.aircraft, leg.left, leg.arrived, leg.origin, leg.destination)))


def contradictions(legs: Iterable[Leg]) -> tuple[Fault, ...]:
    """Legs of one aircraft that overlap in time and yet lead elsewhere, of one source or of several.

    Only times that were seen can contradict: a computed time says nothing of where the aircraft was.
    """
    faults = []
    seen = sorted((leg for leg in legs if not leg.computed), key=lambda leg: (leg.aircraft, leg.left, leg.arrived))
    for _, of_aircraft in groupby(seen, key=lambda leg: leg.aircraft):
        last: Leg | None = None
        for leg in of_aircraft:
            if last is not None and last.arrived - leg.left > TOUCHING and not _alike(last, leg):
                faults.append(_contradiction(last, leg))
            last = leg if last is None or leg.arrived > last.arrived else last
    return tuple(faults)


def _alike(one: Leg, other: Leg) -> bool:
    """Whether two legs differ only in an end that one of the sources does not know."""
    ends = ((one.origin, other.origin), (one.destination, other.destination))
    return all(here == there or not (here and there) for here, there in ends)


def _contradiction(one: Leg, other: Leg) -> Fault:
    sources = ", ".join(sorted({*one.sources, *other.sources}))
    ways = " and ".join(
        f"{leg.origin or '?'}-{leg.destination or '?'} ({leg.left:%Y-%m-%d %H:%M} to {leg.arrived:%H:%M} UTC)"
        for leg in (one, other)
    )
    lines = tuple(sorted({*one.lines, *other.lines}))
    return Fault("in two places", sources, lines, f"{one.aircraft} is on two legs at once: {ways}")


def _order(leg: Leg) -> tuple[object, ...]:
    ends = leg.aircraft, leg.origin, leg.destination
    return *ends, leg.left, leg.arrived, leg.claimed, leg.computed, leg.sources, leg.lines, leg.callsigns


def _clusters(legs: Sequence[Leg]) -> list[list[Leg]]:
    """Legs that overlap, each with the next, after computed times have been given their slack."""
    padded = sorted(legs, key=_window)
    clusters = [[padded[0]]]
    until = _window(padded[0])[1]
    for leg in padded[1:]:
        first, last = _window(leg)
        if first <= until:
            clusters[-1].append(leg)
            until = max(until, last)
        else:
            clusters.append([leg])
            until = last
    return clusters


def _window(leg: Leg) -> tuple[datetime, datetime]:
    first = leg.left - COMPUTED_SLACK if "left" in leg.computed else leg.left
    last = leg.arrived + COMPUTED_SLACK if "arrived" in leg.computed else leg.arrived
    return first, last


def _one(cluster: Sequence[Leg]) -> Leg:
    """The one leg of those that are of one flight."""
    if len(cluster) == 1:
        return cluster[0]
    left, by_left = _time(cluster, "left")
    arrived, by_arrived = _time(cluster, "arrived")
    computed: tuple[Literal["left", "arrived"], ...] = (*by_left, *by_arrived)
    if arrived < left:
        left, arrived = min(leg.left for leg in cluster), max(leg.arrived for leg in cluster)
    return replace(
        cluster[0],
        left=left,
        arrived=arrived,
        callsigns=tuple(sorted({sign for leg in cluster for sign in leg.callsigns})),
        sources=tuple(sorted({source for leg in cluster for source in leg.sources})),
        lines=tuple(sorted({line for leg in cluster for line in leg.lines})),
        hours=(arrived - left).total_seconds() / 3600,
        computed=computed,
        claimed=all(leg.claimed for leg in cluster),
    )


def _time(
    cluster: Sequence[Leg], end: Literal["left", "arrived"]
) -> tuple[datetime, tuple[Literal["left", "arrived"], ...]]:
    """The outermost seen time of one end, or else the outermost computed one, which is then named."""
    outermost = min if end == "left" else max
    seen = [getattr(leg, end) for leg in cluster if end not in leg.computed]
    if seen:
        return outermost(seen), ()
    return outermost(getattr(leg, end) for leg in cluster), (end,)
