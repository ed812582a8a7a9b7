"""Workbooks to rows of text, in pieces, so that memory does not grow with the sheet.

python-calamine holds a whole sheet in memory (about 90 bytes a cell). A sheet is therefore cut at row ends
into small workbooks with the same styles and strings, and calamine reads one after the other. The same pass
refuses what an agency's workbook never holds: document type declarations, entities, members that unpack
without end, formulas without a stored value.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from sojourn.errors import LimitReached, UnreadableFile, UnsafeFile
from sojourn.reading.limits import MIB, Limits
from sojourn.reading.raw import check_unpacked
from sojourn.reading.staged import CELL, SEPARATORS, without_breaks

_PIECE, _SHARED = 4 * MIB, 8 * MIB
"""Of so many bytes of rows a workbook is made: what calamine makes of more leaves the processor's cache. Of up to so many,
where shared strings, which are parsed with every piece, would be more than a quarter of it."""
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_DATA = re.compile(rb"<(?P<prefix>\w+:)?sheetData(?:\s[^>]*)?/?>")
_DATA_END = re.compile(rb"</(?:\w+:)?sheetData\s*>")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>]")
_BARE_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\br="(?P<cell>[A-Z]+\d+)")(?P<text>(?=[^>]*\bt="str"))?+[^>]*>\s*
    <(?:\w+:)?f(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*
    (?(text)|(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?)</(?:\w+:)?c>""",
    re.VERBOSE,
)
"""A cell of formula and nothing else; an empty value is a stored one where the cell is said to hold text."""
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?>(?><\?.*?\?>|<!--.*?-->)\s*+)*+<\w", re.DOTALL)
"""What may stand before the root of a part; a document type may not, in whatever encoding it is written."""
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
"""The name of the part that a workbook with a password consists of."""
_BLOCK = 2 * MIB
_MEMBERS = 20_000
_MARKS = ("\n", "\r", "\0", *(mark for mark in SEPARATORS if mark != CELL))


@dataclass(frozen=True)
class Sheet:
    """One worksheet; `member` is its part inside the zip, empty for the old binary format."""

    name: str
    hidden: bool
    member: str


@dataclass(frozen=True)
class Block:
    """Consecutive rows in staging form: cells joined, line ends inside cells replaced.

    `first` is the number of the first row, from 1; `faults` holds rows that carry control bytes.
    """

    first: int
    width: int
    lines: list[str]
    faults: dict[int, str]


@dataclass
class Seen:
    """What was noticed while a sheet was read."""

    formulas: int = 0
    unpacked: int = 0


