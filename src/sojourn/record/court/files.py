"""The files of one release of the courts, in a zip as published or in a folder, and what `Count.txt` says of them.

Tables are recognised by their header, code lists (whose headers are much alike) by their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeVar

from sojourn.errors import ReleaseConflict, UnreadableFile
from sojourn.reading.archive import Member, members, stream
from sojourn.reading.limits import Limits
from sojourn.reading.marked import MARK
from sojourn.reading.tabbed import BLOCK_BYTES, Form, form_of
from sojourn.sources.declare import normal
from sojourn.tables.court.declare import CourtTable, Lookup, court_tables, lookups

COUNT_TOLERANCE = 5
"""`Count.txt` is off by one for some tables of real releases; a peer's checks allow fewer than five."""
LEAST_LIKENESS = 0.5
HEAD_BYTES = 256 * 1024

_DATED = re.compile(r"(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)(?!\d)")
NEEDED = ("court_cases", "court_proceedings", "court_applications")
TEXTS = (".csv", ".txt", ".tsv")


@dataclass(frozen=True)
class CourtFile:
    """One text of a release: a file on disk, or a member of a zip."""

    path: Path
    name: str
    size: int
    member: Member | None = None

    @property
    def where(self) -> str:
        """How messages name it."""
        return f"{self.path} ({self.member.name})" if self.member else str(self.path)

    @property
    def stem(self) -> str:
        """Its name without folder and extension, case folded."""
        return PurePosixPath(self.name).stem.casefold()

    def blocks(self, limits: Limits, start: int = 0, size: int = BLOCK_BYTES) -> Iterator[bytes]:
        """Its bytes, block by block; a file on disk may be entered in the middle."""
        if self.member:
            yield from stream(self.path, self.member, limits, size)
            return
        with self.path.open("rb") as file:
            file.seek(start)
            while block := file.read(size):
                yield block

    def head(self, limits: Limits) -> bytes:
        """Its first bytes."""
        return next(self.blocks(limits, size=HEAD_BYTES), b"")[:HEAD_BYTES]


@dataclass(frozen=True)
class TableFile:
    """A file of the release with the table that it holds."""

    file: CourtFile
    table: CourtTable
    form: Form


@dataclass(frozen=True)
class LookupFile:
    """A file of the release with the code list that it holds."""

    file: CourtFile
    lookup: Lookup
    form: Form


Held = TypeVar("Held", TableFile, LookupFile)


@dataclass(frozen=True)
class ReleaseFiles:
    """Everything in one release: its tables, its code lists, the counts it states, and what nobody knows; whether it is a look-alike."""

    root: Path
    tables: tuple[TableFile, ...]
    lookups: tuple[LookupFile, ...]
    counts: dict[str, int]
    strange: tuple[str, ...]
    dated: str
    invented: bool = False

    @cached_property
    def stated(self) -> dict[str, int]:
        """Rows that `Count.txt` states, by table or file name, case folded."""
        return {name.casefold().removesuffix(".csv"): rows for name, rows in self.counts.items()}

    @property
    def lacking(self) -> list[str]:
        """The tables without which nothing can be said, and those that it counts, where they are not in it."""
        there = {one.table.name for one in self.tables}
        missing = [court_tables()[name].family.published for name in NEEDED if name not in there]
        held = {name for one in self.tables for name in one.table.files} | {one.file.stem for one in self.lookups}
        held |= {one.file.stem for one in self.tables}
        held |= {PurePosixPath(name).stem.casefold() for name in self.strange} - _known_names()
        folded = set(map(str.casefold, missing))
        return missing + sorted(name for name in self.stated if name not in held | folded)

    def refuse_incomplete(self) -> None:
        """Stop where the release is not whole.

        Raises:
            UnreadableFile: a table is missing.
        """
        if missing := self.lacking:
            extract = "" if self.counts else "; --keep-going reads files without a Count.txt as an extract"
            raise UnreadableFile(
                f"the release is not whole: {', '.join(missing)} "
                f"{'is' if len(missing) == 1 else 'are'} missing, which it must have or which its Count.txt counts",
                where=str(self.root),
                todo=f"fetch the whole zip again, or put the missing files beside the others{extract}",
            )


