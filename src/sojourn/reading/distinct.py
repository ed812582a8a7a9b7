"""The different texts of a column, numbered as they are met: what is asked of a text need not be asked of every row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sojourn.reading.words import MOST_WORDS, WORD, Words

Numbers = npt.NDArray[np.int32]

MOST_TEXTS = 2**15
"""Days of ninety years fit; a column with more different texts is none that is worth numbering."""
NONE = -1
"""The number of a text for which there is no room."""

_BITS = 17
_FREE = -1
_FARTHEST = 64
"""A text that finds no place so near to its first one was made to find none."""
_FACTORS = np.cumprod(np.full(MOST_WORDS, 0x9E3779B97F4A7C15, np.uint64), dtype=np.uint64)


class Distinct:
    """Numbers for texts that are given as words; 0 is the empty text.

    A table of places with linear probing, worked on for all texts of a call at once. The same texts in the same
    calls get the same numbers, which follow the order in which they came but where the first place of one was taken.
    """

    def __init__(self) -> None:
        self.count = 1
        self._places: Numbers = np.full(2**_BITS, _FREE, np.int32)
        self._places[0] = 0
        self._texts: list[Words] = []
        self._deepen(1)
        self.is_full = False

    def numbers(self, words: Sequence[Words]) -> Numbers:
        """The numbers of texts, new ones included; `NONE` where there is no room."""
        self._deepen(len(words))
        mixed: Words = words[0] * _FACTORS[0]
        for word, factor in zip(words[1:], _FACTORS[1:], strict=False):
            mixed += word * factor
        places = (mixed >> np.uint64(64 - _BITS)).view(np.int64)
        found: Numbers = self._places.take(places)
        strange = np.flatnonzero(~self._same(found, words))
        if len(strange):
            found[strange] = self._probed([word[strange] for word in words], places[strange])
        return found

    def texts(self, first: int = 0) -> npt.NDArray[np.bytes_]:
        """The texts from a number on."""
        held = np.stack([words[first : self.count] for words in self._texts], axis=1)
        return held.view(f"S{WORD * len(self._texts)}").reshape(-1)

    def _deepen(self, words: int) -> None:
        """Make room for texts of so many words."""
        while len(self._texts) < words:
            # The last entry stands for places that are free; it is empty and equals no text that comes to one.
            self._texts.append(np.zeros(MOST_TEXTS + 1, np.uint64))

    def _same(self, found: Numbers, words: Sequence[Words]) -> npt.NDArray[np.bool_]:
        same: npt.NDArray[np.bool_] = self._texts[0].take(found) == words[0]
        for at in range(1, len(self._texts)):
            same &= self._texts[at].take(found) == (words[at] if at < len(words) else 0)
        return same

    def _probed(self, words: Sequence[Words], places: npt.NDArray[np.int64]) -> Numbers:
        """The numbers of texts that do not stand in their first place; a text that meets a free place is new."""
        numbers = np.full(len(places), NONE, np.int32)
        left = np.arange(len(places))
        for _ in range(_FARTHEST):
            here = places[left]
            found = self._places.take(here)
            free = np.flatnonzero(found == _FREE)
            if len(free):
                self._add([word[left[free]] for word in words], here[free])
                found = self._places.take(here)
            same = self._same(found, [word[left] for word in words])
            numbers[left[same]] = found[same]
            left = left[~same & (found != _FREE)]
            if not len(left):
                break
            places[left] = (places[left] + 1) % len(self._places)
        self.is_full |= NONE in numbers
        return numbers

    def _add(self, words: Sequence[Words], places: npt.NDArray[np.int64]) -> None:
        """Give new texts their free places, one text a place; of several that want one, the first has it."""
        claims = _FREE - 1 - np.arange(len(places), dtype=np.int32)
        self._places[places[::-1]] = claims[::-1]
        won = np.flatnonzero(self._places[places] == claims)
        self._places[places] = _FREE
        won = won[: MOST_TEXTS - self.count]
        stop = self.count + len(won)
        self._places[places[won]] = np.arange(self.count, stop)
        for at, word in enumerate(words):
            self._texts[at][self.count : stop] = word[won]
        self.count = stop
