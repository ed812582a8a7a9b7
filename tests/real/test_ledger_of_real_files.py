"""No row of a real file is lost, repaired or refused; counts: shared/data/README.md, field/custody.md."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from sojourn.publish.ledgers import ledger, quarantine
from sojourn.record.opened import Record
from sojourn.sources.ice_detention_statistics.read import whole_for

pytestmark = pytest.mark.real


def test_every_line_of_every_file_is_placed(real: Record) -> None:
    """rows = loaded + repaired + quarantined, and lines = rows + what stands round them."""
    lines = ledger(real)["ledger"]
    assert len(lines) == 24
    for line in lines:
        assert line["rows"] == line["loaded"] + line["repaired"] + line["quarantined"]
        assert line["lines"] == sum(
            line[name] for name in ("banner", "header", "blank", "notes", "continuation", "rows")
        )


def test_nothing_is_repaired_or_refused(real: Record) -> None:
    """These files are whole; a change here means that the reader has changed."""
    total = ledger(real)["total"]
    assert (total["repaired"], total["quarantined"]) == (0, 0)
    assert quarantine(real, raw=False)["rows"] == []


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("removals", [6_529, 20_384, 226_119, 240_255, 256_085]),
        ("arrests", [32_549, 110_104, 143_470, 158_581]),
        ("book_ins", [36_811]),
        ("facility_days", [888_699, 928_231]),
        ("facilities", [1_685]),
        ("official_removals", [196]),
    ],
)
def test_each_file_has_its_published_rows(real: Record, table: str, expected: list[int]) -> None:
    """Totals of removals and arrests are those that ICE published."""
    rows = sorted(line["rows"] for line in ledger(real)["ledger"] if line["table"] == table)
    assert rows == expected


def test_the_daily_series_has_its_facilities(real: Record) -> None:
    """707 facilities from October 2022 to 10 March 2026."""
    sql = (
        "SELECT count(DISTINCT facility_code) AS facilities, "
        "CAST(min(date) AS VARCHAR) AS first, CAST(max(date) AS VARCHAR) AS last FROM facility_days WHERE release LIKE 'ddp%'"
    )
    assert real.query(sql) == [{"facilities": 707, "first": "2022-10-01", "last": "2026-03-10"}]


def test_no_birth_date_is_stored(real: Record) -> None:
    """The column is withheld in every table that has it."""
    for table in ("removals", "arrests", "book_ins"):
        assert real.query(f"SELECT count(birth_date) AS dates FROM {table}") == [{"dates": 0}]


@pytest.mark.parametrize(
    ("pull", "expected"),
    [
        ("2019-10-07", 365),
        ("2022-09-19", 353),
        ("2024-10-07", 366),
        ("2025-06-23", 265),
        ("2025-07-07", 279),
        ("2025-07-21", 293),
        ("2026-01-22", 113),
    ],
)
def test_the_divisor_of_each_workbook_is_recovered(real: Record, pull: str, expected: int) -> None:
    """Average times days is a whole number of nights (custody.md 2.5)."""
    sql = "SELECT DISTINCT days FROM official_averages WHERE release = $release"
    rows = real.query(sql, {"release": f"ice_detention_statistics/facilities-year-to-date@{pull}"})
    assert [row["days"] for row in rows] == [expected]


FOREIGN = (
    "SELECT line, facility_name AS name, round(average, 2) AS average FROM official_averages "
    "WHERE release LIKE '%@2025-06-23' AND defect IS NOT NULL ORDER BY line"
)


def test_the_named_foreign_rows_of_june_2025_are_found(real: Record) -> None:
    """Nine facilities carry another one's figure, La Paz County the 1,544.84 of Winn (custody.md 2.5)."""
    expected = {1544.84, 111.89, 60.71, 42.16, 10.82, 10.18, 6.01, 4.08, 1.64}
    rows = {row["average"]: row["name"] for row in real.query(FOREIGN)}
    assert expected <= set(rows)
    assert rows[1544.84] == "LA PAZ COUNTY ADULT DETENTION FACILITY"


def test_a_second_reader_finds_the_same_foreign_rows(real: Record, real_files: Path) -> None:
    """Eleven rows are not whole for 265 days, and all of them are for 251: two more than custody.md names."""
    book = load_workbook(
        real_files / "ice" / "workbooks" / "FY25_detentionStats07072025.xlsx", data_only=True, read_only=True
    )
    rows = enumerate(book["Facilities FY25"].iter_rows(min_row=8, min_col=10, max_col=13, values_only=True), 8)
    sums = {line: sum(levels) for line, levels in rows if all(isinstance(level, int | float) for level in levels)}
    whole = {days: {line for line, figure in sums.items() if whole_for(figure, days)} for days in (251, 265)}
    foreign = set(sums) - whole[265]
    assert len(foreign) == 11
    assert foreign <= whole[251]
    assert {row["line"] for row in real.query(FOREIGN)} == foreign


def test_the_rounded_pull_is_known_as_such(real: Record) -> None:
    """Every figure of the pull of 28 November 2025 is a whole number, and no other workbook is so."""
    sql = "SELECT DISTINCT release FROM official_averages WHERE defect = 'rounded'"
    assert real.query(sql) == [{"release": "ice_detention_statistics/facilities-year-to-date@2025-11-28"}]


def test_the_two_series_differ_by_one_day(real: Record) -> None:
    """Shifted by a day far more facility-days are equal: 52 against 27 per cent (custody.md 2.4)."""
    sql = """
        SELECT avg(CASE WHEN d.held_end_of_day = u.held_start_of_day THEN 1.0 ELSE 0.0 END) AS equal
        FROM facility_days AS d
        JOIN facility_days AS u
            ON u.facility_code = d.facility_code AND u.date = d.date + CAST($shift AS INTEGER)
        WHERE d.release LIKE 'ddp%' AND u.release LIKE 'uwchr%'"""
    unshifted, shifted = (real.query(sql, {"shift": shift})[0]["equal"] for shift in (0, 1))
    assert shifted > 1.5 * unshifted
    assert shifted > 0.45
