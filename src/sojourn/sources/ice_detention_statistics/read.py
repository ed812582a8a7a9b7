"""The sheet of facilities in ICE's detention statistics: year-to-date averages and their divisor.

An average is nights divided by days, so average x days is a whole number; the days are the smallest number for
which that holds for nearly every row (measured on the editions FY2019 to FY2026; see the source's README).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import isfinite

from sojourn.errors import UnreadableFile
from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import normal
from sojourn.sources.own import OwnReader, OwnRows, Rows

_Row = tuple[int, list[str], str, str]
"""Line, place, average of everybody and of women."""
_LEVELS = ("level a", "level b", "level c", "level d")
_WOMEN = ("female crim", "female non-crim")
_PLACE = ("name", "city", "state")
_PULLED = re.compile(r"IIDS\)?[,;:]?\s*(?:as of\s*)?(\d{1,2}/\d{1,2}/\d{4})")
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
        number = float(cell.replace(",", ""))
    except ValueError:
        return None
    return number if isfinite(number) else None


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
    raise UnreadableFile(
        "the sheet of facilities does not say when it was pulled", todo="get the workbook as ICE posted it"
    )


def _read(rows: Rows) -> OwnRows:
    header = _header(rows)
    assert header is not None
    names = [normal(cell) for cell in rows[header]]
    levels, women, place = (
        [names.index(name) for name in group if name in names] for group in (_LEVELS, _WOMEN, _PLACE)
    )
    fiscal = 2000 + int(next(found[1] for name in names if (found := _STAY.fullmatch(name))))
    start, pulled = date(fiscal - 1, 10, 1), _pulled(rows[:header])
    ledger = Ledger(lines=len(rows), banner=header, header=1)
    kept: list[_Row] = []
    for line, row in enumerate(rows[header + 1 :], header + 2):
        figures = [row[at].strip() for at in levels if at < len(row) and row[at].strip()]
        if not any(cell.strip() for cell in row):
            ledger.blank += 1
        elif not figures:
            ledger.notes += 1
        else:
            ledger.rows += 1
            female = [row[at].strip() for at in women if at < len(row) and row[at].strip()]
            place_cells = [row[at].strip() if at < len(row) else "" for at in place]
            kept.append((line, place_cells, _sum(figures), _sum(female)))
    return _dated(kept, start, pulled, ledger)


def _sum(cells: list[str]) -> str:
    """The sum of figures; where one is no number, the sum as it stands, which no reader takes for a number."""
    numbers = [_number(cell) for cell in cells]
    known = [number for number in numbers if number is not None]
    return " + ".join(cells) if len(known) < len(cells) else repr(sum(known)) if known else ""


def _dated(kept: list[_Row], start: date, pulled: date, ledger: Ledger) -> OwnRows:
    """Give every row the divisor of the sheet, and name the rows that do not fit it."""
    days = divisor([number for _, _, total, _ in kept if (number := _number(total)) is not None])
    stated = min((pulled - start).days, (date(start.year + 1, 10, 1) - start).days)
    defects: list[str] = []
    if days is None:
        defects.append("every figure is a whole number: the file is rounded, and no interval can be computed from it")
    elif days != stated:
        defects.append(f"the figures divide by {days} days, the pull of {pulled} says {stated}")
    used = days or stated
    cells: list[tuple[int, list[str]]] = []
    for line, place, total, women in kept:
        number = _number(total)
        fits = number is not None and whole_for(number, used)
        defect = "rounded" if days is None else "" if fits else "does not fit the divisor of its file"
        if defect and days is not None:
            defects.append(f"row {line} is no whole number of nights for {used} days: its figure comes from elsewhere")
        end = start + timedelta(days=used - 1)
        period = [str(start), str(end), str(used), total, women, defect]
        cells.append((line, [*place, f"year to date, pull of {pulled}", *period]))
    headers = (
        "facility_name",
        "city",
        "state",
        "period",
        "period_start",
        "period_end",
        "days",
        "average",
        "women_average",
        "defect",
    )
    return OwnRows(headers, cells, ledger, edition=str(pulled), defects=defects)


READERS = {"facilities-year-to-date": OwnReader(lambda rows: _header(rows) is not None, _read)}
