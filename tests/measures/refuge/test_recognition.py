"""Shares of accepted claims: by level and unit, with limits that hold what was rounded and what was hidden."""

from __future__ import annotations

import pytest

from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.beside import beside
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson


def ask(record: Record, name: str = "canada_recognition", **given: str) -> Finding:
    """A finding."""
    return measure(name).ask(record, given)


def limits(finding: Finding) -> tuple[float, float]:
    """The interval."""
    assert finding.interval
    return finding.interval.low, finding.interval.high


def test_exact_counts_have_the_plain_interval(printed: Record) -> None:
    """In 2019 no cell is so small that it was rounded: 60 of 80."""
    finding = ask(printed, origin="RUS", period="2019")
    assert (finding.numerator, finding.denominator, finding.value) == (60, 80, 0.75)
    assert limits(finding) == wilson(60, 80)
    assert finding.rows[0][:6] == (2019, 60, 20, 10, 0, 0)
    assert finding.tier == "P0"


def test_a_printed_five_may_be_one_to_nine(printed: Record) -> None:
    """Of 40 and a rounded 5 the share lies between that with nine and that with one refused."""
    finding = ask(printed, origin="Russia", period="2021")
    assert finding.value == 40 / 45
    assert limits(finding) == (wilson(40, 49)[0], wilson(40, 41)[1])


def test_what_the_total_has_above_its_parts_may_be_any_outcome(printed: Record) -> None:
    """30 and 5 of a total of 47: twelve are missing, of whom at most 16 more were refused and at most 12 more accepted."""
    finding = ask(printed, origin="RUS", period="2020")
    assert finding.value == 30 / 35
    assert limits(finding) == (wilson(30, 30 + 17)[0], wilson(42, 43)[1])
    assert finding.rows[0][5] == 12
    assert any("12 more than their parts" in one.text and one.severity == "warning" for one in finding.caveats)


def test_decisions_of_unknown_origin_are_told(printed: Record) -> None:
    """25 were decided in 2020 of whom nobody knows whether they are Russians; of all origins they are part."""
    told = [one.text for one in ask(printed, origin="RUS", period="2020").caveats if one.severity == "warning"]
    assert any(one.startswith("25 more were accepted or refused") for one in told)
    assert ask(printed, period="2020").numerator == 30 + 30 + 12


def test_levels_are_never_added(printed: Record) -> None:
    """The appeal division has its own figure, and no other is in it."""
    first, appeal = (ask(printed, origin="RUS", period="2019", level=level) for level in ("FI", "AR"))
    assert (first.denominator, appeal.denominator) == (80, 40)
    assert appeal.value == 0.25


def test_persons_and_cases_are_never_added(printed: Record) -> None:
    """The asylum office counts cases in 2020 and persons in 2021."""
    both = ask(printed, "us_recognition", origin="RUS", period="2020..2021", agency="IN")
    one = ask(printed, "us_recognition", origin="RUS", period="2021", agency="IN")
    assert (both.status, both.value) == ("not determinable", None)
    assert (one.value, one.denominator) == (0.5, 100)


def test_agencies_are_never_added(printed: Record) -> None:
    """The courts and the asylum office decide different people, or the same ones twice."""
    assert ask(printed, "us_recognition", origin="RUS", period="2020").denominator == 100


def test_all_origins_are_the_sum_of_the_rows(printed: Record) -> None:
    """2019: Russia and India together, 110 of 180."""
    finding = ask(printed, period="2019")
    assert (finding.numerator, finding.denominator) == (110, 180)


def test_the_board_stands_beside_as_a_rival_with_its_difference(printed: Record) -> None:
    """UNHCR has 60 of 115 in 2021, the Board 65 of 100; they are never merged."""
    finding = ask(printed, period="2021")
    [rival] = finding.rivals
    assert finding.value == 60 / 115
    assert (rival.value, rival.publisher) == (0.65, "Immigration and Refugee Board")
    assert "+12.8 percentage points" in rival.compares


def test_the_national_figures_of_the_board(printed: Record) -> None:
    """65 of 100, with ten that ended otherwise; UNHCR is the rival then."""
    finding = ask(printed, publisher="irb", period="2021")
    assert (finding.value, finding.rows[0][3]) == (0.65, 10)
    assert [rival.publisher for rival in finding.rivals] == ["UNHCR"]


def test_a_hidden_refusal_leaves_a_range_and_no_value(printed: Record) -> None:
    """The Board has 45 Russians accepted and hides how many, below 20, it refused."""
    finding = ask(printed, publisher="irb", origin="RUS", period="2021")
    assert (finding.status, finding.value, finding.denominator) == ("answered", None, None)
    assert limits(finding) == (wilson(45, 64)[0], wilson(45, 45)[1])
    assert finding.sentence.startswith("The share of claims accepted, 2021, is between 58 % and")


def test_a_country_of_the_board_whose_counts_are_printed(printed: Record) -> None:
    """100 of 160, though the name of the column of refusals is missing."""
    finding = ask(printed, publisher="irb", origin="IND", period="2021")
    assert finding.value == 0.625
    assert finding.rows[0][3] is None
    assert "How many more were closed without a decision is hidden." in finding.sentence


def test_a_year_that_no_edition_has_is_not_covered(printed: Record) -> None:
    """The reason says which years there are."""
    finding = ask(printed, origin="RUS", period="2022")
    assert finding.status == "not covered"
    assert "2019 to 2021" in finding.reason


def test_an_origin_without_a_row_is_no_zero(printed: Record) -> None:
    """Mexico has no row in 2019: none, or too few to be printed."""
    assert ask(printed, origin="MEX", period="2019").status == "too few"


def test_a_year_without_a_row_widens_the_limits(printed: Record) -> None:
    """Mexico 2021 has 0 of 30; in 2020 up to four of each may have been left out."""
    finding = ask(printed, origin="MEX", period="2020..2021")
    assert finding.value == 0
    assert limits(finding)[1] == wilson(8, 38)[1]


def test_a_country_that_the_board_does_not_list_is_not_covered(printed: Record) -> None:
    """Haiti is in no table of the record."""
    assert ask(printed, origin="HTI", publisher="irb", period="2021").status == "not covered"


def test_a_fiscal_year_is_refused(printed: Record) -> None:
    """The figures are of calendar years, and cannot be cut."""
    with pytest.raises(BadParameter, match="calendar years"):
        ask(printed, origin="RUS", period="FY2021")


def test_the_board_has_no_figures_of_appeals_here(printed: Record) -> None:
    """A level that its table lacks is not covered."""
    assert ask(printed, publisher="irb", level="AR").status == "not covered"


def test_the_publishers_stand_side_by_side(printed: Record) -> None:
    """Rival definitions of one question, each with its own finding."""
    found = beside(measure("canada_recognition"), printed, {"period": "2021"})
    assert {one.choice: one.finding.denominator for one in found.definitions} == {"unhcr": 115, "irb": 100}


def test_the_counts_of_a_finding_hang_together(printed: Record) -> None:
    """The years add up to the headline, and accepted and refused to the decided."""
    breakdown = ask(printed, origin="RUS", period="2019..2021").breakdown
    assert breakdown
    values = {count.key: count.value for count in breakdown.counts}
    assert values[breakdown.numerator] == 130  # type: ignore[index]
    assert values[breakdown.denominator] == 160  # type: ignore[index]
    assert breakdown.parts == {"decided": ("recognised", "rejected")}


def test_hidden_counts_hang_together_with_nothing(printed: Record) -> None:
    """What is not printed cannot be added up."""
    assert ask(printed, publisher="irb", origin="RUS", period="2021").breakdown is None
