"""The readers of figures about asylum in Canada: what passes through spreadsheets is read, mended or set apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Read
from measures.refuge.printed_figures import (
    APPLICATIONS,
    BY_COUNTRY,
    DECISIONS,
    IN_CANADA,
    OFFICES,
    decision,
    write_text,
)
from sojourn.errors import HeaderMismatch, UnknownFile
from sojourn.record.worker import FileReport
from sojourn.sources.headed import clean, figure
from tiny import write_workbook


def cells(report: FileReport, columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the only part of a report, in the order of its lines."""
    part = report.sheets[0].parts[0]
    with duckdb.connect() as engine:
        return engine.execute(f"SELECT {columns} FROM read_parquet('{part}') ORDER BY line").fetchall()


def account(report: FileReport) -> tuple[int, int, int]:
    """Rows loaded, repaired and quarantined."""
    ledger = report.sheets[0].ledger
    return ledger.loaded, ledger.repaired, ledger.quarantined


def test_years_and_counts_written_as_decimals_are_whole_numbers(tmp_path: Path, read: Read) -> None:
    """The file says 2019.0 and 60.0."""
    report = read(write_text(tmp_path / "decisions.csv", DECISIONS, IN_CANADA))
    assert cells(report, "year, origin, recognised, rejected, total")[0] == (2019, "RUS", 60, 20, 90)
    assert account(report) == (len(IN_CANADA), 0, 0)


def test_an_edition_is_named_by_its_last_year_and_its_countries_of_asylum(tmp_path: Path, read: Read) -> None:
    """A file for Canada and one for the United States are no two halves of one release."""
    report = read(write_text(tmp_path / "decisions.csv", DECISIONS, IN_CANADA))
    assert report.sheets[0].release == "unhcr_decisions/decisions@2021-CAN"


def test_a_comma_for_a_decimal_point_is_mended_and_never_takes_the_place_of_a_thousand(
    tmp_path: Path, read: Read
) -> None:
    """2019,0 is the year 2019 and no count of 20,190."""
    row = decision("RUS", 2019, (60, 20, 10)).replace("2019.0", '"2019,0"').replace(",60.0", ',"60,0"')
    report = read(write_text(tmp_path / "decisions.csv", DECISIONS, [row]))
    assert cells(report, "year, recognised") == [(2019, 60)]
    assert account(report) == (0, 1, 0)


def test_a_row_without_origin_is_quarantined(tmp_path: Path, read: Read) -> None:
    """A figure of nobody knows whom would be added to all."""
    row = decision("RUS", 2019, (60, 20, 10)).replace("RUS,RUS", "RUS,")
    report = read(write_text(tmp_path / "decisions.csv", DECISIONS, [row, *IN_CANADA]))
    assert account(report) == (len(IN_CANADA), 0, 1)
    assert report.sheets[0].refused[0].line == 2


def test_a_file_with_a_foreign_header_is_not_read(tmp_path: Path, read: Read) -> None:
    """A column that nobody declared may mean anything."""
    with pytest.raises(HeaderMismatch, match="missing: none; not known: dec_secret"):
        read(write_text(tmp_path / "decisions.csv", DECISIONS + ",dec_secret", [row + ",1" for row in IN_CANADA]))


def test_provinces_belong_to_the_office_whose_total_stands_below_them(tmp_path: Path, read: Read) -> None:
    """Read the other way, every province would be one office off."""
    write_workbook(tmp_path / "offices.xlsx", {"Offices": OFFICES})
    report = read(tmp_path / "offices.xlsx")
    found = cells(report, "office, province, month, claimants, claimants_absence")
    assert found[:3] == [
        ("Airport", "Quebec", 1, 100, None),
        ("Airport", "Quebec", 2, None, "literal: --"),
        ("Airport", "Quebec", None, 105, None),
    ]
    assert found[-1] == ("all", "all", None, 465, None)
    assert report.sheets[0].release == "ircc_claimants/office-type@2021-02"
    assert report.sheets[0].ledger.notes == 1


