"""One decomposition of the difference of two rates as a row of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sojourn.stats.decomposition import Decomposed
from sojourn.words.said import Joined, joined, said

DIMENSIONS: Final = {
    "court": said("court"),
    "detained": said("custody"),
    "nationality": said("nationality"),
    "represented": said("representation"),
    "judge": said("judge"),
}
COLUMNS: Final = (
    *(said("held equal"), said("difference"), said("rate"), said("rate low"), said("rate high")),
    *(said("mix"), said("mix low"), said("mix high")),
    *(said("apart"), said("then alone"), said("now alone")),
)


@dataclass(frozen=True)
class Split:
    """A decomposition over some dimensions; without one, nothing was there in both periods."""

    dimensions: tuple[str, ...]
    parts: Decomposed | None

    @property
    def words(self) -> Joined:
        """What is held equal."""
        return joined([DIMENSIONS[name] for name in self.dimensions], ", ")

    @property
    def row(self) -> tuple[Any, ...]:
        """The row, in percentage points."""
        if not self.parts:
            return (self.words, *([None] * (len(COLUMNS) - 1)))
        rate, mix = self.parts.rate, self.parts.mix
        shown = (self.parts.difference.value, rate.value, rate.low, rate.high, mix.value, mix.low, mix.high)
        points = (round(100 * one, 1) for one in (*shown, self.parts.apart.value))
        return (self.words, *points, *self.parts.trials_apart)
