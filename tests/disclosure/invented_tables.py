"""Invented findings with tables of counts, as measures make them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sojourn.breakdown import Count, Scope, Span
from sojourn.findings import Finding, Interval
from sojourn.tables import Attribute
from sojourn.tiers import Setting, Told
from test_findings import FINDING

ATTRIBUTES: Mapping[str, Attribute] = {"nationality": "nationality", "sex": "sex", "place": "place"}
YEAR: Span = (date(2024, 1, 1), date(2024, 12, 31))
IRB: dict[tuple[str, ...], int] = {
    ("A", "1"): 304, ("A", "2"): 125, ("A", "3"): 26, ("A", "4"): 20,
    ("B", "1"): 28, ("B", "2"): 45, ("B", "3"): 7, ("B", "4"): 12,
    ("C", "1"): 70, ("C", "2"): 29, ("C", "3"): 7, ("C", "4"): 21,
    ("D", "1"): 5, ("D", "2"): 3, ("D", "3"): 1, ("D", "4"): 1,
}  # fmt: skip
"""The four example rows on small value suppression of the Immigration and Refugee Board of Canada."""


def scope(filters: Mapping[str, str] | None = None, span: Span | None = YEAR, release: str = "source/2026-06", setting: Setting = "") -> Scope:  # fmt: skip
    """What all counts of an invented finding share."""
    return Scope("people by day", release, span, filters or {}, ATTRIBUTES, setting)


def split(cells: dict[tuple[str, ...], int], by: Sequence[str], of: Scope | None = None) -> Finding:
    """A finding with one count a row, and the whole of them as its headline."""
    where = of or scope()
    rows = [(*key, count) for key, count in cells.items() if count]
    dimensions = [dict(zip(by, row, strict=False)) for row in rows]
    total = sum(cells.values())
    table = where.split(dimensions, {len(by): ""}, rows)
    return _finding(where, total, total, rows, (*by, "people"), table, by)


def headline(count: int, of: Scope, whole: int | None = None) -> Finding:
    """A finding without a table: a count by its filters, out of the same without them."""
    return _finding(of, count, whole if whole is not None else count, [], (), [], ())


def _finding(
    where: Scope,
    count: int,
    whole: int,
    rows: Sequence[tuple[object, ...]],
    columns: Sequence[str],
    table: Iterable[Count],
    by: Sequence[str],
) -> Finding:
    attributes = [ATTRIBUTES[name] for name in (*by, *where.filters) if name in ATTRIBUTES]
    everyone = replace(where, filters={}) if whole != count else where
    cells = [count, *(row[-1] for row in rows)]
    return replace(
        FINDING,
        value=float(count),
        numerator=count,
        denominator=whole,
        interval=Interval(count, count, "complete count"),
        columns=tuple(columns),
        rows=tuple(rows),
        caveats=(),
        rivals=(),
        details={},
        sentence=f"{count:,} people out of {whole:,}.",
        told=Told.of(attributes, ("year",), [float(str(cell)) for cell in cells], where.setting),
        breaks_down=lambda: where.breakdown(Count(where.key(), count), Count(everyone.key(), whole), table),
    )
