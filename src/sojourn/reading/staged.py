"""The staging text: one physical line for each line of the source, cells between unit separators.

Whatever a source looks like, the engine reads this one form, without quotes, escapes or guessing. A line that
is no row (blank, continued, refused) stays as a placeholder, so that the n-th line of the staging text is the
n-th line of the source below its header. The four separators of ASCII are kept for this; a row that holds one
itself is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # both know the separators that stand here
    from sojourn.reading.coded import Coder
    from sojourn.reading.proof import Cells

CELL = "\x1f"
"""Stands between cells."""
BREAK = "\x1e"
"""Stands for a line feed inside a cell."""
GAP = "\x1d"
"""Stands in the first cell of a line that is no row."""
RETURN = "\x1c"
"""Stands for a carriage return inside a cell, which the engine would take for a line end."""
SEPARATORS = (CELL, BREAK, GAP, RETURN)

BLANKS = " \t\r\n\xa0"
"""What is no part of a value at the ends of a cell."""
PADS_FIRST, PADS_LAST = (frozenset(text.encode()[at] for text in (*BLANKS, BREAK, RETURN)) for at in (0, -1))
"""First bytes of cells that may begin with a blank, and last bytes of those that may end with one. Some letters share a
byte with the no-break space; their cells are trimmed for nothing."""

EMPTY, PADDED, MARKED, ZERO = 1, 2, 4, 8
"""What some cell of a column is: empty; perhaps with a blank at an end; beginning as `SUSPECT` says; ending in 0."""
SUSPECT = ("(b", "(B", "b(", "b)", "b ", "B(", "B)", "B ", "NA", "-")
"""How every marker, literal and placeholder begins: other texts need no closer look (tests hold this)."""

Making = Callable[[], bytes]
"""What makes lines that may not be needed."""

_FEW, _MANY = 4096, 2**20
"""Bytes of lines: with fewer a coder waits for more, with more it does not wait."""

_TO_STAGED = str.maketrans({"\n": BREAK, "\r": RETURN})
_FROM_STAGED = str.maketrans({BREAK: "\n", RETURN: "\r"})


def without_breaks(text: str) -> str:
    """A text whose line ends stand as separators."""
    return text.translate(_TO_STAGED) if "\n" in text or "\r" in text else text


def with_breaks(text: str) -> str:
    """The text again, with its line ends."""
    return text.translate(_FROM_STAGED) if BREAK in text or RETURN in text else text


def traits_of(cell: str) -> int:
    """What one cell shows at its ends."""
    raw = cell.encode()
    padded = PADDED if raw and (raw[0] in PADS_FIRST or raw[-1] in PADS_LAST) else 0
    marked = MARKED if cell.startswith(SUSPECT) else 0
    return (0 if cell else EMPTY) | padded | marked | (ZERO if cell.endswith("0") else 0)


def placeholder(width: int) -> str:
    """The line that keeps the place of a line that is no row."""
    return GAP + CELL * (width - 1)


class StagingFile:
    """Writes staging text; a context manager.

    A long text goes on in `further` files, each with the line of the source with which it begins. A `coder` takes the
    cells of every line. To `spare` lines is not to write them once it has a number for every cell.
    """

    def __init__(self, path: Path, width: int, coder: Coder | None = None, *, spare: bool = False) -> None:
        self.path = path
        self._coder = coder
        self._spare = spare
        self.spared = False
        self._loose = bytearray()
        self.width = width
        self._placeholder = placeholder(width).encode() + b"\n"
        self._file = path.open("wb")
        self._size = self._before = 0
        self.further: list[tuple[Path, int]] = []

    def __enter__(self) -> StagingFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._code_loose()

    def turn(self, line: int, least: int) -> None:
        """Begin a further file, with what stands for a line of the source, where the last one has at least so many bytes."""
        if self._size < max(least, self._before // 8):
            return
        self._before += self._size
        self._size = 0
        self._file.close()
        self.further.append((self.path.with_stem(f"{self.path.stem}-{len(self.further) + 2}"), line))
        self._file = self.further[-1][0].open("wb")

    def _write(self, lines: bytes) -> None:
        if self._coder:
            self._loose += lines
            if len(self._loose) > _MANY:
                self._code_loose()
        self._put(len(lines), lambda: lines)

    def _put(self, size: int, text: Making) -> None:
        self._size += size
        if self._spare and self._coder and self._coder.is_whole:
            self.spared = True
        else:
            self._file.write(text())

    def _code_loose(self) -> None:
        """Hand the lines that came one by one to the coder."""
        if self._coder and self._loose:
            self._coder.add_lines(bytes(self._loose))
            self._loose = bytearray()

    def bytes(self, lines: bytes) -> None:
        """Append whole lines that are in staging form already."""
        self._write(lines)

    def proved(self, cells: Cells, text: Making) -> None:
        """Append whole lines of which the cells are known; their staging text is made only to be written."""
        if self._coder and cells.size > _FEW:
            self._code_loose()
            self._coder.add(cells)
            self._put(cells.size, text)
        else:
            self._write(text())

    def row(self, cells: list[str]) -> bool:
        """Append one row; returns whether a cell held a line end."""
        line = CELL.join(cells)
        staged = without_breaks(line)
        self._write(staged.encode() + b"\n")
        return staged != line

    def gap(self, lines: int = 1) -> None:
        """Keep the place of lines that are no rows."""
        self._write(self._placeholder * lines)
