"""What the later release of one world shows otherwise than the one before, and the truth about it.

As between the releases of October 2025 and March 2026: facilities vanish, one has nobody in two months, book-outs move,
and every person has another id.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from sojourn.lookalike.detention.places import VANISHING, codes, number, of_kind
from sojourn.lookalike.detention.rows import NEVER, Rows
from sojourn.lookalike.detention.world import DAY, Flags
from sojourn.lookalike.draws import number_of

EMPTY = date(2025, 7, 1), date(2025, 8, 31)
"""The days on which the vanishing facility has nobody in the later release."""
REWRITTEN = 97
"""One in so many closed stints has another book-out in the later release."""


def is_empty(rows: Rows) -> Flags:
    """Stints in the vanishing facility that touch the months without anybody."""
    from_, past = number_of(EMPTY[0]) * DAY, (number_of(EMPTY[1]) + 1) * DAY
    inside = (rows.book_in < past) & ((rows.book_out == NEVER) | (rows.book_out >= from_))
    return np.asarray((rows.facility == number(VANISHING)) & inside)


def is_gone(rows: Rows) -> Flags:
    """Stints in hospitals, whose codes are not in the later release."""
    return np.isin(rows.facility, of_kind("hospital"))


def is_rewritten(rows: Rows) -> Flags:
    """Closed stints whose book-out is another one in the later release."""
    return np.asarray((rows.stint % REWRITTEN == 5) & (rows.book_out != NEVER) & (rows.book_out > rows.book_in + 1))


def changed(rows: Rows) -> Rows:
    """The rows as the later release shows them."""
    moved = is_rewritten(rows)
    rows.book_out = np.where(moved, rows.book_in + (rows.book_out - rows.book_in) // 2, rows.book_out)
    return rows.taken(~is_gone(rows) & ~is_empty(rows))


def changes(before: Rows, after: Rows) -> dict[str, Any]:
    """The differences between two releases of one world, told apart by stint; faults are not planted in either."""
    shared, mine, theirs = np.intersect1d(before.stint, after.stint, return_indices=True)
    old, new = before.taken(mine), after.taken(theirs)
    vanished = before.taken(~np.isin(before.stint, shared))
    both_closed = (old.book_out != NEVER) & (new.book_out != NEVER)
    every = codes()
    lost, times = np.unique(vanished.facility, return_counts=True)
    left = set(np.unique(after.facility).tolist())
    return {
        "rows_before": before.number,
        "rows_after": after.number,
        "rows_in_both": len(shared),
        "rows_vanished": vanished.number,
        "rows_added": after.number - len(shared),
        "rows_vanished_by_facility": dict(zip([every[at] for at in lost.tolist()], times.tolist(), strict=True)),
        "facilities_vanished": [every[at] for at in np.unique(before.facility).tolist() if at not in left],
        "facility_without_anybody": {"code": VANISHING, "first": str(EMPTY[0]), "last": str(EMPTY[1])},
        "book_outs_rewritten": int((both_closed & (old.book_out != new.book_out)).sum()),
        "book_outs_added": int(((old.book_out == NEVER) & (new.book_out != NEVER)).sum()),
        "person_ids_kept": 0,
    }
