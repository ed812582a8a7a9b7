"""What the numbers of coded columns mean: each text is cast once, and its number finds the value in every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from sojourn.engine.connect import quoted
from sojourn.reading.coded import Coded
from sojourn.tables.text import Half

_ROWS_FOR_ONE = 64
"""A text column with so many rows for each of its texts is stored as an enumeration, which is written whole with every
group of rows and without a look at a text; one with fewer would grow by it."""

_FEW = 256
"""Most columns have no more texts, and one with many is no reason to look at so many lines of all."""


@dataclass(frozen=True)
class Wanted:
    """A value to be had for each text of a column: the SQL that makes it of the relation of texts, and its type."""

    name: str
    column: int
    sql: str
    type: str


class Meanings:
    """The values of all texts as lists in a table of one row: beside it a row of numbers is a row of values."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, texts: str, coded: Coded, wanted: Sequence[Wanted]
    ) -> None:
        self._coded = coded
        self._wanted = wanted
        columns = ", ".join(f"CASE WHEN line <= {self._many(one)} THEN {one.sql} END AS {one.name}" for one in wanted)
        connection.execute(f"CREATE OR REPLACE TABLE texts AS SELECT line AS number, {columns} FROM {texts}")
        self.values = {
            name: values
            for few in (True, False)
            for name, values in _found(connection, [one for one in wanted if (self._many(one) <= _FEW) == few], few)
        }
        lists = ", ".join(
            f"list(CAST({one.name} AS {self._type(one)})) AS {one.name}"
            for one in wanted
            if self.values[one.name] and not self.always(one.name)
        )
        connection.execute(
            f"CREATE OR REPLACE TABLE meanings AS SELECT {lists or '0'} FROM (SELECT * FROM texts ORDER BY number)"
        )

    def _many(self, one: Wanted) -> int:
        return len(self._coded.texts[one.column])

    def _type(self, one: Wanted) -> str:
        values = self.values[one.name]
        if one.type != "VARCHAR" or len(values) * _ROWS_FOR_ONE > len(self._coded.gaps):
            return one.type
        return f"ENUM({', '.join(quoted(str(value)) for value in values)})"

    def always(self, name: str) -> bool:
        """Whether a condition holds for every text of its column."""
        return self.values[name] == [True]

    def of(self, one: Wanted) -> str:
        """SQL for the value of one row of `rows`."""
        return f"meanings.{one.name}[k{one.column}]" if self.values[one.name] else f"CAST(NULL AS {one.type})"

    def number(self, connection: duckdb.DuckDBPyConnection, half: Half, *, gaps: bool) -> None:
        """Make the numbers of some lines a relation `numbers` of a connection, if need be with their gaps."""
        lines = slice(half.first, half.stop)
        columns = {f"k{one.column}": self._coded.numbers[one.column][lines] for one in self._wanted}
        connection.register("numbers", columns | ({"gap": self._coded.gaps[lines]} if gaps else {}))


def _found(
    connection: duckdb.DuckDBPyConnection, wanted: Sequence[Wanted], few: bool
) -> Iterator[tuple[str, list[object]]]:
    """The different values of columns as they come: what comes first is common, and its low number packs well."""
    if wanted:
        lines = f"WHERE number <= {_FEW}" if few else ""
        names = ", ".join(one.name for one in wanted)
        rows = connection.execute(f"SELECT {names} FROM texts {lines} ORDER BY number").fetchall()
        for one, values in zip(wanted, zip(*rows, strict=True), strict=True):
            yield one.name, [value for value in dict.fromkeys(values) if value is not None]