class Workbook:
    """An open workbook: its sheets, and their rows as text."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._packed = path.stat().st_size
        self._archive = _open_archive(path)
        if self._archive:
            _refuse_unsafe(self._archive, path, limits)
        listed = self._listed() if self._archive else []
        self._book = None if listed else _calamine(path)
        self.sheets = listed or [
            Sheet(meta.name, meta.visible != SheetVisibleEnum.Visible, "")
            for meta in (self._book.sheets_metadata if self._book else [])
            if meta.typ == SheetTypeEnum.WorkSheet
        ]

    def blocks(self, sheet: Sheet, seen: Seen | None = None) -> Iterator[Block]:
        """The rows of a sheet as text, block by block, from its first to its last row that holds anything.

        Dates are ISO 8601; numbers are Python's shortest text of a float; blank cells are empty.

        Raises:
            UnreadableFile: a part is damaged, a formula has no stored value, or rows stand out of order.
            UnsafeFile: a part declares a document type.
        """
        where = f"{self._path} (sheet {sheet.name})"
        below = 1
        for block in self._blocks(sheet, seen or Seen(), where):
            if block.first < below:
                raise UnreadableFile(
                    "its rows carry no numbers or stand out of order", where=where, todo="save it again as xlsx"
                )
            below = block.first + len(block.lines)
            yield block

    def _blocks(self, sheet: Sheet, seen: Seen, where: str) -> Iterator[Block]:
        if self._book or not sheet.member:
            yield from _text_of(self._book or _calamine(self._path), sheet.name, where)
            return
        pieces = self._pieces(sheet, seen)
        with ThreadPoolExecutor(max_workers=2) as pool:  # calamine parses without holding Python's lock
            ahead = deque(pool.submit(_text_of_piece, piece, where) for piece in islice(pieces, 3))
            while ahead:
                yield from ahead.popleft().result()
                for piece in islice(pieces, 3 - len(ahead)):
                    ahead.append(pool.submit(_text_of_piece, piece, where))

    def _listed(self) -> list[Sheet]:
        """The worksheets in the order of the workbook, through its relationships; none in the binary format."""
        part = {}
        for tag in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", self._small("xl/_rels/workbook.xml.rels")):
            attributes = _attributes(tag)
            if attributes.get("Type", "").endswith("/worksheet"):
                part[attributes.get("Id", "")] = self._member(attributes.get("Target", ""))
        sheets = []
        for tag in re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", self._small("xl/workbook.xml")):
            attributes = _attributes(tag)
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            if relation in part:
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(Sheet(attributes.get("name", ""), hidden, part[relation]))
        return sheets

    def _member(self, target: str) -> str:
        """The zip member that a relationship of the workbook names."""
        assert self._archive
        wanted = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
        names = {name.casefold(): name for name in self._archive.namelist()}
        if wanted.casefold() not in names:
            raise UnreadableFile(f"its part {wanted} is missing", where=str(self._path), todo="fetch it again")
        return names[wanted.casefold()]

    def _small(self, member: str) -> bytes:
        """A whole part of the zip; case of the name does not count."""
        assert self._archive
        names = {name.casefold(): name for name in self._archive.namelist()}
        actual = names.get(member.casefold())
        if actual is None:
            return b""
        return b"".join(self._stream(actual, Seen()))

    def _stream(self, member: str, seen: Seen) -> Iterator[bytes]:
        assert self._archive
        where = f"{self._path} ({member})"
        with _zip_errors(where), self._archive.open(member) as part:
            while block := part.read(_BLOCK):
                seen.unpacked += len(block)
                check_unpacked(seen.unpacked, self._packed, self._limits, where)
                yield block

    def _pieces(self, sheet: Sheet, seen: Seen) -> Iterator[bytes]:
        """Small workbooks that together hold every row of a sheet."""
        shell = self._shell()
        size = max(_PIECE, min(_SHARED, 4 * shell.strings), 2 * shell.strings)
        head = b""
        buffer = b""
        for block in self._stream(sheet.member, seen):
            buffer += block
            if not head:
                _refuse_declarations(buffer, f"{self._path} ({sheet.member})")
                head, buffer = _cut_head(buffer)
            if head and len(buffer) > size:
                cut = _last_row_end(buffer)
                if cut:
                    yield self._piece(shell, head, buffer[:cut], seen, sheet)
                    buffer = buffer[cut:]
        if head:
            end = _DATA_END.search(buffer)
            if not end:
                raise UnreadableFile(
                    "the sheet breaks off", where=f"{self._path} (sheet {sheet.name})", todo="fetch it again"
                )
            yield self._piece(shell, head, buffer[: end.start()], seen, sheet)

    def _piece(self, shell: _Shell, head: bytes, rows: bytes, seen: Seen, sheet: Sheet) -> bytes:
        if _may_hold_formulas(rows):
            seen.formulas += sum(1 for _ in _FORMULA.finditer(rows))
            bare = _BARE_FORMULA.search(rows)
            if bare:
                raise UnreadableFile(
                    f"cell {bare['cell'].decode()} holds a formula without a stored value",
                    where=f"{self._path} (sheet {sheet.name})",
                    todo="open it in a spreadsheet program, save it, and build again",
                )
        return shell.with_sheet(head, rows)

    def _shell(self) -> _Shell:
        book = self._small("xl/workbook.xml")
        old_epoch = re.search(rb"date1904=\"(?:1|true)\"", book) is not None
        return _Shell(self._small("xl/styles.xml"), self._small("xl/sharedStrings.xml"), old_epoch)


class _Shell:
    """The parts that every piece shares: styles, strings, epoch."""

    def __init__(self, styles: bytes, strings: bytes, old_epoch: bool) -> None:
        self.strings = len(strings)
        epoch = '<workbookPr date1904="1"/>' if old_epoch else ""
        self._parts = {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": _WORKBOOK.format(epoch=epoch).encode(),
            "xl/_rels/workbook.xml.rels": _relations(
                [
                    ("worksheet", "worksheets/sheet1.xml"),
                    ("styles", "styles.xml"),
                    ("sharedStrings", "sharedStrings.xml"),
                ]
            ),
            "xl/styles.xml": styles or _NO_STYLES,
            "xl/sharedStrings.xml": strings or _NO_STRINGS,
        }

    def with_sheet(self, head: bytes, rows: bytes) -> bytes:
        """A workbook, stored without compression, whose only sheet `s` has these rows."""
        prefix = _DATA.search(head)
        assert prefix
        tag = (prefix["prefix"] or b"").decode()
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self._parts.items():
                archive.writestr(name, content)
            ending = f"</{tag}sheetData></{tag}worksheet>".encode()
            archive.writestr("xl/worksheets/sheet1.xml", b"".join([head, rows, ending]))
        return target.getvalue()


_NAMESPACE = "http://schemas.openxmlformats.org"
_CONTENT_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_NAMESPACE}/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
).encode()
_WORKBOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_NAMESPACE}/spreadsheetml/2006/main" '
    f'xmlns:r="{_NAMESPACE}/officeDocument/2006/relationships">{{epoch}}'
    '<sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_NO_STYLES = f'<?xml version="1.0"?><styleSheet xmlns="{_NAMESPACE}/spreadsheetml/2006/main"/>'.encode()
_NO_STRINGS = f'<?xml version="1.0"?><sst xmlns="{_NAMESPACE}/spreadsheetml/2006/main"/>'.encode()


def _relations(targets: list[tuple[str, str]]) -> bytes:
    entries = "".join(
        f'<Relationship Id="r{number}" Type="{_NAMESPACE}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{_NAMESPACE}/package/2006/relationships">{entries}</Relationships>'.encode()


def _attributes(tag: bytes) -> dict[str, str]:
    pairs = re.findall(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return {key.decode(): html.unescape((double or single).decode()) for key, double, single in pairs}


def _open_archive(path: Path) -> zipfile.ZipFile | None:
    if not zipfile.is_zipfile(path):
        return None
    return zipfile.ZipFile(path)


def _refuse_unsafe(archive: zipfile.ZipFile, path: Path, limits: Limits) -> None:
    members = archive.infolist()
    if len(members) > _MEMBERS:
        raise UnsafeFile(f"it holds {len(members):,} parts", where=str(path), todo="do not trust it")
    for member in members:
        parts = PurePosixPath(member.filename).parts
        if member.filename.startswith("/") or ".." in parts:
            raise UnsafeFile(
                f"its part {member.filename!r} climbs out of the archive", where=str(path), todo="do not trust it"
            )
        if member.flag_bits & 1:
            raise UnreadableFile("it is protected by a password", where=str(path), todo="save it without one")
    check_unpacked(sum(member.file_size for member in members), path.stat().st_size, limits, str(path))
    for member in members:
        if member.filename.casefold().endswith((".xml", ".rels")):
            where = f"{path} ({member.filename})"
            with _zip_errors(where), archive.open(member) as part:
                _refuse_declarations(part.read(MIB), where)


@contextmanager
def _zip_errors(where: str) -> Iterator[None]:
    """Give the failures of a zip member our names."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
        raise UnreadableFile(
            f"a part of the workbook is damaged ({error})", where=where, todo="fetch it again"
        ) from error
    except NotImplementedError as error:
        raise UnreadableFile(
            f"its compression is not supported ({error})", where=where, todo="save it as xlsx again"
        ) from error


