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

from sojourn.engine.connect import PARQUET, listed, quoted
from sojourn.reading.staged import BLANKS, CELL, EMPTY, MARKED, PADDED, SUSPECT, ZERO
from sojourn.sources.declare import Family, column_of_header, normal, vocabulary
from sojourn.tables.declare import PROVENANCE, STORED, Column, Kind, Table
from sojourn.tables.part import Part, look_back
from sojourn.tables.text import TextTable

MARKER = r"\(?[bB]\)? ?\([0-9]+\)[()0-9a-fA-F©;, ]*"
"""A cell that is nothing but a marker of exemption, in all its published spellings: (b)(6), b(7)(e), (b)(7)(c ), b(7)©."""

EARLIEST, LATEST = 1900, 2099
"""Years outside are typing errors (an event of 2115 is on record), not dates."""

_DATE_FORMATS = (
    "%m/%d/%Y",
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
)
_MOMENT_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
)
"""They are tried one after the other, and each that fails costs a microsecond: those like the first rows come first."""
_FRACTION_FORMATS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f")
"""Those of a text with a point in it; no other can fit."""
_UTC = r"(:[0-9]{2}(?:[.][0-9]+)?) ?(?:Z|UTC|[+]00(?::?00)?)$"
"""Programs write UTC behind a time whose zone nobody stated; another zone would mean that somebody moved the clock."""
_SUSPECT = ", ".join(sorted({str(ord(start[0])) for start in SUSPECT}))
_TEXTS = {"text", "code", "key"}
"""Kinds of which every text is a value, unless it is a marker, a literal or a placeholder."""
_LONG_NUMBER = "[0-9]([ -]?[0-9]){6}"
"""An A-number has seven to nine digits, and people wrote it into fields that ask for something else."""
_SHOWN = 60
_COMMON = 8
"""So many of the first values of a column are looked up before all that its vocabulary changes."""


@dataclass(frozen=True)
class Stamp:
    """Where the rows of a part come from."""

    release: str
    family: str
    file: str
    sheet: str


def load(
    connection: duckdb.DuckDBPyConnection, text: TextTable, family: Family, table: Table, stamp: Stamp, target: Path
) -> Part:
    """Write a part, or one for each half of a long text, and account for every row of `text`."""
    sources = _sources(text.headers, family, table)
    cells = _Cells(table, sources, stamp, text)
    halves = text.halves or (text.relation,)
    targets = [target.with_stem(f"{target.stem}-{number}") if number else target for number in range(len(halves))]
    with ThreadPoolExecutor() as pool:  # the engine has one thread, and each half is a question of its own
        rows = sum(pool.map(cells.copy, [connection.cursor() for _ in halves], halves, targets))
    part = Part(set(sources), targets, rows)
    if part.rows != text.rows:
        _explain_the_rest(connection, cells.explained(text.relation), cells, part)
    look_back(connection, table, sources, part, family.key_date)
    return part