HEADER = "EN_YEAR\tEN_MONTH\tFR_YEAR\tFR_MONTH\tEN_PROVINCE\tFR_PROVINCE\tEN_OFFICE_TYPE\tFR_OFFICE_TYPE\tTOTAL"


def row_of_text(claimants: str) -> str:
    """A row of the tab-separated text."""
    return f"2021\tJan\t2021\tjanv.\tQuebec\tQuébec\tAirport\tAéroport\t{claimants}"


def test_tabs_are_read_though_the_name_says_commas(tmp_path: Path, read: Read) -> None:
    """Commas group thousands there, and the English columns count."""
    rows = [row_of_text(text) for text in ("1,165", "--", "1\xa0165", "\u200b15", "0")]
    report = read(write_text(tmp_path / "offices.csv", "\ufeff" + HEADER, rows))
    expected = [(2021, 1, "Airport", "Quebec", "all", count) for count in (1_165, None, 1_165, 15, 0)]
    assert cells(report, "year, month, office, province, origin, claimants") == expected
    assert account(report) == (3, 2, 0)


@pytest.mark.parametrize("without", ["MONTH", "PROVINCE", "OFFICE_TYPE", "TOTAL"])
def test_a_text_in_which_a_word_of_the_header_is_missing_is_not_read(tmp_path: Path, read: Read, without: str) -> None:
    """We have not seen its header, so nothing is told by position."""
    header = HEADER.replace(without, "X")
    with pytest.raises(UnknownFile):
        read(write_text(tmp_path / "offices.csv", header, [row_of_text("15")]))


def test_a_list_of_years_and_counts_of_somebody_else_is_not_taken_for_ircc(tmp_path: Path, read: Read) -> None:
    """Its figures are no multiples of five, or do not begin in 2015."""
    for name, rows in (("a", ["2015,13", "2016,17"]), ("b", ["2010,15", "2011,20"])):
        with pytest.raises(UnknownFile):
            read(write_text(tmp_path / f"{name}.csv", "year,count", rows))


def test_two_missing_headers_of_the_board_are_told_by_their_neighbours(tmp_path: Path, read: Read) -> None:
    """The table goes on, and the ledger says what was done."""
    write_workbook(tmp_path / "board.xlsx", {"2021": BY_COUNTRY})
    report = read(tmp_path / "board.xlsx")
    expected = [(2021, "RUS", 90, 45, None, 70), (2021, "IND", 1_200, 100, 60, 190)]
    assert cells(report, "year, origin, referred, accepted, rejected, total") == expected
    assert report.sheets[0].defects == ["the header 'rejected' is missing; its column was told by the others"]
    assert account(report) == (1, 1, 0)


def test_a_table_of_the_board_without_its_year_is_not_read(tmp_path: Path, read: Read) -> None:
    """Nothing else in it says when."""
    write_workbook(tmp_path / "board.xlsx", {"Sheet1": [["Claims by country, INVENTED"], *BY_COUNTRY[1:]]})
    with pytest.raises(HeaderMismatch, match="missing: year, rejected; not known: none"):
        read(tmp_path / "board.xlsx")


