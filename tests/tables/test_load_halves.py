"""A long text is loaded in two halves; what is said of it is the same as if it were loaded whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from conftest import Read
from invented import FAULTS, removal, removals_workbook, write_removals
from sojourn.reading import delimited, raw, sheet, workbook
from sojourn.record.worker import FileReport

DAYS = [f"{1 + number % 9}/{1 + number % 28}/2016" for number in range(400)]
CHANGES = FAULTS | {
    300: {"Apprehension Date": "later"},
    310: {"Departed Date": "10/1/2115"},
    320: {"Citizenship": "ATLANTIS", "Final Charge Section": "237\na\nb"},
    399: {"Citizenship": "LEMURIA", "Area of Responsibility": ""},
}
ROWS = [
    removal({"Departed Date": day, "Removal Date": day, **CHANGES.get(number, {})}) for number, day in enumerate(DAYS)
]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes texts go on in further files after a few rows."""

    def _short() -> None:
        monkeypatch.setattr(raw, "_BLOCK", 1000)
        monkeypatch.setattr(workbook, "_BLOCK", 2000)
        monkeypatch.setattr(workbook, "_PIECE", 8000)
        monkeypatch.setattr(delimited, "_PIECE", 3000)
        monkeypatch.setattr(sheet, "_PIECE", 3000)

    return _short


def told(report: FileReport) -> tuple[Any, list[tuple[Any, ...]]]:
    """What a report says of its one sheet, without the names of its parts; and the stored rows by line."""
    [one] = report.sheets
    parts = [str(part) for part in one.parts]
    rows = duckdb.connect().execute("SELECT * FROM read_parquet($parts) ORDER BY line", {"parts": parts}).fetchall()
    return replace(one, parts=[]), rows


@pytest.mark.parametrize(("write", "name"), [(write_removals, "long.csv"), (removals_workbook, "long.xlsx")])
def test_two_halves_say_what_the_whole_says(
    tmp_path: Path, read: Read, short: Callable[[], None], write: Callable[..., Path], name: str
) -> None:
    """Lines, refused rows, mended rows and unlisted values are those of the text, whichever half they stand in."""
    (tmp_path / "whole").mkdir()
    whole = read(write(tmp_path / "whole" / name, ROWS))
    short()
    (tmp_path / "parts").rename(tmp_path / "before")
    for one in whole.sheets:
        one.parts = [tmp_path / "before" / name / part.name for part in one.parts]

    halves = read(tmp_path / "whole" / name)

    assert [len(one.sheets[0].parts) for one in (whole, halves)] == [1, 2]
    assert told(halves) == told(whole)
    assert [len(whole.sheets[0].refused), whole.sheets[0].ledger.repaired] == [2, 2]


def test_the_second_half_goes_on_where_the_first_ends(tmp_path: Path, read: Read, short: Callable[[], None]) -> None:
    """No row stands in both, and together they hold every line in order."""
    short()

    [one] = read(write_removals(tmp_path / "long.csv", ROWS)).sheets

    lines = [
        [
            line
            for (line,) in duckdb.connect()
            .execute("SELECT line FROM read_parquet($part)", {"part": str(part)})
            .fetchall()
        ]
        for part in one.parts
    ]
    assert lines[0] + lines[1] == sorted({*lines[0], *lines[1]})
    assert min(map(len, lines)) > 100
