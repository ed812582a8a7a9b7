"""Tables small enough to solve exactly, and an attacker and a search that share no code with the package.

The attacker works on the counts themselves, cell by cell, with one integer programme for each end. The search is one
mixed programme over all cells to hide and all alternative tables at once, as Fischetti and Salazar first state the
problem; it allows the outsider fractional counts, so that its answer is at most the true one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

Whole: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Plain:
    """Counts (n,) and the equations (m, n) between them; every right-hand side is 0."""

    values: Whole
    equations: Whole

    @property
    def sensitive(self) -> Flags:
        """Counts of 1 to 10."""
        return (self.values > 0) & (self.values < 11)


def with_totals(cells: Any) -> tuple[Whole, Whole]:
    """A table of any number of dimensions with all its totals, and an equation for each line of it (m, n)."""
    full = np.asarray(cells, np.int64)
    for axis in range(full.ndim):
        full = np.concatenate([full, full.sum(axis=axis, keepdims=True)], axis=axis)
    numbers = np.arange(full.size).reshape(full.shape)
    rows = []
    for axis in range(full.ndim):
        for line in np.moveaxis(numbers, axis, -1).reshape(-1, full.shape[axis]):
            row = np.zeros(full.size, np.int64)
            row[line[:-1]], row[line[-1]] = 1, -1
            rows.append(row)
    return full, np.array(rows)


def one_table(cells: Any) -> Plain:
    """A table with all its totals."""
    full, equations = with_totals(cells)
    return Plain(full.ravel(), equations)


def pair_with_shared_totals(first: Any, second: Any) -> Plain:
    """Two tables whose row totals are the same numbers; these stand once."""
    left, left_rows = with_totals(first)
    right, right_rows = with_totals(second)
    assert np.array_equal(left[:, -1], right[:, -1])
    shared = np.zeros(right.shape, bool)
    shared[:, -1] = True
    place = np.zeros(right.size, np.int64)
    place[~shared.ravel()] = left.size + np.arange(np.count_nonzero(~shared))
    place[shared.ravel()] = np.arange(left.size).reshape(left.shape)[:, -1]
    moved = np.zeros((len(right_rows), left.size + np.count_nonzero(~shared)), np.int64)
    moved[:, place] = right_rows
    rows = np.concatenate([np.pad(left_rows, ((0, 0), (0, moved.shape[1] - left.size))), moved])
    return Plain(np.concatenate([left.ravel(), right[~shared]]), rows)


PAIR = (3, 2)
"""Of this shape is the first table of a linked pair."""

SHAPES = [(3, 4), (4, 3), (2, 2, 2), (2, 5), PAIR, (3, 3), (2, 4), (4, 2), PAIR, (2, 3)]


def invented(seed: int) -> Plain:
    """A table, a cube or a linked pair, in turn, with skewed counts of which some are zero."""
    random = np.random.default_rng(seed)
    shape = SHAPES[seed % len(SHAPES)]
    counts = np.rint(random.lognormal(3, 1.2, shape)) * (random.random(shape) > 0.15)
    if shape != PAIR:
        return one_table(counts)
    split = np.stack([random.multinomial(int(total), [0.6, 0.3, 0.1]) for total in counts.sum(axis=1)])
    return pair_with_shared_totals(counts, split)


def slow_interval(plain: Plain, hidden: Flags, cell: int, high: float = np.inf) -> tuple[float, float]:
    """The least and the greatest whole count of a cell that the shown counts allow."""
    bounds = Bounds(np.where(hidden, 0, plain.values), np.where(hidden, high, plain.values))
    ends = []
    for sign in (1, -1):
        cost = np.zeros(len(plain.values))
        cost[cell] = sign
        found = milp(
            cost, integrality=np.ones(len(cost)), bounds=bounds, constraints=LinearConstraint(plain.equations, 0, 0)
        )
        ends.append(sign * np.inf * -1 if found.x is None else float(np.rint(found.x[cell])))
    return ends[0], ends[1]


def slow_widths(plain: Plain, hidden: Flags) -> list[float]:
    """The width of the interval of every hidden cell."""
    ends = [slow_interval(plain, hidden, int(cell)) for cell in np.flatnonzero(hidden)]
    return [high - low for low, high in ends]


def enumerated_interval(plain: Plain, hidden: Flags, cell: int, top: int) -> tuple[int, int]:
    """The least and the greatest count of a cell among all tables with hidden counts of 0 to `top`, by trying them all."""
    cells = np.flatnonzero(hidden)
    kept = []
    for counts in product(range(top + 1), repeat=len(cells)):
        table = plain.values.copy()
        table[cells] = counts
        if not (plain.equations @ table).any():
            kept.append(int(table[cell]))
    return min(kept), max(kept)


def fewest_by_one_programme(plain: Plain, k: int) -> int | None:
    """The fewest cells that a safe pattern hides, at the least; None where no pattern is safe."""
    count, (height, _) = len(plain.values), plain.equations.shape
    reach = np.minimum(plain.values, 200 * k)
    columns = count + 2 * count * count  # whether each cell is hidden, then the moves of two tables for each cell
    rows, least, most = [], [], []
    for cell in range(count):
        starts = [count + (2 * cell + side) * count for side in (0, 1)]
        for start in starts:
            block = np.zeros((height, columns))
            block[:, start : start + count] = plain.equations
            up, down = np.zeros((count, columns)), np.zeros((count, columns))
            up[:, start : start + count] = down[:, start : start + count] = np.eye(count)
            up[:, :count], down[:, :count] = -np.eye(count) * 200 * k, np.diag(reach)
            rows += [block, up, down]
            least += [np.zeros(height), np.full(count, -np.inf), np.zeros(count)]
            most += [np.zeros(height), np.zeros(count), np.full(count, np.inf)]
        width = np.zeros((1, columns))
        width[0, [starts[0] + cell, starts[1] + cell, cell]] = 1, -1, -k
        rows.append(width)
        least.append(np.zeros(1))
        most.append(np.full(1, np.inf))
    hide = np.r_[np.ones(count), np.zeros(columns - count)]
    low, high = np.full(columns, -np.inf), np.full(columns, np.inf)
    low[:count], high[:count] = plain.sensitive, 1
    limits = LinearConstraint(np.concatenate(rows), np.concatenate(least), np.concatenate(most))
    found = milp(hide, integrality=hide, bounds=Bounds(low, high), constraints=limits)
    return None if found.x is None else round(found.fun)
