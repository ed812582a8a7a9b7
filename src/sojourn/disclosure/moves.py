"""What an outsider cannot exclude: the ways in which hidden counts may differ from the true ones all at once.

A move (h,) says by how much each of the h hidden cells is another count than the true one. It is possible where every
equation still holds and no count leaves the bounds that the outsider knows. The true counts are the move of zeros, so
some move is always possible, and a pair of whole moves proves an interval for every cell at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sojourn.disclosure.linked import LinkedTables, Sparse
from sojourn.errors import Defect
from sojourn.stats.risk_sets import Flags, Floats, Whole

NEARLY = 1e-6
"""HiGHS keeps its equations to 1e-7; a count this near to a whole number is that number."""

WHOLE_COLUMNS = 150
"""Up to this size an integer programme looks for a whole move where the linear one gave a fractional one; in a cube of
800 numbers it would look for minutes."""

PASSES = 3
"""Passes over the equations for limits; a fourth found next to nothing."""

_SOLVED, _ENDLESS, _ENDLESS_OR_NONE = 0, 3, 4
"""The status codes of scipy.optimize.milp; a programme without a solution cannot occur, because nothing moving is one."""


@dataclass(frozen=True)
class Moves:
    """The possible moves of the h hidden cells `cells` (h,): `equations` (m, h) times a move is 0, `low <= move <= high`."""

    cells: Whole
    equations: Sparse
    low: Floats
    high: Floats

    def furthest(self, gain: Floats, *, whole: bool = False) -> Floats | None:
        """The move (h,) with the largest sum of gain (h,) times move; None where that sum has no end.

        Args:
            gain: what a count more in each cell is worth.
            whole: only whole moves; False gives a move that may be fractional.
        """
        return least(-gain, self.equations, self.low, self.high, whole=whole)

    def towards(self, signs: Floats, far: Floats, prices: Floats) -> Whole | None:
        """A whole move that takes many cells up or down at once; None where none was found.

        Taking a cell as far as it is worth anything gains 1, half as far gains a half, and the wrong way loses as much.

        Args:
            signs: +1 for a cell to be taken up, -1 for one to be taken down, 0 for one that only helps (h,).
            far: how many counts further are worth something, at least 1 where the sign is not 0 (h,).
            prices: what a count of movement of each cell costs (h,), so that a move is no larger than it must be.
        """
        count, taken = len(self.cells), np.flatnonzero(signs)
        up = signs[taken] > 0
        forth, back = np.where(up, taken, taken + count), np.where(up, taken + count, taken)
        limits, costs = np.concatenate([self.high, -self.low]), np.concatenate([prices, prices])
        room = np.minimum(limits[forth], far[taken])
        limits[forth] -= room
        costs[back] += 1 / far[taken]
        costs, limits = np.concatenate([costs, costs[forth] - 1 / far[taken]]), np.concatenate([limits, room])
        columns = self._with_signs(taken, signs[taken])
        for whole in (False, True)[: 1 + (len(costs) <= WHOLE_COLUMNS)]:
            parts = least(costs, columns, np.zeros(len(costs)), limits, whole=whole)
            if parts is not None and is_whole(parts):
                move = np.rint(parts[:count]) - np.rint(parts[count : 2 * count])
                move[taken] += signs[taken] * np.rint(parts[2 * count :])
                return move.astype(np.int64) if self.is_possible(move) else None
        return None

    def is_possible(self, move: Floats | Whole) -> bool:
        """Whether a whole move (h,) keeps every equation and bound, in exact arithmetic."""
        inside = np.all((move >= self.low) & (move <= self.high))
        return bool(inside and not np.any(self._whole_equations @ move.astype(np.int64)))

    def within(self, at: int, far: float) -> Moves:
        """The moves in which one cell moves by at most `far` counts."""
        low, high = self.low.copy(), self.high.copy()
        low[at], high[at] = max(low[at], -far), min(high[at], far)
        return replace(self, low=low, high=high)

    def limits(self) -> tuple[Floats, Floats]:
        """The lowest and highest that each cell (h,) could move by what single equations say, one after the other.

        The truth is never wider, and often narrower: a programme over all equations says how much.
        """
        low, high = self.low.copy(), self.high.copy()
        for _ in range(PASSES):
            before = high - low
            _tighten(self._entries, low, high)
            if np.array_equal(before, high - low):
                break
        return low, high

    @cached_property
    def _entries(self) -> tuple[Whole, Whole, Floats]:
        entries = self.equations.tocoo()
        return entries.row, entries.col, entries.data

    def of(self, chosen: Flags) -> Moves:
        """The moves of a part (h,) of the cells, which no equation joins to the others."""
        return Moves(self.cells[chosen], _used(self.equations[:, chosen]), self.low[chosen], self.high[chosen])

    @cached_property
    def parts(self) -> Whole:
        """The number of the part that each cell (h,) belongs to; no equation joins two parts."""
        from scipy.sparse import block_array  # noqa: PLC0415 - scipy is imported only where it is needed
        from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - as above

        rows = self.equations.shape[0]
        joined = block_array([[None, self.equations], [self.equations.T, None]]) if rows else self.equations.T
        if not rows:
            return np.arange(len(self.cells))
        numbers: Whole = connected_components(joined, directed=False)[1][rows:]
        return numbers

    def _with_signs(self, taken: Whole, signs: Floats) -> Sparse:
        from scipy.sparse import diags_array, hstack  # noqa: PLC0415 - scipy is imported only where it is needed

        return hstack([self.equations, -self.equations, self.equations[:, taken] @ diags_array(signs)], format="csr")

    @cached_property
    def _whole_equations(self) -> Sparse:
        return self.equations.astype(np.int64)


def moves(tables: LinkedTables, hidden: Flags) -> Moves:
    """The moves that an outsider cannot exclude when the cells `hidden` (n,) and those never printed are not seen."""
    unknown = hidden | ~tables.printed
    cells = np.flatnonzero(unknown)
    values = tables.values[cells]
    return Moves(cells, _used(tables.equations[:, cells]), tables.low[cells] - values, tables.high[cells] - values)


def least(cost: Floats, equations: Sparse, low: Floats, high: Floats, *, whole: bool = False) -> Floats | None:
    """The vector (c,) of least cost with equations @ vector = 0 within bounds; None where the cost has no end.

    Presolving is off: it costs more than it saves on equations as sparse as these (0.38 s against 0.07 s, 5,000 cells).
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - imported only where it is needed

    found = milp(
        cost,
        integrality=np.full(len(cost), int(whole)),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(equations.tocsc(), 0, 0) if equations.shape[0] else None,
        options={"presolve": whole, "mip_rel_gap": 0.0},
    )
    if found.status not in {_SOLVED, _ENDLESS, _ENDLESS_OR_NONE}:
        raise Defect(f"a linear programme of {len(cost)} cells was not solved ({found.message})", where="disclosure")
    return None if found.x is None else np.asarray(found.x, float)


