"""What was written of a text: its parts read again, for their span, their mended rows and what no vocabulary lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from sojourn.engine.connect import listed
from sojourn.sources.declare import vocabulary
from sojourn.tables.declare import Column, Table


@dataclass(frozen=True)
class Unlisted:
    """A value that an open vocabulary does not list; it is kept as published."""

    column: str
    value: str
    rows: int
    first_line: int


Respelled = Mapping[str, Mapping[str, str]]
"""For columns, values that their vocabulary has in other letters, and what is stored of each."""


@dataclass
class Part:
    """What was loaded into Parquet files, and what was not."""

    columns: set[str]
    paths: list[Path]
    rows: int = 0
    blank: int = 0
    first: date | None = None
    last: date | None = None
    repaired: set[int] = field(default_factory=set)
    refused: list[tuple[int, str]] = field(default_factory=list)
    unlisted: list[Unlisted] = field(default_factory=list)

    def respelled(self, table: Table) -> Respelled:
        """What is unlisted for its large and small letters alone: `Russia` would be counted apart from `RUSSIA`."""
        found: dict[str, dict[str, str]] = {}
        for one in self.unlisted:
            stored = vocabulary(table.column(one.column).vocabulary).stored.get(one.value.casefold())
            if stored:
                found.setdefault(one.column, {})[one.value] = stored
        return found


def parts_of(paths: Sequence[Path]) -> str:
    """The relation of the rows of one or two parts."""
    return f"read_parquet({listed(list(map(str, paths)))})"


def look_back(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    sources: dict[str, int],
    part: Part,
    key_date: str,
    values: Mapping[str, Sequence[object]],
) -> None:
    """Read what was written again for its span, its repaired cells and the values that no vocabulary lists.

    `values` are those that a column can have at most, where they are known: what none of them is need not be looked for.
    """
    there = [column for column in table.columns if column.name in sources]
    rows = parts_of(part.paths)
    if key_date:
        ends = f"CAST(min({key_date}) AS DATE), CAST(max({key_date}) AS DATE)"
        span = connection.execute(f"SELECT {ends} FROM {rows}").fetchone()
        part.first, part.last = span or (None, None)
    mended = [
        f"{column.absence} LIKE 'unreadable%'"
        for column in there
        if column.kind not in {"text", "code", "key", "withheld", "screened"}
        and any(str(value).startswith("unreadable") for value in values.get(column.absence, ["unreadable"]))
    ]
    if mended:
        lines = connection.execute(f"SELECT line FROM {rows} WHERE {' OR '.join(mended)}").fetchall()
        part.repaired = {line for (line,) in lines}
    for column in there:
        if column.kind == "code" and column.vocabulary:
            known = vocabulary(column.vocabulary).known
            if column.name not in values or not known.issuperset(values[column.name]):
                part.unlisted += _unlisted(connection, rows, column)


def _unlisted(connection: duckdb.DuckDBPyConnection, rows: str, column: Column) -> list[Unlisted]:
    known = vocabulary(column.vocabulary).known  # to tell the engine would take longer than to hear of every value
    counted = connection.execute(
        f"SELECT {column.name}, count(*), min(line) FROM {rows} WHERE {column.name} IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return [Unlisted(column.name, value, count, line) for value, count, line in counted if value not in known]
