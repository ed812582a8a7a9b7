"""Rows as the XML of a worksheet or as delimited text, piece by piece, so that memory does not grow with the sheet.

A column's texts are rendered once; a row is the join of its cells, in which its number is put last. A workbook of
2.6 million rows is written so in minutes, which a general library takes ten times as long for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from sojourn.lookalike.detention.cells import Cells, Setting, Shown
from sojourn.lookalike.detention.rows import BLANK, NEVER
from sojourn.lookalike.detention.world import DAY, Numbers

_HERE = "\0"
"""Stands for the number of the row until the row is complete."""
_EPOCH = 25_569
"""Days from the first day of a workbook's calendar to 1970-01-01."""
DATE, MOMENT = 1, 2
"""Styles of cells: a day, and a day with its time."""


@dataclass(frozen=True)
class Odd:
    """A cell in which something else stands than the rows say; `number` is what a workbook holds instead of text."""

    text: str
    number: float | None = None
    style: int = 0


@dataclass
class Oddities:
    """What was planted into single rows: cells by header, a cell too many, a blank line before."""

    cells: dict[int, dict[str, Odd]] = field(default_factory=dict)
    extra: dict[int, str] = field(default_factory=dict)
    blank_before: set[int] = field(default_factory=set)


def letters(column: int) -> str:
    """The name of a column of a sheet, from 0."""
    name = ""
    while column >= 0:
        name = chr(65 + column % 26) + name
        column = column // 26 - 1
    return name


class Strings:
    """The texts that stand in a workbook again and again, each with its number."""

    def __init__(self, columns: Iterable[Cells]) -> None:
        """Number the texts of these columns."""
        texts = {text: None for cells in columns if cells.kind == "text" for text in cells.texts if text}
        self._numbers = {text: number for number, text in enumerate(texts)}

    def number(self, text: str) -> int:
        """The number of a text."""
        return self._numbers[text]

    def xml(self) -> str:
        """The part of the workbook that holds them."""
        items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self._numbers)
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            f'uniqueCount="{len(self._numbers)}">{items}</sst>'
        )


def inline(at: str, text: str) -> str:
    """A cell that holds its own text."""
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else ""


class XmlRows:
    """Rows of a worksheet."""

    def __init__(self, setting: Setting, headers: Sequence[str]) -> None:
        """Render under these headers of the family, in this order."""
        found = {mapped.published: cells for mapped, cells in setting.columns()}
        self._setting = setting
        self._headers = headers
        self._columns = [found[header] for header in headers]
        self.strings = Strings(cells for _, cells in setting.columns())
        self._texts = [self._rendered(number, cells) for number, cells in enumerate(self._columns)]

    def _rendered(self, number: int, cells: Cells) -> object:
        """The distinct cells of a column of texts or numbers, as an array to take from."""
        at = f"{letters(number)}{_HERE}"
        if cells.kind == "text":
            made = [f'<c r="{at}" t="s"><v>{self.strings.number(text)}</v></c>' if text else "" for text in cells.texts]
        else:
            made = [f'<c r="{at}"><v>{text}</v></c>' if text else "" for text in cells.texts]
        return np.array(made, dtype=object)

    def piece(self, shown: Shown, numbers: Numbers, lines: Numbers, odd: Oddities) -> bytes:
        """The XML of some rows, which stand on these lines; `numbers` are theirs among the oddities."""
        columns = [self._column(at, cells, shown) for at, cells in enumerate(self._columns)]
        for row, number in _odd_rows(numbers, odd):
            for header, cell in odd.cells.get(number, {}).items():
                columns[self._headers.index(header)][row] = self._odd(self._headers.index(header), cell)
        rows = list(map("".join, zip(*columns, strict=True)))
        for row, number in _odd_rows(numbers, odd):
            if number in odd.extra:
                rows[row] += inline(f"{letters(len(columns))}{_HERE}", odd.extra[number])
        made = [
            f'<row r="{line}">{row.replace(_HERE, str(line))}</row>'
            for line, row in zip(lines.tolist(), rows, strict=True)
        ]
        return "".join(made).encode()

    def _odd(self, column: int, cell: Odd) -> str:
        at = f"{letters(column)}{_HERE}"
        if cell.number is None:
            return inline(at, cell.text)
        return f'<c r="{at}" s="{cell.style}"><v>{cell.number!r}</v></c>'

    def _column(self, number: int, cells: Cells, shown: Shown) -> list[str]:
        codes, at = cells.codes(shown), f"{letters(number)}{_HERE}"
        if cells.kind in {"text", "number"}:
            texts = self._texts[number]
            assert isinstance(texts, np.ndarray)
            return list(texts[codes].tolist())
        if cells.kind == "key":
            keys = [self._setting.key(person) + cells.ending if person != BLANK else "" for person in codes.tolist()]
            return [f'<c r="{at}" t="inlineStr"><is><t>{key}</t></is></c>' if key else "" for key in keys]
        style = DATE if cells.kind == "day" else MOMENT
        serial = (codes if cells.kind == "day" else codes / DAY) + _EPOCH
        return [
            f'<c r="{at}" s="{style}"><v>{value!r}</v></c>' if there else ""
            for value, there in zip(serial.tolist(), (codes != NEVER).tolist(), strict=True)
        ]


