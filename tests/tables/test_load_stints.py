"""Detention stints from their true formats: moments as published, every fault kept with its name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from conftest import Read
from sojourn.engine.connect import connect
from sojourn.record.worker import SheetReport
from sojourn.tables import TABLES
from sojourn.tables.text import parquet
from stint_files import (
    AUGUST_2026,
    BY_STAY,
    DAYS_ONLY,
    DETENTIONS,
    MARCH_2026,
    POSTED,
    PROJECT,
    at,
    book,
    headers,
    parquet_file,
    stint,
    text_file,
)


def rows_of(sheet: SheetReport) -> list[dict[str, Any]]:
    """The stored rows of a part, by line."""
    result = duckdb.connect().execute("SELECT * FROM read_parquet($part) ORDER BY line", {"part": str(sheet.parts[0])})
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.fixture
def load(tmp_path: Path, read: Read) -> Any:
    """Loads stints of March 2026 that differ in some cells from a plain one."""

    def _load(*changes: dict[str, Any]) -> SheetReport:
        [sheet] = read(text_file(tmp_path / "stints.csv", [stint(**change) for change in changes])).sheets
        return sheet

    return _load


@pytest.mark.parametrize(
    "spelled",
    [
        "2024-03-05 13:45:00",
        "2024-03-05 13:45:00.000",
        "2024-03-05 13:45",
        "2024-03-05T13:45:00",
        "2024-03-05T13:45:00.000",
        "2024-03-05T13:45",
        "3/5/2024 13:45",
        "03/05/2024 13:45:00",
        "3/5/2024 1:45:00 PM",
        "3/5/2024 1:45 PM",
        "2024-03-05 13:45:00+00",
        "2024-03-05 13:45:00+00:00",
        "2024-03-05 13:45:00 UTC",
        "2024-03-05T13:45:00Z",
    ],
)
def test_the_spellings_of_a_moment_mean_the_same_moment(load: Any, spelled: str) -> None:
    """Text, workbooks and programs spell it in many ways; UTC behind it leaves the clock as published."""
    [row] = rows_of(load({"book_in": spelled}))

    assert (row["book_in"], row["book_in_absence"]) == (datetime(2024, 3, 5, 13, 45), None)


@pytest.mark.parametrize("spelled", ["2024-03-05", "3/5/2024", "03/05/2024", "3/5/2024 12:00:00 AM"])
def test_a_day_without_its_time_is_its_first_midnight(load: Any, spelled: str) -> None:
    """The release of FY2012-FY2023 has days alone."""
    [row] = rows_of(load({"book_out": spelled}))

    assert row["book_out"] == datetime(2024, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2115-03-05 13:45:00",
        "1/1/1899",
        "3/5/24 13:45",
        "2024-02-30 13:45:00",
        "2024-03-05 25:00:00",
        "2024-03-05 13:45:00-05",
        "2024-03-05 13:45:00+01:00",
        "45356.57",
        "soon",
    ],
)
def test_a_moment_that_is_none_repairs_its_row(load: Any, cell: str) -> None:
    """The stint counts, and its text can still be read; another zone would mean that somebody moved the clock."""
    sheet = load({"book_out": cell})

    [row] = rows_of(sheet)
    assert (sheet.ledger.repaired, sheet.ledger.quarantined) == (1, 0)
    assert (row["book_out"], row["book_out_absence"]) == (None, f"unreadable: {cell}")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2115-03-05 13:45:00", "book_in is no date of the years 1900 to 2099: 2115-03-05 13:45:00"),
        ("soon", "book_in is no date of the years 1900 to 2099: soon"),
        ("", "book_in is blank"),
        ("NA", "book_in is literal: NA"),
        ("b(6), b(7)c", "book_in is redacted: b(6), b(7)c"),
    ],
)
def test_a_stint_without_a_book_in_is_quarantined(load: Any, cell: str, reason: str) -> None:
    """It lies on no day; the reason says why."""
    sheet = load({"book_in": cell}, {})

    [refused] = sheet.refused
    assert (refused.line, refused.reason) == (8, reason)
    assert (sheet.ledger.rows, sheet.ledger.loaded, sheet.ledger.quarantined) == (2, 1, 1)


def test_an_open_stint_has_a_blank_book_out(load: Any) -> None:
    """Blank is the sign of a person still held, and not of a fault."""
    sheet = load({"book_out": "", "release_reason": "", "stay_book_out": ""})

    [row] = rows_of(sheet)
    assert (row["book_out"], row["book_out_absence"], row["release_reason_absence"]) == (None, "blank", "blank")
    assert (sheet.ledger.loaded, sheet.ledger.repaired) == (1, 0)


@pytest.mark.parametrize("marker", ["b(6), b(7)c", "b(6), b(7)C", "(b)(6)(b)(7)(c)", "(b)(6),(b)(7)(c)", "b(7)(e)"])
def test_a_redacted_reason_is_no_reason_and_no_blank(load: Any, marker: str) -> None:
    """Some release reasons of March 2026 are withheld; a share of them can only be bounded."""
    [row] = rows_of(load({"release_reason": marker, "case_category": marker}))

    assert (row["release_reason"], row["release_reason_absence"]) == (None, f"redacted: {marker}")
    assert (row["case_category"], row["case_category_absence"]) == (None, f"redacted: {marker}")


def test_a_redacted_person_id_is_no_person(load: Any) -> None:
    """Hashed, the marker would make one person of everybody."""
    [row, other] = rows_of(load({"person_key": "b(6), b(7)c"}, {}))

    assert (row["person_key"], row["person_key_absence"]) == (None, "redacted: b(6), b(7)c")
    assert other["person_key"] not in {None, "e" * 40}


@pytest.mark.parametrize("cell", ["NULL", "#N/A", "None", "0", "--"])
def test_a_text_in_place_of_an_id_is_no_person(load: Any, cell: str) -> None:
    """All rows with it would be one person, held in many places at once."""
    rows = rows_of(load({"person_key": cell}, {"person_key": "0" * 39 + "7"}, {"person_key": "4711"}))

    assert [row["person_key"] is None for row in rows] == [True, False, False]
    assert rows[0]["person_key_absence"] == f"literal: {cell}"


@pytest.mark.parametrize(
    ("cell", "value", "absence"),
    [
        ("1,500", 1500, None),
        ("1500.00", 1500, None),
        ("12,50", None, "unreadable: 12,50"),
        ("1.500,00", None, "unreadable: 1.500,00"),
        ("$1,500", None, "unreadable: $1,500"),
    ],
)
def test_a_comma_that_groups_no_thousands_is_not_left_out(
    load: Any, cell: str, value: float | None, absence: str | None
) -> None:
    """A decimal comma is no separator of thousands: 12,50 is not 1250."""
    [row] = rows_of(load({"bond_posted_amount": cell}))

    assert (row["bond_posted_amount"], row["bond_posted_amount_absence"]) == (value, absence)


def test_na_blank_and_not_applicable_are_three_things(load: Any) -> None:
    """NA is an absence, a blank another; `Not  Applicable` with two blanks is a value as published."""
    [row] = rows_of(load({"threat_level": "NA", "entry_status": "Not  Applicable", "birth_year": ""}))

    assert (row["threat_level_absence"], row["birth_year_absence"]) == ("literal: NA", "blank")
    assert row["entry_status"] == "Not  Applicable"


def test_an_unlisted_reason_is_kept_and_listed(load: Any) -> None:
    """New reasons appear; the ledger shows them until somebody sorts them."""
    sheet = load({"release_reason": "Beamed Up"}, {"release_reason": "Order of Recognizance"})

    assert sheet.unlisted == [("release_reason", "Beamed Up", 1, 8)]
    assert [row["release_reason"] for row in rows_of(sheet)] == ["Beamed Up", "Order of recognizance"]


def test_the_area_of_the_book_in_is_stored_without_its_suffix(load: Any) -> None:
    """One area has one name in every release."""
    [row] = rows_of(load({}))

    assert row["book_in_area"] == "New Orleans"


def test_identical_rows_stay_separate_rows(load: Any) -> None:
    """Whether they are duplicates is decided later, and flagged."""
    assert load({}, {}, {}).rows == 3


@pytest.mark.parametrize("family", sorted(DETENTIONS))
@pytest.mark.parametrize("banner", [0, 5, 6])
def test_the_header_may_stand_in_row_1_6_or_7(tmp_path: Path, read: Read, family: str, banner: int) -> None:
    """It stands in row 6 or 7, by release; the project's tables have no banner."""
    [sheet] = read(text_file(tmp_path / "a.csv", [stint(family)], family, banner)).sheets

    assert (sheet.family, sheet.ledger.loaded) == (DETENTIONS[family].id, 1)
    assert rows_of(sheet)[0]["line"] == banner + 2


