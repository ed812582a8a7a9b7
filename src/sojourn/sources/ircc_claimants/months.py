"""Claimants by office, province and month: the workbook with months across, and the text with a row for each."""

from __future__ import annotations

import re
from calendar import month_name

from sojourn.errors import HeaderMismatch
from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import normal
from sojourn.sources.headed import ALL, account, clean, figure, filled, is_mended
from sojourn.sources.own import OwnRows, Rows

HEADERS = ("year", "month", "office", "province", "origin", "claimants")

_YEAR = re.compile(r"20\d\d")
_TOTAL_OF_YEAR = re.compile(r"(20\d\d) Total")
_SUM = re.compile(r"Q[1-4](?: Total)?|(?:Grand )?Total")
"""What adds up months that stand beside it."""
_OFFICE_TOTAL = re.compile(r"(.+?) - Total")
_WORDS = {"year": ("year",), "month": ("month",), "office": ("office",), "province": ("province",)}


def _month(text: str) -> str:
    """The number of a month from its English name, whole or cut after three letters or more, or its number; else empty."""
    name = clean(text).removesuffix(".").casefold()
    if name.isdigit():
        return str(int(name)) if 1 <= int(name) <= 12 else ""
    cut = len(name) >= 3
    return next((str(number) for number, one in enumerate(month_name) if cut and one.casefold().startswith(name)), "")


def _corner(rows: Rows) -> int | None:
    """The row of years, which stands above that of months."""
    for at, row in enumerate(rows[:-1]):
        if not row or not normal(clean(row[0])).startswith("claim office type"):
            continue
        if any(_YEAR.fullmatch(clean(cell)) for cell in row) and any(map(_month, rows[at + 1])):
            return at
    return None


def finds_workbook(rows: Rows) -> bool:
    """Whether a sheet has the years above the months, beside types of offices."""
    return _corner(rows) is not None


def _periods(years: list[str], months: list[str]) -> dict[int, tuple[str, str]]:
    """For each column of figures its year and its month, which is empty for the total of a year.

    Raises:
        HeaderMismatch: a column is none of these, so that its figures would be lost.
    """
    found: dict[int, tuple[str, str]] = {}
    year = ""
    for at, cell in enumerate(months):
        name = clean(cell)
        year = clean(years[at]) if at < len(years) and _YEAR.fullmatch(clean(years[at])) else year
        if total := _TOTAL_OF_YEAR.fullmatch(name):
            found[at] = (total[1], "")
        elif (month := _month(name)) and year:
            found[at] = (year, month)
        elif name and not _SUM.fullmatch(name):
            raise HeaderMismatch(
                f"column {at + 1} has the header {name!r}, which is no month of a year and no total of one",
                todo="get the file as IRCC publishes it; a new heading is a new line in sources/ircc_claimants/months.py",
            )
    return found


def read_workbook(rows: Rows) -> OwnRows:
    """The figures of a sheet; the provinces of an office stand above its total, and the last total is of all offices."""
    corner = _corner(rows)
    assert corner is not None
    periods = _periods(rows[corner], rows[corner + 1])
    ledger = Ledger(lines=len(rows), banner=corner, header=2)
    waiting: list[int] = []
    cells: list[tuple[int, list[str]]] = []
    for line, row in enumerate(rows[corner + 2 :], corner + 3):
        label = clean(row[0]) if row else ""
        if not any(clean(cell) for cell in row):
            ledger.blank += 1
        elif not any(clean(row[at]) for at in periods if at < len(row)):
            ledger.notes += 1
        elif not label:
            ledger.rows += 1
            waiting.append(line)
        else:
            ledger.rows += 1
            office = ALL if label == "Total" else _office(label)
            cells += [one for above in waiting for one in _cells(rows, above, office, periods)]
            cells += _cells(rows, line, office, periods, whole=True)
            waiting = []
    if waiting:
        raise HeaderMismatch(
            f"no total of an office stands below the provinces in rows {waiting[0]} to {waiting[-1]}",
            todo="get the file whole: whose figures they are is told by that total",
        )
    made = OwnRows(HEADERS, cells, ledger, _edition(cells))
    made.mended = {line for line in {line for line, _ in cells} if is_mended(rows[line - 1])}
    return made


def _office(label: str) -> str:
    found = _OFFICE_TOTAL.fullmatch(label)
    return found[1] if found else label


def _cells(
    rows: Rows, line: int, office: str, periods: dict[int, tuple[str, str]], *, whole: bool = False
) -> list[tuple[int, list[str]]]:
    row = rows[line - 1]
    province = ALL if whole else clean(row[1])
    return [
        (line, [year, month, office, province, ALL, text])
        for at, (year, month) in periods.items()
        if at < len(row) and (text := figure(clean(row[at])))
    ]


def _edition(cells: list[tuple[int, list[str]]]) -> str:
    """The last month with a figure, as in `2025-07`."""
    return max((f"{year}-{month.zfill(2)}" for _, (year, month, *_) in cells if month), default="undated")


def _columns(row: list[str]) -> dict[str, int] | None:
    """The column of each part by the word in its header, the English one where French stands beside it."""
    names = [normal(clean(cell)) for cell in row]
    english = {at: set(name.split()) for at, name in enumerate(names) if not name.startswith("fr ")}
    found = {
        part: [at for at, words in english.items() if words & set(spellings)] for part, spellings in _WORDS.items()
    }
    found["claimants"] = [at for at, words in english.items() if words & {"total", "claimants", "count"}]
    places = [place for one in found.values() for place in one]
    alone = len(places) == len(set(places)) == len(found) and all(found.values())
    return {part: one[0] for part, one in found.items()} if alone else None


def finds_text(rows: Rows) -> bool:
    """Whether the first row names a year, a month, a province, an office and a total, each once in English."""
    return bool(rows) and _columns(rows[0]) is not None


def read_text(rows: Rows) -> OwnRows:
    """The figures of a text, one a row."""
    columns = _columns(rows[0])
    assert columns is not None
    below = filled(rows, 0)
    cells = [(line, _of_text(line, row, columns)) for line, row in below]
    mended = {line for line, _ in below if is_mended(rows[line - 1])}
    return OwnRows(HEADERS, cells, account(rows, 0, len(below)), _edition(cells), mended=mended)


def _of_text(line: int, row: list[str], columns: dict[str, int]) -> list[str]:
    """The cells of a row, whose month must be one: without, its figure would be taken for that of a whole year."""
    part = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
    month = _month(part["month"])
    if not month:
        raise HeaderMismatch(
            f"line {line:,} has {part['month']!r} in the column of months", todo="get the file as IRCC publishes it"
        )
    return [part["year"], month, _office(part["office"]), part["province"], ALL, part["claimants"]]
