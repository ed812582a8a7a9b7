"""ICE's averages in the facility list: one column a fiscal year or month."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date, datetime

from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import normal
from sojourn.sources.own import OwnReader, OwnRows, Rows

_YEAR = re.compile(r"FY(\d\d) ADP")
_MONTH = re.compile(rf"({'|'.join(month_name[1:])}) (20\d\d)")
_AS_OF = re.compile(r"FY(20\d\d) data: IIDS as of (\d{1,2}/\d{1,2}/\d{4})")
_KEPT = ("DETLOC", "Name", "City", "State")


def _header(rows: Rows) -> int | None:
    for at, row in enumerate(rows):
        names = {normal(cell) for cell in row}
        yearly = sum(bool(_YEAR.fullmatch(cell.strip())) for cell in row)
        if yearly >= 3 and all(normal(name) in names for name in _KEPT):
            return at
    return None


def _running_years(banner: Rows) -> dict[int, date]:
    """The last day of the data of each fiscal year, where the banner gives one."""
    found = _AS_OF.findall(" ".join(cell for row in banner for cell in row))
    return {int(year): datetime.strptime(day, "%m/%d/%Y").date() for year, day in found}


def _period(header: str, as_of: dict[int, date]) -> tuple[date, date] | None:
    """First and last day of the period that a header names; a running period ends with its data."""
    if year := _YEAR.fullmatch(header):
        fiscal = 2000 + int(year[1])
        return date(fiscal - 1, 10, 1), min(date(fiscal, 9, 30), as_of.get(fiscal, date(fiscal, 9, 30)))
    if month := _MONTH.fullmatch(header):
        first = date(int(month[2]), list(month_name).index(month[1]), 1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return first, min([last, *(day for day in as_of.values() if day >= first)])
    return None


def _read(rows: Rows) -> OwnRows:
    header = _header(rows)
    assert header is not None
    as_of = _running_years(rows[:header])
    names = [cell.strip() for cell in rows[header]]
    kept = [names.index(name) for name in _KEPT]
    periods = {at: (name, *period) for at, name in enumerate(names) if (period := _period(name, as_of))}
    ledger = Ledger(lines=len(rows), banner=header, header=1)
    cells: list[tuple[int, list[str]]] = []
    for line, row in enumerate(rows[header + 1 :], header + 2):
        if not any(cell.strip() for cell in row):
            ledger.blank += 1
            continue
        ledger.rows += 1
        place = [row[at] for at in kept]
        for at, (name, first, last) in periods.items():
            if row[at].strip():
                cells.append((line, [*place, name, str(first), str(last), str((last - first).days + 1), row[at]]))
    headers = (
        "facility_code",
        "facility_name",
        "city",
        "state",
        "period",
        "period_start",
        "period_end",
        "days",
        "average",
    )
    return OwnRows(headers, cells, ledger)


READERS = {"facility-list-2017-averages": OwnReader(lambda rows: _header(rows) is not None, _read)}
