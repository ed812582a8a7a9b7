"""How far apart the true shares of units lie, as one number with its limits."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from sojourn.stats.beta_binomial import LEAST, MOST, Counts, Fitted, counts_of, fit

_WIDEST = 0.5 / (1 + LEAST) ** 0.5
"""The greatest standard deviation of shares that is looked for; half of all at 0 and half at 1 have one half."""


def spread_interval(
    successes: ArrayLike, trials: ArrayLike, level: float = 0.95, fitted: Fitted | None = None
) -> tuple[float, float, float]:
    """The standard deviation of the true shares of units, with limits by the profile of the beta-binomial likelihood.

    The estimate is the maximum of the likelihood: 0 where the counts vary no more than one common share would let them.
    The lower limit is 0 where one common share is not refuted. The likelihood may fall by half the square of Student's t of
    the units, where chi squared would do for many: with it, limits from five units hold the truth in 89 of 100 samples. One
    unit says nothing of a spread, so that its limits are 0 and one half.

    Args:
        successes, trials: (n,) as `beta_binomial.counts_of`.
        level: confidence level, between 0 and 1.
        fitted: the distribution of maximum likelihood, where it is known.

    Returns:
        The standard deviation, its lower and its upper limit, each within 0 and one half.

    Raises:
        ValueError: as `counts_of`.

    Source: D. R. Cox, D. V. Hinkley, Theoretical Statistics (1974), section 9.3.
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - scipy only where it is needed

    counts = counts_of(successes, trials)
    units = int((counts.trials > 0).sum())
    found = float((fitted or fit(successes, trials)).spread[0])
    allowed = float(stdtrit(units - 1, (1 + level) / 2)) ** 2 / 2 if units > 1 else np.inf
    top = profile(counts, found)
    return found, _limit(counts, top, allowed, found, 0.0), _limit(counts, top, allowed, found, _WIDEST)


def _limit(counts: Counts, top: float, allowed: float, inside: float, end: float) -> float:
    """Where the profile has fallen as far as allowed between the estimate and one end; that end where it has not.

    The root of what it has fallen is looked for: it grows about as the distance from the estimate does.
    """
    from scipy.optimize import brentq  # noqa: PLC0415 - scipy only where it is needed

    if inside == end or top - profile(counts, end) <= allowed:
        return end

    def beyond(spread: float) -> float:
        return sqrt(max(top - profile(counts, spread), 0.0)) - sqrt(allowed)

    return float(brentq(beyond, inside, end, xtol=1e-9))


def profile(counts: Counts, spread: float) -> float:
    """The greatest logarithm of the likelihood of one group at a standard deviation of the true shares."""
    from scipy.optimize import minimize_scalar  # noqa: PLC0415 - scipy only where it is needed

    if spread <= 0:
        return _common(counts)
    half = np.sqrt(max(0.25 - spread**2 * (1 + LEAST), 0.0))
    lost = _lost(counts, spread)
    found = minimize_scalar(lost, bounds=(0.5 - half, 0.5 + half), method="bounded", options={"xatol": 1e-8})
    return -float(found.fun)


def _lost(counts: Counts, spread: float) -> Callable[[float], float]:
    from scipy.special import betaln  # noqa: PLC0415 - scipy only where it is needed

    x, left = counts.successes, counts.trials - counts.successes

    def lost(mean: float) -> float:
        precision = min(max(mean * (1 - mean) / spread**2 - 1, LEAST), MOST)
        a, b = precision * mean, precision * (1 - mean)
        return float(x.size * betaln(a, b) - betaln(x + a, left + b).sum())

    return lost


def _common(counts: Counts) -> float:
    """The logarithm of the likelihood where all units have the share of all together."""
    from scipy.special import xlogy  # noqa: PLC0415 - scipy only where it is needed

    x, n = counts.successes.sum(), counts.trials.sum()
    return float(xlogy(x, x / n) + xlogy(n - x, 1 - x / n))
