"""Removals, arrests and book-ins, counted by hand in tests/tiny.py: each clock, and bounds for absent cells."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.opened import Record
from sojourn.tiers import Tier


def removals(tiny: Record, *by: str, **given: str) -> Finding:
    """The removals that match."""
    return measure("removals").ask(tiny, given, by)


@pytest.mark.parametrize(
    ("clock", "year", "expected"),
    [
        ("departed", "FY2017", 47),
        ("counted", "FY2017", 46),
        ("without_lag", "FY2017", 45),
        ("departed", "FY2018", 3),
        ("counted", "FY2018", 5),
        ("without_lag", "FY2018", 3),
    ],
)
def test_each_clock_places_the_lag_elsewhere(tiny: Record, clock: str, year: str, expected: int) -> None:
    """One departure of FY2016 and two of FY2017 were counted a year later."""
    finding = removals(tiny, clock=clock, period=year)
    assert (finding.value, finding.numerator, finding.denominator) == (expected, expected, expected)


@pytest.mark.parametrize(("clock", "expected"), [("departed", 8), ("counted", 7), ("without_lag", 6)])
def test_the_clocks_move_citizens_of_one_country(tiny: Record, clock: str, expected: int) -> None:
    """The number of Russians removed in a year has no meaning without its clock."""
    assert removals(tiny, clock=clock, period="FY2017", citizenship="RUSSIA").value == expected


def test_the_clock_stands_in_the_sentence(tiny: Record) -> None:
    """Nobody can quote the number without it."""
    finding = removals(tiny, clock="without_lag", period="FY2017", citizenship="RUSSIA")
    assert finding.sentence == "6 removals out of 45 in FY2017, by the without lag clock. Citizenship: RUSSIA."


def test_identical_rows_are_separate_removals(tiny: Record) -> None:
    """Five identical rows are five removals: the published totals hold only so."""
    assert removals(tiny, period="2017-02", citizenship="MEXICO").value == 5


def test_redacted_and_blank_cells_stand_in_the_interval(tiny: Record) -> None:
    """Two rows with a redacted citizenship and one blank could be Russians; the value leaves them out."""
    finding = removals(tiny, period="FY2017", citizenship="RUSSIA")
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == (8, 11)


def test_without_a_filter_nothing_is_uncertain(tiny: Record) -> None:
    """An absent cell matters only to a question about it."""
    finding = removals(tiny, period="FY2017")
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == (47, 47)


def test_a_value_that_ice_calls_unknown_is_a_value(tiny: Record) -> None:
    """Sex Unknown is what ICE recorded; it is not an absent cell."""
    finding = removals(tiny, period="FY2017", sex="Unknown")
    assert finding.interval
    assert (finding.value, finding.interval.high) == (1, 1)


def test_filters_hold_together(tiny: Record) -> None:
    """One Russian man from New Orleans; rows without citizenship have another area and add nothing."""
    finding = removals(tiny, period="FY2017", citizenship="RUSSIA", area="New Orleans", sex="Male")
    assert finding.interval
    assert (finding.value, finding.interval.high) == (1, 1)


def test_a_split_gives_each_cell_and_the_same_total(tiny: Record) -> None:
    """Rows of the table: sex, matched, all."""
    finding = removals(tiny, "sex", period="FY2017", citizenship="CANADA")
    assert finding.columns == ("sex", "removals", "all removals")
    assert finding.rows == (("Female", 10, 12), ("Male", 20, 34))
    assert finding.value == 30


@pytest.mark.parametrize("by", [(), ("sex",), ("citizenship",), ("area", "sex")])
@pytest.mark.parametrize(
    "names", [(), ("citizenship",), ("sex",), ("citizenship", "sex"), ("citizenship", "sex", "area")]
)
def test_every_filter_and_split_counts_what_the_rows_have(
    tiny: Record, names: tuple[str, ...], by: tuple[str, ...]
) -> None:
    """The rows one by one: those that match, those that could, and all."""
    given = {name: {"citizenship": "RUSSIA", "sex": "Male", "area": "New Orleans"}[name] for name in names}
    sql = "SELECT * FROM removals WHERE release = $release AND departed_date BETWEEN '2016-10-01' AND '2017-09-30'"
    rows = tiny.query(sql, {"release": "ice_removals/2019-ICFO-53623"})
    matching = [row for row in rows if all(row[name] == text for name, text in given.items())]
    possible = [row for row in rows if all(row[name] in (None, text) for name, text in given.items())]
    matched, every = (Counter(tuple(row[name] for name in by) for row in some) for some in (matching, rows))

    finding = removals(tiny, *by, period="FY2017", **given)

    assert finding.interval
    assert (finding.numerator, finding.denominator) == (len(matching), len(rows))
    assert (finding.interval.low, finding.interval.high) == (len(matching), len(possible))
    assert set(finding.rows) == ({(*key, count, every[key]) for key, count in matched.items()} if by else set())


def test_a_split_by_period_uses_the_clock(tiny: Record) -> None:
    """A lagged departure stands in the month that the clock names."""
    departed = removals(tiny, "month", citizenship="RUSSIA", period="2017-09..2017-10")
    counted = removals(tiny, "month", citizenship="RUSSIA", period="2017-09..2017-10", clock="counted")
    assert [row[:2] for row in departed.rows] == [(date(2017, 9, 1), 2)]
    assert [row[:2] for row in counted.rows] == [(date(2017, 10, 1), 2)]


def test_two_splits_at_once(tiny: Record) -> None:
    """Dimensions combine."""
    finding = removals(tiny, "fiscal_year", "citizenship", clock="counted", period="FY2018")
    assert [row[:3] for row in finding.rows] == [(2018, "MEXICO", 2), (2018, "RUSSIA", 3)]


@pytest.mark.parametrize(
    ("by", "given", "expected"),
    [
        ((), {"period": "FY2017"}, "P0"),
        ((), {"period": "2017-03-07"}, "P0"),
        ((), {"period": "FY2017", "citizenship": "RUSSIA"}, "P0"),
        (("fiscal_year",), {"citizenship": "RUSSIA"}, "P0"),
        (("citizenship",), {"period": "FY2017"}, "P0"),
        ((), {"period": "2017-04", "citizenship": "CANADA"}, "P1"),
        ((), {"period": "2017-03", "citizenship": "RUSSIA"}, "P2"),
        ((), {"period": "2017-04-01..2017-04-30", "citizenship": "CANADA"}, "P1"),
        ((), {"period": "2016-10-01..2017-09-29", "citizenship": "RUSSIA"}, "P2"),
        ((), {"period": "2017-03-07", "citizenship": "RUSSIA"}, "P2"),
        (("day",), {"citizenship": "CANADA"}, "P2"),
        (("month",), {"sex": "Male"}, "P2"),
        ((), {"period": "FY2017", "citizenship": "CANADA", "sex": "Male"}, "P1"),
        ((), {"period": "FY2017", "citizenship": "CANADA", "sex": "Female"}, "P2"),
        ((), {"period": "FY2017", "citizenship": "RUSSIA", "area": "New Orleans"}, "P2"),
        ((), {"period": "FY2017", "area": "New Orleans"}, "P0"),
    ],
)
def test_the_tier_follows_from_the_question(
    tiny: Record, by: tuple[str, ...], given: dict[str, str], expected: Tier
) -> None:
    """Nationality by day, or small with a place or a second attribute, stays on this machine."""
    assert measure("removals").ask(tiny, given, by).tier == expected


def test_a_release_without_the_column_does_not_answer_zero(tiny: Record) -> None:
    """The Seattle production has no removal date, so it cannot place removals by the counted clock."""
    finding = removals(tiny, release="uw-v-dhs-seattle@2018-03-01", clock="counted")
    assert (finding.status, finding.value) == ("not determinable", None)
    assert finding.reason.endswith("has no column for removal_date")


def test_a_dimension_that_the_release_lacks_is_not_determinable(tiny: Record) -> None:
    """Nor can it split by the short code of the disposition."""
    finding = removals(tiny, "disposition_code", release="uw-v-dhs-seattle@2018-03-01")
    assert finding.status == "not determinable"


def test_a_period_outside_every_release_is_not_covered(tiny: Record) -> None:
    """The answer names what is covered; it is not zero."""
    finding = removals(tiny, period="2025-06")
    assert (finding.status, finding.value) == ("not covered", None)
    assert "2019-ICFO-53623 covers 2016-10-01 to 2017-12-01" in finding.reason


def test_a_release_that_is_not_there_is_not_covered(tiny: Record) -> None:
    """The reason lists the releases that are."""
    finding = removals(tiny, release="2026-ICLI-00005")
    assert finding.status == "not covered"
    assert "ice_removals/2019-ICFO-53623" in finding.reason


def test_a_period_that_sticks_out_is_answered_with_a_warning(tiny: Record) -> None:
    """Part of FY2018 lies behind the last row."""
    finding = removals(tiny, period="FY2018")
    warnings = [caveat.text for caveat in finding.caveats if caveat.severity == "warning"]
    assert warnings == [
        "Release ice_removals/2019-ICFO-53623 covers 2016-10-01 to 2017-12-01 only, so part of FY2018 is not counted."
    ]


def test_published_totals_stand_beside_a_whole_year(tiny: Record) -> None:
    """The figure that ICE printed for the year and the clock, and only that."""
    rivals = removals(tiny, period="FY2017", clock="counted").rivals
    assert [(rival.value, rival.publisher) for rival in rivals] == [(226_119, "ICE")]
    assert removals(tiny, period="2017", clock="counted").rivals == ()


def test_ices_own_figure_of_a_country_stands_beside_ours(tiny: Record) -> None:
    """From the table of countries that is in the record."""
    rivals = removals(tiny, period="FY2018", clock="counted", citizenship="MEXICO").rivals
    assert [rival.value for rival in rivals] == [3]


def test_national_totals_are_no_rivals_of_one_office(tiny: Record) -> None:
    """A total of the country beside a count of Seattle would mislead."""
    assert measure("arrests").ask(tiny, {"period": "FY2017", "release": "uw-v-dhs-seattle@2018-03-01"}).rivals == ()


def test_a_partial_release_says_so(tiny: Record) -> None:
    """Seattle is not the country."""
    finding = measure("book_ins").ask(tiny, {"period": "FY2018"})
    assert finding.sentence == "2 book-ins out of 2 in FY2018. The release covers only: Seattle area of responsibility."
    assert any("Seattle area of responsibility only, not the country" in caveat.text for caveat in finding.caveats)


def test_arrests_are_counted_with_reprocessed_ones(tiny: Record) -> None:
    """Rows stay as published; the method tells them apart."""
    assert measure("arrests").ask(tiny, {"period": "FY2017"}).value == 4
    by_method = measure("arrests").ask(tiny, {"period": "FY2017"}, ("arrest_method",))
    assert ("ERO Reprocessed Arrest", 1, 1) in by_method.rows
