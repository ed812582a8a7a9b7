"""Seeded draws: every column has a stream of its own, so adding one changes no other."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from sojourn.lookalike.frame import Cell, Codes, Column
from sojourn.shipped import rows_of
from sojourn.sources.declare import vocabulary

Days = npt.NDArray[np.int64]
"""Days since 1970-01-01; `NO_DAY` stands for a blank cell."""

NO_DAY = -1
_EPOCH = date(1970, 1, 1)
_FOLDER = Path(__file__).parent
_WEEKEND = 0.3
"""How many rows a Saturday or Sunday has beside a working day."""


def stream(seed: int, *names: str) -> np.random.Generator:
    """The random stream of these names under this seed."""
    return np.random.default_rng([seed, *(crc32(name.encode()) for name in names)])


@cache
def _declared() -> dict[str, dict[str, float]]:
    """Weights of `values.csv` by vocabulary or column; `*` is what all other values share."""
    weights: dict[str, dict[str, float]] = {}
    for row in rows_of(_FOLDER / "values.csv"):
        weights.setdefault(row["column"], {})[row["value"]] = float(row["weight"])
    return weights


@cache
def weights(name: str) -> dict[str, float]:
    """How often each published value stands in a column, by vocabulary or column name."""
    declared = dict(_declared().get(name, {}))
    share = declared.pop("*", 0.0)
    if share:
        rest = [value for value, kept in vocabulary(name).standard.items() if value == kept and value not in declared]
        declared.update(dict.fromkeys(rest, share / len(rest)))
    return declared


def pick(rng: np.random.Generator, name: str, rows: int) -> tuple[list[str], Codes]:
    """Texts of a column and which of them stands in each row."""
    chances = np.array(list(weights(name).values()))
    return list(weights(name)), rng.choice(len(chances), rows, p=chances / chances.sum())


def days_between(rng: np.random.Generator, first: date, last: date, rows: int) -> Days:
    """Days of a period, fewer at weekends."""
    days = np.arange(number_of(first), number_of(last) + 1)
    chances = np.where((days + 3) % 7 < 5, 1.0, _WEEKEND)
    return rng.choice(days, rows, p=chances / chances.sum()).astype(np.int64)


def number_of(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of this number."""
    return _EPOCH + timedelta(days=number)


def as_text(day: date) -> str:
    """A day as the agency prints it: month first, no zeros in front."""
    return f"{day.month}/{day.day}/{day.year}"


def date_column(header: str, name: str, days: Days) -> Column:
    """A column of days."""
    numbers, codes = np.unique(days, return_inverse=True)
    cells = [Cell("") if number == NO_DAY else date_cell(day_of(int(number))) for number in numbers]
    return Column(header, name, cells, codes.astype(np.int64), quoted=False)


def date_cell(day: date) -> Cell:
    """A day as text, value and workbook date."""
    return Cell(as_text(day), day, day)


def fiscal_year(day: date) -> int:
    """The US federal fiscal year of a day."""
    return day.year + (day.month >= 10)
