"""Complementary cells for tables of any size: grow a pattern until it is safe, then take back what is not needed.

Growing looks for moves that take many narrow cells at once, at a price for each count that moves in a cell that is still
shown, and hides the cells that the cheapest such move needs.

Source: J. P. Kelly, B. L. Golden and A. A. Assad, Networks 22 (1992) 397-417 (growing by linear programmes, and the
clean-up), here with many cells in one programme.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sojourn.disclosure.attack import furthest
from sojourn.disclosure.audit import PRICE, Reach, directions, lacks, prove
from sojourn.disclosure.linked import LinkedTables
from sojourn.disclosure.moves import Moves, moves
from sojourn.stats.risk_sets import Flags, Floats, Whole

PRICES = (0.3, 0.1, 0.02)
"""What moving k counts in a cell of average weight costs, against the gain of 1 for proving a cell; the last one pays
for any move of up to 50 cells."""


@dataclass
class Growth:
    """A pattern that grows: the u cells that are or may be hidden, which are `hidden` (u,), and the moves they allow."""

    known: Moves
    prices: Floats
    needy: Flags
    k: int
    hidden: Flags
    reach: Reach
    found: list[Whole] = field(default_factory=list)
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))

    @property
    def missing(self) -> Flags:
        """The hidden cells (u,) that must be safe and are not proven yet."""
        return self.hidden & self.needy & (self.reach.width < self.k)

    def take(self, move: Whole) -> None:
        """Take in a move (u,), and hide every cell that it moves."""
        self.hidden |= move != 0
        self.found.append(move)
        self.reach.add(move)

    def prove(self) -> None:
        """Prove what the hidden cells prove among themselves."""
        inside = self.hidden
        reach = Reach(self.reach.low[inside], self.reach.high[inside])
        for short in prove(self.known.of(inside), reach, self.missing[inside], self.k):
            move = np.zeros(len(inside), np.int64)
            move[inside] = short
            self.take(move)

    def forget(self, at: int) -> None:
        """Show a cell again: the moves that need it prove nothing more."""
        self.hidden[at] = False
        self.found = [move for move in self.found if not move[at]]
        self.reach = Reach.none(len(self.hidden))
        for move in self.found:
            self.reach.add(move)


def complements(tables: LinkedTables, candidates: Flags, k: int) -> Flags:
    """A pattern (n,) in which every cell is safe, with few or light cells besides those that must be hidden.

    Where it cannot be completed, the pattern that comes nearest is returned: the audit names what is narrow in it.

    Args:
        tables: what would be printed.
        candidates: the cells (n,) that may be hidden besides.
        k: the width that every interval must have.
    """
    growth = _start(tables, candidates, k)
    growth.prove()
    _grow(growth)
    _take_back(growth, tables)
    pattern = np.zeros(len(tables.values), bool)
    pattern[growth.known.cells[growth.hidden]] = True
    return pattern


def _start(tables: LinkedTables, candidates: Flags, k: int) -> Growth:
    unknown = tables.unknown_from_the_outset
    known = moves(tables, unknown | candidates)
    weights = tables.weights[known.cells] / tables.weights.mean()
    needy = tables.must_be_safe(unknown | candidates)[known.cells]
    return Growth(known, weights, needy, k, unknown[known.cells], Reach.none(len(known.cells)))


def _grow(growth: Growth) -> None:
    """Hide more cells until nothing is missing, or nothing more can be had."""
    for price in PRICES:
        barren = 0
        while barren < 2 and growth.missing.any():
            before = growth.missing
            signs = directions(growth.known, growth.reach, growth.random) * before
            prices = np.where(growth.hidden, PRICE, price * growth.prices / growth.k)
            move = growth.known.towards(signs, lacks(growth.reach, signs, growth.k), prices)
            if move is not None:
                growth.take(move)
                growth.prove()
            barren = barren + 1 if np.any(before & growth.missing) else 0
    for at in np.flatnonzero(growth.missing):
        for sign in (1, -1):
            move = furthest(growth.known, int(at), sign, exact=True).move
            if move is not None and growth.reach.width[at] < growth.k:
                growth.take(move)
    growth.prove()


def _take_back(growth: Growth, tables: LinkedTables) -> None:
    """Show each complementary cell again, the heaviest first, where all others stay safe without it."""
    fixed = tables.unknown_from_the_outset[growth.known.cells]
    order = np.argsort(-growth.prices, kind="stable")
    for at in order[(growth.hidden & ~fixed)[order]]:
        kept = list(growth.found), Reach(growth.reach.low.copy(), growth.reach.high.copy()), growth.missing
        growth.forget(int(at))
        growth.prove()
        if np.any(growth.missing & ~kept[2]):
            growth.hidden[at] = True
            growth.found, growth.reach = kept[0], kept[1]
