"""The SQL that turns the text cells of one court table into typed columns, and says which rows need care.

Blank means empty, blanks or NUL; what else means no value is declared per column, never for all (`NA` is the
Netherlands Antilles, `0` is a real bond). A row whose key or whose dates are no key and no dates, or of which
several codes stand in no code list, may be a row out of place: it is handed out as text instead of being stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sojourn.engine.connect import quoted
from sojourn.reading.staged import CELL
from sojourn.reading.tabbed import LONGEST_LINE, TAB, Form
from sojourn.tables.court.declare import CourtColumn, CourtTable
from sojourn.tables.declare import STORED
from sojourn.tables.load import EARLIEST, LATEST
from sojourn.tables.text import with_breaks_sql

REFUSE = "refuse_line"
"""The function, given by the reader, that takes the text of a row and answers false."""

FEWEST_FOREIGN_CODES = 2
"""One code outside its list is usual (0.02 to 2 per cent of rows); several in one row are a sign of a shift."""
LONGEST_CODE = 22
"""No code is as long as a day with its time (23 characters), which is what a shifted row puts in its place."""
_LONGEST_LIST = 2000
_WITNESSES = 4
"""Columns of which the codes of every row are looked up: those with the shortest lists, which a shifted cell hits least."""
_EXTRA = "_extra"
_LINES = f"max_line_size = {2 * LONGEST_LINE}, buffer_size = {2 * LONGEST_LINE}"
"""Room for the longest line, and for no more: version 1 of the engine would take sixteen times as much."""
_NEVER_ODD = {"code", "text"}


@dataclass(frozen=True)
class Cell:
    """One cell of a row: where it stands, and the column that it fills."""

    at: int
    column: CourtColumn
    named: str = ""

    @property
    def raw(self) -> str:
        """The name of the cell as text in SQL."""
        return f"c{self.at}"

    @property
    def value(self) -> str:
        """The name of its value in SQL."""
        return self.named or f"v_{self.column.name}"


class Typed:
    """The SQL of one file of one table.

    `codes` holds the codes that a column may have, by our name of it; `everything` keeps the columns that identify,
    which only the owner of the machine may ask for.
    """

    def __init__(
        self, table: CourtTable, form: Form, codes: Mapping[str, frozenset[str]], *, everything: bool = False
    ) -> None:
        self.table = table
        self.form = form
        self._codes = codes
        self._everything = everything
        self.cells = cells_of(table, form)

    @property
    def unknown(self) -> list[str]:
        """Published headers that no column declares, and cells without a header; they are not stored."""
        known = {cell.at for cell in self.cells}
        names = [*self.form.headers, *("without a header" for _ in range(self.form.width - len(self.form.headers)))]
        return [f"{name or 'without a name'} (cell {at + 1})" for at, name in enumerate(names) if at not in known]

    @property
    def missing(self) -> list[str]:
        """Columns that recent releases have and this file has not."""
        there = {cell.column.name for cell in self.cells}
        return [column.name for column in self.table.columns if column.expected and column.name not in there]

    @property
    def stored(self) -> list[Cell]:
        """The cells whose values are stored."""
        return [cell for cell in self.cells if cell.column.kept or self._everything]

    def proved(self, path: Path) -> str:
        """The rows of a file of proved lines that need no care; the others go to `REFUSE`. It needs the `types`."""
        columns = "{" + ", ".join(f"'c{at}': 'VARCHAR'" for at in range(self.form.width)) + "}"
        text = f"""(SELECT * FROM read_csv({quoted(str(path))}, delim = {quoted(TAB)}, quote = '', escape = '',
            header = false, auto_detect = false, {_LINES}, columns = {columns},
            null_padding = {self.form.least < self.form.width}))"""
        cells = ", ".join(f"coalesce(c{at}, '')" for at in range(self.form.width))
        line = f"concat_ws({quoted(TAB)}, {cells})"
        return f"{self._select(text)} WHERE CASE WHEN {self._needs_care()} THEN {REFUSE}({line}) ELSE true END"

    def careful(self, path: Path) -> str:
        """The rows of a staging file of rows that were read with care: all of them."""
        columns = "{" + ", ".join(f"'c{at}': 'VARCHAR'" for at in range(self.form.width)) + "}"
        cells = ", ".join(f"{with_breaks_sql(f'c{at}')} AS c{at}" for at in range(self.form.width))
        text = f"""(SELECT {cells} FROM read_csv({quoted(str(path))}, delim = {quoted(CELL)}, quote = '', escape = '',
            header = false, auto_detect = false, parallel = false, {_LINES}, columns = {columns}))"""
        return self._select(text)

    def _select(self, text: str) -> str:
        values = ", ".join(f"{_value(cell)} AS {cell.value}" for cell in self.cells)
        stored = [f"{_stored(cell)} AS {cell.column.name}" for cell in self.stored]
        return f"SELECT {', '.join([*stored, self._oddities()])} FROM (SELECT *, {values} FROM {text}) AS typed"

    def judged(self, cell: Cell, texts: str) -> str:
        """What the texts `c0` of a relation are in a column, by the rules of its rows: what is stored of them (`kept`),
        whether a row with one must be looked at whole (`doubt`), and whether one is foreign to its list (`foreign_`);
        `place` says which text it is.

        Columns with the same rules have the same SQL.
        """
        one = replace(cell, at=0, named="value")
        doubts = self._doubts(one)
        if cell in self.stored and cell.column.kind not in _NEVER_ODD:
            doubts.append(_odd(one))
        foreign = _is_foreign(one) if cell.at in self._foreign() else "false"
        told = (
            f"{_stored(one)} AS kept, coalesce({' OR '.join(doubts) or 'false'}, false) AS doubt, {foreign} AS foreign_"
        )
        return f"SELECT place, {told} FROM (SELECT *, {_value(one)} AS {one.value} FROM {texts}) AS typed"

    @property
    def looked_at(self) -> list[Cell]:
        """The cells that are stored, and those of which a value says that their row may be out of place."""
        stored = self.stored
        return [cell for cell in self.cells if cell in stored or self._doubts(cell)]

    def _needs_care(self) -> str:
        conditions = [condition for cell in self.cells for condition in self._doubts(cell)]
        foreign = [f"(CASE WHEN {one} THEN 1 ELSE 0 END)" for one in self._foreign().values()]
        if foreign:
            conditions.append(f"{' + '.join(foreign)} >= {FEWEST_FOREIGN_CODES}")
        return " OR ".join(conditions)

    def _doubts(self, cell: Cell) -> list[str]:
        """Why one cell may show that its row is out of place."""
        kind, doubts = cell.column.kind, []
        if cell.column.mandatory:
            doubts.append(f"{cell.value} IS NULL")
        if kind == "id":
            doubts.append(_unbelievable(cell))
        if kind in {"id", "date"}:
            doubts.append(_no_value(cell))
        if kind == "code":
            doubts.append(f"strlen({cell.value}) > {self._longest(cell)}")
        return doubts

    def _foreign(self) -> dict[int, str]:
        """For each witness, whether its code is foreign to its list; nothing where too few can witness."""
        foreign = {cell.at: _is_foreign(cell) for cell in self._witnesses()}
        return foreign if len(foreign) >= FEWEST_FOREIGN_CODES else {}

    def _longest(self, cell: Cell) -> int:
        return max(map(len, self.codes_of(cell.column)), default=LONGEST_CODE)

    def _witnesses(self) -> list[Cell]:
        listed = [cell for cell in self.cells if self.codes_of(cell.column)]
        shortest = sorted(listed, key=lambda cell: len(self.codes_of(cell.column)))[:_WITNESSES]
        return sorted(shortest, key=lambda cell: cell.at)

    @property
    def types(self) -> list[str]:
        """The statements that make the types by which codes are looked up, which is faster than in a list of texts."""
        return [
            f"CREATE TYPE {_listed(cell)} AS ENUM ({', '.join(map(quoted, sorted(self.codes_of(cell.column))))})"
            for cell in self._witnesses()
        ]

    def codes_of(self, column: CourtColumn) -> frozenset[str]:
        """The codes that a column's list has; empty where there is no list, or one too long to look up in."""
        codes = self._codes.get(column.name, frozenset()) if column.kind == "code" else frozenset()
        return codes if len(codes) <= _LONGEST_LIST else frozenset()

    def _oddities(self) -> str:
        """What cells held that is no value of theirs, put together only for rows that have any."""
        odd = {cell.column.name: _odd(cell) for cell in self.stored if cell.column.kind not in _NEVER_ODD}
        if not odd:
            return "CAST(NULL AS VARCHAR) AS oddities"
        raw = {cell.column.name: cell.raw for cell in self.stored}
        told = [f"CASE WHEN {where} THEN {quoted(name + '=')} || trim({raw[name]}) END" for name, where in odd.items()]
        return f"CASE WHEN {' OR '.join(odd.values())} THEN concat_ws('; ', {', '.join(told)}) END AS oddities"


