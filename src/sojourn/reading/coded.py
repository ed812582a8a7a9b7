"""The cells of a column as numbers of its distinct texts, so that the engine works on tens of texts, not a million cells.

A column with too many texts, or with one too long to be compared in words, is left out, and its cells are read from the
staging text.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sojourn.reading.distinct import Distinct
from sojourn.reading.proof import Cells, of_staged
from sojourn.reading.staged import GAP
from sojourn.reading.words import LONGEST, Text, Words

Numbers = npt.NDArray[np.uint16]

FEWEST_ROWS = 10_000
"""Of fewer rows the engine reads the text sooner than it is told what the numbers mean."""
_MOST_BYTES = 2**23
"""So many lines without a single row in proved form are mostly gaps."""
MOST_CELLS = 2**25
"""Numbers are held in memory until they are loaded, two bytes each."""
_FEW_TEXTS = 512
"""A column with no more of them is coded however few its rows are so far."""

_AT_ONCE = 2**14
"""So many lines are looked at together: few enough to stay in the processor's cache, enough to be worth the calls."""
_GAP = ord(GAP)


@dataclass(frozen=True)
class Coded:
    """The columns of a text as numbers: for each, its texts and which of them stands in each line, counted from 1.

    `gaps` are lines that are no rows.
    """

    texts: dict[int, list[bytes]]
    numbers: dict[int, Numbers]
    gaps: npt.NDArray[np.bool_]


class _Column:
    """A column of which every cell so far has a number."""

    def __init__(self) -> None:
        self._distinct = Distinct()
        self._numbers: list[Numbers] = []

    def take(self, cells: list[Words], most: int) -> bool:
        """Number some cells; False where the column has more than so many texts."""
        self._numbers.append(self._distinct.numbers(cells).astype(np.uint16))
        return self._distinct.count <= most and not self._distinct.is_full

    def coded(self) -> tuple[list[bytes], Numbers]:
        """The texts in the order of their numbers, and the numbers from 1 on; an empty text is the first, if there is one."""
        numbers = np.concatenate(self._numbers)
        first = int(numbers.all())
        return [_text(text) for text in self._distinct.texts(first).tolist()], numbers + np.uint16(1 - first)


def _text(text: bytes) -> bytes:
    """A text as a cell of a row; what stands in a line that is none counts as empty."""
    return b"" if text == GAP.encode() else text


class Coder:
    """Takes the cells of whole lines, block after block."""

    def __init__(self, width: int) -> None:
        self._width = width
        # The engine passes over an empty line, which of one cell is a text.
        self._columns = {at: _Column() for at in range(width)} if width > 1 else {}
        self._gaps: list[npt.NDArray[np.bool_]] = []
        self._waiting: list[Cells] = []
        self._lines = 0

    @property
    def is_whole(self) -> bool:
        """Whether every cell of the lines so far has a number."""
        return len(self._columns) == self._width and self._lines >= FEWEST_ROWS

    def add_lines(self, lines: bytes) -> None:
        """Take lines of staging text."""
        if len(lines) > _MOST_BYTES:
            self._columns = {}
        else:
            self.add(of_staged(lines))

    def add(self, cells: Cells) -> None:
        """Take the cells of some lines."""
        self._lines += len(cells.ends) // self._width
        if self._lines * self._width > MOST_CELLS:
            self._columns = {}
        self._waiting.append(cells)
        if self._lines >= FEWEST_ROWS:
            for one in self._waiting:
                self._take(one)
            self._waiting = []

    def _take(self, cells: Cells) -> None:
        if not self._columns:
            return
        text = Text(cells.raw)
        starts = cells.starts.reshape(-1, self._width)
        lengths = cells.ends.reshape(-1, self._width) - starts
        self._gaps.append(text.data[starts[:, 0]] == _GAP)
        most = max(_FEW_TEXTS, self._lines // 2)
        for first in range(0, len(starts), _AT_ONCE):
            lines = slice(first, first + _AT_ONCE)
            begins, sizes = np.ascontiguousarray(starts[lines].T), np.ascontiguousarray(lengths[lines].T)
            for at, column in list(self._columns.items()):
                if sizes[at].max() > LONGEST or not column.take(text.cells(begins[at], sizes[at]), most):
                    del self._columns[at]

    def coded(self) -> Coded | None:
        """The columns that have few texts for the number of their lines; none where there is no such column."""
        if self._lines < FEWEST_ROWS:
            return None
        found = {at: column.coded() for at, column in self._columns.items()}
        few = {at: coded for at, coded in found.items() if len(coded[0]) <= self._lines // 4}
        texts, numbers = {at: few[at][0] for at in few}, {at: few[at][1] for at in few}
        return Coded(texts, numbers, np.concatenate(self._gaps)) if few else None
