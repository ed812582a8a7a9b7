"""Intervals for proportions, for the difference of two and for the ratio of two: of numbers or of whole arrays.

All take counts of any shapes that broadcast, and return limits of that shape.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from sojourn.stats.proportions import score_limits
from sojourn.stats.risk_sets import Floats

Limits: TypeAlias = tuple[Floats, Floats]
"""Lower and upper limits, of one shape."""

_HALVINGS = 80
"""Halvings of a span of 90: what is left is finer than the numbers themselves."""


def wilson_limits(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> Limits:
    """Wilson score intervals of many proportions; of one without numpy: `proportions.wilson`.

    Raises:
        ValueError: counts that cannot be.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212.
    """
    x, n = _counts(successes, trials)
    low, high = score_limits(x, n, _z(level))
    return np.where(x == 0, 0.0, np.maximum(low, 0)), np.where(x == n, 1.0, np.minimum(high, 1))


def jeffreys(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> Limits:
    """Jeffreys intervals: equal tails of the posterior from the prior Beta(1/2, 1/2).

    The lower limit is 0 where there is no success, and the upper one 1 where there are only successes: without that the
    interval would miss shares near 0 and 1 far too often.

    Raises:
        ValueError: counts that cannot be.

    Source: L. D. Brown, T. T. Cai, A. DasGupta, Statistical Science 16 (2001) 101-133, sections 3.1 and 4.1.2.
    """
    from scipy.special import betaincinv  # noqa: PLC0415 - scipy only where it is needed

    x, n = _counts(successes, trials)
    low = betaincinv(x + 0.5, n - x + 0.5, (1 - level) / 2)
    high = betaincinv(x + 0.5, n - x + 0.5, (1 + level) / 2)
    return np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)


def exact(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> Limits:
    """Exact intervals: shares that a two-sided binomial test with equal tails does not reject.

    They cover at least as often as they say, and mostly more often: they are wider than they need be.

    Raises:
        ValueError: counts that cannot be.

    Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404-413.
    """
    from scipy.special import betaincinv  # noqa: PLC0415 - scipy only where it is needed

    x, n = _counts(successes, trials)
    tail = (1 - level) / 2
    low = betaincinv(np.maximum(x, 1), n - x + 1, tail)
    high = betaincinv(x + 1, np.maximum(n - x, 1), 1 - tail)
    return np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)


def difference(
    successes: ArrayLike,
    trials: ArrayLike,
    other_successes: ArrayLike,
    other_trials: ArrayLike,
    level: float = 0.95,
) -> Limits:
    """Intervals of the first share minus the other, of independent samples: Newcombe's hybrid score.

    Returns:
        Lower and upper limits, each within [-1, 1].

    Raises:
        ValueError: counts that cannot be.

    Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10.
    """
    x, n, y, m = np.broadcast_arrays(*_counts(successes, trials), *_counts(other_successes, other_trials))
    first, other = x / n, y / m
    low, high = wilson_limits(x, n, level)
    other_low, other_high = wilson_limits(y, m, level)
    below = np.hypot(first - low, other_high - other)
    above = np.hypot(high - first, other - other_low)
    return np.maximum(first - other - below, -1), np.minimum(first - other + above, 1)


def ratio(
    successes: ArrayLike,
    trials: ArrayLike,
    other_successes: ArrayLike,
    other_trials: ArrayLike,
    level: float = 0.95,
) -> Limits:
    """Intervals of the first share divided by the other, of independent samples: the ratios that a score test keeps.

    Returns:
        Lower and upper limits; the lower one is 0 where the first has no success, and the upper one infinite where the
        other has none.

    Raises:
        ValueError: counts that cannot be.

    Source: P. A. R. Koopman, Biometrics 40 (1984) 513-517; the statistic as O. Miettinen, M. Nurminen, Statistics in
    Medicine 4 (1985) 213-226 write it, without their factor N / (N - 1).
    """
    x, n, y, m = np.broadcast_arrays(*_counts(successes, trials), *_counts(other_successes, other_trials))
    z = _z(level)
    low = _crossing(x, n, y, m, z)
    high = 1 / np.maximum(_crossing(y, m, x, n, z), np.finfo(float).tiny)
    return np.where(x == 0, 0.0, low), np.where(y == 0, np.inf, high)


def _crossing(x: Floats, n: Floats, y: Floats, m: Floats, z: float) -> Floats:
    """The least ratio that the test keeps, by halving of its logarithm; where x is 0 it has no meaning."""
    with np.errstate(divide="ignore", invalid="ignore"):
        start = np.log(np.where((x > 0) & (y > 0), x / n * m / np.where(y > 0, y, 1), n * m))
    high, low = start, start - 90.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        kept = _score(x, n, y, m, np.exp(middle)) <= z
        low, high = np.where(kept, low, middle), np.where(kept, middle, high)
    return np.exp(high)


def _score(x: Floats, n: Floats, y: Floats, m: Floats, supposed: Floats) -> Floats:
    """How many standard errors the shares lie above a supposed ratio; the errors are those that it implies."""
    total, sought = (n + m) * supposed, (n + y) * supposed + x + m
    root = np.sqrt(np.maximum(sought**2 - 4 * total * (x + y), 0))
    other = 2 * (x + y) / (sought + root)
    first = np.minimum(other * supposed, 1)
    variance = first * (1 - first) / n + supposed**2 * other * (1 - other) / m
    gap = x / n - supposed * y / m
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(gap <= 0, 0.0, gap / np.sqrt(variance))


def _counts(successes: ArrayLike, trials: ArrayLike) -> tuple[Floats, Floats]:
    x, n = np.broadcast_arrays(np.asarray(successes, np.float64), np.asarray(trials, np.float64))
    wrong = ~((n >= 1) & (x >= 0) & (x <= n))
    if wrong.any():
        raise ValueError(f"{x[wrong][0]:g} of {n[wrong][0]:g} is no proportion")
    return x, n


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)
