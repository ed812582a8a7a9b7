"""A text whose columns are known as numbers is loaded as the same text without them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from conftest import Read
from invented import FAULTS, removal, write_removals
from sojourn.reading import coded, delimited, raw
from sojourn.record.worker import FileReport

DAYS = [f"{1 + number % 9}/{1 + number % 28}/2016" for number in range(1200)]
CHANGES = FAULTS | {
    121: {"RC Threat Level": " 2.0 ", "Citizenship": ""},
    122: {"RC Threat Level": "NA", "Gender": "Unknown"},
    300: {"Apprehension Date": "", "Gender": "Neither"},
    310: {"Departed Date": "10/1/2115", "Removal Date": ""},
    320: {"Citizenship": "ATLANTIS", "Final Charge Section": "237\na\nb"},
    1100: {"Citizenship": "LEMURIA", "Area of Responsibility": "\xa0Newark Area of Responsibility"},
    1199: {"Area of Responsibility": ""},
}
CELLS = [{"Departed Date": day, "Removal Date": day, **CHANGES.get(number, {})} for number, day in enumerate(DAYS)]
ROWS = [removal(cells) for cells in CELLS]
MANY_TEXTS = [removal(cells | {"Final Charge Section": f"charge {number}"}) for number, cells in enumerate(CELLS)]


def told(report: FileReport) -> tuple[Any, list[tuple[Any, ...]]]:
    """What a report says of its one sheet, without the names of its parts; and the stored rows as they stand."""
    [one] = report.sheets
    rows = [row for part in one.parts for row in duckdb.connect().execute(f"FROM '{part}'").fetchall()]
    return replace(one, parts=[]), rows


@pytest.mark.parametrize("halves", [False, True])
@pytest.mark.parametrize("rows", [ROWS, MANY_TEXTS], ids=["all coded", "one column as text"])
def test_a_coded_text_says_what_it_says_uncoded(
    tmp_path: Path,
    read: Read,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[list[str]],
    halves: bool,
) -> None:
    """Values, absences, order and lines, refused and mended rows, unlisted values: none depends on how it was read."""
    path = write_removals(tmp_path / "long.csv", rows)
    if halves:
        monkeypatch.setattr(raw, "_BLOCK", 4000)
        monkeypatch.setattr(delimited, "_PIECE", 9000)
    uncoded = told(read(path))
    (tmp_path / "parts").rename(tmp_path / "before")
    made: list[coded.Coded] = []
    kept = coded.Coder.coded

    def coded_and_kept(self: coded.Coder) -> coded.Coded | None:
        found = kept(self)
        made.extend([found] if found else [])
        return found

    monkeypatch.setattr(coded, "FEWEST_ROWS", 100)
    monkeypatch.setattr(coded.Coder, "coded", coded_and_kept)

    assert told(read(path)) == uncoded
    one = made[0]  # once more where rows are explained
    assert len(one.texts) >= len(rows[0]) - (rows is MANY_TEXTS)
    assert len(uncoded[1]) < len(rows)