def test_a_table_of_the_board_saved_as_text_is_read_below_its_title(tmp_path: Path, read: Read) -> None:
    """The title is one cell, and so is a note below; the rows between have eight."""
    lines = [",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in row) for row in BY_COUNTRY]
    lines[0] = f'"{BY_COUNTRY[0][0]}"'
    report = read(write_text(tmp_path / "board.csv", lines[0], ["", *lines[1:], "Source: the Board"]))
    write_workbook(tmp_path / "board.xlsx", {"Sheet1": BY_COUNTRY})
    whole = read(tmp_path / "board.xlsx")

    columns = "year, origin, referred, accepted, rejected, rejected_absence, total, pending"
    assert cells(report, columns) == cells(whole, columns)
    assert account(report)[2] == 1


@pytest.mark.parametrize("mask", ["X", "*", "<20", "\u2013", "1 2O4"])
def test_only_what_the_board_prints_for_a_hidden_count_is_one(tmp_path: Path, read: Read, mask: str) -> None:
    """Any other text would be taken for 0 to 19 people."""
    rows = [[mask if cell == "--" else cell for cell in row] for row in BY_COUNTRY]
    write_workbook(tmp_path / "board.xlsx", {"Sheet1": rows})
    report = read(tmp_path / "board.xlsx")

    masked = sum("--" in row for row in BY_COUNTRY)
    assert account(report)[2] == masked > 0
    assert all(f"outside its closed vocabulary: {mask}" in one.reason for one in report.sheets[0].refused)


@pytest.mark.parametrize(("heading", "month"), [("Sept", 9), ("September", 9), ("Sep.", 9), ("9", 9)])
def test_a_month_is_read_however_it_is_cut(tmp_path: Path, read: Read, heading: str, month: int) -> None:
    """A column under a name that is not known would be lost with a month of claims."""
    rows = [[heading if cell == "Feb" else cell for cell in row] for row in OFFICES]
    write_workbook(tmp_path / "offices.xlsx", {"Offices": rows})

    assert month in {found for (found,) in cells(read(tmp_path / "offices.xlsx"), "month")}


@pytest.mark.parametrize("heading", ["Févr.", "Fe", "YTD"])
def test_a_column_that_is_no_month_is_named(tmp_path: Path, read: Read, heading: str) -> None:
    """Else its figures would be in no answer."""
    rows = [[heading if cell == "Feb" else cell for cell in row] for row in OFFICES]
    write_workbook(tmp_path / "offices.xlsx", {"Offices": rows})
    with pytest.raises(HeaderMismatch, match=rf"offices.xlsx \(sheet Offices\): column \d+ has the header '{heading}'"):
        read(tmp_path / "offices.xlsx")


def test_provinces_without_a_total_below_are_named(tmp_path: Path, read: Read) -> None:
    """Nothing else says whose they are."""
    of_an_office = OFFICES[4]
    write_workbook(tmp_path / "offices.xlsx", {"Offices": [*OFFICES[:-3], of_an_office]})
    with pytest.raises(HeaderMismatch, match="no total of an office stands below the provinces"):
        read(tmp_path / "offices.xlsx")


@pytest.mark.parametrize("month", ["", "Q1", "mai"])
def test_a_row_of_text_without_a_month_is_named(tmp_path: Path, read: Read, month: str) -> None:
    """The figure of a month would be taken for that of the whole year."""
    row = row_of_text("15").replace("Jan", month, 1)
    with pytest.raises(HeaderMismatch, match=f"offices.csv: line 2 has '{month}' in the column of months"):
        read(write_text(tmp_path / "offices.csv", HEADER, [row]))


def test_an_application_has_its_kind(tmp_path: Path, read: Read) -> None:
    """New, appeal, repeated: they are never one figure."""
    row = "2019.0,India,IND,IND,Canada,CAN,CAN,G,N,FI,P,400.0"
    report = read(write_text(tmp_path / "applications.csv", APPLICATIONS, [row]))
    assert cells(report, "application_type, level, counted_in, applications") == [("N", "FI", "P", 400)]


@given(st.integers(0, 10**7))
def test_a_figure_keeps_its_value_in_every_spelling(count: int) -> None:
    """Grouped by commas, blanks or not at all, with a decimal point or comma behind it."""
    blanks = f"{count:,}".replace(",", "\u202f")
    assert figure(blanks) == str(count)
    assert figure(f"{count},0") == str(count)
    assert figure(f"{count:,}") == f"{count:,}"


def test_a_comma_before_a_fraction_never_groups_thousands() -> None:
    """12,5 is no count at all, and least of all 125."""
    assert (figure("12,5"), figure("12,500"), figure("3,25")) == ("12.5", "12,500", "3.25")


@given(st.text(alphabet="ab \u200b\ufeff\u2060\xa0", max_size=8))
def test_a_cleaned_cell_has_no_invisible_characters_and_cleaning_again_changes_nothing(text: str) -> None:
    """They would make two countries of one."""
    cleaned = clean(text)
    assert not set(cleaned) & set("\u200b\ufeff\u2060")
    assert clean(cleaned) == cleaned
