"""Tab separated text without quoting, as SQL Server exports it: every line proved or set apart, none lost.

The immigration courts' release has no quotes, no escapes and no documented encoding. A line is *proved* when its
bytes alone show how it splits: the right number of tabs, no carriage return or NUL inside, UTF-8. Runs of proved
lines go to the engine as they are; every other line is handed out whole, with its number, to be read with care.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sojourn.errors import UnreadableFile
from sojourn.reading.delimited import decode
from sojourn.reading.proof import is_utf8

TAB = "\t"
BATCH_BYTES = 192 * 2**20
"""Proved text that the engine takes at once: large enough to fill row groups, small enough for two readers in 2 GB."""
BLOCK_BYTES = 16 * 2**20
LONGEST_LINE = 2**24
LONGEST_UNSOUND = 4 * LONGEST_LINE
"""Text without two sound lines that is held together; beyond, it is cut at any line end."""
SAMPLE_LINES = 400
FEWEST_ALIKE = 2

Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

_TAB, _LF, _CR = 9, 10, 13
_PIECE = 2**18
_CAREFUL, _PROVED, _TAKEN = range(3)
_ENDS = b" \t\r\n"
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Careful:
    """A line that its bytes do not prove: its number in the file, its bytes without the line end, and the line end."""

    line: int
    raw: bytes
    end: bytes = b"\n"


@dataclass(frozen=True)
class Form:
    """How a text is cut: its header, its line end, and how many cells its rows have.

    `width` may exceed the number of headers: some tables carry more cells than names, and not in every row, so that
    `least` cells make a row.
    """

    headers: tuple[str, ...]
    line_end: bytes
    width: int

    @property
    def least(self) -> int:
        """The fewest cells of a whole row."""
        return len(self.headers)


@dataclass
class Batch:
    """Some consecutive lines of a text: proved ones in a file, the others in memory.

    `runs` says which lines the file holds: (first line, number of lines), in the order of the file. `taken` lines are
    in neither: whoever reads the text has taken them from their bytes.
    """

    proved: Path
    runs: list[tuple[int, int]] = field(default_factory=list)
    careful: list[Careful] = field(default_factory=list)
    size: int = 0
    taken: int = 0

    @property
    def rows(self) -> int:
        """Proved lines in the file, each of them a row."""
        return sum(lines for _, lines in self.runs)

    def taken_back(self, texts: list[bytes]) -> list[Careful]:
        """The proved lines that hold these texts, blanks and tabs at their ends aside, in the order of the file."""
        wanted = Counter(text.rstrip(_ENDS) for text in texts)
        found = []
        with self.proved.open("rb") as file:
            for first, lines in self.runs:
                for line in range(first, first + lines):
                    raw = file.readline()
                    text = raw.rstrip(_ENDS)
                    if wanted[text] > 0:
                        wanted[text] -= 1
                        found.append(Careful(line, raw.rstrip(b"\r\n")))
        return found


def form_of(start: bytes, where: str) -> Form:
    """The form of a text from its first bytes: the header is the first line, width and line end are those of most lines.

    Rows of more cells than the header has are usual only where several lines show it: one alone may be a shifted line.

    Raises:
        UnreadableFile: there is no header line.
    """
    head, end, below = start.removeprefix(_MARK).partition(b"\n")
    if not end and not head:
        raise UnreadableFile("it is empty", where=where, todo="fetch it again")
    lines = below.split(b"\n")[:SAMPLE_LINES][:-1]
    returns = sum(line.endswith(b"\r") for line in lines)
    line_end = b"\r\n" if (2 * returns > len(lines) if lines else head.endswith(b"\r")) else b"\n"
    headers = tuple(cell.strip(" \0") for cell in decode(head.removesuffix(b"\r")).split(TAB))
    counts = [line.count(b"\t") + 1 for line in lines]
    usual = max(set(counts), key=lambda width: (counts.count(width), width), default=0)
    alike = counts.count(usual) >= FEWEST_ALIKE
    return Form(headers, line_end, max(usual if alike else 0, len(headers)))


def split(raw: bytes) -> list[str]:
    """The cells of one line; NUL bytes stand for nothing and are left out, as everything else is kept."""
    return decode(raw).replace("\0", "").split(TAB)


Take = Callable[[bytes, Positions, Flags], Flags]
"""Takes what proved lines of a block it can read from their bytes: given the block, the ends of its lines and which of
them are proved, it says which ones it has taken."""


class TabbedReader:
    """Cuts a text below its header into batches. `lines` counts the physical lines taken so far, the header too.

    Proved lines that `take` does not take stand in the file of a batch; without it, all of them.
    """

    def __init__(
        self, blocks: Iterator[bytes], form: Form, scratch: Path, where: str, take: Take | None = None
    ) -> None:
        self._blocks = blocks
        self._form = form
        self._scratch = scratch
        self._where = where
        self._take = take
        self.lines = 0

    def batches(self, most_bytes: int = BATCH_BYTES) -> Iterator[Batch]:
        """Batch after batch; the file of a batch is gone when the next one is asked for."""
        batch, file = self._fresh()
        try:
            for block in self._whole_lines():
                if batch.size >= most_bytes:
                    file.close()
                    yield batch
                    batch, file = self._fresh()
                self._place(block, batch, file)
        finally:
            file.close()
        if batch.size or batch.careful:
            yield batch
        batch.proved.unlink(missing_ok=True)

    def _fresh(self) -> tuple[Batch, _Writer]:
        self._scratch.unlink(missing_ok=True)
        return Batch(self._scratch), _Writer(self._scratch)

    def _whole_lines(self) -> Iterator[bytes]:
        """Blocks of whole lines below the header, cut where no row goes on; the last line gets its missing end."""
        rest, header = b"", True
        for block in self._blocks:
            if header:
                whole = rest + block
                end = whole.find(b"\n") + 1
                if not end:
                    rest = self._not_endless(whole)
                    continue
                header, self.lines = False, 1
                whole, rest = self._cut(b"", whole[end:])
            else:
                whole, rest = self._cut(rest, block)
            if whole:
                yield whole
        if header:
            self.lines = 1 if rest else 0
        elif rest:
            yield rest if rest.endswith(b"\n") else rest + self._end_of(rest)

    def _cut(self, rest: bytes, block: bytes) -> tuple[bytes, bytes]:
        """What is left of the blocks before and a block, cut where no row goes on; copied once where the block shows where."""
        cut = sound_end(block, self._form)
        if cut and block.rfind(b"\n", 0, cut - 1) >= 0:  # else the line above the cut may begin in what is left
            return b"".join((rest, memoryview(block)[:cut])), block[cut:]
        whole = rest + block
        cut = sound_end(whole, self._form)
        if not cut and len(whole) > LONGEST_UNSOUND:
            cut = whole.rfind(b"\n") + 1
        return whole[:cut], self._not_endless(whole[cut:])

    def _end_of(self, rest: bytes) -> bytes:
        """The line end that the last line lacks."""
        return b"\n" if rest.endswith(b"\r") else self._form.line_end

    def _not_endless(self, rest: bytes) -> bytes:
        if len(rest) > LONGEST_UNSOUND + BLOCK_BYTES:
            raise UnreadableFile("it has no line ends", where=self._where, todo="check that it is a text")
        return rest

    def _place(self, block: bytes, batch: Batch, file: _Writer) -> None:
        ends, proved = prove(block, self._form)
        first = self.lines + 1
        self.lines += len(ends)
        batch.size += len(block)
        states = np.where(proved, _PROVED, _CAREFUL)
        if self._take:
            states[self._take(block, ends, proved)] = _TAKEN
        batch.taken += int(np.count_nonzero(states == _TAKEN))
        starts = np.concatenate(([0], ends[:-1] + 1))
        changes = [0, *(np.flatnonzero(states[1:] != states[:-1]) + 1).tolist(), len(states)]
        for at, stop in pairwise(changes):
            if states[at] == _PROVED:
                batch.runs.append((first + at, stop - at))
                file.write(block[starts[at] : ends[stop - 1] + 1] if stop - at < len(ends) else block)
            elif states[at] == _CAREFUL:
                batch.careful += [
                    _careful(first + one, block[starts[one] : ends[one] + 1], self._form.line_end)
                    for one in range(at, stop)
                ]


def _careful(line: int, whole: bytes, line_end: bytes) -> Careful:
    end = line_end if whole.endswith(line_end) else b"\n"
    return Careful(line, whole.removesuffix(end), end)


def is_sound(text: bytes, start: int, end: int, form: Form) -> bool:
    """Whether a line has as many cells as rows have; two such lines below each other are never pieces of one row."""
    return form.least <= text.count(b"\t", start, end) + 1 <= form.width


def sound_end(text: bytes, form: Form) -> int:
    """Where the last line begins that is sound and has a sound line above it; 0 where there is none.

    Blocks are cut there, so that where they are cut never changes how a row is read.
    """
    end, below = text.rfind(b"\n"), False
    while end >= 0:
        start = text.rfind(b"\n", 0, end) + 1
        sound = is_sound(text, start, end, form)
        if sound and below:
            return end + 1
        end, below = start - 1, sound
    return 0


class _Writer:
    """The file of a batch; one without proved lines has an empty file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=0)

    def write(self, content: bytes) -> None:
        self._file.write(content)

    def close(self) -> None:
        self._file.close()


