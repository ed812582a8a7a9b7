"""Working days of the US federal government: weekends, and legal holidays by rule, with the day on which they are observed.

Closings for other reasons (storms, lapses of funding, days that a president gives off) are in no rule and not counted:
without them a deadline comes out earlier, never later. For the same reason Inauguration Day, a holiday about Washington
alone, is not counted. Source: 5 U.S.C. 6103(a), (b); Executive Order 11582; Pub. L. 117-17 (Juneteenth, 17 June 2021).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, Literal

DAY: Final = timedelta(days=1)
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
JUNETEENTH_FROM: Final = 2021
Closing = Literal["saturday", "sunday", "holiday", "observed"]


@dataclass(frozen=True)
class Closed:
    """A day without work: why, and for a holiday its id (sentences `us.holiday.<id>`)."""

    day: date
    why: Closing
    holiday: str = ""


@cache
def holidays(year: int) -> Mapping[date, str]:
    """The legal holidays whose own day is in a year, by that day; observed days are not in it."""
    fixed = {
        date(year, 1, 1): "new_year",
        date(year, 7, 4): "independence",
        date(year, 11, 11): "veterans",
        date(year, 12, 25): "christmas",
    }
    if year >= JUNETEENTH_FROM:
        fixed[date(year, 6, 19)] = "juneteenth"
    moving = {
        _nth(year, 1, MONDAY, 3): "king",
        _nth(year, 2, MONDAY, 3): "washington",
        _last_monday_of_may(year): "memorial",
        _nth(year, 9, MONDAY, 1): "labor",
        _nth(year, 10, MONDAY, 2): "columbus",
        _nth(year, 11, THURSDAY, 4): "thanksgiving",
    }
    return fixed | moving


def closed(day: date) -> Closed | None:
    """Why nothing can be filed on a day; None where it is a working day."""
    if day in holidays(day.year):
        return Closed(day, "holiday", holidays(day.year)[day])
    if day.weekday() == SATURDAY:
        return Closed(day, "saturday")
    if day.weekday() == SUNDAY:
        return Closed(day, "sunday")
    return _observed(day)


def next_working_day(day: date) -> tuple[date, tuple[Closed, ...]]:
    """The day itself, or the first working day after it, with the closed days that were passed over."""
    passed = []
    while found := closed(day):
        passed.append(found)
        day += DAY
    return day, tuple(passed)


def working_days_before(day: date, number: int) -> date:
    """The working day that is so many working days before a day."""
    while number:
        day -= DAY
        number -= closed(day) is None
    return day


def _observed(day: date) -> Closed | None:
    """A holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after."""
    for own, falls in ((day + DAY, SATURDAY), (day - DAY, SUNDAY)):
        if own.weekday() == falls and own in holidays(own.year):
            return Closed(day, "observed", holidays(own.year)[own])
    return None


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + DAY * ((weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - DAY * last.weekday()
