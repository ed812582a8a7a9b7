"""Suppression: which cells to hide besides the sensitive ones, so that no hidden count can be worked out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sojourn.disclosure.audit import Audit, audit
from sojourn.disclosure.complements import complements
from sojourn.disclosure.fewest import fewest
from sojourn.disclosure.linked import LinkedTables, apart
from sojourn.disclosure.moves import moves
from sojourn.errors import Defect, GateError
from sojourn.stats.risk_sets import Flags, Whole
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


PROGRAMMES = 400
"""Cells that may have programmes of their own in an audit; what is not proven by then counts as unsafe."""


def suppress(tables: LinkedTables, k: int = SMALLEST_CELL, *, spare_zeros: bool = True) -> Pattern:
    """The cells to hide, audited: every interval is at least k wide.

    Tables that no equation joins are hidden one after the other.

    Args:
        tables: what would be printed.
        k: the width that every interval must have.
        spare_zeros: whether counts of zero are hidden only where nothing else protects a cell. An outsider often knows
            that a zero could be nothing else, and then a hidden zero protects nobody.

    Raises:
        CannotProtect: some cells cannot be made safe by hiding what may be hidden; the error has their indices.
    """
    hidden = np.zeros(len(tables.values), bool)
    low, high = tables.values.astype(float), tables.values.astype(float)
    fewest_of_all, bare = True, [np.flatnonzero(tables.sensitive & tables.printed & ~tables.hideable)]
    for cells, part in apart(tables):
        try:
            pattern = _suppress(part, k, spare_zeros=spare_zeros)
        except CannotProtect as error:
            bare.append(cells[list(error.cells)])
            continue
        hidden[cells], low[cells], high[cells] = pattern.hidden, pattern.audit.low, pattern.audit.high
        fewest_of_all &= pattern.is_fewest
    if any(one.size for one in bare):
        raise _refused(np.unique(np.concatenate(bare)), k)
    return Pattern(hidden, Audit(k, low, high, np.zeros(0, np.int64)), fewest_of_all)


def _suppress(tables: LinkedTables, k: int, *, spare_zeros: bool) -> Pattern:
    """The pattern of tables that hang together."""
    nothing = np.zeros(len(tables.values), bool)
    if not tables.sensitive.any():
        return Pattern(nothing, audit(tables, nothing, k), True)
    free = tables.hideable & ~tables.sensitive
    if (bare := _bare(tables, free, k)).size:
        raise _refused(bare, k)
    everything = tables.unknown_from_the_outset | free
    whole = audit(tables, everything, k, most=PROGRAMMES)
    if (narrow := whole.narrow[tables.sensitive[whole.narrow]]).size:
        raise _refused(narrow, k)
    zeros = free & (tables.values == 0)
    pattern = _safe(tables, free & ~zeros if spare_zeros else free, k)
    if pattern is None and spare_zeros and zeros.any():
        pattern = _safe(_dear_zeros(tables, free), free, k)
    if pattern is None and not whole.passed:
        raise _refused(whole.narrow, k)
    return pattern or Pattern(everything & tables.printed, whole, False)


def _safe(tables: LinkedTables, candidates: Flags, k: int) -> Pattern | None:
    """A pattern that passed the audit; None where hiding all candidates is not enough."""
    hidden, alternatives = complements(tables, candidates, k)
    proof = audit(tables, hidden, k, alternatives, most=PROGRAMMES)
    if not proof.passed:
        return None
    least = fewest(tables, candidates, k, hidden)
    shakes = SHAKEN_CELLS // (1 + int(np.count_nonzero(tables.unknown_from_the_outset | candidates)))
    if least is None and shakes:
        hidden, alternatives = complements(tables, candidates, k, min(shakes, MOST_SHAKES))
        proof = audit(tables, hidden, k, alternatives, most=PROGRAMMES)
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


def _bare(tables: LinkedTables, free: Flags, k: int) -> Whole:
    """The sensitive cells that a single equation tells to within k, though all that may be hidden is; found in no time."""
    known = moves(tables, tables.unknown_from_the_outset | free)
    low, high = known.limits()
    return known.cells[tables.sensitive[known.cells] & (high - low < k)]


def _refused(cells: Whole, k: int) -> CannotProtect:
    error = CannotProtect(
        f"{len(cells)} sensitive cells cannot be hidden to within {k}, whatever else is",
        where="linked tables",
        todo="leave the table out, join rows or columns of it, or hide a margin that is now printed",
    )
    error.cells = tuple(int(cell) for cell in cells)
    return error
