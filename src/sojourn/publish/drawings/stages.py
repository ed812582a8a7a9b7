"""What became of cases, stage by stage: for each a bar within the outline of all that it is counted among."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sojourn.publish.drawings.svg import BLUE, INK, LINE, WIDTH, Drawing, Markup, document, element, label, paragraphs
from sojourn.words.said import ENGLISH, Ways, said

TITLE: Final = said("What became of the proceedings, stage by stage")
LEFT: Final = 6.0
ROOM: Final = LINE + 13.0
TALL: Final = 8.0
_MEANS: Final = said("Filled: the count. Outline: all that it is counted among, which changes from stage to stage.")
_HIDDEN: Final = said("hidden")


@dataclass(frozen=True)
class Stage:
    """A stage, how many reached it, and of how many; None where a number is hidden."""

    name: str
    count: float | None
    whole: float | None


def stages(
    listed: Sequence[Stage], *, warnings: Sequence[str] = (), notes: Sequence[str] = (), spoken: Ways = ENGLISH
) -> Drawing:
    """The stages from the first down, on one scale."""
    title = spoken.tell(TITLE)
    head, top = paragraphs(2, [title, *map(spoken.tell, warnings)], strong=True)
    most = max([one.whole or one.count or 0 for one in listed]) or 1
    parts = list(head)
    for at, one in enumerate(listed):
        parts += _stage(spoken.tell(_told(one)), one, top + ROOM * at, (WIDTH - 2 * LEFT) / most)
    foot, height = paragraphs(top + ROOM * len(listed) + 2, map(spoken.tell, [_MEANS, *notes]))
    rows = tuple((one.name, _HIDDEN if one.count is None else one.count, one.whole) for one in listed)
    svg = document(title, spoken.tell(_MEANS), height + 8, [*parts, *foot])
    return Drawing(title, svg, ("stage", "count", "of"), rows)


def _told(one: Stage) -> str:
    """A stage in words, with the number that it is of where that is another."""
    if one.whole is None or one.whole == one.count:
        if one.count is None:
            return said("{stage}: hidden", stage=one.name)
        return said("{stage}: {count:amount}", stage=one.name, count=one.count)
    if one.count is None:
        return said("{stage}: hidden of {whole:amount}", stage=one.name, whole=one.whole)
    return said("{stage}: {count:amount} of {whole:amount}", stage=one.name, count=one.count, whole=one.whole)


def _stage(told: str, one: Stage, top: float, scale: float) -> list[Markup]:
    drawn = [label(LEFT, top + LINE, told)]
    y = top + LINE + 3
    if one.whole is not None:
        wide = one.whole * scale
        drawn.append(element("rect", x=LEFT, y=y, width=wide, height=TALL, fill="none", stroke=INK, stroke_width=0.7))
    if one.count:
        drawn.append(element("rect", x=LEFT, y=y, width=one.count * scale, height=TALL, fill=BLUE))
    return drawn
