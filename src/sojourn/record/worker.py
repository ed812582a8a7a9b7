"""Read one file in a confined process: recognise its sheets, stage their rows, load the parts, account for all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import duckdb

from sojourn.engine.connect import connect, engine_errors, quoted
from sojourn.errors import HeaderMismatch, UnknownFile
from sojourn.quality import RuleResult, check
from sojourn.reading.delimited import DelimitedReader, heads
from sojourn.reading.ledger import Ledger, Reading, Refused
from sojourn.reading.limits import Limits
from sojourn.reading.marked import is_invented
from sojourn.reading.raw import foreign_form, kind_of, unchanging
from sojourn.reading.sheet import SheetReader, all_rows, letters, peek
from sojourn.reading.staged import CELL, GAP, StagingFile, with_breaks
from sojourn.reading.workbook import Seen, Workbook
from sojourn.record.court.files import refuse_other_form
from sojourn.record.json_file import json_text
from sojourn.record.left_out import LeftOut, placed
from sojourn.record.years import fiscal_years
from sojourn.sources.declare import Family
from sojourn.sources.own import OwnReader, own_readers
from sojourn.sources.recognise import Near, Recognised, Unread, recognise
from sojourn.tables import TABLES
from sojourn.tables.load import Stamp, last_day, load
from sojourn.tables.part import Part, parts_of
from sojourn.tables.text import TextTable, numbered, parquet, staged

MOST_ROWS_READ_WHOLE = 200_000
"""Sheets with their own reader are small; a larger one is not what it seems."""

LEAST_SHARE_LOST = 0.01
"""Share of rows that were not loaded from which a sheet says so itself."""

_REQUEST = re.compile(r"\b20\d\d-(?:ICFO|ICLI)-\d{5}\b")


@dataclass
class SheetReport:
    """One sheet (or file without sheets) under one family."""

    sheet: str
    family: str
    source: str
    table: str
    release: str
    ledger: Ledger
    parts: list[Path]
    columns: list[str]
    first: str = ""
    last: str = ""
    years: list[int] = field(default_factory=list)
    rows: int = 0
    refused: list[Refused] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    unlisted: list[tuple[str, str, int, int]] = field(default_factory=list)
    quality: list[RuleResult] = field(default_factory=list)


@dataclass
class FileReport:
    """What one file gave: its sheets, those that no reader took (with the reason), its quarantine; whether it is a look-alike."""

    sheets: list[SheetReport] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    quarantine: Path | None = None
    invented: bool = False


@dataclass
class _Staged:
    """A sheet whose rows are staged and not yet loaded."""

    sheet: str
    number: int
    family: Family
    text: TextTable
    reading: Reading
    edition: str = ""


def read_file(path: Path, sha256: str, target: Path, limits: Limits, apart: bool = False) -> FileReport:
    """Read a file into Parquet parts in the folder `target`; the one call that a worker makes.

    `apart` adds the first digits of the file's hash to its release, for a publication of which another file
    carries the same date.

    Raises:
        InputError: the file is unknown, unreadable, unsafe or changing; nothing of it counts then.
    """
    target.mkdir(parents=True)
    with unchanging(path, sha256), engine_errors(str(path)):
        report = _FileReader(path, sha256, target, limits, apart=apart).report()
        report.invented = is_invented(path, limits)
    for staging in target.glob("*.staged"):
        staging.unlink()
    return report


class _FileReader:
    def __init__(self, path: Path, sha256: str, target: Path, limits: Limits, *, apart: bool) -> None:
        self._path = path
        self._twin = f"+{sha256[:4]}" if apart else ""
        self._file = sha256[:16]
        self._target = target
        self._limits = limits
        self._left_out = LeftOut(str(path))
        self._report = FileReport(unread=self._left_out.unread)
        self._connection: duckdb.DuckDBPyConnection | None = None

    @property
    def _engine(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            self._connection = connect(memory_mib=self._limits.engine_mib, spill=self._target / "spill")
        return self._connection

    def report(self) -> FileReport:
        waiting = list(self._stage())
        if not waiting:
            raise self._left_out.nothing()
        rows = [one for one in waiting if one.family.form == "rows"]
        self._left_out.refuse_rest([(one.sheet, one.family.table, len(one.reading.headers)) for one in rows])
        edition = self._edition(waiting)
        for one in waiting:
            self._report.sheets.append(self._load(one, edition + self._twin))
        self._report.quarantine = self._quarantine()
        return self._report

    def _quarantine(self) -> Path | None:
        """Every refused row of the file as one Parquet file: sheet, line, bytes as published, reason."""
        rows = [(sheet.sheet, row.line, row.raw, row.reason) for sheet in self._report.sheets for row in sheet.refused]
        if not rows:
            return None
        target = self._target / "quarantine.parquet"
        self._engine.execute("CREATE TABLE refused (sheet VARCHAR, line BIGINT, raw BLOB, reason VARCHAR)")
        self._engine.executemany("INSERT INTO refused VALUES (?, ?, ?, ?)", rows)
        self._engine.execute(f"COPY refused TO {quoted(str(target))} (FORMAT parquet, COMPRESSION zstd)")
        return target

    def _stage(self) -> Iterator[_Staged]:
        kind, foreign = kind_of(self._path), foreign_form(self._path)
        if foreign:
            self._left_out.add("", foreign)
        elif kind in {"workbook", "old workbook"}:
            yield from self._stage_workbook()
        elif kind == "parquet":
            yield from self._stage_parquet()
        elif kind == "zip":
            self._left_out.add("", "a zip archive that is no workbook: unpack it first")
        else:
            yield from self._stage_text()

    # Text.

    def _stage_text(self) -> Iterator[_Staged]:
        text = json_text(self._path, self._limits)
        if text:
            target = self._target / "0.staged"
            yield self._staged("", 0, text.family, text.write(target), target)
            return
        for head in heads(self._path, self._limits):
            own = _own_readers(head.rows)
            found = recognise(head.rows, str(self._path))
            if own:
                yield from self._stage_own_text(own, head.delimiter)
                return
            if isinstance(found, Recognised):
                target = self._target / "0.staged"
                reader = DelimitedReader(self._path, head, found.header_row, self._limits)
                reading = reader.write(target, spare=True)
                whole = staged(target, reading, partial(reader.write, target))
                yield _Staged("", 0, found.family, whole, reading)
                return
            self._note("", found, head.rows)
        if not self._report.unread:
            self._left_out.add("", "no header row found")

    def _stage_own_text(self, own: list[tuple[Family, OwnReader]], delimiter: str) -> Iterator[_Staged]:
        head = next(head for head in heads(self._path, self._limits) if head.delimiter == delimiter)
        target = self._target / "whole.staged"
        start = _first_whole(head.rows)
        reading = DelimitedReader(self._path, head, start, self._limits).write(target)
        rows = [*head.rows[: start + 1], *_staged_rows([target, *(path for path, _ in reading.further)])]
        first = own[0][0]
        for family, reader in own:
            if family == first or (family.source == first.source and family.table != first.table):
                yield self._stage_own("", 0, family, reader, rows, reading)

    # Workbooks.

    def _stage_workbook(self) -> Iterator[_Staged]:
        book = Workbook(self._path, self._limits)
        for number, sheet in enumerate(book.sheets):
            seen = Seen()
            rows, blocks = peek(book.blocks(sheet, seen))
            if not any(cell.strip() for row in rows for cell in row):
                self._left_out.add(sheet.name, "the sheet is empty")
                continue
            where = self._left_out.where(sheet.name)
            own = _own_readers(rows)
            found = None if any(reader.certain for _, reader in own) else recognise(rows, where)
            hidden = "the sheet is hidden" if sheet.hidden else ""
            if own and hidden:
                self._left_out.add(sheet.name, hidden)
            elif own:
                whole = list(blocks)
                cells = list(all_rows(whole))
                for family, taker in own:
                    yield self._stage_own(sheet.name, number, family, taker, cells)
                blocks = iter(whole)
            if isinstance(found, Recognised):
                target = self._target / f"{number}.staged"
                banner = tuple(" ".join(filter(None, row)).strip() for row in rows[: found.header_row])
                reader = SheetReader(found.headers, banner, found.header_row, hidden)
                reading = reader.write(blocks, target)
                if seen.formulas:
                    reading.defects.append(f"{seen.formulas:,} cells are formulas; their stored values were read")
                yield self._staged(sheet.name, number, found.family, reading, target)
            elif not own:
                self._note(sheet.name, found, rows)

    # Parquet.

    def _stage_parquet(self) -> Iterator[_Staged]:
        file = quoted(str(self._path))
        types = dict(
            self._engine.execute(
                f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet({file}))"
            ).fetchall()
        )
        found = recognise([list(types)], str(self._path))
        if not isinstance(found, Recognised):
            self._note("", found, [list(types)])
            return
        counted = self._engine.execute(f"SELECT count(*) FROM read_parquet({file})").fetchone()
        rows = counted[0] if counted else 0
        ledger = Ledger(lines=rows, rows=rows)
        reading = Reading(tuple(types), (), 1, ledger)
        yield _Staged("", 0, found.family, parquet(self._path, types, rows), reading)

    # What all have in common.

    def _note(self, sheet: str, found: Near | Unread | Recognised | None, rows: list[list[str]]) -> None:
        refuse_other_form(rows, self._left_out.where(sheet))
        self._left_out.note(sheet, found, rows)

    def _refuse_unheaded(self, one: _Staged) -> None:
        """Refuse cells under no header: what they mean is not known, and they would be lost."""
        for at, header in enumerate(one.reading.headers):
            if not header.strip():
                found = self._engine.execute(
                    f"SELECT line, trim(c{at}) FROM {one.text.relation} WHERE NOT gap AND trim(c{at}) <> '' LIMIT 1"
                ).fetchone()
                if found:
                    raise HeaderMismatch(
                        f"column {letters(at)} has no header and is not empty (row {found[0]})",
                        where=self._left_out.where(one.sheet),
                        todo="give the column the header that the agency published, or take it out",
                    )

    def _staged(self, sheet: str, number: int, family: Family, reading: Reading, target: Path) -> _Staged:
        return _Staged(sheet, number, family, staged(target, reading), reading)

    def _stage_own(
        self,
        sheet: str,
        number: int,
        family: Family,
        reader: OwnReader,
        rows: list[list[str]],
        before: Reading | None = None,
    ) -> _Staged:
        if len(rows) > MOST_ROWS_READ_WHOLE:
            raise UnknownFile(
                f"it has {len(rows):,} rows, too many for family {family.id}", where=self._left_out.where(sheet)
            )
        with placed(self._left_out.where(sheet)):
            own = reader.read(rows)
        target = self._target / f"{number}-{family.id}.staged"
        with StagingFile(target, len(own.headers) + 1) as out:
            for line, cells in own.rows:
                out.row([*cells, str(line)])
        reading = Reading(own.headers, (), 1, own.ledger, defects=own.defects, mended=own.mended)
        if before:
            reading.refused = before.refused
            reading.ledger.blank -= len(before.refused)
            reading.ledger.rows += len(before.refused)
            reading.ledger.quarantined += len(before.refused)
        return _Staged(sheet, number, family, numbered(target, own.headers, len(own.rows)), reading, own.edition)

    def _edition(self, waiting: list[_Staged]) -> str:
        """What tells publications of one layout apart: the day of the pull, or the last day in the whole file."""
        editions = [
            one.edition or str(last_day(self._engine, one.text, one.family, TABLES[one.family.table]) or "")
            for one in waiting
            if one.family.split == "publication" and one.text.rows and (one.edition or one.family.key_date)
        ]
        return max(editions, default="")

    def _load(self, one: _Staged, edition: str) -> SheetReport:
        family, table = one.family, TABLES[one.family.table]
        release = _release(family, one.reading.banner, edition)
        stamp = Stamp(release, family.id, self._file, one.sheet)
        target = self._target / f"{table.name}-{one.number}-{family.id}.parquet"
        with placed(self._left_out.where(one.sheet)):
            self._refuse_unheaded(one)
            part = load(self._engine, one.text, family, table, stamp, target)
        _settle(one, part)
        one.reading.ledger.check(f"{self._path} {one.sheet}")
        refused = self._with_bytes(one, part)
        return SheetReport(
            sheet=one.sheet,
            family=family.id,
            source=family.source,
            table=table.name,
            release=release,
            ledger=one.reading.ledger,
            parts=part.paths,
            columns=sorted(part.columns),
            first=str(part.first or ""),
            last=str(part.last or ""),
            years=fiscal_years(self._engine, parts_of(part.paths), family, table, part.columns),
            rows=part.rows,
            refused=refused,
            defects=[*_lost(one.reading.ledger, refused), *one.reading.defects],
            quality=check(self._engine, parts_of(part.paths), table, part.columns),
            unlisted=[(value.column, value.value, value.rows, value.first_line) for value in part.unlisted],
        )

    def _with_bytes(self, one: _Staged, part: Part) -> list[Refused]:
        """All rows refused in reading and in loading; the latter get their cells back from the staged text."""
        if not part.refused:
            return one.reading.refused
        lines = ", ".join(str(line) for line, _ in part.refused)
        cells = ", ".join(f"c{number}" for number in range(len(one.text.headers)))
        rows = self._engine.execute(
            f"SELECT line, concat_ws('|', {cells}) FROM {one.text.relation} WHERE line IN ({lines})"
        ).fetchall()
        raw = {line: text.encode() for line, text in rows}
        loaded = [Refused(line, raw.get(line, b""), reason) for line, reason in part.refused]
        return sorted([*one.reading.refused, *loaded], key=lambda row: row.line)


def _first_whole(rows: list[list[str]]) -> int:
    """The first row with as many cells as most have: above the header there may be a title of one cell."""
    counts = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    usual = max(counts, key=lambda count: (counts[count], count))
    return next(at for at, row in enumerate(rows) if len(row) == usual)


def _staged_rows(pieces: list[Path]) -> list[list[str]]:
    """The rows of staging files as cells; placeholders become empty rows."""
    lines = b"".join(piece.read_bytes() for piece in pieces).decode().split("\n")[:-1]
    return [[""] if line.startswith(GAP) else [with_breaks(cell) for cell in line.split(CELL)] for line in lines]


def _own_readers(rows: list[list[str]]) -> list[tuple[Family, OwnReader]]:
    """Every reader that takes the sheet; each fills a table of its own."""
    readers = own_readers().items()
    certain = [(family, reader) for family, reader in readers if reader.certain and reader.finds(rows)]
    return certain or [(family, reader) for family, reader in readers if reader.finds(rows)]


def _lost(ledger: Ledger, refused: list[Refused]) -> list[str]:
    """A note where so many rows were not loaded that the rest is not what was published."""
    if ledger.quarantined < LEAST_SHARE_LOST * ledger.rows or not refused:
        return []
    first = refused[0]
    return [f"{ledger.quarantined:,} of {ledger.rows:,} rows were not loaded; row {first.line}: {first.reason}"]


def _settle(one: _Staged, part: Part) -> None:
    """Close the account of a sheet: what was loaded, mended, refused or blank."""
    ledger = one.reading.ledger
    refused = {line for line, _ in part.refused}
    ledger.blank += part.blank
    ledger.rows -= part.blank
    ledger.quarantined += len(refused)
    ledger.repaired = len((part.repaired | one.reading.mended) - refused)
    ledger.loaded = ledger.rows - ledger.quarantined - ledger.repaired


def _release(family: Family, banner: tuple[str, ...], edition: str) -> str:
    """The release of a sheet: its source, the request that its banner names, and the edition of a publication."""
    stated = _REQUEST.search(" ".join(banner))
    name = stated[0] if stated else family.publication or family.id
    return f"{family.source}/{name}" + (f"@{edition}" if edition and family.split == "publication" else "")
