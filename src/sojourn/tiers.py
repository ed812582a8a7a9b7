"""The tier of an answer: how far it may travel, computed from what it tells about people and never typed by hand.

P0 publish exactly · P1 publish guarded · P2 this machine only · P3 never (docs/THREATS.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from sojourn.tables.declare import Attribute

Tier = Literal["P0", "P1", "P2", "P3"]
Grain = Literal["none", "year", "month", "day"]
Setting = Literal["", "hearings", "held", "moves"]
"""Where an answer's people are met, which decides what others know of them already.

`hearings` are those before one judge or court; `held` are people in detention on a day; `moves` are transfers and
ends of stays, which others see.
"""

GRAINS: Final[tuple[Grain, ...]] = ("none", "year", "month", "day")
"""From the coarsest to the finest."""

SMALLEST_CELL: Final = 11
"""Counts of 1 to 10 are never shown where they tell about people (the rule of the US Centers for Medicare and Medicaid)."""

TIERS: Final[Mapping[Attribute, Tier]] = {
    "": "P0",
    "place": "P0",
    "day": "P0",
    "case": "P0",
    "nationality": "P1",
    "sex": "P1",
    "criminality": "P1",
    "age": "P2",
    "person": "P3",
}
"""The least strict tier of an answer that is filtered or split by a column with this attribute."""

PERSONAL: Final[frozenset[Attribute]] = frozenset({"nationality", "sex", "age", "criminality"})
"""What a column may tell about a person."""


def tier_of(attributes: Iterable[Attribute], grain: Grain, smallest: float | None) -> Tier:
    """The tier of a table of counts.

    Args:
        attributes: what the columns that were filtered by or split by say about a person.
        grain: the finest period of the table.
        smallest: the smallest count in it that is not zero; None where there is none.
    """
    told = set(attributes)
    strictest: Tier = max((TIERS[one] for one in told), default="P0")
    if strictest != "P1":
        return strictest
    if grain == "day":
        return "P2"
    if len(told & PERSONAL) == 1 and "place" not in told and grain in {"none", "year"}:
        return "P0"
    return "P2" if smallest is not None and smallest < SMALLEST_CELL else "P1"


@dataclass(frozen=True)
class Told:
    """What an answer tells about people, from which its tier follows.

    `attributes` are those of the columns that it was filtered or split by, `grain` is the finest period that it tells
    of, `cells` are its counts above zero, printed or worked out.
    """

    attributes: frozenset[Attribute] = frozenset()
    grain: Grain = "none"
    cells: tuple[float, ...] = ()
    setting: Setting = ""

    @classmethod
    def of(
        cls,
        attributes: Iterable[Attribute] = (),
        grains: Iterable[Grain] = (),
        cells: Iterable[float | None] = (),
        setting: Setting = "",
    ) -> Told:
        """What an answer tells: of its periods the finest, of its counts those above zero."""
        shown = tuple(cell for cell in cells if cell)
        return cls(frozenset(attributes) - {""}, max(grains, key=GRAINS.index, default=GRAINS[0]), shown, setting)

    @property
    def tier(self) -> Tier:
        """The tier with the counts as they are."""
        return max(self.form, tier_of(self.attributes, self.grain, min(self.cells, default=None)), self._of_few())

    @property
    def form(self) -> Tier:
        """The tier that no hiding of small counts can better: that of the attributes, the grain and the setting alone."""
        by_day_before_a_court = self.setting == "hearings" and "place" in self.attributes and self.grain == "day"
        return "P2" if by_day_before_a_court else tier_of(self.attributes, self.grain, None)

    def _of_few(self) -> Tier:
        """What few people in one setting call for, whatever else the answer tells.

        Who was heard where in a month is known to others, so an outcome of few of that month is an outcome of each.
        Rows about detention are of single people, so a whole year and the whole country do not make few into many.
        How many are held in a place is public without a personal attribute; a move or the end of a stay is seen by
        others, so few of those are told of no more than few people of one kind.
        """
        if not any(cell < SMALLEST_CELL for cell in self.cells):
            return "P0"
        before_a_court = self.setting == "hearings" and "place" in self.attributes and self.grain == "month"
        of_one_kind = self.setting == "held" and bool(self.attributes & PERSONAL)
        return "P2" if before_a_court or of_one_kind or self.setting == "moves" else "P0"

    def also(self, attributes: Iterable[Attribute] = (), cells: Iterable[float | None] = ()) -> Told:
        """The same answer telling more."""
        more = tuple(cell for cell in cells if cell)
        return replace(self, attributes=self.attributes | set(attributes), cells=(*self.cells, *more))
