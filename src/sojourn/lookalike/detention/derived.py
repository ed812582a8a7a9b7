"""The true path and stays of planted rows, reckoned with arrays and lists by the rules of docs/custody.md.

Nothing here uses the engine or the SQL that the record is built with: the two are held against each other.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import groupby

import numpy as np
import numpy.typing as npt

from sojourn.lookalike.detention.rows import BLANK, NEVER, Rows
from sojourn.lookalike.detention.values import Values
from sojourn.lookalike.detention.world import DAY, Flags, Minutes, Numbers

GAP = 24 * 60
"""Minutes after which rows without a published stay begin a new one."""
NONE, IDENTICAL, SAME_START = 0, 1, 2
"""Why a row may repeat another."""
SETTLED = 20
_WIDE = 32


@dataclass(frozen=True)
class Read:
    """Rows as a reader has them: which column is blank, and where each stands (file, sheet and line in one number)."""

    rows: Rows
    place: Numbers
    stay_out_blank: Flags
    values: Values


@dataclass(frozen=True)
class Path:
    """The rows with their stays and how they follow each other; `order` lists the counted ones stay by stay."""

    stay: Numbers
    duplicate: Numbers
    flagged: Flags
    until: Minutes
    end: int
    order: Numbers
    number: Numbers
    gap: Minutes
    overlap: Minutes
    rebook: Flags

    @property
    def counted(self) -> Flags:
        """The rows that repeat no other."""
        return np.asarray(self.duplicate == NONE)


def settled(book_in: Minutes) -> tuple[int, int]:
    """The first and last day on which at least 20 rows, or 1 in 100, were booked in.

    Of a small release, most of whose rows are on other days, the days that leave less than so many rows outside.
    """
    days, rows = np.unique(book_in // DAY, return_counts=True)
    few = min(SETTLED, len(book_in) / 100)
    busy = rows >= few
    if 2 * rows[busy].sum() >= len(book_in):
        return int(days[busy][0]), int(days[busy][-1])
    early, late = np.cumsum(rows) >= few, np.cumsum(rows[::-1])[::-1] >= few
    return int(days[early][0]), int(days[late][-1])


def path(read: Read) -> Path:
    """Stays, duplicates, order, gaps and overlaps of the rows."""
    rows = read.rows
    stay = stays_of(rows)
    duplicate, flagged = repeats(read, stay)
    until = untils(rows, stay, duplicate == NONE)
    end = (settled(rows.book_in)[1] + 1) * DAY
    order = np.flatnonzero(duplicate == NONE)
    last = np.where(until == NEVER, np.iinfo(np.int64).max, until)
    keys = (read.place, read.values.facility_rank(rows.facility), last, rows.book_in, stay)
    order = order[np.lexsort([key[order] for key in keys])]
    number, gap, overlap, rebook = _followed(rows, stay, until, end, order)
    return Path(stay, duplicate, flagged, until, end, order, number, gap, overlap, rebook)


def stays_of(rows: Rows) -> Numbers:
    """The number of each row's stay: person and published book-in; without one, by gaps; without an id, alone."""
    named = (rows.person != BLANK) & (rows.stay_book_in != NEVER)
    key = np.empty(rows.number, dtype=np.int64)
    key[named] = (rows.person[named] << _WIDE) + rows.stay_book_in[named]
    alone = np.flatnonzero(~named)
    key[alone] = -1 - np.arange(len(alone))
    stitched = alone[rows.person[alone] != BLANK]
    stitched = stitched[np.lexsort((rows.book_in[stitched], rows.person[stitched]))]
    for _, group in groupby(stitched.tolist(), key=lambda row: int(rows.person[row])):
        _stitch(rows, list(group), key)
    return np.asarray(np.unique(key, return_inverse=True)[1].reshape(-1))


def _stitch(rows: Rows, group: list[int], key: Numbers) -> None:
    """Give the rows of one person, in order, the key of the row with which their stay began."""
    begun, ended = group[0], float("-inf")
    waiting: list[tuple[int, float]] = []
    for row in group:
        book_in = int(rows.book_in[row])
        ended = max([ended, *(out for at, out in waiting if at < book_in)])
        waiting = [(at, out) for at, out in waiting if at == book_in]
        first_of_moment = not waiting
        if first_of_moment and ended != float("-inf") and book_in > ended + GAP:
            begun = row
        out = int(rows.book_out[row])
        waiting.append((book_in, float("inf") if out == NEVER else out))
        key[row] = key[begun]


def repeats(read: Read, stay: Numbers) -> tuple[Numbers, Flags]:
    """Why each row may repeat another by our rules, and whether the Deportation Data Project's rules flag it."""
    rows = read.rows
    duplicate, flagged = np.zeros(rows.number, dtype=np.int64), np.zeros(rows.number, dtype=bool)
    known = np.flatnonzero(rows.person != BLANK)
    together = ((stay[known] << 9) + rows.facility[known] + 1 << 20) + rows.book_in[known] // DAY
    _, inverse, counts = np.unique(together, return_inverse=True, return_counts=True)
    alike = known[counts[inverse.reshape(-1)] > 1]
    among = together[counts[inverse.reshape(-1)] > 1]
    order = np.lexsort((read.place[alike], among))
    table = _Cells(read, alike[order])
    for _, group in groupby(range(len(order)), key=lambda at: int(among[order[at]])):
        _judge(list(group), table, duplicate, flagged)
    return duplicate, flagged


