"""Daily counts as a sum: a background that is always there, and no, one or several loads of a size that is nearly known.

The background is negative binomial (its mean depends on weekday and season, its dispersion is one for all), and so is a load;
the loads of a day add up. All of it is fitted at once, with what is known beforehand of size and number of loads.
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
POOLED_DAYS = 10.0
"""Days for which what holds on all weekdays counts on each of them."""
MEAN_DAYS = 4.0
_STEPS = 60
_LAST_STEPS = 20
CLASSES = 80
_STILL = 2e-4
NUDGE = 0.02


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
    """Counts of days with their weekdays (0 to 6) and seasons (0, 1, 2 ...), and the distinct pairs of count and stratum.

    A stratum is a weekday of a season. Without seasons there is one. `kept` holds what the last background needed, which
    load and evenness do not change.
    """

    counts: Numbers
    weekdays: Numbers
    seasons: Numbers | None = None
    kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def stratum_of_day(self) -> Numbers:
        """The stratum of each day."""
        made: Numbers = self.weekdays if self.seasons is None else self.seasons * WEEK + self.weekdays
        return made

    @cached_property
    def of_stratum(self) -> Floats:
        """Days of each stratum, season after season."""
        seasons = 1 if self.seasons is None else int(self.seasons.max(initial=0)) + 1
        made: Floats = np.bincount(self.stratum_of_day, minlength=WEEK * seasons).astype(np.float64)
        return made

    @cached_property
    def _distinct(self) -> tuple[Numbers, Numbers, Numbers]:
        width = self.most + 1
        pairs, back, often = np.unique(
            self.stratum_of_day * width + self.counts, return_inverse=True, return_counts=True
        )
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
    def stratum(self) -> Numbers:
        """The stratum of each pair."""
        return self._distinct[0] // (self.most + 1)

    @cached_property
    def weekday(self) -> Numbers:
        """The weekday of each pair."""
        return self.stratum % WEEK

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
        made: Floats = self.of_stratum.reshape(-1, WEEK).sum(axis=0)
        return made

    def by_stratum(self, values: Floats) -> Floats:
        """The sums of a value of each pair over the days of each stratum; further axes stay."""
        made = np.zeros((len(self.of_stratum), *values.shape[1:]))
        often = self.often.reshape(-1, *[1] * (values.ndim - 1))
        np.add.at(made, self.stratum, values * often)
        return made


@dataclass(frozen=True)
class Mixture:
    """A fitted model of everyday departures and loads.

    The background's mean by stratum, its dispersion, the mean and evenness of a load, and by weekday how probable each
    number of loads is (7, k + 1).
    """

    background: Floats
    dispersion: float
    load: float
    evenness: float
    numbers: Floats
    log_likelihood: float = -np.inf

    @property
    def scatter(self) -> Floats:
        """The standard deviation of the background by stratum."""
        return np.sqrt(self.background + self.background**2 / self.dispersion)


@dataclass(frozen=True)
class Explained:
    """For each day the probability of each number of loads (n, k + 1), and the people of the background (n,)."""

    numbers: Floats
    background: Floats


def negative_binomial(most: int, mean: Floats, dispersion: Floats) -> Floats:
    """The probabilities (..., most + 1) of 0 to `most`, for means (...) and their dispersions, or one for all."""
    from scipy.special import gammaln  # noqa: PLC0415 - scipy only where it is needed

    k = np.arange(most + 1)
    m, r = np.maximum(mean, 1e-9)[..., None], dispersion[..., None]
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
    width = 1 + days.most // CLASSES
    if width > 1:
        rough = best_of_starts(coarse(days, width), replace(prior, load=prior.load / width), steps)
        start = replace(rough, background=rough.background * width, load=rough.load * width)
        return _climbed(days, prior, start, _LAST_STEPS)
    return best_of_starts(days, prior, steps)


def best_of_starts(days: Days, prior: Prior, steps: int) -> Mixture:
    """The best of the models that are climbed to from each start, on the counts as they are."""
    found = [_climbed(days, prior, start, steps) for start in _starts(days, prior)]
    return max(found, key=lambda one: one.log_likelihood + prior_height(one, prior))


def coarse(days: Days, width: int) -> Days:
    """Counts in classes of some width, which cost little and tell nearly as much."""
    return Days(days.counts // width, days.weekdays, days.seasons)


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


def _starts(days: Days, prior: Prior) -> list[Mixture]:
    """Few people in the background, with loads for what lies above half or a seventh of the prior load; and nearly all."""
    loads = max(1, min(MOST_LOADS, 1 + int(days.most / (0.6 * prior.load))))
    numbers = np.tile(_numbers_before(days, prior, loads), (WEEK, 1))
    every = days.by_stratum(days.count.astype(np.float64)) / np.maximum(days.of_stratum, 1)
    made = [Mixture(np.maximum(0.9 * every, 0.01), 2.0, prior.load, prior.evenness, numbers)]
    for above in (prior.load / 2, prior.load / 7):
        low = days.count < above
        few = days.by_stratum(np.where(low, days.count, 0.0)) / np.maximum(days.by_stratum(low.astype(np.float64)), 1)
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
        days.kept.update(at=at, left=windows[days.stratum, days.most - days.count])
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
        new = at.log_likelihood + prior_height(at, prior)
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
    by_weekday = days.by_stratum(numbers).reshape(-1, WEEK, numbers.shape[1]).sum(axis=0)
    every = by_weekday.sum(axis=0) + prior.days * before
    every = every / every.sum()
    found = (by_weekday + POOLED_DAYS * every) / (days.of_weekday[:, None] + POOLED_DAYS)
    rest = days.by_stratum(days.count - (numbers * _carried(days, at, given)).sum(axis=1))
    return replace(at, background=_means(days, rest), numbers=found)


def _means(days: Days, people: Floats) -> Floats:
    """The means of the strata from the people of the background in each.

    A stratum leans on what its weekday and its season make together, and these on the mean of all days.
    """
    seen, number = people.reshape(-1, WEEK), days.of_stratum.reshape(-1, WEEK)
    mean = people.sum() / number.sum()
    weekday = (seen.sum(axis=0) + MEAN_DAYS * mean) / (number.sum(axis=0) + MEAN_DAYS)
    season = (seen.sum(axis=1) + MEAN_DAYS * mean) / (number.sum(axis=1) + MEAN_DAYS)
    together = np.outer(season, weekday) / max(mean, 1e-9)
    made: Floats = np.maximum((seen + MEAN_DAYS * together) / (number + MEAN_DAYS), 1e-6).reshape(-1)
    return made


SHAPES = ("dispersion", "load", "evenness")


def _sharpened(days: Days, prior: Prior, at: Mixture) -> Mixture:
    """One step of Newton's method in the logarithm of each shape; a step that does not rise is not taken."""
    height = log_likelihood(days, at) + prior_height(at, prior)
    for name in SHAPES:
        slope, bend = _slope(days, prior, at, name, height)
        step = -slope / bend if bend < 0 else np.sign(slope) * 0.5
        tried = moved(at, name, float(np.clip(step, -0.7, 0.7)))
        new = log_likelihood(days, tried) + prior_height(tried, prior)
        if new > height:
            at, height = tried, new
    return replace(at, log_likelihood=height - prior_height(at, prior))


