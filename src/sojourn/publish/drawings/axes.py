"""What charts share: round amounts on an axis, its lines, and the hatching that means that there is no number."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Final

from sojourn.publish.drawings.svg import INK, PALE, WIDTH, Markup, element, label
from sojourn.words.said import Ways

LEFT: Final = 46.0
RIGHT: Final = 8.0
_LINES: Final = 4


def amounts(most: float) -> list[float]:
    """From zero up to at least `most` in equal round steps (1, 2 or 5 and zeros), whole ones from 2 on."""
    if most <= 0:
        return [0.0, 1.0]
    rough = max(most / _LINES, 1.0 if most >= 2 else 0.0)
    power = 10.0 ** floor(log10(rough))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= rough * (1 - 1e-9))
    return [round(step * at, 10) for at in range(ceil(most / step - 1e-9) + 1)]


def shares() -> list[float]:
    """The axis of a share."""
    return [0.0, 0.25, 0.5, 0.75, 1.0]


def frame(top: float, tall: float, scale: Sequence[float], spoken: Ways, *, per_cent: bool = False) -> list[Markup]:
    """The lines of an upright axis with their amounts."""
    drawn = []
    for amount in scale:
        y = top + tall * (1 - amount / scale[-1])
        stroke = INK if amount == 0 else PALE
        drawn.append(element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke=stroke, stroke_width=0.8))
        words = f"{spoken.amount(100 * amount)} %" if per_cent else spoken.amount(amount)
        drawn.append(label(LEFT - 4, y + 3.5, words, text_anchor="end"))
    return drawn


def hatching(name: str) -> list[Markup]:
    """The pattern that means that there is no number, under a name that the page has once."""
    line = element("line", x1=0, y1=0, x2=0, y2=5, stroke=INK, stroke_width=0.9)
    pattern = element(
        "pattern", line, id=name, width=5, height=5, patternUnits="userSpaceOnUse", patternTransform="rotate(45)"
    )
    return [element("defs", pattern)]