class _Cells:
    """The cells of rows as lists, for the few that may be repeated."""

    def __init__(self, read: Read, chosen: Numbers) -> None:
        some = read.rows.taken(chosen)
        names = [one.name for one in fields(Rows) if not one.name.startswith("bond") and one.name != "stint"]
        self.row = chosen.tolist()
        self.said = list(zip(*(getattr(some, name).tolist() for name in names), strict=True))
        self.book_in, self.book_out = some.book_in.tolist(), some.book_out.tolist()
        self.ranks = list(
            zip(*(ranks.tolist() for ranks in read.values.ranks(some)), read.place[chosen].tolist(), strict=True)
        )


def _judge(group: list[int], cells: _Cells, duplicate: Numbers, flagged: Flags) -> None:
    """Flag the rows of one person, stay, facility and day; they stand in the order of their places."""
    seen: set[tuple[int, ...]] = set()
    rest = []
    for at in group:
        if cells.said[at] in seen:
            duplicate[cells.row[at]], flagged[cells.row[at]] = IDENTICAL, True
        else:
            seen.add(cells.said[at])
            rest.append(at)
    for at in rest[:-1]:
        flagged[cells.row[at]] = True
    for moment in {cells.book_in[at] for at in rest}:
        same = [at for at in rest if cells.book_in[at] == moment]
        best = min(same, key=lambda at: (-cells.book_out[at], cells.ranks[at]))
        for at in same:
            if at != best:
                duplicate[cells.row[at]] = SAME_START


def untils(rows: Rows, stay: Numbers, counted: Flags) -> Minutes:
    """The end that counts: the book-out, else that of the stay or its next book-in, whichever is earlier, or none."""
    stay_out = np.full(int(stay.max()) + 1, NEVER)
    np.maximum.at(stay_out, stay, rows.stay_book_out)
    begins = np.sort((stay[counted] << _WIDE) + rows.book_in[counted])
    at = np.searchsorted(begins, (stay << _WIDE) + rows.book_in, side="right")
    following = begins[np.minimum(at, len(begins) - 1)]
    follows = (at < len(begins)) & (following >> _WIDE == stay)
    none = 2**_WIDE
    later = np.where(follows, following & (2**_WIDE - 1), none)
    stated = np.where(stay_out[stay] >= rows.book_in, stay_out[stay], none)
    earlier = np.minimum(later, stated)
    return np.where(rows.book_out != NEVER, rows.book_out, np.where(earlier < none, earlier, NEVER))


def first_of(groups: Numbers) -> Flags:
    """Which rows are the first of their group, where groups stand together."""
    return np.append([True], groups[1:] != groups[:-1])


def highest_before(groups: Numbers, values: Numbers) -> Numbers:
    """For each row the highest value of the rows before it in its group; NEVER where there is none."""
    first = first_of(groups)
    lifted = (np.cumsum(first) << _WIDE) + np.maximum(values, 0)
    running = np.maximum.accumulate(lifted) & (2**_WIDE - 1)
    before = np.append([0], running[:-1])
    return np.where(first | (before == 0), NEVER, before)


def ends_of(rows: Rows, until: Minutes, end: int) -> Minutes:
    """The end of each stint, that of the release where it is open, and NEVER where its length is negative."""
    closed = np.where(until == NEVER, np.maximum(end, rows.book_in), until)
    negative = (rows.book_out != NEVER) & (rows.book_out < rows.book_in)
    return np.where(negative, NEVER, closed)


def _followed(
    rows: Rows, stay: Numbers, until: Minutes, end: int, order: Numbers
) -> tuple[Numbers, Minutes, Minutes, Flags]:
    """Number, gap, overlap and whether it is a new booking in the same place, of every counted row."""
    groups, ends = stay[order], ends_of(rows, until, end)[order]
    begin, facility = rows.book_in[order], rows.facility[order]
    before, first = highest_before(groups, ends), first_of(groups)
    sound, known = ends != NEVER, before != NEVER
    gap = np.where(sound & known & (begin >= before), begin - before, NEVER)
    shared = np.where(known & (begin < before), np.minimum(before - begin, ends - begin), 0)
    same = ~first & (facility == np.append([BLANK], facility[:-1])) & (facility != BLANK)
    at = np.arange(len(order))
    number = at - np.maximum.accumulate(np.where(first, at, 0)) + 1
    columns = (number, gap, np.where(sound, shared, NEVER), same & (gap != NEVER) & (gap <= 24 * 60))
    spread = [_spread(column, order, len(stay)) for column in columns]
    return spread[0], spread[1], spread[2], spread[3] == 1


def _spread(values: npt.NDArray[np.generic], order: Numbers, rows: int) -> Numbers:
    column = np.full(rows, NEVER)
    column[order] = values
    return column
