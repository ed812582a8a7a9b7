"""The share of women, with its interval, and refused where the rows cannot say it."""

from __future__ import annotations

import pytest

from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson
from sojourn.tiers import Tier


def share(tiny: Record, **given: str) -> Finding:
    """The share of women."""
    return measure("women_share").ask(tiny, given)


def test_the_share_has_a_wilson_interval(tiny: Record) -> None:
    """Ten of thirty citizens of Canada; nobody's sex is unknown."""
    finding = share(tiny, of="removals", citizenship="CANADA", period="FY2017")
    assert finding.value == pytest.approx(1 / 3)
    assert (finding.numerator, finding.denominator) == (10, 30)
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == pytest.approx(wilson(10, 30))


def test_an_unknown_sex_is_left_out_and_widens_the_interval(tiny: Record) -> None:
    """Twelve women, thirty-four men, one Unknown, who may be either."""
    finding = share(tiny, of="removals", period="FY2017")
    assert (finding.numerator, finding.denominator) == (12, 46)
    assert finding.interval
    assert finding.interval.low <= 12 / 47 < 13 / 47 <= finding.interval.high
    assert "widened to the bounds" in finding.interval.method


def test_the_share_of_a_facility_counts_days_of_presence(tiny: Record) -> None:
    """Thirty of 105 a day in June, twelve of 45 in July."""
    finding = share(tiny, of="held", facility="AAAAAAA", period="2025-06..2025-07")
    assert (finding.numerator, finding.denominator) == (30 * 30 + 31 * 12, 30 * 105 + 31 * 45)
    assert [row[1:] for row in finding.rows] == [(30, 105, 0.2857), (12, 45, 0.2667)]


def test_a_facility_of_women_has_a_share_of_one(tiny: Record) -> None:
    """The upper limit is one, the lower limit close to it."""
    finding = share(tiny, of="held", facility="BBBBBBB", period="2025-06")
    assert finding.interval
    assert (finding.value, finding.interval.high) == (1, 1)
    assert finding.sentence == "Women: 6,150 of 6,150 person-days (100.0 %) in 2025-06. Facility: BBBBBBB."


def test_the_mean_per_day_divides_by_covered_days(tiny: Record) -> None:
    """A month that the release covers in part has its own mean, not a smaller one."""
    finding = share(tiny, of="held", facility="BBBBBBB", period="2025-08-25..2025-09-30")
    assert [row[1] for row in finding.rows] == [205]


def test_women_of_one_citizenship_in_a_facility_are_not_determinable(tiny: Record) -> None:
    """The daily series count by sex, not by citizenship; the reason names what would tell."""
    finding = share(tiny, of="held", facility="BBBBBBB", citizenship="RUSSIA", period="2025-06")
    assert (finding.status, finding.value) == ("not determinable", None)
    assert "only detention stints" in finding.reason


def test_the_share_of_all_facilities_is_refused(tiny: Record) -> None:
    """Counts at any time of the day cannot be added up."""
    assert share(tiny, of="held", period="2025-06").status == "not determinable"


def test_a_facility_beside_removals_is_refused(tiny: Record) -> None:
    """Removals know no facility; to ignore the parameter would answer another question."""
    assert share(tiny, of="removals", facility="BBBBBBB").status == "not determinable"


def test_a_series_without_sexes_does_not_answer_zero(tiny: Record) -> None:
    """The headcount does not count women."""
    finding = share(tiny, of="held", facility="AAAAAAA", period="2025-06", release="facility-headcount@2025-08-05")
    assert (finding.status, finding.reason) == (
        "not determinable",
        "release uwchr_headcount/facility-headcount@2025-08-05 has no column for women_any_time",
    )


def test_too_few_give_no_share_and_no_count(tiny: Record) -> None:
    """Eight Russians; the reason does not tell how many, since the card may be published."""
    finding = share(tiny, of="removals", citizenship="RUSSIA", period="FY2017")
    assert finding.status == "too few"
    assert finding.reason == "fewer than 25 with a known sex in FY2017 give no share"


def test_an_unknown_facility_is_not_covered(tiny: Record) -> None:
    """It is neither zero nor too few."""
    assert share(tiny, of="held", facility="NOWHERE", period="2025-06").status == "not covered"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"of": "removals", "period": "FY2017"}, "P0"),
        ({"of": "removals", "period": "2017-04"}, "P2"),
        ({"of": "removals", "period": "2017-04-01..2017-05-15"}, "P2"),
        ({"of": "removals", "citizenship": "CANADA", "period": "FY2017"}, "P2"),
        ({"of": "held", "facility": "AAAAAAA", "period": "2025-06"}, "P1"),
        ({"of": "held", "facility": "AAAAAAA", "period": "2025-06-30"}, "P2"),
    ],
)
def test_the_tier_follows_from_the_question(tiny: Record, given: dict[str, str], expected: Tier) -> None:
    """Sex by day, or small by month or with citizenship, stays on this machine."""
    assert share(tiny, **given).tier == expected
