"""Invented rows, column by column, before they take the form of a file.

A column is a short list of distinct cells and one number for each row that says which cell stands there. So a
million rows cost little, and what a column should say once it is read is counted without reading it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

Value = str | int | date | None
"""What a cell should be once it is loaded; None where it has no value."""

Outcome = Literal["loaded", "repaired", "quarantined", "blank", "ignored"]
"""What should become of a planted fault; `ignored` is what is no row of any table."""

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Formula:
    """A workbook formula; the text of its cell is the stored value."""

    text: str


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the value that it should give, and how a workbook or a text file holds it.

    `native` is what a workbook holds instead of the text; `raw` is what a text file holds instead of the
    quoted text.
    """

    text: str
    value: Value = None
    native: date | float | Formula | None = None
    raw: str | None = None


@dataclass
class Column:
    """The cells of one header; `name` is the table column that it fills, empty where none."""

    header: str
    name: str
    cells: list[Cell]
    codes: Codes
    quoted: bool = True

    def cell(self, row: int) -> Cell:
        """The cell of one row."""
        return self.cells[int(self.codes[row])]

    def put(self, row: int, cell: Cell) -> None:
        """Make one row hold another cell."""
        self.codes[row] = len(self.cells)
        self.cells.append(cell)

    def values(self) -> list[Value]:
        """The value of each distinct cell."""
        return [cell.value for cell in self.cells]

    def counts(self, keep: Flags) -> Counter[Value]:
        """Rows by value among the rows to keep."""
        found: Counter[Value] = Counter()
        for value, rows in zip(self.values(), np.bincount(self.codes[keep], minlength=len(self.cells)), strict=True):
            if rows:
                found[value] += int(rows)
        return found


@dataclass
class Frame:
    """Rows of one table under one header row, with what was planted into them.

    `outcomes` lists only rows that are not simply loaded. `before` holds lines that are no rows and stand
    before a row; `extra` a cell too many; `cut` the rows whose last cell is missing; `notes` the lines that
    follow the last row, "" for a blank one.
    """

    table: str
    columns: list[Column]
    rows: int
    year: int | None = None
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    before: dict[int, list[str]] = field(default_factory=dict)
    extra: dict[int, str] = field(default_factory=dict)
    cut: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def headers(self) -> list[str]:
        """The header row."""
        return [column.header for column in self.columns]

    def column(self, name: str) -> Column | None:
        """The column that fills a table column."""
        return next((column for column in self.columns if column.name == name), None)

    def kept(self) -> Flags:
        """The rows that a reader should keep."""
        keep = np.ones(self.rows, dtype=np.bool_)
        keep[[row for row, outcome in self.outcomes.items() if outcome == "quarantined"]] = False
        return keep

    def repeat(self, row: int) -> None:
        """Make a row identical to the one before it."""
        for column in self.columns:
            column.codes[row] = column.codes[row - 1]

    def lines(self, rows: Sequence[int], first: int, *, breaks: bool) -> dict[int, int]:
        """The line of each row where row 0 stands at `first`; `breaks` counts line ends inside cells."""
        jumps = Counter({row: len(lines) for row, lines in self.before.items()})
        for column in self.columns if breaks else []:
            for row in np.flatnonzero(np.isin(column.codes, _broken(column))):
                jumps[int(row) + 1] += (column.cell(int(row)).raw or "").count("\n")
        return {row: first + row + sum(count for at, count in jumps.items() if at <= row) for row in rows}


def _broken(column: Column) -> list[int]:
    return [number for number, cell in enumerate(column.cells) if "\n" in (cell.raw or "")]
