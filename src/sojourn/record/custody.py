"""What is derived from the stints of a release once its files are read: path, stays and movements."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from sojourn.engine.connect import PARQUET, connect, engine_errors, listed, quoted
from sojourn.errors import SojournError
from sojourn.reading.limits import Job, Limits, run_all
from sojourn.record.manifest import DerivedEntry, Manifest, SheetEntry
from sojourn.tables.custody.derived import selects, settled_days, steps
from sojourn.tables.custody.steps import Rules
from sojourn.tables.custody.stints import DETENTION_STINTS
from sojourn.tables.declare import STORED

ENGINE_MIB = 1400
"""The derivation runs alone, after the readers, and may use what all of them had together."""
_SORTED = f"({PARQUET}, ROW_GROUP_SIZE 40960)"


@dataclass(frozen=True)
class DeriveJob:
    """The parts of the stints of one release, in any order, and where to write."""

    parts: Sequence[Path]
    target: Path
    limits: Limits


@dataclass
class DeriveReport:
    """The derived tables (name, part, rows), and the first and last day on which many were booked in."""

    tables: list[tuple[str, Path, int]] = field(default_factory=list)
    first: str = ""
    last: str = ""


def derive(job: DeriveJob) -> DeriveReport:
    """Make the derived tables of a release; the call that a worker makes.

    Raises:
        LimitReached: it needs more memory than allowed.
        NoSpace: the disk is full.
    """
    job.target.mkdir(parents=True)
    with engine_errors(str(job.target)):
        engine = connect(
            memory_mib=max(job.limits.engine_mib, ENGINE_MIB), threads=2, spill=job.target / "spill", keep_order=False
        )
        report = _derived(engine, job)
        engine.close()
    return report


def _derived(engine: duckdb.DuckDBPyConnection, job: DeriveJob) -> DeriveReport:
    stints = stints_of(engine, job.parts)
    first, last = engine.execute(settled_days(stints)).fetchall()[0]
    report = DeriveReport(first=str(first or ""), last=str(last or ""))
    make(engine, stints, end_of(report.last))
    for name, select in selects().items():
        part = job.target / f"{name}.parquet"
        row = engine.execute(f"COPY ({select}) TO {quoted(str(part))} {_SORTED}").fetchone()
        report.tables.append((name, part, row[0] if row else 0))
    return report


def make(engine: duckdb.DuckDBPyConnection, stints: str, end: str, rules: Rules | None = None) -> None:
    """Make the temporary tables from which `selects` reads."""
    for step in steps(stints, end, rules):
        engine.execute(step.statement)


def end_of(last: str) -> str:
    """The SQL of the moment at which a release ends: the midnight that ends its last day."""
    return f"CAST(DATE {quoted(last)} + 1 AS TIMESTAMP)"


def stints_of(engine: duckdb.DuckDBPyConnection, parts: Sequence[Path]) -> str:
    """The stints of several parts as one relation with every column; what a layout lacks is not in this release."""
    rows = f"read_parquet({listed(sorted(map(str, parts)))}, union_by_name = true)"
    there = {name for name, *_ in engine.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()}
    lacking = [column for column in DETENTION_STINTS.columns if column.name not in there]
    cells = [
        f"CAST(NULL AS {STORED[one.kind]}) AS {one.name}, CAST(NULL AS VARCHAR) AS {one.absence}" for one in lacking
    ]
    return f"(SELECT {', '.join(['*', *cells])} FROM {rows})"


def derived_of(
    record: Path,
    manifest: Manifest,
    known: Sequence[DerivedEntry],
    work: Path,
    limits: Limits,
    adopt: Callable[[Path, str], str],
    begin: Callable[[str], None],
) -> Iterator[DerivedEntry | SojournError]:
    """What is derived from each release of stints in a manifest, or why it could not be.

    Args:
        record: the folder of the record.
        manifest: what was read into it.
        known: what was derived before by the same code; an entry whose files are still those of its release is kept.
        work: a folder for what is being made.
        limits: what each worker may use.
        adopt: moves a part that is made to its place, and gives its path in the record.
        begin: is told the release on which work begins.
    """
    releases: dict[str, list[SheetEntry]] = {}
    for sheet in manifest.sheets:
        if sheet.table == DETENTION_STINTS.name:
            releases.setdefault(sheet.release, []).append(sheet)
    whole = {(one.release, *one.files): one for one in known if all((record / part).exists() for part in one.parts)}
    for number, (release, sheets) in enumerate(sorted(releases.items())):
        files = sorted({sheet.file for sheet in sheets})
        if (release, *files) in whole:
            yield whole[release, *files]
            continue
        begin(release)
        parts = [record / part for sheet in sheets for part in sheet.parts]
        job = Job(derive, (DeriveJob(parts, work / f"derived-{number}", limits),), release)
        [(_, report)] = run_all([job], limits, 1)
        if isinstance(report, SojournError):
            yield report
            continue
        stem = hashlib.sha256(release.encode()).hexdigest()[:16]
        tables = [[name, adopt(part, f"tables/{name}/{stem}"), rows] for name, part, rows in report.tables]
        yield DerivedEntry(sheets[0].source, release, files, tables, report.first, report.last)