def cells_of(table: CourtTable, form: Form) -> list[Cell]:
    """The cells of a file that fill a declared column."""
    cells: list[Cell] = []
    names = [*form.headers, *(f"{_EXTRA}{number}" for number in range(1, form.width - len(form.headers) + 1))]
    for at, name in enumerate(names):
        column = table.column_of(name)
        if column and all(cell.column is not column for cell in cells):
            cells.append(Cell(at, column))
    return cells


def _listed(cell: Cell) -> str:
    """The name of the type whose values are the codes of a column."""
    return f"listed_{cell.column.name}"


def _is_foreign(cell: Cell) -> str:
    return f"({cell.value} IS NOT NULL AND TRY_CAST({cell.value} AS {_listed(cell)}) IS NULL)"


def _text(cell: Cell) -> str:
    text = f"nullif(trim({cell.raw}), '')"
    if not cell.column.missing:
        return text
    return f"CASE WHEN {text} NOT IN ({', '.join(map(quoted, cell.column.missing))}) THEN {text} END"


def _value(cell: Cell) -> str:
    """SQL for the value of a cell, before it is asked whether it may be believed; casts pass over blanks."""
    plain = cell.raw if not cell.column.missing else _text(cell)
    match cell.column.kind:
        case "id" | "integer":
            return f"TRY_CAST({plain} AS BIGINT)"
        case "date":
            return f"CAST(TRY_CAST({plain} AS TIMESTAMP) AS DATE)"
        case "yes_no":
            return (
                f"CASE {_text(cell)} WHEN '1' THEN true WHEN '0' THEN false WHEN 'Y' THEN true WHEN 'N' THEN false END"
            )
        case "month":
            return f"TRY_CAST(regexp_extract({plain}, '^ *[0-9]{{1,2}}/([0-9]{{4}}) *$', 1) AS SMALLINT)"
        case _:
            return _text(cell)


