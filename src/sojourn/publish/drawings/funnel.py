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
from sojourn.words.said import ENGLISH, Ways, said

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
    spoken: Ways = ENGLISH,
) -> Drawing:
    """A dot for each unit inside the limits, a triangle for each outside, within the lines of the limits."""
    title = spoken.tell(said("{share} against {whole}", share=share, whole=whole))
    head, top = paragraphs(2, [title, *map(spoken.tell, warnings)], strong=True)
    top += LINE
    scale = amounts(max([*(unit.number for unit in units), *(edge.number for edge in edges)]))
    parts = [*head, *frame(top, TALL, shares(), spoken, per_cent=True), *_limits(edges, top, scale[-1])]
    parts += [_mark(unit, top, scale[-1], spoken) for unit in units]
    parts += [
        label(_across(amount, scale[-1]), top + TALL + LINE, spoken.amount(amount), text_anchor="middle")
        for amount in scale
    ]
    spaced = said(
        "{whole}, spaced by their square root. Triangle: outside the limits that number and overall spread explain.",
        whole=whole,
    )
    under = [spaced, *([said("Dashed: limits of 95 %; dotted: limits of 99.8 %.")] if edges else [])]
    foot, height = paragraphs(top + TALL + LINE + 6, map(spoken.tell, [*under, *notes]))
    rows = tuple((unit.name, unit.number, unit.share, unit.lies) for unit in units)
    svg = document(title, spoken.tell(spaced), height + 8, [*parts, *foot])
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


def _mark(unit: Unit, top: float, most: float, spoken: Ways) -> Markup:
    told = said("{share:tenths}% of {number:number}", share=100 * unit.share, number=unit.number)
    says = element("title", text(spoken.tell(told)))
    outside = unit.lies not in {"", "inside", "not compared"}
    x, y = _across(unit.number, most), top + TALL * (1 - unit.share)
    return shape("triangle" if outside else "circle", x, y, 40 if outside else 26, says, filled=outside)
