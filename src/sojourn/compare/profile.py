"""A table whose rows have no key: rows cannot be matched, so only the columns as a whole are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sojourn.compare.sides import Pair, Side
from sojourn.record.opened import Record
from sojourn.tables import ABSENCES, TABLES
from sojourn.tables.declare import Column


@dataclass(frozen=True)
class Absent:
    """Cells without a value, and why."""

    reason: str
    rows: int


@dataclass(frozen=True)
class Profile:
    """One column of one release: cells with a value, absences by reason, and for days the first and the last.

    A compact table does not say why a cell is absent; its absences are all `blank`.
    """

    present: int
    absent: tuple[Absent, ...]
    first: date | None
    last: date | None


@dataclass(frozen=True)
class ColumnProfile:
    """One column in both releases."""

    column: str
    older: Profile
    newer: Profile


@dataclass(frozen=True)
class ProfiledTable:
    """Rows and columns of a table whose rows no key tells apart."""

    table: str
    title: str
    older: int
    newer: int
    columns: tuple[ColumnProfile, ...]


def compare_by_column(record: Record, pair: Pair, table: str) -> ProfiledTable:
    """Compare the columns of a table as wholes."""
    (older_rows, older), (newer_rows, newer) = (_profiles(record, side, table) for side in (pair.older, pair.newer))
    profiles = tuple(ColumnProfile(name, older[name], newer[name]) for name in older if older[name] != newer[name])
    return ProfiledTable(table, TABLES[table].title, older_rows, newer_rows, profiles)


def _profiles(record: Record, side: Side, table: str) -> tuple[int, dict[str, Profile]]:
    columns = TABLES[table].columns
    cells = [sql for at, column in enumerate(columns) for sql in _counts(at, column, compact=TABLES[table].compact)]
    [found] = record.query(
        f"SELECT count(*) AS rows, {', '.join(cells)} FROM {table} WHERE release = $release", {"release": side.id}
    )
    profiles = {}
    for at, column in enumerate(columns):
        absent = {reason: found.get(f"absent_{at}_{number}", 0) for number, reason in enumerate(ABSENCES)}
        if TABLES[table].compact:
            absent["blank"] = found["rows"] - found[f"present_{at}"]
        told = tuple(Absent(reason, rows) for reason, rows in absent.items() if rows)
        profiles[column.name] = Profile(found[f"present_{at}"], told, found.get(f"first_{at}"), found.get(f"last_{at}"))
    return found["rows"], profiles


def _counts(at: int, column: Column, *, compact: bool) -> list[str]:
    counts = [f"count({column.name}) AS present_{at}"]
    if column.kind == "date":
        counts += [f"min({column.name}) AS first_{at}", f"max({column.name}) AS last_{at}"]
    if not compact:
        counts += [
            f"count(*) FILTER (WHERE starts_with({column.absence}, '{reason}')) AS absent_{at}_{number}"
            for number, reason in enumerate(ABSENCES)
        ]
    return counts
