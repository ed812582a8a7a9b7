"""What is computed from the tables of a release once they are read: derived tables, and what does not fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from sojourn.engine.connect import PARQUET, connect, engine_errors, listed, quoted
from sojourn.reading.ledger import Refused
from sojourn.reading.limits import Limits
from sojourn.record.court.files import NEEDED
from sojourn.tables.court.condensed import (
    CONDENSED,
    COURT_COMPLETIONS_COUNTED,
    COURT_LAST_BONDS,
    COURT_WAITS,
    COURT_WAITS_BY_NATIONALITY,
    counted_completions,
    last_bonds,
    waits,
    waits_by_nationality,
)
from sojourn.tables.court.counted import (
    COURT_COMPLETIONS_BY_JUDGE,
    COURT_DECISIONS_ALIKE,
    DECISIONS_COUNTED,
    completions_by_judge,
    counted_decisions,
    decisions_alike,
)
from sojourn.tables.court.declare import CourtColumn, court_tables
from sojourn.tables.court.derived import (
    COURT_COMPLETIONS,
    COURT_DECISIONS,
    ORDERS,
    SORTED_COPIES,
    Step,
    case_steps,
    completions,
    decisions,
    release_steps,
)

MOST_UNLISTED = 200
ENGINE_MIB = 1400
"""The joins run alone, after the readers, and may use what both had together."""
_GROUPS = 64
"""Row groups of a large table: a page about one judge reads the few that have its rows, and looks at the limits of all others."""
_SMALLEST, _LARGEST, _STEP = 20_480, 122_880, 2_048
"""Rows of a group; the engine counts them by the step."""
COURT_BONDS = "court_bonds"
"""The table of bond proceedings, which an extract may lack."""
SHARE_ROWS = 2_500_000
"""Proceedings of the cases that are joined at a time."""
_BY_CASE = ("court_cases", "court_proceedings", "court_applications", "court_representatives")
SETTLED_ROWS = 20
"""Rows that must be entered on a day before it counts as a day of the release: single days may be typing errors."""


@dataclass(frozen=True)
class DeriveJob:
    """The parts of every table of a release, the columns that each has, and its refused rows by file.

    Only of an `extract`, which no `Count.txt` guards, is it asked whether a row came twice: of 16 million rows that takes
    two seconds a table.
    """

    parts: Mapping[str, Sequence[Path]]
    columns: Mapping[str, Sequence[str]]
    refused: Sequence[tuple[str, Sequence[Refused]]]
    target: Path
    limits: Limits
    known: Mapping[str, frozenset[str]]
    extract: bool = False


@dataclass
class DeriveReport:
    """Derived tables (name, parts, rows), orphans (table, rows without a case, rows), rows whose key another row of the
    table has (`twins`: table, rows), and what was noticed."""

    tables: list[tuple[str, list[Path], int]] = field(default_factory=list)
    orphans: list[tuple[str, int, int]] = field(default_factory=list)
    twins: list[tuple[str, int]] = field(default_factory=list)
    odd: dict[str, int] = field(default_factory=dict)
    unlisted: dict[str, list[tuple[str, str, int, int]]] = field(default_factory=dict)
    last: str = ""
    quarantine: Path | None = None


def derive(job: DeriveJob) -> DeriveReport:
    """Make the derived tables of a release and look at its rows; the call that a worker makes."""
    job.target.mkdir(parents=True)
    with engine_errors(str(job.target)):
        engine = connect(
            memory_mib=max(job.limits.engine_mib, ENGINE_MIB), threads=2, spill=job.target / "spill", keep_order=False
        )
        report = _Deriver(job, engine).report()
        engine.close()
    return report


class _Deriver:
    def __init__(self, job: DeriveJob, engine: duckdb.DuckDBPyConnection) -> None:
        self._job = job
        self._engine = engine
        self._report = DeriveReport()
        self._relations = {name: self._relation(name) for name, parts in job.parts.items() if parts}

    def _relation(self, name: str) -> str:
        """A table's parts, with the declared columns that the release lacks as NULL."""
        paths = _rows(self._job.parts[name])
        if name not in court_tables():
            return paths
        there = self._job.columns[name]
        lacking = [c.name for c in court_tables()[name].columns if c.name not in there]
        return f"(SELECT *{''.join(f', NULL AS {one}' for one in lacking)} FROM {paths})" if lacking else paths

    def report(self) -> DeriveReport:
        """Derive and look at once: joins and sorts leave a core idle now and then, and looking takes little memory."""
        with ThreadPoolExecutor(1) as beside:
            looking = beside.submit(self._look, self._engine.cursor())
            if all(name in self._relations for name in NEEDED):
                self._derive()
            self._look_for_orphans()
            if self._job.extract:
                self._look_for_twins()
            self._report.quarantine = self._quarantine()
            looking.result()
        return self._report

    def _look(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Look at the rows of every table, and for the last day of the release."""
        for name in self._relations:
            if name in court_tables():
                self._look_at(cursor, name)
        self._report.last = self._last_day(cursor)

    def _derive(self) -> None:
        """Join the tables share by share, and sort what comes of it."""
        self._make(release_steps(self._relations))
        count = self._shares()
        shares = [list(self._share(number, count)) for number in range(count)]
        for name, pieces in zip(ORDERS, zip(*shares, strict=True), strict=True):
            self._store(name, _rows(pieces), ORDERS[name], about=self._count(_rows(pieces)))
        stored = self._stored(COURT_DECISIONS.name)
        for table, order in SORTED_COPIES.items():
            columns = ", ".join(column.name for column in table.columns)
            self._store(table.name, stored, order, columns, about=self._count(stored))
        self._count_up(stored, self._stored(COURT_COMPLETIONS.name))
        self._condense()
        for piece in (piece for share in shares for piece in share):
            piece.unlink()

    def _count_up(self, decisions: str, completions: str) -> None:
        """Store the counts of decisions and completions."""
        for table in DECISIONS_COUNTED:
            self._store(table.name, counted_decisions(table, decisions), "ALL")
        self._store(COURT_DECISIONS_ALIKE.name, decisions_alike(decisions), "ALL")
        self._store(COURT_COMPLETIONS_BY_JUDGE.name, completions_by_judge(completions), "ALL")

    def _condense(self) -> None:
        """Make the small tables of those that are stored."""
        relations = {
            COURT_COMPLETIONS_COUNTED.name: counted_completions(self._stored(COURT_COMPLETIONS.name)),
            COURT_WAITS.name: waits(self._stored(COURT_DECISIONS.name)),
            COURT_WAITS_BY_NATIONALITY.name: waits_by_nationality(self._stored(COURT_WAITS.name)),
        }
        if COURT_BONDS in self._relations:
            relations[COURT_LAST_BONDS.name] = last_bonds(self._relations[COURT_BONDS])
        for table in CONDENSED:
            if table.name in relations:
                columns = ", ".join(column.name for column in table.columns)
                about = 0 if table == COURT_COMPLETIONS_COUNTED else self._count(self._stored(COURT_DECISIONS.name))
                self._store(table.name, relations[table.name], columns, columns, about=about)

    def _shares(self) -> int:
        """Into how many shares of its cases the release is cut, so that the joins of one fit into memory."""
        return 1 + self._count(self._relations["court_proceedings"]) // SHARE_ROWS

    def _count(self, rows: str) -> int:
        row = self._engine.execute(f"SELECT count(*) FROM {rows}").fetchone()
        return int(row[0]) if row else 0

    def _share(self, number: int, of: int) -> Iterator[Path]:
        """The rows of each derived table for one share of the cases, unsorted."""
        relations = {
            name: f"(SELECT * FROM {relation} WHERE coalesce(case_id, 0) % {of} = {number})"
            if name in _BY_CASE
            else relation
            for name, relation in self._relations.items()
        }
        self._make(case_steps(relations))
        for name, select in zip(ORDERS, (completions(relations), decisions(relations)), strict=True):
            piece = self._job.target / f"{name}-{number}.piece"
            self._engine.execute(f"COPY ({select}) TO {quoted(str(piece))} ({PARQUET})")
            yield piece

    def _make(self, steps: Sequence[Step]) -> None:
        for step in steps:
            self._engine.execute(f"CREATE OR REPLACE TEMPORARY TABLE {step.name} AS {step.select}")

    def _stored(self, name: str) -> str:
        """The rows of a derived table that is stored already."""
        return _rows([self._job.target / f"{name}.parquet"])

    def _store(self, name: str, rows: str, order: str, columns: str = "*", about: int = 0) -> None:
        """Store rows in their order, in groups that are right for about so many rows."""
        group = min(max(about // _GROUPS, _SMALLEST), _LARGEST) // _STEP * _STEP
        part = self._job.target / f"{name}.parquet"
        row = self._engine.execute(
            f"COPY (SELECT {columns} FROM {rows} ORDER BY {order}) TO {quoted(str(part))} "
            f"({PARQUET}, ROW_GROUP_SIZE {group})"
        ).fetchone()
        self._report.tables.append((name, [part], row[0] if row else 0))

    def _look_for_orphans(self) -> None:
        children = ("court_proceedings", "court_applications") if "court_cases" in self._relations else ()
        for name in (one for one in children if one in self._relations):
            row = self._engine.execute(
                f"SELECT count(*) FILTER (WHERE c.case_id IS NULL), count(*) FROM {self._relations[name]} AS t "
                f"LEFT JOIN (SELECT case_id FROM {self._relations['court_cases']}) AS c USING (case_id)"
            ).fetchone()
            assert row
            self._report.orphans.append((name, *row))

    def _look_for_twins(self) -> None:
        for name, relation in self._relations.items():
            key = court_tables()[name].key if name in court_tables() else ""
            row = (
                self._engine.execute(f"SELECT count({key}) - count(DISTINCT {key}) FROM {relation}").fetchone()
                if key
                else None
            )
            if row and row[0]:
                self._report.twins.append((name, int(row[0])))

    def _look_at(self, cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        """Count oddities, and codes that the release's own list does not have."""
        there = self._job.columns[name]
        columns = [c for c in court_tables()[name].columns if c.name in there and self._job.known.get(c.lookup)]
        row = cursor.execute(f"SELECT count(oddities) FROM {self._relations[name]}").fetchone()
        self._report.odd[name] = row[0] if row else 0
        for column in columns:
            self._report.unlisted.setdefault(name, []).extend(self._unlisted(cursor, name, column))

    def _unlisted(
        self, cursor: duckdb.DuckDBPyConnection, name: str, column: CourtColumn
    ) -> list[tuple[str, str, int, int]]:
        counted = cursor.execute(
            f"SELECT {column.name}, count(*) FROM {self._relations[name]} WHERE {column.name} IS NOT NULL "
            "GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
        known = self._job.known[column.lookup]
        found = [(column.name, value, rows, 0) for value, rows in counted if value not in known]
        return found[:MOST_UNLISTED]

    def _last_day(self, cursor: duckdb.DuckDBPyConnection) -> str:
        """The last day on which several proceedings were entered; empty where there is none."""
        if "court_proceedings" not in self._relations:
            return ""
        row = cursor.execute(
            f"SELECT max(input_date) FROM (SELECT input_date FROM {self._relations['court_proceedings']} "
            f"GROUP BY 1 HAVING count(*) >= {SETTLED_ROWS} OR count(*) * 100 >= (SELECT count(*) FROM "
            f"{self._relations['court_proceedings']}))"
        ).fetchone()
        return str(row[0]) if row and row[0] else ""

    def _quarantine(self) -> Path | None:
        rows = [(name, one.line, one.raw, one.reason) for name, refused in self._job.refused for one in refused]
        if not rows:
            return None
        target = self._job.target / "quarantine.parquet"
        self._engine.execute("CREATE TABLE refused (sheet VARCHAR, line BIGINT, raw BLOB, reason VARCHAR)")
        self._engine.executemany("INSERT INTO refused VALUES (?, ?, ?, ?)", rows)
        self._engine.execute(f"COPY refused TO {quoted(str(target))} (FORMAT parquet, COMPRESSION zstd)")
        return target


def _rows(parts: Sequence[Path]) -> str:
    """The rows of some parts as a relation."""
    return f"read_parquet({listed([str(part) for part in parts])})"
