"""Build a record from files: find, hash, read what is new, and replace the manifest in one step.

Parts are named by their content and never change. A build writes new parts beside the old ones and then
replaces the manifest; killed at any moment, the old manifest and its parts are whole. A lock keeps two builds
of one record apart. Files that changed neither in bytes nor under changed code are not read again.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sojourn.errors import InputError, NoSpace, NothingToRead, ReleaseConflict, SojournError, UnknownFile
from sojourn.reading.limits import Job, Limits, run_all, system_errors
from sojourn.reading.raw import sha256_of
from sojourn.record import manifest as stored
from sojourn.record.court.build import keeps_identifying, read_release
from sojourn.record.court.inputs import court_files, court_releases, is_court_release, unchanged
from sojourn.record.custody import derived_of
from sojourn.record.inputs import SIGHTINGS, Found, find, hashed, remember, sighting_of, why_passed_over
from sojourn.record.manifest import FileEntry, Manifest, SheetEntry
from sojourn.record.worker import FileReport, SheetReport, read_file
from sojourn.tables.court.declare import EXTRACT

IDENTIFYING = "-identifying"
"""Marks the code of a record that holds columns that identify people: other rows come of the same bytes."""
_APART = "+"
"""Stands in a release before the first digits of the hash of its file (see `read_file`)."""


@dataclass
class Built:
    """What a build did. `errors` is not empty only where the user chose to keep going."""

    manifest: Manifest
    read: int = 0
    reused: int = 0
    copies: list[tuple[str, str]] = field(default_factory=list)
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    errors: list[SojournError] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    unchanged: bool = False


@dataclass(frozen=True)
class Progress:
    """How far reading has come; or, with `making`, the release of which stays are being made when all is read."""

    files_done: int
    files: int
    rows: int
    bytes_done: int
    bytes: int
    name: str
    making: str = ""


class FailedBuild(InputError):
    """Some files could not be used, and the record was left as it was."""

    def __init__(self, errors: list[SojournError]) -> None:
        self.errors = errors
        first, more = errors[0], len(errors) - 1
        super().__init__(
            first.what + (f" (and {more} more)" if more else ""),
            where=first.where,
            todo=f"{first.todo}. The record was left as it was; --keep-going builds it from the other files",
        )
        self.code = first.code


def build(
    record: Path,
    inputs: Iterable[Path],
    *,
    only: Iterable[str] = (),
    invented: bool = False,
    keep_going: bool = False,
    limits: Limits | None = None,
    at_once: int | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    waiting: Callable[[], None] = lambda: None,
) -> Built:
    """Build or renew the record in a folder from files and folders.

    Raises:
        FailedBuild: a file is broken, changing, unsafe or nearly of a known layout (unless `keep_going`).
        NothingToRead: no file that any source knows.
        NoSpace: the disk is full; the old record is whole.
    """
    with system_errors(str(record)):
        record.mkdir(parents=True, exist_ok=True)
        with _lock(record, waiting):
            return _Build(record, limits or Limits.from_environment(), at_once or os.cpu_count() or 1, progress).run(
                list(inputs), frozenset(only), invented=invented, keep_going=keep_going
            )


@contextmanager
def _lock(record: Path, waiting: Callable[[], None]) -> Iterator[None]:
    with (record / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


class _Build:
    def __init__(self, record: Path, limits: Limits, at_once: int, progress: Callable[[Progress], None]) -> None:
        self._record = record
        self._limits = limits
        self._at_once = at_once
        self._progress = progress
        self._keep_going = False
        self._old = stored.before(record)
        self._built = Built(Manifest(stored.code_hash() + (IDENTIFYING if keeps_identifying() else "")))

    def run(self, inputs: list[Path], only: frozenset[str], *, invented: bool, keep_going: bool) -> Built:
        built = self._built
        self._keep_going = keep_going
        built.manifest.sources = sorted(only)
        here = self._record.resolve()
        outside = [one for one in find(inputs) if not one[0].is_relative_to(here)]
        found, self._sightings = hashed(self._record, outside)
        files = self._distinct(court_releases(found))
        self._sightings |= {str(file.path): sighting_of(file) for file in files if file.members}
        if not files:
            raise NothingToRead(
                "there is no file to read", where=", ".join(map(str, inputs)), todo="give files with --files"
            )
        work = Path(tempfile.mkdtemp(prefix="work-", dir=self._record))
        try:
            entries = self._read_all(files, work, only)
            refused = self._refuse_conflicts(entries)
            if built.errors and not keep_going:
                raise FailedBuild(built.errors)
            entries = [entry for entry in entries if entry.sha256 not in refused]
            if not any(entry.sheets for entry in entries):
                raise NothingToRead(
                    f"no source knows any of the files{why_passed_over(built.passed_over)}",
                    where=", ".join(map(str, inputs)),
                    todo="see `sojourn releases --known`",
                )
            built.manifest.files = sorted(entries, key=lambda entry: entry.sha256)
            built.manifest.invented = invented or any(entry.invented for entry in entries)
            self._derive(work)
            if built.errors and not keep_going:
                raise FailedBuild(built.errors)
            self._commit(work)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return built

    def _distinct(self, files: list[Found]) -> list[Found]:
        """One file for each content; the same bytes under two names are one file."""
        distinct: dict[str, Found] = {}
        for file in files:
            self._built.names.setdefault(file.sha256, []).append(str(file.path))
            if file.sha256 in distinct:
                self._built.copies.append((str(file.path), str(distinct[file.sha256].path)))
            else:
                distinct[file.sha256] = file
        return list(distinct.values())

    def _read_all(self, files: list[Found], work: Path, only: frozenset[str]) -> list[FileEntry]:
        known = self._reusable(files)
        entries = list(known.values())
        for entry in entries:
            self._pass_over(entry)
        entries += self._read([file for file in files if file.sha256 not in known], work, apart=False)
        entries = self._named_apart(files, entries, work)
        self._built.reused = sum(1 for entry in entries if known.get(entry.sha256) is entry)
        if only:
            for entry in entries:
                entry.sheets = [sheet for sheet in entry.sheets if sheet.source in only]
        return entries

    def _named_apart(self, files: list[Found], entries: list[FileEntry], work: Path) -> list[FileEntry]:
        """Read again what must be told apart from another file, or no longer must."""
        twins = _twins(entries)
        for apart in (True, False):
            mine = {one.sha256: [sheet.release for sheet in one.sheets if "@" in sheet.release] for one in entries}
            wrong = {
                one for one in mine if (one in twins) == apart and any((_APART in name) != apart for name in mine[one])
            }
            entries = [entry for entry in entries if entry.sha256 not in wrong]
            again = [file for file in files if file.sha256 in wrong]
            entries += self._read(again, work / f"apart-{apart}", apart=apart)
        return entries

    def _reusable(self, files: list[Found]) -> dict[str, FileEntry]:
        """What the last build knows of these files; one passed over in its folder and named now is read, to say why."""
        new = self._built.manifest
        if not self._old or (self._old.code, self._old.sources) != (new.code, new.sources):
            return {}
        there = {path for path in self._old.paths() if (self._record / path).exists()}
        named = {file.sha256: file.named for file in files}
        return {
            entry.sha256: entry
            for entry in self._old.files
            if all(part in there for sheet in entry.sheets for part in sheet.parts)
            and (not entry.quarantine or entry.quarantine in there)
            if entry.sha256 in named and not (named[entry.sha256] and entry.passed_over)
            if self._keep_going or not any(EXTRACT in sheet.defects for sheet in entry.sheets)
        }

    def _read(self, files: list[Found], work: Path, *, apart: bool) -> list[FileEntry]:
        courts = [file for file in files if is_court_release(file)]
        files = sorted((file for file in files if file not in courts), key=lambda one: (-one.bytes, one.sha256))
        entries = [entry for file in courts if (entry := self._read_court(file, work, apart=apart))]
        done, rows = 0, 0
        total = sum(file.bytes for file in files)
        jobs = [
            Job(read_file, (file.path, file.sha256, work / file.sha256, self._limits, apart), str(file.path))
            for file in files
        ]
        for count, (index, answer) in enumerate(run_all(jobs, self._limits, self._at_once), 1):
            file = files[index]
            if isinstance(answer, SojournError):
                entry = self._failed(file, answer)
            else:
                entry = self._entry(file, answer)
                self._built.read += 1
            if entry:
                entries.append(entry)
                rows += sum(sheet.rows for sheet in entry.sheets)
            done += file.bytes
            self._progress(Progress(count, len(files), rows, done, total, file.path.name))
        return entries

    def _read_court(self, file: Found, work: Path, *, apart: bool) -> FileEntry | None:
        """Read a release of the courts, whose tables are read by several workers and joined at the end."""
        files = court_files(file)
        total = sum(one.size for one in files)
        done = rows = 0

        def show(more_rows: int, more_bytes: int, name: str) -> None:
            nonlocal done, rows
            done, rows = done + more_bytes, rows + more_rows
            self._progress(Progress(0, 1, rows, done, total, name))

        try:
            with unchanged(file):
                report = read_release(
                    file.path,
                    files,
                    work / file.sha256,
                    self._limits,
                    self._at_once,
                    show,
                    extracts=self._keep_going,
                )
        except SojournError as error:
            return self._failed(file, error)
        self._built.read += 1
        for sheet in report.sheets if apart else ():
            sheet.release += f"{_APART}{file.sha256[:4]}"
        return self._entry(file, report)

    def _failed(self, file: Found, error: SojournError) -> FileEntry | None:
        """A file in a folder that no source knows is passed over; everything else is an error.

        Raises:
            NoSpace: the disk is full, which no other file will mend.
        """
        if isinstance(error, NoSpace):
            raise error
        if isinstance(error, UnknownFile) and not file.named:
            entry = FileEntry(file.sha256, file.bytes, passed_over=error.what)
            self._pass_over(entry)
            return entry
        self._built.errors.append(error)
        return None

    def _pass_over(self, entry: FileEntry) -> None:
        if entry.passed_over:
            self._built.passed_over.append((self._built.names[entry.sha256][0], entry.passed_over))

    def _entry(self, file: Found, report: FileReport) -> FileEntry:
        """Move the parts of a file to their place, under names that their content decides."""
        sheets = [self._sheet(file, sheet) for sheet in report.sheets]
        quarantine = self._adopt(report.quarantine, f"quarantine/{file.sha256[:16]}") if report.quarantine else ""
        unread = [list(one) for one in report.unread]
        return FileEntry(file.sha256, file.bytes, sheets, unread, quarantine, invented=report.invented)

    def _sheet(self, file: Found, sheet: SheetReport) -> SheetEntry:
        folder = f"tables/{sheet.table}/{file.sha256[:16]}"
        parts = [self._adopt(part, f"{folder}-{part.stem}") for part in sheet.parts]
        return SheetEntry(
            file=file.sha256,
            sheet=sheet.sheet,
            source=sheet.source,
            family=sheet.family,
            table=sheet.table,
            release=sheet.release,
            parts=parts,
            columns=sheet.columns,
            rows=sheet.rows,
            first=sheet.first,
            last=sheet.last,
            years=sheet.years,
            ledger=sheet.ledger.as_dict(),
            defects=sheet.defects,
            unlisted=[list(one) for one in sheet.unlisted],
            quality=[result.as_dict() for result in sheet.quality],
        )

    def _adopt(self, fresh: Path, stem: str) -> str:
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        name = f"{stem}-{sha256_of(fresh)[:12]}.parquet"
        target = self._record / name
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.replace(target)
        return name

    def _refuse_conflicts(self, entries: list[FileEntry]) -> set[str]:
        """Two files of one release that cover the same fiscal year would count it twice; returns their hashes."""
        holder: dict[tuple[str, str, int], str] = {}
        conflicts: dict[tuple[str, str], tuple[str, str, int]] = {}
        for entry in sorted(entries, key=lambda one: one.sha256):
            for key in sorted({(sheet.release, sheet.table, year) for sheet in entry.sheets for year in sheet.years}):
                other = holder.setdefault(key, entry.sha256)
                if other != entry.sha256:
                    conflicts.setdefault((other, entry.sha256), key)
        for (other, one), (release, table, year) in conflicts.items():
            self._built.errors.append(
                ReleaseConflict(
                    f"both this file and {self._built.names[other][0]} hold {table} of fiscal year {year} of release {release}",
                    where=self._built.names[one][0],
                    todo="keep the one that you trust, or build the other into a record of its own (--record)",
                )
            )
        return {sha256 for pair in conflicts for sha256 in pair}

    def _derive(self, work: Path) -> None:
        """Make what comes of all the stints of each release, or keep it where neither files nor code changed."""
        manifest, old = self._built.manifest, self._old
        known = old.derived if old and old.code == manifest.code else []

        def begin(release: str) -> None:
            self._progress(Progress(0, 0, 0, 0, 0, "", making=release))

        for made in derived_of(self._record, manifest, known, work, self._limits, self._adopt, begin):
            if isinstance(made, NoSpace):
                raise made
            if isinstance(made, SojournError):
                self._built.errors.append(made)
            else:
                manifest.derived.append(made)

    def _commit(self, work: Path) -> None:
        manifest = self._built.manifest
        self._built.unchanged = bool(self._old and self._old.text() == manifest.text())
        if not self._built.unchanged:
            stored.replace(self._record, manifest)
            self._sweep(manifest.paths() | self._old_paths())
        self._sweep_work(work)
        remember(self._record, self._sightings)

    def _old_paths(self) -> set[str]:
        """The parts of the manifest before, unless they identify people and the owner no longer wants that."""
        if not self._old or (self._old.code.endswith(IDENTIFYING) and not keeps_identifying()):
            return set()
        return self._old.paths()

    def _sweep(self, kept: set[str]) -> None:
        """Remove the parts that neither this manifest nor the one before needs; a reader may still use the latter."""
        for folder in ("tables", "quarantine"):
            for path in (self._record / folder).rglob("*.parquet"):
                if path.relative_to(self._record).as_posix() not in kept:
                    path.unlink(missing_ok=True)

    def _sweep_work(self, work: Path) -> None:
        """Remove what killed builds left half written."""
        for path in self._record.glob("work-*"):
            if path != work:
                shutil.rmtree(path, ignore_errors=True)
        for name in (stored.NAME, SIGHTINGS):
            for path in self._record.glob(f"{name}.*"):
                path.unlink(missing_ok=True)


def _twins(entries: list[FileEntry]) -> set[str]:
    """Files with different bytes that carry one edition of one publication; they become releases of their own."""
    holders: dict[tuple[str, str], set[str]] = {}
    for entry in entries:
        for sheet in entry.sheets:
            if "@" in sheet.release:
                holders.setdefault((sheet.release.partition(_APART)[0], sheet.table), set()).add(entry.sha256)
    return {sha256 for holder in holders.values() if len(holder) > 1 for sha256 in holder}
