"""The dated table: in order, each row with its publisher and how far it is verified."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.draw.simulation.dated_places import periods, places_in, places_on


def test_each_row_names_who_says_so_and_how_sure_it_is() -> None:
    """A number without a source does not stand in the record."""
    assert [one.first for one in periods()] == sorted({one.first for one in periods()})
    assert all(one.publisher and one.note for one in periods())
    assert {one.status for one in periods()} <= {"reported", "computed", "unverified"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 1, 17), 0),
        (date(2023, 1, 18), 740),
        (date(2023, 6, 29), 1250),
        (date(2023, 6, 30), 1450),
        (date(2025, 1, 19), 1450),
        (date(2025, 1, 21), 0),
    ],
)
def test_the_places_of_a_day_are_those_of_its_row(day: date, expected: int) -> None:
    """None before the first appointment and after the last."""
    assert places_on(day) == expected


def test_the_places_of_a_month_are_the_sum_of_its_days() -> None:
    """Leap years, and the month of the closure: 19 days and a half."""
    assert places_in("2024-02") == 29 * 1450
    assert places_in("2025-01") == 19 * 1450 + 725
    assert places_in("2025-02") == 0
