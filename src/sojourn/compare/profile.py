"""A table whose rows have no key: rows cannot be matched, so only the columns as a whole are compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sojourn.compare.sides import Engine, Pair, Side
from sojourn.tables import ABSENCES, TABLES
from sojourn.tables.declare import Column

_LACKING = "not in this release"


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


def compare_by_column(engine: Engine, pair: Pair, table: str) -> ProfiledTable:
    """Compare the columns of a table as wholes."""
    rows = [engine.row(f"SELECT count(*) AS rows FROM {side.relation(table)}")["rows"] for side in _sides(pair)]
    profiles = []
    for column in TABLES[table].columns:
        older, newer = (
            _profile(engine, side, table, column, number) for side, number in zip(_sides(pair), rows, strict=True)
        )
        if older != newer:
            profiles.append(ColumnProfile(column.name, older, newer))
    return ProfiledTable(table, TABLES[table].title, rows[0], rows[1], tuple(profiles))


def _sides(pair: Pair) -> tuple[Side, Side]:
    return pair.older, pair.newer


def _profile(engine: Engine, side: Side, table: str, column: Column, rows: int) -> Profile:
    """One column of one release, read by itself: an aggregate over all columns at once takes 27 times as long."""
    if column.name not in side.columns(table):
        absent = "blank" if TABLES[table].compact else _LACKING
        return Profile(0, (Absent(absent, rows),) if rows else (), None, None)
    has_days = column.kind in {"date", "moment"}
    day = f"CAST({column.name} AS DATE)" if has_days else "CAST(NULL AS DATE)"
    why = "NULL" if TABLES[table].compact else column.absence
    found = engine.rows(
        f"""SELECT {why} AS why, count({column.name}) AS present, count(*) - count({column.name}) AS absent,
        min({day}) AS first, max({day}) AS last FROM {side.relation(table)} GROUP BY ALL"""
    )
    reasons: Counter[str] = Counter()
    for one in found:
        reasons[_reason(one["why"], compact=TABLES[table].compact)] += one["absent"]
    return Profile(
        present=sum(one["present"] for one in found),
        absent=tuple(Absent(reason, reasons[reason]) for reason in ABSENCES if reasons[reason]),
        first=min((one["first"] for one in found if one["first"]), default=None),
        last=max((one["last"] for one in found if one["last"]), default=None),
    )


def _reason(why: str | None, *, compact: bool) -> str:
    """The word with which an absence begins; a file of the release without the column says nothing."""
    if why is None:
        return "blank" if compact else _LACKING
    return next(reason for reason in ABSENCES if why.startswith(reason))
