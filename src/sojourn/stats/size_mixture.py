"""Daily counts as a sum: a background that is always there, and no, one or several loads of a size that is nearly known.

The background of a weekday is negative binomial (mean of the weekday, one dispersion for all), and so is a load; the loads of
a day add up. All of it is fitted at once, with what is known beforehand of size and number of loads.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sojourn.stats.risk_sets import Floats

Numbers: TypeAlias = NDArray[np.int64]

WEEK = 7
MOST_LOADS = 8
"""Loads on one day beyond which the model does not count."""
LEAST_DISPERSION, MOST_DISPERSION = 1.0, 1e4
"""From 1 on the background is log-concave, so that a larger count never speaks against a load.

Source: M. Shaked, J. G. Shanthikumar, Stochastic Orders (2007), theorem 1.C.9.
"""
_POOLED_DAYS = 10.0
"""Days for which what holds on all weekdays counts on each of them."""
_MEAN_DAYS = 4.0
_STEPS = 60
_STEPS_OF_TEST = 12
_CLASSES = 160
_STILL = 2e-4
_NUDGE = 0.02


@dataclass(frozen=True)
class Prior:
    """What is held before a count is seen.

    `load` people of one kind in a load, with the deviation of its logarithm; `evenness` is the dispersion of loads about
    their mean (large: all alike), with the deviation of its logarithm. `aboard` is the share of all people who are in
    loads; it counts as much as `days` days of counts.
    """

    load: float
    load_deviation: float
    evenness: float
    evenness_deviation: float
    aboard: float
    days: float


@dataclass(frozen=True)
class Days:
    """Counts of days with their weekdays (0 to 6), and the distinct pairs of both with how often each occurs.

    `kept` holds what the last background needed, which load and evenness do not change.
    """

    counts: Numbers
    weekdays: Numbers
    kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _distinct(self) -> tuple[Numbers, Numbers, Numbers]:
        width = int(self.counts.max(initial=0)) + 1
        pairs, back, often = np.unique(self.weekdays * width + self.counts, return_inverse=True, return_counts=True)
        return pairs, back.reshape(-1), often

    @property
    def back(self) -> Numbers:
        """For each day the place of its pair."""
        return self._distinct[1]

    @property
    def often(self) -> Numbers:
        """How often each pair occurs."""
        return self._distinct[2]

    @cached_property
    def weekday(self) -> Numbers:
        """The weekday of each pair."""
        return self._distinct[0] // (self.most + 1)

    @cached_property
    def count(self) -> Numbers:
        """The count of each pair."""
        return self._distinct[0] % (self.most + 1)

    @cached_property
    def most(self) -> int:
        """The largest count."""
        return int(self.counts.max(initial=0))

    @cached_property
    def of_weekday(self) -> Floats:
        """Days of each weekday."""
        return np.bincount(self.weekdays, minlength=WEEK).astype(np.float64)

    def by_weekday(self, values: Floats) -> Floats:
        """The sums of a value of each pair over the days of each weekday; further axes stay."""
        made = np.zeros((WEEK, *values.shape[1:]))
        often = self.often.reshape(-1, *[1] * (values.ndim - 1))
        np.add.at(made, self.weekday, values * often)
        return made


@dataclass(frozen=True)
class Mixture:
    """A fitted model: the background's mean by weekday, its dispersion, the mean and evenness of a load, and by weekday
    how probable each number of loads is (7, k + 1)."""

    background: Floats
    dispersion: float
    load: float
    evenness: float
    numbers: Floats
    log_likelihood: float = -np.inf

    @property
    def scatter(self) -> Floats:
        """The standard deviation of the background by weekday."""
        return np.sqrt(self.background + self.background**2 / self.dispersion)


@dataclass(frozen=True)
class Explained:
    """For each day the probability of each number of loads (n, k + 1), and the people of the background (n,)."""

    numbers: Floats
    background: Floats


def negative_binomial(most: int, mean: Floats, dispersion: Floats) -> Floats:
    """The probabilities (..., most + 1) of 0 to `most`, for means and dispersions of one shape; a mean of 0 is always 0."""
    from scipy.special import gammaln  # noqa: PLC0415 - scipy only where it is needed

    k = np.arange(most + 1)
    mean, dispersion = np.broadcast_arrays(np.maximum(mean, 1e-9), dispersion)
    m, r = mean[..., None], dispersion[..., None]
    made: Floats = np.exp(
        gammaln(k + r) - gammaln(r) - gammaln(k + 1.0) - r * np.log1p(m / r) + k * (np.log(m) - np.log(m + r))
    )
    return made


def fit(days: Days, prior: Prior, steps: int = _STEPS) -> Mixture:
    """The model that fits best, from three starts: few people in the background (by two limits), and nearly all of them.

    Expectation and maximisation for the numbers of loads and the means of the background, Newton's method for the
    dispersion, the load and its evenness, one after the other.

    Raises:
        ValueError: no day, or counts below zero.

    Source: A. P. Dempster, N. M. Laird, D. B. Rubin, Journal of the Royal Statistical Society B 39 (1977) 1-38.
    """
    if not days.counts.size or days.counts.min() < 0:
        raise ValueError("a mixture needs days with counts of zero or more")
    width = 1 + days.most // _CLASSES
    if width > 1:
        rough = _best(_coarse(days, width), replace(prior, load=prior.load / width), steps)
        start = replace(rough, background=rough.background * width, load=rough.load * width)
        return _climbed(days, prior, start, steps)
    return _best(days, prior, steps)


def _best(days: Days, prior: Prior, steps: int) -> Mixture:
    found = [_climbed(days, prior, start, steps) for start in _starts(days, prior)]
    return max(found, key=lambda one: one.log_likelihood + _prior_height(one, prior))


def _coarse(days: Days, width: int) -> Days:
    """Counts in classes of some width, which cost little and tell nearly as much."""
    return Days(days.counts // width, days.weekdays)


def explain(days: Days, mixture: Mixture) -> Explained:
    """What each day is made of by a fitted model."""
    given = _given(days, mixture)
    numbers = _shares(days, mixture, given)
    background = days.count - (numbers * _carried(days, mixture, given)).sum(axis=1)
    return Explained(numbers[days.back], background[days.back])


def some_load(days: Days, mixture: Mixture) -> Floats:
    """For each day the probability (n,) of at least one load."""
    made: Floats = 1 - _shares(days, mixture, _given(days, mixture))[days.back, 0]
    return made


def _shares(days: Days, mixture: Mixture, given: Floats) -> Floats:
    """For each pair the probability of each number of loads, after its count."""
    joint = given * mixture.numbers[days.weekday]
    made: Floats = joint / joint.sum(axis=1, keepdims=True)
    return made


def log_likelihood(days: Days, mixture: Mixture) -> float:
    """The logarithm of the likelihood of the counts."""
    given = _given(days, mixture)
    return float(np.log((given * mixture.numbers[days.weekday]).sum(axis=1)) @ days.often)


@dataclass(frozen=True)
class Separation:
    """How much better the counts fit with loads than without, in nats, and how often counts without any fit as much better."""

    likelihood_ratio: float
    p: float
    simulations: int


def separation(days: Days, seasons: Numbers, prior: Prior, simulations: int, seed: int) -> Separation:
    """Whether loads are needed to explain the counts, by simulation of counts without loads.

    The simulated counts are negative binomial about the means of each weekday in each season, with the dispersion that each
    weekday shows within seasons: richer than the background of the model, so that a slow change is not taken for loads.

    Args:
        days: the counts.
        seasons: for each day the number of its season.
        prior: as for `fit`.
        simulations: how many sets of counts to draw; the smallest p is 1 / (simulations + 1).
        seed: of the random numbers.

    Source: G. J. McLachlan, Applied Statistics 36 (1987) 318-324.
    """
    found = _likelihood_ratio(days, prior)
    random = np.random.default_rng(seed)
    mean, dispersion = _alone(days, seasons)
    reached = 0
    for _ in range(simulations):
        drawn = random.poisson(random.gamma(dispersion, mean / dispersion))
        reached += _likelihood_ratio(Days(drawn.astype(np.int64), days.weekdays), prior) >= found
    return Separation(found, (1 + reached) / (1 + simulations), simulations)


def _likelihood_ratio(days: Days, prior: Prior) -> float:
    """How much better loads explain the counts; large counts in classes."""
    width = 1 + days.most // _CLASSES
    coarse = _coarse(days, width)
    return _best(coarse, replace(prior, load=prior.load / width), _STEPS_OF_TEST).log_likelihood - without_loads(coarse)


def _alone(days: Days, seasons: Numbers) -> tuple[Floats, Floats]:
    """For each day the mean of its weekday and season, and the dispersion of its weekday within seasons, by moments."""
    strata, back = np.unique(seasons * WEEK + days.weekdays, return_inverse=True)
    back = back.reshape(-1)
    size = np.bincount(back)
    mean = (np.bincount(back, days.counts) / size)[back]
    spread = np.bincount(days.weekdays, (days.counts - mean) ** 2, minlength=WEEK)
    free = np.maximum(days.of_weekday - np.bincount(strata % WEEK, minlength=WEEK), 1)
    squares = np.bincount(days.weekdays, mean**2, minlength=WEEK) / np.maximum(days.of_weekday, 1)
    level = np.bincount(days.weekdays, mean, minlength=WEEK) / np.maximum(days.of_weekday, 1)
    excess = np.maximum(spread / free - level, squares / MOST_DISPERSION)
    with np.errstate(divide="ignore", invalid="ignore"):
        dispersion = np.where(squares > 0, squares / excess, 1.0)
    return np.maximum(mean, 1e-9), dispersion[days.weekdays]


def without_loads(days: Days) -> float:
    """The logarithm of the likelihood of the counts where there is a background and no load; any dispersion above 0."""
    mean = np.maximum(days.by_weekday(days.count.astype(np.float64)) / np.maximum(days.of_weekday, 1), 1e-9)
    grid = np.exp(np.linspace(np.log(0.02), np.log(MOST_DISPERSION), 60))
    heights = [_height_alone(days, mean, r) for r in grid]
    at = int(np.argmax(heights))
    fine = np.exp(np.linspace(np.log(grid[max(at - 1, 0)]), np.log(grid[min(at + 1, 59)]), 25))
    return max([*heights, *(_height_alone(days, mean, r) for r in fine)])


def _height_alone(days: Days, mean: Floats, dispersion: float) -> float:
    from scipy.special import gammaln  # noqa: PLC0415 - scipy only where it is needed

    k, m = days.count, mean[days.weekday]
    logs = gammaln(k + dispersion) - gammaln(dispersion) - gammaln(k + 1.0)
    logs += -dispersion * np.log1p(m / dispersion) + k * (np.log(m) - np.log(m + dispersion))
    return float(logs @ days.often)


def _starts(days: Days, prior: Prior) -> list[Mixture]:
    """Few people in the background, with loads for what lies above half or a seventh of the prior load; and nearly all."""
    loads = max(1, min(MOST_LOADS, 1 + int(days.most / (0.6 * prior.load))))
    numbers = np.tile(_numbers_before(days, prior, loads), (WEEK, 1))
    every = days.by_weekday(days.count.astype(np.float64)) / np.maximum(days.of_weekday, 1)
    made = [Mixture(np.maximum(0.9 * every, 0.01), 2.0, prior.load, prior.evenness, numbers)]
    for above in (prior.load / 2, prior.load / 7):
        low = days.count < above
        few = days.by_weekday(np.where(low, days.count, 0.0)) / np.maximum(days.by_weekday(low.astype(np.float64)), 1)
        load = float(np.average(days.count[~low], weights=days.often[~low])) if not low.all() else prior.load
        load = min(max(load, prior.load / 5), prior.load)
        made.append(Mixture(np.maximum(few, 0.01), 2.0, load, prior.evenness, numbers))
    return made


def _numbers_before(days: Days, prior: Prior, loads: int) -> Floats:
    """The numbers of loads on a day that the prior share of people in loads would make (Poisson)."""
    from scipy.special import gammaln  # noqa: PLC0415 - scipy only where it is needed

    mean = max(prior.aboard * float(days.counts.mean()) / prior.load, 1e-9)
    k = np.arange(loads + 1)
    weight = np.exp(k * np.log(mean) - mean - gammaln(k + 1.0))
    made: Floats = weight / weight.sum()
    return made


def _given(days: Days, mixture: Mixture) -> Floats:
    """For each pair the probability (p, k + 1) of its count for each number of loads."""
    return np.maximum(_left(days, mixture) @ _aboard(days.most, mixture).T, 1e-300)


def _carried(days: Days, mixture: Mixture, given: Floats) -> Floats:
    """For each pair and number of loads the people in these loads."""
    people = np.arange(days.most + 1)
    return _left(days, mixture) @ (_aboard(days.most, mixture) * people).T / given


def _left(days: Days, mixture: Mixture) -> Floats:
    """For each pair, the probability (p, most + 1) that the background is what 0, 1, 2 ... people in loads leave."""
    at = (mixture.dispersion, mixture.background.tobytes())
    if days.kept.get("at") != at:
        below = negative_binomial(days.most, mixture.background, np.asarray(mixture.dispersion))
        reversed_below = np.concatenate([below[:, ::-1], np.zeros_like(below)], axis=1)
        windows = np.lib.stride_tricks.sliding_window_view(reversed_below, days.most + 1, axis=1)
        days.kept.update(at=at, left=windows[days.weekday, days.most - days.count])
    left: Floats = days.kept["left"]
    return left


def _aboard(most: int, mixture: Mixture) -> Floats:
    """The probabilities (k + 1, most + 1) of the people in 0, 1, 2 ... loads: k loads have k times mean and evenness."""
    loads = np.arange(1.0, mixture.numbers.shape[1])
    some = negative_binomial(most, loads * mixture.load, loads * mixture.evenness)
    none = np.zeros((1, most + 1))
    none[0, 0] = 1.0
    return np.concatenate([none, some])


def _climbed(days: Days, prior: Prior, at: Mixture, steps: int) -> Mixture:
    before = _numbers_before(days, prior, at.numbers.shape[1] - 1)
    height = -np.inf
    for _ in range(steps):
        at = _sharpened(days, prior, _shared_out(days, prior, before, at))
        new = at.log_likelihood + _prior_height(at, prior)
        if abs(new - height) < _STILL * max(1.0, 1e-3 * abs(new)):
            break
        height = new
    return at


def _shared_out(days: Days, prior: Prior, before: Floats, at: Mixture) -> Mixture:
    """Numbers of loads and means of the background from what the days are made of by the model so far.

    Each weekday leans on all of them, and all of them on the prior: for as many days as these count.
    """
    given = _given(days, at)
    numbers = _shares(days, at, given)
    by_weekday = days.by_weekday(numbers)
    every = by_weekday.sum(axis=0) + prior.days * before
    every = every / every.sum()
    found = (by_weekday + _POOLED_DAYS * every) / (days.of_weekday[:, None] + _POOLED_DAYS)
    rest = days.by_weekday(days.count - (numbers * _carried(days, at, given)).sum(axis=1))
    mean = rest.sum() / days.of_weekday.sum()
    background = (rest + _MEAN_DAYS * mean) / (days.of_weekday + _MEAN_DAYS)
    return replace(at, background=np.maximum(background, 1e-6), numbers=found)


_SHAPES = ("dispersion", "load", "evenness")


def _sharpened(days: Days, prior: Prior, at: Mixture) -> Mixture:
    """One step of Newton's method in the logarithm of each shape; a step that does not rise is not taken."""
    height = log_likelihood(days, at) + _prior_height(at, prior)
    for name in _SHAPES:
        slope, bend = _slope(days, prior, at, name, height)
        step = -slope / bend if bend < 0 else np.sign(slope) * 0.5
        tried = _moved(at, name, float(np.clip(step, -0.7, 0.7)))
        new = log_likelihood(days, tried) + _prior_height(tried, prior)
        if new > height:
            at, height = tried, new
    return replace(at, log_likelihood=height - _prior_height(at, prior))


