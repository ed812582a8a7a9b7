"""How rows become lines: the column order of the published tables and the way each cell is written.

The agency writes tabs, no quotes, days as timestamps at midnight, some codes padded with blanks, and an absent code
as nothing, one blank or two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import duckdb

from sojourn.lookalike.court.reference import rows_of

MARKED_BLANKS = "CASE below(rowid, {salt}, 12) WHEN 0 THEN ' ' WHEN 1 THEN ' ' WHEN 2 THEN '  ' ELSE '' END"
PADDED_OF = 4
"""One code of this many is padded, as in the published charges."""


@dataclass(frozen=True)
class Column:
    """One column of a published table; motions end in two columns without a name."""

    name: str
    written_as: str


@cache
def tables() -> dict[str, tuple[Column, ...]]:
    """The 19 published tables and their columns, in the order of the files."""
    found: dict[str, list[Column]] = {}
    for row in rows_of("columns"):
        found.setdefault(row["table"], []).append(Column(row["column"], row["written_as"]))
    return {table: tuple(columns) for table, columns in found.items()}


@cache
def header(table: str) -> bytes:
    """The header line of a table, without its line end; columns without a name are not in it."""
    return "\t".join(column.name for column in tables()[table] if column.name).encode()


def blob(connection: duckdb.DuckDBPyConnection, table: str, line_end: str) -> bytes:
    """All rows of a table of this chunk as lines, each with its line end; the order is that of the rows' ids."""
    line = _line(connection, table)
    joined = connection.execute(f"SELECT encode(string_agg({line}, '{line_end}')) FROM {table}").fetchone()
    assert joined is not None
    return b"" if joined[0] is None else bytes(joined[0]) + line_end.encode()


def _line(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    present = {str(row[0]) for row in connection.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()}
    extras = iter(("extra_1", "extra_2"))
    cells = []
    for number, column in enumerate(tables()[table]):
        name = column.name or next(extras)
        cells.append(_cell(name, column.written_as, number) if name in present else "''")
    return f"concat_ws(chr(9), {', '.join(cells)})"


def _cell(name: str, written_as: str, number: int) -> str:
    """The text of one cell, never NULL."""
    if written_as == "day":
        return f"coalesce({name}::VARCHAR || ' 00:00:00.000', '')"
    if written_as == "mixed":
        return f"coalesce({name}, {MARKED_BLANKS.format(salt=440 + number % 60)})"
    if written_as.startswith("pad:"):
        width = int(written_as.removeprefix("pad:"))
        padded = f"CASE WHEN below(rowid, {440 + number % 60}, {PADDED_OF}) = 0 THEN rpad({name}, {width}, ' ') ELSE {name} END"
        return f"coalesce({padded}, '')"
    return f"coalesce({name}::VARCHAR, '')"
