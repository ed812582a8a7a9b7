"""Grouped binomial rows with a design of few cells, and the plain logistic regression of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from sojourn.stats.risk_sets import Flags, Floats, Whole
from sojourn.stats.separation import SEPARATE, separating

TIGHT = 1e-9
"""A step below which an effect is found, and the slope of a mean log-likelihood below which its maximum is reached."""
_FLAT = 1e-11
"""Least eigenvalue of second derivatives, each scaled to 1 at the start, below which they are flat in some direction."""
NEWTON_STEPS = 50


class Inestimable(ValueError):
    """The likelihood has no finite maximum: an effect grows without end, or two effects cannot be told apart."""


@dataclass(frozen=True)
class Ones:
    """A design (r, `width`) of ones and zeros by the columns in which each row has a one: `cells` (r, m), -1 for none.

    With factors most of a design is zeros, and a large court has 100,000 rows.
    """

    cells: Whole
    width: int

    def of(self, rows: Whole) -> Ones:
        """Some of the rows, in an order."""
        return Ones(self.cells[rows], self.width)

    def odds(self, effects: Floats) -> Floats:
        """The design times effects (k,)."""
        known = np.append(effects, 0.0)
        return np.asarray(known[self.cells].sum(axis=1), np.float64)

    @cached_property
    def placed(self) -> tuple[Whole, Whole]:
        """Row and column of each one, row by row."""
        row, at = np.nonzero(self.cells >= 0)
        return row, self.cells[row, at]


@dataclass(frozen=True)
class Rows:
    """Grouped binomial rows, r of them, in the order of their units; `unit` (r,) numbers these from 0 to `number` - 1.

    The design (r, `width`) is kept as its m cells that are not zero, with `row`, `column` and `value` (m,) of each.
    """

    successes: Floats
    trials: Floats
    unit: Whole
    number: int
    row: Whole
    column: Whole
    value: Floats
    width: int

    def odds(self, effects: Floats) -> Floats:
        """The design (r, k) times effects (k,)."""
        return np.bincount(self.row, self.value * effects[self.column], self.trials.size).astype(np.float64)

    def by_column(self, values: Floats) -> Floats:
        """Sums (k,) of values (r,) times the design."""
        return np.bincount(self.column, self.value * values[self.row], self.width).astype(np.float64)

    def by_unit(self, values: Floats) -> Floats:
        """Sums (..., g) of the values (..., r) of each unit."""
        summed: Floats = np.add.reduceat(values, self._starts, axis=-1)
        return summed

    def of_unit(self, values: Floats) -> Floats:
        """The values (..., g) of the unit of each row, (..., r)."""
        return np.repeat(values, self._sizes, axis=-1)

    def crossed(self, values: Floats) -> Floats:
        """Sums (g, k) of values (r,) times the design."""
        cells = np.bincount(self._unit_cells, self.value * values[self.row], self.number * self.width)
        return cells.astype(np.float64).reshape(self.number, self.width)

    def information(self, share: Floats) -> Floats:
        """Minus the second derivatives (k, k) of the plain log-likelihood at shares (r,)."""
        row, cell, value = self._pairs
        weights = self.trials * share * (1 - share)
        summed = np.bincount(cell, value * weights[row], self.width**2)
        return summed.astype(np.float64).reshape(self.width, self.width)

    def slope(self, share: Floats) -> Floats:
        """First derivatives (k,) of the plain log-likelihood at shares (r,)."""
        return self.by_column(self.successes - self.trials * share)

    @cached_property
    def design(self) -> Floats:
        """The whole design (r, k)."""
        whole = np.zeros((self.trials.size, self.width))
        whole[self.row, self.column] = self.value
        return whole

    @cached_property
    def _sizes(self) -> Whole:
        return np.bincount(self.unit, minlength=self.number).astype(np.int64)

    @cached_property
    def _starts(self) -> Whole:
        return np.cumsum(self._sizes) - self._sizes

    @cached_property
    def _unit_cells(self) -> Whole:
        return self.unit[self.row] * self.width + self.column

    @cached_property
    def _pairs(self) -> tuple[Whole, Whole, Floats]:
        """For each two cells of one row, in either order: the row, their place among k * k, and their product."""
        held = np.bincount(self.row, minlength=self.trials.size)
        beside = held[self.row]
        one = np.repeat(np.arange(self.row.size), beside)
        within = np.arange(one.size) - np.repeat(np.cumsum(beside) - beside, beside)
        other = np.repeat((np.cumsum(held) - held)[self.row], beside) + within
        return self.row[one], self.column[one] * self.width + self.column[other], self.value[one] * self.value[other]


def rows_of(successes: ArrayLike, trials: ArrayLike, design: ArrayLike | Ones, units: ArrayLike | None = None) -> Rows:
    """Rows that belong together, in the order of their units.

    Args:
        successes: (r,) successes of each row.
        trials: (r,) trials of each row, at least 1.
        design: (r, k) the fixed effects.
        units: (r,) the unit of each row, numbered from 0 without gaps; one unit where not given.

    Raises:
        ValueError: arrays that do not belong together, or counts that cannot be.
    """
    a, n = (np.asarray(one, dtype=np.float64) for one in (successes, trials))
    x = design if isinstance(design, Ones) else np.asarray(design, dtype=np.float64)
    unit = np.zeros(a.shape, np.int64) if units is None else np.asarray(units, dtype=np.int64)
    shape = x.cells.shape if isinstance(x, Ones) else x.shape
    if a.ndim != 1 or len(shape) != 2 or not a.shape == n.shape == unit.shape == shape[:1] or not a.size:
        raise ValueError(f"arrays of {[a.shape, n.shape, shape, unit.shape]} do not belong together")
    if (n < 1).any() or (a < 0).any() or (a > n).any():
        raise ValueError("a row has no trial, or more successes than trials, or fewer than none")
    number = int(unit.max()) + 1
    if not np.array_equal(np.unique(unit), np.arange(number)):
        raise ValueError("units must be numbered from 0 without gaps")
    order = np.arange(a.size) if units is None else np.argsort(unit, kind="stable")
    return Rows(a[order], n[order], unit[order], number, *_cells(x, order))


def _cells(design: Floats | Ones, order: Whole) -> tuple[Whole, Whole, Floats, int]:
    """Row, column and value of each cell of a design that is not zero, rows in an order; and how many columns there are."""
    if isinstance(design, Ones):
        row, column = design.of(order).placed
        return row, column, np.ones(row.size), design.width
    ordered = design[order]
    row, column = np.nonzero(ordered)
    return row, column, ordered[row, column], ordered.shape[1]


def softplus_and_share(odds: Floats) -> tuple[Floats, Floats]:
    """The logarithm of 1 + e**odds, and the share of log odds, both without overflow."""
    small = np.abs(odds)
    np.exp(np.negative(small, out=small), out=small)
    whole = 1 + small
    softplus = np.log(whole)
    softplus += np.maximum(odds, 0.0)
    share = np.where(odds < 0, small, 1.0)
    share /= whole
    return softplus, share


def plain_likelihood(rows: Rows, odds: Floats) -> tuple[float, Floats]:
    """The log-likelihood of single trials at log odds (r,), and the shares (r,) there."""
    softplus, share = softplus_and_share(odds)
    return float((rows.successes * odds - rows.trials * softplus).sum()), share


def fixed_effects(rows: Rows) -> Floats:
    """The fixed effects (k,) of the plain regression.

    Raises:
        Inestimable: they have no finite values, and why.
    """
    effects = climbed(rows)
    if effects is None:
        direction = separating(rows.successes, rows.trials, rows.design)
        named = ", ".join(map(str, np.flatnonzero(direction)))
        raise Inestimable(
            f"successes and failures are separated by columns {named} of the design: no finite estimate"
            if named
            else "no maximum was found: an effect grows without end"
        )
    return effects


def climbed(rows: Rows) -> Floats | None:
    """The fixed effects by Newton steps that are halved until they climb; None where they climb without end.

    The likelihood is concave, so where the steps come to rest it has its one maximum: nothing separates the rows. Where
    something does, each step is about one more unit of log odds, for ever.

    Raises:
        Inestimable: columns of the design repeat each other.
    """
    effects, odds = np.zeros(rows.width), np.zeros(rows.trials.size)
    best, share = plain_likelihood(rows, odds)
    information = rows.information(share)
    scale = np.sqrt(np.diag(information))
    inverse = _inverse(information, scale)
    if inverse is None:
        raise Inestimable("columns of the design repeat each other: their effects cannot be told apart")
    for _ in range(NEWTON_STEPS):
        step = inverse @ rows.slope(share)
        moved = rows.odds(step)
        found, share = plain_likelihood(rows, odds + moved)
        while found < best - TIGHT * max(1.0, abs(best)):
            step, moved = step / 2, moved / 2
            found, share = plain_likelihood(rows, odds + moved)
        effects, odds, best = effects + step, odds + moved, found
        if float(np.abs(step).max()) < TIGHT:
            return effects
        inverse = _inverse(rows.information(share), scale)
        if inverse is None:
            return None
    return None


def _inverse(information: Floats, scale: Floats) -> Floats | None:
    """The inverse of second derivatives (k, k); None where they are flat in some direction.

    Eigenvalues take ten times as long as the inverse, whose trace is above each one of its own: a small one needs no other.
    """
    if not scale.all():
        return None
    scales = np.outer(scale, scale)
    try:
        inverse = np.linalg.inv(information / scales)
    except np.linalg.LinAlgError:
        return None
    if not 0 < np.trace(inverse) < 1 / _FLAT and np.linalg.eigvalsh(information / scales)[0] < _FLAT:
        return None
    found: Floats = inverse / scales
    return found


def separated(rows: Rows) -> Flags:
    """Whether a row (r,), of rows that cannot be `climbed`, came out as some combination of the columns says for certain.

    Such rows have no finite estimate. In the limit of that combination they say nothing of anything else, so the others can
    be fitted without them; there may be further ones among those.
    """
    apart: Flags = np.abs(rows.odds(separating(rows.successes, rows.trials, rows.design))) > SEPARATE
    return apart
