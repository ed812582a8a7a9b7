"""How far the true shares of many units lie apart, when each is seen in few or many trials: the beta-binomial model.

Each unit of a group has a true share of its own; within a group these follow a beta distribution, which is fitted to the
counts of all its units. `shrinkage` then says what is known of each unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from sojourn.stats.risk_sets import Flags, Floats, Whole

Method: TypeAlias = Literal["moments", "likelihood", "adjusted"]

LEAST, MOST = 1e-2, 1e8
"""No precision is looked for outside these: below, all shares are 0 or 1, and above, all are the same."""
_STEPS = 60
_LONGEST = 2.0
"""A step may not change the logarithm of the precision, or the logit of the mean, by more."""
_STILL = 1e-9
"""A step below which a fit has arrived."""


@dataclass(frozen=True)
class Counts:
    """Units with their counts: (n,) successes and trials, and the group (0 to g - 1) of each."""

    successes: Floats
    trials: Floats
    groups: Whole
    number: int

    def total(self, of: Floats) -> Floats:
        """The sum (g,) over the units of each group."""
        return np.bincount(self.groups, weights=of, minlength=self.number).astype(np.float64)


@dataclass(frozen=True)
class Fitted:
    """The beta distribution of the true shares in each of g groups.

    `mean` (g,) is the mean true share and `precision` (g,) the sum of the two parameters of the distribution: it is
    infinite where the counts vary no more than one common share would let them. `covariance` (g, 2, 2) is that of the
    errors of the logit of the mean and of the logarithm of the precision; zeros where it is not known (moments) or has no
    meaning (one common share). `successes` and `trials` (g,) are those of all units together.
    """

    mean: Floats
    precision: Floats
    covariance: Floats
    successes: Floats
    trials: Floats

    @property
    def correlation(self) -> Floats:
        """The correlation (g,) of two trials of one unit: 0 where all units have one share."""
        return 1 / (1 + self.precision)

    @property
    def spread(self) -> Floats:
        """The standard deviation (g,) of the true shares."""
        return np.sqrt(self.mean * (1 - self.mean) * self.correlation)

    def quantile(self, share: float) -> Floats:
        """The true share (g,) below which that share of the units lies."""
        from scipy.special import betaincinv  # noqa: PLC0415 - scipy only where it is needed

        apart = np.isfinite(self.precision)
        precision = np.where(apart, self.precision, 1.0)
        mean = np.where(apart, self.mean, 0.5)
        return np.where(apart, betaincinv(precision * mean, precision * (1 - mean), share), self.mean)


def counts_of(successes: ArrayLike, trials: ArrayLike, groups: ArrayLike | None = None) -> Counts:
    """Counts that belong together.

    Args:
        successes: (n,) number of successes of each unit.
        trials: (n,) number of trials, 0 where a unit had none.
        groups: (n,) whole numbers from 0; one group where not given.

    Raises:
        ValueError: arrays of different shapes, counts that cannot be, a negative group, or no trial in some group.
    """
    x, n = np.asarray(successes, np.float64), np.asarray(trials, np.float64)
    of = np.zeros(x.shape, np.int64) if groups is None else np.asarray(groups, np.int64)
    if x.ndim != 1 or x.shape != n.shape or x.shape != of.shape:
        raise ValueError(f"arrays of {[x.shape, n.shape, of.shape]} do not belong together")
    wrong = ~((x >= 0) & (x <= n))
    if wrong.any():
        raise ValueError(f"{x[wrong][0]:g} of {n[wrong][0]:g} is no proportion")
    if (of < 0).any():
        raise ValueError("a group is below 0")
    counts = Counts(x, n, of, int(of.max()) + 1 if of.size else 0)
    if not of.size or not (counts.total(n) > 0).all():
        raise ValueError("each group must have a trial")
    return counts


def fit(
    successes: ArrayLike, trials: ArrayLike, groups: ArrayLike | None = None, method: Method = "likelihood"
) -> Fitted:
    """The beta distribution that the true shares of the units of each group follow.

    `moments` weighs units by their trials. `likelihood` is the maximum: it puts the precision at infinity too often where
    there are few units, and then says that all are alike. `adjusted` divides the likelihood by the precision before it
    looks for the maximum, so that this does not happen; it is what to shrink with. Where fewer than two units of a group
    have both successes and failures it has no maximum, and that of the likelihood is taken.

    Args:
        successes, trials, groups: as `counts_of`.
        method: how the distribution is found.

    Raises:
        ValueError: as `counts_of`.

    Source: moments: J. C. Kleinman, Journal of the American Statistical Association 68 (1973) 46-54; likelihood:
    J. G. Skellam, Journal of the Royal Statistical Society B 10 (1948) 257-261; adjusted: C. N. Morris, R. Tang,
    Statistical Science 26 (2011) 271-287, for counts H. Tak, J. Kelly, C. N. Morris, Journal of Statistical Software 78
    (2017) no. 5.
    """
    counts = counts_of(successes, trials, groups)
    pooled = counts.total(counts.successes) / counts.total(counts.trials)
    moments = _moments(counts, pooled)
    if method == "moments":
        return _fitted(counts, pooled, moments, np.zeros((counts.number, 2, 2)))
    inside = (counts.successes > 0) & (counts.successes < counts.trials)
    adjusted = (counts.total(inside.astype(np.float64)) >= 2) & (method == "adjusted")
    apart = adjusted | (_excess(counts, pooled) > 0)
    return _climbed(counts, pooled, moments, apart, adjusted)


def _fitted(counts: Counts, mean: Floats, precision: Floats, covariance: Floats) -> Fitted:
    return Fitted(mean, precision, covariance, counts.total(counts.successes), counts.total(counts.trials))


def _moments(counts: Counts, pooled: Floats) -> Floats:
    """The precision (g,) at which the weighted spread of the shares is what it is expected to be."""
    n, of = counts.trials, counts.groups
    seen = np.where(n > 0, n, 1.0)
    spread = counts.total(n * (counts.successes / seen - pooled[of]) ** 2)
    units, trials = counts.total((n > 0).astype(np.float64)), counts.total(n)
    free = trials - units - counts.total(n * (n - 1)) / trials
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = (spread / (pooled * (1 - pooled)) - (units - 1)) / free
    correlation = np.where((free > 0) & (pooled > 0) & (pooled < 1), correlation, 0.0)
    with np.errstate(divide="ignore"):
        return np.where(correlation > 1 / (1 + MOST), np.maximum(1 / correlation - 1, LEAST), np.inf)


def _excess(counts: Counts, pooled: Floats) -> Floats:
    """Above 0 where the likelihood rises as the shares begin to differ (g,).

    Source: R. E. Tarone, Biometrika 66 (1979) 585-590.
    """
    x, n = counts.successes, counts.trials
    inner = (pooled > 0) & (pooled < 1)
    share = np.where(inner, pooled, 0.5)
    pairs = counts.total(x * (x - 1)) / share + counts.total((n - x) * (n - x - 1)) / (1 - share)
    return np.where(inner, pairs - counts.total(n * (n - 1)), -1.0)


def _climbed(counts: Counts, pooled: Floats, moments: Floats, apart: Flags, adjusted: Flags) -> Fitted:
    """The maximum of each group by Newton's method; a group that is not `apart` has one common share."""
    mean = np.where(apart, np.clip(pooled, 1e-6, 1 - 1e-6), 0.5)
    at = np.stack([np.log(mean / (1 - mean)), np.log(np.clip(moments, 0.5, 1e4))])
    height = _height(counts, at, adjusted)
    for _ in range(_STEPS):
        slope, bend = _slope(counts, at, adjusted)
        step = np.where(apart, _step(slope, bend), 0.0)
        while True:
            tried = at + step
            tried[1] = np.clip(tried[1], np.log(LEAST), np.log(MOST))
            new = _height(counts, tried, adjusted)
            fallen = (new < height - 1e-10 * np.abs(height)) & (np.abs(step).max(axis=0) > _STILL)
            if not fallen.any():
                break
            step = np.where(fallen, step / 4, step)
        moved, at, height = np.abs(tried - at).max(), tried, new
        if moved < _STILL:
            break
    return _arrived(counts, pooled, at, apart, adjusted)


