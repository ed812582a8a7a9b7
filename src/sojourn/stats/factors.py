"""Columns for the levels of factors, as a regression needs them, and the rows that can tell something."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from sojourn.stats.random_intercept import separated
from sojourn.stats.risk_sets import Flags, Floats, Whole

_REPEATED = 1e-9
"""Share of a column's squared length below which what the columns before it leave of it is rounding."""


def telling(factors: Sequence[Whole], successes: ArrayLike, trials: ArrayLike) -> Flags:
    """Whether a row (r,) can tell units apart: neither one of its levels nor several together came to one end only.

    A level in which everything succeeded, or nothing did, has an infinite effect, under which its rows say nothing of
    anything else: leaving them out gives the other effects the same values. What is left may bring about further ones. Then
    what only several levels together say for certain goes the same way, until nothing is separated.

    Args:
        factors: arrays (r,) of level numbers, from 0.
        successes: (r,) successes of each row.
        trials: (r,) trials of each row.
    """
    won, whole = np.asarray(successes, dtype=np.int64), np.asarray(trials, dtype=np.int64)
    kept = whole > 0
    while kept.any():
        mixed = _of_mixed_levels(factors, won, whole, kept)
        if not np.array_equal(mixed, kept):
            kept = mixed
            continue
        rows = np.flatnonzero(kept)
        certain = separated(won[rows], whole[rows], design([levels[rows] for levels in factors]))
        if not certain.any():
            break
        kept[rows[certain]] = False
    return kept


def _of_mixed_levels(factors: Sequence[Whole], won: Whole, whole: Whole, kept: Flags) -> Flags:
    """The rows kept of which every level came to both ends."""
    mixed = kept
    for levels in factors:
        a, n = (np.bincount(levels[kept], one[kept], levels.max(initial=0) + 1) for one in (won, whole))
        mixed = mixed & ((a > 0) & (a < n))[levels]
    return mixed


def design(factors: Sequence[Whole]) -> Floats:
    """An intercept, and a column for each level of each factor but one, r rows; no column repeats the others.

    The level left out is the first one of each factor. Where a level is told by others (a court that only hears people who
    are detained) its column would repeat theirs and is left out too, as R does.

    Args:
        factors: arrays (r,) of level numbers.
    """
    rows = factors[0].size
    columns = [np.ones(rows), *(levels == one for levels in factors for one in np.unique(levels)[1:])]
    whole: Floats = np.column_stack(columns).astype(np.float64)
    return whole[:, _independent(whole)]


def _independent(whole: Floats) -> list[int]:
    """The columns that those before them do not add up to, by what these leave of each one's squared length."""
    products = whole.T @ whole
    kept: list[int] = []
    for at, length in enumerate(np.diag(products)):
        beside = products[kept, at]
        left = length - beside @ np.linalg.solve(products[np.ix_(kept, kept)], beside)
        if left > _REPEATED * length:
            kept.append(at)
    return kept
