"""How often each interval holds the truth: by counting all that can happen where that is possible, else by simulation.

    python benchmarks/coverage.py [--out FILE]     writes docs/coverage.json (about three minutes); the same on every machine

`FIGURES` lists one function for each method; its name is the name of the method. To add one, write a function that takes a
generator of random numbers and yields `Figure`s, and put it at the end of the list: each has random numbers of its own, so
none of the others changes. docs/method.md quotes the file, and tests/docs/test_coverage.py holds it to this list.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from coverage_groups import WORLDS, charters_found, shuffled
from coverage_mix import METHODS as CASE_MIX
from numpy.typing import NDArray
from scipy.stats import binom

from sojourn.stats.beta_binomial import Method, fit
from sojourn.stats.clusters import Clusters, bootstrap_mean, clustered_share
from sojourn.stats.competing_risks import cumulative_incidence
from sojourn.stats.funnel import Model, funnel
from sojourn.stats.intervals import Limits, difference, exact, jeffreys, ratio, wilson_limits
from sojourn.stats.means import mean_of_counts
from sojourn.stats.proportions import wilson
from sojourn.stats.shrinkage import Posterior, shrink
from sojourn.stats.spread import spread_interval
from sojourn.stats.survival import kaplan_meier

OUT = Path(__file__).parents[1] / "docs" / "coverage.json"
SEED = 20_261_128
SIZES = (25, 50, 100, 400)
SHARES = np.arange(0.01, 0.995, 0.01)
FAR = np.arange(0.05, 0.96, 0.05)
DECISIONS = (25, 40, 60, 100, 200, 400)
ALIKE = 0.0
"""A standard deviation between judges of nothing: they all have one share."""

Random: TypeAlias = np.random.Generator
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Figure:
    """What was found in one setting: how often the limits held the truth, of how often they say they do.

    `least` is the lowest over the true shares of the setting, where there are several; `runs` is 0 where everything that can
    happen was counted instead of drawn.
    """

    setting: str
    coverage: float
    nominal: float = 0.95
    least: float | None = None
    runs: int = 0
    method: str = ""


Figures: TypeAlias = Iterator[Figure]


def _one_sample(interval: Callable[[Any, Any], Limits]) -> Figures:
    for trials in SIZES:
        low, high = interval(np.arange(trials + 1), trials)
        weights = binom.pmf(np.arange(trials + 1), trials, SHARES[:, None])
        held = (low <= SHARES[:, None] + 1e-12) & (SHARES[:, None] <= high + 1e-12)
        coverage = (weights * held).sum(axis=1)
        yield Figure(f"{trials} trials, true shares of 1 to 99 %", coverage.mean(), least=coverage.min())


def wilson_share(_: Random) -> Figures:
    """Wilson's interval of one share."""
    yield from _one_sample(wilson_limits)


def jeffreys_share(_: Random) -> Figures:
    """Jeffreys' interval of one share."""
    yield from _one_sample(jeffreys)


def exact_share(_: Random) -> Figures:
    """Clopper and Pearson's interval of one share."""
    yield from _one_sample(exact)


def _two_samples(interval: Callable[..., Limits], truth: Callable[[Floats, Floats], Floats]) -> Figures:
    for trials, other in ((25, 25), (100, 40), (200, 200)):
        low, high = interval(np.arange(trials + 1)[:, None], trials, np.arange(other + 1), other)
        first = binom.pmf(np.arange(trials + 1), trials, FAR[:, None])
        second = binom.pmf(np.arange(other + 1), other, FAR[:, None])
        coverage = np.array(
            [
                first[a] @ ((low <= true + 1e-12) & (true <= high + 1e-12)) @ second[b]
                for a in range(FAR.size)
                for b in range(FAR.size)
                for true in (truth(FAR[a], FAR[b]),)
            ]
        )
        yield Figure(f"{trials} and {other} trials, true shares of 5 to 95 %", coverage.mean(), least=coverage.min())


def newcombe_difference(_: Random) -> Figures:
    """Newcombe's hybrid score interval of a difference."""
    yield from _two_samples(difference, lambda first, second: first - second)


def koopman_ratio(_: Random) -> Figures:
    """Koopman's score interval of a ratio."""
    yield from _two_samples(ratio, lambda first, second: first / second)


def _shares(random: Random, mean: float, spread: float, size: int) -> Floats:
    """True shares of judges."""
    if spread == ALIKE:
        return np.full(size, mean)
    precision = mean * (1 - mean) / spread**2 - 1
    return random.beta(precision * mean, precision * (1 - mean), size)


JUDGES = [
    *((0.8, spread, judges) for judges in (5, 10, 40) for spread in (ALIKE, 0.06, 0.12)),
    (0.95, 0.06, 10),
    (0.95, 0.06, 40),
]


def _words(mean: float, spread: float, judges: int) -> str:
    apart = f"standard deviation {100 * spread:.0f} points" if spread else "all alike"
    return f"{judges} judges of 25 to 400 decisions, mean share {100 * mean:.0f} %, {apart}"


