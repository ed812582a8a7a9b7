"""Complementary cells for tables of any size: grow a pattern until it is safe, then take back what is not needed.

Growing looks for moves that take many narrow cells at once, at a price for each count that moves in a cell that is still
shown, and hides the cells that the cheapest such move needs.

Source: J. P. Kelly, B. L. Golden and A. A. Assad, Networks 22 (1992) 397-417 (growing by linear programmes, and the
clean-up), here with many cells in one programme.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from sojourn.disclosure.attack import furthest
from sojourn.disclosure.audit import PRICE, Reach, directions, lacks, prove
from sojourn.disclosure.linked import LinkedTables
from sojourn.disclosure.moves import Moves, moves
from sojourn.stats.risk_sets import Flags, Floats, Whole

PRICES = (0.3, 0.1, 0.02)
"""What moving k counts in a cell of average weight costs, against the gain of 1 for proving a cell; the last one pays
for any move of up to 50 cells."""

TRIES = 2
"""Moves at each price: one up and one down."""


@dataclass
class Growth:
    """A pattern that grows: the u cells that are or may be hidden, which are `hidden` (u,), and the moves found for them.

    `fixed` (u,) are hidden from the outset, `needy` (u,) must be safe where they are hidden.
    """

    known: Moves
    prices: Floats
    fixed: Flags
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

    def prove(self, patience: int = 2) -> None:
        """Prove what the hidden cells prove among themselves."""
        inside = self.hidden
        reach = Reach(self.reach.low[inside], self.reach.high[inside])
        for short in prove(self.known.of(inside), reach, self.missing[inside], self.k, patience):
            move = np.zeros(len(inside), np.int64)
            move[inside] = short
            self.take(move)

    def is_hopeless(self) -> bool:
        """Whether single equations already say that some hidden cell is narrow."""
        low, high = self.known.of(self.hidden).limits()
        return bool(np.any(self.needy[self.hidden] & (high - low < self.k)))

    def forget(self, at: int) -> None:
        """Show a cell again: the moves that need it prove nothing more."""
        self.hidden[at] = False
        self.found = [move for move in self.found if not move[at]]
        self.reach = Reach.none(len(self.hidden))
        for move in self.found:
            self.reach.add(move)

    def ban(self, at: int) -> None:
        """Show a cell for good, because it is narrow whatever is hidden beside it."""
        self.forget(at)
        may_move = np.arange(len(self.hidden)) != at
        low, high = np.where(may_move, self.known.low, 0), np.where(may_move, self.known.high, 0)
        self.known = replace(self.known, low=low, high=high)


HELPS = 600
"""Cells that are helped one at a time; a table that needs more is hidden whole, where that is safe."""


def complements(tables: LinkedTables, candidates: Flags, k: int, shakes: int = 0) -> tuple[Flags, list[Whole]]:
    """A pattern (n,) with few or light cells besides those that must be hidden, and alternative counts (n,) to prove it.

    Where it cannot be completed, the pattern that comes nearest is returned: the audit names what is narrow in it.

    Args:
        tables: what would be printed.
        candidates: the cells (n,) that may be hidden besides.
        k: the width that every interval must have.
        shakes: how often to show a third of them again and grow anew, in search of fewer.
    """
    growth = _start(tables, candidates, k)
    growth.prove()
    _grow(growth)
    _take_back(growth)
    if not growth.missing.any():
        for _ in range(shakes):
            growth = _shaken(growth)
    pattern = np.zeros(len(tables.values), bool)
    pattern[growth.known.cells[growth.hidden]] = True
    pattern &= tables.printed
    return pattern, [_spread(tables.values, growth.known.cells, move) for move in growth.found]


def _spread(values: Whole, cells: Whole, move: Whole) -> Whole:
    counts = values.copy()
    counts[cells] += move
    return counts


def _start(tables: LinkedTables, candidates: Flags, k: int) -> Growth:
    unknown = tables.unknown_from_the_outset
    known = moves(tables, unknown | candidates)
    weights = tables.weights[known.cells] / tables.weights.mean()
    needy = tables.must_be_safe(unknown | candidates)[known.cells]
    fixed = unknown[known.cells]
    return Growth(known, weights, fixed, needy, k, fixed.copy(), Reach.none(len(known.cells)))


def _grow(growth: Growth) -> None:
    """Hide more cells until nothing is missing, or a cell that must be hidden cannot be made safe.

    One cell is helped at a time, so that the next one finds the cells that are hidden by then. All at once, a table of
    200 x 60 got 115 complementary cells, of which 16 were left in the end; one at a time, 1 is left.
    """
    for _ in range(HELPS):
        if not growth.missing.any():
            return
        at = int(growth.random.choice(np.flatnonzero(growth.missing)))
        before = np.count_nonzero(growth.hidden)
        if not _help(growth, at):
            if growth.fixed[at]:
                return
            growth.ban(at)
        if np.count_nonzero(growth.hidden) != before:
            growth.prove(patience=1)


def _help(growth: Growth, at: int) -> bool:
    """Hide what one cell needs, by the cheapest moves first; False where nothing makes it safe."""
    signs = np.zeros(len(growth.hidden))
    for price in (price for price in PRICES for _ in range(TRIES)):
        prices = np.where(growth.hidden, PRICE, price * growth.prices / growth.k)
        signs[at] = directions(growth.known, growth.reach, growth.random)[at]
        move = growth.known.towards(signs, lacks(growth.reach, signs, growth.k), prices)
        if move is not None:
            growth.take(move)
        if growth.reach.width[at] >= growth.k:
            return True
    for sign in (1, -1):
        move = furthest(growth.known, at, sign, exact=True, enough=growth.k).move
        if move is not None:
            growth.take(move)
    return bool(growth.reach.width[at] >= growth.k)


def _shaken(growth: Growth) -> Growth:
    """The same or a lighter pattern, grown anew after a third of the complementary cells was shown again."""
    reach = Reach(growth.reach.low.copy(), growth.reach.high.copy())
    other = replace(growth, hidden=growth.hidden.copy(), found=list(growth.found), reach=reach)
    for at in np.flatnonzero(growth.hidden & ~growth.fixed):
        if growth.random.random() < 1 / 3:
            other.forget(int(at))
    _grow(other)
    _take_back(other)
    is_lighter = other.prices[other.hidden].sum() < growth.prices[growth.hidden].sum()
    return other if is_lighter and not other.missing.any() else growth


def _take_back(growth: Growth) -> None:
    """Show each complementary cell again, the heaviest first, where all others stay safe without it."""
    order = np.argsort(-growth.prices, kind="stable")
    for at in order[(growth.hidden & ~growth.fixed)[order]]:
        before, found, reach = growth.missing, growth.found, growth.reach
        growth.forget(int(at))
        if not growth.is_hopeless():
            growth.prove(patience=1)
        if np.any(growth.missing & ~before):
            growth.hidden[at] = True
            growth.found, growth.reach = found, reach