def _slope(days: Days, prior: Prior, at: Mixture, name: str, height: float) -> tuple[float, float]:
    """First and second derivative by the logarithm of a shape, from differences."""
    up, down = (
        log_likelihood(days, one) + prior_height(one, prior)
        for one in (moved(at, name, NUDGE, free=True), moved(at, name, -NUDGE, free=True))
    )
    return (up - down) / (2 * NUDGE), (up + down - 2 * height) / NUDGE**2


def moved(at: Mixture, name: str, step: float, *, free: bool = False) -> Mixture:
    """The model with the logarithm of one shape moved, kept within its limits unless it is `free`."""
    value = getattr(at, name) * float(np.exp(step))
    if name == "dispersion":
        return replace(at, dispersion=value if free else min(max(value, LEAST_DISPERSION), MOST_DISPERSION))
    if name == "evenness":
        return replace(at, evenness=value if free else max(value, 1.0))
    return replace(at, load=value)


def prior_height(at: Mixture, prior: Prior) -> float:
    """The logarithm of the prior of load and evenness, and a weak one that keeps the dispersion off its ends."""
    load = np.log(at.load / prior.load) / prior.load_deviation
    evenness = np.log(at.evenness / prior.evenness) / prior.evenness_deviation
    dispersion = np.log(at.dispersion / 3.0) / 2.0
    return float(-(load**2 + evenness**2 + dispersion**2) / 2)
