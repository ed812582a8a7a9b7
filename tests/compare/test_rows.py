"""Rows of two releases matched by key: what left, came, came back and was rewritten, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from compare.months import Month, after, compared, first
from sojourn.compare import Comparison
from sojourn.compare.keyed import ColumnChange, KeyedTable, Reappeared, Rewritten

CASES, PROCEEDINGS, APPLICATIONS = "A_TblCase", "B_TblProceeding", "tbl_Court_Appln"


def change(month: Month) -> None:
    """What happens between June and July: application 2 leaves, 5 comes, 1 and 4 are rewritten, and so is a day."""
    month.withdraw(APPLICATIONS, "2")
    month.add(APPLICATIONS, {"IDNPROCEEDINGAPPLN": "5", "IDNPROCEEDING": "504", "IDNCASE": "1003", "APPL_CODE": "ASYL"})
    month.row(APPLICATIONS, "1")["APPL_DEC"] = ""
    month.row(APPLICATIONS, "4")["APPL_DEC"] = "D"
    month.row(PROCEEDINGS, "503")["COMP_DATE"] = "2025-01-10 00:00:00.000"
    month.row(PROCEEDINGS, "501")["COMP_DATE"] = "2024-11-06 00:00:00.000"
    month.row(PROCEEDINGS, "504")["COMP_DATE"] = "2026-06-29 00:00:00.000"
    month.row(PROCEEDINGS, "504")["LANG"] = ""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """June against July, with a release of May that had an application which June lacks."""
    june = first()
    may = after(june, "2026-05-01")
    may.add(APPLICATIONS, {"IDNPROCEEDINGAPPLN": "5", "IDNPROCEEDING": "504", "IDNCASE": "1003", "APPL_CODE": "ASYL"})
    return compared(tmp_path_factory.mktemp("months"), may, june, after(june, change=change))


def table(found: Comparison, name: str) -> KeyedTable:
    """One table of a comparison."""
    return next(one for one in found.keyed if one.table == name)


def test_each_row_is_counted_once(found: Comparison) -> None:
    """Older = vanished + changed + unchanged, newer = added + changed + unchanged."""
    expected = {
        "court_cases": (3, 3, 0, 0, 0, 3),
        "court_proceedings": (4, 4, 0, 0, 3, 1),
        "court_applications": (4, 4, 1, 1, 2, 1),
    }
    counted = {
        one.table: (one.older, one.newer, one.vanished, one.added, one.changed, one.unchanged) for one in found.keyed
    }
    assert counted == expected


def test_a_row_that_an_earlier_release_had_came_back(found: Comparison) -> None:
    """Application 5 stood in May, not in June, and stands in July."""
    expected = (Reappeared("eoir_cases/eoir@2026-05-01", 1),)
    assert table(found, "court_applications").reappeared == expected


def test_every_changed_column_is_named_with_its_kind_of_change(found: Comparison) -> None:
    """One day filled in, one moved back, one moved on; one language emptied."""
    expected = (
        ColumnChange("completion_date", 3, filled=1, emptied=0, replaced=2, earlier=1, later=1),
        ColumnChange("language", 1, filled=0, emptied=1, replaced=0, earlier=None, later=None),
    )
    assert table(found, "court_proceedings").columns == expected


def test_a_rewritten_letter_is_told_from_a_blank(found: Comparison) -> None:
    """G became D; the D that became blank is no rewriting."""
    applications = table(found, "court_applications")
    assert applications.rewritten == (Rewritten("decision", "G", "D", 1, 1),)
    assert applications.columns == (ColumnChange("decision", 2, 0, 1, 1, None, None),)


def test_the_order_in_which_releases_are_named_does_not_matter(tmp_path: Path) -> None:
    """The older one is the older one."""
    june = first()
    newer = after(june, change=lambda month: month.withdraw(APPLICATIONS, "3"))
    expected = ("eoir_cases/eoir@2026-06-01", "eoir_cases/eoir@2026-07-01", 1)
    found = compared(tmp_path, newer, june)
    assert (found.pair.older.id, found.pair.newer.id, table(found, "court_applications").vanished) == expected


def test_releases_of_the_same_rows_do_not_differ(tmp_path: Path) -> None:
    """Another order of the rows and other line ends are no change."""
    june = first()
    july = after(june, change=lambda month: month.tables[APPLICATIONS].reverse())
    found = compared(tmp_path, june, july)
    assert [one.changed + one.vanished + one.added for one in found.keyed] == [0, 0, 0]
    assert all(not one.columns and one.losses is None for one in found.keyed)


def repeat(month: Month) -> None:
    """Application 4 twice, once with another letter."""
    month.add(APPLICATIONS, {**month.row(APPLICATIONS, "4"), "APPL_DEC": "D"})


@pytest.mark.parametrize("both", [True, False])
def test_keys_that_stand_in_several_rows_are_set_aside(tmp_path: Path, both: bool) -> None:
    """Which of two rows became which cannot be known, so nothing is said of them but their number."""
    june = after(first(), "2026-06-01", repeat) if both else first()
    july = after(june, change=lambda month: month.withdraw(APPLICATIONS, "2")) if both else after(june, change=repeat)
    expected = (2, 2, 1, 0, 0) if both else (1, 2, 0, 0, 0)
    one = table(compared(tmp_path, june, july), "court_applications")
    assert (one.repeated_older, one.repeated_newer, one.vanished, one.added, one.changed) == expected


def test_a_column_that_only_one_release_has_is_no_change_of_its_rows(tmp_path: Path) -> None:
    """It is told once, with the form of the table."""
    june = first()
    july = after(june)
    july.without[CASES] = {"Sex", "LPR"}
    found = compared(tmp_path, june, july)
    assert table(found, "court_cases").changed == 0
    assert next(one for one in found.forms if one.table == "court_cases").columns_gone == ("lpr", "sex")
