"""The true answers of invented rows, counted over the rows that a reader should keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from sojourn.lookalike.draws import fiscal_year
from sojourn.lookalike.frame import Column, Flags, Frame
from sojourn.lookalike.truth import Account

NO_VALUE = "(no value)"
WATCHED = ("RUSSIA", "CANADA", "CHINA, PEOPLES REPUBLIC OF", "MEXICO")
"""The nationalities whose largest day is told."""
_DAYS = ("departed_date", "removal_date", "arrest_date", "book_in_date")


def answers(frame: Frame) -> dict[str, Any]:
    """Rows by citizenship, sex, area and fiscal years; largest days; people where the release has ids."""
    keep = frame.kept()
    told: dict[str, Any] = {}
    for name in ("citizenship", "sex", "area"):
        if column := frame.column(name):
            told[f"rows_by_{name}"] = _named(column.counts(keep))
    for name in _DAYS:
        if column := frame.column(name):
            told[f"rows_by_fiscal_year_of_{name}"] = _yearly(column.counts(keep))
            told.setdefault("largest_day", _largest_days(frame, column, keep))
    if frame.year:
        told["rows_by_fiscal_year_of_file"] = {str(frame.year): int(keep.sum())}
    if column := frame.column("person_key"):
        ids = column.counts(keep)
        told |= {"rows_without_id": ids.pop(None, 0), "people_with_id": len(ids)}
    return told


def account(frame: Frame) -> Account:
    """What a reader should count; notes below the rows are rows that it refuses."""
    outcomes = Counter(frame.outcomes.values())
    repaired, refused = outcomes["repaired"], outcomes["quarantined"]
    blank = sum(map(len, frame.before.values())) + frame.notes.count("")
    notes = sum(map(bool, frame.notes))
    loaded = frame.rows - repaired - refused
    return Account(frame.rows + notes, loaded, repaired, refused + notes, blank)


def by_citizenship(frames: Sequence[Frame]) -> Counter[str]:
    """Rows by citizenship over several frames; rows without one are left out."""
    total: Counter[str] = Counter()
    for frame in frames:
        column = frame.column("citizenship")
        assert column
        total.update({str(value): rows for value, rows in column.counts(frame.kept()).items() if value is not None})
    return total


def _named(counts: Counter[Any]) -> dict[str, int]:
    return {NO_VALUE if value is None else str(value): rows for value, rows in counts.most_common()}


def _yearly(counts: Counter[Any]) -> dict[str, int]:
    years: Counter[str] = Counter()
    for day, rows in counts.items():
        years[str(fiscal_year(day)) if isinstance(day, date) else NO_VALUE] += rows
    return dict(sorted(years.items()))


def _largest_days(frame: Frame, day: Column, keep: Flags) -> dict[str, Any]:
    """The first of the days with most rows, for each watched nationality that occurs."""
    citizenship = frame.column("citizenship")
    if citizenship is None:
        return {}
    found: dict[str, Any] = {}
    for name in WATCHED:
        codes = [number for number, value in enumerate(citizenship.values()) if value == name]
        counts = day.counts(keep & np.isin(citizenship.codes, codes))
        counts.pop(None, None)
        if counts:
            first, rows = min(counts.items(), key=lambda one: (-one[1], str(one[0])))
            found[name] = {"day": str(first), "rows": rows}
    return found