def prove(block: bytes, form: Form) -> tuple[Positions, Flags]:
    """The line ends of a block of whole lines, and for each line whether its bytes alone show how it splits."""
    data = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero(data == _LF)
    starts = np.concatenate(([0], ends[:-1] + 1))
    tab = data == _TAB
    # Sums of single bytes wrap at 256, which the true total shows; wrapping keeps this at memory speed.
    tabs = np.add.reduceat(tab.view(np.uint8), starts, dtype=np.uint8)
    if int(np.count_nonzero(tab)) != int(tabs.sum(dtype=np.int64)):
        tabs = np.diff(np.searchsorted(np.flatnonzero(tab), ends), prepend=0).astype(np.int64)
    proved: Flags = (tabs >= form.least - 1) & (tabs <= form.width - 1)
    _disprove_returns(block, data, ends, form, proved)
    if b"\0" in block:
        _disprove(np.flatnonzero(data == 0), ends, proved)
    if not block.isascii():
        _disprove_other_encodings(block, data, starts, ends, proved)
    if not proved.all():
        _disprove_before_fragments(tabs, starts, ends, form, proved)
    return ends, proved


def _disprove(positions: Positions, ends: Positions, proved: Flags) -> None:
    proved[np.searchsorted(ends, positions)] = False


