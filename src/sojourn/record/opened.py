"""A record that is open for questions: its releases, its tables as views, and its quarantine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from sojourn.engine.connect import columns, connect, engine_errors, records
from sojourn.engine.time_limit import time_limit
from sojourn.errors import BadRecord
from sojourn.record import manifest as stored
from sojourn.record.kept import Kept, cells
from sojourn.record.manifest import Manifest, SheetEntry
from sojourn.record.views import Views, names
from sojourn.sources.declare import Family, families
from sojourn.tables import Table

SECONDS = 60.0
MOST_REMEMBERED = 2_000_000
"""Cells of what a record remembers, some 100 bytes each."""
T = TypeVar("T")
Memory = Kept[tuple[Any, ...], tuple[Any]]
"""What records of one folder remember together; each value is boxed, since it may be None."""


def empty_memory() -> Memory:
    """A memory with nothing in it yet."""
    return Kept(MOST_REMEMBERED, lambda boxed: cells(boxed[0]))


@dataclass(frozen=True)
class Release:
    """One release of one source in the record: its files and what each table has of it."""

    id: str
    source: str
    files: tuple[str, ...]
    families: tuple[Family, ...]
    tables: dict[str, int]
    first: str
    last: str
    defects: tuple[str, ...]

    @property
    def nationwide(self) -> bool:
        """Whether the release covers the whole country."""
        return all(family.scope == "nationwide" for family in self.families)


class Record:
    """A record in a folder. Queries see its tables as views and can open nothing outside it.

    A query that runs longer than `seconds` is stopped, and so is a search in Python that takes longer than `searching`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        seconds: float = SECONDS,
        searching: float = inf,
        memory: Memory | None = None,
        threads: int = 2,
    ) -> None:
        """With the `memory` of another record of the same folder, what one remembers the other need not compute.

        A query uses so many `threads`; where several records answer at once, one each does more in all.
        """
        manifest = stored.read(folder)
        if manifest is None:
            raise BadRecord(
                "there is no record here", where=str(folder), todo="run `sojourn build` first, or give --record"
            )
        self.folder = folder
        self.manifest: Manifest = manifest
        self.seconds = seconds
        self.searching = searching
        self._memory = memory or empty_memory()
        self.sheets: tuple[SheetEntry, ...] = tuple(manifest.sheets)
        self._opened: tuple[duckdb.DuckDBPyConnection, Views] | None = None
        self._threads = threads
        self._one_at_a_time = threading.Lock()

    @property
    def invented(self) -> bool:
        """Whether the rows were made up by `sojourn lookalike`."""
        return self.manifest.invented

    def releases(self, source: str = "", table: str = "") -> list[Release]:
        """The releases of a source (or of all), by id; with `table`, those that have rows in it.

        Of a table that was derived from several files, the release is shown with what it was derived from.
        """
        known = self.remember(("releases", source, table), lambda: self._releases(source, table))
        return list(known)

    def _releases(self, source: str, table: str) -> list[Release]:
        there = [sheet for sheet in self.sheets if not source or sheet.source == source]
        wanted = {sheet.release for sheet in there if not table or sheet.table == table}
        shared = {sheet.release for sheet in there if sheet.table == table and not sheet.file}
        grouped: dict[str, list[SheetEntry]] = {}
        for sheet in there:
            if sheet.release in wanted and (not table or sheet.table == table or sheet.release in shared):
                grouped.setdefault(sheet.release, []).append(sheet)
        settled = {entry.release: (entry.first, entry.last) for entry in self.manifest.derived}
        return [_release(name, sheets, settled.get(name)) for name, sheets in sorted(grouped.items())]

    def has(self, table: str, column: str, release: str) -> bool:
        """Whether any sheet of a release carries a column."""
        return any(
            column in sheet.columns or sheet.derived
            for sheet in self.sheets
            if sheet.table == table and sheet.release == release
        )

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows of a query over the tables.

        Raises:
            LimitReached: it ran too long or needed too much memory.
        """
        return self._run(sql, lambda connection, ready: records(connection, ready, parameters))

    def arrays(self, sql: str, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Rows of a query over the tables as one numpy array for each column, for what comes by the million.

        Raises:
            LimitReached: it ran too long or needed too much memory.
        """
        return self._run(sql, lambda connection, ready: columns(connection, ready, parameters))

    def _run(self, sql: str, run: Callable[[duckdb.DuckDBPyConnection, str], T]) -> T:
        with self._one_at_a_time, engine_errors(str(self.folder)):
            connection, views = self._open()
            ready = views.ready(connection, sql)
            with time_limit(connection, self.seconds):
                return run(connection, ready)

    def open(self) -> None:
        """Open the engine and make the whole views now; else each is made when it is first asked for."""
        with self._one_at_a_time, engine_errors(str(self.folder)):
            connection, views = self._open()
            views.make(connection)

    def remember(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What `make` gives, computed once: a record never changes while it is open. What is large is forgotten in time."""
        boxed: tuple[T] | None = self._memory.get(key)
        if boxed is None:
            boxed = (make(),)
            self._memory.put(key, boxed)
        return boxed[0]

    def forget(self) -> None:
        """Drop what was remembered; for measuring."""
        self._memory.clear()

    def view(self, table: Table) -> str:
        """The SQL of a table's view: its parts, with what a part lacks shown as not in this release."""
        rows = Views(self.folder, self.sheets).rows(table, names(table))
        return f"CREATE OR REPLACE VIEW {table.name} AS {rows}"

    def quarantine(self) -> list[dict[str, Any]]:
        """Every refused row: file, sheet, line, reason and bytes."""
        rows = []
        for file in self.manifest.files:
            if file.quarantine:
                path = str((self.folder / file.quarantine).resolve())
                found = self.query(
                    "SELECT sheet, line, reason, raw FROM read_parquet($path) ORDER BY sheet, line", {"path": path}
                )
                rows += [{"file": file.sha256, **row} for row in found]
        return rows

    def close(self) -> None:
        """Let go of the engine."""
        if self._opened is not None:
            self._opened[0].close()
            self._opened = None

    def _open(self) -> tuple[duckdb.DuckDBPyConnection, Views]:
        if self._opened is None:
            connection = connect(threads=self._threads, readable=[self.folder.resolve()])
            self._opened = connection, Views(self.folder, self.sheets)
        return self._opened


def _release(name: str, sheets: list[SheetEntry], settled: tuple[str, str] | None) -> Release:
    """The release of some sheets; its days are those that were settled, or else those of its outermost rows."""
    tables: dict[str, int] = {}
    for sheet in sheets:
        if sheet.parts:
            tables[sheet.table] = tables.get(sheet.table, 0) + sheet.rows
    known = {family.id: family for family in families().values() if family.source == sheets[0].source}
    used = tuple(known[one] for one in sorted({sheet.family for sheet in sheets if sheet.family}))
    noticed = sorted({defect for sheet in sheets for defect in sheet.defects})
    return Release(
        id=name,
        source=sheets[0].source,
        files=tuple(sorted({sheet.file for sheet in sheets if sheet.file})),
        families=used,
        tables=tables,
        first=settled[0] if settled else min((sheet.first for sheet in sheets if sheet.first), default=""),
        last=settled[1] if settled else max((sheet.last for sheet in sheets if sheet.last), default=""),
        defects=tuple(noticed) + tuple(defect for family in used for defect in family.defects),
    )
