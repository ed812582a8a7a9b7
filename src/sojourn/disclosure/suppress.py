"""Suppression: which cells to hide besides the sensitive ones, so that no hidden count can be worked out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sojourn.disclosure.audit import Audit, audit
from sojourn.disclosure.complements import complements
from sojourn.disclosure.fewest import fewest
from sojourn.disclosure.linked import LinkedTables
from sojourn.errors import Defect, GateError
from sojourn.stats.risk_sets import Flags
from sojourn.tiers import SMALLEST_CELL

SHAKEN_CELLS, MOST_SHAKES = 1_000, 15
"""A pattern that cannot be proven the fewest is grown anew so often: 1,000 by the number of cells, and at most 15."""


@dataclass(frozen=True)
class Pattern:
    """Which printed cells are hidden (n,), with the audit that they passed; whether nothing lighter is safe is proven."""

    hidden: Flags
    audit: Audit
    is_fewest: bool


class CannotProtect(GateError):
    """No set of cells that may be hidden makes these cells safe; `cells` are their indices."""

    cells: tuple[int, ...] = ()


def suppress(tables: LinkedTables, k: int = SMALLEST_CELL, *, spare_zeros: bool = True) -> Pattern:
    """The cells to hide, audited: every interval is at least k wide.

    Args:
        tables: what would be printed.
        k: the width that every interval must have.
        spare_zeros: whether counts of zero are hidden only where nothing else protects a cell. An outsider often knows
            that a zero could be nothing else, and then a hidden zero protects nobody.

    Raises:
        CannotProtect: some cells cannot be made safe by hiding what may be hidden; the error has their indices.
    """
    free = tables.hideable & ~tables.sensitive
    pattern = _safe(tables, free & (tables.values > 0) if spare_zeros else free, k)
    if pattern is None and spare_zeros:
        pattern = _safe(_dear_zeros(tables, free), free, k)
    if pattern is None:
        raise _cannot(tables, free, k)
    return pattern


def _safe(tables: LinkedTables, candidates: Flags, k: int) -> Pattern | None:
    """A pattern that passed the audit; None where hiding all candidates is not enough."""
    hidden, alternatives = complements(tables, candidates, k)
    proof = audit(tables, hidden, k, alternatives)
    if not proof.passed:
        return None
    least = fewest(tables, candidates, k, hidden)
    shakes = SHAKEN_CELLS // (1 + int(np.count_nonzero(tables.unknown_from_the_outset | candidates)))
    if least is None and shakes:
        hidden, alternatives = complements(tables, candidates, k, min(shakes, MOST_SHAKES))
        proof = audit(tables, hidden, k, alternatives)
    if least is None or np.array_equal(least, hidden):
        return Pattern(hidden, proof, least is not None)
    proof = audit(tables, least, k)
    if not proof.passed:
        raise Defect(f"a pattern of {least.sum()} cells was chosen that the audit does not pass", where="disclosure")
    return Pattern(least, proof, True)


def _dear_zeros(tables: LinkedTables, free: Flags) -> LinkedTables:
    """The tables with a cost of hiding a zero that is above the cost of hiding everything else."""
    zero = free & (tables.values == 0)
    return replace(tables, weights=tables.weights + zero * (1 + tables.weights[free & ~zero].sum()))


def _cannot(tables: LinkedTables, free: Flags, k: int) -> CannotProtect:
    widest = audit(tables, tables.unknown_from_the_outset | free, k)
    cells = tuple(int(cell) for cell in widest.narrow[tables.sensitive[widest.narrow]])
    error = CannotProtect(
        f"{len(cells)} sensitive cells cannot be hidden to within {k}, whatever else is",
        where="linked tables",
        todo="leave the table out, join rows or columns of it, or hide a margin that is now printed",
    )
    error.cells = cells
    return error
