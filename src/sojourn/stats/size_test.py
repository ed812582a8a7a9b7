"""Whether loads are needed to explain daily counts: a likelihood ratio, judged by simulation of counts without any."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sojourn.stats.risk_sets import Floats
from sojourn.stats.size_mixture import (
    CLASSES,
    MOST_DISPERSION,
    WEEK,
    Days,
    Prior,
    best_of_starts,
    coarse,
)

_STEPS = 10


@dataclass(frozen=True)
class Separation:
    """How much better the counts fit with loads than without, in nats, and how often counts without any fit as much better."""

    likelihood_ratio: float
    p: float
    simulations: int


def separation(days: Days, prior: Prior, simulations: int, seed: int) -> Separation:
    """Whether loads are needed to explain the counts, by simulation of counts without loads.

    The simulated counts are negative binomial about the mean of each stratum, with the dispersion that each weekday shows
    within seasons: richer than the background of the model, so that a slow change is not taken for loads.

    Args:
        days: the counts.
        prior: as for `fit`.
        simulations: how many sets of counts to draw; the smallest p is 1 / (simulations + 1).
        seed: of the random numbers.

    Source: G. J. McLachlan, Applied Statistics 36 (1987) 318-324.
    """
    found = _likelihood_ratio(days, prior)
    random = np.random.default_rng(seed)
    mean, dispersion = _alone(days)
    reached = 0
    for _ in range(simulations):
        drawn = random.poisson(random.gamma(dispersion, mean / dispersion))
        reached += _likelihood_ratio(Days(drawn.astype(np.int64), days.weekdays, days.seasons), prior) >= found
    return Separation(found, (1 + reached) / (1 + simulations), simulations)


def _likelihood_ratio(days: Days, prior: Prior) -> float:
    """How much better loads explain the counts; large counts in classes."""
    width = 1 + days.most // CLASSES
    rough = coarse(days, width)
    return best_of_starts(rough, replace(prior, load=prior.load / width), _STEPS).log_likelihood - without_loads(rough)


def _alone(days: Days) -> tuple[Floats, Floats]:
    """For each day the mean of its stratum, and the dispersion of its weekday within seasons, by moments."""
    mean = (np.bincount(days.stratum_of_day, days.counts) / np.maximum(np.bincount(days.stratum_of_day), 1))[
        days.stratum_of_day
    ]
    seen = (days.of_stratum.reshape(-1, WEEK) > 0).sum(axis=0)
    spread = np.bincount(days.weekdays, (days.counts - mean) ** 2, minlength=WEEK)
    free = np.maximum(days.of_weekday - seen, 1)
    squares = np.bincount(days.weekdays, mean**2, minlength=WEEK) / np.maximum(days.of_weekday, 1)
    level = np.bincount(days.weekdays, mean, minlength=WEEK) / np.maximum(days.of_weekday, 1)
    excess = np.maximum(spread / free - level, squares / MOST_DISPERSION)
    with np.errstate(divide="ignore", invalid="ignore"):
        dispersion = np.where(squares > 0, squares / excess, 1.0)
    return np.maximum(mean, 1e-9), dispersion[days.weekdays]


def without_loads(days: Days) -> float:
    """The logarithm of the likelihood of the counts where there is a background and no load; any dispersion above 0."""
    mean = np.maximum(days.by_stratum(days.count.astype(np.float64)) / np.maximum(days.of_stratum, 1), 1e-9)
    grid = np.exp(np.linspace(np.log(0.02), np.log(MOST_DISPERSION), 60))
    heights = [_height_alone(days, mean, r) for r in grid]
    at = int(np.argmax(heights))
    fine = np.exp(np.linspace(np.log(grid[max(at - 1, 0)]), np.log(grid[min(at + 1, 59)]), 25))
    return max([*heights, *(_height_alone(days, mean, r) for r in fine)])


def _height_alone(days: Days, mean: Floats, dispersion: float) -> float:
    from scipy.special import gammaln  # noqa: PLC0415 - scipy only where it is needed

    k, m = days.count, mean[days.stratum]
    logs = gammaln(k + dispersion) - gammaln(dispersion) - gammaln(k + 1.0)
    logs += -dispersion * np.log1p(m / dispersion) + k * (np.log(m) - np.log(m + dispersion))
    return float(logs @ days.often)
