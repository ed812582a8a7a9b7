"""The cells of a column as numbers of its distinct texts, so that the engine works on tens of texts, not a million cells.

Texts are compared by all their bytes, eight at a time: two cells have one number only where they are one text.
A column with too many texts is left out, and its cells are read from the staging text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sojourn.reading.proof import Cells, Positions, of_staged
from sojourn.reading.staged import GAP

Pairs = npt.NDArray[np.uint64]

FEWEST_ROWS = 10_000
"""Of fewer rows the engine reads the text sooner than it is told what the numbers mean."""
MOST_TEXTS = 2**16
"""So many texts of a column have a number of two bytes."""
_MOST_BYTES = 2**23
"""So many lines without a single row in proved form are mostly gaps."""
MOST_CELLS = 2**25
"""Numbers are held in memory until they are loaded, four bytes each."""
_FEW_TEXTS = 512
"""A column with no more of them is coded however few its rows are so far."""
_FARTHEST = 64
"""A text that finds no place so near to its own was made to find none."""

_AT_ONCE = 2**17
"""So many cells are looked up together: each takes some hundred bytes meanwhile, and a piece of a sheet has a million."""
_PAIR = 16
"""The bytes of two words."""
_MASKS = np.frombuffer(
    b"".join(b"\xff" * size + bytes(_PAIR - size) for size in range(_PAIR + 1)), dtype="<u8"
).reshape(-1, 2)
"""The bytes of a pair of words that belong to a text of which so many are left."""
_FACTORS = np.array([0xF2A74DE452E6B439, 0xE513270E269E0D37, 0x8C5C7FD0A6A3A451, 0xD23F0824128B2F33], dtype=np.uint64)
"""Odd numbers drawn by lot, by which words are mixed."""
_BOTH = 0x0101
"""Two truths side by side."""
_GAP = ord(GAP)
_NONE = 0
"""The number of no text."""


@dataclass(frozen=True)
class Coded:
    """The columns of a text as numbers: for each, its texts and which of them stands in each line, counted from 1.

    `gaps` are lines that are no rows.
    """

    texts: dict[int, list[bytes]]
    numbers: dict[int, npt.NDArray[np.uint16]]
    gaps: npt.NDArray[np.bool_]


class _Words:
    """Cells of a block, as pairs of words of eight bytes with zeros behind the end; no cell holds a zero itself.

    In `raw` as many bytes as a pair has follow the last cell.
    """

    def __init__(self, raw: bytes, starts: Positions, ends: Positions) -> None:
        self.raw = raw
        self.starts = starts
        self.ends = ends
        self.sizes = ends - starts
        self._pairs = np.ndarray(len(raw) - _PAIR + 1, dtype="V16", buffer=raw, strides=(1,))

    def pairs(self, number: int, some: Positions | slice) -> Pairs:
        """The pair of this number of each of some cells, which are long enough to have it."""
        before = _PAIR * number
        pairs: Pairs = self._pairs[self.starts[some] + before].view("<u8").reshape(-1, 2)
        pairs &= _MASKS.take(np.minimum(self.sizes[some] - before, _PAIR), axis=0)
        return pairs

    @cached_property
    def heads(self) -> Pairs:
        """The first pair of every cell."""
        return self.pairs(0, slice(None))

    @cached_property
    def tails(self) -> list[tuple[Positions, Pairs]]:
        """Of the second pair on: which cells have it, and what it is."""
        found: list[tuple[Positions, Pairs]] = []
        some = np.flatnonzero(self.sizes > _PAIR)
        while len(some):
            found.append((some, self.pairs(len(found) + 1, some)))
            some = some[self.sizes[some] > _PAIR * (len(found) + 1)]
        return found

    @cached_property
    def hashes(self) -> Pairs:
        """A number that equal texts share, and others hardly ever."""
        mixed: Pairs = self.heads[:, 0] * _FACTORS[0] + self.heads[:, 1] * _FACTORS[1]
        for some, pairs in self.tails:
            mixed[some] = (mixed[some] + pairs[:, 0]) * _FACTORS[2] + pairs[:, 1] * _FACTORS[3]
        mixed ^= mixed >> np.uint64(32)
        mixed *= _FACTORS[0]
        return mixed

    def some(self, cells: Positions) -> _Words:
        """Some of the cells."""
        return _Words(self.raw, self.starts[cells], self.ends[cells])

    def texts(self) -> list[bytes]:
        """The texts of the cells."""
        return [self.raw[at:end] for at, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True)]


class _Texts:
    """Distinct texts in the order in which they came, found again by their words."""

    _MOST = 2**18
    _MOST_TAILS = 2**19

    def __init__(self) -> None:
        self.texts = [b""]
        self._heads: Pairs = np.empty((self._MOST, 2), dtype=np.uint64)
        self._heads[_NONE] = 2**64 - 1  # no text in UTF-8 begins so
        self._sizes, self._tail = (np.empty(self._MOST, dtype=np.int64) for _ in range(2))
        self._tails: Pairs = np.empty((self._MOST_TAILS, 2), dtype=np.uint64)
        self._tails_used = 0
        self._places = np.zeros(4 * self._MOST, dtype=np.int32)
        self._shift = np.uint64(64 - (len(self._places) - 1).bit_length())

    def find(self, cells: _Words) -> npt.NDArray[np.int32]:
        """The number of each cell's text, `_NONE` where it is not known."""
        places = (cells.hashes >> self._shift).astype(np.int64)
        found = self._places.take(places)
        others = np.flatnonzero(~self._same(cells, found) & (found != _NONE))
        for _ in range(_FARTHEST):
            if not len(others):
                break
            places[others] = (places[others] + 1) % len(self._places)
            found[others] = self._places.take(places[others])
            others = others[~self._same(cells.some(others), found[others]) & (found[others] != _NONE)]
        found[others] = _NONE
        return found

    def _same(self, cells: _Words, found: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Whether the text of each number is that of its cell."""
        alike = self._heads.take(found, axis=0) == cells.heads
        same: npt.NDArray[np.bool_] = alike.view(np.uint16).ravel() == _BOTH
        same &= self._sizes.take(found) == cells.sizes
        for number, (some, pairs) in enumerate(cells.tails):
            tails = np.where(same[some], self._tail.take(found[some]) + number, 0)
            alike = self._tails.take(tails, axis=0) == pairs
            same[some] &= alike.view(np.uint16).ravel() == _BOTH
        return same

    def learn(self, cells: _Words) -> bool:
        """Give the texts of cells the next numbers; False where there is no room for them."""
        first, last = len(self.texts), len(self.texts) + len(cells.sizes)
        tails = (cells.sizes - 1).clip(0) // _PAIR
        ends = self._tails_used + np.cumsum(tails)
        if last > self._MOST or ends[-1] > self._MOST_TAILS:
            return False
        self._heads[first:last], self._sizes[first:last], self._tail[first:last] = (
            cells.heads,
            cells.sizes,
            ends - tails,
        )
        for number, (some, pairs) in enumerate(cells.tails):
            self._tails[ends[some] - tails[some] + number] = pairs
        self._tails_used = int(ends[-1])
        self.texts += cells.texts()
        places = (cells.hashes >> self._shift).astype(np.int64).tolist()
        return all(self._settle(number, place) for number, place in enumerate(places, first))

    def _settle(self, number: int, place: int) -> bool:
        for _ in range(_FARTHEST):
            if self._places[place] == _NONE:
                self._places[place] = number
                return True
            place = (place + 1) % len(self._places)
        return False


def _text(text: bytes) -> bytes:
    """A text as a cell of a row; what stands in a line that is none counts as empty."""
    return b"" if text == GAP.encode() else text


class Coder:
    """Takes the cells of whole lines, block after block."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._columns = np.arange(width)
        self._texts = _Texts()
        self._new = np.zeros(width, dtype=np.int64)
        self._blocks: list[tuple[list[int], npt.NDArray[np.int32]]] = []
        self._gaps: list[npt.NDArray[np.bool_]] = []
        self._waiting: list[Cells] = []
        self._lines = 0

    def add_lines(self, lines: bytes) -> None:
        """Take lines of staging text."""
        if len(lines) > _MOST_BYTES:
            self._columns = self._columns[:0]
        else:
            self.add(of_staged(lines))

    def add(self, cells: Cells) -> None:
        """Take the cells of some lines."""
        self._lines += len(cells.ends) // self._width
        self._waiting.append(cells)
        if self._lines >= FEWEST_ROWS:
            for one in self._waiting:
                self._take(one)
            self._waiting = []

    def _take(self, cells: Cells) -> None:
        raw = cells.raw + bytes(_PAIR)
        starts, ends = cells.starts.reshape(-1, self._width), cells.ends.reshape(-1, self._width)
        self._gaps.append(np.frombuffer(raw, dtype=np.uint8)[starts[:, 0]] == _GAP)
        step = max(1, _AT_ONCE // self._width)
        for at in range(0, len(starts), step):
            columns = self._columns
            if not len(columns):
                break
            some = slice(at, at + step), columns if len(columns) < self._width else slice(None)
            numbers = self._numbers(_Words(raw, starts[some].ravel(), ends[some].ravel()))
            self._blocks.append((columns.tolist(), np.ascontiguousarray(numbers.reshape(-1, len(columns)).T)))
        if self._lines * self._width > MOST_CELLS:
            self._columns = self._columns[:0]

    def _numbers(self, cells: _Words) -> npt.NDArray[np.int32]:
        """The numbers of cells; new texts get theirs, unless their column has too many."""
        columns = self._columns
        numbers = self._texts.find(cells)
        while len(unknown := self._of_coded(np.flatnonzero(numbers == _NONE), columns)):
            _, first = np.unique(cells.hashes[unknown], return_index=True)
            new = self._kept(np.sort(unknown[first]), columns)
            if not len(new):
                continue
            if not self._texts.learn(cells.some(new)):
                self._columns = self._columns[:0]
                break
            some = self._of_coded(unknown, columns)
            numbers[some] = self._texts.find(cells.some(some))
        return numbers

    def _of_coded(self, cells: Positions, columns: Positions) -> Positions:
        """Those of some cells that stand in a column that is still coded."""
        if len(columns) == len(self._columns):
            return cells
        coded: Positions = cells[np.isin(columns, self._columns)[cells % len(columns)]]
        return coded

    def _kept(self, new: Positions, columns: Positions) -> Positions:
        """Those of the cells with new texts whose column does not have too many."""
        self._new += np.bincount(columns[new % len(columns)], minlength=self._width)
        most = min(MOST_TEXTS, max(_FEW_TEXTS, self._lines // 2))
        self._columns = self._columns[self._new[self._columns] <= most]
        return self._of_coded(new, columns)

    def coded(self) -> Coded | None:
        """The columns that have few texts for the number of their lines; none where there is no such column."""
        if (
            not len(self._columns) or self._lines < FEWEST_ROWS or self._width == 1
        ):  # an empty line is no text of one cell
            return None
        texts, numbers = {}, {}
        for column in self._columns.tolist():
            whole = np.concatenate([block[columns.index(column)] for columns, block in self._blocks])
            there = np.zeros(len(self._texts.texts), dtype=np.bool_)
            there[whole] = True
            if np.count_nonzero(there) <= min(MOST_TEXTS - 1, self._lines // 4):
                texts[column] = [_text(self._texts.texts[number]) for number in np.flatnonzero(there).tolist()]
                numbers[column] = np.cumsum(there).astype(np.uint16).take(whole)
        return Coded(texts, numbers, np.concatenate(self._gaps)) if texts else None
