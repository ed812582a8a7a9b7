"""What is wrong with stints and stays in the agencies' releases, at the rates that were measured there.

Rates: those that users of the Deportation Data Project's files counted in the release of March 2026 (2,617,844 stints,
1,087,417 stays), and its own table of missing values of July 2025. Small releases have at least a few of each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sojourn.lookalike.detention import reasons
from sojourn.lookalike.detention.rows import BLANK, BONDS, NEVER, Rows
from sojourn.lookalike.detention.world import DAY, Flags, Numbers

HOUR = 60
NO_ID, ZERO, NEGATIVE, OPEN_BETWEEN = 0.0016, 0.003, 0.0001, 0.0005
IDENTICAL, BUT_BOND, SAME_START = 0.007, 0.0035, 0.007
"""Shares of the rows."""
LATE, PAPERWORK, TRUNCATED = 0.024, 0.008, 0.004
OPEN_STAY, OPEN_LAST, OVERLAP = 441 / 1_087_417, 2e-4, 204 / 1_087_417
UNNAMED, UNNAMED_ROW, UNDER_TWO = 2e-4, 1e-4, 9 / 1_087_417
"""Shares of the stays; without a published book-in: whole stays, and single rows."""
REDACTED = 0.008
"""Share of ended stays whose reason a release of 2026 redacts."""
FEW = 3


@dataclass
class Planter:
    """Spoils rows and remembers which, by kind; `spoilt` are stays that have a fault and get no other."""

    rows: Rows
    rng: np.random.Generator
    planted: dict[str, Numbers] = field(default_factory=dict)
    spoilt: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def __post_init__(self) -> None:
        """No stay is spoilt yet."""
        self.spoilt = np.zeros(int(self.rows.stay.max()) + 1, dtype=bool)

    def some(self, kind: str, among: Flags, share: float, of: int) -> Numbers:
        """Rows to spoil, one in a stay, none of them in a stay that is spoilt already."""
        able = np.flatnonzero(among & ~self.spoilt[self.rows.stay])
        wanted = min(max(FEW, round(share * of)), len(able) // 4)
        drawn = self.rng.choice(able, min(2 * wanted + FEW, len(able)), replace=False)
        _, once = np.unique(self.rows.stay[drawn], return_index=True)
        chosen = np.sort(drawn[np.sort(once)[:wanted]])
        self.planted[kind] = chosen
        self.spoilt[self.rows.stay[chosen]] = True
        return chosen

    def again(self, kind: str, share: float, **changes: Any) -> None:
        """Add copies of rows; `changes` are functions of the copies that give columns new values."""
        chosen = self.some(kind, np.ones(self.rows.number, dtype=bool), share, self.rows.number)
        copies = self.rows.taken(chosen)
        for name, change in changes.items():
            setattr(copies, name, change(copies))
        self.planted[kind] = self.rows.number + np.arange(len(chosen))
        self.rows = self.rows.followed_by(copies)


def redact(rows: Rows, rng: np.random.Generator) -> None:
    """Redact the reason of some ended stays and of their last stint, as the releases of 2026 do."""
    drawn = rng.random(int(rows.stay.max()) + 1) < REDACTED
    hidden = drawn[rows.stay] & (rows.stay_reason != reasons.NONE)
    rows.reason[hidden & (rows.reason == rows.stay_reason)] = reasons.REDACTED
    rows.stay_reason[hidden] = reasons.REDACTED


def plant(rows: Rows, rng: np.random.Generator) -> Planter:
    """Plant every fault of stints and stays; rows may be dropped and added."""
    planter = Planter(_without_ends(rows, rng), rng)
    _stay_faults(planter)
    _stint_faults(planter)
    _repeats(planter)
    _unnamed(planter)
    lost = planter.some("missing id", np.ones(planter.rows.number, dtype=bool), NO_ID, planter.rows.number)
    planter.rows.person[lost] = BLANK
    return planter


def ends_of(rows: Rows) -> tuple[Flags, Flags]:
    """Which rows are the first and the last of their stay; rows stand in the order of their stays."""
    changes = rows.stay[1:] != rows.stay[:-1]
    return np.append([True], changes), np.append(changes, [True])


def _without_ends(rows: Rows, rng: np.random.Generator) -> Rows:
    """Leave out the last stint of some stays and the first of a few: their published ends lie outside."""
    first, last = ends_of(rows)
    several = ~(first & last)
    luck = rng.random(int(rows.stay.max()) + 1)[rows.stay]
    late = last & several & (rows.stay_book_out != NEVER) & (luck < 1.5 * LATE)
    truncated = first & several & (luck > 1 - 1.5 * TRUNCATED)
    return rows.taken(~(late | truncated))


def _stay_faults(planter: Planter) -> None:
    rows, rng = planter.rows, planter.rng
    number = len(np.unique(rows.stay))
    first, last = ends_of(rows)
    ended = rows.stay_book_out != NEVER
    closed = last & ended & (rows.book_out != NEVER)
    after = planter.some("paperwork order", first & (rows.stay_book_in == rows.book_in), PAPERWORK, number)
    _for_stays(rows, after, "stay_book_in", rows.stay_book_in[after] + rng.integers(1, 8 * HOUR, len(after)))
    stays = planter.some("stay open, stints closed", closed, OPEN_STAY, number)
    _for_stays(rows, stays, "stay_book_out", NEVER)
    _for_stays(rows, stays, "stay_reason", reasons.NONE)
    left_open = planter.some("stay ended, last stint open", closed, OPEN_LAST, number)
    rows.book_out[left_open] = NEVER
    rows.reason[left_open] = reasons.NONE
    over = planter.some("overlap", ~last & (rows.book_out != NEVER), OVERLAP, number)
    hours = np.where(np.arange(len(over)) % 2 == 0, rng.integers(25, 200, len(over)), rng.integers(1, 23, len(over)))
    rows.book_out[over] = rows.book_in[over + 1] + hours * HOUR
    old = planter.some("stay of 1995", first, 0, number)[:1]
    planter.planted["stay of 1995"] = old
    _for_stays(rows, old, "stay_book_in", np.full(len(old), 9_300 * DAY))


def _for_stays(rows: Rows, of: Numbers, name: str, values: Any) -> None:
    """Give the rows of these rows' stays a value in a column."""
    every = np.full(int(rows.stay.max()) + 1, BLANK)
    every[rows.stay[of]] = np.arange(len(of))
    at = every[rows.stay]
    column = getattr(rows, name)
    column[at >= 0] = np.broadcast_to(values, len(of))[at[at >= 0]]


