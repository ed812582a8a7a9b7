"""The attacker: how closely an outsider can work out each hidden count from everything that is printed.

Source: M. Fischetti and J. J. Salazar, Management Science 47 (2001) 1008-1027, section 2 (the attacker's programmes).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sojourn.disclosure.linked import LinkedTables
from sojourn.disclosure.moves import NEARLY, Moves, is_whole, moves
from sojourn.stats.risk_sets import Flags, Floats, Whole


@dataclass(frozen=True)
class Intervals:
    """The lowest and highest count (n,) that each cell can have for an outsider; a printed cell has its own for both.

    A high of infinity means that nothing printed sets an upper limit.
    """

    low: Floats
    high: Floats

    @property
    def width(self) -> Floats:
        """How far apart the two are (n,); 0 where the outsider knows the count exactly."""
        return self.high - self.low


def attack(tables: LinkedTables, hidden: Flags, *, only: Flags | None = None, exact: bool = False) -> Intervals:
    """The interval of every hidden cell, by a linear programme for each end.

    Counts are whole numbers. Where the programme ends at a whole vector, its end is exact; where the end is no whole
    number, an integer programme decides. What is left, a whole end that only a fractional vector reaches, is a limit that
    an outsider cannot pass, and `exact` asks for the integer programme there too.

    Args:
        tables: what is printed.
        hidden: the cells (n,) that are not shown; those that are never printed count as hidden anyway.
        only: the cells (n,) whose interval is asked for; the others keep their outside bounds.
        exact: whether every end must be one that whole counts reach.
    """
    low, high = tables.values.astype(float), tables.values.astype(float)
    known = moves(tables, hidden)
    wanted = np.ones(len(low), bool) if only is None else only
    low[known.cells], high[known.cells] = tables.low[known.cells], tables.high[known.cells]
    parts = known.parts
    for number in np.unique(parts[wanted[known.cells]]):
        part = known.of(parts == number)
        for at in np.flatnonzero(wanted[part.cells]):
            cell = part.cells[at]
            low[cell] = tables.values[cell] - furthest(part, int(at), -1, exact=exact).distance
            high[cell] = tables.values[cell] + furthest(part, int(at), +1, exact=exact).distance
    return Intervals(low, high)


@dataclass(frozen=True)
class End:
    """How far a cell can move one way, in counts; the move (h,) that takes it there, where that is whole."""

    distance: float
    move: Whole | None


def furthest(possible: Moves, at: int, sign: int, *, exact: bool, enough: float = np.inf) -> End:
    """How far the cell with number `at` can move up (sign +1) or down (-1); infinitely where nothing stops it.

    Beyond `enough` counts it does not matter how far, which spares an integer programme the search for the last one.
    """
    if enough < np.inf:
        possible = possible.within(at, enough)
    gain = np.zeros(len(possible.cells))
    gain[at] = sign
    move = possible.furthest(gain)
    if move is not None and (_is_broken(move[at]) or (exact and not is_whole(move))):
        move = possible.furthest(gain, whole=True)
    if move is None:
        return End(float(np.inf), None)
    distance = float(np.floor(sign * move[at] + NEARLY))
    proof = np.rint(move)
    return End(distance, proof.astype(np.int64) if is_whole(move) and possible.is_possible(proof) else None)


def _is_broken(count: float) -> bool:
    return bool(abs(count - np.rint(count)) > NEARLY)
