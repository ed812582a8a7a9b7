"""How many are still held after so many days: a curve with its band, from which 'half had left within' can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from sojourn.publish.drawings.axes import LEFT, RIGHT, frame, shares
from sojourn.publish.drawings.shapes import shape
from sojourn.publish.drawings.svg import INK, LINE, PALE, WIDTH, Drawing, document, element, label, number, paragraphs
from sojourn.words.said import ENGLISH, Ways, said

TALL: Final = 130.0
TITLE: Final = said("Share of stays longer than so many days")
_MEANS: Final = said("Days in detention, spaced by their square root. Inside the dashed edge: 95 % interval.")


@dataclass(frozen=True)
class Held:
    """The share of stays that lasted longer than some days, with its limits."""

    days: float
    share: float
    low: float
    high: float


def stay_band(
    points: Sequence[Held], *, warnings: Sequence[str] = (), notes: Sequence[str] = (), spoken: Ways = ENGLISH
) -> Drawing:
    """The shares by day, joined by straight lines, over their band; days are spaced by their root, to show the first weeks."""
    ordered = sorted(points, key=lambda one: one.days)
    head, top = paragraphs(2, map(spoken.tell, warnings), strong=True)
    top += LINE
    last = sqrt(ordered[-1].days or 1)

    def across_(days: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT - 12) * sqrt(days) / last

    def down(share: float) -> float:
        return top + TALL * (1 - share)

    start = [Held(0.0, 1.0, 1.0, 1.0), *(one for one in ordered if one.days > 0)]
    edge = [(across_(one.days), down(one.high)) for one in start]
    edge += [(across_(one.days), down(one.low)) for one in reversed(start)]
    line = [(across_(one.days), down(one.share)) for one in start]
    parts = [*head, *frame(top, TALL, shares(), spoken, per_cent=True)]
    parts.append(
        element("polygon", points=_joined(edge), fill=PALE, stroke=INK, stroke_width=0.5, stroke_dasharray="2 2")
    )
    parts.append(element("polyline", points=_joined(line), fill="none", stroke=INK, stroke_width=1.6))
    parts += [shape("dot", x, y, 9) for x, y in line[1:]]
    parts += [
        label(across_(one.days), top + TALL + LINE, spoken.amount(one.days), text_anchor="middle") for one in ordered
    ]
    foot, height = paragraphs(top + TALL + LINE + 6, map(spoken.tell, [_MEANS, *notes]))
    rows = tuple((one.days, one.share, one.low, one.high) for one in ordered)
    svg = document(spoken.tell(TITLE), spoken.tell(_MEANS), height + 8, [*parts, *foot])
    return Drawing(spoken.tell(TITLE), svg, ("days", "share longer", "low", "high"), rows)


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)
