"""The readers of the monthly tables: every figure of a sheet, and the appointments by month and nationality."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sojourn.errors import HeaderMismatch
from sojourn.reading.ledger import Ledger
from sojourn.sources.ohss_monthly_tables.sheet import CONTENTS, FIRST, TOTAL, Heading, Line, Sheet, header_row
from sojourn.sources.own import OwnReader, OwnRows, Rows

APPOINTMENTS = re.compile(r"CBP One\S? (?:.+ )?Appointments\b")
"""The title of the sheet without its years; the application is called by its mark, or a mobile one, in some texts."""
_FIGURES = (
    *("cell", "subject", "fiscal_year", "span", "month", "column_group", "category", "figure"),
    *("beyond_parts", "beyond_months"),
)
_APPOINTMENTS = ("fiscal_year", "span", "month", "nationality", "appointments", "all_appointments")
_HALF = 5
"""A figure rounded to the nearest ten is off by no more."""
_NOTHING = "X"
"""Stands for not applicable, which adds nothing to a sum; a figure that is not available leaves the sum unknown."""


def _starts(rows: Rows) -> list[str]:
    """The first cell of each of the first rows."""
    return [row[0].strip() if row else "" for row in rows[:5]]


def _is_contents(rows: Rows) -> bool:
    starts = _starts(rows)
    return starts[:1] == [CONTENTS] and "Category" in starts


def _finds(rows: Rows) -> bool:
    linked = any(start.startswith(FIRST) for start in _starts(rows)[:1])
    return linked or header_row(rows) is not None or _is_contents(rows)


def _read(rows: Rows) -> OwnRows:
    if _is_contents(rows):
        filled = sum(1 for row in rows if any(cell.strip() for cell in row))
        return OwnRows(_FIGURES, [], Ledger(lines=len(rows), notes=filled, blank=len(rows) - filled))
    sheet = Sheet(rows)
    parts, below = sheet.parts(), {total.line: months for total, months in sheet.blocks()}
    made = [
        (line.line, cells) for line in sheet.lines for cells in _figures(sheet, line, parts, below.get(line.line, ()))
    ]
    return OwnRows(_FIGURES, made, sheet.ledger(), edition=sheet.edition, defects=sheet.defects)


def _figures(sheet: Sheet, line: Line, parts: dict[int, tuple[int, ...]], below: Sequence[Line]) -> Iterable[list[str]]:
    when = [sheet.subject, str(line.fiscal_year or ""), line.span, line.month]
    for heading in sheet.headings:
        at = heading.at
        figure = line.cell(at)
        if figure:
            beside = _beyond(figure, [line.cell(one) for one in parts[at]]) if at in parts else ""
            months = _beyond(figure, [one.cell(at) for one in below]) if below else ""
            yield [f"{heading.letters}{line.line}", *when, heading.group, heading.category, figure, beside, months]


def _beyond(total: str, cells: Sequence[str]) -> str:
    """By how much a total misses the sum of its figures beyond their rounding; empty where one is no figure."""
    counted = [cell for cell in cells if cell != _NOTHING]
    try:
        missed = abs(float(total) - sum(map(float, counted)))
    except ValueError:
        return ""
    return str(max(0, int(missed) - _HALF * (len(counted) + 1)))


def _finds_appointments(rows: Rows) -> bool:
    return any(APPOINTMENTS.match(" ".join(start.split())) for start in _starts(rows))


def _read_appointments(rows: Rows) -> OwnRows:
    sheet = Sheet(rows)
    totals = [heading for heading in sheet.headings if heading.category == TOTAL]
    groups = {heading.group for heading in sheet.headings if heading.group}
    if len(totals) != 1 or len(groups) > 1:
        raise HeaderMismatch(
            f"sheet {sheet.subject!r} has {len(totals)} columns {TOTAL!r} and {len(groups)} groups of columns, not one and at "
            "most one",
            todo="compare with sources/ohss_monthly_tables/README.md",
        )
    named = [heading for heading in sheet.headings if heading is not totals[0]]
    made = [(line.line, cells) for line in sheet.lines for cells in _of_line(line, named, totals[0])]
    return OwnRows(_APPOINTMENTS, made, sheet.ledger(), edition=sheet.edition)


def _of_line(line: Line, named: Sequence[Heading], total: Heading) -> Iterable[list[str]]:
    for heading in named:
        when = [str(line.fiscal_year or ""), line.span, line.month]
        yield [*when, heading.category.upper(), line.cell(heading.at), line.cell(total.at)]


READERS = {
    "monthly-tables": OwnReader(_finds, _read, certain=True),
    "cbp-one-appointments": OwnReader(_finds_appointments, _read_appointments, certain=True),
}
