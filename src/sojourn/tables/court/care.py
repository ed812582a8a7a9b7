"""Lines of a court table that need care: read, joined, put back in place, or refused whole with the reason.

A row is only ever stored under one of three conditions: its cells stand in place; or one reading alone puts them
in place (`reading.alignment`); or they stand in place but for a cell or two that are no value of their kind and
that no other reading explains, which are then stored as oddities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from sojourn.reading.alignment import Ambiguous, Domain, Impossible, Unique, align, join
from sojourn.reading.alignment import Kind as CellKind
from sojourn.reading.ledger import Refused
from sojourn.reading.staged import SEPARATORS
from sojourn.reading.tabbed import TAB, Careful, split
from sojourn.tables.court.declare import CourtColumn
from sojourn.tables.court.typed import FEWEST_FOREIGN_CODES, LONGEST_CODE, Typed

MOST_ODD_CELLS = 2
MOST_JOINED = 20
"""Lines that one row may be broken into; more is another kind of damage."""
_MOST_NAMED = 3
_BLANK = b" \r\0"
STATE = "[A-Za-z]{2}"
ZIP = r"[0-9A-Za-z][0-9A-Za-z -]{2,9}"
"""A postal code has three characters at least, a state two: this is what shows that a state stands in its place."""

_SEPARATORS = tuple(separator.encode() for separator in SEPARATORS)
_PATTERNS = {
    "ALIEN_STATE": STATE,
    "UPDATED_STATE": STATE,
    "ALIEN_ZIPCODE": ZIP,
    "UPDATED_ZIPCODE": ZIP,
}


@dataclass(frozen=True)
class Kept:
    """A row to store: its line, its cells in place, and whether anything had to be done to it."""

    line: int
    cells: tuple[str, ...]
    mended: bool


@dataclass
class Settled:
    """What became of lines: each is in one of these, or went on a row above it."""

    kept: list[Kept] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    blank: int = 0
    continuation: int = 0


class Care:
    """Reads the lines of one table that were not proved."""

    def __init__(self, typed: Typed) -> None:
        self._form = typed.form
        self._width = typed.form.width
        self._domains = [Domain("text")] * self._width
        for cell in typed.cells:
            self._domains[cell.at] = _domain(cell.column, typed.codes_of(cell.column))
        self._names = {cell.at: cell.column.published for cell in typed.cells}
        self._mandatory = {cell.at for cell in typed.cells if cell.column.mandatory}
        self._missing = {cell.at: cell.column.missing for cell in typed.cells if cell.column.missing}
        # A cell too long for a code comes from another column, as an odd date in its own place does not.
        self._coded = {cell.at for cell in typed.cells if cell.column.kind == "code"}

    def settle(self, lines: Sequence[Careful]) -> Settled:
        """Read lines in the order of the file; consecutive ones may be pieces of one row."""
        settled = Settled()
        at = 0
        while at < len(lines):
            at += self._take(lines, at, settled)
        return settled

    def _take(self, lines: Sequence[Careful], at: int, settled: Settled) -> int:
        """Place the row that begins at one line; returns how many lines it took."""
        one = lines[at]
        if not one.raw.strip(_BLANK):
            settled.blank += 1
            return 1
        if _holds_separators(one.raw):
            settled.refused.append(
                Refused(one.line, one.raw, "a control byte (a separator of ASCII) stands in the row")
            )
            return 1
        cells = self._whole(split(one.raw))
        goes_on = self._domains[-1].is_free_text and self._fragment_follows(lines, at)
        if len(cells) < self._width or goes_on:
            joined = self._joined(lines, at, cells)
            if joined:
                whole, taken = joined
                self._place_joined(lines[at : at + taken], whole, settled)
                return taken
        self._place(one, cells, settled)
        return 1

    def _whole(self, cells: list[str]) -> list[str]:
        """A row that has all the cells that have names; those without may be left out at its end."""
        return cells + [""] * (self._width - len(cells)) if len(cells) >= self._form.least else cells

    def _fragment_follows(self, lines: Sequence[Careful], at: int) -> bool:
        after = lines[at + 1] if at + 1 < len(lines) else None
        below = after and after.line == lines[at].line + 1
        return bool(below and after and after.raw.strip(_BLANK) and b"\t" not in after.raw)

    def _joined(self, lines: Sequence[Careful], at: int, cells: list[str]) -> tuple[list[str], int] | None:
        """The cells that consecutive short lines make together, where they are as many as a row has."""
        taken_short = len(cells) < self._width
        for taken in range(1, min(MOST_JOINED, len(lines) - at)):
            after = lines[at + taken]
            if after.line != lines[at].line + taken or len(cells) > self._width or _holds_separators(after.raw):
                return None
            cells = join([*cells[:-1], cells[-1] + lines[at + taken - 1].end[:-1].decode()], split(after.raw))
            more = self._fragment_follows(lines, at + taken)
            if len(cells) == self._width and not more and (taken_short or self._in_place(cells)):
                return cells, taken + 1
        return None

    def _place_joined(self, lines: Sequence[Careful], cells: list[str], settled: Settled) -> None:
        settled.continuation += len(lines) - 1
        if self._in_place(cells):
            settled.kept.append(Kept(lines[0].line, tuple(cells), mended=True))
            return
        raw = b"".join(one.raw + one.end for one in lines).removesuffix(lines[-1].end)
        reason = f"a line end stands in a cell; the {len(lines)} lines together do not fit"
        settled.refused.append(Refused(lines[0].line, raw, reason))

    def _place(self, one: Careful, cells: list[str], settled: Settled) -> None:
        if len(cells) == self._width and self._in_place(cells):
            settled.kept.append(Kept(one.line, tuple(cells), mended=not _plain(one.raw)))
            return
        answer = align(cells, self._domains, TAB)
        if isinstance(answer, Unique) and _believable(answer):
            settled.kept.append(Kept(one.line, answer.cells, mended=True))
        elif isinstance(answer, Impossible) and self._nearly_in_place(cells):
            settled.kept.append(Kept(one.line, tuple(cells), mended=True))
        else:
            settled.refused.append(Refused(one.line, one.raw, self._reason(cells, answer)))

    def _in_place(self, cells: Sequence[str]) -> bool:
        """Whether every cell fits where it stands, and no shift inside the row explains codes that no list has."""
        if self._odd(cells):
            return False
        foreign = self._foreign(cells)
        return len(foreign) < FEWEST_FOREIGN_CODES or not self._shifted(cells, foreign)

    def _foreign(self, cells: Sequence[str]) -> list[int]:
        return [
            at for at, (domain, cell) in enumerate(zip(self._domains, cells, strict=True)) if not domain.listed(cell)
        ]

    def _shifted(self, cells: Sequence[str], foreign: Sequence[int]) -> bool:
        """Whether moving the cells between two places by one, a blank lost at one end and won at the other, makes
        codes of several of them: the sign of a tab too many and a cell too few in one row."""
        if sum(self._at_home_beside(cells[at], at) for at in foreign) < FEWEST_FOREIGN_CODES:
            return False
        for first in range(foreign[-2] + 1):
            for last in range(max(foreign[1], first + 1), self._width):
                for moved in (_moved_left(cells, first, last), _moved_right(cells, first, last)):
                    if len(self._foreign(moved)) <= len(foreign) - FEWEST_FOREIGN_CODES and not self._odd(moved):
                        return True
        return False

    def _at_home_beside(self, cell: str, at: int) -> bool:
        """Whether a cell could stand in the column before or behind."""
        beside = [self._domains[one] for one in (at - 1, at + 1) if 0 <= one < self._width]
        return any(domain.fits(cell) and domain.listed(cell) for domain in beside)

    def _odd(self, cells: Sequence[str]) -> list[int]:
        return [
            at
            for at, (domain, cell) in enumerate(zip(self._domains, cells, strict=True))
            if not domain.fits(cell) and cell.strip() not in self._missing.get(at, ())
        ]

    def _nearly_in_place(self, cells: Sequence[str]) -> bool:
        if len(cells) != self._width:
            return False
        odd = self._odd(cells)
        return len(odd) <= MOST_ODD_CELLS and not (self._mandatory | self._coded).intersection(odd)

    def _reason(self, cells: Sequence[str], answer: Unique | Ambiguous | Impossible) -> str:
        if len(cells) != self._width:
            found = "several readings fit it" if isinstance(answer, Ambiguous) else "no reading fits it"
            return f"{len(cells)} cells where rows have {self._width}, and {found}"
        if isinstance(answer, Ambiguous):
            return "cells stand out of place, and several readings fit"
        odd = self._odd(cells)
        if keys := sorted(self._mandatory.intersection(odd)):
            return f"a key is missing or no number ({self._named(keys)}), and no other reading fits"
        told = f" ({self._named(odd)} can hold no such value)" if odd else ""
        return f"cells stand out of place{told}, and no reading fits"

    def _named(self, places: Sequence[int]) -> str:
        """Some columns by their published names."""
        names = [self._names[at] for at in places if at in self._names]
        return ", ".join(names[:_MOST_NAMED]) + (f" and {len(names) - _MOST_NAMED} more" if names[_MOST_NAMED:] else "")


def _moved_left(cells: Sequence[str], first: int, last: int) -> list[str]:
    """The cells with the one at `first` taken into its neighbour and a blank at `last`."""
    return [
        *cells[:first],
        f"{cells[first]}{TAB}{cells[first + 1]}".strip(),
        *cells[first + 2 : last + 1],
        "",
        *cells[last + 1 :],
    ]


def _moved_right(cells: Sequence[str], first: int, last: int) -> list[str]:
    """The cells with a blank at `first` and the one at `last` taken into its neighbour."""
    return [
        *cells[:first],
        "",
        *cells[first : last - 1],
        f"{cells[last - 1]}{TAB}{cells[last]}".strip(),
        *cells[last + 1 :],
    ]


def _believable(answer: Unique) -> bool:
    """A row cut short may have lost more than blanks, so cells are added only where a tab inside a text explains it."""
    if answer.padded:
        return bool(answer.merged) and answer.unlisted == 0
    return answer.unlisted < FEWEST_FOREIGN_CODES


def _holds_separators(raw: bytes) -> bool:
    """Whether a line holds bytes that the staging text keeps for itself."""
    return any(separator in raw for separator in _SEPARATORS)


def _plain(raw: bytes) -> bool:
    """Whether the bytes are UTF-8 without NUL, so that nothing had to be done to read them."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in raw


def _domain(column: CourtColumn, codes: frozenset[str]) -> Domain:
    blank = not column.mandatory
    if pattern := _PATTERNS.get(column.published):
        return Domain("text", blank, pattern=pattern)
    if column.kind == "code":
        return (
            Domain("code", blank, codes=codes)
            if codes
            else Domain("text", blank, pattern=f"[^\n\t]{{1,{LONGEST_CODE}}}")
        )
    kind = cast("CellKind", column.kind)
    return Domain(kind, blank)
