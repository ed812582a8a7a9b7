"""Text rows to typed Parquet parts of a table: every cell a value or a named absence, every row placed.

A part holds the columns that its layout has; a column that it lacks is *not in this release*, and the record's
views say so for every row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from sojourn.engine.connect import PARQUET, quoted
from sojourn.reading.staged import BLANKS, EMPTY, MARKED, PADDED, ZERO
from sojourn.sources.declare import Family, column_of_header, normal
from sojourn.tables.coded import Meanings, Wanted
from sojourn.tables.declare import PROVENANCE, STORED, Column, Table
from sojourn.tables.part import Part, Respelled, look_back
from sojourn.tables.plausible import refuse_days_first
from sojourn.tables.text import Half, TextTable
from sojourn.tables.values import EARLIEST, LATEST, MARKER, SHOWN, TEXTS, absence_of, trimmed, unknown, value_of

__all__ = ["EARLIEST", "LATEST", "Stamp", "last_day", "load"]


@dataclass(frozen=True)
class Stamp:
    """Where the rows of a part come from."""

    release: str
    family: str
    file: str
    sheet: str

    def origin(self) -> dict[str, str]:
        """The columns that say so, which have one text in every row."""
        names = [column.name for column in PROVENANCE[:-1]]
        return dict(zip(names, (self.release, self.family, self.file, self.sheet), strict=True))


def load(
    connection: duckdb.DuckDBPyConnection, text: TextTable, family: Family, table: Table, stamp: Stamp, target: Path
) -> Part:
    """Write a part, or one for each half of a long text, and account for every row of `text`.

    Raises:
        UnreadableFile: a column of dates writes the day before the month.
    """
    part = _write(connection, text, family, table, stamp, target, {})
    respelled = part.respelled(table)
    if respelled:
        part = _write(connection, text, family, table, stamp, target, respelled)
    refuse_days_first(connection, table, part, text.headers, _sources(text.headers, family, table))
    return part


def _write(
    connection: duckdb.DuckDBPyConnection,
    text: TextTable,
    family: Family,
    table: Table,
    stamp: Stamp,
    target: Path,
    respelled: Respelled,
) -> Part:
    sources = _sources(text.headers, family, table)
    cells = _Cells(table, sources, stamp, text, respelled=respelled)
    halves = text.halves or (Half(text.relation, 1, 0),)
    targets = [target.with_stem(f"{target.stem}-{number}") if number else target for number in range(len(halves))]
    copy = _Copy(connection, cells)
    with ThreadPoolExecutor() as pool:  # the engine has one thread, and each half is a question of its own
        rows = sum(pool.map(copy.write, [connection.cursor() for _ in halves], halves, targets))
    part = Part(set(sources), targets, rows)
    if part.rows != text.rows:
        if text.complete:
            text.complete()
        _explain_the_rest(connection, cells.explained(text.relation), cells, part)
    look_back(connection, table, sources, part, family.key_date, copy.meanings.values if copy.meanings else {})
    return part


def last_day(connection: duckdb.DuckDBPyConnection, text: TextTable, family: Family, table: Table) -> date | None:
    """The last value of the family's key date, before anything is written."""
    sources = _sources(text.headers, family, table)
    number = sources[family.key_date]
    raw = f"nullif(trim(c{number}), '')"
    cell = value_of(table.column(family.key_date), raw, "", text.first_of(number))
    relation = text.texts if text.coded and number in text.coded.texts else text.relation
    row = connection.execute(f"SELECT CAST(max({cell}) AS DATE) FROM {relation}").fetchone()
    return row[0] if row else None


def _sources(headers: tuple[str, ...], family: Family, table: Table) -> dict[str, int]:
    """Table column to the number of the text cell that fills it."""
    own, any_family = family.lookup(), column_of_header(table.name)
    numbers: dict[str, int] = {}
    for number, header in enumerate(headers):
        mapped = own.get(normal(header)) or any_family.get(normal(header))
        if mapped and mapped.column:
            numbers.setdefault(mapped.column, number)
    return numbers


