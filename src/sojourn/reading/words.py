"""Cells as words of eight bytes, in which many of them are compared and read at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]

WORD = 8
MOST_WORDS = 16
"""Cells are compared in words of eight bytes; longer ones than so many words are left to the engine."""
LONGEST = WORD * MOST_WORDS
LOWEST = np.array([(1 << 8 * kept) - 1 for kept in range(WORD + 1)], np.uint64)
"""What keeps the first bytes of a word, by their number."""
_KEPT = LOWEST[(np.arange(LONGEST + 1) - WORD * np.arange(MOST_WORDS)[:, None]).clip(0, WORD)]
"""What keeps those bytes of each word of a cell that belong to it, by the length of the cell."""

_PADDING = bytes(LONGEST)


class Text:
    """Bytes of which any eight can be had as a word, wherever they begin; NUL stands before and behind them."""

    def __init__(self, text: bytes) -> None:
        held = np.frombuffer(b"".join((bytes(WORD), text, _PADDING)), np.uint8)
        self._before, self._words = (
            np.ndarray((len(text) + LONGEST - WORD,), np.dtype("<u8"), held, first, (1,)) for first in (0, WORD)
        )
        self.data = held[WORD:]

    def before(self, stops: npt.NDArray[np.int64]) -> Words:
        """The eight bytes before each place."""
        return self._before[stops]

    def cells(self, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> list[Words]:
        """The bytes of cells as words, the last one filled up with NUL: as many as the longest cell needs, at least one.

        No cell may be longer than `LONGEST`.
        """
        longest, shortest = int(lengths.max(initial=0)), int(lengths.min(initial=0))
        found = []
        for at in range(0, max(longest, 1), WORD):
            word = self._words[starts + at] if at else self._words[starts]
            if shortest == longest:
                word &= LOWEST[min(longest - at, WORD)]
            elif shortest < at + WORD:
                word &= _KEPT[at // WORD].take(lengths)
            found.append(word)
        return found
