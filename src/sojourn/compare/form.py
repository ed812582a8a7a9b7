"""The form of each file in two releases: its account, its columns, the share of blanks, and what Count.txt says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sojourn.compare.drift import validity
from sojourn.compare.sides import Engine, Pair, Side
from sojourn.engine.connect import listed
from sojourn.record.opened import Record
from sojourn.tables import TABLES
from sojourn.tables.court.declare import ODDITIES

COUNTS = ("lines", "rows", "loaded", "repaired", "quarantined")
_STATED = "Count.txt"


@dataclass(frozen=True)
class Blank:
    """The blank cells of one column in both releases, out of the rows of each."""

    column: str
    older: int
    newer: int


@dataclass(frozen=True)
class LastDay:
    """The last day in a column in both releases; None where no row has one."""

    column: str
    older: date | None
    newer: date | None


@dataclass(frozen=True)
class Reason:
    """Why rows were refused, and how many for it in each release."""

    reason: str
    older: int
    newer: int


@dataclass(frozen=True)
class Validity:
    """What is declared of the time of a column that came or went."""

    column: str
    declared: str


@dataclass(frozen=True)
class Form:
    """The form of one table in both releases. Pairs are (older, newer).

    `odd` are rows with a cell that is no value of its column, `reasons` why rows were refused, `stated` what
    Count.txt says where it disagrees, `validity` what is declared of the time of columns that came or went, `noticed` other defects that the newer release has and the older had not.
    """

    table: str
    counts: dict[str, tuple[int, int]]
    odd: tuple[int, int] | None
    reasons: tuple[Reason, ...]
    stated: tuple[str, str]
    columns_gone: tuple[str, ...]
    columns_new: tuple[str, ...]
    validity: tuple[Validity, ...]
    noticed: tuple[str, ...]
    blanks: tuple[Blank, ...]
    last_days: tuple[LastDay, ...]

    @property
    def stored(self) -> tuple[int, int]:
        """Rows that are stored: loaded or repaired."""
        loaded, repaired = self.counts["loaded"], self.counts["repaired"]
        return loaded[0] + repaired[0], loaded[1] + repaired[1]


def compare_form(record: Record, engine: Engine, pair: Pair, table: str) -> Form:
    """Compare the form of a table."""
    sides = (pair.older, pair.newer)
    columns = [side.columns(table) for side in sides]
    cells = [_cells(engine, side, table) for side in sides]
    reasons = [_reasons(record, side, table) for side in sides]
    odd = [side.get(ODDITIES.name) for side in cells]
    stored = [side.ledger(table, "loaded") + side.ledger(table, "repaired") for side in sides]
    moved = sorted(columns[0] ^ columns[1])
    shared = [one.name for one in TABLES[table].columns if one.name in columns[0] & columns[1]]
    return Form(
        table=table,
        counts={name: (sides[0].ledger(table, name), sides[1].ledger(table, name)) for name in COUNTS},
        odd=(stored[0] - odd[0].blank, stored[1] - odd[1].blank) if odd[0] and odd[1] else None,
        reasons=tuple(Reason(one, reasons[0][one], reasons[1][one]) for one in sorted({*reasons[0], *reasons[1]})),
        stated=(_stated(sides[0], table), _stated(sides[1], table)),
        columns_gone=tuple(sorted(columns[0] - columns[1])),
        columns_new=tuple(sorted(columns[1] - columns[0])),
        validity=tuple(Validity(one, declared) for one in moved if (declared := validity(table, one))),
        noticed=tuple(sorted(_noticed(sides[1], table) - _noticed(sides[0], table))),
        blanks=tuple(
            Blank(one, cells[0][one].blank, cells[1][one].blank)
            for one in shared
            if one in cells[0] and one in cells[1]
        ),
        last_days=tuple(
            LastDay(one, cells[0][one].last, cells[1][one].last)
            for one in shared
            if TABLES[table].column(one).kind == "date" and one in cells[0] and one in cells[1]
        ),
    )


@dataclass(frozen=True)
class _Cells:
    blank: int
    last: date | None


def _cells(engine: Engine, side: Side, table: str) -> dict[str, _Cells]:
    """Blanks and last days from the marks that Parquet keeps of each column, without reading a row."""
    found = engine.rows(
        f"""SELECT path_in_schema AS name, sum(stats_null_count) AS blank, count(stats_null_count) = count(*) AS known,
        max(TRY_CAST(stats_max_value AS DATE)) AS last
        FROM parquet_metadata({listed(side.parts(table))}) GROUP BY 1"""
    )
    return {one["name"]: _Cells(int(one["blank"]), one["last"]) for one in found if one["known"]}


def _reasons(record: Record, side: Side, table: str) -> Counter[str]:
    """Why rows of a table were refused."""
    sheets = {(entry.file, entry.sheet) for entry in side.entries[table] if entry.ledger["quarantined"]}
    found: Counter[str] = Counter()
    for file in record.manifest.files:
        if file.quarantine and any(sha256 == file.sha256 for sha256, _ in sheets):
            path = str((record.folder / file.quarantine).resolve())
            rows = record.query(
                "SELECT sheet, reason, count(*) AS rows FROM read_parquet($path) GROUP BY ALL", {"path": path}
            )
            for row in rows:
                if (file.sha256, row["sheet"]) in sheets:
                    found[row["reason"]] += row["rows"]
    return found


def _stated(side: Side, table: str) -> str:
    return "; ".join(defect for entry in side.entries[table] for defect in entry.defects if defect.startswith(_STATED))


def _noticed(side: Side, table: str) -> set[str]:
    return {defect for entry in side.entries[table] for defect in entry.defects if not defect.startswith(_STATED)}