@pytest.mark.parametrize("family", [MARCH_2026, AUGUST_2026, POSTED, BY_STAY])
def test_the_dates_of_a_workbook_keep_their_time(tmp_path: Path, read: Read, family: str) -> None:
    """A workbook holds days as numbers and the time as their fraction."""
    moments = ["2023-03-05 13:45:07", "2023-03-05 23:59:59", "2023-03-06 00:00:00"]
    rows = [stint(family, book_in=at(moment)) for moment in moments]

    [sheet] = read(book(tmp_path / "a.xlsx", {"FY2023": rows}, family)).sheets

    assert [str(row["book_in"]) for row in rows_of(sheet)] == moments


def test_days_alone_are_midnights(tmp_path: Path, read: Read) -> None:
    """The release of FY2012-FY2023 has dates in all four columns."""
    days = {name: at("2020-02-29") for name in ("stay_book_in", "book_in", "book_out", "stay_book_out")}

    [sheet] = read(book(tmp_path / "a.xlsx", {"FY20": [stint(DAYS_ONLY, **days)]}, DAYS_ONLY, banner=5)).sheets

    [row] = rows_of(sheet)
    assert [row[name] for name in days] == [datetime(2020, 2, 29)] * 4


def test_notes_below_the_rows_are_no_stints(tmp_path: Path, read: Read) -> None:
    """A sentence under the table has no book-in; it is kept in the quarantine."""
    path = book(tmp_path / "a.xlsx", {"FY2023": [stint()]}, notes=["", "Data as of 3/11/2026."])

    [sheet] = read(path).sheets

    assert (sheet.rows, [refused.line for refused in sheet.refused]) == (1, [10])


