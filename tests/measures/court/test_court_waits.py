"""Waits and adjournments in the release of tests/measures/court/counted_court.py, counted by hand.

Asylum cases by days from the charging document: 30 denied after 365, 30 granted after 730, 26 undecided after 1,826,
40 withdrawn after 60 and 911 days old at the release.
"""

from __future__ import annotations

import pytest

from measures.court.counted_court import ask, bare_record
from sojourn.measures import measure


def test_decided_cases_alone_are_too_quick() -> None:
    """Half of the 60 decided within a year; of all 126, 66 have no decision, so there is no median."""
    finding = ask("time_to_decision")
    assert (finding.status, finding.value, finding.numerator, finding.denominator) == (
        "not determinable",
        None,
        60,
        126,
    )
    assert finding.rows[0] == ("all cases (Kaplan-Meier)", 126, 60, 730, None, 730, None, None)
    assert finding.rows[1][:5] == ("decided cases only", 60, 60, 365, 365)
    assert "fewer than half have a decision" in finding.reason


def test_cases_that_ended_otherwise_may_leave() -> None:
    """Of 86 left after 60 days 30 are decided by 365 and 60 by 730: the median is 730."""
    finding = ask("time_to_decision", others="leave")
    assert finding.value == 730
    assert finding.rows[2][3:5] == (365, 730)


def test_the_caveat_gives_both_ways() -> None:
    """The choice moves the answer, so neither stands alone."""
    told = [caveat.text for caveat in ask("time_to_decision").caveats]
    expected = (
        "40 of them ended otherwise (abandoned, withdrawn, not decided). When half have a decision: at no time observed if "
        "those count as waiting to the day of the release, within 730 days if they leave on the day on which they ended."
    )
    assert expected in told


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"nationality": "RU"}, 365),
        ({"nationality": "RU", "start": "received"}, 180),
        ({"court": "JNA"}, 365),
        ({"detained": "yes"}, 365),
        ({"period": "2022"}, 730),
    ],
)
def test_filters_and_starts(given: dict[str, str], expected: int) -> None:
    """From the charging document or from the receipt, by court, nationality, place and beginning."""
    finding = ask("time_to_decision", **given)
    assert (finding.value, finding.numerator, finding.denominator) == (expected, 30, 30)
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == (expected, expected)


def test_waits_by_year_of_their_beginning() -> None:
    """Each cohort with its own curve."""
    rows = ask("time_to_decision", "fiscal_year").rows
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        (2021, 26, 0, None),
        (2022, 30, 30, 730),
        (2023, 30, 30, 365),
        (2024, 40, 0, None),
    ]


def test_few_waits_give_no_curve() -> None:
    """Two cases in the small release."""
    assert measure("time_to_decision").ask(bare_record(), {}).status == "too few"


def test_adjourned_hearings_per_completed_case() -> None:
    """Two in each of the 30 cases of Jena; the day of the completion and a blank reason do not count."""
    finding = ask("continuances", period="FY2024")
    assert (finding.numerator, finding.denominator) == (60, 126)
    assert finding.rows == (("01", "TO SEEK REPRESENTATION", 60, 0.4762),)
    assert finding.details["cases_without"] == 96


def test_adjournments_at_one_court() -> None:
    """All 30 have two, so nothing is uncertain about the mean."""
    finding = ask("continuances", period="FY2024", court="JNA")
    assert finding.interval
    assert (finding.value, finding.interval.low, finding.interval.high) == (2, 2, 2)


def test_a_case_is_placed_by_its_last_completion() -> None:
    """Three cases completed in FY2024 were completed again in FY2025; three are too few."""
    assert ask("continuances", period="FY2024", court="NOL").denominator == 96
    assert ask("continuances", period="FY2025").status == "too few"


def test_a_release_without_hearings_is_not_determinable() -> None:
    """No table of hearings is not zero hearings."""
    finding = measure("continuances").ask(bare_record(), {"period": "FY2024"})
    assert finding.status == "not determinable"
    assert "has no table tbl_schedule" in finding.reason
