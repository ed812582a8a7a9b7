"""Great circles as lines of longitude and latitude, and cut where a map or a format ends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, ceil, degrees, floor, radians, sin, tan
from typing import Final

from geographiclib.geodesic import Geodesic

from sojourn.words.said import said

Point = tuple[float, float]
"""Longitude and latitude in degrees, in this order, as GeoJSON has it."""
Line = list[Point]

NOT_THE_PATH: Final = said("A line is the shortest way between two airports, not the path that was flown.")
"""What is said wherever these lines are drawn or written."""
STEP_M: Final = 100_000.0
"""Between two points: the straight line between them leaves the great circle by less than 200 m."""

DECIMALS: Final = 9
"""Of a degree, a tenth of a millimetre: on a meridian the last digits of a way swing from side to side, and it would be
cut at each swing."""


def great_circle(start: Point, end: Point) -> Line:
    """Points along the shortest way, ends included; longitudes run on beyond 180 rather than jump.

    Source: C. F. F. Karney, Algorithms for geodesics, Journal of Geodesy 87 (2013), on the WGS 84 ellipsoid.
    """
    line = Geodesic.WGS84.InverseLine(start[1], start[0], end[1], end[0])
    pieces = max(1, ceil(line.s13 / STEP_M))
    wanted = Geodesic.LATITUDE | Geodesic.LONGITUDE | Geodesic.LONG_UNROLL
    stations = [line.Position(line.s13 * at / pieces, wanted) for at in range(pieces + 1)]
    return [(round(station["lon2"], DECIMALS), round(station["lat2"], DECIMALS)) for station in stations]


def cut(line: Sequence[Point], west: float = -180.0) -> list[Line]:
    """The parts of a line between a meridian and itself once round; no part crosses it.

    A part that ends there ends at `west + 360`, and the next begins at `west` in the same latitude (RFC 7946, section 3.1.9).
    """
    parts: list[Line] = [[]]
    turn = floor((line[0][0] - west) / 360)
    parts[-1].append(_turned(line[0], turn))
    for here, there in pairwise(line):
        while (following := floor((there[0] - west) / 360)) != turn:
            onward = 1 if following > turn else -1
            edge = west + 360 * (turn + max(onward, 0))
            latitude = _at(edge, here, there)
            parts[-1].append((edge - 360 * turn, latitude))
            turn += onward
            parts.append([(edge - 360 * turn, latitude)])
        parts[-1].append(_turned(there, turn))
    return [_without_repeats(part) for part in parts if len(_without_repeats(part)) > 1]


def _turned(point: Point, turns: int) -> Point:
    return point[0] - 360 * turns, point[1]


def _at(longitude: float, here: Point, there: Point) -> float:
    """The latitude in which the great circle through two near places crosses a meridian between them.

    Source: E. Williams, Aviation Formulary 1.47, "Latitude of point on GC"; as an arctangent of two, it holds over a pole.
    """
    turn = 1 if there[0] > here[0] else -1
    first, second = tan(radians(here[1])), tan(radians(there[1]))
    share = first * sin(radians(there[0] - longitude)) + second * sin(radians(longitude - here[0]))
    return degrees(atan2(turn * share, turn * sin(radians(there[0] - here[0]))))


def _without_repeats(part: Line) -> Line:
    return part[:1] + [there for here, there in pairwise(part) if there != here]
