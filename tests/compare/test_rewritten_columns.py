"""A column that the later release rewrote in every row is told once, and hides no other change."""

from __future__ import annotations

from pathlib import Path

import pytest

from compare.months import Month, Rows, after, compared, first
from sojourn.compare import whole
from sojourn.compare.keyed import ColumnChange, KeyedTable
from sojourn.publish.comparison import comparison_text

APPLICATIONS = "tbl_Court_Appln"


def change(month: Month) -> None:
    """Every day of receipt moves on by a month, a grant becomes a denial, and an application leaves."""
    for row in month.tables[APPLICATIONS]:
        row["APPL_RECD_DATE"] = "2024-09-01 00:00:00.000"
    month.row(APPLICATIONS, "4")["APPL_DEC"] = "D"
    month.withdraw(APPLICATIONS, "2")


def decide(rows: Rows) -> None:
    """Every row gets the letter W."""
    for row in rows:
        row["APPL_DEC"] = "W"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of four rows counts as large."""
    monkeypatch.setattr(whole, "LARGE", 1)
    monkeypatch.setattr(whole, "ENOUGH", 1)


def applications(folder: Path, *months: Month) -> tuple[KeyedTable, str]:
    """The applications of two months, and the text."""
    found = compared(folder, *months)
    return next(one for one in found.keyed if one.table == "court_applications"), comparison_text(found)


@pytest.mark.usefixtures("small")
def test_a_column_that_differs_in_every_row_makes_no_row_changed(tmp_path: Path) -> None:
    """One row changed besides, and one left."""
    june = first()
    one, text = applications(tmp_path, june, after(june, change=change))
    assert one.rewritten_whole == ("received_date",)
    assert (one.vanished, one.changed, one.unchanged) == (1, 1, 2)
    assert ColumnChange("received_date", 3, filled=0, emptied=0, replaced=3, earlier=0, later=3) in one.columns
    assert [(each.before, each.after) for each in one.rewritten] == [("G", "D")]
    assert "Rewritten as a whole, in nearly every row" in text


@pytest.mark.usefixtures("small")
def test_a_letter_that_was_rewritten_in_every_row_is_counted_by_pair(tmp_path: Path) -> None:
    """Four rows, each with another letter before."""
    june = first()
    july = after(june, change=lambda month: decide(month.tables[APPLICATIONS]))
    one, _ = applications(tmp_path, june, july)
    assert one.rewritten_whole == ("decision",)
    assert {(each.before, each.rows) for each in one.rewritten} == {("D", 1), ("L", 1), ("T", 1), ("G", 1)}


@pytest.mark.usefixtures("small")
def test_a_column_that_differs_in_some_rows_is_not_rewritten_as_a_whole(tmp_path: Path) -> None:
    """Three of four rows are fewer than nine of ten."""
    june = first()
    july = after(june, change=lambda month: decide(month.tables[APPLICATIONS][1:]))
    one, _ = applications(tmp_path, june, july)
    assert (one.rewritten_whole, one.changed) == ((), 3)


def test_a_small_table_is_not_sampled(tmp_path: Path) -> None:
    """Its rows are kept without harm."""
    june = first()
    one, _ = applications(tmp_path, june, after(june, change=change))
    assert (one.rewritten_whole, one.changed) == ((), 3)
