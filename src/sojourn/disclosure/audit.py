"""The audit: proof that no hidden count can be worked out to within fewer than k.

Two whole moves that an outsider cannot exclude prove an interval for every cell in which they differ. So a few moves
that take many cells up or down at once prove most cells of a large table, and only the rest need programmes of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sojourn.disclosure.attack import furthest
from sojourn.disclosure.linked import LinkedTables
from sojourn.disclosure.moves import Moves, moves
from sojourn.stats.risk_sets import Flags, Floats, Whole


@dataclass(frozen=True)
class Audit:
    """What an outsider cannot tell apart: for each cell (n,) counts from `low` to `high`, proven by whole alternatives.

    `narrow` are the indices of the cells that must be safe and have an interval narrower than `k`. Of these an outsider
    can tell that the count lies from `low` to `high`; of the others that is the part of the interval that was proven.
    """

    k: int
    low: Floats
    high: Floats
    narrow: Whole

    @property
    def passed(self) -> bool:
        """Whether every cell that must be safe is."""
        return not self.narrow.size


def audit(
    tables: LinkedTables, hidden: Flags, k: int, alternatives: Sequence[Whole] = (), most: int | None = None
) -> Audit:
    """Whether every cell that must be safe has an interval at least k wide: high - low >= k.

    Args:
        tables: what would be printed.
        hidden: the cells (n,) that would not be shown; those that are never printed count as hidden anyway.
        k: the width that is asked for.
        alternatives: counts (n,) that are said to be possible for an outsider too. Each is checked in exact arithmetic;
            what holds is a proof that need not be found again, what does not hold is not used.
        most: how many cells may have programmes of their own; those left without a proof by then count as narrow. No
            limit where it is not given.
    """
    known = moves(tables, hidden)
    reach = Reach.none(len(known.cells))
    for counts in alternatives:
        change = counts - tables.values
        if not change[tables.printed & ~hidden].any() and known.is_possible(change[known.cells]):
            reach.add(change[known.cells])
    lowest, highest = known.limits()
    undecided = tables.must_be_safe(hidden)[known.cells] & (highest - lowest >= k)
    prove(known, reach, undecided, k)
    decide(known, reach, undecided, k, most)
    hopeless = highest - lowest < k
    reach.low[hopeless], reach.high[hopeless] = lowest[hopeless], highest[hopeless]
    return _summary(tables, hidden, known, reach, k)


def _summary(tables: LinkedTables, hidden: Flags, known: Moves, reach: Reach, k: int) -> Audit:
    low, high = tables.values.astype(float), tables.values.astype(float)
    low[known.cells] += reach.low
    high[known.cells] += reach.high
    return Audit(k, low, high, np.flatnonzero(tables.must_be_safe(hidden) & (high - low < k)))


@dataclass
class Reach:
    """How far down and up (h,) the whole moves found so far take each cell: `low` is 0 or less, `high` 0 or more."""

    low: Floats
    high: Floats

    @classmethod
    def none(cls, count: int) -> Reach:
        """No move but that of zeros."""
        return cls(np.zeros(count), np.zeros(count))

    @property
    def width(self) -> Floats:
        """How wide an interval (h,) is proven."""
        return self.high - self.low

    def add(self, move: Whole) -> None:
        """Take in one more possible move (h,)."""
        np.minimum(self.low, move, out=self.low)
        np.maximum(self.high, move, out=self.high)


PRICE = 0.001
"""A thousandth of a cell's proof for each count of movement: moves stay small, and no proof is given up for that."""


def prove(known: Moves, reach: Reach, urgent: Flags, k: int, patience: int = 2) -> list[Whole]:
    """Widen the reach by moves (h,) that take many cells at once, until `patience` in a row prove nothing; these moves.

    What is missing goes up wherever it can, and each cell gains by the share of its own lack: so the programme completes
    the cells that lack least with the counts of those that lack most (11 moves prove 4,944 of 4,956 cells in a table of
    200 x 60, where 24 moves in random directions prove 2,891).
    """
    random = np.random.default_rng(0)
    prices = np.full(len(known.cells), PRICE)
    found: list[Whole] = []
    barren, share = 0, 1.0
    while barren < patience and np.any(missing := urgent & (reach.width < k)):
        signs = directions(known, reach, random) * missing * (random.random(len(missing)) < share)
        move = known.towards(signs, lacks(reach, signs, k), prices)
        if move is None:  # fractional, as in cubes: a move for fewer cells is whole more often
            barren, share = barren + 1, share / 4
            continue
        found.append(move)
        reach.add(move)
        barren = 0 if np.any(missing & (reach.width >= k)) else barren + 1
    return found


def directions(known: Moves, reach: Reach, random: np.random.Generator) -> Floats:
    """Where each cell (h,) can still go: +1 up, -1 down, either by lot where both, 0 where neither."""
    up, down = reach.high < known.high, reach.low > known.low
    return np.where(up & down, random.choice([-1.0, 1.0], len(up)), 1.0 * up - 1.0 * down)


def lacks(reach: Reach, signs: Floats, k: int) -> Floats:
    """How far (h,) a cell must go in the direction of its sign until its interval is k wide, at least 1."""
    return np.maximum(np.where(signs > 0, k + reach.low, k - reach.high), 1)


def decide(known: Moves, reach: Reach, open_cells: Flags, k: int, most: int | None = None) -> None:
    """Widen the reach of cells (h,) that are not proven yet by programmes of their own; what stays narrow is narrow."""
    parts, tried = known.parts, 0
    for at in np.flatnonzero(open_cells & (reach.width < k)):
        if reach.width[at] >= k:
            continue
        tried += 1
        if most is not None and tried > most:
            return
        chosen = np.flatnonzero(parts == parts[at])
        part, place = known.of(parts == parts[at]), int(np.searchsorted(chosen, at))
        for sign, other in ((1, reach.low), (-1, -reach.high)):
            if reach.width[at] < k:
                end = furthest(part, place, sign, exact=True, enough=k + other[at])
                _extend(reach, chosen, at, sign * end.distance, end.move)


def _extend(reach: Reach, chosen: Whole, at: np.int64, end: float, move: Whole | None) -> None:
    """Take in the end of one cell, and what the move to it proves of the `chosen` cells (c,)."""
    reach.low[at], reach.high[at] = min(reach.low[at], end), max(reach.high[at], end)
    if move is not None:
        reach.low[chosen] = np.minimum(reach.low[chosen], move)
        reach.high[chosen] = np.maximum(reach.high[chosen], move)
