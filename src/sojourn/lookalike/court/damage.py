"""Damage to lines: what strikes which table how often, and what a careful reader makes of it.

The shapes are those that users of the real releases have told of. A damage counts as repairable only where the cells can be put
back in one way, by the types of the columns and the lists of the release; the rest must be quarantined.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sojourn.lookalike.court import text

Cells = list[bytes]
Expected = Literal["loaded", "repaired", "quarantined", "either", "blank"]


@dataclass(frozen=True)
class Struck:
    """A line as the release has it, and what it should have been."""

    line: bytes
    """The damaged line without its line end; it may contain line ends."""
    cells: Cells
    """The true cells."""


Strike = Callable[["Line"], Struck | None]


@dataclass(frozen=True)
class Line:
    """A clean line that is to be damaged."""

    table: str
    cells: Cells
    rng: np.random.Generator
    line_end: bytes

    def place(self, column: str) -> int:
        """Where a column stands."""
        return next(number for number, one in enumerate(text.tables()[self.table]) if one.name == column)

    def of(self, column: str) -> bytes:
        """The cell of a column."""
        return self.cells[self.place(column)]

    def struck(self, column: str, written: bytes, true: bytes | None = None) -> Struck:
        """The line with one cell written otherwise; `true` is what it means, by default what is written."""
        place = self.place(column)
        meant = [*self.cells[:place], written if true is None else true, *self.cells[place + 1 :]]
        return Struck(b"\t".join([*self.cells[:place], written, *self.cells[place + 1 :]]), meant)

    def any_of(self, *choices: bytes) -> bytes:
        """One of several texts."""
        return choices[int(self.rng.integers(len(choices)))]


@dataclass(frozen=True)
class Kind:
    """One kind of damage: how many a full release has, and what should become of the row."""

    name: str
    table: str
    per_release: float
    expected: Expected
    reason: str
    strike: Strike


def _addressed(line: Line) -> bool:
    """Town, state and a postal code of five digits: the cells that show where a shift began."""
    postal = line.of("ALIEN_ZIPCODE")
    return bool(line.of("ALIEN_CITY") and line.of("ALIEN_STATE") and len(postal) == 5 and line.of("NAT").strip())


def _tab_after_city(line: Line) -> Struck | None:
    """The real shape: a blank field after the city, and the state lands in the postal code."""
    return line.struck("ALIEN_CITY", line.of("ALIEN_CITY") + b"\t") if _addressed(line) else None


def _tab_inside_city(line: Line) -> Struck | None:
    city = line.of("ALIEN_CITY")
    return line.struck("ALIEN_CITY", city.replace(b" ", b"\t", 1)) if _addressed(line) and b" " in city else None


def _two_tabs_in_city(line: Line) -> Struck | None:
    city = line.of("ALIEN_CITY")
    return (
        line.struck("ALIEN_CITY", city.replace(b" ", b"\t", 1) + b"\t") if _addressed(line) and b" " in city else None
    )


def _city_that_reads_as_a_state(line: Line) -> Struck | None:
    """City and state typed into the city with a tab; the state is empty, so two readings fit."""
    blank = not any(
        line.of(name).strip()
        for name in ("ALIEN_CITY", "ALIEN_STATE", "ALIEN_ZIPCODE", "UPDATED_ZIPCODE", "UPDATED_CITY")
    )
    return line.struck("ALIEN_CITY", line.any_of(b"KENNER\tLA", b"EL MONTE\tCA", b"HIALEAH\tFL")) if blank else None


def _tab_inside(column: str, after: tuple[str, ...]) -> Strike:
    """A tab for the first blank of a text whose neighbours are filled, so that the place is plain."""

    def strike(line: Line) -> Struck | None:
        cell = line.of(column)
        plain = b" " in cell and all(line.of(name).strip() for name in after)
        return line.struck(column, cell.replace(b" ", b"\t", 1)) if plain else None

    return strike


def _tab_after(column: str, following: str) -> Strike:
    """A blank field after a code; the cell that follows shows it."""

    def strike(line: Line) -> Struck | None:
        return (
            line.struck(column, line.of(column) + b"\t")
            if line.of(column).strip() and line.of(following).strip()
            else None
        )

    return strike


def _tab_at_end(line: Line) -> Struck | None:
    """One tab too many after blank cells; the day of detention holds everything before them in its place."""
    plain = line.of("DATE_DETAINED") and not line.of("DETENTION_LOCATION") and not line.cells[-1].strip()
    return Struck(b"\t".join(line.cells) + b"\t", [*line.cells[:-1], line.cells[-1] + b"\t"]) if plain else None


def _two_codes(line: Line) -> Struck | None:
    """Two application codes with a tab between them: no reading fits."""
    return (
        line.struck("APPL_CODE", b"ASYL\tASYW") if line.of("APPL_RECD_DATE") and line.of("APPL_DEC").strip() else None
    )


def _short(line: Line) -> Struck:
    """The end of the line is lost."""
    kept = int(line.rng.integers(max(2, len(line.cells) // 3), len(line.cells) - 1))
    return Struck(b"\t".join(line.cells[:kept]), line.cells)


def _hidden_shift(lost: str, shown_by: str) -> Strike:
    """A cell is lost and a blank one stands at the end: the count is right, and days stand where none belong."""

    def strike(line: Line) -> Struck | None:
        if not line.of(lost).strip() or not line.of(shown_by):
            return None
        place = line.place(lost)
        return Struck(b"\t".join([*line.cells[:place], *line.cells[place + 1 :], b""]), line.cells)

    return strike


def _inside(column: str, inserted: bytes) -> Strike:
    """Something in the middle of a text: a line end, a carriage return."""

    def strike(line: Line) -> Struck | None:
        cell = line.of(column)
        middle = len(cell) // 2
        return line.struck(column, cell[:middle] + inserted + cell[middle:]) if len(cell) > 3 else None

    return strike


def _agency_line_end(column: str) -> Strike:
    """The line end of the file itself inside a text."""

    def strike(line: Line) -> Struck | None:
        return _inside(column, line.line_end)(line)

    return strike


def _as(column: str, *choices: bytes, only_filled: bool = True) -> Strike:
    """One of several texts in place of a cell."""

    def strike(line: Line) -> Struck | None:
        return line.struck(column, line.any_of(*choices)) if line.of(column).strip() or not only_filled else None

    return strike


def _nul(column: str) -> Strike:
    """A NUL for an absent code, or after a cell that is there."""

    def strike(line: Line) -> Struck:
        cell = line.of(column)
        return line.struck(column, cell + b"\0" if cell.strip() else line.any_of(b"\0", b"\0\0", b" \0"))

    return strike


def _quoted(before: bytes, after: bytes) -> Strike:
    def strike(line: Line) -> Struck | None:
        city = line.of("ALIEN_CITY")
        return line.struck("ALIEN_CITY", before + city + after) if city else None

    return strike


def _quote_inside(line: Line) -> Struck | None:
    return line.struck("ALIEN_CITY", b'O"FALLON') if line.of("ALIEN_CITY") else None


def _message(*choices: bytes) -> Strike:
    """A message on a hearing that no measure counts, so that it matters to no answer whether it is read."""

    def strike(line: Line) -> Struck | None:
        return None if line.of("ADJ_RSN").strip() else line.struck("ADJ_MSG", line.any_of(*choices))

    return strike


def _blank_line(line: Line) -> Struck:
    return Struck(b"", line.cells)


_A, _B, _C, _H = "A_TblCase", "B_TblProceeding", "tbl_Court_Appln", "tbl_schedule"
_D, _M = "D_TblAssociatedBond", "tbl_Court_Motions"

KINDS: tuple[Kind, ...] = (
    Kind("tab after the city", _A, 80, "repaired", "shift", _tab_after_city),
    Kind("tab inside the city", _A, 15, "repaired", "shift", _tab_inside_city),
    Kind("two tabs in the city", _A, 3, "repaired", "shift", _two_tabs_in_city),
    Kind("tab at the end of the line", _A, 2, "repaired", "shift", _tab_at_end),
    Kind("city that reads as a state", _A, 3, "quarantined", "ambiguous shift", _city_that_reads_as_a_state),
    Kind("hidden shift", _A, 4, "quarantined", "hidden shift", _hidden_shift("LANG", "LATEST_HEARING")),
    Kind("short line", _A, 3, "quarantined", "short", _short),
    Kind("LF in a cell", _A, 4, "repaired", "line end", _inside("ALIEN_CITY", b"\n")),
    Kind("line end of the file in a cell", _A, 2, "repaired", "line end", _agency_line_end("ALIEN_CITY")),
    Kind("CR in a cell", _A, 10, "loaded", "control character", _inside("ALIEN_CITY", b"\r")),
    Kind("NUL", _A, 40, "loaded", "control character", _nul("UPDATED_CITY")),
    Kind(
        "cp1252 byte",
        _A,
        400,
        "loaded",
        "encoding",
        _as("ALIEN_CITY", b"CANY\xd3N CITY", b"BAYAM\xd3N", b"LA CA\xd1ADA"),
    ),
    Kind("quoted pair", _A, 300, "loaded", "quote", _quoted(b'"', b'"')),
    Kind("opening quote", _A, 300, "loaded", "quote", _quoted(b'"', b"")),
    Kind("quote inside", _A, 300, "loaded", "quote", _quote_inside),
    Kind("31 February", _A, 5, "loaded", "bad date", _as("DATE_OF_ENTRY", b"2017-02-31 00:00:00.000")),
    Kind("blank line before", _A, 2, "blank", "blank line", _blank_line),
    Kind("tab after a place", _B, 40, "repaired", "shift", _tab_after("HEARING_LOC_CODE", "IJ_CODE")),
    Kind("tab after a case type", _B, 31, "repaired", "shift", _tab_after("CASE_TYPE", "NAT")),
    Kind("bad key", _B, 1, "quarantined", "key", _as("IDNPROCEEDING", b"FC")),
    Kind("hidden shift", _B, 4, "quarantined", "hidden shift", _hidden_shift("HEARING_LOC_CODE", "HEARING_TIME")),
    Kind("short line", _B, 2, "quarantined", "short", _short),
    Kind("CR in a cell", _B, 2, "loaded", "control character", _inside("CORRECTIONAL_FAC", b"\r")),
    Kind("NUL", _B, 40, "loaded", "control character", _nul("DEC_CODE")),
    Kind("31 February", _B, 5, "loaded", "bad date", _as("HEARING_DATE", b"2019-02-31 00:00:00.000")),
    Kind("blank line before", _B, 1, "blank", "blank line", _blank_line),
    Kind("tab after a code", _C, 15, "repaired", "shift", _tab_after("APPL_CODE", "APPL_RECD_DATE")),
    Kind("two codes", _C, 2, "quarantined", "no reading fits", _two_codes),
    Kind("hidden shift", _C, 2, "quarantined", "hidden shift", _hidden_shift("APPL_CODE", "APPL_RECD_DATE")),
    Kind("short line", _C, 1, "quarantined", "short", _short),
    Kind("NUL", _C, 20, "loaded", "control character", _nul("APPL_DEC")),
    Kind("31 February", _C, 3, "loaded", "bad date", _as("APPL_RECD_DATE", b"2018-02-31 00:00:00.000")),
    Kind(
        "tab inside a text", _D, 7, "repaired", "shift", _tab_inside("BASE_CITY_NAME", ("HEARING_LOC_CODE", "IJ_CODE"))
    ),
    Kind("LF in a cell", _D, 1, "repaired", "line end", _inside("BASE_CITY_NAME", b"\n")),
    Kind("NUL", _D, 97, "loaded", "control character", _nul("DEC")),
    Kind("LF in a cell", _H, 10, "repaired", "line end", _inside("ADJ_MSG", b"\n")),
    Kind("line end of the file in a cell", _H, 3, "repaired", "line end", _agency_line_end("ADJ_MSG")),
    Kind("CR in a cell", _H, 5, "loaded", "control character", _inside("ADJ_MSG", b"\r")),
    Kind("tab inside a text", _H, 3, "either", "shift", _message(b"RESET\tPER IJ", b"SEE\tFILE")),
    Kind("cp1252 byte", _H, 20, "loaded", "encoding", _as("ADJ_MSG", b"AUDIENCIA MA\xd1ANA", only_filled=False)),
    Kind("hidden shift", _H, 3, "quarantined", "hidden shift", _hidden_shift("HEARING_LOC_CODE", "ADJ_TIME_START")),
    Kind("short line", _H, 2, "quarantined", "short", _short),
    Kind("NUL", _H, 30, "loaded", "control character", _nul("NOTICE_CODE")),
    Kind("31 February", _H, 3, "loaded", "bad date", _as("UPDATE_DATE", b"2021-02-31 00:00:00.000")),
    Kind("blank line before", _H, 1, "blank", "blank line", _blank_line),
    Kind("tab inside a text", _M, 2, "either", "shift", _as("WU_MSG_Remove", b"SEE\tFILE", only_filled=False)),
    Kind("NUL", _M, 10, "loaded", "control character", _nul("STAY_GRANT")),
    Kind("NUL", "B_TblProceedCharges", 5, "loaded", "control character", _nul("CHG_STATUS")),
    Kind("NUL", "tbl_RepsAssigned", 5, "loaded", "control character", _nul("STRATTYTYPE")),
    Kind("blank line before", "tbl_CustodyHistory", 1, "blank", "blank line", _blank_line),
)
"""Every kind of damage; counts by release follow the guide where it has them (shifts: 100, 71, 15, 7)."""

FULL = 12_662_705
"""Cases of the release whose counts these are."""


def counts(cases: int, scale: float) -> dict[int, int]:
    """How many of each kind (by its place in `KINDS`) a release of this many cases gets; small ones get a few of each."""
    floor = 1 if cases < 400 else 2 if cases < 20_000 else 3
    return {
        number: max(floor, round(kind.per_release * cases / FULL * scale)) if scale else 0
        for number, kind in enumerate(KINDS)
    }


def ends_open(seed: int) -> frozenset[str]:
    """The tables whose last line has no line end."""
    others = [table for table in text.tables() if table != "tbl_Lead_Rider"]
    rng = np.random.default_rng([seed, 9])
    return frozenset({"tbl_Lead_Rider", *(others[int(place)] for place in rng.choice(len(others), 2, replace=False))})
