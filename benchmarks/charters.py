"""Which planted charters are found by the sizes of days, how often one is called that was not planted, and calibration.

    python benchmarks/charters.py RECORD [--release ID] [--runs N] [--first DAY --last DAY]

`permuted`: citizenships are shuffled within quarter and weekday, which leaves no charter; then charters of one size are planted
on twelve Tuesdays to Thursdays a year, and all is fitted anew. A day counts as found with a probability of 0.9 or more,
where the model can tell at all (slow: many fits). `real`: one charter more is put on each working day of the rows as they are, by the model fitted
to them. It is found on a day that had none (probability below 0.1) if the probability reaches 0.9, and on any day if
the most probable number of charters rises. Limits are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from measure import table
from numpy.typing import NDArray

from sojourn.groups.baseline import quarters, weekdays
from sojourn.groups.departures import departures
from sojourn.groups.nouns import Departures
from sojourn.groups.routine import ARTS, CALLED, routine_charters
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson
from sojourn.stats.size_mixture import Days, Mixture, explain, fit

SCHEDULED = (
    *("GUATEMALA", "HONDURAS", "EL SALVADOR", "MEXICO"),
    *("HAITI", "DOMINICAN REPUBLIC", "ECUADOR", "COLOMBIA"),
)
SIZES = (30, 60, 100, 140)
A_YEAR = 12
SEED = 20_261_129
EDGES = (0.0, 0.1, 0.5, 0.9, 1.0)

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Tried:
    """One fit of planted rows: whether the model can tell, the probability of each day, and on which one was planted."""

    tells: bool
    charter: NDArray[np.float64]
    planted: Flags


def shuffled(left: Departures, citizenship: str, random: np.random.Generator) -> NDArray[np.int64]:
    """The daily numbers of a citizenship after its labels were shuffled within quarter and weekday."""
    stratum = quarters(left.days) * 7 + weekdays(left.days)
    totals, own = left.counts.sum(axis=1), left.counts[:, left.citizenships.index(citizenship)]
    made = np.zeros(len(stratum), np.int64)
    for one in np.unique(stratum):
        at = stratum == one
        made[at] = random.multivariate_hypergeometric(totals[at], int(own[at].sum()))
    return made


def planted_days(left: Departures, random: np.random.Generator) -> Flags:
    """Twelve Tuesdays to Thursdays a year."""
    may = np.flatnonzero(np.isin(weekdays(left.days), (1, 2, 3)))
    chosen = np.zeros(len(left.days), bool)
    chosen[random.choice(may, round(A_YEAR * len(left.days) / 365.25), replace=False)] = True
    return chosen


def tried(left: Departures, citizenship: str, size: int, random: np.random.Generator) -> Tried:
    """One set of shuffled rows with charters of a size."""
    planted = planted_days(left, random)
    counts = shuffled(left, citizenship, random) + size * planted
    alone = Departures(left.days, (citizenship,), counts[:, None].astype(np.int32), np.zeros(len(counts), np.int32))
    found = routine_charters(alone, citizenship, simulations=19, seed=int(random.integers(1 << 30)))
    return Tried(not found.cannot_tell, np.array([day.charter for day in found.days]), planted)


def permuted(left: Departures, runs: int) -> Iterator[tuple[str, int, list[Tried]]]:
    """Every nationality and size, several times."""
    for row, citizenship in enumerate(one for one in SCHEDULED if one in left.citizenships):
        for size in SIZES:
            random = np.random.default_rng([SEED, row, size])
            yield citizenship, size, [tried(left, citizenship, size, random) for _ in range(runs)]


def shown(found: int, of: int) -> str:
    """A share with its limits."""
    if not of:
        return "no such day"
    low, high = wilson(found, of)
    return f"{found} of {of} ({100 * found / of:.0f} %, {100 * low:.0f}-{100 * high:.0f} %)"


def power_row(citizenship: str, size: int, every: Sequence[Tried], years: float) -> list[str]:
    """Found, falsely called, and how often the model could tell."""
    found = sum(int((one.tells & one.planted & (one.charter >= CALLED)).sum()) for one in every)
    false = sum(int((one.tells & ~one.planted & (one.charter >= CALLED)).sum()) for one in every)
    of = sum(int(one.planted.sum()) for one in every)
    telling = sum(one.tells for one in every)
    return [
        citizenship,
        str(size),
        shown(found, of),
        f"{false / (years * len(every)):.2f}",
        f"{telling} of {len(every)}",
    ]


def calibration(every: Sequence[Tried]) -> list[list[str]]:
    """Of the days with a probability in each class: the mean of it, and the share on which a charter was planted."""
    charter = np.concatenate([one.charter for one in every if one.tells] or [np.zeros(0)])
    planted = np.concatenate([one.planted for one in every if one.tells] or [np.zeros(0, bool)])
    rows = []
    for low, high in pairwise(EDGES):
        at = (charter >= low) & ((charter < high) | (high == 1.0))
        mean = f"{100 * charter[at].mean():.2f} %" if at.any() else "none"
        rows.append([f"{low} to {high}", mean, shown(int(planted[at].sum()), int(at.sum()))])
    return rows


def real(left: Departures) -> Iterator[list[str]]:
    """One charter more on each working day of the rows as they are."""
    weekday, quarter = weekdays(left.days), quarters(left.days)
    quarter -= quarter.min()
    for citizenship in (one for one in SCHEDULED if one in left.citizenships):
        counts = left.counts[:, left.citizenships.index(citizenship)].astype(np.int64)
        mixture = fit(Days(counts, weekday, quarter), ARTS)
        for size in SIZES:
            yield [citizenship, str(size), *_one_more(Days(counts, weekday, quarter), mixture, size)]


def _one_more(days: Days, mixture: Mixture, size: int) -> list[str]:
    pad = np.zeros((7, 2))
    wide = replace(mixture, numbers=np.concatenate([mixture.numbers, pad + 1e-6], axis=1))
    before, after = (
        explain(Days(some, days.weekdays, days.seasons), wide).numbers for some in (days.counts, days.counts + size)
    )
    working = days.weekdays < 5
    free = working & (before[:, 0] > 0.9)
    found = after[:, 0] <= 1 - CALLED
    more = after.argmax(axis=1) > before.argmax(axis=1)
    return [
        shown(int(found[free].sum()), int(free.sum())),
        shown(int(more[working].sum()), int(working.sum())),
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("record", type=Path)
    parser.add_argument("--release", default="ice_removals/2019-ICFO-53623")
    parser.add_argument("--first", type=date.fromisoformat, default=date(2015, 10, 1))
    parser.add_argument("--last", type=date.fromisoformat, default=date(2018, 9, 30))
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    left = departures(Record(asked.record), asked.release, asked.first, asked.last)
    years = len(left.days) / 365.25
    every = list(permuted(left, asked.runs))
    heads = ["nationality", "size", "found", "called wrongly a year", "sets where it can tell"]
    table("Planted in shuffled rows", heads, [power_row(*one, years) for one in every])
    fitted = [one for _, _, sets in every for one in sets]
    table("Calibration", ["probability", "its mean", "days on which one was planted"], calibration(fitted))
    heads = ["nationality", "size", "found where there was none", "one more counted on any day"]
    table("One more in real rows", heads, list(real(left)))


if __name__ == "__main__":
    main()
