"""Months as each release knew them: late entries are told from rows that are missing."""

from __future__ import annotations

from datetime import date

import pytest

from compare.months import Month, after, compared, first
from sojourn.compare.arrivals import Arrivals

DAY = "{} 00:00:00.000"


def entered(month: Month, since: int, days: dict[str, int]) -> None:
    """Add proceedings by the day on which they were entered."""
    for day, rows in days.items():
        for _ in range(rows):
            month.add(
                "B_TblProceeding", {"IDNPROCEEDING": str(since), "IDNCASE": "1003", "INPUT_DATE": DAY.format(day)}
            )
            since += 1


@pytest.fixture(scope="module")
def ages(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Arrivals]:
    """June knew 40 proceedings of April and 30 of May; July has 2 of April more, 5 of May more, and 20 of June."""
    june = first()
    june.tables["B_TblProceeding"] = june.tables["B_TblProceeding"][:3]
    entered(june, 1000, {"2026-04-10": 40, "2026-05-29": 30})
    july = after(june, change=lambda month: entered(month, 2000, {"2026-04-10": 2, "2026-05-28": 5, "2026-06-30": 20}))
    found = compared(tmp_path_factory.mktemp("months"), june, july)
    return {one.age: one for one in found.arrivals if one.table == "court_proceedings"}


def test_the_last_complete_month_stands_against_one_of_equal_age(ages: dict[int, Arrivals]) -> None:
    """June, as July knows it, against May, as June knew it; May has gained five since."""
    expected = Arrivals("court_proceedings", "input_date", 1, date(2026, 6, 1), 20, date(2026, 5, 1), 30, 35)
    assert ages[1] == expected


def test_older_months_follow_by_age(ages: dict[int, Arrivals]) -> None:
    """May, two months old in July, against April, two months old in June; April has gained two."""
    expected = Arrivals("court_proceedings", "input_date", 2, date(2026, 5, 1), 35, date(2026, 4, 1), 40, 42)
    assert ages[2] == expected
    assert sorted(ages) == list(range(1, 13))
