"""The Board's outcomes: national figures by year, and a table of countries for one year, some headers of which are missing."""

from __future__ import annotations

import re

from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import normal
from sojourn.sources.headed import clean, figure
from sojourn.sources.own import OwnReader, OwnRows, Rows

NATIONAL = ("year", "accepted", "rejected", "other", "acceptance_rate")
COUNTRIES = ("country", "referred", "accepted", "rejected", "abandoned", "withdrawn and other", "total", "pending")
ALL = "all"
"""Stands where a figure is of every country."""

_SPELLINGS = {
    "country of alleged persecution": "country",
    "countries": "country",
    "claims referred": "referred",
    "withdrawn & other": "withdrawn and other",
    "withdrawn or other": "withdrawn and other",
    "total finalized": "total",
    "claims pending": "pending",
}
_YEAR = re.compile(r"\b(20\d\d)\b")


def _names(row: list[str]) -> list[str]:
    names = [normal(clean(cell)) for cell in row]
    return [_SPELLINGS.get(name, name) for name in names]


def _is_national(rows: Rows) -> bool:
    return bool(rows) and _names(rows[0]) == [normal(name) for name in NATIONAL]


def _read_national(rows: Rows) -> OwnRows:
    ledger = Ledger(lines=len(rows), header=1)
    cells: list[tuple[int, list[str]]] = []
    for line, row in enumerate(rows[1:], 2):
        if not any(clean(cell) for cell in row):
            ledger.blank += 1
            continue
        ledger.rows += 1
        texts = [clean(cell) for cell in [*row, *[""] * len(NATIONAL)][: len(NATIONAL)]]
        cells.append((line, [*map(figure, texts[:-1]), texts[-1], ALL]))
    years = [text for _, (year, *_) in cells if (text := year.partition(".")[0]).isdigit()]
    mended = {line for line, _ in cells if _is_mended(rows[line - 1][: len(NATIONAL) - 1])}
    return OwnRows((*NATIONAL, "origin"), cells, ledger, max(years, default="undated"), mended=mended)


def _is_mended(row: list[str]) -> bool:
    return any(figure(clean(cell)) != cell.strip() for cell in row)


def _header(rows: Rows) -> int | None:
    """The row of headers: those that are there stand in the Board's order, with at most two names missing."""
    for at, row in enumerate(rows):
        names = [*_names(row), *[""] * len(COUNTRIES)][: len(COUNTRIES)]
        given = sum(bool(name) for name in names)
        fits = all(not name or name == known for name, known in zip(names, COUNTRIES, strict=True))
        if fits and given >= len(COUNTRIES) - 2 and _year(rows[:at]):
            return at
    return None


def _year(banner: Rows) -> str:
    """The one year that the rows above the header name; empty where they name none or several."""
    years = set(_YEAR.findall(" ".join(clean(cell) for row in banner for cell in row)))
    return years.pop() if len(years) == 1 else ""


def _read_countries(rows: Rows) -> OwnRows:
    header = _header(rows)
    assert header is not None
    year = _year(rows[:header])
    ledger = Ledger(lines=len(rows), banner=header, header=1)
    cells: list[tuple[int, list[str]]] = []
    for line, row in enumerate(rows[header + 1 :], header + 2):
        texts = [clean(cell) for cell in [*row, *[""] * len(COUNTRIES)][: len(COUNTRIES)]]
        if not any(texts):
            ledger.blank += 1
        elif not any(texts[1:]):
            ledger.notes += 1
        else:
            ledger.rows += 1
            origin = ALL if normal(texts[0]) in {"total", "grand total"} else texts[0]
            cells.append((line, [year, origin, *map(figure, texts[1:])]))
    mended = {line for line, _ in cells if _is_mended(rows[line - 1])}
    missing = [name for name, given in zip(COUNTRIES, _names(rows[header]), strict=False) if not given]
    noticed = [f"the header {name!r} is missing; its column was told by the others" for name in missing]
    return OwnRows(("year", *COUNTRIES), cells, ledger, year, noticed, mended)


READERS = {
    "national": OwnReader(_is_national, _read_national),
    "by-country": OwnReader(lambda rows: _header(rows) is not None, _read_countries),
}
