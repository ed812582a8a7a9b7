"""The largest removal days of one citizenship, and what is usual."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.opened import Record


def largest(tiny: Record, citizenship: str, **given: str) -> Finding:
    """The largest days."""
    return measure("largest_removal_days").ask(tiny, {"citizenship": citizenship, **given})


def test_the_largest_day_and_the_usual_number(tiny: Record) -> None:
    """Three, two and then single departures: six days with any, the lower middle of 1 1 1 1 2 3 is 1."""
    finding = largest(tiny, "RUSSIA", period="FY2017..FY2018")
    assert (finding.value, finding.numerator, finding.denominator) == (3, 3, 9)
    assert finding.details["usual"] == 1
    assert finding.details["days_with_any"] == 6
    assert finding.rows[:3] == (
        (date(2016, 11, 2), 3, 5),
        (date(2017, 3, 7), 2, 2),
        (date(2017, 1, 5), 1, 1),
    )


def test_rows_without_citizenship_on_that_day_stand_in_the_interval(tiny: Record) -> None:
    """Two redacted rows of that day could be Russians."""
    finding = largest(tiny, "RUSSIA", period="FY2017")
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == (3, 5)


def test_the_list_is_as_long_as_asked(tiny: Record) -> None:
    """The value does not depend on it."""
    finding = largest(tiny, "RUSSIA", period="FY2017", days="1")
    assert (len(finding.rows), finding.value) == (1, 3)


def test_the_mean_divides_by_covered_days(tiny: Record) -> None:
    """The release ends on 1 December 2017: days behind it are unknown, not empty."""
    days = (date(2017, 12, 1) - date(2017, 10, 1)).days + 1
    assert largest(tiny, "RUSSIA", period="FY2018").details["mean_per_day"] == pytest.approx(1 / days, abs=1e-4)


def test_nobody_removed_has_a_reason(tiny: Record) -> None:
    """There is no largest day of none."""
    finding = largest(tiny, "FRANCE", period="FY2017")
    assert (finding.status, finding.reason) == (
        "too few",
        "no removal of a citizen of the country in FY2017. Citizenship: FRANCE",
    )


def test_days_by_nationality_stay_on_this_machine(tiny: Record) -> None:
    """However many people: a day and a citizenship single out."""
    assert largest(tiny, "CANADA", period="FY2017").tier == "P2"


def test_a_period_without_release_is_not_covered(tiny: Record) -> None:
    """Summer 2025 is not in the record."""
    assert largest(tiny, "RUSSIA", period="2025-06..2025-08").status == "not covered"