def _stored(cell: Cell) -> str:
    """SQL for what is stored of a value, in its type."""
    return f"CAST({_kept(cell)} AS {STORED[cell.column.kind]})"


def _kept(cell: Cell) -> str:
    """SQL for what is stored of a value."""
    if cell.column.kind in {"date", "integer"}:
        return f"CASE WHEN NOT {_unbelievable(cell)} THEN {cell.value} END"
    if cell.column.keep == "band":
        return f"{cell.value} - {cell.value} % 5"
    return cell.value


def _unbelievable(cell: Cell) -> str:
    """Whether a value is none: a day beyond all calendars, a number that the engine rounded or took for a power."""
    if cell.column.kind == "date":
        return f"coalesce({cell.value} < DATE '{EARLIEST}-01-01' OR {cell.value} > DATE '{LATEST}-12-31', false)"
    fraction = f"TRY_CAST({cell.raw} AS DOUBLE) <> {cell.value}"
    return (
        f"(CASE WHEN contains({cell.raw}, '.') OR contains({cell.raw}, 'e') OR contains({cell.raw}, 'E') "
        f"THEN {fraction} OR NOT contains({cell.raw}, '.') ELSE false END)"
    )


def _no_value(cell: Cell) -> str:
    """Whether a cell that is not blank has no value; the text is looked at only where there is none."""
    return f"(CASE WHEN {cell.value} IS NULL AND {cell.raw} IS NOT NULL THEN {_text(cell)} IS NOT NULL ELSE false END)"


def _odd(cell: Cell) -> str:
    if cell.column.kind in {"date", "integer"}:
        return f"{_no_value(cell)} OR {_unbelievable(cell)}"
    return _no_value(cell)
