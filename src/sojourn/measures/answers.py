"""What the answers of all measures share: the reason for none, the fewest cases of a share, the longest table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sojourn.findings import Caveat, Status
from sojourn.words.said import said

FEWEST = 25
"""Cases or stays below which no share, median or curve is printed."""
MOST_ROWS = 20_000
"""Rows of a table that a finding has; a longer one is cut, and is not published with a personal attribute."""


@dataclass(frozen=True)
class Unanswerable:
    """Why there is no figure."""

    status: Status
    reason: str


def cut(rows: Sequence[tuple[Any, ...]]) -> tuple[tuple[tuple[Any, ...], ...], tuple[Caveat, ...]]:
    """The rows that are shown, and a caveat where there are more."""
    if len(rows) <= MOST_ROWS:
        return tuple(rows), ()
    text = said(
        "The table shows the first {most:number} of {rows:number} rows; the value counts them all.",
        most=MOST_ROWS,
        rows=len(rows),
    )
    return tuple(rows[:MOST_ROWS]), (Caveat(text, "warning"),)
