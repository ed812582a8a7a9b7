"""Shares against the number that they are of: a few cases scatter widely, and only what lies outside that is marked.

It names nobody in the drawing and orders nobody: the table under it is in the order in which it came.
Source: Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from sojourn.publish.drawings.axes import LEFT, RIGHT, amounts, frame, shares
from sojourn.publish.drawings.shapes import shape
from sojourn.publish.drawings.svg import (
    INK,
    LINE,
    WIDTH,
    Drawing,
    Markup,
    document,
    element,
    label,
    number,
    paragraphs,
    text,
)

TALL: Final = 150.0


@dataclass(frozen=True)
class Unit:
    """One share, the number that it is of, and where it lies against the limits ('inside', or in words how it is outside)."""

    name: str
    number: int
    share: float
    lies: str


@dataclass(frozen=True)
class Edge:
    """The limits of the funnel for a number: the shares between which 95 % lie, and those between which 99.8 % lie."""

    number: float
    low: float
    high: float
    far_low: float
    far_high: float


def funnel_plot(
    share: str,
    whole: str,
    units: Sequence[Unit],
    edges: Sequence[Edge] = (),
    *,
    warnings: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Drawing:
    """A dot for each unit inside the limits, a triangle for each outside, within the lines of the limits."""
    title = f"{share} against {whole}"
    head, top = paragraphs(2, [title, *warnings], strong=True)
    top += LINE
    scale = amounts(max([*(unit.number for unit in units), *(edge.number for edge in edges)]))
    parts = [*head, *frame(top, TALL, shares(), per_cent=True), *_limits(edges, top, scale[-1])]
    parts += [_mark(unit, top, scale[-1]) for unit in units]
    parts += [
        label(_across(amount, scale[-1]), top + TALL + LINE, f"{amount:,.10g}", text_anchor="middle")
        for amount in scale
    ]
    said = [
        f"{whole}, spaced by their square root. Triangle: outside the limits that number and overall spread explain."
    ]
    said += ["Dashed: limits of 95 %; dotted: limits of 99.8 %."] if edges else []
    foot, height = paragraphs(top + TALL + LINE + 6, [*said, *notes])
    rows = tuple((unit.name, unit.number, unit.share, unit.lies) for unit in units)
    svg = document(title, said[0], height + 8, [*parts, *foot])
    return Drawing(title, svg, ("unit", whole, share, "against the limits"), rows)


def _limits(edges: Sequence[Edge], top: float, most: float) -> list[Markup]:
    """The four lines of the funnel."""
    lines = (("low", "4 3"), ("high", "4 3"), ("far_low", "1 2.5"), ("far_high", "1 2.5"))
    return [
        element(
            "polyline",
            points=" ".join(
                f"{number(_across(edge.number, most))},{number(top + TALL * (1 - getattr(edge, name)))}"
                for edge in edges
            ),
            fill="none",
            stroke=INK,
            stroke_width=0.9,
            stroke_dasharray=dashes,
        )
        for name, dashes in (lines if edges else ())
    ]


def _across(amount: float, most: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT - 14) * sqrt(amount / most)


def _mark(unit: Unit, top: float, most: float) -> Markup:
    says = element("title", text(f"{unit.share:.1%} of {unit.number:,}"))
    outside = unit.lies not in {"", "inside", "not compared"}
    x, y = _across(unit.number, most), top + TALL * (1 - unit.share)
    return shape("triangle" if outside else "circle", x, y, 40 if outside else 26, says, filled=outside)
