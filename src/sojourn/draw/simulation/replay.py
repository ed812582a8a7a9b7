"""The replay of January 2023 to August 2024: places by date against the record, the bars, and histories that fit.

A history runs the places of the dated table from the first published level of requests to the last, under one share for the
longest waiting and one number of people per request; what it gives is held against what was said of waits at the time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from sojourn.draw.simulation import LIMITS, bars
from sojourn.draw.simulation.bounds import EIGHT_WEEKS, PLACES, Fit, Statement, fits, statement
from sojourn.draw.simulation.counts import Counts
from sojourn.draw.simulation.dated_places import FIRST_DAY, places_by_day
from sojourn.draw.simulation.fairness import judge
from sojourn.draw.simulation.run import Run, run
from sojourn.draw.simulation.scenario import Option, Scenario, arrivals_to

SCHEMA: Final = "sojourn.replay/1"
SHARES: Final = ((0, 1), (1, 10), (3, 10), (1, 2), (6, 10), (1, 1))
"""Shares for the longest waiting: none, a tenth, those that were reported, all."""

PEOPLE_PER_REQUEST: Final = (0.5, 1.0, 1.5)
"""A request a day may be less than one person or, as not everyone asks every day, more."""

START, END = date(2023, 5, 26), date(2024, 8, 31)
REQUESTS: Final = (80_000, 282_824)
"""A day, in May 2023 (PBS NewsHour, 26 May 2023) and July 2024 (San Diego Union-Tribune, as reprinted)."""

SCALE: Final = 10
"""Histories run at a tenth of the size: waits depend on the pool in days of places, which stays."""

LEVEL = 81_000
MONTHS: Final = tuple(f"{year}-{month:02}" for year, last in ((2023, 12), (2024, 8)) for month in range(1, last + 1))

_TEN_WEEKS = Statement(
    "ten weeks", "ten weeks on average", "DHS, as reported by Cuba Herald", "spring 2024", "mean", 63, 77
)
WINDOWS: Final = (
    (statement("about two thirds"), date(2023, 9, 1), date(2023, 11, 30)),
    (statement("more than two thirds"), date(2023, 9, 1), date(2023, 11, 30)),
    (_TEN_WEEKS, date(2024, 3, 1), date(2024, 5, 31)),
    (statement("nine months"), date(2024, 8, 1), END),
)
"""When a history is held against a statement: those placed on these days."""


@dataclass(frozen=True)
class History:
    """One history: what was supposed, the figure for each statement, and which statements it fits."""

    share: float
    people_per_request: float
    figures: dict[str, float]
    agrees: tuple[str, ...]


@dataclass(frozen=True)
class Replay:
    """Places and appointments by month, the bars, the sets of steady states, and the histories."""

    months: tuple[dict[str, Any], ...]
    bars: tuple[bars.Bar, ...]
    sets: dict[str, tuple[Fit, ...]]
    histories: tuple[History, ...]
    seed: int
    seeds: int

    def as_dict(self) -> dict[str, Any]:
        """The form in JSON."""
        return {
            "schema": SCHEMA,
            "limits": list(LIMITS),
            "seed": self.seed,
            "seeds": self.seeds,
            "months": list(self.months),
            "bars": [one.as_dict() for one in self.bars],
            "sets": [{"statements": name, "fits": [one.as_dict() for one in each]} for name, each in self.sets.items()],
            "histories": [
                {
                    "share": one.share,
                    "people_per_request": one.people_per_request,
                    "figures": one.figures,
                    "agrees": list(one.agrees),
                }
                for one in self.histories
            ],
        }


def replay(
    counts: Counts,
    nationality: str = "RUSSIA",
    *,
    seed: int = 0,
    seeds: int = 5,
    said: Callable[[str], None] = lambda _: None,
) -> Replay:
    """The record replayed.

    Args:
        counts: what the record has; empty where it has nothing, and then most bars cannot say.
        nationality: whose share the speed weight is fitted to, in capitals.
        seed: the same seed gives the same replay.
        seeds: how many runs the pair of waits is judged by.
        said: is told of progress.
    """
    months = bars.by_month(counts, MONTHS)
    judged = judge(level_of_may(), Option("draw"), seed, seeds, said)
    each = (
        bars.places_explain_appointments(counts),
        bars.speed_explains_share(counts, nationality),
        bars.pair_of_waits(judged),
        bars.appointments_within_ports(counts),
        bars.closure(counts),
    )
    shares = sorted({0.9, 0.95, *(top / bottom for top, bottom in SHARES)})
    return Replay(tuple(months), each, fits(shares), tuple(histories(seed, said)), seed, seeds)


def level_of_may() -> Scenario:
    """A steady pool of 81,000 for 1,450 places, at a tenth of the size."""
    days, places = 900, PLACES // SCALE
    return Scenario("level of May 2023", (places,) * days, LEVEL // SCALE, (float(places),) * days, (), warm_up=170)


def histories(seed: int, said: Callable[[str], None] = lambda _: None) -> list[History]:
    """All histories."""
    found = []
    for people in PEOPLE_PER_REQUEST:
        for share in SHARES:
            found.append(_history(share, people, seed))
            said(f"histories: {len(found)} of {len(PEOPLE_PER_REQUEST) * len(SHARES)}")
    return found


def _history(share: tuple[int, int], people: float, seed: int) -> History:
    days = (END - START).days + 1
    places = tuple(one // SCALE for one in places_by_day(START, days))
    first, last = (round(requests * people / SCALE) for requests in REQUESTS)
    arrivals = arrivals_to(places, first, last)
    scenario = Scenario("history", places, first, arrivals, (), first=START, oldest=(START - FIRST_DAY).days)
    done = run(scenario, Option("history", reserved=share), seed)
    figures = {one.id: _figure(one, done, (begin - START).days, (end - START).days) for one, begin, end in WINDOWS}
    agrees = tuple(one.id for one, _, _ in WINDOWS if one.low <= figures[one.id] <= one.high)
    return History(share[0] / share[1], people, figures, agrees)


def _figure(one: Statement, done: Run, first: int, last: int) -> float:
    waits = done.waits[(done.days >= first) & (done.days <= last)]
    reads: dict[str, Callable[[Any], Any]] = {"mean": np.mean, "longest": np.max, "within eight weeks": _within}
    return float(reads[one.reads](waits))


def _within(waits: Any) -> Any:
    return (waits <= EIGHT_WEEKS).mean()
