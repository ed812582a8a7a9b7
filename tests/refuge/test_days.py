"""Counting days, months and years as the Interpretation Act does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.refuge.days import age_on, days_after, days_between, months_after, years_after

DAY = timedelta(days=1)
DAYS = st.dates(date(1930, 1, 1), date(2060, 1, 1))


def day(text: str) -> date:
    """A day as the tables below write it."""
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("event", "days", "last"),
    [
        ("2026-06-01", 14, "2026-06-15"),
        ("2026-06-10", 15, "2026-06-25"),
        ("2026-12-24", 14, "2027-01-07"),
        ("2028-02-20", 14, "2028-03-05"),
        ("2027-02-20", 14, "2027-03-06"),
        ("2026-06-01", 0, "2026-06-01"),
    ],
)
def test_the_first_day_does_not_count_and_the_last_does(event: str, days: int, last: str) -> None:
    """Interpretation Act 27(2) and 27(5)."""
    assert days_after(day(event), days) == day(last)
    assert days_between(day(event), day(last)) == days


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-02-28", 12, "2024-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
    ],
)
def test_a_month_ends_on_the_same_number_or_its_last_day(first: str, months: int, last: str) -> None:
    """Interpretation Act 28(a) and (c)."""
    assert months_after(day(first), months) == day(last)


@pytest.mark.parametrize(
    ("entry", "last"),
    [
        ("2025-03-10", "2026-03-10"),
        ("2024-02-29", "2025-02-28"),
        ("2027-06-01", "2028-06-01"),
        ("2020-06-25", "2021-06-25"),
    ],
)
def test_a_year_is_twelve_months(entry: str, last: str) -> None:
    """Interpretation Act 37(1), with 28: 365 days, or 366 where 29 February is among them."""
    assert years_after(day(entry), 1) == day(last)


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        ("2008-06-01", "2026-05-31", 17),
        ("2008-06-01", "2026-06-01", 18),
        ("2008-12-31", "2026-12-30", 17),
        ("2008-12-31", "2026-12-31", 18),
        ("2008-01-01", "2025-12-31", 17),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2026-06-01", "2026-06-01", 0),
    ],
)
def test_an_age_is_reached_when_the_birthday_begins(birth: str, on: str, age: int) -> None:
    """Interpretation Act 30; born on 29 February, on 1 March in other years, the reading that protects longer."""
    assert age_on(day(birth), day(on)) == age


@given(DAYS, st.integers(0, 400))
def test_days_are_counted_as_by_walking(first: date, days: int) -> None:
    """One day after another, the first left out."""
    walked = first
    for _ in range(days):
        walked += DAY

    assert days_after(first, days) == walked
    assert days_between(first, walked) == days


@given(DAYS, st.integers(0, 60))
def test_months_are_counted_as_by_walking(first: date, months: int) -> None:
    """Over so many first days of a month, then to the same number or as far as the month goes."""
    walked, begun = first, 0
    while begun < months:
        walked += DAY
        begun += walked.day == 1
    last = first if not months else walked
    while months and last.day < first.day and (last + DAY).day != 1:
        last += DAY

    assert months_after(first, months) == last


@given(DAYS, st.integers(0, 36_000))
def test_an_age_is_the_number_of_birthdays_that_have_begun(birth: date, days: int) -> None:
    """A birthday is the same day of a later year; 1 March where there is no 29 February."""
    on = birth + timedelta(days=days)
    birthdays = 0
    for year in range(birth.year + 1, on.year + 1):
        leap = (birth.month, birth.day) == (2, 29) and (date(year, 3, 1) - DAY).day != 29
        birthdays += (date(year, 3, 1) if leap else birth.replace(year=year)) <= on

    assert age_on(birth, on) == birthdays


@given(DAYS, st.integers(1, 5))
def test_a_year_later_is_never_more_than_a_day_off_the_same_day(first: date, years: int) -> None:
    """Only 29 February moves, and only backwards."""
    later = years_after(first, years)

    assert (later.month, later.day) == (first.month, first.day) or ((first.month, first.day), later.day) == (
        (2, 29),
        28,
    )
