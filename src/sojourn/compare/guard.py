"""Which counts of a comparison may be printed: none from 1 to 10 where they tell about people, by the rule of tiers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sojourn.compare.groupings import Dimension, Grouping
from sojourn.tables import Attribute
from sojourn.tiers import GRAINS, SMALLEST_CELL, Grain, Tier, tier_of

T = TypeVar("T")
_GRAINS: dict[str, Grain] = {"": "none", "day": "day", "month": "month", "fiscal year": "year", "text": "none"}


@dataclass(frozen=True)
class Guard:
    """What the dimensions of a table of counts say about a person, and how fine they are in time."""

    attributes: tuple[Attribute, ...]
    grain: Grain

    def tier(self, smallest: float | None) -> Tier:
        """The tier of a table whose smallest count above zero is this, printed or not."""
        return tier_of(self.attributes, self.grain, smallest)

    @property
    def hides(self) -> bool:
        """Whether counts from 1 to 10 are left out."""
        return self.tier(1) == "P2"

    def shows(self, *counts: float) -> bool:
        """Whether these counts may be printed."""
        return not (self.hides and any(0 < abs(one) < SMALLEST_CELL for one in counts))

    def sql(self, older: str, newer: str) -> str:
        """The condition that two counts of SQL and their difference may be printed."""
        small = " OR ".join(
            f"({one} > 0 AND {one} < {SMALLEST_CELL})" for one in (older, newer, f"abs({newer} - {older})")
        )
        return f"NOT ({small})" if self.hides else "true"


def unguessable(shown: Sequence[T], hidden: int, size: Callable[[T], float]) -> tuple[list[T], int]:
    """What may be listed beside totals, and how many are not: one hidden count alone would follow from the others."""
    if hidden != 1 or not shown:
        return list(shown), hidden
    least = min(range(len(shown)), key=lambda at: size(shown[at]))
    return [one for at, one in enumerate(shown) if at != least], 2


def guard(grouping: Grouping, by: Sequence[Dimension]) -> Guard:
    """The guard of a table by some dimensions of a grouping.

    Two releases of rows about people tell by their difference what was entered between them, so such a table counts
    as one by month at least.
    """
    grains = [_GRAINS[one.step] for one in by] + (["month"] if grouping.about_people else [])
    return Guard(tuple(one.attribute for one in by), max(grains, key=GRAINS.index))
