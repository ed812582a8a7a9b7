"""People held: the convention, the one-day shift, the days covered, and ICE's own figure beside ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.build import build
from sojourn.record.opened import Record
from sojourn.sources.declare import families

HEADCOUNT = "facility-headcount@2025-08-05"


def held(tiny: Record, facility: str, period: str, **given: str) -> Finding:
    """The people that a facility held."""
    return measure("facility_population").ask(tiny, {"facility": facility, "period": period, **given})


@pytest.mark.parametrize(
    ("convention", "day", "expected"),
    [
        ("end_of_day", "2025-06-30", 100),
        ("end_of_day", "2025-07-01", 40),
        ("start_of_day", "2025-07-01", 100),
        ("start_of_day", "2025-07-02", 40),
        ("any_time", "2025-06-30", 105),
        ("any_time", "2025-07-01", 45),
    ],
)
def test_each_convention_counts_its_own_moment(tiny: Record, convention: str, day: str, expected: int) -> None:
    """The population fell in the night to 1 July; the two midnights of that day differ."""
    assert held(tiny, "AAAAAAA", day, convention=convention).value == expected


@pytest.mark.parametrize(
    ("convention", "day", "expected"), [("start_of_day", "2025-07-02", 50), ("end_of_day", "2025-07-01", 50)]
)
def test_the_headcount_answers_the_other_midnight_with_a_shift(
    tiny: Record, convention: str, day: str, expected: int
) -> None:
    """Its day t is the other series' day t - 1, so both conventions can be had from both."""
    assert held(tiny, "AAAAAAA", day, convention=convention, release=HEADCOUNT).value == expected


def test_a_mean_is_nights_over_days(tiny: Record) -> None:
    """Thirty nights of 100 and thirty-one of 40."""
    finding = held(tiny, "AAAAAAA", "2025-06..2025-07")
    assert (finding.numerator, finding.denominator) == (30 * 100 + 31 * 40, 61)
    assert finding.value == pytest.approx(4240 / 61)
    assert [row[1:] for row in finding.rows] == [(100, 30), (40, 31)]


@pytest.mark.parametrize("cell", ["", "<11", "880.5"])
def test_a_day_without_a_readable_count_is_not_zero(files: Path, record: Path, cell: str) -> None:
    """A row without a figure does not say that nobody was held."""
    names = [mapped.published for mapped in families()["ddp_facility_days/facilities-daily-population"].columns]
    plain = {"detention_facility_code": "AAAAAAA", "n_detained": "100", "n_detained_at_midnight": "100"}
    rows = [{**plain, "date": f"2025-06-{day:02}"} for day in range(1, 11)]
    rows[4]["n_detained_at_midnight"] = cell
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    (files / "days.csv").write_text("".join(",".join(line) + "\n" for line in lines))
    build(record, [files])

    whole, part = (held(Record(record), "AAAAAAA", period) for period in ("2025-06", "2025-06-06..2025-06-10"))

    assert (whole.value, part.value) == (None, 100)
    assert "without a readable count, on 1 days of the period, the first 2025-06-05" in whole.reason


def test_days_that_the_release_does_not_cover_are_not_zero(tiny: Record) -> None:
    """The mean of August to October is that of August, and says so."""
    finding = held(tiny, "BBBBBBB", "2025-08..2025-10")
    assert (finding.value, finding.denominator) == (200, 31)
    assert "(2025-08-01 to 2025-08-31)" in finding.sentence
    assert any("covers 2025-05-01 to 2025-08-31 only" in caveat.text for caveat in finding.caveats)


@pytest.mark.parametrize(
    ("convention", "release", "period", "days"),
    [
        ("start_of_day", "facilities-daily-population@2025-08-31", "2025-05-01..2025-05-10", 9),
        ("end_of_day", HEADCOUNT, "2025-07-27..2025-08-05", 9),
    ],
)
def test_the_shift_moves_what_is_covered(tiny: Record, convention: str, release: str, period: str, days: int) -> None:
    """The day at the edge that only the other midnight knows is left out, not counted as empty."""
    finding = held(tiny, "BBBBBBB", period, convention=convention, release=release)
    assert (finding.value, finding.denominator) == (200, days)


def test_one_day_outside_under_the_shift_is_not_covered(tiny: Record) -> None:
    """The first midnight of the series ends its first day; which people began that day is unknown."""
    finding = held(tiny, "BBBBBBB", "2025-05-01", convention="start_of_day")
    assert finding.status == "not covered"
    assert "covers 2025-05-02 to 2025-09-01 under this convention" in finding.reason


def test_all_facilities_add_up_at_a_midnight(tiny: Record) -> None:
    """At one midnight each person is in one place."""
    assert held(tiny, "ALL", "2025-06-30").value == 100 + 200 + 5 + 50


def test_counts_at_any_time_are_never_added_up(tiny: Record) -> None:
    """A transferred person counts at both facilities."""
    with pytest.raises(BadParameter, match="cannot be added over facilities"):
        held(tiny, "ALL", "2025-06-30", convention="any_time")


def test_a_series_without_that_convention_says_so(tiny: Record) -> None:
    """The headcount knows midnights only."""
    finding = held(tiny, "AAAAAAA", "2025-06-30", convention="any_time", release=HEADCOUNT)
    assert finding.status == "not covered"
    assert finding.reason.endswith("has no count of people at any time of the day")


def test_a_facility_that_the_release_lacks_is_not_zero(tiny: Record) -> None:
    """Absence of a facility is not evidence that nobody was held."""
    finding = held(tiny, "NOWHERE", "2025-06-30")
    assert (finding.status, finding.value) == ("not covered", None)


def test_a_facility_code_may_be_written_in_small_letters(tiny: Record) -> None:
    """Codes are upper case in the record."""
    assert held(tiny, "aaaaaaa", "2025-06-30").value == 100


def test_the_interval_allows_for_the_undercount(tiny: Record) -> None:
    """Midnight counts stay up to 6 per cent below ICE's own averages; counts at any time need no allowance."""
    night, day = held(tiny, "AAAAAAA", "2025-06"), held(tiny, "AAAAAAA", "2025-06", convention="any_time")
    assert night.interval
    assert day.interval
    assert night.interval.low == 100
    assert night.interval.high == pytest.approx(100 / 0.94)
    assert (day.interval.low, day.interval.high) == (105, 105)


@pytest.mark.parametrize(
    ("facility", "found"),
    [
        ("AAAAAAA", "found as ALPHA DET CTR (by name)"),
        ("BBBBBBB", "found as BRAVO IPC (by name)"),
        ("EEEEEEE", "found as ECHO EAST SHELTER (the only facility listed in Echo City)"),
    ],
)
def test_ices_own_averages_stand_beside_ours(tiny: Record, facility: str, found: str) -> None:
    """The workbooks have no codes: a row is found by name or by town, and the finding says how."""
    rivals = held(tiny, facility, "2025-06").rivals
    assert len(rivals) == 6
    assert all(found in rival.compares for rival in rivals)


def test_a_defect_stands_beside_ices_figure(tiny: Record) -> None:
    """A rounded pull is shown as such."""
    rivals = held(tiny, "AAAAAAA", "2025-07-20").rivals
    assert [rival.compares.endswith("defect: rounded") for rival in rivals] == [True, False, False]


def test_no_personal_attribute_means_exact_publication(tiny: Record) -> None:
    """People held by facility and day are published by others already (P0)."""
    assert held(tiny, "CCCCCCC", "2025-06-30").tier == "P0"
