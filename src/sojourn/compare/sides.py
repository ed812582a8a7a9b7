"""The two releases that are compared, those before them, and the engine that reads their parts."""

from __future__ import annotations

import re
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

import duckdb

from sojourn.engine.connect import connect, engine_errors, listed, records
from sojourn.engine.time_limit import time_limit
from sojourn.errors import BadParameter, LimitReached, UnknownName
from sojourn.reading.limits import Limits
from sojourn.record.manifest import SheetEntry
from sojourn.record.opened import Record, Release
from sojourn.sources.declare import families, source
from sojourn.tables import TABLES
from sojourn.words.said import said

ENGINE_MIB = 1400
"""Enough for a join of 17 million keys with their hashes; more spills to a temporary folder."""


_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True)
class Side:
    """One release: what the manifest says of it, table by table."""

    release: Release
    entries: dict[str, list[SheetEntry]]
    folder: Path
    bytes: int

    @property
    def id(self) -> str:
        """The id of the release."""
        return self.release.id

    @property
    def day(self) -> str:
        """The day of the release: its edition, or its last row where it has none; empty where neither is known."""
        return _age(self.release)[0]

    @property
    def rows(self) -> int:
        """Rows that its ledger counts, in tables and code lists."""
        return sum(entry.ledger["rows"] for entries in self.entries.values() for entry in entries if not entry.derived)

    def parts(self, table: str) -> list[str]:
        """The paths of a table's parts."""
        return [str((self.folder / part).resolve()) for entry in self.entries.get(table, []) for part in entry.parts]

    def columns(self, table: str) -> set[str]:
        """The columns that the release has of a table; a derived one has all."""
        entries = self.entries.get(table, [])
        whole = {column.name for column in TABLES[table].columns} if any(entry.derived for entry in entries) else set()
        return whole | {column for entry in entries if not entry.derived for column in entry.columns}

    def relation(self, table: str) -> str:
        """SQL of a table's rows; files of one release may differ in their columns."""
        wander = len({tuple(entry.columns) for entry in self.entries.get(table, [])}) > 1
        return f"read_parquet({listed(self.parts(table))}{', union_by_name = true' if wander else ''})"

    def ledger(self, table: str, count: str) -> int:
        """One count of a table's ledger, over its files."""
        return sum(entry.ledger[count] for entry in self.entries.get(table, []))


@dataclass(frozen=True)
class Pair:
    """Two releases of one source in the order of their days, and the releases before them, latest first."""

    source: str
    older: Side
    newer: Side
    before: tuple[Side, ...]

    def tables(self) -> list[str]:
        """Tables that were read from files in both, in the order of the source."""
        return [name for name in _tables(self.source) if self.older.parts(name) and self.newer.parts(name)]

    def in_one_only(self) -> tuple[list[str], list[str]]:
        """Tables that only the older release has, and those that only the newer has."""
        older, newer = (
            {name for name in _tables(self.source) if side.parts(name)} for side in (self.older, self.newer)
        )
        return sorted(older - newer), sorted(newer - older)

    def key(self, table: str) -> str:
        """The column that names a row of a table; empty where none does."""
        return next((one.key for one in families().values() if one.table == table and one.source == self.source), "")


def _tables(source_id: str) -> list[str]:
    return list(dict.fromkeys(family.table for family in source(source_id).families))


def pair(record: Record, source_id: str, first: str, second: str) -> Pair:
    """Two releases of a source, given by id or by what follows the slash or the @ in it.

    Raises:
        UnknownName: the source is not declared, or a release is not in the record.
        BadParameter: both are the same release.
    """
    source(source_id)
    known = record.releases(source_id)
    chosen = [_named(known, name, source_id) for name in (first, second)]
    if chosen[0] == chosen[1]:
        raise BadParameter(said("both are {id:name}", id=chosen[0].id), where="compare", todo=said("name two releases"))
    older, newer = sorted(chosen, key=_age)
    sides = {one.id: _side(record, one) for one in known}
    before = sorted((one for one in known if _age(one) < _age(older)), key=_age, reverse=True)
    return Pair(source_id, sides[older.id], sides[newer.id], tuple(sides[one.id] for one in before))


