"""Fell by half: judged on every source that covers both periods, never on a figure with a known anomaly."""

from __future__ import annotations

from datetime import date

import pytest

import tiny as files
from measures.custody.moved_people import AUGUST, MARCH, moved_record
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.statistics.averages import PullInterval, anomalous_pulls, pull_intervals
from sojourn.measures.statistics.pulls import negative_facilities
from sojourn.record.opened import Record

PULL = "ice_detention_statistics/facilities-year-to-date@{}"


def change(tiny: Record, facility: str, before: str, after: str) -> Finding:
    """The change between two periods."""
    return measure("population_change").ask(tiny, {"facility": facility, "before": before, "after": after})


def interval(tiny: Record, facility: str, first: str) -> PullInterval:
    """The interval between pulls that begins on a day."""
    return next(one for one in pull_intervals(tiny, facility) if one.first == date.fromisoformat(first))


def warnings(finding: Finding) -> str:
    """What the reader must know before using the number."""
    return " ".join(caveat.text for caveat in finding.caveats if caveat.severity == "warning")


def test_the_newest_series_gives_the_value_and_all_give_the_interval(tiny: Record) -> None:
    """One series fell from 100 to 40, the other to 50."""
    finding = change(tiny, "AAAAAAA", "2025-06", "2025-07")
    assert finding.value == pytest.approx(-0.6)
    assert (finding.numerator, finding.denominator) == (40, 100)
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == pytest.approx((-0.6, -0.5))
    assert finding.sentence.startswith(
        "ALPHA DETENTION CENTER: the mean number of people held fell by 60 %, from 100 in 2025-06 to 40"
    )


def test_every_source_stands_in_the_table(tiny: Record) -> None:
    """Those that count and those that do not, with the reason."""
    rows = change(tiny, "AAAAAAA", "2025-06", "2025-07").rows
    assert [row[0].split("/")[0] for row in rows if row[4]] == ["ddp_facility_days", "uwchr_headcount"]
    assert [row[0] for row in rows if not row[4]] == [
        "ICE averages, 2025-05-26..2025-06-08 against 2025-07-07..2025-07-20",
        "ICE averages, 2025-05-26..2025-06-08 against 2025-07-21..2025-08-03",
        "ICE averages, 2025-06-09..2025-06-22 against 2025-07-07..2025-07-20",
        "ICE averages, 2025-06-09..2025-06-22 against 2025-07-21..2025-08-03",
        "ICE averages, 2025-06-23..2025-07-06 against 2025-07-07..2025-07-20",
        "ICE averages, 2025-06-23..2025-07-06 against 2025-07-21..2025-08-03",
        "ICE year-to-date averages of pulls 2025-06-23 and 2025-07-21",
    ]
    assert all(row[5] for row in rows if not row[4])


def test_ices_averages_count_where_both_intervals_are_sound(tiny: Record) -> None:
    """Differenced from four sound pulls: 102 a night in late May and early June, 41 in August."""
    finding = change(tiny, "AAAAAAA", "2025-05-26..2025-06-08", "2025-08-04..2025-08-17")
    official = [row for row in finding.rows if row[0].startswith("ICE averages")]
    assert [(row[1], row[2], row[4]) for row in official] == [(102.0, 41.0, True)]
    assert finding.details["judged"] == 2


def test_the_interval_with_many_negative_facilities_is_vetoed(tiny: Record) -> None:
    """Nine of twelve facilities would have nights below zero: the file changed, not the facilities."""
    earlier, later = PULL.format("2025-06-09"), PULL.format("2025-06-23")
    assert negative_facilities(tiny, earlier, later) == (9, 12)
    vetoed = interval(tiny, "BBBBBBB", "2025-06-09")
    assert vetoed.average == pytest.approx(90)
    assert vetoed.veto.startswith("9 of 12 facilities would have negative nights")


def test_the_interval_that_begins_at_a_spoiled_pull_is_vetoed(tiny: Record) -> None:
    """The rebound after an anomaly is as false as the fall."""
    rebound = interval(tiny, "BBBBBBB", "2025-06-23")
    assert rebound.average == pytest.approx(318)
    assert rebound.veto == "the interval begins at pull 2025-06-23, whose own figures are anomalous"
    assert anomalous_pulls(pull_intervals(tiny, "BBBBBBB")) == {PULL.format("2025-06-23")}


@pytest.mark.parametrize("first", ["2025-07-07", "2025-07-21"])
def test_no_interval_comes_from_a_rounded_pull(tiny: Record, first: str) -> None:
    """Whole averages cannot be differenced, neither to them nor from them."""
    assert interval(tiny, "BBBBBBB", first).veto == "its figure in pull 2025-07-21 is defective (rounded)"


def test_a_foreign_row_vetoes_its_own_facility_only(tiny: Record) -> None:
    """One row of the pull of 9 June carries another facility's figure; its neighbours are sound."""
    averages = tiny.query(
        "SELECT facility_name, defect FROM official_averages WHERE release = $release AND defect IS NOT NULL",
        {"release": PULL.format("2025-06-09")},
    )
    assert averages == [{"facility_name": "DELTA COUNTY JAIL", "defect": "does not fit the divisor of its file"}]
    assert interval(tiny, "AAAAAAA", "2025-05-26").veto == ""


