"""Delimited text to staging text, with nothing lost.

Lines are taken in blocks. Lines are *proved* when their bytes alone show how each splits: the right number of
delimiters, quotes only where a cell begins and ends, no stray carriage return, no control byte, valid UTF-8.
Proved lines are copied at memory speed; every other line goes through `parse`, byte by byte, and is read,
mended or refused with its bytes and the reason. Lines are proved together, as many as hold; where they do not,
fewer are tried, down to the one line that is to blame.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sojourn.errors import UnreadableFile
from sojourn.reading.coded import Coder
from sojourn.reading.ledger import Ledger, Reading, Refused
from sojourn.reading.limits import MIB, Limits
from sojourn.reading.proof import REFUSED, Proof, is_utf8
from sojourn.reading.raw import blocks
from sojourn.reading.staged import CELL, StagingFile, traits_of

DELIMITERS = ("|", ",", "\t", ";")
HEAD_LINES = 60
LONGEST_ROW_LINES = 200
"""A quoted cell may hold line ends; a quote that stays open longer than this is damage, not data."""

OPEN_QUOTE = "a quote opens and never closes"
"""What `parse` answers where the row may go on in the next line."""

_PIECE = 16 * MIB
"""Four such files of staging text make two parts; to begin one more question of the engine takes 20 ms."""

Positions = npt.NDArray[np.int64]

_LF = 10
_SAMPLE = 400


@dataclass(frozen=True)
class Head:
    """The first lines of a text under one delimiter, with the encoding of the file.

    Element n of `rows` is what ends in line n + 1: of a row with line ends in quoted cells, all cells stand in its last
    line. `returns` says that lines end in carriage returns alone.
    """

    rows: list[list[str]]
    delimiter: str
    encoding: str
    returns: bool = False


def _unpacked(path: Path, limits: Limits, encoding: str, *, returns: bool = False) -> Iterator[bytes]:
    """Blocks as UTF-8 without a byte order mark; what is neither UTF-16 nor UTF-32 passes as it is."""
    stream = _unmarked(path, limits) if encoding == "utf-8" else _decoded(path, limits, encoding)
    for block in stream:
        yield block.replace(b"\r", b"\n") if returns else block


def _unmarked(path: Path, limits: Limits) -> Iterator[bytes]:
    first = True
    for block in blocks(path, limits):
        yield block.removeprefix(codecs.BOM_UTF8) if first else block
        first = False


def _decoded(path: Path, limits: Limits, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in blocks(path, limits):
            yield decoder.decode(block).encode()
        yield decoder.decode(b"", final=True).encode()
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise UnreadableFile(
            f"its {encoding[:6].upper()} text is damaged", where=str(path), todo="fetch it again"
        ) from error


def _encoding_of(start: bytes) -> str:
    """The encoding, by the mark of byte order; UTF-16 without one by the zeros beside every letter."""
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = start[:_SAMPLE:2], start[1:_SAMPLE:2]
    for zeros, letters, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros and zeros.count(0) >= 0.9 * len(zeros) and 0 not in letters:
            return encoding
    return "utf-8"


def decode(raw: bytes) -> str:
    """Text of one line: UTF-8, else Windows-1252, else Latin-1 (which never fails)."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def heads(path: Path, limits: Limits) -> Iterator[Head]:
    """The first lines of a text under each delimiter that could be meant."""
    start = next(blocks(path, limits), b"")
    encoding = _encoding_of(start)
    text = next(_unpacked(path, limits, encoding), b"")
    returns = b"\r" in text and b"\n" not in text
    lines = (text.replace(b"\r", b"\n") if returns else text).split(b"\n")[: HEAD_LINES + 1]
    if len(lines) > 1 and len(lines) <= HEAD_LINES:
        lines = lines[:-1] if not lines[-1] else lines
    lines = lines[:HEAD_LINES]
    for delimiter in DELIMITERS:
        if any(delimiter.encode() in line for line in lines):
            yield Head(list(_rows(lines, delimiter)), delimiter, encoding, returns)