def _named(known: Sequence[Release], name: str, source_id: str) -> Release:
    found = [one for one in known if name in (one.id, one.id.partition("/")[2], one.id.partition("@")[2])]
    if len(found) != 1:
        what = (
            said("several releases end {release:name}", release=repr(name))
            if found
            else said("no release of {source:name} is called {release:name}", source=source_id, release=repr(name))
        )
        raise UnknownName(what, where="compare", todo=_there(known))
    return found[0]


def oldest_first(releases: Sequence[Release]) -> list[Release]:
    """Releases in the order of their days."""
    return sorted(releases, key=_age)


def successive(record: Record) -> list[tuple[Release, Release]]:
    """Each release with the one before it of the same kind that covers the same places and shares a table."""
    found = []
    for source_id in sorted({one.source for one in record.releases()}):
        ordered = [one for one in oldest_first(record.releases(source_id)) if _kind(one) is not None]
        for at, later in enumerate(ordered):
            like = [one for one in ordered[:at] if _kind(one) == _kind(later) and one.tables.keys() & later.tables]
            found += [(like[-1], later)] if like else []
    return found


def _kind(release: Release) -> tuple[str, frozenset[str]] | None:
    """What a release must have in common with the one before: the name before its date, or that it is named by a request.

    None where its edition is no date: `2025-CAN` is another country than `2025-USA`, and not a later release.
    """
    scope = frozenset(family.scope for family in release.families)
    name, mark, edition = release.id.partition("@")
    if not mark:
        return "", scope
    return (name, scope) if _DATE.fullmatch(edition) else None


def _age(release: Release) -> tuple[str, str]:
    """Editions are named by their day; a release without one is as old as its last row."""
    return release.id.partition("@")[2] or release.last, release.id


def _side(record: Record, release: Release) -> Side:
    entries: dict[str, list[SheetEntry]] = {}
    for sheet in record.sheets:
        if sheet.release == release.id:
            entries.setdefault(sheet.table, []).append(sheet)
    size = sum(file.bytes for file in record.manifest.files if file.sha256 in release.files)
    return Side(release, entries, record.folder, size)


def _there(known: Sequence[Release]) -> str:
    if known:
        return said("the record has: {releases:name}", releases=", ".join(one.id for one in known))
    return said("the record has: none")


class Engine:
    """The engine of one comparison. It can open the record and nothing else; what it spills goes with it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, where: str, seconds: float = inf) -> None:
        """What runs after `seconds` is stopped."""
        self._connection = connection
        self._where = where
        self._end = time.monotonic() + seconds

    def run(self, sql: str) -> None:
        """Run a statement.

        Raises:
            LimitReached: the time of the comparison is up.
        """
        with self._in_time():
            self._connection.execute(sql)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a query.

        Raises:
            LimitReached: the time of the comparison is up.
        """
        with self._in_time():
            return records(self._connection, sql)

    def row(self, sql: str) -> dict[str, Any]:
        """The one row of a query."""
        [found] = self.rows(sql)
        return found

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        left = min(self._end - time.monotonic(), threading.TIMEOUT_MAX)
        if left <= 0:
            raise LimitReached(
                said("the comparison took too long and was stopped"), where=self._where, todo=said("compare one table")
            )
        with engine_errors(self._where), time_limit(self._connection, left):
            yield


@contextmanager
def engine(record: Record, seconds: float = inf) -> Iterator[Engine]:
    """An engine for large joins over a record that may be read-only."""
    with tempfile.TemporaryDirectory(prefix="sojourn-compare-") as spill:
        memory = max(Limits.from_environment().engine_mib, ENGINE_MIB)
        connection = connect(
            memory_mib=memory,
            threads=2,
            spill=Path(spill),
            readable=[record.folder.resolve()],
            keep_order=False,
        )
        try:
            yield Engine(connection, str(record.folder), seconds)
        finally:
            connection.close()
