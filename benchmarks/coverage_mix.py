"""How often intervals of case mix hold the truth, by simulation: `python -m benchmarks.coverage_mix` prints one row a method.

Each world is drawn afresh a few thousand times from shares that are known. A 95 % interval should hold the truth in 95 of
100 draws, and miss it above as often as below. `METHODS` lists them for benchmarks that print several tables as one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from math import sqrt
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.random import Generator

from sojourn.stats.decomposition import Decomposed, kitagawa
from sojourn.stats.random_intercept import random_intercept
from sojourn.stats.standardisation import Standardised, standardised
from sojourn.stats.stratified import Strata, pooled_difference, pooled_odds_ratio, pooled_ratio, strata

SEED = 20_260_701
RUNS = 4000
MODELS = 300
"""Draws of a model, which holds forty effects each."""
Z = 1.959964

Told: TypeAlias = tuple[float, float, float]
"""The truth, and the limits that should hold it."""


class Row(NamedTuple):
    """One method in one world: the share of draws whose limits hold the truth, lie above it, lie below it; mean width."""

    method: str
    world: str
    runs: int
    held: float
    above: float
    below: float
    width: float


Method: TypeAlias = tuple[str, Callable[[Generator], Row]]


def _row(method: str, world: str, told: Sequence[Told]) -> Row:
    truth, low, high = np.array(told).T
    finite = np.isfinite(high - low)
    held = float(((low <= truth) & (truth <= high)).mean())
    width = float((high - low)[finite].mean())
    return Row(method, world, len(told), held, float((low > truth).mean()), float((high < truth).mean()), width)


class World(NamedTuple):
    """Strata of known shares: mean trials of the unit and its peers in each, and the unit's factor on the odds."""

    name: str
    strata: int
    trials: float
    peers: float
    factor: float
    shares: tuple[float, float]

    def drawn(self, rng: Generator) -> tuple[Strata, np.ndarray, np.ndarray]:
        """One draw of the counts, with the peers' and the unit's true shares in the strata that have both."""
        peer = np.linspace(*self.shares, self.strata)
        unit = self.factor * peer / (1 - peer + self.factor * peer)
        n, m = rng.poisson(self.trials, self.strata), rng.poisson(self.peers, self.strata)
        n[0], m[0] = max(n[0], 1), max(m[0], 1)
        one = strata(rng.binomial(n, unit), n, rng.binomial(m, peer), m)
        return one, peer[one.compared], unit[one.compared]


WORLDS = (
    World("30 cases, many small strata", 20, 1.5, 15, 1.0, (0.5, 0.95)),
    World("100 cases, many small strata", 40, 2.5, 20, 1.0, (0.3, 0.95)),
    World("100 cases, twice the odds", 40, 2.5, 20, 2.0, (0.3, 0.95)),
    World("400 cases, few peers", 20, 20, 10, 1.0, (0.6, 0.95)),
    World("40 cases, rare", 10, 4, 60, 1.0, (0.02, 0.1)),
)


def _difference(world: World, rng: Generator) -> Told:
    one, peer, unit = world.drawn(rng)
    weights = one.within.weights
    found = pooled_difference(one)
    return float((weights * (unit - peer)).sum() / weights.sum()), found.low, found.high


def _wald(world: World, rng: Generator) -> Told:
    one, peer, unit = world.drawn(rng)
    weights = one.within.weights
    found = pooled_difference(one)
    truth = float((weights * (unit - peer)).sum() / weights.sum())
    return truth, found.value - Z * found.error, found.value + Z * found.error


def _ratio(world: World, rng: Generator) -> Told:
    one, peer, unit = world.drawn(rng)
    kept, found = one.within, pooled_ratio(one)
    return float((kept.weights * unit).sum() / (kept.weights * peer).sum()), found.low, found.high


def _odds(world: World, rng: Generator) -> Told:
    found = pooled_odds_ratio(world.drawn(rng)[0])
    return world.factor, found.low, found.high


def _standardised(world: World, rng: Generator) -> tuple[Standardised, float, float]:
    """The estimate, and the true actual and predicted successes of these cases."""
    one, peer, unit = world.drawn(rng)
    n = one.within.trials
    return standardised(one), float((n * unit).sum()), float((n * peer).sum())


def _predicted_difference(world: World, rng: Generator) -> Told:
    found, actual, predicted = _standardised(world, rng)
    return (actual - predicted) / found.trials, *found.difference[1:]


def _predicted_ratio(world: World, rng: Generator) -> Told:
    found, actual, predicted = _standardised(world, rng)
    return actual / predicted, *found.ratio[1:]


