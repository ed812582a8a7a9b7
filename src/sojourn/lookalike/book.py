"""Frames as workbooks, written row by row so that memory does not grow with the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from sojourn.lookalike.frame import Cell, Formula, Frame

_CREATED = datetime(2000, 1, 1)
"""A fixed day, so that the same seed gives the same bytes."""


@dataclass(frozen=True)
class Merged:
    """A text over several columns, as above groups of headers."""

    text: str
    width: int


class Book:
    """An open workbook that takes frames and plain rows as sheets."""

    def __init__(self, path: Path) -> None:
        self._book: Any = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
        self._book.set_properties({"created": _CREATED, "comments": "INVENTED by Sojourn"})
        self._date = self._book.add_format({"num_format": "mm-dd-yy"})

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def rows(self, name: str, rows: Sequence[Sequence[object]], *, hidden: bool = False) -> None:
        """A sheet of plain rows."""
        sheet = self._sheet(name, hidden=hidden)
        for number, row in enumerate(rows):
            for column, content in enumerate(row):
                self._write(sheet, number, column, content)

    def frame(self, name: str, frame: Frame, banner: Sequence[str], *, hidden: bool = False) -> None:
        """A sheet of a banner, the headers and the rows of a frame."""
        sheet = self._sheet(name, hidden=hidden)
        for number, line in enumerate(banner):
            self._write(sheet, number, 0, line)
        for column, header in enumerate(frame.headers):
            sheet.write_string(len(banner), column, header)
        at = self._body(sheet, frame, len(banner) + 1)
        for number, note in enumerate(frame.notes, at):
            self._write(sheet, number, 0, note)

    def _body(self, sheet: Any, frame: Frame, at: int) -> int:
        columns = [(column.codes.tolist(), [_content(cell) for cell in column.cells]) for column in frame.columns]
        for row in range(frame.rows):
            at += len(frame.before.get(row, ()))
            for number, (codes, contents) in enumerate(columns):
                self._write(sheet, at, number, contents[codes[row]])
            if row in frame.extra:
                sheet.write_string(at, len(columns), frame.extra[row])
            at += 1
        return at

    def _sheet(self, name: str, *, hidden: bool) -> Any:
        sheet = self._book.add_worksheet(name)
        if hidden:
            sheet.hide()
        return sheet

    def _write(self, sheet: Any, row: int, column: int, content: object) -> None:
        if isinstance(content, str):
            if content:
                sheet.write_string(row, column, content)
        elif isinstance(content, date):
            sheet.write_datetime(row, column, content, self._date)
        elif isinstance(content, (int, float)):
            sheet.write_number(row, column, content)
        elif isinstance(content, Merged):
            self._merge(sheet, row, column, content)
        elif isinstance(content, Cell) and isinstance(content.native, Formula):
            stored = int(content.text) if content.text.isdigit() else content.text
            sheet.write_formula(row, column, content.native.text, None, stored)

    def _merge(self, sheet: Any, row: int, column: int, content: Merged) -> None:
        if content.width == 1:
            sheet.write_string(row, column, content.text)
        else:
            sheet.merge_range(row, column, row, column + content.width - 1, content.text)


def _content(cell: Cell) -> object:
    """What a workbook holds for a cell."""
    if isinstance(cell.native, Formula):
        return cell
    return cell.text if cell.native is None else cell.native


@contextmanager
def workbook(path: Path) -> Iterator[Book]:
    """A workbook that is written when the block ends."""
    book = Book(path)
    yield book
    book.close()


def lock_file(path: Path) -> Path:
    """The file that a spreadsheet program leaves beside an open workbook."""
    lock = path.with_name("~$" + path.name)
    owner = b"INVENTED"
    lock.write_bytes(bytes([len(owner)]) + owner.ljust(164))
    return lock