def last_day(connection: duckdb.DuckDBPyConnection, text: TextTable, family: Family, table: Table) -> date | None:
    """The last value of the family's key date, before anything is written."""
    sources = _sources(text.headers, family, table)
    number = sources[family.key_date]
    raw = f"nullif(trim(c{number}), '')"
    cell = _value(table.column(family.key_date), raw, Stamp("", "", "", ""), text.first_of(number))
    row = connection.execute(f"SELECT CAST(max({cell}) AS DATE) FROM {text.relation}").fetchone()
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

    def __init__(self, table: Table, sources: dict[str, int], stamp: Stamp, text: TextTable) -> None:
        self._table = table
        self._text = text
        self._sources = sources
        self._stamp = stamp
        self._there = [column for column in table.columns if column.name in sources]
        self._closed = [column for column in self._there if column.closed]

    def copy(self, connection: duckdb.DuckDBPyConnection, relation: str, target: Path) -> int:
        """Write the good rows of a relation; returns how many."""
        result = connection.execute(
            f"COPY (SELECT {self._stored()} FROM {self.explained(relation)} WHERE {self.good()}) TO {quoted(str(target))} ({PARQUET})"
        ).fetchone()
        return int(result[0]) if result else 0

    def explained(self, relation: str) -> str:
        """The rows of a relation with the value or the absence of each cell, in layers."""
        known = f"(SELECT *, {self._recalled()} FROM {relation} WHERE NOT coalesce(gap, false))"
        trimmed = f"(SELECT *, {self._trimmed()} FROM {known})"
        typed = f"(SELECT line, {self._raw()} FROM {trimmed})"
        valued = f"(SELECT line, {self._valued()} FROM {typed})"
        return f"(SELECT *, {self._absences()} FROM {valued})"

    def _recalled(self) -> str:
        """The absences of cells that hold a marker of the first rows: to look one up is cheaper than to find it out."""
        recalled = [f"{self._marker(column)} AS m_{column.name}" for column in self._there]
        return ", ".join(recalled)

    def _marker(self, column: Column) -> str:
        number = self._sources[column.name]
        branches = [
            f"WHEN {quoted(cell)} THEN {quoted('redacted: ' + marker)}"
            for cell in self._text.first_of(number)
            if re.fullmatch(MARKER, marker := cell.strip(BLANKS))
        ]
        return f"CASE c{number} {' '.join(branches)} END" if branches else "NULL"

    def _trimmed(self) -> str:
        """The cells that may have blanks at their ends without them, and the whole row.

        They have a layer of their own: the engine computes twice what `nullif` is asked about.
        """
        every = f"concat({', '.join(f'c{number}' for number in range(len(self._text.headers)))})"
        padded = [one for one in self._there if self._text.shows(self._sources[one.name], PADDED)]
        cells = [
            f"CASE WHEN m_{column.name} IS NULL THEN {_trimmed(f'c{self._sources[column.name]}')} END AS t_{column.name}"
            for column in padded
        ]
        return ", ".join([*cells, f"{_trimmed(every)} AS every"])

    def _raw(self) -> str:
        cells = [f"m_{column.name}, {self._cell(column)} AS r_{column.name}" for column in self._there]
        return ", ".join([*cells, "every = '' AS nothing"])

    def _cell(self, column: Column) -> str:
        number = self._sources[column.name]
        text = f"c{number}"  # the engine reads an empty cell as NULL
        if self._text.shows(number, PADDED):
            text = f"nullif(t_{column.name}, '')"
        if not (self._text.floats and self._text.shows(number, PADDED | ZERO)) or column.kind not in {"text", "code"}:
            return text
        return f"CASE WHEN suffix({text}, '.0') THEN regexp_replace({text}, '^(-?[0-9]+)[.]0$', '\\1') ELSE {text} END"

    def _valued(self) -> str:
        values = [
            f"m_{column.name}, r_{column.name}, {self._value(column)} AS v_{column.name}" for column in self._there
        ]
        return ", ".join(["nothing", *values])

    def _value(self, column: Column) -> str:
        return _value(column, f"r_{column.name}", self._stamp, self._text.first_of(self._sources[column.name]))

    def _absences(self) -> str:
        return ", ".join(f"{self._explained(column)} AS a_{column.name}" for column in self._there)

    def _explained(self, column: Column) -> str:
        if column.kind not in _TEXTS or self._marked(column):
            return f"coalesce(m_{column.name}, {_absence(column)})"
        blank = self._text.shows(self._sources[column.name], EMPTY)
        return f"CASE WHEN r_{column.name} IS NULL THEN 'blank' END" if blank else "NULL"

    def _marked(self, column: Column) -> bool:
        """Whether a cell of a column that is no blank may be absent; its ends show it."""
        return self._text.shows(self._sources[column.name], PADDED | MARKED)

    def _stored(self) -> str:
        stamp = self._stamp
        origin = (stamp.release, stamp.family, stamp.file, stamp.sheet)
        names = [column.name for column in PROVENANCE[:-1]]
        columns = [f"{_constant(text)} AS {name}" for text, name in zip(origin, names, strict=True)]
        columns.append("CAST(line AS BIGINT) AS line")
        for column in self._there:
            value = f"v_{column.name}"
            if column.kind == "screened" or (
                column.kind in _TEXTS and self._marked(column)
            ):  # of other kinds a value is what no absence explains
                value = f"CASE WHEN a_{column.name} IS NULL THEN {value} END"
            columns.append(f"CAST({value} AS {STORED[column.kind]}) AS {column.name}")
            columns.append(f"CAST(a_{column.name} AS VARCHAR) AS {column.absence}")
        return ", ".join(columns)

    def good(self) -> str:
        missing = [name for name in self._table.mandatory if name not in self._sources]
        assert not missing, f"family without the mandatory columns {missing} of {self._table.name}"
        conditions = [f"a_{name} IS NULL" for name in self._table.mandatory]
        conditions += [f"NOT {_unknown(column)}" for column in self._closed]
        return " AND ".join(conditions)

    def reasons(self) -> str:
        reasons = [
            f"CASE WHEN a_{name} IS NOT NULL THEN {quoted(name)} || ' is ' || "
            f"CASE WHEN a_{name} LIKE 'unreadable%' THEN {quoted('no ' + self._noun(name) + ': ')} || left(r_{name}, {_SHOWN}) "
            f"ELSE a_{name} END END"
            for name in self._table.mandatory
        ]
        reasons += [
            f"CASE WHEN {_unknown(column)} THEN {quoted(column.name + ' has a value outside its closed vocabulary: ')} "
            f"|| left(r_{column.name}, {_SHOWN}) END"
            for column in self._closed
        ]
        return f"concat_ws('; ', {', '.join(reasons)})"

    def _noun(self, name: str) -> str:
        kind = self._table.column(name).kind
        return f"date of the years {EARLIEST} to {LATEST}" if kind in {"date", "moment"} else kind