def _tighten(entries: tuple[Whole, Whole, Floats], low: Floats, high: Floats) -> None:
    """Narrow the limits (h,) in place: what a cell moves, the other cells of its equation must take back."""
    row, column, factor = entries
    positive = factor > 0
    rest_low = _rest(row, factor * np.where(positive, low[column], high[column]))
    rest_high = _rest(row, factor * np.where(positive, high[column], low[column]))
    np.minimum.at(high, column, np.floor(np.where(positive, -rest_low, -rest_high) / factor + NEARLY))
    np.maximum.at(low, column, np.ceil(np.where(positive, -rest_high, -rest_low) / factor - NEARLY))


def _rest(row: Whole, ends: Floats) -> Floats:
    """For each entry of the equations the sum of the ends of the other entries of its row; an end may be infinite."""
    endless = np.isinf(ends)
    finite = np.where(endless, 0, ends)
    others = np.bincount(row, finite)[row] - finite
    direction = np.sign(ends[endless][0]) if endless.any() else 1.0
    return np.where(np.bincount(row, endless)[row] > endless, direction * np.inf, others)


def is_whole(vector: Floats) -> bool:
    """Whether every entry is a whole number as far as the solver tells."""
    return bool(np.all(np.abs(vector - np.rint(vector)) < NEARLY))


def _used(equations: Sparse) -> Sparse:
    """The equations that speak of a hidden cell at all."""
    return equations[np.diff(equations.indptr) > 0].astype(float)
