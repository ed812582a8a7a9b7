"""The part of the world that a map shows, and where a place lies on the paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Final

from sojourn.publish.drawings.great_circles import Point
from sojourn.publish.drawings.svg import WIDTH

MARGIN: Final = 6.0
LEAST: Final = 12.0
"""Degrees that a map shows at least, so that a single airport still has a coast near it."""
TALLEST: Final = 1.15
"""Height of the map at most, as a share of its width."""


@dataclass(frozen=True)
class Window:
    """A plate carrée true to scale at its middle latitude, from `west` to `east` and `south` to `north` in degrees.

    `east` is greater than `west` and may lie beyond 180; `top` is where the paper begins.
    """

    west: float
    east: float
    south: float
    north: float
    top: float

    @property
    def scale(self) -> float:
        """Units of the drawing in a degree of longitude."""
        return (WIDTH - 2 * MARGIN) / (self.east - self.west)

    @property
    def height(self) -> float:
        """Units of the drawing from north to south."""
        return (self.north - self.south) * self.scale / _narrowing(self.south, self.north)

    def at(self, point: Point) -> Point:
        """Where a place lies on the paper; its longitude is between `west` and `west + 360`."""
        down = (self.north - point[1]) * self.scale / _narrowing(self.south, self.north)
        return MARGIN + (point[0] - self.west) * self.scale, self.top + down

    def turned(self, longitude: float) -> float:
        """A longitude as this window counts it."""
        return self.west + (longitude - self.west) % 360


def window_around(points: Iterable[Point], top: float) -> Window:
    """The smallest window around some places with room at its edges, across the antimeridian where that is shorter."""
    listed = list(points)
    west, east = _arc(longitude % 360 for longitude, _ in listed)
    south, north = min(latitude for _, latitude in listed), max(latitude for _, latitude in listed)
    room = 0.09 * max(east - west, north - south, LEAST)
    west, east = _wide(west - room, east + room, LEAST)
    south, north = _wide(south - room, north + room, LEAST)
    narrowing = _narrowing(south, north)
    if north - south > TALLEST * (east - west) * narrowing:
        west, east = _wide(west, east, (north - south) / TALLEST / narrowing)
    south, north = _wide(south, north, 0.45 * (east - west) * narrowing)
    if east - west > 360:
        west, east = (west + east) / 2 - 180, (west + east) / 2 + 180
    while west >= 180:
        west, east = west - 360, east - 360
    return Window(west, east, max(south, -85.0), min(north, 85.0), top)


def _arc(longitudes: Iterable[float]) -> tuple[float, float]:
    """The shortest arc that holds all longitudes: the one that leaves out the widest gap."""
    ordered = sorted(set(longitudes))
    gaps = [there - here for here, there in pairwise([*ordered, ordered[0] + 360])]
    widest = gaps.index(max(gaps))
    west = ordered[(widest + 1) % len(ordered)]
    east = ordered[widest]
    return (west, east) if east >= west else (west - 360, east)


def _wide(low: float, high: float, least: float) -> tuple[float, float]:
    lacking = max(0.0, least - (high - low)) / 2
    return low - lacking, high + lacking


def _narrowing(south: float, north: float) -> float:
    """How much narrower than a degree of latitude a degree of longitude is at the middle, and never below a half."""
    return max(0.5, cos(radians((south + north) / 2)))
