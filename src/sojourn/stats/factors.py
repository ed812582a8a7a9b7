"""Columns for the levels of factors, as a regression needs them, and the rows that can tell something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sojourn.stats.grouped_logit import Ones, climbed, rows_of, separated
from sojourn.stats.risk_sets import Flags, Floats, Whole

_REPEATED = 1e-9
"""Share of a column's squared length below which what the columns before it leave of it is rounding."""


@dataclass(frozen=True)
class Telling:
    """The rows that can tell units apart: `kept` (r,) says which, `design` is theirs, `effects` (k,) are of the plain regression.

    Where there is no such row there are neither.
    """

    kept: Flags
    design: Ones | None = None
    effects: Floats | None = None


def telling(factors: Sequence[Whole], successes: ArrayLike, trials: ArrayLike) -> Telling:
    """The rows (r,) that can tell units apart: neither one of their levels nor several together came to one end only.

    A level in which everything succeeded, or nothing did, has an infinite effect, under which its rows say nothing of
    anything else: leaving them out gives the other effects the same values. What is left may bring about further ones. Then
    what only several levels together say for certain goes the same way, until nothing is separated.

    Args:
        factors: arrays (r,) of level numbers, from 0.
        successes: (r,) successes of each row.
        trials: (r,) trials of each row.

    Raises:
        Inestimable: columns of the design repeat each other.
    """
    won, whole = np.asarray(successes, dtype=np.int64), np.asarray(trials, dtype=np.int64)
    kept = whole > 0
    while kept.any():
        mixed = _of_mixed_levels(factors, won, whole, kept)
        if not np.array_equal(mixed, kept):
            kept = mixed
            continue
        at = np.flatnonzero(kept)
        columns = design([levels[at] for levels in factors])
        rows = rows_of(won[at], whole[at], columns)
        effects = climbed(rows)
        certain = separated(rows) if effects is None else np.zeros(at.size, np.bool_)
        if not certain.any():
            return Telling(kept, columns, effects)
        kept[at[certain]] = False
    return Telling(kept)


def _of_mixed_levels(factors: Sequence[Whole], won: Whole, whole: Whole, kept: Flags) -> Flags:
    """The rows kept of which every level came to both ends."""
    mixed = kept
    for levels in factors:
        a, n = (np.bincount(levels[kept], one[kept], levels.max(initial=0) + 1) for one in (won, whole))
        mixed = mixed & ((a > 0) & (a < n))[levels]
    return mixed


def design(factors: Sequence[Whole]) -> Ones:
    """An intercept, and a column for each level of each factor but one, r rows; no column repeats the others.

    The level left out is the first one of each factor. Where a level is told by others (a court that only hears people who
    are detained) its column would repeat theirs and is left out too, as R does.

    Args:
        factors: arrays (r,) of level numbers.
    """
    rows = factors[0].size
    places = [np.unique(levels, return_inverse=True)[1] for levels in factors]
    starts = np.cumsum([1, *(int(place.max(initial=-1)) + 1 for place in places)])
    cells = np.column_stack(
        [np.zeros(rows, np.int64), *(place + start for place, start in zip(places, starts, strict=False))]
    )
    width = int(starts[-1])
    both = (cells[:, :, None] * width + cells[:, None, :]).ravel()
    products = np.bincount(both, minlength=width**2).astype(np.float64).reshape(width, width)
    told = np.delete(np.arange(width), starts[:-1])
    told = told[_independent(products[np.ix_(told, told)])]
    numbers = np.full(width, -1)
    numbers[told] = np.arange(told.size)
    return Ones(numbers[cells], told.size)


def _independent(products: Floats) -> list[int]:
    """The columns that those before them do not add up to, by what these leave of each one's squared length."""
    left = products.copy()
    kept: list[int] = []
    for at, length in enumerate(np.diag(products)):
        if left[at, at] > _REPEATED * length:
            kept.append(at)
            left[at:, at:] -= left[at:, at, None] * (left[at, at:] / left[at, at])
    return kept
