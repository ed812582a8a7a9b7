"""The outline of the land under a map: Natural Earth's 1:110m land, in the public domain, shipped as a small file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import ceil, floor
from operator import ge, le

from sojourn.publish.drawings.great_circles import Line, Point
from sojourn.publish.drawings.window import Window


@cache
def rings() -> tuple[tuple[Point, ...], ...]:
    """Every piece of land as a closed ring, its last point not repeated; a ring that crosses the antimeridian runs on."""
    text = files("sojourn.publish.drawings").joinpath("land_110m.toml").read_text(encoding="utf-8")
    figures = [[int(word) / 10 for word in ring.split()] for ring in tomllib.loads(text)["rings"]]
    return tuple(tuple(zip(ring[::2], ring[1::2], strict=True)) for ring in figures)


def land_in(window: Window) -> Iterator[Line]:
    """The land within a window, cut at its edges."""
    for ring in rings():
        west, east = min(lon for lon, _ in ring), max(lon for lon, _ in ring)
        for turns in range(ceil((window.west - east) / 360), floor((window.east - west) / 360) + 1):
            moved = [(longitude + 360 * turns, latitude) for longitude, latitude in ring]
            if piece := _within(moved, window):
                yield piece


def _within(ring: Line, window: Window) -> Line:
    """A ring cut to a rectangle. Source: Sutherland and Hodgman, Reentrant polygon clipping, CACM 17 (1974)."""
    sides: list[tuple[int, float, Callable[[float, float], bool]]] = [
        (0, window.west, ge),
        (0, window.east, le),
        (1, window.south, ge),
        (1, window.north, le),
    ]
    for axis, edge, inside in sides:
        ring = list(_cut_at(ring, axis, edge, inside))
        if not ring:
            break
    return ring


def _cut_at(ring: Line, axis: int, edge: float, inside: Callable[[float, float], bool]) -> Iterator[Point]:
    for here, there in pairwise([*ring, ring[0]]):
        if inside(here[axis], edge):
            yield here
        if inside(here[axis], edge) != inside(there[axis], edge):
            share = (edge - here[axis]) / (there[axis] - here[axis])
            yield here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])
