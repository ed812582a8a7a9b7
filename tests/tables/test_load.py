"""Text rows to typed parts: every cell a value or a named absence, every row placed with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from conftest import Read
from invented import HEADCOUNT, REMOVALS, posted, removal, write_removals
from sojourn.errors import UnknownName, UnreadableFile
from sojourn.record.worker import FileReport, SheetReport
from sojourn.tables import ABSENCES, TABLES, table

MARKERS = [
    "(B)(6);(B)(7)(C) ",
    "(B)(7)(E) ",
    "(b)(6),(b)(7)c)",
    "(b)(6),(b)(7)(c )",
    "(b)(6)(b)(7)(c)",
    "b(6), b(7)(c)",
    "b(7)(e)",
    "b(6), b(7)c",
    "b(6), b(7)C",
    "b(6), b(7)©",
]


def rows_of(sheet: SheetReport) -> list[dict[str, Any]]:
    """The stored rows of a part, by line."""
    result = duckdb.connect().execute("SELECT * FROM read_parquet($part) ORDER BY line", {"part": str(sheet.parts[0])})
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.fixture
def load(tmp_path: Path, read: Read) -> Any:
    """Loads removals that differ in some cells from a plain one."""

    def _load(*changes: dict[str, str]) -> FileReport:
        return read(write_removals(tmp_path / "removals.csv", [removal(change) for change in changes]))

    return _load


@pytest.mark.parametrize("marker", MARKERS)
def test_a_redacted_cell_keeps_its_marker(load: Any, marker: str) -> None:
    """Which exemption ICE claims is itself a fact; spellings are those of the published files."""
    [row] = rows_of(load({"RC Threat Level": marker}).sheets[0])

    assert (row["threat_level"], row["threat_level_absence"]) == (None, f"redacted: {marker.strip()}")


def test_a_marker_that_comes_late_is_an_absence_too(load: Any) -> None:
    """Markers of the first rows are recalled for speed; what those rows lack must be told by its own text."""
    expected = ["redacted: (b)(6)"] * 150 + ["redacted: (b)(7)(E)", None]
    changes = [{"RC Threat Level": "(b)(6) "}] * 150 + [{"RC Threat Level": "(b)(7)(E)"}, {"RC Threat Level": "2"}]

    rows = rows_of(load(*changes).sheets[0])

    assert [row["threat_level_absence"] for row in rows] == expected


@pytest.mark.parametrize(
    ("cell", "value", "absence"),
    [
        ("2", "2", None),
        ("", None, "blank"),
        ("  ", None, "blank"),
        ("NA", None, "literal: NA"),
        ("2.0", "2", None),
    ],
)
def test_blank_and_na_are_two_absences(load: Any, cell: str, value: str | None, absence: str | None) -> None:
    """ICE leaves cells empty, writes NA and redacts; each says something else."""
    [row] = rows_of(load({"RC Threat Level": cell}).sheets[0])

    assert (row["threat_level"], row["threat_level_absence"]) == (value, absence)


@pytest.mark.parametrize("text", ["212a(7)(b)", "(b) of the act", "b (not redacted)", "7(b)(6)"])
def test_a_text_with_brackets_is_no_redaction(load: Any, text: str) -> None:
    """Charges are cited with brackets."""
    [row] = rows_of(load({"Final Charge Section": text}).sheets[0])

    assert (row["charge_section"], row["charge_section_absence"]) == (text, None)


@pytest.mark.parametrize("day", ["2/31/2016", "10/1/2115", "10/1/16", "13/13/2016", "soon", "0/0/0000"])
def test_a_mandatory_date_that_is_none_quarantines_its_row(load: Any, day: str) -> None:
    """The reason names column and value; a removal without a day cannot be counted by day."""
    [sheet] = load({}, {"Departed Date": day}).sheets

    [refused] = sheet.refused
    assert (sheet.ledger.loaded, sheet.ledger.quarantined) == (1, 1)
    assert (refused.line, refused.reason) == (8, f"departed_date is no date of the years 1900 to 2099: {day}")
    assert day.encode() in refused.raw


@pytest.mark.parametrize("day", ["2/31/2016", "10/1/2115", "10/1/16", "soon"])
def test_an_optional_date_that_is_none_is_repaired_with_its_text(load: Any, day: str) -> None:
    """The removal counts, and what stood there can still be read."""
    [sheet] = load({"Apprehension Date": day}).sheets

    [row] = rows_of(sheet)
    assert (sheet.ledger.repaired, sheet.ledger.quarantined) == (1, 0)
    assert (row["apprehension_date"], row["apprehension_date_absence"]) == (None, f"unreadable: {day}")


@pytest.mark.parametrize("cell", ["", "NA", "(b)(6)"])
def test_a_mandatory_date_that_is_absent_quarantines_its_row(load: Any, cell: str) -> None:
    """The kind of absence is part of the reason."""
    expected = {"": "blank", "NA": "literal: NA", "(b)(6)": "redacted: (b)(6)"}[cell]

    [refused] = load({"Departed Date": cell}).sheets[0].refused

    assert refused.reason == f"departed_date is {expected}"


@pytest.mark.parametrize(
    "spelled",
    [
        "10/5/2015",
        "2015-10-05",
        "2015/10/05",
        "2015-10-05T00:00:00",
        "05-OCT-2015",
        "10/5/2015 1:45 PM",
        "2015-10-05 00:00:00",
        "10/05/2015 13:45",
        "10/5/2015 1:45:00 PM",
        "2015-10-05 00:00:00.500",
    ],
)
def test_the_spellings_of_dates_mean_the_same_day(load: Any, spelled: str) -> None:
    """Text files and workbooks spell one day in many ways."""
    [row] = rows_of(load({"Departed Date": spelled}).sheets[0])

    assert str(row["departed_date"]) == "2015-10-05"


@pytest.mark.parametrize("column", ["Departed Date", "Apprehension Date"])
def test_a_column_that_writes_the_day_first_is_refused(load: Any, column: str) -> None:
    """13/10/2015 cannot be read; 5/10/2015 beside it could, as the tenth of May."""
    days = ["5/10/2015", "13/10/2015", "19/10/2015", "6/10/2015", "25/10/2015"]

    with pytest.raises(UnreadableFile, match=rf"'{column}' writes the day before the month \(13/10/2015 in row 8\)"):
        load(*({column: day} for day in days))


def test_one_day_in_the_place_of_a_month_is_an_error_of_its_row(load: Any) -> None:
    """Other days of the column are after the twelfth, as they are where the month stands first."""
    days = ["10/25/2015", "13/10/2015", "10/26/2015"]

    [sheet] = load(*({"Departed Date": day} for day in days)).sheets

    assert (sheet.ledger.loaded, [row.line for row in sheet.refused]) == (2, [8])


@pytest.mark.parametrize("spelled", ["Russia", "russia", "RUSSIA"])
def test_a_value_in_other_letters_is_the_listed_one(load: Any, spelled: str) -> None:
    """Counted apart, people of one country would be missing from its count."""
    [sheet] = load({"Citizenship": spelled}, {"Citizenship": "GUATEMALA"}).sheets

    assert [row["citizenship"] for row in rows_of(sheet)] == ["RUSSIA", "GUATEMALA"]
    assert sheet.unlisted == []


def test_a_value_outside_a_closed_vocabulary_quarantines_its_row(load: Any) -> None:
    """A country in the column of sex means that cells have moved."""
    [sheet] = load({"Gender": "GUATEMALA"}).sheets

    assert sheet.ledger.quarantined == 1
    assert sheet.refused[0].reason == "sex has a value outside its closed vocabulary: GUATEMALA"


def test_a_value_outside_an_open_vocabulary_is_kept_and_listed(load: Any) -> None:
    """New countries and spellings appear; they are counted as published."""
    [sheet] = load({}, {"Citizenship": "ATLANTIS"}, {"Citizenship": "ATLANTIS"}).sheets

    assert sheet.unlisted == [("citizenship", "ATLANTIS", 2, 8)]
    assert rows_of(sheet)[1]["citizenship"] == "ATLANTIS"


def test_a_published_spelling_is_stored_under_its_standard(load: Any) -> None:
    """Releases name one area in two ways."""
    [row] = rows_of(load({"Area of Responsibility": "Atlanta Area of Responsibility"}).sheets[0])

    assert row["area"] == "Atlanta"


def test_blanks_round_a_cell_are_no_part_of_it(load: Any) -> None:
    """Tabs and no-break spaces come from copying."""
    [row] = rows_of(load({"Citizenship": " \tRUSSIA\xa0 "}).sheets[0])

    assert row["citizenship"] == "RUSSIA"


@pytest.mark.parametrize(
    "cell", ["RUSSIA\t", "\tRUSSIA", "RUSSIA\xa0", "\xa0RUSSIA", " RUSSIA", "RUSSIA\n", "\r\nRUSSIA"]
)
def test_one_blank_at_one_end_of_one_cell_is_trimmed(load: Any, cell: str) -> None:
    """A column whose cells show no blanks is not trimmed, so a single one must show."""
    rows = rows_of(load({}, {"Citizenship": cell}, {}).sheets[0])

    assert [row["citizenship"] for row in rows][1] == "RUSSIA"


def test_a_tab_between_words_stays(load: Any) -> None:
    """Only the ends of a cell are trimmed."""
    [row] = rows_of(load({"Final Charge Section": "212a\t9A "}).sheets[0])

    assert row["charge_section"] == "212a\t9A"


def test_a_line_end_inside_a_cell_is_stored_as_published(load: Any) -> None:
    """The staging text has no line ends inside cells; the part has."""
    sheet = load({"Final Charge Section": "212a\nand\r237a"}, {}).sheets[0]

    assert [row["charge_section"] for row in rows_of(sheet)] == ["212a\nand\r237a", "212a9Aii"]
    assert [row["line"] for row in rows_of(sheet)] == [7, 9]


def test_a_first_cell_that_is_a_line_end_does_not_lose_its_row(load: Any) -> None:
    """Such a row once looked like the place of a line that is no row."""
    sheet = load({"Area of Responsibility": "\n"}, {}).sheets[0]

    assert (sheet.rows, sheet.ledger.loaded) == (2, 2)


def test_identical_rows_stay_separate_rows(load: Any) -> None:
    """53 to 76 thousand identical rows a year are real removals."""
    assert load({}, {}, {}).sheets[0].rows == 3


def test_a_row_of_blank_cells_is_a_blank_line(load: Any) -> None:
    """Spreadsheets end in them; they are counted, not quarantined."""
    [sheet] = load({}, dict.fromkeys(REMOVALS, "")).sheets

    assert (sheet.ledger.blank, sheet.ledger.rows, sheet.ledger.loaded) == (1, 1, 1)


@pytest.mark.parametrize(
    ("cell", "value", "absence"),
    [
        ("3", 3, None),
        ("1,234", 1234, None),
        ("12,345,678", 12345678, None),
        ("1,5", None, "unreadable: 1,5"),
        ("1234,567", None, "unreadable: 1234,567"),
        ("3.0", 3, None),
        ("-2", -2, None),
        ("3.5", None, "unreadable: 3.5"),
        ("1e3", None, "unreadable: 1e3"),
        ("few", None, "unreadable: few"),
        ("9" * 30, None, "unreadable: " + "9" * 30),
    ],
)
def test_whole_numbers_are_read_or_named_unreadable(
    tmp_path: Path, read: Read, cell: str, value: int | None, absence: str | None
) -> None:
    """Half a person is a mistake, not 3."""
    path = tmp_path / "headcount.csv"
    path.write_text(f"{HEADCOUNT}\nAAA|{cell}|2016-01-01\n")

    [row] = rows_of(read(path).sheets[0])

    assert (row["held_start_of_day"], row["held_start_of_day_absence"]) == (value, absence)


@pytest.mark.parametrize(("cell", "expected"), [("1.5", 1), ("nan", 0), ("inf", 0), ("1e999", 0), ("many", 0)])
def test_an_average_is_a_finite_number(tmp_path: Path, read: Read, cell: str, expected: int) -> None:
    """Infinity and not-a-number spread through every sum; the cell is mandatory, so its row is refused."""
    header = ["Name", "City", "State", *(f"Level {level}" for level in "ABCD"), "FY25 ALOS"]
    rows = [['"IIDS, 07/07/2025"', *[""] * 7], header, ["Place", "Town", "TX", cell, "0", "0", "0", "3"]]
    path = tmp_path / "averages.csv"
    path.write_text("".join(",".join(row) + "\n" for row in rows))

    [sheet] = [sheet for sheet in read(path).sheets if sheet.table == "official_averages"]

    assert sheet.rows == expected


@pytest.mark.parametrize(
    ("cell", "value"), [("YES", True), ("no", False), ("Y", True), ("N", False), ("perhaps", None)]
)
def test_yes_and_no_are_read_in_every_case(tmp_path: Path, read: Read, cell: str, value: bool | None) -> None:
    """Releases shout or do not."""
    path = tmp_path / "posted.csv"
    path.write_bytes(posted([{"Departed Date": "2025-01-02", "Final Order Yes No": cell}]))

    [row] = rows_of(read(path).sheets[0])

    assert row["final_order"] is value


def test_every_row_says_where_it_comes_from(load: Any) -> None:
    """Release, family, file, sheet and line lead back to the bytes."""
    [row] = rows_of(load({}).sheets[0])

    assert (row["release"], row["family"]) == ("ice_removals/2019-ICFO-53623", "foia-2019-icfo-53623")
    assert (len(row["file"]), row["sheet"], row["line"]) == (16, "", 7)


def test_absences_begin_with_words_that_are_explained(load: Any) -> None:
    """A reader of the data finds each first word in the dictionary."""
    report = load({"RC Threat Level": ""}, {"RC Threat Level": "(b)(6)"}, {"Apprehension Date": "soon"})
    rows = rows_of(report.sheets[0])
    words = {
        str(cell).partition(":")[0] for row in rows for name, cell in row.items() if name.endswith("_absence") and cell
    }

    assert words <= set(ABSENCES)


def test_the_rules_of_a_table_are_checked_with_examples(load: Any) -> None:
    """A departure after the day that counts it is shown by line."""
    [sheet] = load({}, {"Departed Date": "11/1/2015"}).sheets
    broken = {result.rule: (result.broken, result.rows, result.kept, result.lines) for result in sheet.quality}

    assert broken["departed before it was counted"] == (1, 2, False, (8,))
    assert broken["sex is stated"] == (0, 2, True, ())


@pytest.mark.parametrize("name", TABLES)
def test_a_table_declares_itself_whole(name: str) -> None:
    """Columns once each, with a meaning; mandatory ones among them; every rule about known columns."""
    declared = TABLES[name]
    columns = [column.name for column in declared.columns]

    assert len(columns) == len(set(columns))
    assert set(declared.mandatory) <= set(columns)
    assert all(column.meaning for column in declared.columns)
    assert all(any(column in rule.broken for column in columns) for rule in declared.rules)


def test_an_unknown_table_is_answered_with_the_known_ones() -> None:
    """Names are mistyped."""
    with pytest.raises(UnknownName, match="removals"):
        table("removal")