def _trimmed(text: str) -> str:
    """SQL for a text without the blanks at its ends; to trim others than the space costs twice as much, and few have any."""
    odd = " OR ".join(f"contains({text}, {quoted(blank)})" for blank in BLANKS[1:])
    return f"CASE WHEN {odd} THEN trim({text}, {quoted(BLANKS)}) ELSE trim({text}) END"


def _constant(text: str) -> str:
    """SQL for one text in every row; as an enumeration of one it is written without looking at a row."""
    return f"CAST({quoted(text)} AS ENUM({quoted(text)}))"


def _unknown(column: Column) -> str:
    known = sorted(vocabulary(column.vocabulary).known)
    return f"(a_{column.name} IS NULL AND r_{column.name} NOT IN ({', '.join(map(quoted, known))}))"


def _value(column: Column, raw: str, stamp: Stamp, first: Sequence[str]) -> str:
    """SQL for the value of a text cell, with what is like the cells of the first rows tried first; NULL where it is none."""
    digits = f"regexp_extract(replace({raw}, ',', ''), '^(-?[0-9]+)(\\.0+)?$', 1)"  # a cast alone makes 4 of 3.5
    whole = f"TRY_CAST({digits} AS BIGINT)"
    decimal = f"TRY_CAST(replace({raw}, ',', '') AS DOUBLE)"
    day = f"CAST(try_strptime({raw}, {listed(_alike(_DATE_FORMATS, first))}) AS DATE)"
    moment = _moment(raw, first)
    by_kind: dict[Kind, str] = {
        "moment": f"CASE WHEN year({moment}) BETWEEN {EARLIEST} AND {LATEST} THEN {moment} END",
        "date": f"CASE WHEN year({day}) BETWEEN {EARLIEST} AND {LATEST} THEN {day} END",
        "integer": whole,
        "year": f"CASE WHEN {whole} BETWEEN {EARLIEST} AND {LATEST} THEN {whole} END",
        "decimal": f"CASE WHEN isfinite({decimal}) THEN {decimal} END",
        "yes_no": f"CASE WHEN lower({raw}) IN ('yes', 'y', 'true') THEN true WHEN lower({raw}) IN ('no', 'n', 'false') THEN false END",
        "withheld": "NULL",
        "screened": f"CASE WHEN NOT regexp_matches({raw}, {quoted(_LONG_NUMBER)}) THEN {raw} END",
        "key": f"md5({quoted(stamp.release + CELL)} || {raw})",
    }
    if column.kind == "code" and column.vocabulary:
        return _standard(column, raw, first)
    return by_kind.get(column.kind, raw)


