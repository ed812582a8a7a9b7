"""One sheet below its header to staging text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import numpy as np

from sojourn.reading.ledger import Ledger, Reading, Refused
from sojourn.reading.limits import MIB
from sojourn.reading.proof import Proof
from sojourn.reading.staged import BREAK, CELL, RETURN, StagingFile, with_breaks
from sojourn.reading.workbook import Block

HEAD_ROWS = 60
_PIECE = 2 * MIB
"""Four such files of staging text make two parts: the rows of sheets are wide, and few sheets are read at once."""


def first_rows(blocks: Iterable[Block], count: int = HEAD_ROWS) -> list[list[str]]:
    """The first rows of a sheet as cells; row n of the sheet is element n - 1."""
    return list(islice(all_rows(blocks), count))


def peek(blocks: Iterator[Block]) -> tuple[list[list[str]], Iterator[Block]]:
    """The first rows of a sheet, and its blocks as if none had been taken."""
    taken: list[Block] = []
    while sum(len(block.lines) for block in taken) < HEAD_ROWS and (block := next(blocks, None)):
        taken.append(block)
    return first_rows(taken), chain(taken, blocks)


def all_rows(blocks: Iterable[Block]) -> Iterator[list[str]]:
    """Every row of a sheet as cells, rows before the first used one included."""
    number = 1
    for block in blocks:
        yield from ([""] for _ in range(block.first - number))
        yield from ([with_breaks(cell) for cell in line.split(CELL)] for line in block.lines)
        number = block.first + len(block.lines)


def address(line: int, at: int) -> str:
    """The name of a cell: line 17, column 10 is K17."""
    return f"{letters(at)}{line}"


def letters(at: int) -> str:
    """The name of a column: column 10 is K."""
    found, rest = "", at + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        found = chr(65 + letter) + found
    return found


class SheetReader:
    """Writes the rows of a sheet below its header to a staging file; `width` columns from the left count."""

    def __init__(
        self, headers: tuple[str, ...], banner: tuple[str, ...], header_row: int, refuse_all: str = ""
    ) -> None:
        self._width = len(headers)
        self._header_row = header_row
        self._refuse_all = refuse_all
        self._next = header_row + 2
        self._proof = Proof(CELL, self._width)
        ledger = Ledger(lines=header_row + 1, banner=header_row, header=1)
        self.reading = Reading(headers, banner, header_row + 2, ledger, floats=True, traits=[0] * self._width)

    def write(self, blocks: Iterable[Block], target: Path) -> Reading:
        """Write the staging text and return the account; rows are counted, not yet loaded."""
        with StagingFile(target, self._width) as out:
            for block in blocks:
                self._block(block, out)
                out.turn(self._next, _PIECE)
        self.reading.further = out.further
        return self.reading

    def _block(self, block: Block, out: StagingFile) -> None:
        skip = max(0, self._next - block.first)
        lines = block.lines[skip:]
        if not lines:
            return
        first = block.first + skip
        self._gap(first - self._next, out)
        self._next = first + len(lines)
        self.reading.ledger.lines += len(lines)
        blank = CELL * (block.width - 1)
        if block.width <= self._width and not block.faults and not self._refuse_all and blank not in lines:
            pad = CELL * (self._width - block.width)
            staged = (f"{pad}\n".join(lines) + f"{pad}\n").encode()
            out.bytes(staged)
            self.reading.ledger.rows += len(lines)
        else:
            staged = b"".join([self._row(number, line, block, out) for number, line in enumerate(lines, first)])
        self._note(staged)

    def _note(self, lines: bytes) -> None:
        """Note what the cells of staged lines hold and show at their ends."""
        if lines:
            self.reading.line_breaks |= BREAK.encode() in lines or RETURN.encode() in lines
            self.reading.note(np.bitwise_or.reduce(self._proof.of_staged(lines).shown, axis=0).tolist())

    def _gap(self, lines: int, out: StagingFile) -> None:
        self.reading.ledger.lines += lines
        self.reading.ledger.blank += lines
        out.gap(lines)

    def _row(self, number: int, line: str, block: Block, out: StagingFile) -> bytes:
        """Place one row; returns its staged line, nothing where it is blank or refused."""
        ledger = self.reading.ledger
        cells = line.split(CELL)
        if number not in block.faults and not any(cell.strip() for cell in cells):
            ledger.blank += 1
            out.gap()
            return b""
        ledger.rows += 1
        reason = self._refuse_all or self._fault(number, cells, block)
        if reason:
            raw = with_breaks(block.faults.get(number, line)).encode()
            self.reading.refused.append(Refused(number, raw, reason))
            ledger.quarantined += 1
            out.gap()
            return b""
        staged = CELL.join([*cells, *[""] * self._width][: self._width]).encode() + b"\n"
        out.bytes(staged)
        return staged

    def _fault(self, number: int, cells: list[str], block: Block) -> str:
        if number in block.faults:
            return "a control byte (a separator) stands in the row"
        if any(cell.strip() for cell in cells[self._width :]):
            return f"a cell stands to the right of the {self._width} headers"
        return ""
