"""Counts above what is expected: evidence, over-dispersion, the interval of an excess, windows that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

STEADY = 1e6
"""The size of a negative binomial distribution that differs from Poisson's nowhere that matters here."""


def evidence(counts: ArrayLike, expected: ArrayLike, size: ArrayLike) -> Floats:
    """Log likelihood ratio in nats of "more than expected, by whatever factor fits" against "as expected"; 0 below it.

    Args:
        counts: people counted.
        expected: the mean of the counts, above 0; the three arrays broadcast.
        size: of the negative binomial distribution, whose variance is mean + mean^2 / size.

    Source: T. Tango, K. Takahashi, K. Kohriyama, Biometrics 67 (2011) 106-115 (negative binomial scan, one region);
    D. B. Neill, International Journal of Forecasting 25 (2009) 498-517 (expectation-based ratio).
    """
    x, mean, r = np.asarray(counts, np.float64), np.asarray(expected, np.float64), np.asarray(size, np.float64)
    above = x > mean
    seen = np.where(above, x, mean)
    ratio = seen * np.log(seen / mean) - (seen + r) * np.log((seen + r) / (mean + r))
    return np.where(above, np.maximum(ratio, 0.0), 0.0)


def sizes(counts: ArrayLike, expected: ArrayLike) -> Floats:
    """The size (c,) of the negative binomial distribution of each column of (d, c) counts, by moments.

    Where counts vary no more than Poisson's it is `STEADY`.

    Source: A. C. Cameron, P. K. Trivedi, Regression Analysis of Count Data (1998), section 3.3.
    """
    x, mean = np.asarray(counts, np.float64), np.asarray(expected, np.float64)
    more = ((x - mean) ** 2 - mean).sum(axis=0)
    scale = (mean**2).sum(axis=0)
    spread = np.divide(more, scale, out=np.zeros_like(more), where=scale > 0)
    return np.where(spread > 1 / STEADY, 1 / np.maximum(spread, 1 / STEADY), STEADY)


def excess_limits(
    counts: ArrayLike, expected: ArrayLike, size: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Limits of how many of the people counted are more than left anyway; never below 0 or above the count.

    Those who left anyway follow the negative binomial distribution; its quantiles are taken off the count.
    """
    from scipy.stats import nbinom  # noqa: PLC0415 - scipy only where it is needed

    x, mean, r = np.asarray(counts, np.float64), np.asarray(expected, np.float64), np.asarray(size, np.float64)
    most, least = (nbinom.ppf(share, r, r / (r + mean)) for share in ((1 + level) / 2, (1 - level) / 2))
    return np.clip(x - most, 0, x), np.clip(x - least, 0, x)


def apart(spans: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[int]:
    """Places of the heaviest spans (first and last day) that share no day with a heavier one, heaviest first.

    Of equals, the shorter goes first, then the earlier.
    """
    order = sorted(range(len(spans)), key=lambda at: (-weights[at], spans[at][1] - spans[at][0], spans[at]))
    kept: list[int] = []
    taken: set[int] = set()
    for at in order:
        days = range(spans[at][0], spans[at][1] + 1)
        if taken.isdisjoint(days):
            kept.append(at)
            taken.update(days)
    return kept
