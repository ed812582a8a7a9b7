"""The manifest: what a record holds and from which bytes; the one file whose replacement makes a build count."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

import sojourn
from sojourn.errors import BadRecord
from sojourn.reading.limits import system_errors

FORMAT = 4
NAME = "manifest.json"
DERIVED = "derived"
"""Stands for the columns of a part that has all that its table declares."""
_CODE = (
    *("reading", "sources", "tables", "engine/vocabulary", "quality.py", "shipped.py"),
    *("record/worker.py", "record/years.py", "record/court", "record/custody.py"),
)


class OldRecord(BadRecord):
    """The record has an earlier format; a build replaces it."""


@cache
def code_hash() -> str:
    """A hash of everything that decides what a file becomes: readers, declarations, vocabularies, the engine."""
    root = Path(sojourn.__file__).parent
    digest = hashlib.sha256(duckdb.__version__.encode())
    for name in _CODE:
        at = root / name
        paths = (
            sorted(path for path in at.rglob("*") if path.suffix in {".py", ".csv", ".toml", ".sql"})
            if at.is_dir()
            else [at]
        )
        for path in paths:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@dataclass(frozen=True)
class SheetEntry:
    """One sheet of one file under one family, with its account and its parts.

    What is derived from the sheets of a release has no family and no account.
    """

    file: str
    sheet: str
    source: str
    family: str
    table: str
    release: str
    parts: list[str]
    columns: list[str]
    rows: int
    first: str
    last: str
    years: list[int]
    ledger: dict[str, int]
    defects: list[str]
    unlisted: list[list[Any]]
    quality: list[dict[str, Any]]

    @property
    def derived(self) -> bool:
        """Whether it was computed from other sheets, so that no line of a file stands for it."""
        return self.columns == [DERIVED]


@dataclass
class FileEntry:
    """One file, by the hash of its bytes; `passed_over` says why nothing in it was read, `invented` that it is a look-alike."""

    sha256: str
    bytes: int
    sheets: list[SheetEntry] = field(default_factory=list)
    unread: list[list[str]] = field(default_factory=list)
    quarantine: str = ""
    passed_over: str = ""
    invented: bool = False


@dataclass(frozen=True)
class DerivedEntry:
    """What was computed from all rows that a release has in a table, over every file of it.

    `tables` has name, part and rows of each derived table; `first` and `last` are the days that the release covers.
    """

    source: str
    release: str
    files: list[str]
    tables: list[list[Any]]
    first: str
    last: str

    @property
    def parts(self) -> list[str]:
        """The paths of its tables, relative to the record."""
        return [part for _, part, _ in self.tables]

    def sheets(self) -> list[SheetEntry]:
        """A sheet for each table, of no one file."""
        return [
            SheetEntry(
                file="",
                sheet="",
                source=self.source,
                family="",
                table=table,
                release=self.release,
                parts=[part],
                columns=[DERIVED],
                rows=rows,
                first=self.first,
                last=self.last,
                years=[],
                ledger={},
                defects=[],
                unlisted=[],
                quality=[],
            )
            for table, part, rows in self.tables
        ]


@dataclass
class Manifest:
    """Everything a record holds. Two builds of the same bytes by the same code write the same manifest.

    `sources` lists the sources to which the user confined the build; empty means all.
    """

    code: str
    invented: bool = False
    sources: list[str] = field(default_factory=list)
    files: list[FileEntry] = field(default_factory=list)
    derived: list[DerivedEntry] = field(default_factory=list)

    @property
    def sheets(self) -> list[SheetEntry]:
        """Every sheet of every file, and after them what was derived from several files."""
        own = [sheet for file in self.files for sheet in file.sheets]
        return own + [sheet for entry in self.derived for sheet in entry.sheets()]

    def files_of(self, sheet: SheetEntry) -> list[str]:
        """The hashes of the files from which a sheet comes: its own, or all from which it was derived."""
        if sheet.file:
            return [sheet.file]
        return [file for entry in self.derived if entry.release == sheet.release for file in entry.files]

    def paths(self) -> set[str]:
        """Every path, relative to the record, that the manifest needs."""
        return {part for sheet in self.sheets for part in sheet.parts} | {
            file.quarantine for file in self.files if file.quarantine
        }

    def text(self) -> str:
        """The manifest as it is stored."""
        document = {"format": FORMAT, **asdict(self)}
        return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def before(record: Path) -> Manifest | None:
    """The manifest that a build replaces; None where there is none, or one of an earlier format, built anew.

    Raises:
        BadRecord: there is one that this version cannot read.
    """
    try:
        return read(record)
    except OldRecord:
        return None


def read(record: Path) -> Manifest | None:
    """The manifest of a record; None where there is no record yet.

    Raises:
        BadRecord: there is one that this version cannot read.
    """
    path = record / NAME
    if not path.exists():
        return None
    todo = "build it again in another folder, or with the version that wrote it"
    with system_errors(str(path)):
        text = path.read_text(encoding="utf-8")
    try:
        document = json.loads(text)
        written = document.pop("format")
        if written in range(1, FORMAT):
            raise OldRecord("it was written by an earlier version", where=str(path), todo="run `sojourn build` again")
        if written != FORMAT:
            raise BadRecord("it was written by another version", where=str(path), todo=todo)
        files = [
            FileEntry(**{**file, "sheets": [SheetEntry(**sheet) for sheet in file["sheets"]]})
            for file in document.pop("files")
        ]
        derived = [DerivedEntry(**entry) for entry in document.pop("derived")]
        return Manifest(**document, files=files, derived=derived)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRecord(f"the manifest is damaged ({error})", where=str(path), todo=todo) from error


def replace(record: Path, manifest: Manifest) -> None:
    """Put a new manifest in place of the old one, in one step that either happens or does not."""
    fresh = record / f"{NAME}.{os.getpid()}"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(manifest.text())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(record / NAME)
    folder = os.open(record, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