def _known_names() -> set[str]:
    """The names of every table and code list that Sojourn reads."""
    tables = {name for table in court_tables().values() for name in table.files}
    return tables | {name for lookup in lookups() for name in lookup.files}


def is_court_archive(path: Path) -> bool:
    """Whether a zip holds a release of the courts: by the names of its tables, or by their headers if renamed."""
    limits, files = Limits.from_environment(), archive_files(path)
    known = {name for table in court_tables().values() for name in table.files}
    return any(file.stem in known for file in files) or any(is_court_text(one.head(limits), one.where) for one in files)


def is_court_text(head: bytes, where: str) -> bool:
    """Whether a text that begins so is a table of the courts."""
    return b"\t" in head and table_of(form_of(head, where).headers) is not None


def archive_files(path: Path) -> list[CourtFile]:
    """The members of a zip that may belong to a release."""
    return [
        CourtFile(path, member.name, member.size, member)
        for member in members(path)
        if PurePosixPath(member.name).suffix.casefold() in TEXTS
    ]


def table_of(headers: tuple[str, ...]) -> CourtTable | None:
    """The table to which a header row belongs: all its keys are there, and most of the names are known."""
    names = {normal(header) for header in headers}
    best, most = None, LEAST_LIKENESS
    for table in court_tables().values():
        known = {name for column in table.columns for name in column.names}
        keys = [column for column in table.columns if column.always]
        likeness = len(names & known) / max(len(names), len(table.columns))
        if likeness > most and all(names.intersection(column.names) for column in keys):
            best, most = table, likeness
    return best


def release_of(root: Path, files: list[CourtFile], limits: Limits) -> ReleaseFiles:
    """Recognise every file of a release.

    Raises:
        ReleaseConflict: two files hold the same table, as where two releases lie in one folder.
    """
    tables: dict[str, TableFile] = {}
    lists: dict[str, LookupFile] = {}
    counts: dict[str, int] = {}
    strange: list[str] = []
    invented = False
    by_name = {name: lookup for lookup in lookups() for name in lookup.files}
    for file in sorted(files, key=lambda one: one.name):
        start = file.head(limits)
        invented |= MARK.encode() in start
        if file.stem == "count":
            counts |= _counts(start)
            continue
        if b"\t" not in start[:4096]:
            strange.append(file.name)
            continue
        form = form_of(start, file.where)
        if table := table_of(form.headers):
            _only_one(tables, table.name, TableFile(file, table, form))
        elif lookup := by_name.get(file.stem):
            _only_one(lists, lookup.file, LookupFile(file, lookup, form))
        else:
            strange.append(file.name)
    return ReleaseFiles(
        root, tuple(tables.values()), tuple(lists.values()), counts, tuple(strange), _dated(root, files), invented
    )


def _only_one(held: dict[str, Held], name: str, one: Held) -> None:
    if name in held:
        raise ReleaseConflict(
            f"both {held[name].file.name} and {one.file.name} hold {name}: two releases lie in one place",
            where=str(one.file.path),
            todo="keep each release in a folder of its own, or leave it in its zip",
        )
    held[name] = one


def _counts(text: bytes) -> dict[str, int]:
    """Table and rows of each line of `Count.txt`; other lines say nothing about rows."""
    found = re.findall(rb"^[ \t]*([A-Za-z]\w*)(?:\.csv)?[ \t]*[\t,][ \t]*(\d+)[ \t]*\r?$", text, re.MULTILINE)
    return {name.decode(): int(rows) for name, rows in found}


def _dated(root: Path, files: list[CourtFile]) -> str:
    """The day in the name of the folder or zip, as YYYY-MM-DD; empty where there is none."""
    names = [str(PurePosixPath(file.name).parent) for file in files] + [root.name]
    for name in names:
        if found := _DATED.search(name):
            return "-".join(found.groups())
    return ""
