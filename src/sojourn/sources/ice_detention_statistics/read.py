"""The sheet of facilities in ICE's detention statistics: year-to-date averages and their divisor.

An average is nights divided by days, so average x days is a whole number; the days are the smallest number for
which that holds for nearly every row (measured on the editions FY2019 to FY2026; see the source's README).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import normal
from sojourn.sources.own import OwnReader, OwnRows, Rows

_LEVELS = ("level a", "level b", "level c", "level d")
_WOMEN = ("female crim", "female non-crim")
_PLACE = ("name", "city", "state")
_PULLED = re.compile(r"IIDS\)?,? (\d{1,2}/\d{1,2}/\d{4})")
_STAY = re.compile(r"fy ?(\d\d) alos")
WHOLE = 2e-3
"""How far from a whole number of nights a figure may lie: editions print six decimals or more."""
MOST = 0.9
"""Share of rows that must be whole for a divisor to be accepted."""


def _header(rows: Rows) -> int | None:
    for at, row in enumerate(rows):
        names = {normal(cell) for cell in row}
        if {*_LEVELS, *_PLACE} <= names and "detloc" not in names and any(_STAY.fullmatch(name) for name in names):
            return at
    return None


def _number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", ""))
    except ValueError:
        return None


def whole_for(average: float, days: int) -> bool:
    """Whether an average is a whole number of nights divided by these days."""
    nights = average * days
    return abs(nights - round(nights)) < WHOLE


def divisor(averages: Sequence[float]) -> int | None:
    """The smallest number of days, up to 366, that makes nearly every average a whole number of nights.

    None where none does, or where the averages are whole numbers already and so fit every divisor.
    """
    if not averages or all(whole_for(average, 1) for average in averages):
        return None
    for days in range(2, 367):
        if sum(whole_for(average, days) for average in averages) >= MOST * len(averages):
            return days
    return None


def _pulled(rows: Rows) -> date:
    for row in rows:
        for cell in row:
            if found := _PULLED.search(cell):
                return datetime.strptime(found[1], "%m/%d/%Y").date()
    return date.min


def _read(rows: Rows) -> OwnRows:
    header = _header(rows)
    assert header is not None
    names = [normal(cell) for cell in rows[header]]
    levels, women, place = ([names.index(name) for name in group if name in names] for group in (_LEVELS, _WOMEN, _PLACE))
    fiscal = 2000 + int(next(found[1] for name in names if (found := _STAY.fullmatch(name))))
    start, pulled = date(fiscal - 1, 10, 1), _pulled(rows[:header])
    ledger = Ledger(lines=len(rows), banner=header, header=1)
    kept: list[tuple[int, list[str], float, str]] = []
    for line, row in enumerate(rows[header + 1 :], header + 2):
        figures = [_number(row[at]) for at in levels if at < len(row) and row[at].strip()]
        if not any(cell.strip() for cell in row):
            ledger.blank += 1
        elif not figures:
            ledger.notes += 1
        else:
            ledger.rows += 1
            total = sum(figure for figure in figures if figure is not None)
            female = [_number(row[at]) for at in women if at < len(row)]
            known = [figure for figure in female if figure is not None]
            kept.append((line, [row[at].strip() for at in place], total, str(sum(known)) if known else ""))
    return _dated(kept, start, pulled, ledger)


def _dated(kept: list[tuple[int, list[str], float, str]], start: date, pulled: date, ledger: Ledger) -> OwnRows:
    """Give every row the divisor of the sheet, and name the rows that do not fit it."""
    days = divisor([total for _, _, total, _ in kept])
    stated = min((pulled - start).days, (date(start.year + 1, 10, 1) - start).days)
    defects: list[str] = []
    if days is None:
        defects.append("every figure is a whole number: the file is rounded, and no interval can be computed from it")
    elif days != stated:
        defects.append(f"the figures divide by {days} days, the pull of {pulled} says {stated}")
    used = days or stated
    cells: list[tuple[int, list[str]]] = []
    for line, place, total, women in kept:
        defect = "rounded" if days is None else "" if whole_for(total, used) else "does not fit the divisor of its file"
        if defect and days is not None:
            defects.append(f"row {line} is no whole number of nights for {used} days: its figure comes from elsewhere")
        end = start + timedelta(days=used - 1)
        period = [str(start), str(end), str(used), repr(total), women, defect]
        cells.append((line, [*place, f"year to date, pull of {pulled}", *period]))
    headers = ("facility_name", "city", "state", "period", "period_start", "period_end", "days", "average", "women_average", "defect")
    return OwnRows(headers, cells, ledger, edition=str(pulled), defects=defects)


READERS = {"facilities-year-to-date": OwnReader(lambda rows: _header(rows) is not None, _read)}
