"""What one worker does for a court release: read one table (or a stretch of it), or all its code lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from duckdb.func import SPECIAL

from sojourn.engine.connect import PARQUET, connect, engine_errors, quoted
from sojourn.errors import Defect, UnreadableFile
from sojourn.reading.ledger import Ledger, Refused
from sojourn.reading.limits import Limits
from sojourn.reading.staged import CELL, StagingFile
from sojourn.reading.tabbed import TAB, Batch, Form, TabbedReader, is_sound, split
from sojourn.record.court.files import LookupFile, TableFile
from sojourn.tables.court.care import Care, Kept, Settled
from sojourn.tables.court.plain import Plain
from sojourn.tables.court.typed import REFUSE, Typed, cells_of

MOST_CARE = 0.05
"""Share of rows that may need care; beyond, the table has another form than the one declared."""
FEW_ROWS = 1000
LEAST_LISTED = 0.9
"""Share of the first rows whose code its list must have before the list speaks for or against a row."""

_FOR_NOTHING = ("NULL", "NaN")
_NO_WORDS = {"id", "date", "integer", "yes_no", "month"}
"""Kinds of which no value is a word."""
_PARTS = f"({PARQUET}, ROW_GROUP_SIZE 122880, WRITE_BLOOM_FILTER false)"


@dataclass(frozen=True)
class TableJob:
    """Read the lines of a table that begin in a stretch of its file; `stop` 0 means to the end."""

    source: TableFile
    target: Path
    limits: Limits
    codes: Mapping[str, frozenset[str]]
    everything: bool = False
    start: int = 0
    stop: int = 0


@dataclass
class TableReport:
    """What became of a stretch of a table. Lines of `refused` count from the first line of the stretch."""

    ledger: Ledger = field(default_factory=Ledger)
    parts: list[Path] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    nothing: tuple[str, ...] = ()


@dataclass
class LookupReport:
    """The code lists of a release: their accounts, two parts (every cell; codes with labels), and the codes."""

    ledgers: list[tuple[LookupFile, Ledger]] = field(default_factory=list)
    cells: Path = Path()
    codes: Path = Path()
    cell_rows: int = 0
    code_rows: int = 0
    known: dict[str, frozenset[str]] = field(default_factory=dict)


def read_table(job: TableJob) -> TableReport:
    """Read one table (or a stretch of it) into Parquet parts; the call that a worker makes.

    Raises:
        InputError: the file is damaged, or its rows have another form than the table.
    """
    job.target.mkdir(parents=True, exist_ok=True)
    with engine_errors(job.source.file.where):
        return _TableReader(job).report()


def believed_codes(source: TableFile, codes: Mapping[str, frozenset[str]], limits: Limits) -> dict[str, frozenset[str]]:
    """The code lists that the first rows of a table bear out; a list that is not the column's own proves nothing."""
    rows = _first_rows(source, limits)
    believed = {}
    for cell in cells_of(source.table, source.form):
        known = codes.get(cell.column.lookup)
        if not known:
            continue
        seen = [text for row in rows if cell.at < len(row) and (text := row[cell.at].strip())]
        if seen and sum(text in known for text in seen) >= LEAST_LISTED * len(seen):
            believed[cell.column.name] = known
    return believed


def _first_rows(source: TableFile, limits: Limits) -> list[list[str]]:
    """The cells of the first rows that have as many as rows have."""
    lines = source.file.head(limits).split(b"\n")[1:-1]
    return [cells for cells in map(split, lines) if source.form.least <= len(cells) <= source.form.width]


def words_for_nothing(source: TableFile, limits: Limits) -> tuple[str, ...]:
    """What a program wrote into cells without a value: a word that stands where only numbers or days can stand."""
    places = [cell.at for cell in cells_of(source.table, source.form) if cell.column.kind in _NO_WORDS]
    seen = {row[at].strip() for row in _first_rows(source, limits) for at in places if at < len(row)}
    return tuple(word for word in _FOR_NOTHING if word in seen)


