"""What a table is: its grain, its columns with their meaning, and the rules that its rows must keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text",
    "code",
    "date",
    "integer",
    "decimal",
    "year",
    "yes_no",
    "withheld",
    "key",
    "id",
    "clock",
    "month",
    "moment",
    "screened",
]
"""How a cell is read.

`withheld` cells are never stored, only why they are absent; `screened` is text that is stored unless it holds
seven digits or more, which may be an A-number; `key` cells become a hash that holds inside one
release and nowhere else. `id` is a number under which a court files a case or a paper, not a person; `clock` is
HHMM as text; `month` is M/YYYY, of which the year is read; `moment` is a day with the time of day, midnight where
the release has days alone.
"""

Attribute = Literal["", "nationality", "sex", "age", "criminality", "place", "day", "person", "case"]
"""What a cell says about a person; the disclosure tier of an answer follows from these."""

STORED = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "date": "DATE",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "year": "SMALLINT",
    "yes_no": "BOOLEAN",
    "withheld": "VARCHAR",
    "key": "VARCHAR",
    "id": "BIGINT",
    "clock": "VARCHAR",
    "month": "SMALLINT",
    "moment": "TIMESTAMP",
    "screened": "VARCHAR",
}
"""The type in which each kind is stored."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `closed` vocabularies are complete: a value outside them quarantines its row. Values outside an open
    vocabulary are kept as published and listed in the ledger. A closed column of numbers holds numbers and what its
    vocabulary has for none: another text there would pass for a hidden count.
    """

    name: str
    kind: Kind
    meaning: str
    attribute: Attribute = ""
    vocabulary: str = ""
    closed: bool = False
    unit: str = ""

    @property
    def absence(self) -> str:
        """The companion column that says why the value is absent."""
        return f"{self.name}_absence"


@dataclass(frozen=True)
class Rule:
    """A condition that rows keep; `broken` is an SQL predicate that is true for a row that breaks it."""

    name: str
    broken: str
    why: str
    allowed_share: float = 0.0
    allowed_because: str = ""


@dataclass(frozen=True)
class Table:
    """One tidy table. `mandatory` names the columns without which a row cannot be loaded.

    A `compact` table stores values alone: no column says why a cell is absent, and rows do not know their line.
    """

    name: str
    title: str
    grain: str
    columns: tuple[Column, ...]
    mandatory: tuple[str, ...]
    rules: tuple[Rule, ...] = ()
    compact: bool = False

    def column(self, name: str) -> Column:
        """The column of this name; KeyError where there is none."""
        return next(column for column in self.columns if column.name == name)


PROVENANCE = (
    Column(
        "release", "text", "the release that the row comes from: source, request, and for publications its last day"
    ),
    Column("family", "text", "the layout under which the row was read"),
    Column("file", "text", "the first 16 hexadecimal digits of the SHA-256 of the file"),
    Column("sheet", "text", "the sheet of a workbook; empty for other files"),
    Column("line", "integer", "the line of the text, the row of the sheet or the element of the JSON, counted from 1"),
)
"""The columns that every table begins with."""

ABSENCES = {
    "blank": "the cell is empty",
    "redacted": "the agency withheld the cell; the marker follows",
    "literal": "the cell holds a text that means no value, such as NA; the text follows",
    "not in this release": "the layout has no such column",
    "unreadable": "the cell is no value of its kind; its text follows unless it may identify, and the row counts as repaired",
    "withheld": "the cell held a value that Sojourn never stores",
}
"""The words with which an `_absence` column begins, and what each means."""
