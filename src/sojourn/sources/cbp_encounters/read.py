"""The readers of CBP's files: the month out of the fiscal year and three letters, citizenship in capitals."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from sojourn.sources.converted import Cells, table_reader
from sojourn.sources.own import OwnReader, OwnRows, Rows

_MONTHS = ("OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP")
_YEAR = re.compile(r"(\d{4})(?:\.0)?(?: \(FYTD\))?")
SOUTHWEST = "Southwest Land Border"


def _convert(cells: Cells) -> bool:
    cells["year"], cells["first_day"] = _month(cells["Fiscal Year"], cells["Month (abbv)"])
    return False


@cache
def _month(stated: str, letters: str) -> tuple[str, str]:
    """The fiscal year and the first day of a month; what cannot be read stays as it is, to be refused by name."""
    year, known = _YEAR.fullmatch(stated.strip()), letters.strip().upper() in _MONTHS
    if not year or not known:
        return (year[1] if year else stated), letters
    at = _MONTHS.index(letters.strip().upper())
    return year[1], f"{int(year[1]) - (at < 3)}-{(at + 9) % 12 + 1:02}-01"


def _convert_nationwide(cells: Cells) -> bool:
    cells["Citizenship"] = cells["Citizenship"].upper()
    return _convert(cells)


def _convert_southwest(cells: Cells) -> bool:
    cells["Citizenship Grouping"] = cells["Citizenship Grouping"].upper()
    cells["southwest"] = SOUTHWEST
    return _convert(cells)


def _by_last_month(reader: OwnReader) -> OwnReader:
    """The reader with the last month of the file as its edition, such as 2025-08."""

    def read(rows: Rows) -> OwnRows:
        own = reader.read(rows)
        at = own.headers.index("first_day")
        return replace(own, edition=max((cells[at][:7] for _, cells in own.rows), default=""))

    return replace(reader, read=read)


READERS = {
    "nationwide-by-area": _by_last_month(table_reader("cbp_encounters/nationwide-by-area", _convert_nationwide)),
    "southwest-border": _by_last_month(table_reader("cbp_encounters/southwest-border", _convert_southwest)),
}
