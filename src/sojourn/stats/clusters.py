"""Rows that were decided together: what a family or a mass hearing is worth, in rows that stand alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sojourn.stats.proportions import score_limits
from sojourn.stats.risk_sets import Floats

_AT_ONCE = 4_000_000
"""Numbers drawn at once, so that no memory is asked for that a small machine lacks."""


@dataclass(frozen=True)
class Clusters:
    """Sums of c clusters: `totals` (c,) of what is counted, and `rows` (c,), how many rows each has."""

    totals: Floats
    rows: Floats

    @property
    def mean(self) -> float:
        """The mean of all rows: a share where the totals are successes."""
        return float(self.totals.sum() / self.rows.sum())


def by_cluster(values: ArrayLike, keys: ArrayLike) -> Clusters:
    """Rows as the sums of their clusters.

    Args:
        values: (n,) one number a row: 1 and 0 where a share is meant.
        keys: (n,) the cluster of each row, of any kind that can be sorted.

    Raises:
        ValueError: arrays of different shapes, or no row.
    """
    numbers, held = np.asarray(values, np.float64), np.asarray(keys)
    if numbers.ndim != 1 or numbers.shape != held.shape or not numbers.size:
        raise ValueError(f"arrays of {[numbers.shape, held.shape]} do not belong together")
    _, of = np.unique(held, return_inverse=True)
    return Clusters(np.bincount(of, weights=numbers).astype(np.float64), np.bincount(of).astype(np.float64))


def design_effect(clusters: Clusters) -> float:
    """How many times the variance of a share is that of as many rows that stand alone.

    1 where every cluster is one row; the mean size of the clusters, or more, where each was decided in one way. Where all
    rows agree nothing is seen of it, and the effect is taken as the greatest there can be: rows divided by clusters.

    Raises:
        ValueError: fewer than two clusters, or totals that are no numbers of successes.

    Source: L. Kish, Survey Sampling (1965), sections 6.4 and 8.2 (the variance of a ratio of cluster sums).
    """
    y, m, share = clusters.totals, clusters.rows, clusters.mean
    if y.size < 2 or ((y < 0) | (y > m)).any():
        raise ValueError("a design effect needs two clusters or more, each with successes among its rows")
    rows = m.sum()
    if share in {0.0, 1.0}:
        return float(rows / y.size)
    clustered = y.size / (y.size - 1) * ((y - share * m) ** 2).sum() / rows**2
    return float(clustered / (share * (1 - share) / (rows - 1)))


def effective_rows(clusters: Clusters) -> float:
    """The number of rows standing alone that would say as much about the share; never more than there are.

    Raises:
        ValueError: as `design_effect`.
    """
    rows = float(clusters.rows.sum())
    return rows / max(design_effect(clusters), 1.0)


def clustered_share(clusters: Clusters, level: float = 0.95) -> tuple[float, float, float]:
    """A share with its Wilson limits for the effective number of rows, z widened to Student's t of the clusters.

    Raises:
        ValueError: as `design_effect`.

    Source: E. L. Korn, B. I. Graubard, Survey Methodology 24 (1998) 193-201 (effective rows and t); N. Dean, M. Pagano,
    Journal of Survey Statistics and Methodology 3 (2015) 484-503 (with Wilson's limits).
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - scipy only where it is needed

    rows, share = effective_rows(clusters), clusters.mean
    t = float(stdtrit(clusters.rows.size - 1, (1 + level) / 2))
    low, high = score_limits(share * rows, rows, t)
    return share, max(0.0, min(low, share)), min(1.0, max(high, share))


def bootstrap_mean(clusters: Clusters, seed: int, draws: int = 2000, level: float = 0.95) -> tuple[float, float, float]:
    """The mean of all rows, with limits from drawing whole clusters with replacement; the same seed, the same limits.

    The limits are quantiles of the means drawn. Few clusters make them too narrow, and where all rows agree they say
    nothing: `clustered_share` is for shares near 0 and 1.

    Raises:
        ValueError: fewer than two clusters, or no draw.

    Source: A. C. Davison, D. V. Hinkley, Bootstrap Methods and their Application (1997), sections 2.4 and 3.8.
    """
    if clusters.rows.size < 2 or draws < 1:
        raise ValueError("a bootstrap needs two clusters or more, and a draw")
    pairs, alike = np.unique(np.stack([clusters.totals, clusters.rows], axis=1), axis=0, return_counts=True)
    means = _drawn(pairs, alike, seed, draws)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return clusters.mean, float(low), float(high)


def _drawn(pairs: Floats, alike: NDArray[np.int64], seed: int, draws: int) -> Floats:
    """Means (draws,) of clusters drawn; clusters with the same sums are drawn as one, by how many there are."""
    random, number = np.random.default_rng(seed), int(alike.sum())
    means = np.empty(draws)
    step = max(1, _AT_ONCE // len(pairs))
    for start in range(0, draws, step):
        size = min(step, draws - start)
        sums = random.multinomial(number, alike / number, size=size) @ pairs
        means[start : start + size] = sums[:, 0] / sums[:, 1]
    return means
