"""A second leg builder for position points, one point after the other, as an oracle of the fast one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from math import inf, isnan

from sojourn.flights.airports import EARTH_KM, find, nearest


@dataclass(frozen=True, order=True)
class Point:
    """One position point, in the order of the fields of `tracks.Points`."""

    aircraft: int
    at: int
    latitude: float
    longitude: float
    altitude_m: float
    on_ground: bool
    new_leg: bool
    stale: bool


@dataclass
class Row:
    """Points in the air that follow each other, with the ground points beside them."""

    flying: list[Point]
    before: Point | None = None
    after: Point | None = None
    fresh_start: bool = False
    hole_before: bool = False


FoundLeg = tuple[int, str, str, int, int]
_MINUTE = 60_000


def legs(points: list[Point]) -> list[FoundLeg]:
    """Aircraft, origin, destination, left, arrived of each leg, by the rules that docs/flights.md states."""
    found = []
    for aircraft in sorted({one.aircraft for one in points}):
        moments: dict[int, Point] = {}
        for one in sorted((one for one in points if one.aircraft == aircraft and not one.stale), key=_values):
            moments.setdefault(one.at, one)
        found += _of_one(aircraft, [moments[at] for at in sorted(moments)])
    return found


def _values(one: Point) -> tuple[float, ...]:
    numbers = (one.latitude, one.longitude, one.altitude_m, one.on_ground, one.new_leg)
    return tuple(inf if isnan(number) else number for number in numbers)


def _of_one(aircraft: int, points: list[Point]) -> list[FoundLeg]:
    rows = _rows(points)
    joined: list[list[Row]] = []
    for row in rows:
        last = joined[-1][-1] if joined else None
        if (
            last
            and row.hole_before
            and not row.fresh_start
            and not _end(last)
            and not _start(row)
            and _hole(last, row) <= 360 * _MINUTE
        ):
            joined[-1].append(row)
        else:
            joined.append([row])
    legs = []
    for chain in joined:
        start, end = chain[0].before or chain[0].flying[0], chain[-1].after or chain[-1].flying[-1]
        if end.at - start.at >= 5 * _MINUTE:
            legs.append((aircraft, _start(chain[0]), _end(chain[-1]), start.at, end.at))
    return legs


def _rows(points: list[Point]) -> list[Row]:
    rows: list[Row] = []
    previous: Point | None = None
    for one in points:
        near = previous is not None and one.at - previous.at <= 30 * _MINUTE
        if not one.on_ground:
            goes_on = previous is not None and not previous.on_ground and near and not one.new_leg
            if goes_on:
                rows[-1].flying.append(one)
            else:
                ground = previous if previous is not None and previous.on_ground and near else None
                hole = previous is not None and not previous.on_ground
                rows.append(Row([one], before=ground, fresh_start=one.new_leg, hole_before=hole))
        elif previous is not None and not previous.on_ground and near:
            rows[-1].after = one
        previous = one
    return rows


def _hole(last: Row, row: Row) -> int:
    return row.flying[0].at - last.flying[-1].at


def _start(row: Row) -> str:
    return _airport(row.before or row.flying[0])


def _end(row: Row) -> str:
    return _airport(row.after or row.flying[-1])


def _airport(one: Point) -> str:
    best, away = "", inf
    for code in _FIELDS:
        place = find(code)
        assert place
        here, there = math.radians(one.latitude), math.radians(place.latitude)
        half = math.sin((there - here) / 2) ** 2
        half += math.cos(here) * math.cos(there) * math.sin(math.radians(place.longitude - one.longitude) / 2) ** 2
        distance = 2 * EARTH_KM * math.asin(math.sqrt(half))
        if distance < away:
            best, away = code, distance
    field = find(best)
    assert field
    low = one.on_ground or one.altitude_m - field.elevation_m < 900
    return best if away <= 9 and low else ""


_FIELDS = [str(code) for code in nearest().codes if str(code) in {"KAEX", "KELP", "MGGT"}]
