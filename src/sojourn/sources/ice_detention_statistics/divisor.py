"""Year-to-date averages and their divisor.

An average is nights divided by days, so average x days is a whole number; the days are the smallest number for
which that holds for nearly every row (measured on the editions FY2019 to FY2026; see the source's README).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from sojourn.sources.ice_detention_statistics.blocks import is_number

WHOLE = 2e-3
"""How far from a whole number of nights a figure may lie: editions print six decimals or more."""
MOST = 0.9
"""Share of rows that must be whole for a divisor to be accepted."""
LONGEST = 366
"""Days of the longest fiscal year."""


def number(cell: str) -> float | None:
    """A printed figure, thousands separated or not; None where the text is none, as one with a decimal comma."""
    if not is_number(cell):
        return None
    found = float(cell.replace(",", ""))
    return found if isfinite(found) else None


def whole_for(average: float, days: int) -> bool:
    """Whether an average is a whole number of nights divided by these days."""
    nights = average * days
    return abs(nights - round(nights)) < WHOLE


def divisor(averages: Sequence[float]) -> int | None:
    """The smallest number of days, up to 366, that makes nearly every average a whole number of nights.

    None where none does, or where the averages are whole numbers already and so fit every divisor.
    """
    if not averages or all(whole_for(average, 1) for average in averages):
        return None
    for days in range(2, LONGEST + 1):
        if sum(whole_for(average, days) for average in averages) >= MOST * len(averages):
            return days
    return None
