"""How Canadian statutes count days and years. Source: Interpretation Act, R.S.C. 1985, c. I-21, sections 26 to 30 and 37."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def days_after(day: date, days: int) -> date:
    """The day that is so many days after another, which itself does not count (27(2), 27(5))."""
    return day + timedelta(days=days)


def months_after(day: date, months: int) -> date:
    """The day with the same number some months later; the last of that month where it has no such day (28(a), (c))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def years_after(day: date, years: int) -> date:
    """The same day some years later: a year is twelve consecutive months (37(1)); 29 February ends on 28 February (28(c))."""
    return months_after(day, 12 * years)


def days_between(first: date, second: date) -> int:
    """Days from one event to a second: the first day does not count, the second does (27(2))."""
    return (second - first).days


def age_on(birth: date, day: date) -> int:
    """Years of age on a day: reached when the anniversary of the birth begins (30); 29 February on 28 February or 1 March.

    The Act names the anniversary and not its day in other years; here the age is reached on 1 March, the later reading,
    since being under 18 is what protects.
    """
    had = (day.month, day.day) >= (birth.month, birth.day)
    return day.year - birth.year - (not had)
