"""Intervals for proportions."""

from __future__ import annotations

from functools import cache
from math import sqrt
from statistics import NormalDist


def wilson(successes: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """The Wilson score interval of a proportion.

    Args:
        successes: number of successes, 0 <= successes <= trials.
        trials: number of trials, at least 1.
        level: confidence level, between 0 and 1.

    Returns:
        Lower and upper limit, each within [0, 1].

    Raises:
        ValueError: counts that cannot be.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212; checked against the
    worked examples of R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872.
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no proportion")
    z = _deviations(level)
    share = successes / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / (1 + z * z / trials)
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == trials else min(1.0, centre + half)
    return low, high


@cache
def _deviations(level: float) -> float:
    """How many standard deviations on each side of the mean hold this share of a normal distribution."""
    return NormalDist().inv_cdf((1 + level) / 2)
