"""No row of a real file is lost, repaired or refused; counts: the README beside the files."""

from __future__ import annotations

import pytest

from sojourn.publish.ledgers import ledger, quarantine
from sojourn.record.opened import Record

pytestmark = pytest.mark.real


def test_every_line_of_every_file_is_placed(real: Record) -> None:
    """rows = loaded + repaired + quarantined, and lines = rows + what stands round them."""
    lines = ledger(real)["ledger"]
    assert len([line for line in lines if line["table"] != "official_statistics"]) == 34
    assert len([line for line in lines if line["table"] == "official_statistics"]) == 77
    for line in lines:
        assert line["rows"] == line["loaded"] + line["repaired"] + line["quarantined"]
        assert line["lines"] == sum(
            line[name] for name in ("banner", "header", "blank", "notes", "continuation", "rows")
        )


def test_nothing_is_refused_and_what_is_repaired_is_known(real: Record) -> None:
    """One header of three workbooks; at Yakima three misspelt dates, and five cells that observers filled with words."""
    lines = ledger(real)["ledger"]
    repaired = sorted((line["source"], line["sheet"], line["repaired"]) for line in lines if line["repaired"])
    assert repaired == 3 * [("ice_detention_statistics", "Monthly Segregation", 66)] + [("ykm_flights", "", 8)]
    assert quarantine(real, raw=False)["rows"] == []


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("removals", [6_529, 20_384, 226_119, 240_255, 256_085]),
        ("arrests", [32_549, 110_104, 143_470, 158_581]),
        ("book_ins", [36_811]),
        ("facility_days", [888_699, 928_231]),
        ("facilities", [1_615, 1_685]),
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