def _alike(formats: Sequence[str], first: Sequence[str]) -> list[str]:
    """The formats, those with the marks of the commonest of the first cells before the others."""
    marks = re.sub(r"\w", "", first[0]) if first else ""
    return sorted(formats, key=lambda one: re.sub(r"[%\w]", "", one) != marks)


def _moment(raw: str, first: Sequence[str]) -> str:
    """SQL for a day with its time, as published; a text that only UTC behind the time makes unreadable is one too."""
    bare = f"regexp_replace({raw}, {quoted(_UTC)}, '\\1')"
    readings = ", ".join(
        f"CASE WHEN contains({text}, '.') THEN try_strptime({text}, {listed(_FRACTION_FORMATS)}) "
        f"ELSE try_strptime({text}, {listed(_alike(_MOMENT_FORMATS, first))}) END"
        for text in (raw, bare)
    )
    return f"coalesce({readings})"


def _standard(column: Column, raw: str, first: Sequence[str]) -> str:
    changed = vocabulary(column.vocabulary).changed
    if not changed:
        return raw
    known = {cell: changed.get(cell, cell) for cell in first[:_COMMON]} | changed
    published, kept = listed(list(known)), listed(list(known.values()))
    return f"coalesce(map_extract_value(map({published}, {kept}), {raw}), {raw})"


def _absence(column: Column) -> str:
    """SQL for why a cell has no value; NULL where it has one. Redaction is looked for only behind its first letters."""
    raw, value = f"r_{column.name}", f"v_{column.name}"
    marked = (
        f"(starts_with({raw}, '(') OR starts_with({raw}, 'b(') OR starts_with({raw}, 'B(')) "
        f"AND regexp_full_match({raw}, {quoted(MARKER)})"
    )
    branches = [
        f"WHEN {raw} IS NULL THEN 'blank'",
        f"WHEN {raw} = 'NA' THEN 'literal: NA'",
        f"WHEN {marked} THEN 'redacted: ' || {raw}",
    ]
    empty = sorted(vocabulary(column.vocabulary).empty) if column.vocabulary else []
    if empty:
        branches.append(f"WHEN {raw} IN ({', '.join(map(quoted, empty))}) THEN 'literal: ' || {raw}")
    if column.kind in _TEXTS:
        return f"CASE WHEN {raw} IS NULL THEN 'blank' WHEN ascii({raw}) IN ({_SUSPECT}) THEN CASE {' '.join(branches[1:])} END END"
    if column.kind == "withheld":
        branches.append("ELSE 'withheld'")
    elif column.kind == "screened":
        branches.append(f"WHEN {value} IS NULL THEN 'withheld'")
    elif column.kind in {"date", "moment", "integer", "year", "decimal", "yes_no"}:
        branches.insert(0, f"WHEN {value} IS NOT NULL THEN NULL")
        told = "" if column.attribute in {"age", "person"} else f" || ': ' || left({raw}, {_SHOWN})"
        branches.append(f"ELSE 'unreadable'{told}")
    return f"CASE {' '.join(branches)} END"


def _explain_the_rest(connection: duckdb.DuckDBPyConnection, explained: str, cells: _Cells, part: Part) -> None:
    rest = connection.execute(
        f"SELECT line, nothing, {cells.reasons()} FROM {explained} WHERE NOT coalesce({cells.good()}, false) ORDER BY line"
    ).fetchall()
    part.blank = sum(1 for _, blank, _ in rest if blank)
    part.refused = [(line, reason) for line, blank, reason in rest if not blank]
