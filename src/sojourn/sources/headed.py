"""Readers for small tables of figures under one header whose cells need care before they are typed.

These publications pass through spreadsheets and scripts on their way: years come as 2015.0 or 2015,0, and invisible
characters stick to names. A cell that a rule here mends counts as repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import Family, families, normal
from sojourn.sources.own import OwnReader, OwnRows, Rows

HIDDEN = "--"
"""Stands in a cell of which the publisher hides the count."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_DECIMAL_COMMA = re.compile(r"(\d+),(\d{1,2})")
_GROUPED = re.compile(r"\d{1,3}(?:[\u202f\xa0 ]\d{3})+")


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


def header_of(rows: Rows, family: Family) -> int | None:
    """The row in which every header of a family stands and no other; None where there is none."""
    known = {normal(name) for mapped in family.columns for name in mapped.names}
    always = [set(mapped.names) for mapped in family.required]
    for at, row in enumerate(rows):
        names = {normal(clean(cell)) for cell in row} - {""}
        if names and names <= known and all(names & spellings for spellings in always):
            return at
    return None


def headed(
    name: str,
    edition: Callable[[list[dict[str, str]]], str],
    fits: Callable[[list[dict[str, str]]], bool] = lambda _: True,
) -> OwnReader:
    """The reader of a family by its columns.

    Args:
        name: the family, as `source/family`.
        edition: what tells one publication from another, from the rows by column.
        fits: whether rows are those of this publisher, where the header alone does not tell.
    """

    def finds(rows: Rows) -> bool:
        at = header_of(rows, families()[name])
        return at is not None and fits([cells for _, cells in _below(rows, at, families()[name])])

    def read(rows: Rows) -> OwnRows:
        family = families()[name]
        at = header_of(rows, family)
        assert at is not None
        columns = [mapped.published for mapped in family.columns]
        below = _below(rows, at, family)
        ledger = Ledger(lines=len(rows), banner=at, header=1, rows=len(below))
        ledger.blank = len(rows) - at - 1 - len(below)
        cells = [(line, [row.get(column, "") for column in columns]) for line, row in below]
        mended = {line for line, _ in below if _is_mended(rows[line - 1])}
        return OwnRows(tuple(columns), cells, ledger, edition([row for _, row in below]), mended=mended)

    return OwnReader(finds, read)


def _below(rows: Rows, header: int, family: Family) -> list[tuple[int, dict[str, str]]]:
    """Each row below the header that is not blank: its line, and its cells by published header."""
    lookup = family.lookup()
    names = [mapped.published if (mapped := lookup.get(normal(clean(cell)))) else "" for cell in rows[header]]
    return [
        (line, {name: figure(clean(cell)) for name, cell in zip(names, row, strict=False) if name})
        for line, row in enumerate(rows[header + 1 :], header + 2)
        if any(clean(cell) for cell in row)
    ]


def _is_mended(row: list[str]) -> bool:
    return any(figure(cell) != cell or clean(cell) != cell.strip() for cell in map(str.strip, row))
