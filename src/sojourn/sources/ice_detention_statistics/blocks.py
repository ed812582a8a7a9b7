"""Blocks of a statistics sheet, found by what stands where and never by position.

A block is a title, one or several header rows, label columns on the left and figures until a blank row or the next
title. Blocks stand below and beside each other, with or without a blank column between them; headers and titles
are merged cells, of which a workbook keeps the text in the first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Rows = list[list[str]]

_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?")
_YEAR = re.compile(r"(?:19[9]\d|20\d\d)(?:\.0)?")
_MARK = re.compile(r"[*†‡+–—-]+|[<>≤≥~]\s?\d[\d,.]*|n/?a|redacted|suppressed|\d[\d,.]*\s?%", re.IGNORECASE)
"""What stands in place of a figure."""
_TITLE_GAP = 2
"""Blank rows that may lie between a title and its header."""


@dataclass(frozen=True)
class Figure:
    """One printed figure, or the text in its place, with the labels above and beside it (outermost first)."""

    line: int
    at: int
    text: str
    title: str
    row: tuple[str, ...]
    column: tuple[str, ...]


@dataclass
class Found:
    """What a sheet holds: its figures, those that no title or header explains, and its header lines.

    `years` counts the numbers that stand in headers. `borrowed` lists lines whose block has no header of its own
    and took that of the block above with the same columns; `unlabelled` lists lines of figures without a label.
    """

    figures: list[Figure] = field(default_factory=list)
    stray: list[Figure] = field(default_factory=list)
    headers: set[int] = field(default_factory=set)
    years: int = 0
    borrowed: list[int] = field(default_factory=list)
    unlabelled: list[int] = field(default_factory=list)


def is_number(cell: str) -> bool:
    """Whether a cell is a printed number."""
    return bool(cell) and bool(_NUMBER.fullmatch(cell)) and any(letter.isdigit() for letter in cell)


def find(rows: Rows) -> Found:
    """Every block of a sheet, from its rows as text; row n of the sheet is element n - 1."""
    return _Sheet(rows).found()


class _Sheet:
    def __init__(self, rows: Rows) -> None:
        self._width = max(map(len, rows), default=0)
        self._rows = [[cell.strip() for cell in row] + [""] * (self._width - len(row)) for row in rows]
        self._taken: set[tuple[int, int]] = set()
        self._found = Found()
        self._headers: dict[tuple[int, int, int], list[int]] = {}
        self._leaves: set[str] = set()

    def found(self) -> Found:
        for row in range(len(self._rows)):
            while (first := self._first_figure(row)) is not None:
                self._block(row, first)
        return self._found

    def _first_figure(self, row: int) -> int | None:
        """The first number of a row that no block has, unless the row's numbers are years above a header."""
        left = [at for at, cell in enumerate(self._rows[row]) if (row, at) not in self._taken and is_number(cell)]
        return left[0] if left and not self._is_years(row, left) else None

    def _is_years(self, row: int, columns: Sequence[int]) -> bool:
        cells = [self._rows[row][at] for at in columns]
        if row + 1 >= len(self._rows) or not all(map(_YEAR.fullmatch, cells)):
            return False
        below = [self._rows[row + 1][at] for at in columns]
        years = [int(float(cell)) for cell in cells]
        counting = len(years) > 2 and years == list(range(years[0], years[0] + len(years)))
        return counting or (any(below) and not any(map(is_number, below)))

    def _block(self, row: int, first: int) -> None:
        row -= self._under_head(row, first)
        left, right = self._left(row, first), self._right(row, first)
        last = self._last(row, left, right)
        start = min(at for at in range(left, right + 1) if self._numeric(at, row, last))
        own = self._header(row, start, right)
        title = self._title(min(own, default=row), left, start)
        lines = list(self._lines(row, left, start, right))
        tops = own or (self._headers.get((left, start, right), []) if title else [])
        if own:
            self._headers[left, start, right] = own
        labels = _paths([self._rows[line][left:start] for line in lines], self._bare(lines, start, right), self._leaves)
        for line, label in zip(lines, labels, strict=True):
            self._figures(line, label, title, tops, start, right)
        self._taken |= {(line, at) for line in (*own, *lines) for at in range(left, right + 1)}
        self._found.headers |= {top + 1 for top in own}
        self._found.years += sum(is_number(self._rows[top][at]) for top in own for at in range(start, right + 1))
        self._found.borrowed += [line + 1 for line in lines] if tops and not own else []

    def _under_head(self, row: int, first: int) -> bool:
        """Whether the first figures stand under the head of a section, which stands under the header."""
        if row < 2 or self._rows[row - 1][first] or not any(self._rows[row - 1][:first]):
            return False
        header = self._rows[row - 2][first]
        return bool(header) and not is_number(header) and (row - 2, first) not in self._taken

    def _bare(self, lines: Iterable[int], start: int, right: int) -> list[bool]:
        """Which lines are heads of a section: a label and no figure."""
        return [not any(self._rows[line][start : right + 1]) for line in lines]

    def _figures(self, line: int, label: tuple[str, ...], title: str, tops: list[int], start: int, right: int) -> None:
        cells = [(at, self._rows[line][at]) for at in range(start, right + 1) if self._rows[line][at]]
        if cells and not any(label[-1:]):
            self._found.unlabelled.append(line + 1)
        for at, text in cells:
            figure = Figure(line + 1, at, text, title, label, self._above(tops, start, at))
            (self._found.figures if figure.column and title else self._found.stray).append(figure)

    def _above(self, tops: list[int], start: int, at: int) -> tuple[str, ...]:
        """The header cells over a column; a merged cell counts for the columns to its right."""
        words: list[str] = []
        for number, top in enumerate(tops, 1):
            cell = self._rows[top][at]
            if not cell and number < len(tops):
                cell = next((self._rows[top][one] for one in range(at, start - 1, -1) if self._rows[top][one]), "")
            if cell and cell not in words:
                words.append(cell)
        return tuple(_words(word.removesuffix(".0") if is_number(word) else word) for word in words)

    def _left(self, row: int, first: int) -> int:
        """The first label column: leftwards until a figure, another block or two blank columns."""
        above, here = self._rows[row - 1] if row else [""] * self._width, self._rows[row]
        left = at = first
        while at and not is_number(here[at - 1]) and (row, at - 1) not in self._taken:
            at -= 1
            if here[at] or above[at]:
                left = at
            elif left - at > 1:
                break
        return left

    def _right(self, row: int, first: int) -> int:
        """The last figure column: rightwards until a column without header, or one of labels."""
        above, at = self._rows[row - 1] if row else [""] * self._width, first
        last = self._last(row, first, first)
        while at + 1 < self._width and (row, at + 1) not in self._taken:
            if not (above[at + 1] or is_number(self._rows[row][at + 1])):
                break
            texts = any(self._rows[line][at + 1] for line in range(row, last + 1))
            if texts and not self._numeric(at + 1, row, last) and not self._marked(at + 1, row, last):
                break
            at += 1
        return at

    def _numeric(self, at: int, first: int, last: int) -> bool:
        return any(is_number(self._rows[line][at]) for line in range(first, last + 1))

    def _marked(self, at: int, first: int, last: int) -> bool:
        cells = [self._rows[line][at] for line in range(first, last + 1) if self._rows[line][at]]
        return all(map(_MARK.fullmatch, cells))

    def _last(self, row: int, left: int, right: int) -> int:
        """The last row before one that is blank in these columns."""
        while row + 1 < len(self._rows) and any(self._rows[row + 1][left : right + 1]):
            row += 1
        return row

    def _header(self, row: int, start: int, right: int) -> list[int]:
        """The rows above the figures that label their columns, from the top."""
        tops: list[int] = []
        while row and not any((row - 1, at) in self._taken for at in range(start, right + 1)):
            cells = [(at, cell) for at, cell in enumerate(self._rows[row - 1]) if start <= at <= right and cell]
            numbers = [at for at, cell in cells if is_number(cell)]
            if not cells or (numbers and not self._is_years(row - 1, numbers)):
                break
            row -= 1
            tops.insert(0, row)
        return tops

    def _title(self, row: int, left: int, start: int) -> str:
        """The text above the header, at most two blank rows away; empty where another block stands there."""
        for above in range(row - 1, max(-1, row - 2 - _TITLE_GAP), -1):
            for at in range(left, start + 1):
                if cell := self._rows[above][at]:
                    return "" if (above, at) in self._taken or is_number(cell) else _words(cell.split("\n\n")[0])
        return ""

    def _lines(self, row: int, left: int, start: int, right: int) -> Iterable[int]:
        """The rows of a block: those with figures or marks, and section heads between them."""
        while row < len(self._rows) and any(self._rows[row][left : right + 1]):
            cells = [cell for cell in self._rows[row][start : right + 1] if cell]
            head = not cells and row + 1 < len(self._rows) and self._has_figures(row + 1, start, right)
            if not ((cells and (self._has_figures(row, start, right) or all(map(_MARK.fullmatch, cells)))) or head):
                return
            yield row
            row += 1

    def _has_figures(self, row: int, start: int, right: int) -> bool:
        return any(map(is_number, self._rows[row][start : right + 1]))


