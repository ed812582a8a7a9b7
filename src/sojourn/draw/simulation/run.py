"""A scenario run day by day under one option."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sojourn.draw.simulation.rounds import Keys, Numbers, Rule, Waiting, draw
from sojourn.draw.simulation.scenario import Option, Scenario
from sojourn.stats.waiting import longest_wait

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Run:
    """What a scenario came to.

    By day: people `arrived`, `placed` and `waiting` after the round, places `idle`. By household that was placed after the
    warm-up: the `days` on which it was, its `waits` in days, `sizes` and `kinds` (numbers of the scenario's kinds).
    `rounds_of_size` and `rounds_of_kind` count in how many rounds households stood: placed by rounds is the share placed in
    one round.
    `oldest` is the longest wait of those still waiting at the end.
    """

    arrived: Whole
    placed: Whole
    waiting: Whole
    idle: Whole
    days: Whole
    waits: Whole
    sizes: Whole
    kinds: Whole
    rounds_of_size: Whole
    rounds_of_kind: Whole
    oldest: int


def run(scenario: Scenario, option: Option, seed: int = 0, repeat: int = 0) -> Run:
    """Run a scenario under an option; the same seed and repeat give the same run, and each option the same arrivals."""
    pool = _Pool(scenario, option, (seed, repeat))
    for day, places in enumerate(scenario.places):
        pool.day(day, places)
    return pool.done()


class _Pool:
    """Those who wait: arrays in the order of registration, and what is counted on the way."""

    def __init__(self, scenario: Scenario, option: Option, seed: tuple[int, int]) -> None:
        self._scenario, self._option = scenario, option
        self._people = np.random.default_rng([*seed, 0])
        self._orders = np.random.default_rng([*seed, 1])
        largest = len(scenario.sizes)
        self._rule = Rule(option.reserved, option.packing, largest, scenario.hold_days, scenario.bucket_days)
        households = round(scenario.pool / scenario.mean_size)
        self._days = _first_days(scenario, option, households, self._people)
        self._sizes, self._kinds = self._newcomers(households)
        self._held: list[int] = []
        self._credit = 0
        self._counts = {name: [0] * len(scenario.places) for name in ("arrived", "placed", "waiting", "idle")}
        self._gone: list[tuple[Whole, ...]] = []
        self._of_size = np.zeros(largest + 1, np.int64)
        self._of_kind = np.zeros(len(scenario.kinds), np.int64)
        self._waiting = int(self._sizes.sum(dtype=np.int64))
        self._owed = 0.0

    def day(self, day: int, places: int) -> None:
        """One round, and then those who arrive; they are in the next one."""
        asking = self._asking()
        chosen = slice(None) if asking is None else asking
        held = self._held if asking is None else np.searchsorted(asking, self._held).tolist()
        days, sizes, kinds = self._days[chosen], self._sizes[chosen], self._kinds[chosen]
        drawn = draw(Waiting(days, sizes, self._keys(kinds), held), places, self._rule, self._credit)
        self._credit = drawn.credit
        placed = np.array(drawn.placed, np.int64)
        self._held = drawn.held if asking is None else asking[drawn.held].tolist()
        placed = np.sort(placed if asking is None else asking[placed])
        self._measure(day, placed)
        self._leave(day, placed)
        self._arrive(day)
        self._counts["idle"][day] = drawn.left
        self._counts["waiting"][day] = self._waiting

    def done(self) -> Run:
        """What it came to."""
        days, waits, sizes, kinds = (
            np.concatenate([np.empty(0, np.int64), *(one[at] for one in self._gone)]) for at in range(4)
        )
        counts = {name: np.array(values, np.int64) for name, values in self._counts.items()}
        oldest = len(self._scenario.places) - 1 - int(self._days[0]) if len(self._days) else 0
        return Run(
            **counts,
            days=days,
            waits=waits,
            sizes=sizes,
            kinds=kinds,
            rounds_of_size=self._of_size,
            rounds_of_kind=self._of_kind,
            oldest=max(oldest, 0),
        )

    def _asking(self) -> Whole | None:
        """The positions of those in today's round; None for all. Who was drawn before needs not ask again."""
        if self._option.requests == "standing":
            return None
        asks = np.array([one.asks for one in self._scenario.kinds])[self._kinds]
        in_round = self._orders.integers(0, 1000, len(asks)) < asks
        in_round[self._held] = True
        return np.flatnonzero(in_round)

    def _keys(self, kinds: Numbers) -> Keys:
        if self._option.order == "draw":
            return self._orders.integers(0, 2**64, len(kinds), np.uint64)
        # Who clicks first: exponential times at each kind's speed, as in successive sampling without replacement.
        speeds = np.array([one.speed for one in self._scenario.kinds])
        times: Keys = self._orders.standard_exponential(len(kinds)) / speeds[kinds]
        return times

    def _measure(self, day: int, placed: Whole) -> None:
        if day < self._scenario.warm_up:
            return
        self._of_size += np.bincount(self._sizes, minlength=len(self._of_size))
        self._of_kind += np.bincount(self._kinds, minlength=len(self._of_kind))
        waits = day - self._days[placed].astype(np.int64)
        sizes, kinds = self._sizes[placed].astype(np.int64), self._kinds[placed].astype(np.int64)
        self._gone.append((np.full(len(placed), day, np.int64), waits, sizes, kinds))

    def _leave(self, day: int, placed: Whole) -> None:
        people = int(self._sizes[placed].sum(dtype=np.int64))
        self._counts["placed"][day] = people
        self._waiting -= people
        stays = np.ones(len(self._days), bool)
        stays[placed] = False
        self._days, self._sizes, self._kinds = self._days[stays], self._sizes[stays], self._kinds[stays]
        self._held = (np.array(self._held, np.int64) - np.searchsorted(placed, self._held)).tolist()

    def _arrive(self, day: int) -> None:
        expected = self._scenario.arrivals[day] / self._scenario.mean_size
        if self._scenario.vary:
            households = int(self._people.poisson(expected))
        else:
            self._owed += expected
            households = int(self._owed + 1e-9)
            self._owed -= households
        sizes, kinds = self._newcomers(households)
        self._days = np.concatenate([self._days, np.full(households, day, np.int32)])
        self._sizes, self._kinds = np.concatenate([self._sizes, sizes]), np.concatenate([self._kinds, kinds])
        people = int(sizes.sum(dtype=np.int64))
        self._counts["arrived"][day] = people
        self._waiting += people

    def _newcomers(self, households: int) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
        sizes = _chosen(self._people, self._scenario.sizes, households) + np.int8(1)
        return sizes, _chosen(self._people, [one.weight for one in self._scenario.kinds], households)


def _first_days(
    scenario: Scenario, option: Option, households: int, random: np.random.Generator
) -> npt.NDArray[np.int32]:
    """The days on which those who wait at the start registered, as in a steady state under the option (stats.waiting)."""
    places = next((places for places in scenario.places if places), 1)
    days = scenario.pool / places
    share = option.share
    at = random.random(households)
    oldest = longest_wait(share, scenario.pool, places)
    if scenario.oldest is not None:
        oldest = min(oldest, scenario.oldest)
    if share >= 1 or not days:
        ages: Any = at * oldest
    else:
        within = 1 - np.exp(-(1 - share) * oldest / days)
        ages = -np.log1p(-at * within) * days / (1 - share)
    return np.sort(-1 - ages.astype(np.int32)).astype(np.int32)


def _chosen(random: np.random.Generator, weights: Any, number: int) -> npt.NDArray[np.int8]:
    if len(weights) == 1:
        return np.zeros(number, np.int8)
    steps = np.cumsum(weights)[:-1] / np.sum(weights)
    return np.searchsorted(steps, random.random(number), "right").astype(np.int8)
