"""A shifted row of separated text, solved as an alignment of its cells over typed columns.

A separator inside a cell pushes every later cell to the right; a line that lost its end is short. What each
column may hold (its `Domain`) decides how the cells of such a line lie on the columns, in order: a column takes
one cell, or several adjacent cells that belong together, and cells may be missing at the very end. The row is
mended only where exactly one reading remains; otherwise its line is kept apart, whole.

Three preferences decide between readings, in this order:

1. The fewest edits (cells merged away, cells added at the end). A row that fits as it stands is itself the
   answer. Readings with more edits are not considered where one with fewer exists: each further edit hides one
   more cell in free text or invents one more blank, so its agreement with the types proves less and less, while
   two independent damages in one row are far rarer than one (in the court files one row in 100,000 is damaged).
2. The fewest codes that no lookup lists. Rows in order hold 0.02 to 2 % of them, so one does not rule out a
   reading, but it speaks against it.
3. Nothing else. Two readings that still differ after trimming make the row ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from sojourn.errors import BadDeclaration

Kind = Literal["id", "date", "integer", "yes_no", "clock", "month", "code", "text"]

MOST_MERGED = 6
"""Cells that may be merged away in one row. Damaged rows have one to three too many; two rows that lost the line
end between them have nearly a whole row too many, and must not become one row."""
MOST_HIDDEN = 2
"""Separators inside text that a loss at the end may hide: beyond, any wrong cell could be explained away."""

_BLANKS = " \t\r\n\0"
_SHAPES: dict[Kind, str] = {
    "id": r"\d{1,18}",
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?",
    "integer": r"[-+]?\d{1,18}",
    "yes_no": r"[01YyNn]",
    "clock": r"\d{3,4}",
    "month": r"(0?[1-9]|1[0-2])/\d{4}",
    "code": r"\S+",
    "text": r"(?s:.+)",
}


def trimmed(cell: str) -> str:
    """A cell without the blanks and NULs around it."""
    return cell.strip(_BLANKS)


@dataclass(frozen=True)
class Domain:
    """What one column may hold; all is judged on the trimmed cell.

    Attributes:
        kind: the shape of a cell: `id` and `integer` (digits), `date` (ISO, with a time or without), `yes_no`
            (0, 1, Y, N), `clock` (HHMM), `month` (M/YYYY), `code` (no blank inside), `text` (anything).
        blank: whether the cell may be blank.
        width: the greatest number of characters; a code without one is at most as wide as the widest of `codes`.
        codes: the codes that the lookup lists; empty where the column has none.
        pattern: a regular expression for the whole cell, in place of the shape of its kind.

    Raises:
        BadDeclaration: the kind is unknown or the pattern is no regular expression.
    """

    kind: Kind
    blank: bool = True
    width: int | None = None
    codes: frozenset[str] = frozenset()
    pattern: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise BadDeclaration(f"a column is of kind {self.kind!r}", todo=f"use one of {', '.join(get_args(Kind))}")
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise BadDeclaration(f"the pattern {self.pattern!r} does not compile ({error})") from error

    def fits(self, cell: str) -> bool:
        """Whether the cell has the shape of this column; a code may have it without being listed."""
        text = trimmed(cell)
        if not text:
            return self.blank
        if text in self.codes:
            return True
        return len(text) <= self._width and self._shape.fullmatch(text) is not None

    def listed(self, cell: str) -> bool:
        """Whether the lookup lists the cell, case aside; blanks, and cells of columns without one, always are."""
        text = trimmed(cell)
        return not text or not self.codes or text in self.codes or text.casefold() in self._folded

    @property
    def is_free_text(self) -> bool:
        """Whether a cell may hold the separator itself."""
        return self.kind == "text" and not self.pattern

    @cached_property
    def _width(self) -> int:
        if self.width is not None:
            return self.width
        return max(map(len, self.codes), default=2**31)

    @cached_property
    def _shape(self) -> re.Pattern[str]:
        return re.compile(self.pattern or _SHAPES[self.kind], re.ASCII)

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(code.casefold() for code in self.codes)


@dataclass(frozen=True)
class Unique:
    """The one reading of a row: its trimmed cells, one for each column, and how they came about.

    Attributes:
        cells: the trimmed cells; merged ones hold the separator.
        merged: (column, number of cells it took) for each column that took several, columns counted from 0.
        padded: blank cells added at the end.
        unlisted: codes in the row that no lookup lists; many in a mended row are a reason for doubt.
    """

    cells: tuple[str, ...]
    merged: tuple[tuple[int, int], ...] = ()
    padded: int = 0
    unlisted: int = 0


@dataclass(frozen=True)
class Ambiguous:
    """At least `count` readings remain that differ in their trimmed cells."""

    count: int = 2


@dataclass(frozen=True)
class Impossible:
    """No reading fits the columns within the edits that are allowed."""


Alignment: TypeAlias = Unique | Ambiguous | Impossible


def align(
    cells: Sequence[str], domains: Sequence[Domain], separator: str = "\t", most_merged: int = MOST_MERGED
) -> Alignment:
    """How the cells of a damaged line lie on the columns.

    Cells that are merged are joined by the separator again and trimmed. Only free text holds a separator between
    other characters; where a line has too many cells, other columns may still swallow blank neighbours, because a
    code can end in a separator too. A separator inside text together with a loss at the end, which leaves the
    right number of cells in wrong places, is looked for in free text only, and at most `MOST_HIDDEN` of them.
    The order of edits and what makes a reading the only one stand at the head of this module.

    A short line that fits is padded however much is missing. Whether its rest stands on the next line is for the
    caller to try first, with `join`.

    Args:
        cells: the cells of the line, untrimmed, at least one.
        domains: one for each column.
        separator: what stood between the cells.
        most_merged: cells that may be merged away.
    """
    surplus = len(cells) - len(domains)
    if surplus > most_merged:
        return Impossible()
    found = _Search(cells, domains, separator, min(most_merged, max(0, surplus)), everywhere=True).solve()
    if isinstance(found, Impossible):
        most = min(most_merged, max(0, surplus) + MOST_HIDDEN)
        found = _Search(cells, domains, separator, most, everywhere=False).solve()
    return found


def join(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The cells of a row whose line end stands inside a cell: the last of one line and the first of the next are one."""
    return [*first[:-1], f"{first[-1]}\n{second[0]}", *second[1:]]


