"""Readers for small tables of figures under one header whose cells need care before they are typed.

These publications pass through spreadsheets and scripts on their way: years come as 2015.0 or 2015,0, and invisible
characters stick to names. A cell that a rule here mends counts as repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import Family, families, normal
from sojourn.sources.own import OwnReader, OwnRows, Rows

HIDDEN = "--"
"""Stands in a cell of which the publisher hides the count."""
ALL = "all"
"""Stands where a figure is of every office, province or country."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_DECIMAL_COMMA = re.compile(r"(\d+),(\d{1,2})")
_GROUPED = re.compile(r"\d{1,3}(?:[\u202f\xa0 ]\d{3})+")
_SUSPECT = re.compile(r"[^\x00-\x7f]|\d[, ]\d")
"""What a row has somewhere, if a rule of this file changes one of its cells: most rows need no closer look."""

Cells = dict[str, str]
"""The cells of a row by published header."""


def clean(cell: str) -> str:
    """A cell without the invisible characters that web pages leave in it, and without blanks at its ends."""
    return cell.translate(_INVISIBLE).strip(" \t\r\n\xa0")


def figure(cell: str) -> str:
    """A figure as the loader reads it: 2015,0 and 12 345 mean 2015 and 12345; whatever else it is stays as it is.

    A comma before one or two digits groups no thousands: 12,5 becomes 12.5, which is no count, and never 125.
    """
    if found := _DECIMAL_COMMA.fullmatch(cell):
        return found[1] if not found[2].strip("0") else f"{found[1]}.{found[2]}"
    return re.sub(r"\D", "", cell) if _GROUPED.fullmatch(cell) else cell


def cells_in(row: Iterable[str]) -> int:
    """How many cells of a row are not blank: most rows are no header by that alone, and every sheet is asked."""
    return sum(1 for cell in row if cell and not cell.isspace())


def is_mended(row: Iterable[str]) -> bool:
    """Whether a cell of a row is not what the loader reads."""
    cells = list(row)
    return any(one != cell.strip() for one, cell in zip(_read(cells), cells, strict=True))


def _read(row: list[str]) -> list[str]:
    """The cells of a row as the loader reads them."""
    if _SUSPECT.search("\t".join(row)):
        return [figure(clean(cell)) for cell in row]
    return [cell.strip() for cell in row]


def filled(rows: Rows, header: int) -> list[tuple[int, list[str]]]:
    """The rows below a header that are not blank, each with its line and its cells as the loader reads them."""
    return [(line, cells) for line, row in enumerate(rows[header + 1 :], header + 2) if any(cells := _read(row))]


def account(rows: Rows, header: int, kept: int, notes: int = 0) -> Ledger:
    """The account of a table whose other lines below the header are blank."""
    blank = len(rows) - header - 1 - kept - notes
    return Ledger(lines=len(rows), banner=header, header=1, blank=blank, notes=notes, rows=kept)


def last_year(rows: Iterable[Cells]) -> str:
    """The last year of a table, which tells its edition from others."""
    years = [text for row in rows if (text := row.get("year", "").partition(".")[0]).isdigit()]
    return max(years, default="undated")


def headed(
    name: str,
    edition: Callable[[list[Cells]], str] = last_year,
    *,
    constants: Mapping[str, str] | None = None,
    fits: Callable[[list[Cells]], bool] = lambda _: True,
) -> OwnReader:
    """The reader of a family by its columns.

    Args:
        name: the family, as `source/family`.
        edition: what tells one publication from another, from the rows.
        constants: what stands in every row of columns that the file does not have.
        fits: whether the rows are those of this publisher, where the header alone does not tell.
    """
    given = dict(constants or {})

    def finds(rows: Rows) -> bool:
        at = _header(rows, families()[name], given)
        return at is not None and fits([cells for _, cells in _below(rows, at, families()[name])])

    def read(rows: Rows) -> OwnRows:
        family = families()[name]
        at = _header(rows, family, given)
        assert at is not None
        columns = tuple(mapped.published for mapped in family.columns)
        below = _below(rows, at, family)
        cells = [(line, [(given | row).get(column, "") for column in columns]) for line, row in below]
        mended = {line for line, _ in below if is_mended(rows[line - 1])}
        told = edition([row for _, row in below])
        return OwnRows(columns, cells, account(rows, at, len(below)), told, mended=mended)

    return OwnReader(finds, read)


def _header(rows: Rows, family: Family, constants: Mapping[str, str]) -> int | None:
    """The row in which every header of a family stands and no other; None where there is none."""
    expected = [set(mapped.names) for mapped in family.columns if mapped.published not in constants]
    known = set().union(*expected)
    for at, row in enumerate(rows):
        if cells_in(row) != len(expected):
            continue
        names = {normal(clean(cell)) for cell in row} - {""}
        if names <= known and all(names & spellings for spellings in expected):
            return at
    return None


def _below(rows: Rows, header: int, family: Family) -> list[tuple[int, Cells]]:
    lookup = family.lookup()
    names = [mapped.published if (mapped := lookup.get(normal(clean(cell)))) else "" for cell in rows[header]]
    return [
        (line, {name: cell for name, cell in zip(names, cells, strict=False) if name})
        for line, cells in filled(rows, header)
    ]
