"""The tables of a record as views over its parts, planned for the columns that a statement names.

A view of forty columns takes longer to plan than most statements take to run. So each statement sees a table with the columns
that it names, and the whole of it only where it asks for rows as wholes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from sojourn.engine.connect import listed, quoted
from sojourn.record.kept import Kept
from sojourn.record.manifest import DERIVED, SheetEntry
from sojourn.tables import PROVENANCE, STORED, TABLES, Column, Table
from sojourn.tables.court.declare import ODDITIES

MOST_LETTERS = 4_000_000
"""Letters of the statements that are kept in the form in which they are run; to find that form takes up to a millisecond."""
_TEXTS = re.compile(r"'[^']*'")
_WORDS = re.compile(r"\w+")
_READ = re.compile(
    rf"'[^']*'|\b(FROM|JOIN)\s+({'|'.join(TABLES)})\b(?=\s*(?:$|[),;]|AS\s+(\w+)|(?:WHERE|GROUP|HAVING|ORDER|LIMIT|UNION|EXCEPT|INTERSECT"
    r"|LEFT|RIGHT|FULL|INNER|CROSS|SEMI|ANTI|JOIN|ON|USING)\b))",
    re.IGNORECASE,
)
"""A text, or a table that a statement reads, with the name that it has there where that is another."""
_UNNAMED = re.compile(
    r"(?:\bSELECT|\bDISTINCT|,|\.)\s*\*|\b(?:NATURAL|COLUMNS|WITH)\b|(?:^|[(;]|\b(?:AS|ALL|UNION|EXCEPT|INTERSECT))\s*FROM\b",
    re.IGNORECASE,
)
"""Where a statement may ask for columns that it does not name."""


class Views:
    """The views of the tables on one connection to the engine, each made when a statement first asks for it."""

    def __init__(self, folder: Path, sheets: Collection[SheetEntry]) -> None:
        """Of the record in a folder, with the sheets of its manifest."""
        self._folder = folder.resolve()
        self._sheets = sheets
        self._parts: dict[str, list[_Parts]] = {}
        self._made: dict[tuple[str, frozenset[str]], str] = {}
        self._ready: Kept[str, str] = Kept(MOST_LETTERS, len)

    def rows(self, table: Table, named: Collection[str]) -> str:
        """The SQL of a table's rows with the columns that are named."""
        if table.name not in self._parts:
            self._parts[table.name] = _parts(table, self._folder, self._sheets)
        return " UNION ALL ".join(part.select(table, named) for part in self._parts[table.name])

    def make(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the views of all tables as wholes, for which the engine reads what stands at the end of each part."""
        for table in TABLES.values():
            self._view(connection, table, names(table))

    def ready(self, connection: duckdb.DuckDBPyConnection, sql: str) -> str:
        """A statement as it is to be run, once the views that it asks for are made."""
        known = self._ready.get(sql)
        if known is None:
            known = self._readied(connection, sql)
            self._ready.put(sql, known)
        return known

    def _readied(self, connection: duckdb.DuckDBPyConnection, sql: str) -> str:
        plain = _TEXTS.sub("''", sql)
        words = frozenset(_WORDS.findall(plain.lower()))
        narrow = {
            name: self._view(connection, TABLES[name], words & names(TABLES[name]) or frozenset({PROVENANCE[0].name}))
            for name in _by_column(plain)
        }
        for name in (TABLES.keys() & words) - narrow.keys():
            self._view(connection, TABLES[name], names(TABLES[name]))
        return _READ.sub(
            lambda found: f"{found[1]} {narrow.get(found[2].lower(), found[2])}" if found[1] else found[0], sql
        )

    def _view(self, connection: duckdb.DuckDBPyConnection, table: Table, named: frozenset[str]) -> str:
        """The name of the view of some columns; that of all is the name of the table alone."""
        if (table.name, named) not in self._made:
            name = table.name
            if named != names(table):
                name = f"narrow_{len(self._made)}.{name}"
                connection.execute(f"CREATE SCHEMA {name.partition('.')[0]}")
            connection.execute(f"CREATE VIEW {name} AS {self.rows(table, named)}")
            self._made[table.name, named] = name
        return self._made[table.name, named]


@cache
def names(table: Table) -> frozenset[str]:
    """The names of all columns of a table, with those that say why a cell is absent."""
    absences = () if table.compact else (column.absence for column in table.columns)
    return frozenset((*(column.name for column in (*PROVENANCE, *table.columns)), *absences))


def _by_column(plain: str) -> set[str]:
    """The tables of which a statement names each column that it wants."""
    if _UNNAMED.search(plain):
        return set()
    read = [found for found in _READ.finditer(plain) if found[1]]
    return {found[2].lower() for found in read} - {found[2].lower() for found in read if _wants_rows(plain, found)}


def _wants_rows(plain: str, found: re.Match[str]) -> bool:
    """Whether the name of a table stands elsewhere than where it is read or says whose a column is: there it means whole rows."""
    name = found[3] or found[2]
    if name.lower() in names(TABLES[found[2].lower()]):
        return False
    read = rf"\bAS\s+{name}\b" if found[3] else rf"\b(?:FROM|JOIN)\s+{name}\b"
    bare = re.findall(rf"\b{name}\b(?!\s*\.)", plain, re.IGNORECASE)
    return len(bare) > len(re.findall(read, plain, re.IGNORECASE))


@dataclass(frozen=True)
class _Parts:
    """Files with the same columns, and the SQL of what is the same for all rows in them, by column."""

    paths: tuple[str, ...]
    columns: frozenset[str]
    constants: Mapping[str, str]

    def select(self, table: Table, named: Collection[str]) -> str:
        """The SQL of their rows with the columns that are named; what they lack is shown as not in this release."""
        cells = [f"{self._origin(column)} AS {column.name}" for column in PROVENANCE if column.name in named]
        for column in table.columns:
            there = self._has(table, column)
            if column.name in named:
                cells.append(column.name if there else f"CAST(NULL AS {STORED[column.kind]}) AS {column.name}")
            if column.absence in named and not table.compact:
                cells.append(column.absence if there else f"'not in this release' AS {column.absence}")
        source = f"read_parquet({listed(self.paths)})" if self.paths else "(SELECT 1) WHERE false"
        return f"SELECT {', '.join(cells)} FROM {source}"

    def _origin(self, column: Column) -> str:
        return self.constants.get(column.name) or f"CAST({column.name} AS {STORED[column.kind]})"

    def _has(self, table: Table, column: Column) -> bool:
        if table.compact and self.columns and (self.columns == {DERIVED} or column.name == ODDITIES.name):
            return True
        return column.name in self.columns


def _parts(table: Table, folder: Path, sheets: Collection[SheetEntry]) -> list[_Parts]:
    """The parts of a table by what their rows have in common; one without files where it has none."""
    grouped: dict[tuple[tuple[str, ...], tuple[str, ...]], list[SheetEntry]] = {}
    for sheet in sheets:
        if sheet.table == table.name and sheet.parts:
            origin = (sheet.release, sheet.family, sheet.file, sheet.sheet) if table.compact else ()
            grouped.setdefault((origin, tuple(sheet.columns)), []).append(sheet)
    nothing = {column.name: f"CAST(NULL AS {STORED[column.kind]})" for column in PROVENANCE}
    return [
        _Parts(_paths(folder, alike), frozenset(columns), _constants(table, alike))
        for (_, columns), alike in sorted(grouped.items(), key=lambda group: group[0])
    ] or [_Parts((), frozenset(), nothing)]


def _paths(folder: Path, sheets: Collection[SheetEntry]) -> tuple[str, ...]:
    return tuple(sorted(str((folder / part).resolve()) for sheet in sheets for part in sheet.parts))


def _constants(table: Table, sheets: Sequence[SheetEntry]) -> dict[str, str]:
    """What all rows of some sheets share: their release, where it is one; in a compact table all that they come from.

    A constant is not read, and a statement about another release does not open the parts.
    """
    one = sheets[0]
    if table.compact:
        told = (one.release, one.family, one.file[:16], one.sheet)
        texts = {column.name: quoted(text) for column, text in zip(PROVENANCE, told, strict=False)}
        return texts | {PROVENANCE[-1].name: f"CAST(NULL AS {STORED[PROVENANCE[-1].kind]})"}
    return {PROVENANCE[0].name: quoted(one.release)} if len({sheet.release for sheet in sheets}) == 1 else {}
