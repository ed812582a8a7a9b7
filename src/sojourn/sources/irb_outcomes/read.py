"""The Board's outcomes: national figures by year, and a table of countries for one year, some headers of which are missing."""

from __future__ import annotations

import re

from sojourn.sources.declare import families, normal
from sojourn.sources.headed import ALL, account, cells_in, clean, filled, headed, is_mended
from sojourn.sources.own import OwnReader, OwnRows, Rows

COUNTRIES = ("country", "referred", "accepted", "rejected", "abandoned", "withdrawn and other", "total", "pending")
_TOTALS = {"total", "grand total"}
_YEAR = re.compile(r"\b(20\d\d)\b")


def _names(row: list[str]) -> list[str]:
    lookup = families()["irb_outcomes/by-country"].lookup()
    names = [normal(clean(cell)) for cell in row]
    return [lookup[name].published if name in lookup else name for name in names]


def _header(rows: Rows) -> int | None:
    """The row of headers: those that are there stand in the Board's order, with at most two names missing."""
    for at, row in enumerate(rows):
        if not len(COUNTRIES) - 2 <= cells_in(row) <= len(COUNTRIES):
            continue
        names = [*_names(row), *[""] * len(COUNTRIES)][: len(COUNTRIES)]
        fits = all(not name or name == known for name, known in zip(names, COUNTRIES, strict=True))
        if fits and _year(rows[:at]):
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
    below = [(line, [*cells, *[""] * len(COUNTRIES)][: len(COUNTRIES)]) for line, cells in filled(rows, header)]
    kept = [(line, cells) for line, cells in below if any(cells[1:])]
    cells = [(line, [year, ALL if normal(name) in _TOTALS else name, *counts]) for line, (name, *counts) in kept]
    mended = {line for line, _ in kept if is_mended(rows[line - 1])}
    ledger = account(rows, header, len(kept), notes=len(below) - len(kept))
    missing = [name for name, given in zip(COUNTRIES, _names(rows[header]), strict=False) if not given]
    noticed = [f"the header {name!r} is missing; its column was told by the others" for name in missing]
    return OwnRows(("year", *COUNTRIES), cells, ledger, year, noticed, mended)


READERS = {
    "national": headed("irb_outcomes/national", constants={"origin": ALL}),
    "by-country": OwnReader(lambda rows: _header(rows) is not None, _read_countries),
}
