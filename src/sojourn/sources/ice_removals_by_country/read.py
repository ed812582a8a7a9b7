"""The wide table of removals by country: one column a fiscal year."""

from __future__ import annotations

import re

from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import normal
from sojourn.sources.own import OwnReader, OwnRows, Rows

_COUNTRY = {"countryofcitizenship", "country of citizenship"}
_YEAR = re.compile(r"(?:FY ?|Fiscal Year )?(20\d\d)(?:\.0)?")
_SUM = re.compile(r"(?:grand )?totals?\b.*|all countries")
"""A row that adds up the others: it would be counted as a country."""


def _header(rows: Rows) -> int | None:
    for at, row in enumerate(rows):
        years = [cell for cell in row[1:] if cell.strip()]
        if row and normal(row[0]) in _COUNTRY and years and all(_YEAR.fullmatch(cell.strip()) for cell in years):
            return at
    return None


def _read(rows: Rows) -> OwnRows:
    header = _header(rows)
    assert header is not None
    years = {at: found[1] for at, cell in enumerate(rows[header]) if (found := _YEAR.fullmatch(cell.strip()))}
    ledger = Ledger(lines=len(rows), banner=header, header=1)
    cells: list[tuple[int, list[str]]] = []
    for line, row in enumerate(rows[header + 1 :], header + 2):
        if not any(cell.strip() for cell in row):
            ledger.blank += 1
        elif _SUM.fullmatch(normal(row[0])):
            ledger.notes += 1
        else:
            ledger.rows += 1
            cells += [(line, [row[0], year, row[at].strip() if at < len(row) else ""]) for at, year in years.items()]
    return OwnRows(("citizenship", "period", "removals"), cells, ledger)


READERS = {"removals-by-country": OwnReader(lambda rows: _header(rows) is not None, _read)}
