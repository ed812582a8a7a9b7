"""A statistics workbook of an edition that nobody has seen: read, refused by name, or listed as not read."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from invented import workbook
from sojourn.reading.limits import Limits
from sojourn.reading.raw import sha256_of
from sojourn.record.worker import FileReport, read_file

FACILITIES: list[list[object]] = [
    ["ICE FACILITIES DATA, FY30"],
    ["Data Source: ICE Integrated Decision Support (IIDS), 01/22/2030"],
    ["State", "Name", "City", "FY30 ALOS", "Level D", "Level C", "Level B", "Level A", "Robots"],
    ["TX", "A JAIL", "TOWN", 30.5, 1 / 113, 5 / 113, 20 / 113, 100 / 113, 7],
]
DETENTION: list[list[object]] = [
    ["ICE DETENTION DATA, FY2030"],
    ["People in Orbit: FY2030", "", "", "", "ICE Removals: FY2030"],
    ["Station", "Count", "", "", "Removals", "Total"],
    ["Alpha", 5, "", "", "Total", 90],
    [],
    [],
    [],
    [],
    ["Mystery", 8],
]


@pytest.fixture
def report(tmp_path: Path) -> FileReport:
    """What the reader makes of it."""
    sheets: dict[str, list[list[object]]] = {
        "Facilities FY30": FACILITIES,
        "Detention FY30": DETENTION,
        "Weather": [["Sun", "Rain"], ["a", "b"]],
    }
    path = workbook(tmp_path / "FY30.xlsx", sheets)
    return read_file(path, sha256_of(path), tmp_path / "read", Limits())


def test_all_sheets_are_one_release_named_for_the_pull(report: FileReport) -> None:
    """The sheet of facilities says the day, the others do not."""
    names = {sheet.release for sheet in report.sheets}
    assert names == {"ice_detention_statistics/facilities-year-to-date@2030-01-22"}
    assert sorted(sheet.table for sheet in report.sheets) == ["official_averages", *["official_statistics"] * 2]


def test_blocks_and_columns_that_nobody_knows_are_read(report: FileReport) -> None:
    """With the words that they print."""
    parts = [str(part) for sheet in report.sheets for part in sheet.parts if sheet.table == "official_statistics"]
    with duckdb.connect() as connection:
        sql = "SELECT cell, block, row_label, column_label, value FROM read_parquet($parts) WHERE value IN (5, 7, 90)"
        rows = sorted(connection.execute(sql, {"parts": parts}).fetchall())
    assert rows == [
        ("B4", "People in Orbit: FY2030", "Alpha", "Count", 5),
        ("F4", "ICE Removals: FY2030", "Total", "Total", 90),
        ("I4", "ICE FACILITIES DATA, FY30", "A JAIL", "Robots", 7),
    ]


def test_a_figure_under_no_header_is_refused_by_name(report: FileReport) -> None:
    """Its row is in the quarantine with a reason, and a defect names row, cell and text."""
    (sheet,) = [sheet for sheet in report.sheets if sheet.sheet == "Detention FY30"]
    assert [(row.line, row.reason) for row in sheet.refused] == [(9, "block is blank; column_label is blank")]
    assert sheet.defects[0] == "1 of 2 rows were not loaded; row 9: block is blank; column_label is blank"
    assert sheet.defects[1].startswith("row 9 (B9, '8.0' at 'Mystery') stands under no title or header")
    assert (sheet.ledger.rows, sheet.ledger.loaded, sheet.ledger.quarantined) == (2, 1, 1)


def test_a_sheet_that_nobody_knows_is_listed_as_not_read(report: FileReport) -> None:
    """By its name."""
    assert [sheet for sheet, _ in report.unread] == ["Weather"]
