"""Stays begun, ended and held week by week, counted by hand over the tiny record of stints (tests/tiny_custody.py)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

import tiny_custody
from sojourn.findings import Finding
from sojourn.measures import measure

DAYS = st.dates(date(2025, 5, 25), date(2025, 11, 29))


def ask(**given: str) -> Finding:
    """The answer of stays_by_week."""
    return measure("stays_by_week").ask(tiny_custody.record(), given, ())


def test_weeks_of_june_have_the_stays_of_three_citizens_of_russia() -> None:
    """Ana came on Sunday the first, boris and dmitri in the next week; bond on the 20th, removal on the 25th."""
    finding = ask(citizenship="RUSSIA", period="2025-06")

    assert finding.rows == (
        (date(2025, 6, 30), 1, 0, 0, 0, 0, 0, 1),
        (date(2025, 6, 23), 7, 0, 1, 1, 0, 0, 1),
        (date(2025, 6, 16), 7, 0, 1, 0, 1, 0, 2),
        (date(2025, 6, 9), 7, 0, 0, 0, 0, 0, 3),
        (date(2025, 6, 2), 7, 2, 0, 0, 0, 0, 3),
        (date(2025, 5, 26), 1, 1, 0, 0, 0, 0, 1),
    )
    assert (finding.value, finding.denominator) == (3, 12)
    assert "1 people were held at the midnight that ends 2025-06-30" in finding.sentence


def test_an_exit_that_is_not_told_stands_with_the_others() -> None:
    """Marko's reasons are redacted: his stay ended, and nobody knows how."""
    [row] = [row for row in ask(citizenship="MEXICO", period="2025-07").rows if row[0] == date(2025, 7, 21)]

    assert row[3:7] == (1, 0, 0, 1)


def test_a_week_of_a_nationality_stays_on_this_machine() -> None:
    """A plane leaves in a week; a month is the finest that may travel."""
    assert ask(citizenship="RUSSIA", period="2025-06").tier == "P2"


@given(DAYS, st.integers(0, 90), st.sampled_from(["", "RUSSIA", "MEXICO", "CANADA"]))
def test_weeks_add_up_to_the_period(first: date, days: int, citizenship: str) -> None:
    """Whatever the period cuts, each event of it is in one week, and the exits add up to the stays ended."""
    last = min(first + timedelta(days=days), date(2025, 11, 30))
    who = {"citizenship": citizenship} if citizenship else {}
    finding = ask(period=f"{first}..{last}", **who)

    assert sum(row[2] for row in finding.rows) == finding.value
    assert sum(row[1] for row in finding.rows) == (last - first).days + 1
    assert all(row[3] == row[4] + row[5] + row[6] for row in finding.rows)
    assert all(row[0].weekday() == 0 for row in finding.rows)


@given(DAYS)
def test_people_held_at_the_end_are_those_of_people_held(day: date) -> None:
    """One count, whichever measure is asked."""
    held = measure("people_held").ask(tiny_custody.record(), {"period": f"{day}"}, ())

    assert ask(period=f"{day}").rows[0][-1] == held.value
