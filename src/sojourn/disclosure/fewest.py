"""The least that must be hidden in a small table, by cutting planes, with proof that nothing less is safe.

A master programme chooses the cells. The attacker's programmes find what is narrow in its choice, and their dual
solutions say how much hiding any other cell could widen it at most: each is an inequality that every safe pattern keeps.

Source: M. Fischetti and J. J. Salazar, Management Science 47 (2001) 1008-1027, sections 3 and 4 (capacity inequalities
with lifted coefficients; first for a fractional choice, then for a whole one).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sojourn.disclosure.audit import audit
from sojourn.disclosure.linked import LinkedTables
from sojourn.disclosure.moves import Moves, moves
from sojourn.errors import Defect
from sojourn.stats.risk_sets import Flags, Floats, Whole

EFFORT = 200_000
"""Columns of the attacker's programmes, over all rounds, after which a table is too large to solve to the end."""

NODES = 1000
"""Nodes of one search for a whole choice, after which the table is too hard to solve to the end."""

VIOLATED = 1e-4
"""By how much an inequality, scaled to a right-hand side of 1, must be broken to count."""

SHADOW = 1e-3
"""A shown cell is offered to the attacker to this extent, so that the dual solution says what it could do."""


@dataclass
class Master:
    """The choice of cells: u cells that are or may be hidden, `fixed` (u,) those that are anyway, `weights` (u,)."""

    fixed: Flags
    weights: Floats
    rows: list[Floats] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)

    def choose(self, *, whole: bool) -> Floats | None:
        """The lightest choice (u,) that keeps all inequalities, None where it takes too long; whole or fractional."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - imported only where it is needed

        limits = LinearConstraint(np.array(self.rows), self.ends, np.inf) if self.rows else None
        bounds = Bounds(self.fixed.astype(float), 1)
        integrality = np.full(len(self.weights), int(whole))
        options = {"node_limit": NODES, "mip_rel_gap": 0.0}
        found = milp(self.weights, integrality=integrality, bounds=bounds, constraints=limits, options=options)
        return np.asarray(found.x, float) if found.status == 0 else None

    def add(self, at: int, row: Floats, width: float) -> None:
        """Require row @ choice >= width wherever cell `at` is chosen, where row (u,) are the attacker's capacities.

        What is hidden anyway goes to the right-hand side, and no coefficient need be above what is lacking then.
        """
        others = ~self.fixed
        others[at] = False
        lacking = width - row[~others].sum()
        row = np.where(others, np.minimum(row / lacking, 1), 0)
        if not self.fixed[at]:
            row[at] = -1
        self.rows.append(row)
        self.ends.append(1.0 if self.fixed[at] else 0.0)


def fewest(tables: LinkedTables, candidates: Flags, k: int, known_pattern: Flags) -> Flags | None:
    """The lightest safe pattern (n,); None where proving one takes too long.

    Args:
        tables: what would be printed.
        candidates: the cells (n,) that may be hidden besides the sensitive ones.
        k: the width that every interval must have.
        known_pattern: a safe pattern (n,); it is returned where none is lighter.
    """
    unknown = tables.unknown_from_the_outset
    if not np.any(known_pattern & ~unknown):
        return known_pattern
    if _effort(np.count_nonzero(unknown), np.count_nonzero(unknown | candidates)) > EFFORT:
        return None
    candidates = _usable(tables, candidates, k)
    known = moves(tables, unknown | candidates)
    needy = tables.must_be_safe(unknown | candidates)[known.cells]
    master = Master(unknown[known.cells], tables.weights[known.cells])
    lighter = float(master.weights @ known_pattern[known.cells]) - _step(tables.weights)
    whole, spent = False, 0
    while (choice := master.choose(whole=whole)) is not None:
        if master.weights @ choice > lighter + VIOLATED:
            return known_pattern
        spent += _effort(np.count_nonzero(choice > VIOLATED), len(choice))
        if spent > EFFORT:
            return None
        if _separate(master, known, needy, choice, k):
            continue
        if whole and (pattern := _audited(master, tables, known, choice, k)) is not None:
            return pattern
        whole = True
    return None


def _effort(targets: int | np.integer, cells: int | np.integer) -> int:
    return 2 * int(targets) * int(cells)


def _step(weights: Floats) -> float:
    """By how much a lighter pattern is lighter at least."""
    return 1.0 if np.all(weights == np.rint(weights)) else 2 * VIOLATED


def _usable(tables: LinkedTables, candidates: Flags, k: int) -> Flags:
    """The candidates (n,) that are safe when all are hidden; the others are narrow in every pattern."""
    while True:
        narrow = audit(tables, tables.unknown_from_the_outset | candidates, k).narrow
        unsafe = narrow[candidates[narrow]]
        if not unsafe.size:
            return candidates
        candidates = candidates.copy()
        candidates[unsafe] = False


def _separate(master: Master, known: Moves, needy: Flags, choice: Floats, k: int) -> bool:
    """Add the inequalities that a choice (u,) breaks; whether there are any."""
    targets = np.flatnonzero(needy & (choice > VIOLATED))
    shadow = np.maximum(choice, SHADOW)
    broken = False
    for at, row in zip(targets, _capacities(known, targets, shadow, k), strict=True):
        if row @ choice < k * choice[at] - VIOLATED:
            master.add(int(at), row, k)
            broken = True
    return broken


def _capacities(known: Moves, targets: Whole, choice: Floats, k: int) -> Floats:
    """By how much each cell (u,) at most widens the interval of each target (t, u) when it is hidden.

    The two programmes of each target are solved in one, which has a block for each end of each interval. No cell moves by
    more than a hundred times k, which decides no interval of k where the coefficients of the equations are small.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - scipy is imported only where it is needed
    from scipy.sparse import eye_array, kron  # noqa: PLC0415 - as above

    count, ends = len(known.cells), 2 * len(targets)
    gains = np.zeros((ends, count))
    gains[np.arange(ends), np.repeat(targets, 2)] = np.tile([1.0, -1.0], len(targets))
    low, high = np.tile(np.maximum(known.low, -100 * k), (ends, 1)), np.tile(np.minimum(known.high, 100 * k), (ends, 1))
    low[gains != 0], high[gains != 0] = np.maximum(low[gains != 0], -k), np.minimum(high[gains != 0], k)
    bounds = np.stack([(low * choice).ravel(), (high * choice).ravel()], axis=1)
    equations = kron(eye_array(ends), known.equations, format="csc")
    found = linprog(-gains.ravel(), A_eq=equations, b_eq=np.zeros(equations.shape[0]), bounds=bounds, method="highs-ds")
    if found.status != 0:
        raise Defect(
            f"the attacker's programmes of {count} cells were not solved ({found.message})", where="disclosure"
        )
    reduced = gains + (equations.T @ found.eqlin.marginals).reshape(ends, count)
    each: Floats = np.maximum(reduced, 0) * high + np.minimum(reduced, 0) * low
    return each[::2] + each[1::2]


def _audited(master: Master, tables: LinkedTables, known: Moves, choice: Floats, k: int) -> Flags | None:
    """The pattern (n,) of a whole choice if it passes the audit; otherwise what is narrow needs one cell more.

    The audit knows more than the programmes above: that counts are whole numbers.
    """
    pattern = np.zeros(len(tables.values), bool)
    pattern[known.cells[choice > 0.5]] = True
    narrow = audit(tables, pattern, k).narrow
    for at in np.searchsorted(known.cells, narrow):
        master.add(int(at), np.where(choice > 0.5, 0.0, 1.0), 1)
    return None if narrow.size else pattern
