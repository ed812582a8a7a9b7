"""Working days of the federal government."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.refuge.us.federal_days import Closed, closed, holidays, next_working_day, working_days_before

DAYS = st.dates(date(1997, 4, 1), date(2060, 12, 31))


def test_the_holidays_of_2026_are_those_of_the_calendar() -> None:
    """Each by its rule, as the Office of Personnel Management lists them."""
    expected = {
        date(2026, 1, 1): "new_year",
        date(2026, 1, 19): "king",
        date(2026, 2, 16): "washington",
        date(2026, 5, 25): "memorial",
        date(2026, 6, 19): "juneteenth",
        date(2026, 7, 4): "independence",
        date(2026, 9, 7): "labor",
        date(2026, 10, 12): "columbus",
        date(2026, 11, 11): "veterans",
        date(2026, 11, 26): "thanksgiving",
        date(2026, 12, 25): "christmas",
    }
    assert holidays(2026) == expected


@pytest.mark.parametrize(
    ("day", "why", "holiday"),
    [
        (date(2026, 7, 3), "observed", "independence"),
        (date(2021, 6, 18), "observed", "juneteenth"),
        (date(2022, 6, 20), "observed", "juneteenth"),
        (date(2021, 12, 31), "observed", "new_year"),
        (date(2023, 1, 2), "observed", "new_year"),
        (date(2026, 7, 4), "holiday", "independence"),
        (date(2026, 7, 5), "sunday", ""),
        (date(2026, 7, 11), "saturday", ""),
        (date(2021, 5, 31), "holiday", "memorial"),
        (date(2023, 11, 10), "observed", "veterans"),
    ],
)
def test_a_closed_day_says_why(day: date, why: str, holiday: str) -> None:
    """A reader must be able to check the shift."""
    found = closed(day)

    assert found
    assert (found.why, found.holiday) == (why, holiday)


@pytest.mark.parametrize(
    "day",
    [date(2020, 6, 19), date(2026, 7, 6), date(2025, 1, 21), date(2021, 1, 20), date(2025, 12, 24), date(2026, 6, 18)],
)
def test_a_day_that_no_rule_closes_is_a_working_day(day: date) -> None:
    """Juneteenth before 2021, Inauguration Day, and a day off that a president gave: counting them would give later dates."""
    assert closed(day) is None


def test_a_shift_names_each_day_that_it_passes_over() -> None:
    """New Year 2022 was observed on the Friday before."""
    expected = (
        Closed(date(2021, 12, 31), "observed", "new_year"),
        Closed(date(2022, 1, 1), "holiday", "new_year"),
        Closed(date(2022, 1, 2), "sunday"),
    )
    assert next_working_day(date(2021, 12, 31)) == (date(2022, 1, 3), expected)


def test_working_days_before_skip_weekends_and_holidays() -> None:
    """Three before Tuesday 26 May 2026, the day after Memorial Day: Friday 22, Thursday 21, Wednesday 20."""
    assert working_days_before(date(2026, 5, 26), 3) == date(2026, 5, 20)


@given(DAYS)
def test_a_shift_never_lands_on_a_closed_day(day: date) -> None:
    """Nor before the day, nor past a working day."""
    end, passed_over = next_working_day(day)

    assert closed(end) is None
    assert [one.day for one in passed_over] == [day + timedelta(days) for days in range((end - day).days)]
    assert (end - day).days <= 5


@given(DAYS, DAYS)
def test_a_shift_keeps_the_order_of_days(one: date, other: date) -> None:
    """A later end never comes out earlier."""
    assert (next_working_day(one)[0] <= next_working_day(other)[0]) or one > other


@given(DAYS, st.integers(0, 12))
def test_working_days_before_are_so_many(day: date, number: int) -> None:
    """Counted forwards again."""
    start = working_days_before(day, number)
    between = [start + timedelta(days) for days in range((day - start).days)]

    assert sum(closed(one) is None for one in between) == number
