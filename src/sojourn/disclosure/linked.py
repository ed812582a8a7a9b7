"""Linked tables: printed numbers that share totals, with the equations by which an outsider joins them.

A cell of any table, a margin, a grand total, a total that two tables share and a cell of an earlier publication are all
the same thing here: a cell with a number. What is known between them is a linear equation, such as `cells - total = 0`.

Source: M. Fischetti and J. J. Salazar, Management Science 47 (2001) 1008-1027, section 2, whose model this is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from sojourn.errors import ContradictingNumbers
from sojourn.stats.risk_sets import Flags, Floats, Whole

Sparse: TypeAlias = Any
"""A scipy.sparse.csr_array; scipy ships no types, and is imported only where it is needed."""


@dataclass(frozen=True)
class LinkedTables:
    """The n cells of one or several tables, and the m equations between them that an outsider knows.

    `values` (n,) are the true counts, whole and not negative. `equations` (m, n) times the values are `right` (m,).
    `sensitive` (n,): must be hidden, and safe. `hideable` (n,): may be hidden; the others are printed whatever happens.
    `printed` (n,): False for a number that is never printed, such as what an equation implies; it counts as hidden from
    the outset, and needs to be safe only if it is sensitive. `low` and `high` (n,) are what an outsider knows of a hidden
    cell beside the equations. `weights` (n,) are what it costs to hide a cell. `linked_tables` makes one.
    """

    values: Whole
    equations: Sparse
    right: Whole
    sensitive: Flags
    hideable: Flags
    printed: Flags
    low: Floats
    high: Floats
    weights: Floats

    @property
    def unknown_from_the_outset(self) -> Flags:
        """The cells (n,) that are hidden in every pattern: the sensitive ones that may be, and those never printed."""
        return (self.sensitive & self.hideable) | ~self.printed

    def must_be_safe(self, hidden: Flags) -> Flags:
        """The cells (n,) that need an interval: every printed cell that is hidden, and every sensitive one."""
        return (hidden & self.printed) | self.sensitive


def linked_tables(
    values: ArrayLike,
    equations: Any,
    sensitive: ArrayLike,
    *,
    right: ArrayLike | None = None,
    hideable: ArrayLike | None = None,
    printed: ArrayLike | None = None,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> LinkedTables:
    """Linked tables, checked.

    Args:
        values: true counts (n,).
        equations: whole coefficients (m, n), dense or scipy.sparse.
        sensitive: cells (n,) that must be hidden.
        right: right-hand sides (m,); 0 where it is not given.
        hideable: cells (n,) that may be hidden; all printed ones where it is not given.
        printed: False for cells (n,) that are never printed; all are printed where it is not given.
        low: the least that an outsider can exclude nothing below (n,); 0 where it is not given.
        high: the same above (n,); infinity where it is not given.
        weights: the cost (n,) of hiding a cell, above 0; 1 where it is not given.

    Raises:
        ContradictingNumbers: the values do not keep an equation or lie outside what an outsider knows of them.
        ValueError: arrays whose shapes or values cannot be.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415 - scipy is imported only where it is needed

    counts = np.asarray(values, float)
    count = len(counts)
    matrix = csr_array(equations)
    shown = np.ones(count, bool) if printed is None else np.asarray(printed, bool)
    tables = LinkedTables(
        values=counts.astype(np.int64),
        equations=matrix,
        right=_filled(right, matrix.shape[0], 0).astype(np.int64),
        sensitive=np.asarray(sensitive, bool),
        hideable=(np.ones(count, bool) if hideable is None else np.asarray(hideable, bool)) & shown,
        printed=shown,
        low=_filled(low, count, 0),
        high=_filled(high, count, np.inf),
        weights=_filled(weights, count, 1),
    )
    _check_shapes(tables, counts)
    _check_numbers(tables)
    return tables


def apart(tables: LinkedTables) -> Iterator[tuple[Whole, LinkedTables]]:
    """The cells (n,) that may be unknown, in groups that no equation joins, each as linked tables of its own.

    What is printed whatever happens is a known number and joins nothing.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415 - imported only where it is needed
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    known = tables.printed & ~tables.hideable
    right = tables.right - tables.equations[:, known] @ tables.values[known]
    cells = np.flatnonzero(~known)
    equations = csr_array(tables.equations[:, cells])
    touches = csr_array(abs(equations.T) @ abs(equations))
    _, group = connected_components(touches, directed=False)
    for one in range(int(group.max(initial=-1)) + 1):
        columns = np.flatnonzero(group == one)
        part = csr_array(equations[:, columns])
        rows = np.flatnonzero(np.diff(part.indptr))
        chosen = cells[columns]
        rest = {
            name: getattr(tables, name)[chosen]
            for name in ("sensitive", "hideable", "printed", "low", "high", "weights")
        }
        yield chosen, LinkedTables(tables.values[chosen], csr_array(part[rows]), right[rows], **rest)


def _filled(given: ArrayLike | None, count: int, default: float) -> Floats:
    return np.full(count, float(default)) if given is None else np.asarray(given, float)


def _check_shapes(tables: LinkedTables, given: Floats) -> None:
    count = len(given)
    rows = (tables.sensitive, tables.hideable, tables.printed, tables.low, tables.high, tables.weights)
    if any(row.shape != (count,) for row in rows) or tables.equations.shape != (len(tables.right), count):
        raise ValueError(f"linked tables of {count} cells need arrays of {count}, and equations with {count} columns")
    if np.any(given != np.rint(given)) or np.any(given < 0):
        raise ValueError("counts are whole and not below 0")
    if np.any(tables.weights <= 0) or np.any(tables.equations.data != np.rint(tables.equations.data)):
        raise ValueError("weights must be above 0, and coefficients of equations whole numbers")


def _check_numbers(tables: LinkedTables) -> None:
    off = np.flatnonzero(tables.equations @ tables.values != tables.right)
    if off.size:
        raise ContradictingNumbers(
            f"the numbers do not keep {off.size} of {len(tables.right)} equations, the first of them number {off[0]}",
            where="linked tables",
            todo="link only totals that count the same people, and give rounded numbers as bounds",
        )
    outside = np.flatnonzero((tables.values < tables.low) | (tables.values > tables.high))
    if outside.size:
        raise ContradictingNumbers(
            f"{outside.size} numbers lie outside their bounds, the first of them cell {outside[0]}",
            where="linked tables",
            todo="give each cell bounds that hold for its true count",
        )