def _words(cell: str) -> str:
    return " ".join(cell.split())


def _paths(rows: list[list[str]], bare: list[bool], leaves: set[str]) -> list[tuple[str, ...]]:
    """The labels of a block's rows, outermost first, from the cells of its label columns.

    A label that stands in an outer column only in the first row of its group holds for the rows below. `leaves`
    collects the innermost labels of the blocks of a sheet.
    """
    rows = [[_words(cell) for cell in row] for row in rows]
    if rows and len(rows[0]) == 1:
        return _in_one_column([row[0] for row in rows], bare, leaves)
    outer: list[str] = []
    paths = []
    for row in rows:
        first = next((at for at, cell in enumerate(row) if cell), len(row))
        outer = [*outer[:first], *row[first:]]
        paths.append(tuple(cell for cell in outer if cell))
    return paths


def _in_one_column(labels: list[str], bare: list[bool], leaves: set[str]) -> list[tuple[str, ...]]:
    """Two levels in one column, as in `AOR/Technology`, where most labels repeat.

    A repeated label belongs to the row above it whose label does not repeat, or to the head of its section; so do
    a blank one and one that is innermost in another block (`No Tech`, which may occur once).
    """
    times = Counter(label for label in labels if label)
    nested = 2 * sum(times[label] != 1 for label in labels) >= len(labels) > 2
    parent = ""
    paths: list[tuple[str, ...]] = []
    inner: set[str] = set()
    for label, head in zip(labels, bare, strict=True):
        outermost = head or (nested and times[label] == 1 and not (parent and label in leaves))
        parent = label if outermost else parent
        paths.append((parent, label) if nested and parent and not outermost else (label,))
        inner |= set() if nested and outermost else {label}
    leaves |= inner
    return paths