def _arrived(counts: Counts, pooled: Floats, at: Floats, apart: Flags, adjusted: Flags) -> Fitted:
    _, bend = _slope(counts, at, adjusted)
    apart = apart & (at[1] < np.log(MOST))
    determinant = bend[0] * bend[2] - bend[1] ** 2
    peak = apart & (bend[0] < 0) & (determinant > 0) & (at[1] > np.log(LEAST))
    scale = np.where(peak, -1 / np.where(peak, determinant, 1.0), 0.0)
    covariance = scale * np.array([[bend[2], -bend[1]], [-bend[1], bend[0]]])
    mean = np.where(apart, 1 / (1 + np.exp(-at[0])), pooled)
    return _fitted(counts, mean, np.where(apart, np.exp(at[1]), np.inf), np.moveaxis(covariance, 2, 0))


def log_likelihood(counts: Counts, at: Floats) -> Floats:
    """The logarithm (g,) of the likelihood, without its constant.

    Args:
        counts: the units of g groups.
        at: (2, g) the logit of the mean and the logarithm of the precision of each.
    """
    from scipy.special import betaln  # noqa: PLC0415 - scipy only where it is needed

    a, b = _parameters(at)
    x, n, of = counts.successes, counts.trials, counts.groups
    return counts.total(betaln(x + a[of], n - x + b[of]) - betaln(a, b)[of])


