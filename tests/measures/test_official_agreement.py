"""Rows against printed figures: every difference is listed."""

from __future__ import annotations

from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.opened import Record


def agreement(tiny: Record, **given: str) -> Finding:
    """How far the rows agree with what was printed."""
    return measure("official_agreement").ask(tiny, given)


def test_rows_without_citizenship_are_an_item_that_differs(tiny: Record) -> None:
    """All four countries of 2017 are equal; three rows without citizenship are in no printed figure."""
    finding = agreement(tiny, fiscal_year="2017")
    assert (finding.numerator, finding.denominator) == (4, 5)
    assert finding.rows == (("citizenship absent", 0, 3),)


def test_a_country_that_differs_is_named_with_both_figures(tiny: Record) -> None:
    """The table says three Mexicans for 2018, the rows have two."""
    finding = agreement(tiny, fiscal_year="2018")
    assert (finding.numerator, finding.denominator) == (3, 4)
    assert finding.rows == (("MEXICO", 3, 2),)


def test_the_summary_sheet_is_held_against_its_detail(tiny: Record) -> None:
    """One printed figure of the book-ins is one too high."""
    finding = agreement(tiny, against="seattle_summary")
    assert (finding.numerator, finding.denominator) == (3, 4)
    assert finding.rows == (("book_ins, FY2018", 3, 2),)


def test_a_year_without_rows_is_not_covered(tiny: Record) -> None:
    """Nothing printed agrees with nothing counted."""
    assert agreement(tiny, fiscal_year="2003").status == "not covered"


def test_the_table_of_countries_needs_a_year(tiny: Record) -> None:
    """The question is incomplete without it."""
    assert agreement(tiny).status == "not determinable"