def _courts(random: Random, method: Method, courts: int) -> Iterator[tuple[str, Posterior, Floats, Floats]]:
    """Many courts of each kind at once, with what is known of their judges, their true shares and their medians."""
    for mean, spread, judges in JUDGES:
        groups, trials = np.repeat(np.arange(courts), judges), random.choice(DECISIONS, courts * judges)
        true = _shares(random, mean, spread, courts * judges)
        found = random.binomial(trials, true)
        fitted = fit(found, trials, groups, method)
        known = shrink(found, trials, fitted, groups)
        yield _words(mean, spread, judges), known, true, fitted.quantile(0.5)[groups]


def _posterior(random: Random, method: Method, courts: int = 1000) -> Figures:
    for words, known, true, _ in _courts(random, method, courts):
        low, high = known.interval()
        yield Figure(words, ((low <= true) & (true <= high)).mean(), runs=courts)


def posterior_adjusted(random: Random) -> Figures:
    """The interval of each judge's share, by the adjusted fit: what judge_variation prints."""
    yield from _posterior(random, "adjusted")


def posterior_likelihood(random: Random) -> Figures:
    """The same by the maximum of the likelihood."""
    yield from _posterior(random, "likelihood")


def posterior_moments(random: Random) -> Figures:
    """The same by moments, whose error is not known."""
    yield from _posterior(random, "moments")


def probability_above(random: Random, courts: int = 1000) -> Figures:
    """Of the judges said to lie above the court's median with 95 per cent or more, those who do."""
    for words, known, true, median in _courts(random, "adjusted", courts):
        said = known.above(median) >= 0.95
        if said.sum() >= 100:
            yield Figure(words, (true > median)[said].mean(), runs=int(said.sum()))


def spread_profile(random: Random, courts: int = 1000) -> Figures:
    """The limits of the standard deviation between judges."""
    for mean, spread, judges in JUDGES:
        held = 0
        for _ in range(courts):
            trials = random.choice(DECISIONS, judges)
            found = random.binomial(trials, _shares(random, mean, spread, judges))
            _, low, high = spread_interval(found, trials)
            held += low <= spread <= high
        yield Figure(_words(mean, spread, judges), held / courts, runs=courts)


def _funnel(random: Random, model: Model, winsorised: float, runs: int = 500) -> Figures:
    judges, mean = 40, 0.8
    for spread in (ALIKE, 0.06, 0.12):
        inside = {0.95: 0.0, 0.998: 0.0}
        for _ in range(runs):
            trials = random.choice(DECISIONS, judges)
            made = funnel(random.binomial(trials, _shares(random, mean, spread, judges)), trials, model, winsorised)
            for level in inside:
                inside[level] += float((made.outside(level) == 0).mean()) / runs
        for level, share in inside.items():
            yield Figure(_words(mean, spread, judges), share, level, runs=runs)


def funnel_binomial(random: Random) -> Figures:
    """Judges inside a funnel that knows only binomial error, none of them further off than the spread of all."""
    yield from _funnel(random, "binomial", 0.0)


def funnel_multiplicative_winsorised(random: Random) -> Figures:
    """The same with phi from winsorised deviations, as published."""
    yield from _funnel(random, "multiplicative", 0.1)


def funnel_additive_winsorised(random: Random) -> Figures:
    """The same with tau squared from winsorised deviations, as published."""
    yield from _funnel(random, "additive", 0.1)


def funnel_additive(random: Random) -> Figures:
    """The same with tau squared from all deviations: what judge_variation prints."""
    yield from _funnel(random, "additive", 0.0)


def _families(random: Random) -> Iterator[tuple[str, Iterator[Clusters]]]:
    """Families of one to six people: each person decided alone, or the whole family together; true share 70 %."""
    for families in (30, 200):
        for together in (False, True):
            words = f"{families} families of 1 to 6 people, {'decided together' if together else 'each decided alone'}"
            yield words, (_drawn(random, families, together) for _ in range(1000))


def _drawn(random: Random, families: int, together: bool) -> Clusters:
    rows = random.integers(1, 7, families)
    totals = rows * (random.random(families) < 0.7) if together else random.binomial(rows, 0.7)
    return Clusters(totals.astype(np.float64), rows.astype(np.float64))


def _clustered(random: Random, limits: Callable[[Clusters, int], tuple[float, float]]) -> Figures:
    for words, drawn in _families(random):
        ends = np.array([limits(one, seed) for seed, one in enumerate(drawn)])
        yield Figure(words, ((ends[:, 0] <= 0.7) & (ends[:, 1] >= 0.7)).mean(), runs=len(ends))


def wilson_of_clustered_rows(random: Random) -> Figures:
    """Wilson's interval where it takes every member of a family for a row of its own."""
    yield from _clustered(random, lambda one, _: wilson(int(one.totals.sum()), int(one.rows.sum())))


def cluster_bootstrap(random: Random) -> Figures:
    """Drawing whole families."""
    yield from _clustered(random, lambda one, seed: bootstrap_mean(one, seed, draws=1000)[1:])


