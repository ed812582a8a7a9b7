"""The comparison as a person reads it, and the command that prints it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compare.months import after, compared, first, record_of, two_leave_and_one_turns
from sojourn.cli import main
from sojourn.publish.comparison import comparison_text
from sojourn.publish.terminal import INVENTED_NOTICE, P2_NOTICE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of two months."""
    june = first()
    return record_of(tmp_path_factory.mktemp("months"), june, after(june, change=two_leave_and_one_turns)).folder


def run(folder: Path, *words: str) -> Result:
    """A run of `sojourn compare` on the court record."""
    return CliRunner().invoke(main, ["compare", "eoir_cases", *words, "--record", str(folder)])


def test_the_answer_comes_first_after_the_notices(folder: Path) -> None:
    """With denominators."""
    lines = run(folder, "2026-06-01", "2026-07-01").stdout.splitlines()
    expected = "From eoir_cases/eoir@2026-06-01 to eoir_cases/eoir@2026-07-01: 2 of 11 (18 %) rows vanished, and 1"
    assert lines[:3] == [INVENTED_NOTICE, P2_NOTICE, expected]


@pytest.mark.parametrize(
    "expected",
    [
        "2 of them had a decision, as had 4 of 4 rows.",
        "2 of them belong to cases that stay in the newer release.",
        "decision G -> D 1 1",
        "Relief Docket would flag court_applications: more than 0.5 % of rows lost (2 of 4 vanished).",
    ],
)
def test_what_matters_is_said(folder: Path, expected: str) -> None:
    """In words, or in a line of a table."""
    assert expected in " ".join(run(folder, "2026-06-01", "2026-07-01").stdout.split())


def test_progress_goes_to_standard_error(folder: Path) -> None:
    """One line a table."""
    result = run(folder, "2026-06-01", "2026-07-01", "--table", "court_cases")
    assert result.stderr == "comparing court_cases\n"


@pytest.mark.parametrize("words", [("2026-06-01", "2020-01-01"), ("2026-06-01", "2026-06-01")])
def test_a_wrong_release_is_wrong_usage(folder: Path, words: tuple[str, str]) -> None:
    """Exit 2, as for every name that does not exist."""
    assert run(folder, *words).exit_code == 2


def test_releases_that_do_not_differ_make_a_short_text(tmp_path: Path) -> None:
    """No table of nothing, and no notice where no small number is shown."""
    june = first()
    text = comparison_text(compared(tmp_path, june, after(june)))
    assert "0 of 11 rows vanished" in text
    assert P2_NOTICE not in text
    assert "moved earlier" not in text


def test_a_record_that_may_not_be_written_can_be_compared(folder: Path) -> None:
    """What the engine spills goes elsewhere."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert run(folder, "2026-06-01", "2026-07-01").exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
