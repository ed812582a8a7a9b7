"""Where the cells of proved lines stand in their bytes, and what short cells hold, for many lines at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sojourn.reading.tabbed import Flags, Form, Positions

Words = npt.NDArray[np.uint64]

PIECE_BYTES = 4 * 2**20
"""Lines looked at together: few enough to stay in the processor's cache, enough to be worth the calls."""
MOST_WORDS = 8
"""Cells are compared in words of eight bytes; longer ones than so many words are left to the engine."""
MOST_DIGITS = 16

_WORD = 8
_LF = 10
_PAD = _WORD * MOST_WORDS
_PADDING = bytes(_PAD)
_U = np.uint64
_LOWEST = np.array([(1 << 8 * kept) - 1 for kept in range(_WORD + 1)], np.uint64)
"""What keeps the first bytes of a word, by their number."""
_ZEROS = _U(0x3030303030303030)


class Cuts:
    """The cells of some proved lines, column by column."""

    def __init__(self, text: bytes, rows: int, form: Form) -> None:
        self.rows = rows
        # Words before the first cell and behind the last one are looked at too, and then masked.
        self._data = np.frombuffer(b"".join((_PADDING, text, _PADDING)), np.uint8)
        # Every eight bytes of the text as a number, wherever they begin.
        self._words: Words = np.ndarray((len(self._data) - _WORD + 1,), "<u8", self._data, 0, (1,))
        separators = np.flatnonzero((self._data - np.uint8(9)) < 2)  # a tab is 9 and a line feed 10
        self._ragged = len(separators) != rows * form.width
        if self._ragged:
            ends = np.flatnonzero(self._data[separators] == _LF)
            firsts = np.concatenate(([0], ends[:-1] + 1))
            places = np.minimum(firsts + np.arange(form.width)[:, None], ends)
            self._stops: Positions = separators[places]
        else:
            self._stops = np.ascontiguousarray(separators.reshape(rows, form.width).T)
        self._begins = np.concatenate(([_PAD], self._stops[-1, :-1] + 1))
        if form.line_end == b"\r\n":
            last = self._stops[-1] - 1
            if self._ragged:
                np.minimum(self._stops, last, out=self._stops)
            else:
                self._stops[-1] = last

    def column(self, at: int) -> tuple[Positions, Positions]:
        """Where the cells of a column begin, and how long they are; one that a short line lacks has no length."""
        stops = self._stops[at]
        starts = self._stops[at - 1] + 1 if at else self._begins
        return starts, np.maximum(stops - starts, 0) if self._ragged else stops - starts

    def words(self, starts: Positions, lengths: Positions) -> list[Words]:
        """The bytes of cells as words, the last one filled up with NUL; as many as the longest cell needs."""
        longest, shortest = int(lengths.max(initial=0)), int(lengths.min(initial=0))
        found = []
        for at in range(0, longest, _WORD):
            word = self._words[starts + at] if at else self._words[starts]
            if shortest == longest:
                word &= _LOWEST[min(longest - at, _WORD)]
            elif shortest < at + _WORD:
                word &= _LOWEST.take((lengths - at).clip(0, _WORD))
            found.append(word)
        return found

    def numbers(self, starts: Positions, lengths: Positions) -> tuple[npt.NDArray[np.int64], Flags]:
        """The numbers that cells of digits spell, and which cells are such: 1 to 16 digits and nothing else."""
        stops = starts + lengths
        plain = (lengths > 0) & (lengths <= MOST_DIGITS)
        number, digits = self._eight(stops - _WORD, lengths)
        plain &= digits
        if (lengths > _WORD).any():
            upper, digits = self._eight(stops - 2 * _WORD, (lengths - _WORD).clip(0))
            plain &= digits
            number += upper * _U(10**_WORD)
        return number.view(np.int64), plain

    def _eight(self, starts: Positions, lengths: Positions) -> tuple[Words, Flags]:
        """The number in the last digits of eight bytes, and whether they are digits; all eight tested and read at once."""
        word = self._words[starts]
        if int(lengths.min(initial=0)) < _WORD:
            others = _LOWEST.take((_WORD - lengths).clip(0, _WORD))
            word = (word & ~others) | (_ZEROS & others)
        high = _U(0xF0F0F0F0F0F0F0F0)
        carried = word + _U(0x0606060606060606)
        digits: Flags = ((word & high) == _ZEROS) & ((carried & high) == _ZEROS)
        word -= _ZEROS
        word = word * _U(10) + (word >> _U(8))
        pairs = _U(0x000000FF000000FF)
        word = (word & pairs) * _U(0x000F424000000064) + ((word >> _U(16)) & pairs) * _U(0x0000271000000001)
        return word >> _U(32), digits


def pieces(
    block: bytes, ends: Positions, proved: Flags, form: Form, most_bytes: int = PIECE_BYTES
) -> Iterator[tuple[Positions, Cuts]]:
    """The proved lines of a block, some at once: their places among all its lines, and their cells."""
    starts = np.concatenate(([0], ends[:-1] + 1))
    lines = max(1, len(ends) * most_bytes // len(block))
    for first in range(0, len(ends), lines):
        stop = min(first + lines, len(ends))
        places = first + np.flatnonzero(proved[first:stop])
        if len(places) == stop - first:
            text = block[starts[first] : ends[stop - 1] + 1]
        else:
            text = b"".join(block[starts[one] : ends[one] + 1] for one in places)
        if len(places):
            yield places, Cuts(text, len(places), form)
