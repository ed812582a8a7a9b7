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
    groups = list(apart(tables))
    wholes = [_hidden_whole(part, k) for _, part in groups]
    bare = [cells[whole.narrow] for (cells, _), whole in zip(groups, wholes, strict=True)]
    bare.append(np.flatnonzero(tables.sensitive & tables.printed & ~tables.hideable))
    if any(one.size for one in bare):
        raise _refused(np.unique(np.concatenate(bare)), k)
    hidden = np.zeros(len(tables.values), bool)
    low, high = tables.values.astype(float), tables.values.astype(float)
    fewest_of_all = True
    for (cells, part), whole in zip(groups, wholes, strict=True):
        try:
            pattern = _suppress(part, whole, k, spare_zeros=spare_zeros)
        except CannotProtect as error:
            raise _refused(cells[list(error.cells)], k) from None
        hidden[cells], low[cells], high[cells] = pattern.hidden, pattern.audit.low, pattern.audit.high
        fewest_of_all &= pattern.is_fewest
    return Pattern(hidden, Audit(k, low, high, np.zeros(0, np.int64)), fewest_of_all)


def _everything(tables: LinkedTables) -> Flags:
    """All cells (n,) that can be hidden and those never printed; nothing where nothing must be."""
    return (tables.unknown_from_the_outset | tables.hideable) & tables.sensitive.any()


def _hidden_whole(tables: LinkedTables, k: int) -> Audit:
    """The audit with all that may be hidden; what is narrow then is narrow for good, so only sensitive cells count."""
    everything = _everything(tables)
    known = moves(tables, everything)
    low, high = known.limits()
    bare = known.cells[tables.sensitive[known.cells] & (high - low < k)]
    if bare.size:  # a single equation tells them: found in no time, and the others are looked at once these are joined
        return Audit(k, tables.values.astype(float), tables.values.astype(float), bare)
    whole = audit(tables, everything, k, most=PROGRAMMES)
    return replace(whole, narrow=whole.narrow[tables.sensitive[whole.narrow]])


def _suppress(tables: LinkedTables, whole: Audit, k: int, *, spare_zeros: bool) -> Pattern:
    """The pattern of tables that hang together, and that are safe when hidden whole."""
    if not tables.sensitive.any():
        return Pattern(np.zeros(len(tables.values), bool), whole, True)
    free = tables.hideable & ~tables.sensitive
    zeros = free & (tables.values == 0)
    pattern = _safe(tables, free & ~zeros if spare_zeros else free, k)
    if pattern is None and spare_zeros and zeros.any():
        pattern = _safe(_dear_zeros(tables, free), free, k)
    return pattern or _checked(tables, k)


def _checked(tables: LinkedTables, k: int) -> Pattern:
    """All that may be hidden, where nothing less was proven to be safe.

    Raises:
        CannotProtect: that is not safe either, since a cell hidden for the sake of others is narrow.
    """
    everything = _everything(tables)
    proof = audit(tables, everything, k, most=PROGRAMMES)
    if not proof.passed:
        raise _refused(proof.narrow, k)
    return Pattern(everything & tables.printed, proof, False)


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


def _refused(cells: Whole, k: int) -> CannotProtect:
    error = CannotProtect(
        f"{len(cells)} sensitive cells cannot be hidden to within {k}, whatever else is",
        where="linked tables",
        todo="leave the table out, join rows or columns of it, or hide a margin that is now printed",
    )
    error.cells = tuple(int(cell) for cell in cells)
    return error