class _Cells:
    """The SQL of each layer: raw text, value, absence, and what makes a row good."""

    def __init__(
        self,
        table: Table,
        sources: dict[str, int],
        stamp: Stamp,
        text: TextTable,
        carried: Sequence[str] = (),
        respelled: Respelled | None = None,
    ) -> None:
        self._table = table
        self._respelled = respelled or {}
        self.text = text
        self.stamp = stamp
        self.sources = sources
        self._carried = carried
        self.columns = [column for column in table.columns if column.name in sources]
        self._closed = [column for column in self.columns if column.closed]

    def split(self) -> tuple[_Cells, _Cells]:
        """The cells of columns that are coded, and those of the others, which carry the numbers of the first with them."""
        numbers = self.text.coded.numbers if self.text.coded else {}
        coded = {name: number for name, number in self.sources.items() if number in numbers}
        others = {name: number for name, number in self.sources.items() if number not in numbers}
        carried = sorted({f"k{number}" for number in coded.values()})
        return (
            _Cells(self._table, coded, self.stamp, self.text, (), self._respelled),
            _Cells(self._table, others, self.stamp, self.text, carried, self._respelled),
        )

    def explained(self, relation: str) -> str:
        """The rows of a relation with the value or the absence of each cell, in layers."""
        known = f"(SELECT {', '.join(['*', *self._recalled()])} FROM {relation} WHERE NOT coalesce(gap, false))"
        trimmed = f"(SELECT *, {self._trimmed()} FROM {known})"
        carried = ", ".join(["line", *self._carried])
        typed = f"(SELECT {carried}, {self._raw()} FROM {trimmed})"
        valued = f"(SELECT {carried}, {self._valued()} FROM {typed})"
        return f"(SELECT {', '.join(['*', *self._absences()])} FROM {valued})"

    def _recalled(self) -> list[str]:
        """The absences of cells that hold a marker of the first rows: to look one up is cheaper than to find it out."""
        return [f"{self._marker(column)} AS m_{column.name}" for column in self.columns]

    def _marker(self, column: Column) -> str:
        number = self.sources[column.name]
        branches = [
            f"WHEN {quoted(cell)} THEN {quoted('redacted: ' + marker)}"
            for cell in self.text.first_of(number)
            if re.fullmatch(MARKER, marker := cell.strip(BLANKS))
        ]
        return f"CASE c{number} {' '.join(branches)} END" if branches else "NULL"

    def _trimmed(self) -> str:
        """The cells that may have blanks at their ends without them, and the whole row.

        They have a layer of their own: the engine computes twice what `nullif` is asked about.
        """
        every = f"concat({', '.join(f'c{number}' for number in range(len(self.text.headers)))})"
        padded = [one for one in self.columns if self.text.shows(self.sources[one.name], PADDED)]
        cells = [
            f"CASE WHEN m_{column.name} IS NULL THEN {trimmed(f'c{self.sources[column.name]}')} END AS t_{column.name}"
            for column in padded
        ]
        return ", ".join([*cells, f"{trimmed(every)} AS every"])

    def _raw(self) -> str:
        cells = [f"m_{column.name}, {self._cell(column)} AS r_{column.name}" for column in self.columns]
        return ", ".join([*cells, "every = '' AS nothing"])

    def _cell(self, column: Column) -> str:
        number = self.sources[column.name]
        text = f"c{number}"  # the engine reads an empty cell as NULL
        if self.text.shows(number, PADDED):
            text = f"nullif(t_{column.name}, '')"
        if not (self.text.floats and self.text.shows(number, PADDED | ZERO)) or column.kind not in {"text", "code"}:
            return text
        return f"CASE WHEN suffix({text}, '.0') THEN regexp_replace({text}, '^(-?[0-9]+)[.]0$', '\\1') ELSE {text} END"

    def _valued(self) -> str:
        values = [
            f"m_{column.name}, r_{column.name}, {self._value(column)} AS v_{column.name}" for column in self.columns
        ]
        return ", ".join(["nothing", *values])

    def _value(self, column: Column) -> str:
        first = self.text.first_of(self.sources[column.name])
        respelled = self._respelled.get(column.name)
        return value_of(column, f"r_{column.name}", self.stamp.release, first, respelled)

    def _absences(self) -> list[str]:
        return [f"{self._explained(column)} AS a_{column.name}" for column in self.columns]

    def _explained(self, column: Column) -> str:
        if column.kind not in TEXTS or self._marked(column):
            return f"coalesce(m_{column.name}, {absence_of(column)})"
        blank = self.text.shows(self.sources[column.name], EMPTY)
        return f"CASE WHEN r_{column.name} IS NULL THEN 'blank' END" if blank else "NULL"

    def _marked(self, column: Column) -> bool:
        """Whether a cell of a column that is no blank may be absent; its ends show it, but for what is no id."""
        return column.kind == "key" or self.text.shows(self.sources[column.name], PADDED | MARKED)

    def stored(self) -> list[Wanted]:
        """What is stored of each column: its value, and why it has none."""
        wanted = []
        for column in self.columns:
            value = f"v_{column.name}"
            if column.kind == "screened" or (
                column.kind in TEXTS and self._marked(column)
            ):  # of other kinds a value is what no absence explains
                value = f"CASE WHEN a_{column.name} IS NULL THEN {value} END"
            kind, number = STORED[column.kind], self.sources[column.name]
            wanted.append(Wanted(column.name, number, f"CAST({value} AS {kind})", kind))
            wanted.append(Wanted(column.absence, number, f"CAST(a_{column.name} AS VARCHAR)", "VARCHAR"))
        return wanted

    def conditions(self) -> list[Wanted]:
        """What must hold of single cells for their row to be loaded."""
        conditions = {f"has_{name}": (name, f"a_{name} IS NULL") for name in self._table.mandatory}
        conditions |= {f"knows_{one.name}": (one.name, f"NOT {unknown(one)}") for one in self._closed}
        return [
            Wanted(name, self.sources[column], f"coalesce({sql}, false)", "BOOLEAN")
            for name, (column, sql) in conditions.items()
            if column in self.sources
        ]

    def good(self) -> str:
        missing = [name for name in self._table.mandatory if name not in self.sources]
        assert not missing, f"family without the mandatory columns {missing} of {self._table.name}"
        return " AND ".join(one.sql for one in self.conditions())

    def reasons(self) -> str:
        reasons = [
            f"CASE WHEN a_{name} IS NOT NULL THEN {quoted(name)} || ' is ' || "
            f"CASE WHEN a_{name} LIKE 'unreadable%' THEN {quoted('no ' + self._noun(name) + ': ')} || left(r_{name}, {SHOWN}) "
            f"ELSE a_{name} END END"
            for name in self._table.mandatory
        ]
        reasons += [
            f"CASE WHEN {unknown(column)} THEN {quoted(column.name + ' has a value outside its closed vocabulary: ')} "
            f"|| left(r_{column.name}, {SHOWN}) END"
            for column in self._closed
        ]
        return f"concat_ws('; ', {', '.join(reasons)})"

    def _noun(self, name: str) -> str:
        kind = self._table.column(name).kind
        return f"date of the years {EARLIEST} to {LATEST}" if kind in {"date", "moment"} else kind