def _refuse_declarations(start: bytes, where: str) -> None:
    if start and not _PROLOG.match(start):
        raise UnsafeFile(
            "its XML begins with a document type or entities, or is not UTF-8", where=where, todo="do not trust it"
        )


def _calamine(source: Path | io.BytesIO, where: str = "") -> CalamineWorkbook:
    where = where or str(source)
    try:
        if isinstance(source, Path):
            return CalamineWorkbook.from_path(str(source))
        return CalamineWorkbook.from_filelike(source)
    except (CalamineError, zipfile.BadZipFile, ValueError) as error:
        if isinstance(source, Path) and _PROTECTED in source.read_bytes():
            raise UnreadableFile("it is protected by a password", where=where, todo="save it without one") from error
        raise UnreadableFile(f"the workbook is damaged ({error})", where=where, todo="fetch it again") from error


def _text_of_piece(piece: bytes, where: str) -> list[Block]:
    return _text_of(_calamine(io.BytesIO(piece), where), "s", where)


def _text_of(book: CalamineWorkbook, name: str, where: str) -> list[Block]:
    """A sheet as one block; none where it is empty."""
    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError as error:
        raise UnreadableFile(f"the sheet is damaged ({error})", where=where, todo="fetch it again") from error
    if sheet.start is None:
        return []
    first, left = sheet.start
    margin = CELL * left
    rows = sheet.to_python(skip_empty_area=True)
    width = left + len(rows[0])
    lines = [margin + CELL.join(map(str, row)) for row in rows]
    faults: dict[int, str] = {}
    whole = "".join(lines)
    if any(mark in whole for mark in _MARKS) or whole.count(CELL) != len(lines) * (width - 1):
        lines = [_mended(margin, row, number, faults) for number, row in enumerate(rows, first + 1)]
    return [Block(first + 1, width, lines, faults)]


