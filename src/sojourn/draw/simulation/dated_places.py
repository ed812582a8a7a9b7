"""The places a day of the scheduling by CBP One, by date, as publishers reported them.

Source: the publishers named in each row of `dated_places.csv`; `status` says what is reported, what is computed here and what
nobody verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from sojourn.shipped import rows_of

FIRST_DAY: Final = date(2023, 1, 18)
LAST_DAY: Final = date(2025, 1, 20)


@dataclass(frozen=True)
class Period:
    """From `first` on there were `places` a day under `rule` (race, draw or closed)."""

    first: date
    places: int
    rule: str
    status: str
    publisher: str
    note: str


@cache
def periods() -> tuple[Period, ...]:
    """The dated table, by date."""
    return tuple(
        Period(
            date.fromisoformat(row["first"]),
            int(row["places"]),
            row["rule"],
            row["status"],
            row["publisher"],
            row["note"],
        )
        for row in rows_of(Path(__file__).with_name("dated_places.csv"))
    )


def places_on(day: date) -> int:
    """The places of a day; none before the first and after the last."""
    return next((one.places for one in reversed(periods()) if one.first <= day), 0)


def places_by_day(first: date, days: int) -> tuple[int, ...]:
    """The places of each day from the first."""
    return tuple(places_on(first + timedelta(days=at)) for at in range(days))


def places_in(month: str) -> int:
    """The places of a month, written 2023-07."""
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=31)).replace(day=1)
    return sum(places_by_day(first, (after - first).days))
