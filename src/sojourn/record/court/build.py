"""A court release into the record: code lists first, then every table by as many workers as there are, then what
is derived from them; one account at the end, or an error and nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from sojourn.errors import ReleaseConflict, SojournError
from sojourn.reading.ledger import Ledger, Refused
from sojourn.reading.limits import Job, Limits, run_all
from sojourn.record.court.derive import DeriveJob, DeriveReport, derive
from sojourn.record.court.files import COUNT_TOLERANCE, CourtFile, ReleaseFiles, TableFile, release_of
from sojourn.record.court.read import LookupReport, TableJob, TableReport, read_lookups, read_table
from sojourn.record.manifest import DERIVED
from sojourn.record.worker import FileReport, SheetReport
from sojourn.tables.court.declare import EXTRACT, SOURCE

T = TypeVar("T")
EVERYTHING = "SOJOURN_KEEP_IDENTIFYING"
"""Environment variable by which the owner of this machine keeps the columns that identify."""
UNDATED = "undated"
UNCOUNTED = "no line of its Count.txt could be read, so that no rows were held against it"
LEAST_STRETCH, FEW_STRETCH, MOST_STRETCH = 12 * 2**20, 64 * 2**20, 1024 * 2**20
"""Bytes of a stretch: fewer than the least cost more to start on (each different text of a column is cast anew) than
they spare; fewer than a few are worth it only where a file would leave a worker idle; more than the most leave the last
worker alone for minutes."""
STRETCHES = 4
"""Into how many stretches the files of a release on disk are cut together, so that two workers end together."""
MOST_ORPHANS = 0.01
FEW_ORPHANS = 50


@dataclass
class TableRead:
    """A table with its reports, stretch by stretch."""

    source: TableFile
    reports: list[TableReport] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        """The account of the whole table."""
        return sum((report.ledger for report in self.reports), Ledger())

    @property
    def parts(self) -> list[Path]:
        """Its Parquet files."""
        return [part for report in self.reports for part in report.parts]

    def refused(self) -> list[Refused]:
        """Refused rows with their lines in the whole file: a stretch counts from a line that stands for the header."""
        before, found = 0, []
        for number, report in enumerate(self.reports):
            shift = before - 1 if number else 0
            found += [Refused(one.line + shift, one.raw, one.reason) for one in report.refused]
            before += report.ledger.lines
        return found


def read_release(
    root: Path,
    files: Sequence[CourtFile],
    target: Path,
    limits: Limits,
    at_once: int,
    progress: Callable[[int, int, str], None] = lambda *_: None,
    *,
    extracts: bool = False,
) -> FileReport:
    """Read a whole release into parts below `target`; `progress` gets rows, bytes done and the name of each file.

    With `extracts`, files without a `Count.txt` may be part of a release only, and what they lack is noted. Files as
    small as no release has ever been are part of one in any case.

    Raises:
        SojournError: a file is missing, damaged, mixed with another release, or not what `Count.txt` says.
    """
    release = _only(run_all([Job(release_of, (root, list(files), limits), str(root))], limits, 1))
    extract = not release.counts and (extracts or release.is_small)
    if not extract:
        release.refuse_incomplete()
    lists = _only(
        run_all([Job(read_lookups, (list(release.lookups), target / "lookups", limits), str(root))], limits, 1)
    )
    tables = read_tables(release, lists, target, limits, at_once, progress)
    _refuse_other_counts(release, tables, lists)
    derived = _only(
        run_all([Job(derive, (_derive_job(tables, lists, target, limits, extract=extract),), str(root))], limits, 1)
    )
    if release.uncounted:
        tables[0].noted.append(UNCOUNTED)
    if extract:
        tables[0].noted += _extracted(release, derived)
    else:
        _refuse_mixed(root, derived)
    return _report(release, tables, lists, derived)


def keeps_identifying() -> bool:
    """Whether the owner of this machine keeps the columns that identify people."""
    return bool(os.environ.get(EVERYTHING))


def _only(answers: Iterator[tuple[int, T | SojournError]]) -> T:
    for _, answer in answers:
        if isinstance(answer, SojournError):
            raise answer
        return answer
    raise AssertionError("a job without an answer")


def read_tables(
    release: ReleaseFiles,
    lists: LookupReport,
    target: Path,
    limits: Limits,
    at_once: int,
    progress: Callable[[int, int, str], None],
) -> list[TableRead]:
    """Read every table into parts, the largest stretches first, by several workers."""
    tables = {one.table.name: TableRead(one) for one in release.tables}
    jobs = sorted(_jobs(release, lists, target, limits), key=_bytes, reverse=True)
    running = run_all([Job(read_table, (job,), job.source.file.where) for job in jobs], limits, at_once)
    answers: dict[int, TableReport] = {}
    with closing(running):
        for index, answer in running:
            if isinstance(answer, SojournError):
                raise answer
            answers[index] = answer
            progress(answer.ledger.rows, _bytes(jobs[index]), jobs[index].source.file.name)
    for index, job in sorted(enumerate(jobs), key=lambda one: one[1].start):
        tables[job.source.table.name].reports.append(answers[index])
    return list(tables.values())


def _jobs(release: ReleaseFiles, lists: LookupReport, target: Path, limits: Limits) -> Iterator[TableJob]:
    everything = keeps_identifying()
    stretch = _stretch(release)
    for one in release.tables:
        codes = {column.lookup: lists.known.get(column.lookup, frozenset()) for column in one.table.columns}
        size = one.file.size
        starts = [0] if one.file.member else list(range(0, max(size - stretch // 2, 1), stretch))
        for number, start in enumerate(starts):
            stop = starts[number + 1] if number + 1 < len(starts) else 0
            folder = target / one.table.name / f"{number:03}"
            yield TableJob(one, folder, limits, codes, everything, start, stop)


def _stretch(release: ReleaseFiles) -> int:
    """Bytes that one worker reads of a file on disk; a member of a zip is read from its start alone."""
    whole = sum(one.file.size for one in release.tables)
    return min(max(whole // STRETCHES, min(-(-whole // 2), FEW_STRETCH), LEAST_STRETCH), MOST_STRETCH)


def _bytes(job: TableJob) -> int:
    return (job.stop or job.source.file.size) - job.start


def _refuse_other_counts(release: ReleaseFiles, tables: Sequence[TableRead], lists: LookupReport) -> None:
    """Hold the rows against `Count.txt`; small differences are known from real releases and are only reported.

    A row in quarantine may be a piece of one that the court counts once.

    Raises:
        ReleaseConflict: a table has other rows than stated, as where a file was cut or is of another release.
    """
    broken = {table.source.file.name: table.ledger.quarantined for table in tables}
    for name, rows, stated in _compared(release, tables, lists):
        if abs(rows - stated) > COUNT_TOLERANCE + broken.get(name, 0):
            raise ReleaseConflict(
                f"{name} has {rows:,} rows and the Count.txt of its release says {stated:,}",
                where=str(release.root),
                todo="the file is cut, or belongs to another release: fetch the whole zip again",
            )


def _compared(
    release: ReleaseFiles, tables: Sequence[TableRead], lists: LookupReport
) -> Iterator[tuple[str, int, int]]:
    held = [(table.source.file.stem, table.source.file.name, table.ledger.rows) for table in tables]
    held += [(one.file.stem, one.file.name, ledger.rows) for one, ledger in lists.ledgers]
    for stem, name, rows in held:
        if stem in release.stated:
            yield name, rows, release.stated[stem]


def _derive_job(
    tables: Sequence[TableRead], lists: LookupReport, target: Path, limits: Limits, *, extract: bool
) -> DeriveJob:
    parts = {table.source.table.name: table.parts for table in tables}
    refused = [(table.source.file.name, table.refused()) for table in tables]
    columns = {table.source.table.name: table.reports[0].columns for table in tables}
    return DeriveJob(
        parts | {"court_codes": [lists.codes]}, columns, refused, target / "derived", limits, lists.known, extract
    )


def _refuse_mixed(root: Path, derived: DeriveReport) -> None:
    """Tables of one release know each other's cases but for a few hundred rows.

    Raises:
        ReleaseConflict: many rows point to cases that are not there.
    """
    for name, orphans, rows in derived.orphans:
        if orphans > max(FEW_ORPHANS, MOST_ORPHANS * rows):
            raise ReleaseConflict(
                f"{orphans:,} of {rows:,} rows of {name} belong to cases that the case table does not have",
                where=str(root),
                todo="files of two releases lie together: keep each release in a folder of its own, or in its zip",
            )


def _extracted(release: ReleaseFiles, derived: DeriveReport) -> list[str]:
    """What an extract does not have."""
    noted = [EXTRACT]
    if release.lacking:
        noted.append(f"the extract has no {', '.join(release.lacking)}")
    noted += [
        f"{rows:,} rows of {name} have the key of another row, so that counts from it are too high"
        for name, rows in derived.twins
    ]
    return noted + [
        f"{orphans:,} of {rows:,} rows of {name} belong to cases that the extract does not have"
        for name, orphans, rows in derived.orphans
        if orphans
    ]


def _report(
    release: ReleaseFiles, tables: Sequence[TableRead], lists: LookupReport, derived: DeriveReport
) -> FileReport:
    name = f"{SOURCE}/eoir@{release.dated or derived.last or UNDATED}"
    stated = {one: (rows, count) for one, rows, count in _compared(release, tables, lists)}
    sheets = [_table_sheet(table, name, stated, derived) for table in tables]
    sheets += [
        replace(
            _own_sheet("court_lookups", name, []),
            sheet=one.file.name,
            ledger=ledger,
            defects=_count_defect(stated, one.file.name),
        )
        for one, ledger in lists.ledgers
    ]
    lookup_parts = [
        ("court_codes", [lists.codes], lists.code_rows),
        ("court_lookups", [lists.cells], lists.cell_rows),
    ]
    for table_name, parts, rows in [*lookup_parts, *derived.tables]:
        sheets.append(replace(_own_sheet(table_name, name, parts), columns=[DERIVED], rows=rows, last=derived.last))
    unread = [(one, "no table or code list of the courts that is known") for one in release.strange]
    return FileReport(sheets, unread, derived.quarantine, release.invented)


def _own_sheet(table: str, release: str, parts: list[Path]) -> SheetReport:
    """A sheet that belongs to no family: a code list, or what is derived."""
    return SheetReport(
        sheet="", family="", source=SOURCE, table=table, release=release, ledger=Ledger(), parts=parts, columns=[]
    )


def _count_defect(stated: Mapping[str, tuple[int, int]], name: str) -> list[str]:
    if name not in stated:
        return ["Count.txt does not count it"] if stated else []
    rows, count = stated[name]
    return [] if rows == count else [f"Count.txt says {count:,} rows, it has {rows:,}"]


def _table_sheet(
    table: TableRead, release: str, stated: Mapping[str, tuple[int, int]], derived: DeriveReport
) -> SheetReport:
    one, first = table.source, table.reports[0]
    ledger = table.ledger
    odd = derived.odd.get(one.table.name, 0)
    defects = [*table.noted]
    defects += [f"column {name} is new and is not stored: nobody has said what it holds" for name in first.unknown]
    if first.nothing:
        defects.append(
            f"{' and '.join(first.nothing)} in a cell means no value here, as the program wrote that made the file"
        )
    if first.missing:
        defects.append(f"columns that this release does not have: {', '.join(first.missing)}")
    if odd:
        defects.append(f"{odd:,} rows hold cells that are no value of their column; see the column oddities")
    return SheetReport(
        sheet=one.file.name,
        family=one.table.family.id,
        source=SOURCE,
        table=one.table.name,
        release=release,
        ledger=ledger,
        parts=table.parts,
        columns=sorted(first.columns),
        rows=ledger.loaded + ledger.repaired,
        last=derived.last,
        refused=table.refused(),
        defects=[*defects, *_count_defect(stated, one.file.name)],
        unlisted=derived.unlisted.get(one.table.name, []),
    )