def _rows(lines: list[bytes], delimiter: str) -> Iterator[list[str]]:
    """The cells of lines; those of a row that goes on in further lines stand in its last one, after empty ones."""
    at = 0
    while at < len(lines):
        for stop in range(at + 1, len(lines) + 1):
            cells = parse(b"\n".join(lines[at:stop]), delimiter)
            if cells != OPEN_QUOTE:
                break
        whole = isinstance(cells, list)
        yield from ([""] for _ in lines[at + 1 : stop] if whole)
        yield cells if isinstance(cells, list) else _split(decode(lines[at]).rstrip("\r"), delimiter)
        at = stop if whole else at + 1


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.replace("\0", "")], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def parse(raw: bytes, delimiter: str) -> list[str] | str:
    """Split one row by our own rules; returns the cells, or the reason why it has no one reading.

    A cell is quoted as a whole or not at all; a doubled quote inside a quoted cell is one quote; a quote in
    an unquoted cell is data, unless it opens the cell.
    """
    text = decode(raw).removesuffix("\r")
    cells: list[str] = []
    at = 0
    while True:
        cell, at = _quoted(text, at) if text.startswith('"', at) else _plain(text, at, delimiter)
        if at < 0:
            return cell
        cells.append(cell)
        if at >= len(text):
            return cells
        if text[at] != delimiter:
            return "text follows a closing quote"
        at += 1


def _plain(text: str, at: int, delimiter: str) -> tuple[str, int]:
    end = text.find(delimiter, at)
    end = len(text) if end < 0 else end
    return text[at:end], end


def _quoted(text: str, at: int) -> tuple[str, int]:
    pieces: list[str] = []
    at += 1
    while True:
        end = text.find('"', at)
        if end < 0:
            return OPEN_QUOTE, -1
        pieces.append(text[at:end])
        if not text.startswith('"', end + 1):
            return "".join(pieces), end + 1
        pieces.append('"')
        at = end + 2


