"""What no reader takes is listed with its reason, and refused by name where rows of a table would be lost."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from conftest import Read
from invented import REMOVALS, removal, removals, removals_text, workbook
from sojourn.errors import HeaderMismatch, UnknownFile, UnreadableFile
from sojourn.publish.ledgers import built_text
from sojourn.record.build import build
from tiny_ports import JULY

HEADER = list(REMOVALS)
RENAMED = ["Sex" if name == "Gender" else name for name in REMOVALS]
FEATHER, STATA = b"ARROW1\0\0" + bytes(range(200)), b"<stata_dta><header>" + bytes(range(200))
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def text_with(header: list[str], rows: list[list[str]]) -> bytes:
    """A text with commas."""
    target = io.StringIO()
    csv.writer(target).writerows([header, *rows])
    return target.getvalue().encode()


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ([RENAMED, *removals(3)], r"missing: Gender; not known: Sex"),
        (removals(9), r"it has no header row that is known, and 10 columns, as sheet First has"),
    ],
)
def test_a_sheet_that_goes_on_from_another_is_not_lost(
    tmp_path: Path, read: Read, second: list[list[str]], message: str
) -> None:
    """Large tables are split over sheets; one whose header differs or is missing would be half of the rows."""
    path = workbook(tmp_path / "two.xlsx", {"First": [HEADER, *removals(9)], "Second": second})

    with pytest.raises(HeaderMismatch, match=message) as raised:
        read(path)

    assert raised.value.where == f"{path} (sheet Second)"


def test_a_sheet_about_something_else_is_listed(tmp_path: Path, read: Read) -> None:
    """Footnotes and code lists have other columns."""
    notes = [["Note", "Meaning"], ["ER", "Expedited Removal"]]
    path = workbook(tmp_path / "notes.xlsx", {"First": [HEADER, *removals(3)], "Notes": notes})

    assert read(path).unread == [("Notes", "no source reads this layout")]


def test_columns_without_header_and_cells_are_margins(tmp_path: Path, read: Read) -> None:
    """Spreadsheets have them on the left and between groups."""
    rows = [["", *row[:3], "", *row[3:]] for row in (HEADER, *removals(3))]
    path = workbook(tmp_path / "margins.xlsx", {"First": rows})

    assert read(path).sheets[0].ledger.loaded == 3


@pytest.mark.parametrize("name", ["margins.xlsx", "margins.csv"])
def test_a_cell_under_no_header_is_not_lost(tmp_path: Path, read: Read, name: str) -> None:
    """R writes the number of each row in a column without a header; what else such a column is, nobody knows."""
    header, rows = ["", *HEADER], [[str(number), *row] for number, row in enumerate(removals(3), 1)]
    path = tmp_path / name
    if path.suffix == ".csv":
        path.write_bytes(text_with(header, rows))
    else:
        workbook(path, {"First": [header, *rows]})

    with pytest.raises(HeaderMismatch, match=r"column A has no header and is not empty \(row 2\)"):
        read(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (FEATHER, "a Feather or Arrow file, which is not read: get it as xlsx, CSV or Parquet"),
        (STATA, "a Stata file, which is not read"),
        (b"%PDF-1.7\n1 0 obj, a, b\n", "a PDF, which is not read"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 12\n", "a pointer of Git LFS"),
        (b"\n<!DOCTYPE html><html><body>Denied, sorry, try again</body></html>", "a web page"),
    ],
)
def test_a_file_in_another_form_is_told_by_its_form(tmp_path: Path, read: Read, content: bytes, reason: str) -> None:
    """Whatever it is called, its first bytes say what it is."""
    path = tmp_path / "arrests.xlsx"
    path.write_bytes(content)

    with pytest.raises(UnknownFile) as raised:
        read(path)

    assert reason in raised.value.what


def test_a_workbook_with_a_password_is_not_called_damaged(tmp_path: Path, read: Read) -> None:
    """To fetch it again would not help."""
    path = tmp_path / "locked.xlsx"
    path.write_bytes(LOCKED)

    with pytest.raises(UnreadableFile, match="it is protected by a password"):
        read(path)


def test_the_build_says_why_rows_are_missing(files: Path, record: Path) -> None:
    """A file of which no row can be loaded must not look like one that was read."""
    rows = [removal({"Departed Date": "October 5, 2015"}) for _ in range(4)]
    (files / "removals.csv").write_bytes(removals_text(rows))

    told = " ".join(built_text(build(record, [files]), record).split())

    assert (
        "4 of 4 rows were not loaded; row 7: departed_date is no date of the years 1900 to 2099: October 5, 2015"
        in told
    )


def test_few_faults_are_left_to_the_account(files: Path, record: Path) -> None:
    """One row in two hundred is in the ledger and in the quarantine."""
    (files / "removals.csv").write_bytes(removals_text([*removals(199), removal({"Departed Date": "never"})]))

    assert "were not loaded" not in built_text(build(record, [files]), record)


def test_a_sheet_saved_as_text_fills_the_tables_that_it_fills_as_a_sheet(tmp_path: Path, read: Read) -> None:
    """The sheet of CBP One appointments gives its figures and its appointments."""
    path = tmp_path / "appointments.csv"
    rows = [[str(cell) for cell in row] + [""] * (6 - len(row)) for row in JULY]
    path.write_bytes(text_with(rows[0], rows[1:]))

    assert {sheet.table for sheet in read(path).sheets} == {"ohss_figures", "cbp_one_appointments"}


def test_what_a_reader_refuses_has_its_file_and_sheet(tmp_path: Path, read: Read) -> None:
    """Readers know rows and no file."""
    rows: list[list[object]] = [["Name", "City", "State", *(f"Level {one}" for one in "ABCD"), "FY25 ALOS"]]
    path = workbook(tmp_path / "statistics.xlsx", {"Facilities FY25": [*rows, ["A JAIL", "TOWN", "TX", 1, 1, 1, 1, 3]]})

    with pytest.raises(UnreadableFile, match="does not say when it was pulled") as raised:
        read(path)

    assert raised.value.where == f"{path} (sheet Facilities FY25)"
