"""A number by period as bars from zero, with the places marked where one release ends and another begins.

A period without a number is hatched, because an empty place would mean zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sojourn.publish.drawings.axes import LEFT, RIGHT, amounts, frame, hatching, shares
from sojourn.publish.drawings.svg import (
    BLUE,
    INK,
    LINE,
    PAPER,
    WIDTH,
    Drawing,
    Markup,
    across,
    document,
    element,
    label,
    paragraphs,
    text,
)
from sojourn.words.said import ENGLISH, Ways, said

TALL: Final = 120.0
_NOTHING: Final = said("no number")


@dataclass(frozen=True)
class Step:
    """A period with its number and its limits; None where it has none or it is hidden.

    One that is not `listed` keeps its place and no more.
    """

    period: str
    value: float | None
    limits: tuple[float, float] | None = None
    listed: bool = True


def series(
    unit: str,
    steps: Sequence[Step],
    breaks: Mapping[str, str] | None = None,
    *,
    per_cent: bool = False,
    warnings: Sequence[str] = (),
    notes: Sequence[str] = (),
    spoken: Ways = ENGLISH,
) -> Drawing:
    """Bars of a number by period.

    Args:
        unit: what is counted.
        steps: the periods in their order.
        breaks: by the first period of a release, what changes there.
        per_cent: whether the numbers are shares.
        warnings: what stands above the drawing.
        notes: what stands under it.
        spoken: the language.
    """
    whole = said("{unit}, {first} to {last}", unit=unit, first=steps[0].period, last=steps[-1].period)
    title = spoken.tell(whole)
    head, top = paragraphs(2, [title, *map(spoken.tell, warnings)], strong=True)
    top += LINE
    scale = shares() if per_cent else amounts(max(step.value or 0 for step in steps))
    room = (WIDTH - LEFT - RIGHT) / len(steps)
    pattern = "n" + sha256(repr((title, steps)).encode()).hexdigest()[:10]
    parts = [*head, *hatching(pattern), *frame(top, TALL, scale, spoken, per_cent=per_cent)]
    bars = [Bar(LEFT + at * room, max(room - 1, 0.6), top, scale[-1], pattern) for at in range(len(steps))]
    parts += [part for bar, step in zip(bars, steps, strict=True) if step.listed for part in bar.draw(step, spoken)]
    parts += _periods(steps, room, top + TALL + LINE)
    marked = dict(breaks or {})
    parts += [_break(LEFT + at * room, top) for at, step in enumerate(steps) if step.period in marked]
    foot, height = paragraphs(top + TALL + LINE + 6, map(spoken.tell, [*_under(steps, marked), *notes]))
    under_it = tuple(_row(step) for step in steps if step.listed)
    svg = document(title, spoken.tell(unit), height + 8, [*parts, *foot])
    return Drawing(title, svg, ("period", unit, "low", "high"), under_it)


def _under(steps: Sequence[Step], marked: Mapping[str, str]) -> list[str]:
    """What the dashes, the upright lines, the hatching and the empty places mean, as far as there are any."""
    under = [said("Dashed at {period}: {says}", period=period, says=says) for period, says in marked.items()]
    under += [said("Upright line: limits of the interval.")] if any(step.limits for step in steps) else []
    under += [said("Hatched: no number, which is not zero.")] if any(_hatched(step) for step in steps) else []
    under += [said("An empty place: the table has no row for it.")] if not all(step.listed for step in steps) else []
    return list(under)


@dataclass(frozen=True)
class Bar:
    """Where one bar stands: its left edge, its width, the top of the drawing, what the whole height means, the hatching."""

    left: float
    thick: float
    top: float
    most: float
    pattern: str

    def draw(self, step: Step, spoken: Ways) -> list[Markup]:
        """The bar of a number with its limits, or the hatching of none."""
        number = spoken.tell(_NOTHING) if step.value is None else spoken.amount(step.value)
        says = element("title", text(spoken.tell(said("{period}: {number}", period=step.period, number=number))))
        place: dict[str, str | float] = {"x": self.left, "width": self.thick}
        if step.value is None:
            return [element("rect", says, y=self.top, height=TALL, fill=f"url(#{self.pattern})", **place)]
        tall = TALL * step.value / self.most
        return [element("rect", says, y=self.top + TALL - tall, height=tall, fill=BLUE, **place), *self._limits(step)]

    def _limits(self, step: Step) -> list[Markup]:
        """The limits as an upright line, edged so that it can be seen over the bar and thinner where the bar is."""
        if step.limits is None:
            return []
        low, high = (self.top + TALL * (1 - limit / self.most) for limit in step.limits)
        middle = self.left + self.thick / 2
        edge = min(3.2, 0.3 * self.thick)
        return [
            element("line", x1=middle, x2=middle, y1=low, y2=high, stroke=stroke, stroke_width=width)
            for stroke, width in ((PAPER, edge), (INK, 0.45 * edge))
        ]


def _row(step: Step) -> tuple[Any, ...]:
    return (step.period, _NOTHING if step.value is None else step.value, *(step.limits or (None, None)))


def _hatched(step: Step) -> bool:
    return step.listed and step.value is None


def _break(x: float, top: float) -> Markup:
    return element("line", x1=x, x2=x, y1=top - 4, y2=top + TALL, stroke=INK, stroke_width=1.2, stroke_dasharray="3 2")


def _periods(steps: Sequence[Step], room: float, y: float) -> list[Markup]:
    """As many names of periods as there is room for."""
    every = max(1, round((across(steps[0].period) + 8) / room + 0.5))
    return [
        label(LEFT + (at + 0.5) * room, y, step.period, text_anchor="middle")
        for at, step in enumerate(steps)
        if at % every == 0 and LEFT + (at + 0.5) * room < WIDTH - across(step.period) / 2
    ]