def _slope(days: Days, prior: Prior, at: Mixture, name: str, height: float) -> tuple[float, float]:
    """First and second derivative by the logarithm of a shape, from differences."""
    up, down = (
        log_likelihood(days, one) + _prior_height(one, prior)
        for one in (_moved(at, name, _NUDGE, free=True), _moved(at, name, -_NUDGE, free=True))
    )
    return (up - down) / (2 * _NUDGE), (up + down - 2 * height) / _NUDGE**2


def _moved(at: Mixture, name: str, step: float, *, free: bool = False) -> Mixture:
    """The model with the logarithm of one shape moved, kept within its limits unless it is `free`."""
    value = getattr(at, name) * float(np.exp(step))
    if name == "dispersion":
        return replace(at, dispersion=value if free else min(max(value, LEAST_DISPERSION), MOST_DISPERSION))
    if name == "evenness":
        return replace(at, evenness=value if free else max(value, 1.0))
    return replace(at, load=value)


def _prior_height(at: Mixture, prior: Prior) -> float:
    """The logarithm of the prior of load and evenness, and a weak one that keeps the dispersion off its ends."""
    load = np.log(at.load / prior.load) / prior.load_deviation
    evenness = np.log(at.evenness / prior.evenness) / prior.evenness_deviation
    dispersion = np.log(at.dispersion / 3.0) / 2.0
    return float(-(load**2 + evenness**2 + dispersion**2) / 2)


