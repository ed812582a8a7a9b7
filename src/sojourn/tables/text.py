"""A relation of text cells that the engine can read: staged text, rows that know their line, published Parquet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

from sojourn.engine.connect import listed, quoted
from sojourn.reading.coded import Coded
from sojourn.reading.ledger import Reading
from sojourn.reading.staged import BLANKS, BREAK, CELL, GAP, RETURN

_FIRST_ROWS = 100
_FEWEST_HALVED = 4
"""A text that was staged in fewer files is not worth a second part."""


@dataclass(frozen=True)
class Half:
    """Consecutive lines of a text as a relation of their own; `first` and `stop` count from 0 below the header."""

    relation: str
    line: int
    first: int
    stop: int | None = None


@dataclass(frozen=True)
class TextTable:
    """A relation of text cells `c0`, `c1`, ... with a `line` each, and the headers of its cells.

    `floats` says that whole numbers come as 98520.0, as every number of a workbook does. `traits` says what the
    cells of each column show at their ends; without it they may show anything. `first` are the cells of the first
    rows, for each column, each once and the commonest first. `halves` hold the rows of a long text together, one behind
    the other. `coded` are columns that are known as numbers too, and `texts` is the relation of what the numbers mean:
    in line n, for each of these columns, the text of number n. `complete` writes what the relation reads, where lines
    were spared.
    """

    relation: str
    headers: tuple[str, ...]
    rows: int
    floats: bool = False
    traits: tuple[int, ...] = ()
    first: tuple[tuple[str, ...], ...] = ()
    halves: tuple[Half, ...] = ()
    coded: Coded | None = None
    texts: str = ""
    complete: Callable[[], object] | None = None

    def shows(self, number: int, traits: int) -> bool:
        """Whether a column may hold a cell with one of these traits."""
        return not self.traits or bool(self.traits[number] & traits)

    def first_of(self, number: int) -> tuple[str, ...]:
        """The cells of one column in the first rows."""
        return self.first[number] if self.first else ()


def staged(path: Path, reading: Reading, write: Callable[[], object] | None = None) -> TextTable:
    """The relation over a staging file; its lines count on from the first line below the header.

    To `write` it is to write the lines too that were spared.
    """
    headers, lines = reading.headers, reading.ledger.lines - reading.first_line + 1
    assert not reading.coded or len(reading.coded.gaps) == lines, "every line has its numbers"
    pieces = [(path, reading.first_line), *reading.further]
    line = (reading.first_line + reading.ledger.lines) // 2
    nearest = min(range(len(pieces)), key=lambda at: abs(pieces[at][1] - line))
    middle = nearest if len(pieces) >= _FEWEST_HALVED else 0
    return TextTable(
        _lines(pieces, reading),
        headers,
        reading.ledger.rows - reading.ledger.quarantined,
        reading.floats,
        tuple(reading.traits or ()),
        _first(path, len(headers)),
        tuple(_halves(pieces, middle, reading)),
        reading.coded,
        _lines([(_texts(path, reading.coded, len(headers)), 1)], reading) if reading.coded else "",
        write if reading.spared else None,
    )


def _halves(pieces: list[tuple[Path, int]], middle: int, reading: Reading) -> Iterator[Half]:
    cut = pieces[middle][1] - reading.first_line
    if middle:
        yield Half(_lines(pieces[:middle], reading), reading.first_line, 0, cut)
    yield Half(_lines(pieces[middle:], reading), pieces[middle][1], cut)


def _texts(path: Path, coded: Coded, width: int) -> Path:
    """Write what the numbers mean as staging text of its own."""
    target = path.with_stem(f"{path.stem}-texts")
    columns = [coded.texts.get(column, []) for column in range(width)]
    rows = zip_longest(*columns, fillvalue=b"")
    target.write_bytes(b"".join(CELL.encode().join(row) + b"\n" for row in rows))
    return target


def _lines(pieces: list[tuple[Path, int]], reading: Reading) -> str:
    names = [f"c{number}" for number in range(len(reading.headers))]
    columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
    cells = [f"{with_breaks_sql(name)} AS {name}" if reading.line_breaks else name for name in names]
    paths = listed([str(path) for path, _ in pieces])
    return f"""(
        SELECT row_number() OVER () + {pieces[0][1] - 1} AS line, {", ".join(cells)}, c0 = {quoted(GAP)} AS gap
        FROM read_csv({paths}, delim = {quoted(CELL)}, quote = '', escape = '', header = false,
            auto_detect = false, parallel = false, max_line_size = 33554432, buffer_size = 33554432, columns = {columns}))"""


def _first(path: Path, width: int) -> tuple[tuple[str, ...], ...]:
    with path.open("rb") as file:
        rows = [line.decode()[:-1].split(CELL) for line in islice(file, _FIRST_ROWS)]
    return tuple(
        tuple(cell for cell, _ in Counter(row[number] for row in rows).most_common() if cell.strip(BLANKS + GAP))
        for number in range(width)
    )


def with_breaks_sql(cell: str) -> str:
    """SQL for a staged cell with its line ends again."""
    return f"replace(replace({cell}, {quoted(BREAK)}, chr(10)), {quoted(RETURN)}, chr(13))"


def numbered(path: Path, headers: tuple[str, ...], rows: int) -> TextTable:
    """The relation over a staging file whose last cell is the line, after the cells of `headers`."""
    columns = "{" + ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(headers) + 1)) + "}"
    cells = ", ".join(f"{with_breaks_sql(f'c{number}')} AS c{number}" for number in range(len(headers)))
    relation = f"""(SELECT {cells}, CAST(c{len(headers)} AS BIGINT) AS line, false AS gap
        FROM read_csv({quoted(str(path))}, delim = {quoted(CELL)}, quote = '', escape = '', header = false,
            auto_detect = false, parallel = false, columns = {columns}))"""
    return TextTable(relation, headers, rows)


def parquet(path: Path, types: Mapping[str, str], rows: int) -> TextTable:
    """The relation over a published Parquet file with columns of these types; its lines are its rows, counted from 1.

    Times with a zone are read as UTC: as text the engine would show them in the zone of this machine.
    """
    headers = tuple(types)
    plain = {
        name: f'make_timestamp(epoch_us("{name}"))' if kind == "TIMESTAMP WITH TIME ZONE" else f'"{name}"'
        for name, kind in types.items()
    }
    cells = ", ".join(f"CAST({plain[name]} AS VARCHAR) AS c{number}" for number, name in enumerate(headers))
    relation = f"""(SELECT file_row_number + 1 AS line, {cells}, false AS gap
        FROM read_parquet({quoted(str(path))}, file_row_number = true))"""
    return TextTable(relation, headers, rows)
