"""Figures that were rounded or hidden, with the counts between which each lies; sums and shares of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sojourn.findings import Interval
from sojourn.measures.answers import FEWEST
from sojourn.sources.rounding import Rounding
from sojourn.stats.proportions import wilson_between
from sojourn.words.said import said


@dataclass(frozen=True)
class Bounded:
    """A count as printed, and the least and the largest that it may stand for; `printed` is None where it is hidden."""

    printed: int | None
    low: int
    high: int

    def __add__(self, other: Bounded) -> Bounded:
        hidden = self.printed is None or other.printed is None
        printed = None if hidden else (self.printed or 0) + (other.printed or 0)
        return Bounded(printed, self.low + other.low, self.high + other.high)

    @property
    def limits(self) -> tuple[int, int]:
        """The least and the largest count."""
        return self.low, self.high


NOTHING = Bounded(0, 0, 0)


def bounded(figure: int | None, rounding: Rounding) -> Bounded:
    """A printed figure with its bounds; None is a hidden one."""
    return Bounded(figure, *rounding.bounds(figure))


def total(figures: Iterable[Bounded]) -> Bounded:
    """The sum; its bounds are the sums of the bounds, and it is hidden where one part is."""
    return sum(figures, NOTHING)


def remainder(parts: Mapping[str, Bounded], whole: int | None) -> tuple[dict[str, Bounded], int]:
    """The parts of a printed total, where what the total has above them was hidden and may be in any part.

    Returns:
        The parts with their upper bounds raised as far as the total allows, and how many are missing.
    """
    printed = sum(part.printed or 0 for part in parts.values())
    missing = max(0, (whole or 0) - printed)
    if not missing or whole is None:
        return dict(parts), 0
    least = sum(part.low for part in parts.values())
    return {
        name: Bounded(part.printed, part.low, max(part.high, min(part.high + missing, whole - (least - part.low))))
        for name, part in parts.items()
    }, missing


def share(successes: Bounded, failures: Bounded) -> float | None:
    """The share by the printed counts; None where one is hidden or too few are printed."""
    if successes.printed is None or failures.printed is None:
        return None
    trials = successes.printed + failures.printed
    return successes.printed / trials if trials >= FEWEST else None


def share_interval(successes: Bounded, failures: Bounded) -> Interval | None:
    """Wilson's limits over all counts within the bounds; None where there may be no trial."""
    limits = wilson_between(successes.limits, failures.limits)
    if limits is None:
        return None
    exact = successes.low == successes.high and failures.low == failures.high
    over_all = said("Wilson 95 %, over all counts that rounding and hiding allow")
    return Interval(*limits, said("Wilson 95 %") if exact else over_all)
