"""Claims by type of office: the printed total of a year, or what its months and provinces add up to."""

from __future__ import annotations

from pathlib import Path

from measures.refuge.printed_figures import OFFICES
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.build import build
from sojourn.record.opened import Record
from tiny import write_workbook


def ask(record: Record, **given: str) -> Finding:
    """A finding."""
    return measure("canada_claims_by_office").ask(record, given)


def test_a_share_of_a_type_of_office(printed: Record) -> None:
    """60 of 465 at a land border; each printed total may be two off, and a zero is nobody."""
    finding = ask(printed, period="2021")
    assert (finding.numerator, finding.denominator) == (60, 465)
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == (58 / (58 + 107 + 302), 62 / (62 + 103 + 298))
    assert finding.rows == ((2021, 60, 58, 62, 105, 103, 107, 300, 298, 302, 0, 0, 0),)


def test_a_year_that_is_not_whole_says_so(printed: Record) -> None:
    """The workbook ends in February."""
    assert any("first 2 months" in one.text for one in ask(printed, period="2021", office="airport").caveats)


def test_without_a_printed_total_the_months_are_added_with_what_is_hidden(tmp_path: Path) -> None:
    """The airport has 100 in January and a hidden count in February: 98 to 107."""
    files = tmp_path / "files"
    files.mkdir()
    without = [row[:4] for row in OFFICES]
    write_workbook(files / "invented_offices.xlsx", {"Offices": without})
    build(tmp_path / "record", [files])
    record = Record(tmp_path / "record")
    finding = ask(record, office="airport", period="2021")
    record.close()
    assert finding.rows[0][4:7] == (100, 98, 107)


def test_a_year_without_figures_is_not_covered(printed: Record) -> None:
    """The workbook begins in 2021."""
    assert ask(printed, period="2020").status == "not covered"
