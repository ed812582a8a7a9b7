"""Suppression: which cells to hide besides the sensitive ones, so that no hidden count can be worked out."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn.disclosure.audit import Audit, audit
from sojourn.disclosure.complements import complements
from sojourn.disclosure.linked import LinkedTables
from sojourn.errors import GateError
from sojourn.stats.risk_sets import Flags
from sojourn.tiers import SMALLEST_CELL


@dataclass(frozen=True)
class Pattern:
    """Which cells are hidden (n,), with the audit that they passed."""

    hidden: Flags
    audit: Audit


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
    offers = [free & (tables.values > 0), free] if spare_zeros else [free]
    for offer in offers:
        pattern = complements(tables, offer, k)
        proof = audit(tables, pattern, k)
        if proof.passed:
            return Pattern(pattern, proof)
    raise _cannot(tables, free, k)


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