class _TableReader:
    def __init__(self, job: TableJob) -> None:
        self._job = job
        self._form = job.source.form
        codes = believed_codes(job.source, job.codes, job.limits)
        nothing = words_for_nothing(job.source, job.limits)
        table = job.source.table.with_missing(nothing) if nothing else job.source.table
        self._typed = Typed(table, self._form, codes, everything=job.everything)
        self._care = Care(self._typed)
        self._engine = connect(memory_mib=job.limits.engine_mib, spill=job.target / "spill")
        self._engine.execute("SET preserve_insertion_order = false")
        for statement in self._typed.types:
            self._engine.execute(statement)
        self._plain = Plain(self._typed, self._form, self._engine)
        self._out_of_place: list[bytes] = []
        self._engine.create_function(
            REFUSE,
            self._refuse,
            ["VARCHAR"],
            "BOOLEAN",
            null_handling=SPECIAL,
            side_effects=True,
        )
        self._report = TableReport(
            columns=[cell.column.name for cell in self._typed.stored],
            unknown=self._typed.unknown,
            missing=self._typed.missing,
            nothing=nothing,
        )

    def _refuse(self, line: str) -> bool:
        self._out_of_place.append(line.encode())
        return False

    def report(self) -> TableReport:
        report, job = self._report, self._job
        where = job.source.file.where
        reader = TabbedReader(self._blocks(), self._form, job.target / "proved.tsv", where, self._plain.take)
        for batch in reader.batches():
            self._store(batch)
        if not report.parts:
            self._store_kept([])  # a table without rows has a part too, so that what is derived finds its columns
        report.ledger.lines = reader.lines
        report.ledger.header = 1 if reader.lines else 0
        if job.start:
            report.ledger.lines -= 1  # the header of a later stretch is only what stands for it
            report.ledger.header = 0
        report.ledger.check(where)
        self._engine.remove_function(REFUSE)
        self._engine.close()
        return report

    def _blocks(self) -> Iterator[bytes]:
        """The bytes of the stretch; a later one gets a line in the place of the header."""
        job = self._job
        if not (job.start or job.stop):
            yield from job.source.file.blocks(job.limits)
            return
        if job.start:
            yield b"\n"
        yield from stretch(job.source, job.limits, job.start, job.stop)

    def _store(self, batch: Batch) -> None:
        """Store the rows of a batch and account for each."""
        taken = self._store_taken(batch.taken)
        self._out_of_place.clear()
        stored = self._copy(self._typed.proved(batch.proved)) if batch.rows else 0
        careful = batch.careful
        if self._out_of_place:
            many = len(self._out_of_place)
            self._refuse_another_form(many, batch.rows + taken, "cells are no value of their column")
            careful = sorted([*careful, *batch.taken_back(self._out_of_place)], key=lambda one: one.line)
        self._refuse_lost(batch.rows, stored + len(careful) - len(batch.careful))
        stored += taken
        settled = self._care.settle(careful)
        rows = stored + len(settled.kept) + len(settled.refused)
        self._refuse_another_form(len(settled.refused), rows, settled.refused[0].reason if settled.refused else "")
        if settled.kept:
            self._store_kept(settled.kept)
        self._account(stored, settled)

    def _store_taken(self, rows: int) -> int:
        if not rows:
            return 0
        with self._plain.rows() as select:
            stored = self._copy(select)
        self._refuse_lost(rows, stored)
        return stored

    def _refuse_lost(self, proved: int, back: int) -> None:
        if back != proved:
            raise Defect(
                f"{proved:,} rows were proved and {back:,} came back",
                where=self._job.source.file.where,
                todo="please report this",
            )

    def _refuse_another_form(self, many: int, rows: int, reason: str) -> None:
        if many > FEW_ROWS and many > MOST_CARE * rows:
            raise UnreadableFile(
                f"{many:,} of {rows:,} rows do not fit table {self._job.source.table.family.published} ({reason})",
                where=self._job.source.file.where,
                todo=f"compare its columns with sources/eoir_cases/columns/{self._job.source.table.family.id}.csv",
            )

    def _copy(self, select: str) -> int:
        part = self._job.target / f"{len(self._report.parts):04}.parquet"
        row = self._engine.execute(f"COPY ({select}) TO {quoted(str(part))} {_PARTS}").fetchone()
        self._report.parts.append(part)
        assert row
        return int(row[0])

    def _store_kept(self, kept: Sequence[Kept]) -> None:
        staging = self._job.target / "careful.staged"
        with StagingFile(staging, self._form.width) as out:
            for row in kept:
                out.row(list(row.cells))
        stored = self._copy(self._typed.careful(staging))
        assert stored == len(kept), f"{stored} of {len(kept)} careful rows were stored"
        staging.unlink()

    def _account(self, stored: int, settled: Settled) -> None:
        ledger = self._report.ledger
        mended = sum(row.mended for row in settled.kept)
        ledger.rows += stored + len(settled.kept) + len(settled.refused)
        ledger.loaded += stored + len(settled.kept) - mended
        ledger.repaired += mended
        ledger.quarantined += len(settled.refused)
        ledger.blank += settled.blank
        ledger.continuation += settled.continuation
        self._report.refused += settled.refused


def stretch(source: TableFile, limits: Limits, start: int, stop: int) -> Iterator[bytes]:
    """The lines of a file from the first sound pair of lines in a stretch to the first one behind it (0: to the end)."""
    at = _first_sound(source, limits, start) if start else 0
    end = _first_sound(source, limits, stop) if stop else source.file.size
    for block in source.file.blocks(limits, at):
        if at < end:
            yield block[: end - at]
        at += len(block)
        if at >= end:
            return