class TextRows:
    """Rows of a delimited text."""

    def __init__(self, setting: Setting, headers: Sequence[str], delimiter: str = "|") -> None:
        """Render under these headers of the family, in this order."""
        found = {mapped.published: cells for mapped, cells in setting.columns()}
        self._setting = setting
        self._headers = headers
        self._delimiter = delimiter
        self._columns = [found[header] for header in headers]
        self._texts = [np.array([_quoted(text) for text in cells.texts], dtype=object) for cells in self._columns]

    def piece(self, shown: Shown, numbers: Numbers, odd: Oddities) -> bytes:
        """The lines of some rows, each with its line end."""
        columns = [self._column(at, cells, shown) for at, cells in enumerate(self._columns)]
        for row, number in _odd_rows(numbers, odd):
            for header, cell in odd.cells.get(number, {}).items():
                columns[self._headers.index(header)][row] = _quoted(cell.text)
        rows = list(map(self._delimiter.join, zip(*columns, strict=True)))
        for row, number in _odd_rows(numbers, odd):
            if number in odd.extra:
                rows[row] += self._delimiter + _quoted(odd.extra[number])
            if number in odd.blank_before:
                rows[row] = "\n" + rows[row]
        return "".join(row + "\n" for row in rows).encode()

    def _column(self, number: int, cells: Cells, shown: Shown) -> list[str]:
        codes = cells.codes(shown)
        if cells.kind in {"text", "number"}:
            return list(self._texts[number][codes].tolist())
        if cells.kind == "key":
            return [self._setting.key(one) + cells.ending if one != BLANK else "" for one in codes.tolist()]
        return times(codes, cells.kind)


def times(codes: Numbers, kind: str) -> list[str]:
    """Days or moments as ISO 8601 texts, empty for a blank."""
    unit: Literal["D", "s"] = "D" if kind == "day" else "s"
    unit_of_codes: Literal["D", "m"] = "D" if kind == "day" else "m"
    moments: npt.NDArray[np.datetime64] = np.where(codes == NEVER, 0, codes).astype(f"datetime64[{unit_of_codes}]")
    texts = np.datetime_as_string(moments, unit=unit).tolist()
    return [
        text.replace("T", " ") if there else "" for text, there in zip(texts, (codes != NEVER).tolist(), strict=True)
    ]


def _odd_rows(numbers: Numbers, odd: Oddities) -> list[tuple[int, int]]:
    """The rows of a piece in which something was planted: their place in it and their number."""
    known = np.array(sorted({*odd.cells, *odd.extra, *odd.blank_before}), dtype=np.int64)
    places = np.flatnonzero(np.isin(numbers, known))
    return [(int(place), int(numbers[place])) for place in places]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if text and not text.isdigit() else text
