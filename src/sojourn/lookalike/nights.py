"""The invented course of every facility: people held at the midnight that ends each day.

Real facility codes follow invented courses of the kinds that claims are made about: one that never halves,
some that do, one that falls by a third, one through which people only pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sojourn.lookalike.draws import number_of, stream
from sojourn.shipped import rows_of

FIRST, LAST = date(2005, 9, 23), date(2026, 3, 10)
"""The days of the invented world: those that the real publications cover together."""
_NOISE = 0.008
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Facility:
    """A facility: code, name, place, share of women, people who pass without staying the night, course."""

    code: str
    name: str
    city: str
    state: str
    area: str
    women: float
    passing: float
    course: tuple[tuple[date, float], ...]


@cache
def known() -> tuple[Facility, ...]:
    """The facilities of `facilities.csv`."""
    path = Path(__file__).parent / "facilities.csv"
    return tuple(
        Facility(
            row["code"],
            f"INVENTED {row['name']}",
            row["city"],
            row["state"],
            row["area"],
            float(row["women"]),
            float(row["passing"]),
            _course(row["course"]),
        )
        for row in rows_of(path)
    )


def _course(text: str) -> tuple[tuple[date, float], ...]:
    """`900` for a flat course, else `2025-01-01:180 2025-09-01:150`, straight lines between."""
    if ":" not in text:
        return ((FIRST, float(text)),)
    pairs = (point.split(":") for point in text.split())
    return tuple((date.fromisoformat(day), float(held)) for day, held in pairs)


def facilities(number: int) -> tuple[Facility, ...]:
    """This many facilities: the known ones first, then small ones without a real code."""
    more = range(len(known()), number)
    return known()[:number] + tuple(
        Facility(
            f"INV{one:04d}",
            f"INVENTED FACILITY {one}",
            "NOWHERE",
            "TX",
            "SNA",
            0.1,
            0.05,
            ((FIRST, 5 + one % 60),),
        )
        for one in more
    )


def held(facility: Facility, seed: int) -> Counts:
    """People held at the midnight that ends each day from FIRST to LAST."""
    days = np.arange(number_of(FIRST), number_of(LAST) + 1)
    points = [(number_of(day), people) for day, people in facility.course]
    level = np.interp(days, [day for day, _ in points], [people for _, people in points])
    noise = stream(seed, "nights", facility.code).normal(0, _NOISE, len(days))
    nights: Counts = np.round(level * (1 + noise)).astype(np.int64)
    return nights


def at(day: date) -> int:
    """The place of a day in `held`."""
    return (day - FIRST).days


def total(nights: Counts, first: date, days: int) -> int:
    """Nights of a facility in so many days from the first."""
    return int(nights[at(first) : at(first) + days].sum())


def monthly(nights: Counts, days: Sequence[date]) -> dict[str, dict[str, int]]:
    """Nights and days by month, whose quotient is the mean."""
    found: dict[str, dict[str, int]] = {}
    for day, people in zip(days, nights.tolist(), strict=True):
        month = found.setdefault(f"{day:%Y-%m}", {"nights": 0, "days": 0})
        month["nights"] += people
        month["days"] += 1
    return found


def last_days(last: date, number: int) -> list[date]:
    """So many days up to the last, in order."""
    return [last - timedelta(days=back) for back in range(number - 1, -1, -1)]
