"""The Summary sheet of a production: blocks of a title, a header and one row a fiscal year."""

from __future__ import annotations

import re

from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import normal
from sojourn.sources.own import OwnReader, OwnRows, Rows

_SERIES = (("arrest", "arrests"), ("book in", "book_ins"), ("removal", "removals"))
_COLUMNS = {"expedited removals": "expedited_removals", "other removals": "other_removals"}
_PERIOD = re.compile(r"FY ?(20\d\d)(?: YTD)?")


def _is_title(row: list[str]) -> bool:
    text = normal(row[0]) if row else ""
    return (text.startswith("fy") and " ice " in f" {text} ") or (
        "ero administrative arrests" in text and text.startswith("fy")
    )


def _finds(rows: Rows) -> bool:
    titled = [at for at, row in enumerate(rows) if _is_title(row)]
    return any(at + 1 < len(rows) and normal(rows[at + 1][0]) == "fiscal year" for at in titled)


def _read(rows: Rows) -> OwnRows:
    ledger = Ledger(lines=len(rows))
    cells: list[tuple[int, list[str]]] = []
    series = ""
    names: list[str] = []
    for line, row in enumerate(rows, 1):
        first = row[0].strip() if row else ""
        period = _PERIOD.fullmatch(first)
        if not any(cell.strip() for cell in row):
            ledger.blank += 1
        elif normal(first) == "fiscal year":
            ledger.header += 1
            names = [_COLUMNS.get(normal(cell), series) if cell.strip() else "" for cell in row]
        elif period and series:
            ledger.rows += 1
            cells += [
                (line, [name, period[1], row[at]]) for at, name in enumerate(names) if at and name and row[at].strip()
            ]
        else:
            ledger.banner += 1
            series = next((name for word, name in _SERIES if _is_title(row) and word in normal(first)), series)
    return OwnRows(("series", "period", "total"), cells, ledger)


READERS = {"uw-v-dhs-seattle": OwnReader(_finds, _read)}