def _mended(margin: str, row: list[Any], number: int, faults: dict[int, str]) -> str:
    cells = [str(cell).replace("\r\n", "\n") for cell in row]
    line = margin + CELL.join(map(without_breaks, cells))
    if any(mark in cell for cell in cells for mark in ("\0", *SEPARATORS)):
        faults[number] = line
        return margin + CELL * (len(row) - 1)
    return line


def _cut_head(buffer: bytes) -> tuple[bytes, bytes]:
    """Split at the start of the rows; an empty head means that they have not come yet."""
    found = _DATA.search(buffer)
    if not found:
        if len(buffer) > 64 * MIB:
            raise LimitReached(
                "a sheet has no rows in its first 64 MiB", todo="look whether the file is what it claims to be"
            )
        return b"", buffer
    if found.group().endswith(b"/>"):
        return buffer[: found.start()] + found.group().removesuffix(b"/>") + b">", b"</sheetData>"
    return buffer[: found.end()], buffer[found.end() :]


def _may_hold_formulas(rows: bytes) -> bool:
    """Whether `<f` or `:f` stands in rows; to look for two bytes as such takes six times as long."""
    data = np.frombuffer(rows, dtype=np.uint8)
    before = data[np.flatnonzero((data[1:] == ord("f")) & (data[:-1] <= ord("<")))]
    return bool(((before == ord("<")) | (before == ord(":"))).any())


def _last_row_end(buffer: bytes) -> int:
    at = buffer.rfind(b"row>")
    found = _ROW_END.search(buffer, max(0, at - 12)) if at >= 0 else None
    return found.end() if found else 0
