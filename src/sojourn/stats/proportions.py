"""The Wilson interval of one proportion, without numpy; `intervals` has those of arrays, of differences and of ratios."""

from __future__ import annotations

from functools import cache
from statistics import NormalDist
from typing import Any


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
    below, above = score_limits(successes, trials, _deviations(level))
    low = 0.0 if successes == 0 else max(0.0, below)
    high = 1.0 if successes == trials else min(1.0, above)
    return low, high


def score_limits(successes: Any, trials: Any, z: float) -> tuple[Any, Any]:
    """Wilson's limits of numbers or of arrays alike, for z standard errors; rounding may take them past 0 and 1."""
    share = successes / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z * (share * (1 - share) / trials + z * z / (4 * trials * trials)) ** 0.5 / (1 + z * z / trials)
    return centre - half, centre + half


@cache
def _deviations(level: float) -> float:
    """How many standard deviations on each side of the mean hold this share of a normal distribution."""
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson_between(
    successes: tuple[int, int], failures: tuple[int, int], level: float = 0.95
) -> tuple[float, float] | None:
    """The Wilson limits of a share whose counts are known between bounds only: the least and the largest of any of them.

    Args:
        successes: the least and the largest number of successes.
        failures: the same of failures.
        level: confidence level, between 0 and 1.

    Returns:
        Lower and upper limit, each within [0, 1]; they hold the share and the Wilson limits of all counts within the
        bounds. None where there may be no trial at all.

    Raises:
        ValueError: bounds that cannot be.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212, at the worst cases of
    C. F. Manski, Partial Identification of Probability Distributions (Springer, 2003), chapter 1.
    """
    if not (0 <= successes[0] <= successes[1] and 0 <= failures[0] <= failures[1]):
        raise ValueError(f"{successes} and {failures} are no bounds")
    if not successes[0] + failures[0]:
        return None
    low, _ = wilson(successes[0], successes[0] + failures[1], level)
    _, high = wilson(successes[1], successes[1] + failures[0], level)
    return low, high
