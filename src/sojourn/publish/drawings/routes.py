"""Where people were moved from one place to others: a line for each route, as thick as it is used, with its number.

No list of facilities says where on the map they are, so routes are drawn as routes and not on a map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from sojourn.publish.drawings.svg import (
    INK,
    LINE,
    PAPER,
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

MOST: Final = 12
THICKEST: Final = 11.0
HUB: Final = 76.0
ENDS: Final = 196.0
ROOM: Final = 19.0
_MEANS: Final = said(
    "Thickness by the square root of the number, which stands beside it. Arrow: the way people were moved."
)


@dataclass(frozen=True)
class Way:
    """One end of a route, and how many went along it."""

    name: str
    moves: int


def routes(
    title: str,
    hub: str,
    ways: Sequence[Way],
    *,
    to: bool,
    warnings: Sequence[str] = (),
    notes: Sequence[str] = (),
    spoken: Ways = ENGLISH,
) -> Drawing:
    """The routes between a place and others, in the order given, of which the first are drawn.

    Args:
        title: what is shown.
        hub: the place that all routes have.
        ways: their other ends.
        to: whether people went from the place to the others.
        warnings: what stands above the drawing.
        notes: what stands under it.
        spoken: the language.
    """
    heading = spoken.tell(title)
    head, top = paragraphs(2, [heading, *map(spoken.tell, warnings)], strong=True)
    top += LINE / 2
    shown = ways[:MOST]
    middle = top + ROOM * len(shown) / 2
    most = max(one.moves for one in ways)
    parts = [*head]
    for at, one in enumerate(shown):
        parts += _route(one, top + ROOM * (at + 0.5), middle, THICKEST * sqrt(one.moves / most), spoken, to=to)
    parts += [
        element("rect", x=4, y=middle - 10, width=HUB - 8, height=20, fill=PAPER, stroke=INK, stroke_width=1),
        label(HUB / 2, middle + 4, hub[:8], text_anchor="middle", font_weight="bold"),
    ]
    more = [said("{more:number} more are in the table.", more=len(ways) - MOST)] if len(ways) > MOST else []
    under = map(spoken.tell, [_MEANS, *more, *notes])
    foot, height = paragraphs(max(top + ROOM * len(shown), middle + 12) + 4, under)
    rows = tuple((one.name, one.moves) for one in ways)
    svg = document(heading, spoken.tell(_MEANS), height + 8, [*parts, *foot])
    return Drawing(heading, svg, ("place", "transfers"), rows)


def _route(one: Way, y: float, middle: float, thick: float, spoken: Ways, *, to: bool) -> list[Markup]:
    bend = (HUB + ENDS) / 2
    path = f"M{number(HUB)},{number(middle)} C{number(bend)},{number(middle)} {number(bend)},{number(y)} {number(ENDS)},{number(y)}"
    place, moves = spoken.tell(one.name), spoken.number(one.moves)
    says = element("title", text(spoken.tell(said("{place}: {moves}", place=place, moves=moves))))
    tip = (ENDS + 7, ENDS) if to else (HUB - 3, HUB + 4)
    at = y if to else middle
    points = f"{number(tip[1])},{number(at - 4)} {number(tip[0])},{number(at)} {number(tip[1])},{number(at + 4)}"
    return [
        element("path", says, d=path, fill="none", stroke=INK, stroke_width=max(thick, 0.8), stroke_opacity=0.45),
        element("polygon", points=points, fill=INK),
        label(ENDS + 12, y + 3.5, f"{moves}  {place}"[:30]),
    ]
