"""Legs from position points, by the million: where each aircraft left the ground and where it came down again.

Arrays in, arrays out; `Tracked.as_legs` makes nouns of them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sojourn.errors import UsageError
from sojourn.flights.airports import nearest
from sojourn.flights.legs import leg
from sojourn.flights.nouns import Leg

GAP: Final = timedelta(minutes=30)
"""A receiver that hears nothing for so long has lost the aircraft: it may have landed meanwhile."""

HOLE: Final = timedelta(hours=6)
"""The longest hole in the air over which a leg is held to be one; oceans have few receivers."""

SHORTEST: Final = timedelta(minutes=5)
"""A shorter time in the air is a bounce of the ground flag, or a hop round the field; it is counted and makes no leg."""

NEAR_KM: Final = 9.0
LOW_M: Final = 900.0
"""An end is at the nearest airport if it is within 9 km of it and less than 900 m (some 3,000 feet) above it, or on its ground."""


@dataclass(frozen=True)
class Points:
    """Position points of any number of aircraft, in any order; all arrays have one length.

    `aircraft` are ICAO addresses as numbers, `at` is milliseconds since 1970 (UTC), `altitude_m` may be NaN. `new_leg` and
    `stale` are the flags of readsb traces: a stale position was not received at its time.
    """

    aircraft: NDArray[np.uint32]
    at: NDArray[np.int64]
    latitude: NDArray[np.float32] | NDArray[np.float64]
    longitude: NDArray[np.float32] | NDArray[np.float64]
    altitude_m: NDArray[np.float32] | NDArray[np.float64]
    on_ground: NDArray[np.bool_]
    new_leg: NDArray[np.bool_]
    stale: NDArray[np.bool_]

    def __post_init__(self) -> None:
        lengths = {field.name: len(getattr(self, field.name)) for field in fields(self)}
        if len(set(lengths.values())) > 1:
            raise UsageError(
                f"arrays of points differ in length: {lengths}", todo="give one value of each for every point"
            )

    def __len__(self) -> int:
        return len(self.at)

    def take(self, which: Any) -> Points:
        """Some of the points, by mask, slice or places."""
        return Points(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True)
class Tracked:
    """Legs as arrays of one length, by aircraft and time, and what made none.

    `origin` and `destination` are ICAO codes, "" where the track begins or ends in the air or near no airport. `holes` counts
    the holes in the air within a leg, `points` its points. `dropped_stale`, `repeated` (same aircraft and time) and `bounces`
    (shorter than `SHORTEST`) are counts of what was left out.
    """

    aircraft: NDArray[np.uint32]
    origin: NDArray[np.str_]
    destination: NDArray[np.str_]
    left: NDArray[np.int64]
    arrived: NDArray[np.int64]
    holes: NDArray[np.int64]
    points: NDArray[np.int64]
    dropped_stale: int
    repeated: int
    bounces: int

    def __len__(self) -> int:
        return len(self.left)

    def as_legs(self, source: str) -> tuple[Leg, ...]:
        """The legs as nouns, of one source; points have no lines, so the legs have none."""
        return tuple(
            leg(f"{int(a):06x}", (str(o), str(d)), (_moment(first), _moment(last)), (), source, ())
            for a, o, d, first, last in zip(
                self.aircraft, self.origin, self.destination, self.left, self.arrived, strict=True
            )
        )


def legs_of_points(points: Points) -> Tracked:
    """The legs that position points show.

    A leg is a longest row of points in the air of one aircraft, together with the ground points on both sides if they are near
    in time. A point on the ground, the flag for a new leg, and a gap end it. Two rows that a gap parts are one leg where both
    sides of the gap are in the air, away from every airport, and at most six hours apart.
    """
    ordered, dropped, repeated = _ordered(points)
    starts, ends = _rows_in_the_air(ordered)
    first, last = _with_ground(ordered, starts, ends)
    origin, destination = _airports(ordered, first), _airports(ordered, last)
    opens, closes = _joined(ordered, (starts, ends), (origin, destination))
    left, arrived = ordered.at[first[opens]], ordered.at[last[closes]]
    kept = arrived - left >= _ms(SHORTEST)
    return Tracked(
        aircraft=ordered.aircraft[starts[opens]][kept],
        origin=origin[opens][kept],
        destination=destination[closes][kept],
        left=left[kept],
        arrived=arrived[kept],
        holes=(closes - opens)[kept],
        points=(last[closes] - first[opens] + 1)[kept],
        dropped_stale=dropped,
        repeated=repeated,
        bounces=int(np.count_nonzero(~kept)),
    )


def _ordered(points: Points) -> tuple[Points, int, int]:
    """The fresh points by aircraft and time, one for each, with how many were stale and how many repeated a moment.

    Of points of one aircraft and moment the one that is least by all its values stands, so that the order given is irrelevant.
    """
    fresh = points.take(~points.stale) if points.stale.any() else points
    dropped = len(points) - len(fresh)
    if not len(fresh):
        return fresh, dropped, 0
    if not _is_ordered(fresh):
        fresh = fresh.take(_order(fresh))
    again = (fresh.aircraft[1:] == fresh.aircraft[:-1]) & (fresh.at[1:] == fresh.at[:-1])
    if not again.any():
        return fresh, dropped, 0
    ties = np.flatnonzero(np.append(again, False) | np.append(False, again))
    columns = [getattr(fresh, field.name)[ties] for field in reversed(fields(fresh))]
    chosen = np.arange(len(fresh))
    chosen[ties] = ties[np.lexsort(columns)]
    return fresh.take(chosen[np.append(True, ~again)]), dropped, int(np.count_nonzero(again))


def _is_ordered(points: Points) -> bool:
    one, other = points.aircraft[:-1], points.aircraft[1:]
    return bool(((one < other) | ((one == other) & (points.at[:-1] <= points.at[1:]))).all())


def _order(points: Points) -> NDArray[np.int64]:
    """The places of points by aircraft and time.

    Aircraft are few, so their ranks have 16 bits and numpy sorts them by counting. The points of each aircraft are then
    sorted as single numbers of time and place, which is several times faster than sorting places by their times.
    """
    rank = ranks(points.aircraft, by_table=len(points) > 1 << 20)
    few = rank.max() < 1 << 16
    order = np.argsort(rank.astype(np.uint16) if few else rank, kind="stable")
    packed = _packed(points.at[order])
    edges = np.append(0, np.cumsum(np.bincount(rank)))
    for first, last in pairwise(edges.tolist()):
        packed[first:last].sort()
    sorted_order: NDArray[np.int64] = order[packed & (_PLACES - 1)]
    return sorted_order


def ranks(aircraft: NDArray[np.uint32], *, by_table: bool) -> NDArray[np.int64]:
    """The rank of each address among those that occur: by a table of all 16 million addresses, or by sorting, which suits few."""
    if not by_table:
        return np.unique(aircraft, return_inverse=True)[1].astype(np.int64)
    occurs = np.zeros(1 << 24, dtype=bool)
    occurs[aircraft] = True
    found: NDArray[np.int64] = (np.cumsum(occurs) - 1)[aircraft]
    return found


_PLACES: Final = 1 << 25
"""More points than fit in memory at once are to be given in parts: 25 bits of place leave 38 for milliseconds (8 years)."""


def _packed(at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Times with their place below them, as one number each."""
    since = at - at.min()
    if len(at) >= _PLACES or since.max() >= 1 << 38:
        raise UsageError(
            f"{len(at)} points over {since.max() // 86_400_000} days are too many at once",
            todo="give them year by year",
        )
    packed: NDArray[np.int64] = (since << 25) | np.arange(len(at))
    return packed