def _first_sound(source: TableFile, limits: Limits, start: int) -> int:
    """Where a line begins that is sound like the line above it, from a place in a file on; its size where there is none."""
    held = b""
    for block in source.file.blocks(limits, start):
        held += block
        if (found := _sound_start(held, source.form)) >= 0:
            return start + found
    return source.file.size


def _sound_start(text: bytes, form: Form) -> int:
    """Where the first sound line with a sound line above it begins, below the first line end; -1 where there is none."""
    end, above = text.find(b"\n"), False
    while end >= 0:
        start, end = end + 1, text.find(b"\n", end + 1)
        sound = end >= 0 and is_sound(text, start, end, form)
        if sound and above:
            return start
        above = sound
    return -1


def read_lookups(files: list[LookupFile], target: Path, limits: Limits) -> LookupReport:
    """Read every code list of a release: all cells in long form, and codes with labels; the call that a worker makes."""
    target.mkdir(parents=True, exist_ok=True)
    report = LookupReport(cells=target / "cells.parquet", codes=target / "codes.parquet")
    engine = connect(memory_mib=limits.engine_mib)
    with StagingFile(target / "cells", 4) as cells, StagingFile(target / "codes", 6) as codes:
        for one in files:
            ledger = _read_lookup(one, limits, target, cells, codes, report)
            ledger.check(one.file.where)
            report.ledgers.append((one, ledger))
    names = ("list", "code", "label", "case_type", "kind", "active")
    report.cell_rows = _long(engine, target / "cells", ("list", "row", "published", "value"), report.cells)
    report.code_rows = _long(engine, target / "codes", names, report.codes)
    engine.close()
    return report


def _read_lookup(
    one: LookupFile, limits: Limits, target: Path, cells: StagingFile, codes: StagingFile, report: LookupReport
) -> Ledger:
    """Lists are short and read line by line; a row with missing cells at its end is whole, as SQL Server trims none."""
    ledger = Ledger(header=1)
    reader = TabbedReader(one.file.blocks(limits), one.form, target / "list.tsv", one.file.where)
    rows: list[list[str]] = []
    for batch in reader.batches():
        for line in _lines(batch):
            row = [cell.replace(CELL, TAB).strip(" \r\0") for cell in split(line)]
            if not any(row):
                ledger.blank += 1
                continue
            ledger.rows += 1
            whole = len(row) == one.form.width
            ledger.loaded += whole
            ledger.repaired += not whole
            rows.append((row + [""] * one.form.width)[: max(one.form.width, len(row))])
    ledger.lines = reader.lines
    for number, row in enumerate(rows, 1):
        for header, cell in zip(one.form.headers, row, strict=False):
            if cell and header.casefold() not in one.lookup.keep_not:
                cells.row([one.lookup.file, str(number), header, cell])
    _codes(one, rows, codes, report)
    return ledger


def _lines(batch: Batch) -> list[bytes]:
    """The lines of a batch in their order."""
    numbers = (first + at for first, lines in batch.runs for at in range(lines))
    found = dict(zip(numbers, batch.proved.read_bytes().split(b"\n"), strict=False))
    found |= {one.line: one.raw for one in batch.careful}
    return [found[number].removesuffix(b"\r") for number in sorted(found)]


def _codes(one: LookupFile, rows: list[list[str]], codes: StagingFile, report: LookupReport) -> None:
    """The codes and labels of one list; `known` gets the codes of every column by which a table may refer to it."""
    at = {header.casefold(): place for place, header in enumerate(one.form.headers)}
    for header, place in at.items():
        report.known[f"{one.lookup.file}.{header}".casefold()] = frozenset(row[place] for row in rows if row[place])
    named = (one.lookup.code, one.lookup.label, one.lookup.case_type, one.lookup.kind, one.lookup.active)
    places = [at.get(name.casefold()) if name else None for name in named]
    if places[0] is None:
        return
    for row in rows:
        code, *rest = ["" if place is None else row[place] for place in places]
        if code:
            codes.row([one.lookup.file, code, *rest])


def _long(engine: duckdb.DuckDBPyConnection, staging: Path, names: tuple[str, ...], target: Path) -> int:
    columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
    row = engine.execute(
        f"COPY (SELECT * FROM read_csv({quoted(str(staging))}, delim = {quoted(CELL)}, quote = '', escape = '', "
        f"header = false, auto_detect = false, columns = {columns}) ORDER BY ALL) TO {quoted(str(target))} "
        f"({PARQUET})"
    ).fetchone()
    staging.unlink()
    return int(row[0]) if row else 0
