"""Where the cells of proved lines stand in their bytes, and what short cells hold, for many lines at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sojourn.reading.tabbed import Flags, Form, Positions
from sojourn.reading.words import LOWEST, WORD, Text, Words

PIECE_BYTES = 4 * 2**20
"""Lines looked at together: few enough to stay in the processor's cache, enough to be worth the calls."""
MOST_DIGITS = 16

_LF = 10
_U = np.uint64
_ZEROS = _U(0x3030303030303030)


class Cuts:
    """The cells of some proved lines, column by column."""

    def __init__(self, text: bytes, rows: int, form: Form) -> None:
        self.rows = rows
        self._text = Text(text)
        separators = np.flatnonzero((self._text.data - np.uint8(9)) < 2)  # a tab is 9 and a line feed 10
        self._ragged = len(separators) != rows * form.width
        if self._ragged:
            ends = np.flatnonzero(self._text.data[separators] == _LF)
            firsts = np.concatenate(([0], ends[:-1] + 1))
            places = np.minimum(firsts + np.arange(form.width)[:, None], ends)
            self._stops: Positions = separators[places]
        else:
            self._stops = np.ascontiguousarray(separators.reshape(rows, form.width).T)
        self._begins = np.concatenate(([0], self._stops[-1, :-1] + 1))
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
        """The bytes of some cells as words."""
        return self._text.cells(starts, lengths)

    def numbers(self, starts: Positions, lengths: Positions) -> tuple[npt.NDArray[np.int64], Flags]:
        """The numbers that cells of digits spell, and which cells are such: 1 to 16 digits and nothing else."""
        stops = starts + lengths
        plain = (lengths > 0) & (lengths <= MOST_DIGITS)
        number, digits = self._eight(stops, lengths)
        plain &= digits
        if (lengths > WORD).any():
            upper, digits = self._eight(stops - WORD, (lengths - WORD).clip(0))
            plain &= digits
            number += upper * _U(10**WORD)
        return number.view(np.int64), plain

    def _eight(self, stops: Positions, lengths: Positions) -> tuple[Words, Flags]:
        """The number in up to eight digits before each place, and whether they are digits; all tested and read at once."""
        word = self._text.before(stops)
        if int(lengths.min(initial=0)) < WORD:
            others = LOWEST.take((WORD - lengths).clip(0, WORD))
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