def _rows_in_the_air(points: Points) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last place of each row of points in the air."""
    flying = ~points.on_ground
    breaks = np.ones(len(points), dtype=bool)
    if len(points):
        breaks[1:] = points.aircraft[1:] != points.aircraft[:-1]
        breaks[1:] |= points.at[1:] - points.at[:-1] > _ms(GAP)
        breaks |= points.new_leg
    before = np.append(False, flying[:-1])
    after = np.append(flying[1:], False)
    starts = np.flatnonzero(flying & (breaks | ~before))
    ends = np.flatnonzero(flying & (np.append(breaks[1:], True) | ~after))
    return starts, ends


def _with_ground(
    points: Points, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The same places, moved to the ground point beside them where there is one of the aircraft within the gap."""
    before, after = np.maximum(starts - 1, 0), np.minimum(ends + 1, max(len(points) - 1, 0))
    at, aircraft, ground = points.at, points.aircraft, points.on_ground
    from_ground = ground[before] & (aircraft[before] == aircraft[starts]) & (at[starts] - at[before] <= _ms(GAP))
    to_ground = ground[after] & (aircraft[after] == aircraft[ends]) & (at[after] - at[ends] <= _ms(GAP))
    return np.where(from_ground, before, starts), np.where(to_ground, after, ends)


def _airports(points: Points, places: NDArray[np.int64]) -> NDArray[np.str_]:
    """The airport at which each of some points is, by today's ICAO code; "" where it is at none."""
    if not len(places):
        return np.array([], dtype="U4")
    tree = nearest()
    found, away = tree.of(points.latitude[places], points.longitude[places])
    height = points.altitude_m[places] - tree.elevations_m[found]
    there = (away <= NEAR_KM) & (points.on_ground[places] | (height < LOW_M))
    return np.where(there, tree.codes[found], "")


def _joined(
    points: Points,
    rows: tuple[NDArray[np.int64], NDArray[np.int64]],
    ends: tuple[NDArray[np.str_], NDArray[np.str_]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and the last row of each leg, rows on both sides of a hole in the air being of one."""
    starts, stops = rows
    origin, destination = ends
    if not len(starts):
        return starts, stops
    one = points.aircraft[starts[1:]] == points.aircraft[stops[:-1]]
    one &= (destination[:-1] == "") & (origin[1:] == "")
    one &= points.at[starts[1:]] - points.at[stops[:-1]] <= _ms(HOLE)
    one &= starts[1:] == stops[:-1] + 1  # nothing on the ground between them
    one &= ~points.new_leg[starts[1:]]
    opens = np.flatnonzero(np.append(True, ~one))
    return opens, np.append(opens[1:] - 1, len(starts) - 1)


def _ms(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)


def _moment(at: np.int64) -> datetime:
    return datetime.fromtimestamp(int(at) / 1000, UTC)
