"""Code lists and the form of files: what is new, retired, renamed, refused or missing."""

from __future__ import annotations

from datetime import date

import pytest

from compare.months import Month, after, compared, first
from compare.unsaid import unsaid
from sojourn.compare import Comparison
from sojourn.compare.form import Form
from sojourn.compare.lists import CodeChange, Event
from sojourn.compare.thresholds import Note

JUDGES = [
    ("idnJudge", "JUDGE_CODE", "JUDGE_NAME", "blnActive"),
    ("1", "QQA", "ANNA EXAMPLE", "1"),
    ("2", "QQB", "BO SAMPLE", "1"),
    ("3", "QQC", "CY PATTERN", "1"),
    ("4", "QQD", "DEE MODEL", "1"),
]
NEW_JUDGES = [
    JUDGES[0],
    ("1", "QQA", "Example, Anna", "1"),
    ("2", "QQB", "Other, Bo", "1"),
    ("4", "QQD", "DEE MODEL", "0"),
    ("5", "QQE", "EVE DRAFT", "1"),
]


def change(month: Month) -> None:
    """Judges change, a list goes and one comes, columns go, and a line that cannot be read comes."""
    month.lists["tblLookupJudge"] = [*NEW_JUDGES]
    month.lists["tblLookupSex"] = [("idnSex", "strcode", "strDescription"), ("1", "F", "Female")]
    del month.lists["tblLookupHloc"]
    month.without["A_TblCase"] = {"LPR"}
    month.extra["tbl_Court_Appln"] = b"never\t501\t1001\tASYL\t2023-08-01 00:00:00.000\tD\r\n"
    month.row("B_TblProceeding", "503")["COMP_DATE"] = ""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """June against July."""
    june = first()
    june.lists["tblLookupJudge"] = [*JUDGES]
    return compared(tmp_path_factory.mktemp("months"), june, after(june, change=change))


def form(found: Comparison, table: str) -> Form:
    """The form of one table."""
    return next(one for one in found.forms if one.table == table)


@pytest.mark.parametrize(
    ("code", "event", "before", "after"),
    [
        ("QQA", "respelt", "ANNA EXAMPLE", "Example, Anna"),
        ("QQB", "relabelled", "BO SAMPLE", "Other, Bo"),
        ("QQC", "retired", "CY PATTERN", ""),
        ("QQD", "switched", "1", "0"),
        ("QQE", "new", "", "EVE DRAFT"),
    ],
)
def test_each_change_of_a_code_is_told_by_its_kind(
    found: Comparison, code: str, event: Event, before: str, after: str
) -> None:
    """A name in another order is not another judge."""
    expected = CodeChange("tblLookupJudge", code, "", "", event, before, after)
    assert found.lists
    assert [one for one in found.lists.changes if one.code == code] == [expected]


def test_nothing_else_in_the_lists_differs(found: Comparison) -> None:
    """Lists that only one release has are named, and their codes are not."""
    assert found.lists
    assert len(found.lists.changes) == 5
    assert found.lists.lists_gone == ("tblLookupHloc",)
    assert found.lists.lists_new == ("tblLookupSex",)


def test_a_row_that_was_refused_shows_with_its_reason(found: Comparison) -> None:
    """The ledger of both, and why rows were refused."""
    applications = form(found, "court_applications")
    assert applications.counts["lines"] == (5, 6)
    assert applications.counts["quarantined"] == (0, 1)
    assert [(one.older, one.newer) for one in applications.reasons] == [(0, 1)]


def test_columns_that_went_are_named(found: Comparison) -> None:
    """A reader of the newer release would find nothing there."""
    assert form(found, "court_cases").columns_gone == ("lpr",)


def test_blanks_and_last_days_come_from_each_column(found: Comparison) -> None:
    """One completion of January 2025, the latest, became blank."""
    proceedings = form(found, "court_proceedings")
    [blanks] = [(one.older, one.newer) for one in proceedings.blanks if one.column == "completion_date"]
    [days] = [(one.older, one.newer) for one in proceedings.last_days if one.column == "completion_date"]
    assert blanks == (1, 2)
    assert days == (date(2025, 1, 15), date(2024, 11, 5))


def test_thresholds_of_others_are_notes(found: Comparison) -> None:
    """What the Deportation Data Project would warn of, and what it would not."""
    crossed = {(one.table, one.threshold) for one in found.notes if one.crossed}
    expected = {
        ("court_cases", "a column new or missing"),
        ("court_proceedings", "share of blank cells moved by more than 2 points"),
        ("court_proceedings", "last day of a column fell"),
    }
    assert crossed == expected
    assert Note("Relief Docket", "court_cases", "more than 0.1 % of rows lost", False, "0 of 3 vanished") in found.notes


def test_count_txt_is_quoted_where_it_disagrees(tmp_path_factory: pytest.TempPathFactory) -> None:
    """It is off by one in real releases."""
    june = first()
    july = after(june, change=lambda month: month.counts.update({"tbl_Court_Appln": 5}))
    found = compared(tmp_path_factory.mktemp("months"), june, july)
    expected = ("", "Count.txt says 5 rows, it has 4")
    assert form(found, "court_applications").stated == expected


def test_all_that_the_comparison_says_can_be_said_again(found: Comparison) -> None:
    """A sentence that is glued together stays English on every page."""
    assert unsaid(found) == set()
