"""Plain rows of a court table, taken from their bytes: what a text is, is asked once for each text and not for each row.

A row is plain where its keys are digits and nothing else, and where nothing in it is odd, doubtful or too long to be
compared in words. What its other texts are is told by the rules that all rows are held to (`Typed.judged`). Every
other row is left to be read as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from sojourn.engine.arrow import Rows, Values, fixed, texts
from sojourn.engine.connect import quoted
from sojourn.reading.cuts import Cuts, pieces
from sojourn.reading.distinct import NONE, Distinct, Numbers
from sojourn.reading.tabbed import Flags, Form, Positions
from sojourn.reading.words import LONGEST
from sojourn.tables.court.typed import FEWEST_FOREIGN_CODES, Cell, Typed
from sojourn.tables.declare import STORED

LEAST_PLAIN = 0.5
"""Share of the rows of a block below which looking for plain ones costs more than it spares; it is not looked for again."""
MOST_LISTED = 2**12
"""Texts of a column that are stored as a list of all with a number a row; longer lists would weigh on every row group."""

_ARROW = {"BIGINT": "int64", "SMALLINT": "int16", "DATE": "date32", "BOOLEAN": "bool"}
_NUMBERED = "uint16"
_ROWS, _TEXTS = "plain_rows", "plain_texts"


class _Texts:
    """A column of texts that repeat, with what the rules say of each."""

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.type = STORED[cell.column.kind]
        self.format = _ARROW.get(self.type, _NUMBERED)
        self.distinct = Distinct()
        self.judged = 0
        self.kept: npt.NDArray[Any] = np.zeros(0)
        self.there: Flags = np.zeros(0, np.bool_)
        self.doubts: Flags = np.zeros(0, np.bool_)
        self.foreign: Flags = np.zeros(0, np.bool_)
        self.numbers: Numbers = np.zeros(0, np.int32)

    def begin(self, rows: int) -> None:
        self.numbers = np.zeros(rows, np.int32)

    def look(self, cuts: Cuts, rows: slice, doubted: Flags) -> None:
        """Number the cells of some lines; `doubted` marks those that are too long or too many."""
        starts, lengths = cuts.column(self.cell.at)
        self._number(cuts, starts, lengths, np.flatnonzero(lengths > 0), self.numbers[rows], doubted)

    def _number(
        self, cuts: Cuts, starts: Positions, lengths: Positions, full: Positions, numbers: Numbers, doubted: Flags
    ) -> None:
        """Number the cells at some places."""
        if len(full) < len(lengths):
            starts, lengths = starts[full], lengths[full]
        if int(lengths.max(initial=0)) > LONGEST:
            doubted[full[lengths > LONGEST]] = True
            short = lengths <= LONGEST
            full, starts, lengths = full[short], starts[short], lengths[short]
        if not len(full):
            return
        found = self.distinct.numbers(cuts.words(starts, lengths))
        if len(full) < len(numbers):
            numbers[full] = found
        else:
            numbers[:] = found
        if self.distinct.is_full:
            doubted[full[found == NONE]] = True

    def learn(self, kept: npt.NDArray[Any], there: Flags, doubts: Flags, foreign: Flags) -> None:
        """Take what the rules say of the texts that were new."""
        self.kept = np.concatenate([self.kept, kept]) if self.judged else kept
        self.there = np.concatenate([self.there, there])
        self.doubts = np.concatenate([self.doubts, doubts])
        self.foreign = np.concatenate([self.foreign, foreign])
        self.judged = self.distinct.count

    def doubtful(self) -> Flags | None:
        """The rows whose text must be looked at with the whole row."""
        return self.doubts.take(self.numbers) if self.doubts.any() else None

    def chunk(self, rows: slice | Positions) -> Values:
        """What is stored of some rows."""
        numbers = self.numbers[rows]
        if self.format == _NUMBERED:
            return fixed(numbers.astype(np.uint16))
        return fixed(self.kept.take(numbers), self.there.take(numbers))

    @property
    def names(self) -> list[str | None]:
        """What is stored of each text."""
        return [text if there else None for text, there in zip(self.kept, self.there, strict=True)]


class _Numbers(_Texts):
    """A column of numbers, of which many never repeat: digits are read as they stand, and what is none as other texts."""

    def begin(self, rows: int) -> None:
        super().begin(rows)
        self.values, self.read = np.zeros(rows, np.int64), np.zeros(rows, np.bool_)

    def look(self, cuts: Cuts, rows: slice, doubted: Flags) -> None:
        starts, lengths = cuts.column(self.cell.at)
        self.values[rows], read = cuts.numbers(starts, lengths)
        self.read[rows] = read
        self._number(cuts, starts, lengths, np.flatnonzero(~read & (lengths > 0)), self.numbers[rows], doubted)

    def doubtful(self) -> Flags | None:
        found = super().doubtful()
        return None if found is None else found & ~self.read

    def chunk(self, rows: slice | Positions) -> Values:
        values, read, numbers = self.values[rows], self.read[rows], self.numbers[rows]
        if numbers.any():
            values, read = np.where(read, values, self.kept.take(numbers)), read | self.there.take(numbers)
        return fixed(values, read)


class Plain:
    """Takes the plain rows of one file, block by block, and stores those that it has taken.

    The `engine` must know the `types` of `typed`.
    """

    def __init__(self, typed: Typed, form: Form, engine: duckdb.DuckDBPyConnection) -> None:
        self._typed = typed
        self._form = form
        self._engine = engine
        self._columns = [_Numbers(cell) if _is_number(cell) else _Texts(cell) for cell in typed.looked_at]
        stored = typed.stored
        self._stored = [column for column in self._columns if column.cell in stored]
        self._alike: dict[str, list[_Texts]] = {}
        for column in self._columns:
            self._alike.setdefault(typed.judged(column.cell, _TEXTS), []).append(column)
        self._chunks: list[tuple[int, list[Values]]] = []
        self._given_up = False

    def take(self, block: bytes, ends: Positions, proved: Flags) -> Flags:
        """Take the plain rows among the proved lines of a block; says which lines they are."""
        taken = np.zeros(len(ends), np.bool_)
        if self._given_up or not proved.any():
            return taken
        places, doubted = self._look(block, ends, proved)
        self._judge()
        self._doubt(doubted)
        plain = np.flatnonzero(~doubted)
        self._given_up = len(plain) < LEAST_PLAIN * len(places)
        if len(plain):
            rows = plain if len(plain) < len(places) else slice(None)
            self._chunks.append((len(plain), [column.chunk(rows) for column in self._stored]))
        taken[places[plain]] = True
        return taken

    def _look(self, block: bytes, ends: Positions, proved: Flags) -> tuple[Positions, Flags]:
        rows = int(np.count_nonzero(proved))
        places, doubted = np.empty(rows, np.int64), np.zeros(rows, np.bool_)
        for column in self._columns:
            column.begin(rows)
        first = 0
        for lines, cuts in pieces(block, ends, proved, self._form):
            here = slice(first, first + cuts.rows)
            places[here] = lines
            for column in self._columns:
                column.look(cuts, here, doubted[here])
            first += cuts.rows
        return places, doubted

    def _judge(self) -> None:
        """Ask the rules about the texts that are new, those of columns with the same rules together."""
        for sql, columns in self._alike.items():
            new = [column for column in columns if column.judged < column.distinct.count]
            if new:
                self._ask(sql, new)

    def _ask(self, sql: str, columns: list[_Texts]) -> None:
        held = [column.distinct.texts(column.judged) for column in columns]
        stops = np.cumsum([0, *map(len, held)])
        places = np.split(np.arange(stops[-1]), stops[1:-1])
        chunks = [(len(one), [texts(one), fixed(here)]) for one, here in zip(held, places, strict=True)]
        with self._scanned(_TEXTS, Rows([("c0", "string"), ("place", "int64")], chunks)):
            told = self._engine.execute(sql).fetchnumpy()
        order = np.argsort(told["place"])  # the engine promises none
        answers = [np.split(one[order], stops[1:-1]) for one in _judgements(told)]
        for column, *found in zip(columns, *answers, strict=True):
            column.learn(*found)

    def _doubt(self, doubted: Flags) -> None:
        """Mark the rows of which some text, or several together, must be looked at with the whole row."""
        foreign = np.zeros(len(doubted), np.int8)
        for column in self._columns:
            if (found := column.doubtful()) is not None:
                doubted |= found
            if column.foreign.any():
                foreign += column.foreign.take(column.numbers)
        doubted |= foreign >= FEWEST_FOREIGN_CODES

    @property
    def taken(self) -> int:
        """The rows that wait to be stored."""
        return sum(rows for rows, _ in self._chunks)

    @contextmanager
    def rows(self) -> Iterator[str]:
        """The SQL of the rows that were taken, typed; they are forgotten afterwards."""
        listed = {column.cell.at: _Listed(column) for column in self._stored if column.format == _NUMBERED}
        types = [one for one in listed.values() if one.is_type]
        for one in types:
            self._engine.execute(f"CREATE TYPE {one.type} AS ENUM ({', '.join(map(quoted, one.texts))})")
        names = [(column.cell.at, column.cell.column.name) for column in self._stored]
        told = [f"{listed[at].picked} AS {name}" if at in listed else name for at, name in names]
        columns = [(column.cell.column.name, column.format) for column in self._stored]
        with self._scanned(_ROWS, Rows(columns, self._chunks)):
            yield f"SELECT {', '.join(told)}, CAST(NULL AS VARCHAR) AS oddities FROM {_ROWS}"
        for one in types:
            self._engine.execute(f"DROP TYPE {one.type}")
        self._chunks = []

    @contextmanager
    def _scanned(self, name: str, rows: Rows) -> Iterator[None]:
        self._engine.register(name, rows)
        try:
            yield
        finally:
            self._engine.unregister(name)


def _judgements(told: dict[str, Any]) -> tuple[npt.NDArray[Any], Flags, Flags, Flags]:
    """What is kept of texts, whether it is anything, whether they are doubtful, whether they are foreign."""
    kept = np.ma.asarray(told["kept"])
    there = ~np.ma.getmaskarray(kept)
    values = kept.data.astype("M8[D]").astype(np.int64).astype(np.int32) if kept.dtype.kind == "M" else kept.data
    return values, there, np.ma.getdata(told["doubt"]), np.ma.getdata(told["foreign_"])


def _is_number(cell: Cell) -> bool:
    """Whether digits are always the number that they spell: in some columns certain numbers mean no value."""
    return cell.column.kind in {"id", "integer"} and not cell.column.missing


class _Listed:
    """The texts of a column as SQL; few of them become a type, whose values are stored as they are numbered."""

    def __init__(self, column: _Texts) -> None:
        self._name = column.cell.column.name
        self._of_numbers = column.names
        self.texts = sorted({text for text in self._of_numbers if text is not None})
        self.is_type = 0 < len(self.texts) <= MOST_LISTED
        self.type = f"plain_{self._name}" if self.is_type else "VARCHAR"

    @property
    def picked(self) -> str:
        """The text that a number stands for; lists count from 1, and number 0 is the empty text, which is none."""
        if not self.texts:
            return "CAST(NULL AS VARCHAR)"
        held = ", ".join("NULL" if text is None else quoted(text) for text in self._of_numbers[1:])
        return f"list_extract(CAST([{held}] AS {self.type}[]), {self._name})"
