"""How often what is said of charters and of assembly holds, by simulation: `benchmarks/coverage.py` lists both functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sojourn.groups.assembly import SIGNAL, assembly
from sojourn.groups.routine import ARTS, CALLED, limits
from sojourn.groups.staging import Inflow
from sojourn.stats.size_mixture import Days, fit, some_load

WEEKDAYS = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.3, 0.3])
"""How many leave on each weekday, against a Monday."""
LONG = 728
"""Days of a simulated record: two years of whole weeks."""


@dataclass(frozen=True)
class World:
    """A nationality with its charters, and how often the world is drawn.

    `people` leave a day without charters, with their `dispersion`; `load` are on a charter, with their `evenness`; then the
    charters a weekday from Tuesday to Thursday.
    """

    words: str
    people: float
    dispersion: float
    load: float
    evenness: float
    charters: float
    runs: int


WORLDS = (
    World("a rare nationality, a monthly charter of 60", 0.5, 2.0, 60, 8.0, 0.08, 40),
    World("a middling one, a charter of 40 in three weeks", 2.0, 2.0, 40, 6.0, 0.11, 40),
    World("a scheduled one, one or two charters of 100 on most days", 5.0, 3.0, 100, 10.0, 1.0, 8),
    World("a crowded one, charters of 60 beside 15 people a day", 15.0, 3.0, 60, 8.0, 0.3, 20),
)


def drawn(world: World, random: Generator) -> tuple[Days, NDArray[np.int64]]:
    """The counts of a world, and the charters of each day."""
    weekdays = np.arange(LONG) % 7
    mean = world.people * WEEKDAYS[weekdays]
    charters = random.poisson(np.where(np.isin(weekdays, (1, 2, 3)), world.charters, 0.0))
    people = random.poisson(random.gamma(world.dispersion, mean / world.dispersion))
    evenness = np.maximum(charters * world.evenness, 1e-9)
    aboard = random.poisson(random.gamma(evenness, charters * world.load / evenness))
    return Days(people + np.where(charters > 0, aboard, 0), weekdays, np.arange(LONG) // 91), charters


@dataclass(frozen=True)
class Held:
    """How often each pair of limits held the truth in one world, and the share of the days called that had a charter."""

    days: float
    people: float
    right: float


def charters_found(world: World, random: Generator) -> Held:
    """The fit and its limits in many draws of a world."""
    days_held, people_held, called, right = 0, 0, 0, 0
    for run in range(world.runs):
        days, charters = drawn(world, random)
        mixture = fit(days, ARTS)
        charter = some_load(days, mixture)
        found = limits(days, ARTS, mixture, seed=run)
        days_held += found.low <= (charters > 0).sum() <= found.high
        people_held += found.load_low <= world.load <= found.load_high
        called += int((charter >= CALLED).sum())
        right += int((charters[charter >= CALLED] > 0).sum())
    return Held(days_held / world.runs, people_held / world.runs, right / max(called, 1))


def shuffled(random: Generator, runs: int) -> Iterator[tuple[str, float]]:
    """How often no signal is seen in book-ins whose citizenship is left to the draw, for groups of one and of three."""
    facilities = ("JENATLA", "IWAHOLD", "FSF", "MSF", "SJS", "RGS")
    first = date(2025, 1, 1)
    days = np.arange(np.datetime64(first), np.datetime64(first) + 180)
    share = np.array([0.9, 0.06, 0.02, 0.02])
    empty = np.zeros((180, len(facilities)), np.int32)
    names = ("GUATEMALA", "HAITI", "IRAN", "RUSSIA")
    for words, group in (("a group of one nationality", names[3:]), ("a group of three", names[1:])):
        quiet = 0
        for run in range(runs):
            counts = random.multinomial(random.poisson(30, (180, len(facilities))), share).astype(np.int32)
            made = Inflow(days, facilities, names, counts, empty)
            left = first + timedelta(days=int(random.integers(20, 170)))
            quiet += assembly(made, left, left, group, permutations=199, seed=run).p > SIGNAL
        yield words, quiet / runs
