"""Claims in Canada, by publisher: never mixed, with what their rounding allows."""

from __future__ import annotations

from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.opened import Record


def ask(record: Record, **given: str) -> Finding:
    """A finding."""
    return measure("canada_claims").ask(record, given)


def limits(finding: Finding) -> tuple[float, float]:
    """The interval."""
    assert finding.interval
    return finding.interval.low, finding.interval.high


def test_new_claims_of_an_origin(printed: Record) -> None:
    """100 in 2019 of 500 of all origins; the appeals of that year are not among them."""
    finding = ask(printed, origin="RUS", period="2019")
    assert (finding.value, finding.denominator) == (100, 500)
    assert limits(finding) == (100, 100)


def test_a_printed_five_may_be_one_to_five(printed: Record) -> None:
    """And a year without a row up to four: 100, none and 5 are 101 to 109, and 150 are of unknown origin."""
    finding = ask(printed, origin="RUS", period="2019..2021")
    assert finding.value == 105
    assert limits(finding) == (101, 109 + 150)
    assert finding.rows[1] == (2020, 0, 0, 4, 150)
    assert [row[1] for row in finding.rows] == [100, 0, 5]
    assert any("at most 4" in one.text for one in finding.caveats)


def test_first_instance_and_appeal_together_are_no_first_instance(printed: Record) -> None:
    """For 2007 there is a figure for both together alone."""
    finding = ask(printed, period="2007")
    assert finding.status == "not covered"
    assert "2007" in finding.reason


def test_before_2006_repeated_claims_are_not_told_apart(printed: Record) -> None:
    """The figure says so."""
    finding = ask(printed, origin="RUS", period="2005")
    assert finding.value == 70
    assert any("not told apart" in one.text for one in finding.caveats)


def test_all_claims_of_one_publisher_with_the_other_as_a_rival(printed: Record) -> None:
    """IRCC has 1,500 in 2021, to the nearest five; UNHCR has 235."""
    finding = ask(printed, publisher="ircc", period="2021")
    assert finding.value == 1_500
    assert limits(finding) == (1_498, 1_502)
    assert [(rival.publisher, rival.value) for rival in finding.rivals] == [("UNHCR", 235)]


def test_a_country_that_ircc_lists(printed: Record) -> None:
    """India, 400 of the 700 of the listed countries in 2019."""
    finding = ask(printed, publisher="ircc", origin="IND", period="2019")
    assert (finding.value, finding.denominator) == (400, 700)
    assert finding.breakdown is None


def test_a_hidden_count_leaves_a_range_and_no_value(printed: Record) -> None:
    """Haiti is hidden in 2021: 0 to 5."""
    finding = ask(printed, publisher="ircc", origin="HTI", period="2021")
    assert finding.value is None
    assert limits(finding) == (0, 5)
    assert finding.sentence == "0 to 5 new claims in Canada, 2021: IRCC hides the count. Country of origin: Haiti."


def test_a_country_that_ircc_does_not_list_is_no_zero(printed: Record) -> None:
    """Russia is in no list of the most frequent citizenships."""
    finding = ask(printed, publisher="ircc", origin="RUS", period="2021")
    assert finding.status == "not determinable"
    assert "most frequent" in finding.reason


def test_an_origin_without_any_row_has_no_figure(printed: Record) -> None:
    """Haiti has none in UNHCR's file."""
    assert ask(printed, origin="HTI", period="2019").status == "too few"


def test_the_counts_of_a_finding_hang_together(printed: Record) -> None:
    """The years add up to the value, and the value is part of all origins."""
    breakdown = ask(printed, origin="RUS", period="2019..2021").breakdown
    assert breakdown
    assert sum(count.value for count in breakdown.counts if count.at) == 105


def test_all_origins_are_the_same_as_none_named(printed: Record) -> None:
    """And those of unknown origin are not added to themselves."""
    assert ask(printed, origin="all", period="2020").value == 450
    unknown = ask(printed, origin="UNK", period="2020")
    assert (unknown.value, limits(unknown)) == (150, (150, 150))


def test_a_hidden_figure_is_nobodys_rival(printed: Record) -> None:
    """IRCC hides Haiti; it would stand there as zero."""
    assert [rival.value for rival in ask(printed, origin="IND", period="2021").rivals] == [400]
    finding = ask(printed, origin="HTI", period="2021")
    assert (finding.value, finding.rivals) == (30, ())