def _whole_lines(stream: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks cut at line ends; the last line gets its missing end."""
    rest = b""
    for block in stream:
        cut = block.rfind(b"\n") + 1
        if not cut:
            rest += block
            continue
        yield rest + block[:cut]
        rest = block[cut:]
    if rest:
        yield rest + b"\n"


class DelimitedReader:
    """Reads one delimited text below its header into a staging file."""

    def __init__(self, path: Path, head: Head, header_row: int, limits: Limits) -> None:
        self._path = path
        self._head = head
        self._limits = limits
        self._delimiter = head.delimiter
        self._headers = tuple(head.rows[header_row])
        self._width = len(self._headers)
        self._header_line = header_row + 1
        self._table = bytes.maketrans(head.delimiter.encode(), CELL.encode())
        self._proof = Proof(head.delimiter, self._width)
        self.reading = self._begun()

    def _begun(self) -> Reading:
        """The account before the first line below the header."""
        above = self._head.rows[: self._header_line - 1]
        banner = tuple(" ".join(cell for cell in row if cell.strip()) for row in above)
        ledger = Ledger(lines=len(above) + 1, banner=len(above), header=1)
        return Reading(self._headers, banner, self._header_line + 1, ledger, traits=[0] * self._width)

    def write(self, target: Path, *, spare: bool = False) -> Reading:
        """Write the staging text and return the account; rows are counted, not yet loaded.

        To `spare` lines is to write only the first of a text that is all numbers. One of which a column turns out to
        have too many texts is read from its beginning again.
        """
        reading = self._written(target, spare=spare) or self._written(target, spare=False)
        assert reading, "nothing was spared"
        return reading

    def _written(self, target: Path, *, spare: bool) -> Reading | None:
        """One pass over the text; None where lines were spared that are not all numbers in the end."""
        self.reading = self._begun()
        stream = _unpacked(self._path, self._limits, self._head.encoding, returns=self._head.returns)
        line, open_row = 0, b""
        coder = Coder(self._width)
        with StagingFile(target, self._width, coder, spare=spare) as out:
            for block in _whole_lines(stream):
                below, skipped = _drop_lines(block, max(0, self._header_line - line))
                line += skipped
                taken, open_row = self._block(open_row + below, line + 1, out)
                line += taken
                out.turn(line + 1, _PIECE)
                if out.spared and not coder.is_whole:
                    return None
            self._block(open_row, line + 1, out, final=True)
        coded = coder.coded()
        if out.spared and not (coded and len(coded.texts) == self._width):
            return None
        self.reading.further, self.reading.coded, self.reading.spared = out.further, coded, out.spared
        return self.reading

    def _block(self, block: bytes, first: int, out: StagingFile, *, final: bool = False) -> tuple[int, bytes]:
        """Place the lines of a block; returns how many, and the bytes of a last row that may go on in the next."""
        if not block:
            return 0, b""
        taken, rest = self._copy(block, out), b""
        if not taken:
            lines = _Lines(block, first)
            taken = self._walk(lines, out, final=final)
            rest = lines.span(taken, len(lines))
        self.reading.ledger.lines += taken
        return taken, rest

    def _walk(self, lines: _Lines, out: StagingFile, *, final: bool) -> int:
        """Place row after row: as many proved lines as hold together, or one row that needs care."""
        at, many = 0, max(1, len(lines) // 2)
        while at < len(lines):
            stop = min(at + many, len(lines))
            if self._copy(lines.span(at, stop), out):
                at, many = stop, 2 * many
            elif many > 1:
                many //= 2
            else:
                taken = self._row_at(lines, at, out)
                if not taken and not final:
                    return at
                at += taken or self._refuse(lines, at, OPEN_QUOTE, out)
        return at

    def _copy(self, whole: bytes, out: StagingFile) -> int:
        """Copy lines if they are proved together; returns how many were copied."""
        cells = self._proof.cells(whole)
        if cells is None:
            return 0
        self.reading.note(np.bitwise_or.reduce(cells.shown, axis=0).tolist())
        out.proved(cells, lambda: whole.translate(self._table, b'"\r'))
        self.reading.ledger.rows += len(cells.shown)
        return len(cells.shown)

    def _row_at(self, lines: _Lines, at: int, out: StagingFile) -> int:
        """Read the row that begins at one line; returns its lines, 0 where its quote stays open to the last."""
        if not lines.raw(at).strip(b" \r" + self._delimiter.encode()):
            self.reading.ledger.blank += 1
            out.gap()
            return 1
        for taken in range(1, min(LONGEST_ROW_LINES, len(lines) - at) + 1):
            if taken > 1 and b'"' not in lines.raw(at + taken - 1):
                continue
            whole = lines.span(at, at + taken)[:-1]
            cells = parse(whole, self._delimiter)
            if cells == OPEN_QUOTE:
                continue
            fault = cells if isinstance(cells, str) else self._fault(whole, cells)
            if isinstance(cells, str) or fault:
                return self._refuse(lines, at, fault, out)
            return self._keep(lines.first + at, taken, whole, cells, out)
        return 0 if len(lines) - at < LONGEST_ROW_LINES else self._refuse(lines, at, OPEN_QUOTE, out)

    def _fault(self, whole: bytes, cells: list[str]) -> str:
        if any(byte in whole for byte in REFUSED):
            return "a control byte (NUL or a separator) stands in the row"
        if len(cells) < self._width or any(cell.strip() for cell in cells[self._width :]):
            return f"{len(cells)} cells where the header has {self._width}"
        return ""

    def _keep(self, line: int, lines: int, whole: bytes, cells: list[str], out: StagingFile) -> int:
        self.reading.line_breaks |= out.row(cells[: self._width])
        self.reading.note([traits_of(cell) for cell in cells[: self._width]])
        out.gap(lines - 1)
        self.reading.ledger.rows += 1
        self.reading.ledger.continuation += lines - 1
        if len(cells) > self._width or not is_utf8(whole):
            self.reading.mended.add(line)
        return lines

    def _refuse(self, lines: _Lines, at: int, reason: str, out: StagingFile) -> int:
        self.reading.refused.append(Refused(lines.first + at, lines.raw(at), reason))
        self.reading.ledger.rows += 1
        self.reading.ledger.quarantined += 1
        out.gap()
        return 1


class _Lines:
    """The lines of a block, without copying them; `first` is the number of the first in its file."""

    def __init__(self, block: bytes, first: int) -> None:
        self._block = block
        self._ends: Positions = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == _LF)
        self.first = first

    def __len__(self) -> int:
        return len(self._ends)

    def span(self, at: int, stop: int) -> bytes:
        """The bytes of the lines from one up to another, with their line ends."""
        return self._block[self._ends[at - 1] + 1 if at else 0 : self._ends[stop - 1] + 1]

    def raw(self, at: int) -> bytes:
        """The bytes of one line, without its line end."""
        return self.span(at, at + 1)[:-1]


def _drop_lines(block: bytes, lines: int) -> tuple[bytes, int]:
    at = 0
    for dropped in range(lines):
        end = block.find(b"\n", at)
        if end < 0:
            return b"", dropped
        at = end + 1
    return block[at:], lines