def test_a_span_is_told_in_days(load: Any) -> None:
    """Releases are dated by days, whatever the table stores."""
    sheet = load({"book_in": "2023-03-05 13:45:00"}, {"book_in": "2023-03-09 23:59:00"})

    assert (sheet.first, sheet.last) == ("2023-03-05", "2023-03-09")


def test_a_publication_is_dated_by_its_last_book_in(tmp_path: Path, read: Read) -> None:
    """Two sheets, cut at 1 October 2024, are one publication."""
    sheets = {
        "Before": [stint(POSTED, book_in=at("2024-09-30 23:50:00"))],
        "After": [stint(POSTED, book_in=at("2025-07-28 22:15:00"))],
    }

    report = read(book(tmp_path / "a.xlsx", sheets, POSTED))

    assert {sheet.release for sheet in report.sheets} == {"ice_detentions/foia-2025-icli-00019@2025-07-28"}


PLAIN = dict(zip(headers(PROJECT), map(str, stint(PROJECT)), strict=True)) | {"stay_ID": "x", "stint_ID": "x"}
MOMENTS = ("stay_book_in_date_time", "book_in_date_time", "book_out_date_time", "stay_book_out_date_time")


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMPTZ", "VARCHAR"])
def test_a_parquet_file_may_hold_moments_of_every_type(tmp_path: Path, read: Read, kind: str) -> None:
    """Text, time and time with zone mean the clock that was published."""
    path = parquet_file(tmp_path / "stints.parquet", [PLAIN], dict.fromkeys(MOMENTS, kind))

    [sheet] = read(path).sheets

    [stored] = rows_of(sheet)
    assert (sheet.family, stored["book_in"]) == ("ddp-2026-03", datetime(2023, 3, 5, 13, 45))
    assert (stored["book_out"], stored["line"]) == (datetime(2023, 3, 9, 2, 10), 1)
    assert stored["person_key"] not in {None, "e" * 40}


def test_a_parquet_file_of_days_gives_midnights(tmp_path: Path, read: Read) -> None:
    """The project turns columns without times into dates."""
    path = parquet_file(tmp_path / "stints.parquet", [PLAIN], dict.fromkeys(MOMENTS, "DATE"))

    [stored] = rows_of(read(path).sheets[0])

    assert stored["book_in"] == datetime(2023, 3, 5)


def test_the_zone_of_this_machine_moves_no_clock(tmp_path: Path) -> None:
    """As text the engine shows a time with zone in the zone of the machine; two people would hold two records."""
    path = parquet_file(tmp_path / "stints.parquet", [PLAIN], dict.fromkeys(MOMENTS, "TIMESTAMPTZ"))
    types = {name: "TIMESTAMP WITH TIME ZONE" if name in MOMENTS else "VARCHAR" for name in headers(PROJECT)}
    engine = connect()
    engine.execute("SET TimeZone = 'America/New_York'")

    text = parquet(path, types, 1)

    assert engine.execute(f"SELECT c0 FROM {text.relation}").fetchone() == ("2023-03-05 13:45:00",)


def test_the_project_writes_its_own_flags_and_none_is_stored(tmp_path: Path, read: Read) -> None:
    """The record makes its own, by rules that it shows."""
    [sheet] = read(parquet_file(tmp_path / "stints.parquet", [PLAIN], {"duplicate_likely": "BOOLEAN"})).sheets

    assert set(sheet.columns) <= {column.name for column in TABLES["detention_stints"].columns}
    assert not {"duplicate_likely", "stay_id", "file_original"} & set(sheet.columns)
