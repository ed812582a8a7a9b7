"""Figures that others published, to stand beside ours; from `published_figures.csv`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sojourn.findings import Rival
from sojourn.shipped import rows_of


@cache
def _figures() -> tuple[dict[str, str], ...]:
    path = Path(__file__).parent / "published_figures.csv"
    return tuple(rows_of(path))


def comparisons() -> Iterator[str]:
    """What is said of each figure beside ours; the catalogues of messages have it."""
    return (row["compares"] for row in _figures())


def published_figures(measure: str, period: str, clock: str) -> tuple[Rival, ...]:
    """What was published for a measure, a period and a clock."""
    return tuple(
        Rival(float(row["value"]), measure, row["publisher"], row["published"], row["compares"])
        for row in _figures()
        if (row["measure"], row["period"], row["clock"]) == (measure, period, clock)
    )