def draws(days: Days, prior: Prior, at: Mixture, number: int, seed: int) -> list[Mixture]:
    """Models that fit nearly as well, as often as they do: from a normal approximation in the logarithms of the shapes, a
    gamma for the means of the background and a Dirichlet for the numbers of loads.

    Source: A. Gelman and others, Bayesian Data Analysis (2013), section 4.1.
    """
    random = np.random.default_rng(seed)
    moves = random.multivariate_normal(np.zeros(len(_SHAPES)), _covariance(days, prior, at), number)
    before = _POOLED_DAYS * at.numbers.clip(1e-6)
    weight = at.numbers * days.of_weekday[:, None] + before
    error = at.scatter / np.sqrt(days.of_weekday + _MEAN_DAYS)
    shape = (at.background / error) ** 2
    return [
        _drawn(at, move, random.standard_gamma(weight), random.gamma(shape, at.background / shape)) for move in moves
    ]


def _drawn(at: Mixture, moves: Floats, weights: Floats, background: Floats) -> Mixture:
    for name, move in zip(_SHAPES, moves, strict=True):
        at = _moved(at, name, float(np.clip(move, -1.5, 1.5)))
    weights = np.maximum(weights, 1e-12)
    return replace(at, background=np.maximum(background, 1e-6), numbers=weights / weights.sum(axis=1, keepdims=True))


def _covariance(days: Days, prior: Prior, at: Mixture) -> Floats:
    """Of the logarithms of the shapes (3, 3): the inverse of the curvature of the height, made positive where it is not."""

    def height(steps: dict[str, float]) -> float:
        moved = at
        for name, step in steps.items():
            moved = _moved(moved, name, step, free=True)
        return log_likelihood(days, moved) + _prior_height(moved, prior)

    bend = np.zeros((len(_SHAPES), len(_SHAPES)))
    middle = height({})
    for row, one in enumerate(_SHAPES):
        bend[row, row] = (height({one: _NUDGE}) + height({one: -_NUDGE}) - 2 * middle) / _NUDGE**2
        for column, other in enumerate(_SHAPES[:row]):
            up, down = (
                height({one: a * _NUDGE, other: _NUDGE}) - height({one: a * _NUDGE, other: -_NUDGE}) for a in (1, -1)
            )
            bend[row, column] = bend[column, row] = (up - down) / (4 * _NUDGE**2)
    values, vectors = np.linalg.eigh(-bend)
    made: Floats = (vectors / np.maximum(values, 1.0)) @ vectors.T
    return made
