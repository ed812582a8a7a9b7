"""Shapes that stand for a kind of thing, so that no meaning rests on colour: equal areas for equal amounts."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi, radians, sin, sqrt
from typing import Final, Literal

from sojourn.publish.drawings.svg import INK, PAPER, Markup, element, number

Shape = Literal["circle", "square", "triangle", "diamond", "pentagon", "upside", "dot"]

_CORNERS: Final[Mapping[Shape, tuple[int, float]]] = {
    "square": (4, 45),
    "triangle": (3, 90),
    "diamond": (4, 90),
    "pentagon": (5, 90),
    "upside": (3, 270),
}
"""Number of corners, and the direction of the first in degrees from the east."""


def shape(
    kind: Shape, x: float, y: float, area: float, *children: Markup, filled: bool = False, stroke: float = 1.0
) -> Markup:
    """A shape of an area in square units around a place, edged with ink and filled with paper, or with grey that shows what lies under it."""
    looks: dict[str, str | float] = {"fill": PAPER, "stroke": INK, "stroke_width": stroke}
    if filled:
        looks |= {"fill": INK, "fill_opacity": 0.35}
    if kind == "circle":
        return element("circle", *children, cx=x, cy=y, r=sqrt(area / pi), **looks)
    if kind == "dot":
        return element("circle", *children, cx=x, cy=y, r=sqrt(area / pi), fill=INK)
    return element("polygon", *children, points=_corners(kind, x, y, area), **looks)


def _corners(kind: Shape, x: float, y: float, area: float) -> str:
    count, first = _CORNERS[kind]
    radius = sqrt(2 * area / (count * sin(2 * pi / count)))
    directions = [radians(first + 360 * at / count) for at in range(count)]
    return " ".join(f"{number(x + radius * cos(one))},{number(y - radius * sin(one))}" for one in directions)
