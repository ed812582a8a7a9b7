"""Counts of a court release as released, and with the rows that earlier releases had and it has no more."""

from __future__ import annotations

import pytest

from compare.months import Month, after, first, record_of
from sojourn.findings import Finding
from sojourn.measures import MEASURES, measure
from sojourn.record.opened import Record

TALLIED = ("asylum_outcomes", "pending_cases", "completions", "in_absentia", "representation", "appeals_filed")
JUNE = "eoir_cases/eoir@2026-06-01"


def withdraw(month: Month) -> None:
    """A pending case leaves whole, and of another case the one completed proceeding."""
    month.withdraw("A_TblCase", "1003")
    month.withdraw("B_TblProceeding", "503", "504")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """June, and July with two proceedings fewer."""
    june = first()
    return record_of(tmp_path_factory.mktemp("months"), june, after(june, change=withdraw))


def told(finding: Finding) -> str:
    """The caveats in one line."""
    return " ".join(caveat.text for caveat in finding.caveats)


@pytest.mark.parametrize("name", TALLIED)
def test_headlines_of_the_courts_have_the_parameter(name: str) -> None:
    """One parameter, with one meaning."""
    [tally] = [one for one in MEASURES[name].parameters if one.name == "tally"]
    assert tally.choices == ("as_released", "with_withdrawn")


@pytest.mark.parametrize(("tally", "pending", "completed"), [("as_released", 0, 1), ("with_withdrawn", 1, 2)])
def test_withdrawn_rows_are_added_on_request(record: Record, tally: str, pending: int, completed: int) -> None:
    """Each as the latest earlier release has it."""
    waiting = measure("pending_cases").ask(record, {"definition": "trac", "tally": tally})
    ended = measure("completions").ask(record, {"tally": tally})
    assert (waiting.value, ended.value) == (pending, completed)


def test_the_other_figure_stands_beside(record: Record) -> None:
    """With the withdrawn rows, the figure as released; without them, how to have it."""
    assert "As released: 1 completions" in told(measure("completions").ask(record, {"tally": "with_withdrawn"}))
    expected = f"Rows that {JUNE} or earlier releases had and this one has no more are not counted"
    assert expected in told(measure("completions").ask(record, {}))


def test_the_first_release_has_nothing_withdrawn(record: Record) -> None:
    """Nothing stands before it."""
    plain = measure("completions").ask(record, {"release": JUNE})
    added = measure("completions").ask(record, {"release": JUNE, "tally": "with_withdrawn"})
    assert plain.value == added.value == 2
    assert "tally" not in told(plain)