def _stint_faults(planter: Planter) -> None:
    rows, rng = planter.rows, planter.rng
    _, last = ends_of(rows)
    closed = rows.book_out != NEVER
    zero = planter.some("zero length", closed, ZERO, rows.number)
    rows.book_out[zero] = rows.book_in[zero]
    negative = planter.some("negative length", closed, NEGATIVE, rows.number)
    rows.book_out[negative] = rows.book_in[negative] - rng.integers(1, 3 * DAY, len(negative))
    between = planter.some("open stint in the middle", ~last & closed, OPEN_BETWEEN, rows.number)
    rows.book_out[between] = NEVER
    rows.reason[between] = reasons.NONE


def _repeats(planter: Planter) -> None:
    rng = planter.rng
    planter.again("identical row", IDENTICAL)
    planter.again(
        "identical except bond",
        BUT_BOND,
        bond_set=lambda copies: (np.maximum(copies.bond_set, 0) + 1) % len(BONDS),
        bond_set_day=lambda copies: copies.book_in // DAY,
    )
    planter.again(
        "same start",
        SAME_START,
        book_out=lambda copies: np.where(
            (copies.book_out == NEVER) | (rng.random(copies.number) < 0.1),
            NEVER,
            # never later than the row it repeats, or it would lie over the stint that follows
            np.maximum(copies.book_in, copies.book_out - rng.integers(1, 20 * HOUR, copies.number)),
        ),
        reason=lambda copies: np.full(copies.number, reasons.number("Processing Disposition Changed Locally")),
    )
    planter.again("stint under two stays", UNDER_TWO, stay_book_in=lambda copies: copies.stay_book_in - 5 * DAY)


def _unnamed(planter: Planter) -> None:
    """Leave the published book-in of the stay blank: in whole stays, and in single rows."""
    rows = planter.rows
    number = len(np.unique(rows.stay))
    every = np.ones(rows.number, dtype=bool)
    whole = planter.some("stay without its book-in", every, UNNAMED, number)
    _for_stays(rows, whole, "stay_book_in", NEVER)
    single = planter.some("row without the book-in of its stay", every, UNNAMED_ROW, number)
    rows.stay_book_in[single] = NEVER
