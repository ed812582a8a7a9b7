"""Every figure that a sheet prints, with its labels, period and unit, as rows of `official_statistics`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from sojourn.reading.ledger import Ledger
from sojourn.reading.sheet import address
from sojourn.shipped import rows_of
from sojourn.sources.ice_detention_statistics.blocks import Figure, Found, Rows, find, is_number
from sojourn.sources.own import OwnRows

HEADERS = ("cell", "block", "row_label", "column_label", "period", "value", "unit", "text")
BETWEEN = " / "
"""Stands between the levels of a label."""
NO_LABEL = "(no label)"

_ANCHORS = (
    re.compile(r"These statistics are made available to the public pursuant to"),
    re.compile(r"ICE (?:ALTERNATIVES TO DETENTION|DETENTION|FACILITIES) DATA, (?:EO)?FY", re.IGNORECASE),
    re.compile(r"ICE Detention Statistics$"),
    re.compile(r"ICE FOOTNOTES$"),
    re.compile(r"ICE Transgender\*? Detainee Population"),
    re.compile(r"Average In Custody Length of Stay"),
    re.compile(r".{0,20}Bonded Out .{0,20}(?:Book Outs|Releases) Count"),
    re.compile(r"The data contained within this Semiannual page"),
    re.compile(r"[\s\S]*Segregation Review Management System"),
    re.compile(r"Definition for Vulnerable and Special Population"),
)
"""Texts by which a sheet of these workbooks is known; each stands at the start of a cell of the first rows."""
_FIRST_ROWS = 12

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_FISCAL = re.compile(r"FY\)?\s*(20\d\d|\d\d)(?!\d)(?:\s*(Quarter \d))?")
_AS_OF = re.compile(r"as of (\d{1,2}/\d{1,2}/\d{4})")
_MONTH_OF_YEAR = re.compile(rf"{_MONTH} 20\d\d")
_TIME = re.compile(rf"{_MONTH}|20\d\d|mid|end|FY Overall|FY ?\d{{2,4}}.*|\d{{4}}-\d\d-\d\d.*")
_DAY = re.compile(r"(\d{4}-\d\d)-01.*")


def is_sheet(rows: Rows) -> bool:
    """Whether the first rows are those of a sheet of a detention statistics workbook."""
    cells = (cell.strip() for row in rows[:_FIRST_ROWS] for cell in row)
    return any(anchor.match(cell) for cell in cells if cell for anchor in _ANCHORS)


def read(rows: Rows) -> OwnRows:
    """The figures of a sheet of blocks, each with its cell; what no header explains is refused by name."""
    found = find(rows)
    whole_year = next((year for row in rows[:_FIRST_ROWS] for cell in row if (year := _fiscal(cell))), "")
    cells = [(figure.line, row_of(figure, whole_year)) for figure in (*found.figures, *found.stray)]
    cells.sort(key=lambda one: one[0])
    ledger = account(rows, {line for line, _ in cells}, found.headers)
    return OwnRows(HEADERS, cells, ledger, defects=list(_defects(found)), mended=set(found.borrowed))


def row_of(figure: Figure, whole_year: str) -> list[str]:
    """One figure as a row of the table; `whole_year` is the fiscal year that the sheet names in its title."""
    row = BETWEEN.join(label or NO_LABEL for label in figure.row) or NO_LABEL
    column = BETWEEN.join(figure.column)
    number = is_number(figure.text)
    return [
        address(figure.line, figure.at),
        figure.title,
        row,
        column,
        period_of(figure, whole_year),
        figure.text if number else "",
        unit_of(figure.title, f"{row} {column}") if number else "",
        "" if number else figure.text,
    ]


def account(rows: Rows, with_figures: set[int], headers: Iterable[int]) -> Ledger:
    """The ledger of a sheet: a line with figures is a row, whatever else stands in it."""
    ledger = Ledger(lines=len(rows), rows=len(with_figures))
    labels = set(headers) - with_figures
    ledger.header = len(labels)
    first = min(labels | with_figures, default=len(rows) + 1)
    for line, row in enumerate(rows, 1):
        if line not in with_figures and line not in labels:
            if not any(cell.strip() for cell in row):
                ledger.blank += 1
            elif line < first:
                ledger.banner += 1
            else:
                ledger.notes += 1
    return ledger


def _fiscal(text: str) -> str:
    found = _FISCAL.search(text)
    return f"FY20{found[1][-2:]}" if found else ""


def period_of(figure: Figure, whole_year: str) -> str:
    """The period that headers, row and title print; a fiscal year always with four digits."""
    when = [_shown(part) for part in figure.column if _TIME.fullmatch(part)]
    if any(re.search(r"20\d\d", part) for part in when):
        return " ".join(when)
    month = _MONTH_OF_YEAR.match(figure.title)
    if month:
        return month[0]
    year = next((found for text in (*figure.row, figure.title) if (found := _quarter(text))), whole_year)
    return " ".join(filter(None, [year, *when]))


def _shown(part: str) -> str:
    day = _DAY.fullmatch(part)
    return day[1] if day else _fiscal(part) or part


def _quarter(text: str) -> str:
    """The last fiscal year that a text names, with its quarter and the day as of which it counts."""
    years = list(_FISCAL.finditer(text))
    if not years:
        return ""
    as_of = _AS_OF.search(text)
    return " ".join(filter(None, [_fiscal(years[-1][0]), years[-1][2], as_of[0] if as_of else ""]))


@cache
def _units() -> tuple[tuple[str, str, str], ...]:
    path = Path(__file__).parent / "units.csv"
    return tuple((row["where"], row["words"], row["unit"]) for row in rows_of(path))


@cache
def unit_of(block: str, labels: str) -> str:
    """What a figure counts, by the first of `units.csv` whose words stand in its labels or its title."""
    texts = {"block": block.casefold(), "label": labels.casefold()}
    return next((unit for where, words, unit in _units() if words in texts[where]), "")


def _defects(found: Found) -> Iterable[str]:
    if found.borrowed:
        yield (
            f"no header row stands above {runs(found.borrowed)}: that of the block above, with the same columns, was taken"
        )
    if found.unlabelled:
        yield f"figures without a label stand in {runs(found.unlabelled)}"
    for figure in found.stray:
        where = f"row {figure.line} ({address(figure.line, figure.at)}, {figure.text!r} at {figure.row[-1]!r})"
        yield f"{where} stands under no title or header that is known; its row was refused"
    yield from _twice(found.figures)


def _twice(figures: Sequence[Figure]) -> Iterable[str]:
    """Figures of one block that carry the same labels: a header or a row is printed twice, or a year is missing."""
    first: dict[tuple[object, ...], Figure] = {}
    again = []
    for one in figures:
        other = first.setdefault((one.title, one.row, one.column), one)
        if other is not one:
            again.append((other, one))
    for title, pairs in groupby(again, key=lambda pair: pair[0].title):
        several = list(pairs)
        known, again_at = (address(figure.line, figure.at) for figure in several[0])
        yield (
            f"{again_at} has the labels of {known}, {BETWEEN.join((*several[0][0].row, *several[0][0].column))!r}, and so "
            f"{len(several)} figure(s) of {title!r} have those of another one"
        )


def runs(lines: Sequence[int]) -> str:
    """Lines in words: rows 3, 7 to 9."""
    spans: list[list[int]] = []
    for line in sorted(set(lines)):
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    told = ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in spans)
    return f"row{'s' if len(set(lines)) > 1 else ''} {told}"
