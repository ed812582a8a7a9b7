"""The files of one release of the courts, in a zip as published or in a folder, and what `Count.txt` says of them.

Tables are recognised by their header, code lists (whose headers are much alike) by their name.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeVar

from sojourn.errors import HeaderMismatch, ReleaseConflict, UnreadableFile
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
HEADER_BYTES = 4096
_MOST_TOLD = 8
_ROWS_ABOVE = 3
_NOTHING = "it is empty, or none of the columns is there"
_FEWEST_ALIKE = 4
"""Headers by which an unnamed text is told for one of the courts: two or three ids stand in many tables of others."""
SMALL = 64 * 2**20
"""Bytes of tables below which files are some rows that somebody kept: a release has a thousand times as many."""

_DATED = re.compile(r"(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)(?!\d)")
_COUNTED = re.compile(r"\s*(?P<name>[A-Za-z]\w*)(?:\.csv)?[ \t]*[\t,][ \t]*(?P<rows>\d+)\s*")
_TOLD = re.compile(
    r"[\s\"]*(?:\[?dbo\]?\.)?\[?(?P<name>(?:[A-Z]_)?tbl\w*)\]?(?:\.csv)?[\s\"]*[\s,:;|=][\s\"]*"
    r"(?P<rows>\d{1,3}(?:,\d{3})+|\d+)[\s\"]*(?:rows?)?\s*",
    re.IGNORECASE,
)
"""A line of `Count.txt` in another form than the usual one; what it counts is known by the name of a table."""
NEEDED = ("court_cases", "court_proceedings", "court_applications")
TEXTS = (".csv", ".txt", ".tsv", ".tab", ".dat")


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
    """Everything in one release: its tables, its code lists, the counts it states, and what nobody knows; whether it is a
    look-alike, and whether it has a `Count.txt` of which no line could be read."""

    root: Path
    tables: tuple[TableFile, ...]
    lookups: tuple[LookupFile, ...]
    counts: dict[str, int]
    strange: tuple[str, ...]
    dated: str
    invented: bool = False
    uncounted: bool = False

    @cached_property
    def stated(self) -> dict[str, int]:
        """Rows that `Count.txt` states, by table or file name, case folded."""
        return {name.casefold().removesuffix(".csv"): rows for name, rows in self.counts.items()}

    @property
    def is_small(self) -> bool:
        """Whether its tables are smaller than those of any release."""
        return sum(one.file.size for one in self.tables) < SMALL

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
        keys = [column for column in table.columns if column.always]
        likeness = _likeness(table, names)
        if likeness > most and all(names.intersection(column.names) for column in keys):
            best, most = table, likeness
    return best


def _likeness(table: CourtTable, names: Set[str]) -> float:
    """Share of a header, or of the columns of a table where they are more, that the other one has."""
    known = {name for column in table.columns for name in column.names}
    return len(names & known) / max(len(names), len(table.columns))


def refuse_other_header(headers: Sequence[str], where: str, stem: str = "") -> None:
    """Name what differs where a text is called as a table of the courts, or has most of its header, and is not read as it.

    Raises:
        HeaderMismatch: it is meant for a table.
    """
    names = {normal(header) for header in headers} - {""}
    named = next((table for table in court_tables().values() if stem and stem in table.files), None)
    table = named or max(court_tables().values(), key=lambda table: _likeness(table, names))
    known = {name for column in table.columns for name in column.names}
    if not named and (_likeness(table, names) <= LEAST_LIKENESS or len(names & known) < _FEWEST_ALIKE):
        return
    missing = [column.published for column in table.columns if column.expected and names.isdisjoint(column.names)]
    unknown = [header.strip() for header in headers if normal(header) and normal(header) not in known]
    differs = f"missing: {_told(missing)}; not known: {_told(unknown)}" if names & known else _NOTHING
    raise HeaderMismatch(
        f"it is meant for table {table.family.published} of the courts, but its first line is no header of that table, "
        f"separated by tabs ({differs})",
        where=where,
        todo=f"give the file as the court publishes it; its columns are in sources/eoir_cases/columns/{table.family.id}.csv",
    )


def refuse_other_form(rows: Sequence[Sequence[str]], where: str) -> None:
    """Name the table of the courts of which the first rows are, where it lies in a form in which no row can be proved.

    Raises:
        HeaderMismatch: a row is the header of a table, or has most of it.
    """
    for row in rows[:_ROWS_ABOVE]:
        if table := table_of(tuple(row)):
            raise HeaderMismatch(
                f"it holds table {table.family.published} of the courts in another form than theirs, which is text "
                "separated by tabs, without quotes, in UTF-8 and not packed",
                where=where,
                todo=f"give the text as the court publishes it, under a name that ends in {', '.join(TEXTS)}",
            )
        refuse_other_header(row, where)


def _told(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_TOLD} more" if len(names) > _MOST_TOLD else ""
    return (", ".join(names[:_MOST_TOLD]) or "none") + more


def release_of(root: Path, files: list[CourtFile], limits: Limits) -> ReleaseFiles:
    """Recognise every file of a release.

    Raises:
        ReleaseConflict: two files hold the same table, as where two releases lie in one folder.
        HeaderMismatch: a file is meant for a table and does not begin with its header.
    """
    tables: dict[str, TableFile] = {}
    lists: dict[str, LookupFile] = {}
    counts: dict[str, int] = {}
    strange: list[str] = []
    invented = uncounted = False
    by_name = {name: lookup for lookup in lookups() for name in lookup.files}
    for file in sorted(files, key=lambda one: one.name):
        start = file.head(limits)
        invented |= MARK.encode() in start
        if file.stem == "count":
            counts |= _counts(start)
            uncounted |= not counts
            continue
        form = form_of(start, file.where) if b"\t" in start[:HEADER_BYTES] else Form((), b"\n", 0)
        if table := table_of(form.headers):
            _only_one(tables, table.name, TableFile(file, table, _with_extras(form, table)))
        elif form.headers and (lookup := by_name.get(file.stem)):
            _only_one(lists, lookup.file, LookupFile(file, lookup, form))
        else:
            refuse_other_header(form.headers, file.where, file.stem)
            strange.append(file.name)
    held = tuple(tables.values()), tuple(lists.values())
    return ReleaseFiles(root, *held, counts, tuple(strange), _dated(root, files), invented, uncounted)


def _with_extras(form: Form, table: CourtTable) -> Form:
    """The form of a table of which rows are known to have more cells than names, however few rows there are."""
    extras = sum(column.published.startswith("_") for column in table.columns)
    return replace(form, width=max(form.width, len(form.headers) + extras)) if extras else form


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
    lines = text.decode("utf-16" if text[:2] in {BOM_UTF16_LE, BOM_UTF16_BE} else "utf-8-sig", "replace").splitlines()
    found = [one.groupdict() for line in lines if (one := _COUNTED.fullmatch(line) or _TOLD.fullmatch(line))]
    return {one["name"]: int(one["rows"].replace(",", "")) for one in found}


def _dated(root: Path, files: list[CourtFile]) -> str:
    """The day in the name of the folder or zip, as YYYY-MM-DD; empty where there is none."""
    names = [str(PurePosixPath(file.name).parent) for file in files] + [root.name]
    for name in names:
        if found := _DATED.search(name):
            return "-".join(found.groups())
    return ""