_Path: TypeAlias = tuple["_Path", str, int] | None
"""The cells of a reading so far, the last one first: what came before, the trimmed cell, how many cells it took."""


@dataclass
class _Prefix:
    """The best readings of the first cells on the first columns: at most two that differ, by the name of their cells."""

    unlisted: int
    paths: dict[int, _Path]


class _Search:
    """All readings of a row, column by column.

    With `cell` cells placed on `column` columns, cell - column cells are merged away: the number of edits follows
    from the place, so one pass finds the best readings for every number of edits. Two different readings at each
    place are enough to know whether there is more than one, since whatever follows is the same for both.
    """

    def __init__(
        self, cells: Sequence[str], domains: Sequence[Domain], separator: str, most: int, *, everywhere: bool
    ) -> None:
        self._cells = cells
        self._bare = [trimmed(cell) for cell in cells]
        self._domains = domains
        self._separator = separator
        self._most = most
        self._everywhere = everywhere
        self._names: dict[tuple[int, str], int] = {}

    def solve(self) -> Alignment:
        """The readings with the fewest cells added at the end, hence with the fewest edits."""
        best: tuple[int, _Prefix] | None = None
        places = {0: _Prefix(0, {0: None})}
        for column, domain in enumerate(self._domains):
            places = self._step(places, column, domain)
            if len(self._cells) in places and all(after.blank for after in self._domains[column + 1 :]):
                best = column + 1, places[len(self._cells)]
        return self._answer(*best) if best else Impossible()

    def _step(self, places: dict[int, _Prefix], column: int, domain: Domain) -> dict[int, _Prefix]:
        """Place one more column after each prefix; later places first, so that a merge is told of the earliest column."""
        following: dict[int, _Prefix] = {}
        for cell in sorted(places, reverse=True):
            for taken, text in self._spans(cell, self._most - (cell - column) + 1, domain):
                if domain.fits(text):
                    unlisted = places[cell].unlisted + (not domain.listed(text))
                    self._keep(following, cell + taken, unlisted, places[cell].paths, text, taken)
        return following

    def _spans(self, cell: int, most: int, domain: Domain) -> Iterator[tuple[int, str]]:
        """The trimmed cells that a column may take from one cell on, with the number of cells in each."""
        if cell == len(self._cells):
            return
        yield 1, self._bare[cell]
        if not (domain.is_free_text or self._everywhere):
            return
        for stop in range(cell + 2, min(cell + most, len(self._cells)) + 1):
            if not domain.is_free_text and sum(map(bool, self._bare[cell:stop])) > 1:
                return
            yield stop - cell, self._separator.join(self._cells[cell:stop]).strip(_BLANKS + self._separator)

    def _keep(
        self, places: dict[int, _Prefix], cell: int, unlisted: int, before: dict[int, _Path], text: str, taken: int
    ) -> None:
        """Add readings to a place, unless better ones, or two that differ, stand there."""
        at = places.setdefault(cell, _Prefix(unlisted, {}))
        if unlisted < at.unlisted:
            at = places[cell] = _Prefix(unlisted, {})
        if unlisted > at.unlisted:
            return
        for name, path in before.items():
            new = self._names.setdefault((name, text), len(self._names) + 1)
            if len(at.paths) < 2:
                at.paths.setdefault(new, (path, text, taken))

    def _answer(self, columns: int, prefix: _Prefix) -> Alignment:
        if len(prefix.paths) > 1:
            return Ambiguous(len(prefix.paths))
        (path,) = prefix.paths.values()
        placed: list[tuple[str, int]] = []
        while path:
            path, text, taken = path
            placed.append((text, taken))
        placed.reverse()
        merged = tuple((column, taken) for column, (_, taken) in enumerate(placed) if taken > 1)
        padded = len(self._domains) - columns
        return Unique((*(text for text, _ in placed), *[""] * padded), merged, padded, prefix.unlisted)