class _Copy:
    """Writes the good rows of a text: what its numbers mean is made out once, and other cells in every row."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, cells: _Cells) -> None:
        self._stamp = cells.stamp
        coded, self._spelled = cells.split()
        self._stored = coded.stored()
        self._conditions = coded.conditions()
        self.meanings = None
        text = cells.text
        if text.coded and coded.sources:
            wanted = [*self._stored, *self._conditions]
            self.meanings = Meanings(connection, coded.explained(text.texts), text.coded, wanted)
        self._order = [name for column in cells.columns for name in (column.name, column.absence)]
        self._every = not self._spelled.sources

    def write(self, connection: duckdb.DuckDBPyConnection, half: Half, target: Path) -> int:
        """Write the rows of one half; returns how many."""
        if self.meanings:
            self.meanings.number(connection, half, gaps=self._every)
        values, conditions = self._values()
        columns = [f"{_constant(text)} AS {name}" for name, text in self._stamp.origin().items()]
        columns += ["CAST(line AS BIGINT) AS line", *(f"{values[name]} AS {name}" for name in self._order)]
        where = " AND ".join(conditions) or "true"
        result = connection.execute(
            f"COPY (SELECT {', '.join(columns)} FROM {self._rows(half)} WHERE {where}) TO {quoted(str(target))} ({PARQUET})"
        ).fetchone()
        return int(result[0]) if result else 0

    def _values(self) -> tuple[dict[str, str], list[str]]:
        """The SQL of each stored column, and what must hold of a row."""
        values = {one.name: one.sql for one in self._spelled.stored()}
        conditions = [one.sql for one in self._spelled.conditions()]
        if self._every:
            conditions.append("NOT gap")
        if self.meanings:
            values |= {one.name: self.meanings.of(one) for one in self._stored}
            conditions += [self.meanings.of(one) for one in self._conditions if not self.meanings.always(one.name)]
        return values, conditions

    def _rows(self, half: Half) -> str:
        if not self.meanings:
            return self._spelled.explained(half.relation)
        if self._every:
            return f"(SELECT row_number() OVER () + {half.line - 1} AS line, * FROM numbers), meanings"
        return f"{self._spelled.explained(f'({half.relation} POSITIONAL JOIN numbers)')}, meanings"


def _constant(text: str) -> str:
    """SQL for one text in every row; as an enumeration of one it is written without looking at a row."""
    return f"CAST({quoted(text)} AS ENUM({quoted(text)}))"


def _explain_the_rest(connection: duckdb.DuckDBPyConnection, explained: str, cells: _Cells, part: Part) -> None:
    rest = connection.execute(
        f"SELECT line, nothing, {cells.reasons()} FROM {explained} WHERE NOT ({cells.good()}) ORDER BY line"
    ).fetchall()
    part.blank = sum(1 for _, blank, _ in rest if blank)
    part.refused = [(line, reason) for line, blank, reason in rest if not blank]
