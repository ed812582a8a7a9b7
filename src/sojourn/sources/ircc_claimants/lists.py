"""Claimants by year, with or without country, as an observatory took them from IRCC's workbooks.

Their headers say little, so a list is taken only where its figures are IRCC's: multiples of five from 2015 on.
"""

from __future__ import annotations

from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import normal
from sojourn.sources.headed import HIDDEN, clean, figure
from sojourn.sources.ircc_claimants.months import ALL, HEADERS
from sojourn.sources.own import OwnRows, Rows

FIRST_YEAR = 2015
"""The year with which IRCC's monthly figures begin."""
_COUNTRIES = ["year", "country", "count"]
_TOTALS = ["year", "count"]
_MOST_OF_A_YEAR = 60


def _is_of_ircc(rows: Rows, names: list[str]) -> bool:
    """Whether the header is this one, and the years begin in 2015 and the figures are rounded to fives or hidden."""
    if not rows or [normal(clean(cell)) for cell in rows[0]] != names:
        return False
    below = [[figure(clean(cell)) for cell in row] for row in rows[1:] if any(clean(cell) for cell in row)]
    years = [row[0].partition(".")[0] for row in below if row[0]]
    counts = [row[-1].partition(".")[0].replace(",", "") for row in below if len(row) == len(names)]
    return (
        bool(years)
        and years[0] == str(FIRST_YEAR)
        and max(map(years.count, years)) <= _MOST_OF_A_YEAR
        and sum(text == HIDDEN or (text.isdigit() and int(text) % 5 == 0) for text in counts) >= 0.9 * len(counts)
    )


def finds_countries(rows: Rows) -> bool:
    """Whether it lists countries by year."""
    return _is_of_ircc(rows, _COUNTRIES)


def finds_totals(rows: Rows) -> bool:
    """Whether it lists years."""
    return _is_of_ircc(rows, _TOTALS)


def read(rows: Rows) -> OwnRows:
    """The figures of a list, one a row."""
    ledger = Ledger(lines=len(rows), header=1)
    cells: list[tuple[int, list[str]]] = []
    for line, row in enumerate(rows[1:], 2):
        texts = [clean(cell) for cell in row]
        if not any(texts):
            ledger.blank += 1
            continue
        ledger.rows += 1
        origin = texts[1] if len(texts) == len(_COUNTRIES) else ALL
        cells.append((line, [figure(texts[0]), "", ALL, ALL, origin, figure(texts[-1])]))
    years = [text for _, (year, *_) in cells if (text := year.partition(".")[0]).isdigit()]
    mended = {line for line, _ in cells if any(figure(clean(cell)) != cell.strip() for cell in rows[line - 1])}
    return OwnRows(HEADERS, cells, ledger, max(years, default="undated"), mended=mended)
