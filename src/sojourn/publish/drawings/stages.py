"""What became of cases, stage by stage: for each a bar within the outline of all that it is counted among."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sojourn.publish.drawings.svg import BLUE, INK, LINE, WIDTH, Drawing, Markup, document, element, label, paragraphs

TITLE: Final = "What became of the proceedings, stage by stage"
LEFT: Final = 6.0
ROOM: Final = LINE + 13.0
TALL: Final = 8.0
_SAID: Final = "Filled: the count. Outline: all that it is counted among, which changes from stage to stage."


@dataclass(frozen=True)
class Stage:
    """A stage, how many reached it, and of how many; None where a number is hidden."""

    name: str
    count: float | None
    whole: float | None


def stages(listed: Sequence[Stage], *, warnings: Sequence[str] = (), notes: Sequence[str] = ()) -> Drawing:
    """The stages from the first down, on one scale."""
    head, top = paragraphs(2, [TITLE, *warnings], strong=True)
    most = max([one.whole or one.count or 0 for one in listed]) or 1
    parts = list(head)
    for at, one in enumerate(listed):
        parts += _stage(one, top + ROOM * at, (WIDTH - 2 * LEFT) / most)
    foot, height = paragraphs(top + ROOM * len(listed) + 2, [_SAID, *notes])
    rows = tuple((one.name, "hidden" if one.count is None else one.count, one.whole) for one in listed)
    return Drawing(TITLE, document(TITLE, _SAID, height + 8, [*parts, *foot]), ("stage", "count", "of"), rows)


def _stage(one: Stage, top: float, scale: float) -> list[Markup]:
    count = "hidden" if one.count is None else f"{one.count:,.10g}"
    whole = "" if one.whole in {None, one.count} else f" of {one.whole:,.10g}"
    drawn = [label(LEFT, top + LINE, f"{one.name}: {count}{whole}")]
    y = top + LINE + 3
    if one.whole is not None:
        wide = one.whole * scale
        drawn.append(element("rect", x=LEFT, y=y, width=wide, height=TALL, fill="none", stroke=INK, stroke_width=0.7))
    if one.count:
        drawn.append(element("rect", x=LEFT, y=y, width=one.count * scale, height=TALL, fill=BLUE))
    return drawn
