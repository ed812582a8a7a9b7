"""How long it takes until a quarter, half and three quarters are through: one line for each group, on one axis of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sojourn.publish.drawings.axes import amounts
from sojourn.publish.drawings.shapes import shape
from sojourn.publish.drawings.svg import INK, LINE, PALE, WIDTH, Drawing, Markup, document, element, label, paragraphs
from sojourn.words.said import ENGLISH, Ways, said

TITLE: Final = said("Days until a quarter, half and three quarters")
LEFT: Final = 10.0
RIGHT: Final = 12.0
ROOM: Final = 3 * LINE
_MEANS: Final = said(
    "Grey: from the day by which a quarter had it to the day by which three quarters had it. Dot: half; line through it: "
    "its 95 % interval. An arrow: not reached before the release ends."
)


@dataclass(frozen=True)
class Waits:
    """A group with its days; None where so many are not through when the release ends."""

    name: str
    quarter: float | None
    half: float | None
    low: float | None
    high: float | None
    three_quarters: float | None


def quarters(
    groups: Sequence[Waits], *, warnings: Sequence[str] = (), notes: Sequence[str] = (), spoken: Ways = ENGLISH
) -> Drawing:
    """A line for each group in the order given."""
    title = spoken.tell(TITLE)
    head, top = paragraphs(2, [title, *map(spoken.tell, warnings)], strong=True)
    known = [day for one in groups for day in (one.quarter, one.half, one.high, one.three_quarters) if day is not None]
    scale = amounts(max(known, default=0.0))
    bottom = top + ROOM * len(groups)
    parts = [*head, *_days(scale, top, bottom, spoken)]
    for at, one in enumerate(groups):
        parts += _line(spoken.tell(one.name), one, top + ROOM * at, scale[-1])
    foot, height = paragraphs(bottom + LINE + 6, map(spoken.tell, [_MEANS, *notes]))
    rows = tuple((one.name, one.quarter, one.half, one.low, one.high, one.three_quarters) for one in groups)
    columns = ("who", "a quarter", "half", "low", "high", "three quarters")
    svg = document(title, spoken.tell(_MEANS), height + 8, [*parts, *foot])
    return Drawing(title, svg, columns, rows)


def _across(days: float, most: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * days / most


def _days(scale: Sequence[float], top: float, bottom: float, spoken: Ways) -> list[Markup]:
    drawn = []
    for days in scale:
        x = _across(days, scale[-1])
        drawn.append(element("line", x1=x, x2=x, y1=top + 4, y2=bottom, stroke=PALE, stroke_width=0.8))
        anchor = {0.0: "start", scale[-1]: "end"}.get(days, "middle")
        drawn.append(label(x, bottom + LINE - 2, spoken.amount(days), text_anchor=anchor))
    return drawn


def _line(name: str, one: Waits, top: float, most: float) -> list[Markup]:
    """The name of a group over its line."""
    y = top + 2 * LINE
    drawn = [label(LEFT, top + LINE, name)]
    if one.quarter is not None:
        begins, ends = (_across(one.quarter, most), _end(one.three_quarters, most))
        drawn.append(element("rect", x=begins, y=y - 5, width=max(ends - begins, 1), height=10, fill=PALE))
        drawn += [] if one.three_quarters is not None else _arrow(y)
    if one.low is not None:
        drawn.append(
            element(
                "line", x1=_across(one.low, most), x2=_end(one.high, most), y1=y, y2=y, stroke=INK, stroke_width=1.4
            )
        )
        drawn += [] if one.high is not None else _arrow(y)
    if one.half is not None:
        drawn.append(shape("dot", _across(one.half, most), y, 22))
    return drawn


def _end(days: float | None, most: float) -> float:
    return WIDTH - RIGHT if days is None else _across(days, most)


def _arrow(y: float) -> list[Markup]:
    tip = WIDTH - RIGHT + 7
    return [
        element("polygon", points=f"{tip - 7:.0f},{y - 5:.0f} {tip:.0f},{y:.0f} {tip - 7:.0f},{y + 5:.0f}", fill=INK)
    ]
