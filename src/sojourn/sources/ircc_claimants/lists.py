"""Claimants by year, with or without country, as an observatory took them from IRCC's workbooks.

Their headers say little, so a list is taken only where its figures are IRCC's: multiples of five from 2015 on.
"""

from __future__ import annotations

from sojourn.sources.headed import HIDDEN, Cells

FIRST_YEAR = "2015"
"""The year with which IRCC's monthly figures begin."""
_MOST_OF_A_YEAR = 60
_LEAST_SHARE = 0.9
"""Of the figures, so that one damaged cell does not hide the list."""


def is_of_ircc(rows: list[Cells]) -> bool:
    """Whether the years begin in 2015, none has too many rows, and the figures are rounded to fives or hidden."""
    years = [row.get("year", "").partition(".")[0] for row in rows]
    counts = [row.get("count", "").partition(".")[0].replace(",", "") for row in rows]
    rounded = [text == HIDDEN or (text.isdigit() and int(text) % 5 == 0) for text in counts]
    return (
        bool(years)
        and years[0] == FIRST_YEAR
        and max(map(years.count, years)) <= _MOST_OF_A_YEAR
        and sum(rounded) >= _LEAST_SHARE * len(rounded)
    )
