"""Shares of court cases: their limits, four decimals in a table, and the columns that they stand in."""

from __future__ import annotations

from sojourn.findings import Interval
from sojourn.measures.answers import FEWEST
from sojourn.stats.proportions import wilson
from sojourn.words.said import Said, said


def share_of(numerator: int, denominator: int) -> tuple[float | None, float | None, float | None]:
    """A share with its Wilson limits, four decimals; nothing where there are too few."""
    if denominator < FEWEST:
        return None, None, None
    low, high = wilson(numerator, denominator)
    return round(numerator / denominator, 4), round(low, 4), round(high, 4)


def share_headers() -> tuple[Said, Said, Said]:
    """The columns of `share_of`."""
    return said("share"), said("low"), said("high")


def wilson_interval(numerator: int, denominator: int) -> Interval:
    """The interval of a share."""
    return Interval(*wilson(numerator, denominator), said("Wilson, 95 %"))