def wilson_of_effective_rows(random: Random) -> Figures:
    """Wilson's interval for the effective number of rows."""
    yield from _clustered(random, lambda one, _: clustered_share(one)[1:])


def _waits(random: Random, size: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Waits of mean 100, seen for 20 to 250 days."""
    waits, seen = random.exponential(100, size), random.uniform(20, 250, size)
    return np.minimum(waits, seen), waits <= seen


def kaplan_meier_share(random: Random, runs: int = 1000) -> Figures:
    """The share that waits longer than 60 days."""
    for size in SIZES:
        held = 0
        for _ in range(runs):
            found = kaplan_meier(*_waits(random, size)).longer(60)
            held += found is not None and found[1] <= np.exp(-0.6) <= found[2]
        yield Figure(f"{size} waits, part of them censored; share above 60 days", held / runs, runs=runs)


def kaplan_meier_median(random: Random, runs: int = 1000) -> Figures:
    """The median wait."""
    for size in SIZES:
        held, true = 0, 100 * np.log(2)
        for _ in range(runs):
            low, high = kaplan_meier(*_waits(random, size)).quantile_interval(0.5)
            held += (low is None or low <= true) and (high is None or true <= high)
        yield Figure(f"{size} waits, part of them censored; median", held / runs, runs=runs)


def aalen_johansen_share(random: Random, runs: int = 1000) -> Figures:
    """The share that has come to one of two ends by 60 days."""
    true = 0.3 * (1 - np.exp(-0.6))
    for size in SIZES:
        held = 0
        for _ in range(runs):
            times, ended = _waits(random, size)
            causes = np.where(ended, np.where(random.random(size) < 0.3, 1, 2), 0)
            found = cumulative_incidence(times, causes, 2).by(1, 60)
            held += found is not None and found[1] <= true <= found[2]
        yield Figure(f"{size} stays, part of them censored; one end of two by 60 days", held / runs, runs=runs)


def mean_of_hearings(random: Random, runs: int = 2000) -> Figures:
    """The mean number of hearings adjourned a case, most of which have none or few and some many."""
    for size in SIZES:
        held = 0
        for _ in range(runs):
            hearings, often = np.unique(random.poisson(random.gamma(0.8, 2.5, size)), return_counts=True)
            _, low, high = mean_of_counts(dict(zip(hearings.tolist(), often.tolist(), strict=True)))
            held += low <= 2.0 <= high
        yield Figure(f"{size} cases, two hearings a case", held / runs, runs=runs)


def case_mix(random: Random) -> Figures:
    """Like compared with like: strata, predicted against actual, mix and rate, a random intercept (coverage_mix.py)."""
    for _, simulate in CASE_MIX:
        row = simulate(random)
        yield Figure(f"{row.method}; {row.world}", row.held, runs=row.runs)


def charter_days(random: Random) -> Figures:
    """Days with a charter, and people of the nationality on one, by the sizes of days (coverage_groups.py)."""
    for world in WORLDS:
        found = charters_found(world, random)
        yield Figure(f"{world.words}; days with a charter", found.days, runs=world.runs)
        yield Figure(f"{world.words}; people on one", found.people, runs=world.runs)


def assembly_without_signal(random: Random, runs: int = 500) -> Figures:
    """No signal of assembly where the citizenship of those booked in is left to the draw."""
    for words, quiet in shuffled(random, runs):
        yield Figure(words, quiet, runs=runs)


FIGURES: Sequence[Callable[[Random], Figures]] = (
    wilson_share,
    jeffreys_share,
    exact_share,
    newcombe_difference,
    koopman_ratio,
    posterior_adjusted,
    posterior_likelihood,
    posterior_moments,
    probability_above,
    spread_profile,
    funnel_binomial,
    funnel_multiplicative_winsorised,
    funnel_additive_winsorised,
    funnel_additive,
    wilson_of_clustered_rows,
    cluster_bootstrap,
    wilson_of_effective_rows,
    kaplan_meier_share,
    kaplan_meier_median,
    aalen_johansen_share,
    case_mix,
    mean_of_hearings,
    charter_days,
    assembly_without_signal,
)


def measured(method: Callable[[Random], Figures]) -> list[Figure]:
    """The figures of one method, to four digits, from random numbers of its own."""
    name = method.__name__
    random = np.random.default_rng([SEED, zlib.crc32(name.encode())])
    return [
        replace(
            one,
            method=name,
            coverage=round(float(one.coverage), 4),
            least=None if one.least is None else round(float(one.least), 4),
        )
        for one in method(random)
    ]


def document(methods: Sequence[Callable[[Random], Figures]] = FIGURES) -> dict[str, Any]:
    """All figures, with what each method is."""
    about = {method.__name__: (method.__doc__ or "").splitlines()[0] for method in methods}
    figures = [asdict(one) for method in methods for one in measured(method)]
    return {"schema": "sojourn.coverage/1", "seed": SEED, "methods": about, "figures": figures}


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description="How often each interval holds the truth.")
    parser.add_argument("--out", type=Path, default=OUT)
    text = json.dumps(document(), indent=1)
    parser.parse_args().out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
