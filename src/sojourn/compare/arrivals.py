"""Rows by the month in which they came, as each release knew the month: late entries told from real drops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sojourn.compare.sides import Engine, Pair, Side

MONTHS = 12
WEEKEND = 3
"""Days without entries at the end of a month that do not make it incomplete: a weekend and a holiday."""
_ARRIVED = ("input_date", "received_date", "filed_date", "requested_date", "referred_date", "created_date")
"""The columns that say when a row came, the best first."""


@dataclass(frozen=True)
class Arrivals:
    """One age of a month: 1 is the last complete month before a release.

    `newer_rows` and `older_rows` are months of equal age, each as its release knew it: between them stand real
    changes only. `older_month_now` is the older month as the newer release knows it: what it gained came late,
    and what it lost was taken out.
    """

    table: str
    column: str
    age: int
    newer_month: date
    newer_rows: int
    older_month: date
    older_rows: int
    older_month_now: int


def arrivals(engine: Engine, pair: Pair, table: str) -> list[Arrivals]:
    """The last complete months of a table; empty where no column says when a row came, or no day is known."""
    there = pair.older.columns(table) & pair.newer.columns(table)
    column = next((one for one in _ARRIVED if one in there), "")
    days = [_day(side) for side in (pair.newer, pair.older)]
    if not column or not all(days):
        return []
    newer, older = (_months(day) for day in days if day)
    since = min(*newer, *older)
    now, then = (_by_month(engine, side.relation(table), column, since) for side in (pair.newer, pair.older))
    return [
        Arrivals(table, column, age, month, now.get(month, 0), before, then.get(before, 0), now.get(before, 0))
        for age, (month, before) in enumerate(zip(newer, older, strict=True), 1)
    ]


def _day(side: Side) -> date | None:
    try:
        return date.fromisoformat(side.day)
    except ValueError:
        return None


def _months(last: date) -> list[date]:
    """The complete months up to the day of a release, the last first."""
    day = last + timedelta(days=1 + WEEKEND)
    months = []
    for _ in range(MONTHS):
        day = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
        months.append(day)
    return months


def _by_month(engine: Engine, relation: str, column: str, since: date) -> dict[date, int]:
    found = engine.rows(
        f"SELECT month_of({column}) AS month, count(*) AS rows FROM {relation} WHERE {column} >= DATE '{since}' GROUP BY 1"
    )
    return {one["month"]: int(one["rows"]) for one in found}
