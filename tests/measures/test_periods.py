"""A period is read in one way only."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.errors import BadParameter
from sojourn.measures.declare import days_of_month, period
from sojourn.tiers import Grain


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("FY2017", date(2016, 10, 1), date(2017, 9, 30)),
        ("fy 2017", date(2016, 10, 1), date(2017, 9, 30)),
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2017-06-23", date(2017, 6, 23), date(2017, 6, 23)),
        ("FY2016..FY2018", date(2015, 10, 1), date(2018, 9, 30)),
        ("2017-02..2017-03", date(2017, 2, 1), date(2017, 3, 31)),
        ("2017-06-23 .. 2018", date(2017, 6, 23), date(2018, 12, 31)),
    ],
)
def test_a_period_is_read(text: str, first: date, last: date) -> None:
    """Both ends belong to it."""
    read = period(text)
    assert (read.first, read.last, str(read)) == (first, last, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "2017..",
        "..2017",
        "17",
        "2017-13",
        "2017-02-30",
        "0000",
        "FY17",
        "FY2017-01",
        "2018..2017",
        "2017-1",
        "x",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """No half of a period is guessed."""
    with pytest.raises(BadParameter):
        period(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FY2017", "year"),
        ("2017", "year"),
        ("FY2016..FY2018", "year"),
        ("2017-01..2017-06", "month"),
        ("2017-06", "month"),
        ("FY2017..2018", "month"),
        ("2017-06-23", "day"),
        ("2017-01-01..2017-12-30", "day"),
        ("2016-10-02..2017-10-01", "day"),
    ],
)
def test_the_grain_of_a_period_is_the_finest_that_it_tells(text: str, expected: Grain) -> None:
    """Two long periods that differ by a day give away that day, so an odd span is as fine as a day."""
    assert period(text).grain == expected


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.dates(date(2000, 1, 1), date(2030, 12, 31)))
def test_the_days_of_its_months_add_up(one: date, other: date) -> None:
    """Means by month divide by exactly the days of the period."""
    first, last = sorted((one, other))
    whole = period(f"{first}..{last}")
    months = {date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)}
    inside = [month for month in months if date(first.year, first.month, 1) <= month <= last]
    assert sum(days_of_month(month, whole) for month in inside) == whole.days