def _height(counts: Counts, at: Floats, adjusted: Flags) -> Floats:
    """What is climbed: the logarithm of the likelihood, less that of the precision where it is adjusted."""
    return log_likelihood(counts, at) - np.where(adjusted, at[1], 0.0)


def _slope(counts: Counts, at: Floats, adjusted: Flags) -> tuple[Floats, Floats]:
    """First derivatives (2, g) by logit of the mean and logarithm of the precision, and second ones (3, g)."""
    a, b = _parameters(at)
    x, n = counts.successes, counts.trials
    (rise_a, curve_a), (rise_b, curve_b), (rise, curve) = (
        _differences(counts, of, given) for of, given in ((x, a), (n - x, b), (n, a + b))
    )
    turn = a * b / (a + b)
    along = a * rise_a + b * rise_b - (a + b) * rise
    slope = np.stack([turn * (rise_a - rise_b), along - adjusted])
    bend = np.stack(
        [
            turn * (b - a) / (a + b) * (rise_a - rise_b) + turn**2 * (curve_a + curve_b),
            turn * (rise_a - rise_b + a * curve_a - b * curve_b),
            along + a**2 * curve_a + b**2 * curve_b - (a + b) ** 2 * curve,
        ]
    )
    return slope, bend


def _parameters(at: Floats) -> tuple[Floats, Floats]:
    precision = np.exp(at[1])
    return precision / (1 + np.exp(-at[0])), precision / (1 + np.exp(at[0]))


def _differences(counts: Counts, of: Floats, given: Floats) -> tuple[Floats, Floats]:
    """Sums (g,) of the first and second derivative of the logarithm of gamma(k + p) / gamma(p), by p."""
    from scipy.special import psi  # noqa: PLC0415 - scipy only where it is needed

    above = of + given[counts.groups]
    units = counts.total(np.ones(of.shape))
    return (
        counts.total(psi(above)) - units * psi(given),
        counts.total(_trigamma(above)) - units * _trigamma(given),
    )


def _trigamma(value: Floats) -> Floats:
    """The second derivative of the logarithm of gamma, to 1e-12; that of scipy takes ten times as long.

    Source: M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions (1964), 6.4.6 and 6.4.12.
    """
    steps = np.ones((13, *value.shape))
    steps[0] = value
    above: Floats = np.add.accumulate(steps)
    found: Floats = np.add.accumulate(1 / (above[:-1] * above[:-1]))[-1]
    far: Floats = above[-1]
    one = 1 / (far * far)
    return found + 1 / far + one / 2 + one / far * (1 / 6 - one * (1 / 30 - one * (1 / 42 - one / 30)))


def _step(slope: Floats, bend: Floats) -> Floats:
    """Newton's step (2, g), with the curvature made negative where it is not, and no longer than allowed."""
    middle, half = (bend[0] + bend[2]) / 2, np.hypot((bend[0] - bend[2]) / 2, bend[1])
    lift = np.maximum(middle + half + 1e-9 + 1e-6 * half, 0)
    first, last = bend[0] - lift, bend[2] - lift
    determinant = first * last - bend[1] ** 2
    step = -np.stack([last * slope[0] - bend[1] * slope[1], first * slope[1] - bend[1] * slope[0]]) / determinant
    shortened: Floats = step * np.minimum(1, _LONGEST / np.maximum(np.abs(step).max(axis=0), 1e-300))
    return shortened