def test_the_divisor_of_each_pull_is_recovered(tiny: Record) -> None:
    """Days since 1 October; a rounded pull falls back on the stated day."""
    rows = tiny.query(
        "SELECT DISTINCT release, days FROM official_averages WHERE release LIKE 'ice_detention%' ORDER BY 1"
    )
    assert [row["days"] for row in rows] == [files.days_to(pull) for pull in files.PULLS]


def test_a_facility_that_only_looked_halved_did_not_fall(tiny: Record) -> None:
    """ICE's workbooks say 204, then 90, then 318; the daily series says 200 throughout."""
    finding = change(tiny, "BBBBBBB", "2025-06", "2025-07")
    assert finding.value == 0
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == (0, 0)
    assert "would average 90" in " ".join(caveat.text for caveat in finding.caveats)


def test_year_to_date_averages_are_never_set_against_each_other(tiny: Record) -> None:
    """A fall shows in them late and small; they are listed and not judged."""
    assert "each averages the whole year so far" in warnings(change(tiny, "AAAAAAA", "2025-06", "2025-07"))


def test_a_period_is_cut_at_the_end_of_the_release_and_says_so(tiny: Record) -> None:
    """August to October is answered from August."""
    finding = change(tiny, "BBBBBBB", "2025-05", "2025-08..2025-10")
    assert finding.value == 0
    assert "covers 2025-08..2025-10 from 2025-08-01 to 2025-08-31 only" in warnings(finding)


def test_less_than_a_week_of_a_period_is_not_judged(tiny: Record) -> None:
    """The headcount has four midnights of August, too little for a month."""
    finding = change(tiny, "AAAAAAA", "2025-05", "2025-08")
    assert finding.interval
    assert finding.interval.low == finding.interval.high
    assert any(caveat.text.startswith("Silent: uwchr_headcount") for caveat in finding.caveats)


def test_few_people_give_no_relative_change(tiny: Record) -> None:
    """Five people before: one more or less would be a fifth."""
    finding = change(tiny, "CCCCCCC", "2025-06", "2025-07")
    assert (finding.status, finding.value) == ("too few", None)
    assert "5 people before" in finding.reason


def test_no_source_for_both_periods_is_not_covered(tiny: Record) -> None:
    """The reason says what each release covers."""
    finding = change(tiny, "AAAAAAA", "2024-01", "2025-07")
    assert finding.status == "not covered"
    assert "covers 2025-05-01 to 2025-08-31 only" in finding.reason


def test_an_unknown_facility_is_not_covered(tiny: Record) -> None:
    """It may have been left out of the release."""
    assert change(tiny, "NOWHERE", "2025-06", "2025-07").status == "not covered"


def narrowed(facility: str, before: str, after: str, **who: str) -> Finding:
    """The change for people of one citizenship or sex, from stints (tests/measures/custody/moved_people.py)."""
    given = {"facility": facility, "before": before, "after": after, **who}
    return measure("population_change").ask(moved_record(), given)


def test_stints_answer_for_one_citizenship_and_sex() -> None:
    """Twenty men of Mexico at L for a week, then on three of the next seven nights."""
    finding = narrowed("LLLLLLL", "2025-03-10..2025-03-16", "2025-03-17..2025-03-23", citizenship="MEXICO", sex="Male")
    assert finding.denominator == 20
    assert finding.numerator == pytest.approx(60 / 7)
    assert finding.value == pytest.approx(60 / 140 - 1)
    assert finding.sentence.endswith("Citizenship: MEXICO. Sex: Male.")
    assert finding.tier == "P2"


def test_an_absent_sex_widens_the_change() -> None:
    """One person at L whose sex is blank may be a woman, in the earlier period or in the later."""
    finding = narrowed("LLLLLLL", "2025-03-10..2025-03-16", "2025-03-17..2025-03-23", sex="Female")
    assert finding.value == 0
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == pytest.approx((30 / 31 - 1, 31 / 30 - 1))
    assert "counted either way" in finding.interval.method


def test_a_release_without_the_people_is_not_judged() -> None:
    """The release of March has nobody at F in July; that of August had forty all along."""
    finding = narrowed("FFFFFFF", "2025-07", "2025-08", sex="Male")
    assert [(row[0], row[3], row[4]) for row in finding.rows] == [(AUGUST, 0, True), (MARCH, 0, False)]
    assert "fewer than 20 people before" in warnings(finding)


def test_how_few_is_not_told_of_a_citizenship() -> None:
    """A count of women of one country in one place may be of one person."""
    finding = narrowed("LLLLLLL", "2025-03-01..2025-03-09", "2025-03-10..2025-03-16", citizenship="CANADA")
    assert finding.status == "too few"
    assert "fewer than 20 people before" in finding.reason


def test_without_stints_a_citizenship_is_not_determinable(tiny: Record) -> None:
    """The daily series count by facility and sex; the reason names what could say it."""
    given = {"facility": "BBBBBBB", "before": "2025-06", "after": "2025-07", "citizenship": "RUSSIA", "sex": "Female"}
    finding = measure("population_change").ask(tiny, given)
    assert finding.status == "not determinable"
    assert "not by citizenship and sex: only detention stints" in finding.reason