def _byar(world: World, rng: Generator) -> Told:
    """Byar's Poisson limits of actual / predicted, with the prediction taken as exact: what we do not use."""
    found, actual, predicted = _standardised(world, rng)
    low, high = (
        at * (1 - 1 / (9 * at) + sign * Z / (3 * sqrt(at))) ** 3 if at else 0.0
        for at, sign in ((found.actual, -1), (found.actual + 1, 1))
    )
    return actual / predicted, low / max(found.predicted, 1e-9), high / max(found.predicted, 1e-9)


BY_STRATA = {
    "stratified difference (Klingenberg)": _difference,
    "stratified difference (Wald, Sato's error)": _wald,
    "stratified ratio (Greenland, Robins)": _ratio,
    "stratified odds ratio (Robins, Breslow, Greenland)": _odds,
    "predicted against actual, difference": _predicted_difference,
    "predicted against actual, ratio (MOVER-R)": _predicted_ratio,
    "predicted against actual, ratio (Byar, not used)": _byar,
}


class Change(NamedTuple):
    """Two periods of known mixes and rates: cases in each, strata, and the fall of every rate."""

    name: str
    cases: int
    strata: int
    fall: float


CHANGES = (Change("400 cases, 6 strata", 400, 6, 0.15), Change("60 cases, 12 strata", 60, 12, 0.15))
PARTS = ("difference", "mix", "rate", "mix_then", "rate_then", "both")


def _parts(change: Change, rng: Generator) -> dict[str, Told]:
    """Each part of one draw. Strata that are drawn in one period only are apart, so the truth is among all."""
    world = np.random.default_rng(1)
    then, now = world.dirichlet(np.full(change.strata, 3.0), 2)
    before = world.beta(2, 2, change.strata)
    after = np.clip(before - change.fall, 0.02, 0.98)
    n, m = rng.multinomial(change.cases, now), rng.multinomial(change.cases, then)
    found: Decomposed = kitagawa(strata(rng.binomial(n, after), n, rng.binomial(m, before), m))
    mix, rate = now - then, after - before
    truth = {
        "difference": (now * after - then * before).sum(),
        "mix": (mix * (before + after) / 2).sum(),
        "rate": (rate * (now + then) / 2).sum(),
        "mix_then": (mix * before).sum(),
        "rate_then": (rate * then).sum(),
        "both": (mix * rate).sum(),
    }
    return {name: (float(truth[name]), getattr(found, name).low, getattr(found, name).high) for name in PARTS}


def _model(rng: Generator) -> tuple[list[Told], list[Told]]:
    """One draw of 40 units with 2 to 60 trials each: the fixed effect, and every unit's own effect."""
    own, slope = rng.normal(0, 0.7, 40), 0.8
    unit = np.repeat(np.arange(40), 2)
    design = np.column_stack([np.ones(80), np.tile([0, 1], 40)])
    trials = np.repeat(rng.integers(1, 31, 40), 2)
    share = 1 / (1 + np.exp(-(design @ [0.8, slope] + own[unit])))
    found = random_intercept(rng.binomial(trials, share), trials, design, unit)
    fixed = (slope, found.effects[1] - Z * found.errors[1], found.effects[1] + Z * found.errors[1])
    limits = zip(own, found.units - Z * found.unit_errors, found.units + Z * found.unit_errors, strict=True)
    return [fixed], [(float(a), float(b), float(c)) for a, b, c in limits]


def _of_strata(method: str, world: World) -> Method:
    return f"{method}: {world.name}", lambda rng: _row(
        method, world.name, [BY_STRATA[method](world, rng) for _ in range(RUNS)]
    )


def _of_change(part: str, change: Change) -> Method:
    name = f"then and now, {part} (delta)"
    return f"{name}: {change.name}", lambda rng: _row(
        name, change.name, [_parts(change, rng)[part] for _ in range(RUNS)]
    )


def _of_model(what: int, name: str) -> Method:
    world = "40 judges, 2 to 60 cases"
    return f"{name}: {world}", lambda rng: _row(name, world, [one for _ in range(MODELS) for one in _model(rng)[what]])


METHODS: list[Method] = [
    *(_of_strata(method, world) for method in BY_STRATA for world in WORLDS),
    *(_of_change(part, change) for part in PARTS for change in CHANGES),
    _of_model(0, "random intercept, a fixed effect (Wald)"),
    _of_model(1, "random intercept, a judge's own effect"),
]
"""Each method in each world, by name, with the function that simulates it from a generator."""


def main() -> None:
    """Print the table."""
    start = time.perf_counter()
    print("| method | world | draws | holds the truth | limits above it | limits below it | mean width |")
    print("|---|---|---|---|---|---|---|")
    for _, simulate in METHODS:
        row = simulate(np.random.default_rng(SEED))
        shares = " | ".join(f"{100 * one:.1f} %" for one in (row.held, row.above, row.below))
        print(f"| {row.method} | {row.world} | {row.runs:,} | {shares} | {row.width:.3f} |")
    print(f"{time.perf_counter() - start:.0f} s, seed {SEED}")


if __name__ == "__main__":
    main()