def _disprove_returns(block: bytes, data: npt.NDArray[np.uint8], ends: Positions, form: Form, proved: Flags) -> None:
    """A carriage return is proved only as part of the line end, and then every line has it."""
    if form.line_end == b"\r\n":
        ending = (data[ends - 1] == _CR) & (np.diff(ends, prepend=-1) > 1)
        if ending.all() and _count(data, _CR) == len(ends):
            return
        proved[~ending] = False
        within = np.flatnonzero(data == _CR)
        within = within[data[np.minimum(within + 1, len(data) - 1)] != _LF]
    elif b"\r" in block:
        within = np.flatnonzero(data == _CR)
    else:
        return
    _disprove(within, ends, proved)


def _count(data: npt.NDArray[np.uint8], byte: int) -> int:
    """How often a byte occurs; in pieces, whose flags stay in the processor's cache."""
    return sum(int(np.count_nonzero(data[at : at + _PIECE] == byte)) for at in range(0, len(data), _PIECE))


def _disprove_other_encodings(
    block: bytes, data: npt.NDArray[np.uint8], starts: Positions, ends: Positions, proved: Flags
) -> None:
    if _MARK in block:
        proved[data[starts] == _MARK[0]] = False  # the engine would drop a byte order mark
    try:
        block.decode()
    except UnicodeDecodeError:
        for line in np.unique(np.searchsorted(ends, np.flatnonzero(data >= 128))):
            proved[line] &= is_utf8(block[starts[line] : ends[line]])


def _disprove_before_fragments(
    tabs: npt.NDArray[np.generic], starts: Positions, ends: Positions, form: Form, proved: Flags
) -> None:
    """A text without tabs below a row may be the rest of its last cell: then neither line is proved."""
    if form.width == 1:
        return
    fragments = np.flatnonzero((tabs == 0) & (ends - starts > len(form.line_end) - 1))
    proved[fragments[fragments > 0] - 1] = False
