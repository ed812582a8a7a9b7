"""Whether bytes alone show how lines split into cells, and what the cells show at their ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sojourn.reading.staged import CELL, EMPTY, MARKED, PADDED, PADS_FIRST, PADS_LAST, SEPARATORS, SUSPECT, ZERO

REFUSED = (b"\0", *(separator.encode() for separator in SEPARATORS))
"""Bytes that no row may hold."""

_LF, _CR, _QUOTE = 10, 13, 34

Positions = npt.NDArray[np.int64]


def is_utf8(raw: bytes) -> bool:
    """Whether bytes are a text in UTF-8."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True)
class Cells:
    """The cells of whole lines: where in their bytes each begins and ends, and what it shows at its ends, a row for each line."""

    raw: bytes
    starts: Positions
    ends: Positions
    shown: npt.NDArray[np.uint8]

    @property
    def size(self) -> int:
        """How many bytes the lines have as staging text."""
        return int(self.ends.sum() - self.starts.sum()) + len(self.ends)


def of_staged(lines: bytes) -> Cells:
    """The cells of lines of staging text, without a look at what they show."""
    data = np.frombuffer(lines, dtype=np.uint8)
    ends = np.flatnonzero((data == ord(CELL)) | (data == _LF))
    return Cells(lines, np.concatenate(([0], ends[:-1] + 1)), ends, np.empty((0, 0), dtype=np.uint8))


class Proof:
    """Whether the bytes of whole lines alone show how each splits into cells."""

    def __init__(self, delimiter: str, width: int) -> None:
        self._delimiter = ord(delimiter)
        self._width = width
        self._begins = np.zeros(256, dtype=np.uint8)
        self._begins[[ord(start[0]) for start in SUSPECT]] = MARKED
        self._suspect = np.zeros((256, 256), dtype=np.bool_)
        for start in SUSPECT:
            self._suspect[ord(start[0]), [ord(letter) for letter in start[1:]] or slice(None)] = True
        self._begins[list(PADS_FIRST)] = PADDED
        self._begins[[self._delimiter, _LF, _QUOTE]] = EMPTY
        self._closes = np.zeros(256, dtype=np.uint8)
        self._closes[list(PADS_LAST)] = PADDED
        self._closes[[self._delimiter, _LF]] = 0  # what stands before an empty cell
        self._closes[ord("0")] = ZERO

    def cells(self, whole: bytes) -> Cells | None:
        """The cells of whole lines and what they show (`staged.EMPTY` and others); None if nothing is proved."""
        if any(byte in whole for byte in REFUSED) or not (whole.isascii() or is_utf8(whole)):
            return None
        data = np.frombuffer(whole, dtype=np.uint8)
        line_end = data == _LF
        ends = np.flatnonzero((data == self._delimiter) | line_end)
        of_lines = ends[self._width - 1 :: self._width]
        if len(ends) != self._width * np.count_nonzero(line_end) or not line_end[of_lines].all():
            return None
        starts = np.concatenate(([0], ends[:-1] + 1))
        if b"\r" in whole:
            returned = data[of_lines - 1] == _CR
            if np.count_nonzero(returned) != np.count_nonzero(data == _CR):
                return None
            ends[self._width - 1 :: self._width] -= returned
        if b'"' in whole:
            quoted = _quoted_cells(data, starts, ends)
            if quoted is None:
                return None
            starts, ends = starts + quoted, ends - quoted
        return Cells(whole, starts, ends, self._shown(data, starts, ends))

    def of_staged(self, lines: bytes) -> Cells:
        """The cells of lines of staging text."""
        cells = of_staged(lines)
        return replace(cells, shown=self._shown(np.frombuffer(lines, dtype=np.uint8), cells.starts, cells.ends))

    def _shown(self, data: npt.NDArray[np.uint8], starts: Positions, ends: Positions) -> npt.NDArray[np.uint8]:
        cells: npt.NDArray[np.uint8] = np.bitwise_or(self._begins[data[starts]], self._closes[data[ends - 1]])
        cells[starts == ends] = EMPTY
        marked = np.flatnonzero(cells & MARKED)
        if len(marked):
            at = starts[marked]
            cells[marked[~self._suspect[data[at], data[at + 1]]]] &= ~np.uint8(MARKED)
        return cells.reshape(-1, self._width)


def _quoted_cells(data: npt.NDArray[np.uint8], starts: Positions, ends: Positions) -> npt.NDArray[np.bool_] | None:
    """Which cells stand in quotes; None where a quote stands anywhere else."""
    quote = data == _QUOTE
    opened: npt.NDArray[np.bool_] = quote[starts]
    single = opened & (starts == ends - 1)
    if (opened != quote[ends - 1]).any() or single.any() or np.count_nonzero(quote) != 2 * np.count_nonzero(opened):
        return None
    return opened
