"""The true stays of planted rows, reckoned from their path."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sojourn.lookalike.detention.derived import Path, Read, ends_of, first_of
from sojourn.lookalike.detention.rows import BLANK, NEVER
from sojourn.lookalike.detention.world import Flags, Minutes, Numbers

EXITS = ("removal", "bond", "parole", "recognizance", "supervision", "other", "unknown")


@dataclass(frozen=True)
class Stays:
    """One row a stay: times in minutes, numbers of values, `NEVER` and `BLANK` where there is none."""

    entered: Minutes
    ended: Minutes
    first_book_in: Minutes
    last_book_out: Minutes
    exit: Numbers
    stints: Numbers
    transfers: Numbers
    first_facility: Numbers
    longest_facility: Numbers
    last_facility: Numbers
    citizenship: Numbers
    sex: Numbers
    criminality: Numbers
    birth_year: Numbers
    has_id: Flags
    truncated: Minutes
    late: Minutes
    open_disagrees: Flags
    overlap: Minutes
    duplicates: Numbers
    exits: tuple[str, ...] = EXITS


def stays(read: Read, path: Path) -> Stays:
    """The stays of a release, in the order of their numbers."""
    rows, order = read.rows, path.order
    groups = path.stay[order]
    number = int(path.stay.max()) + 1
    first = np.flatnonzero(first_of(groups))
    last = np.append(first[1:], len(order)) - 1
    begin, out = rows.book_in[order], rows.book_out[order]
    stay_in, stay_out = _highest(path.stay, rows.stay_book_in, number), _highest(path.stay, rows.stay_book_out, number)
    blank = np.zeros(number, dtype=bool)
    np.logical_or.at(blank, path.stay, read.stay_out_blank)
    is_open = np.add.reduceat((out == NEVER).astype(np.int64), first) > 0
    sound = ends_of(rows, path.until, path.end)[order] != NEVER
    latest, latest_sound = np.maximum.reduceat(out, first), np.maximum.reduceat(np.where(sound, out, NEVER), first)
    first_in = np.minimum.reduceat(begin, first)
    last_out = np.where(is_open, NEVER, latest_sound)
    ended = np.where(stay_out != NEVER, stay_out, np.where(is_open, NEVER, latest))
    facility = rows.facility[order]
    moved = (facility[1:] != facility[:-1]) & (facility[1:] >= 0) & (facility[:-1] >= 0) & ~first_of(groups)[1:]
    return Stays(
        entered=np.where(stay_in != NEVER, stay_in, first_in),
        ended=ended,
        first_book_in=first_in,
        last_book_out=last_out,
        exit=_exits(read, path, first, last, ended),
        stints=last - first + 1,
        transfers=np.add.reduceat(np.append([0], moved.astype(np.int64)), first),
        first_facility=facility[first],
        longest_facility=_longest(read, path, number),
        last_facility=facility[last],
        citizenship=_last_known(rows.citizenship[order], first, last),
        sex=_last_known(rows.sex[order], first, last),
        criminality=_last_known(rows.criminality[order], first, last),
        birth_year=_last_known(rows.birth_year[order], first, last),
        has_id=rows.person[order][first] != BLANK,
        truncated=np.where(stay_in != NEVER, first_in - stay_in, NEVER),
        late=np.where((stay_out != NEVER) & (last_out != NEVER), stay_out - last_out, NEVER),
        open_disagrees=np.where(is_open, stay_out != NEVER, (stay_out == NEVER) & blank),
        overlap=np.add.reduceat(np.maximum(path.overlap[order], 0), first),
        duplicates=np.bincount(path.stay[~path.counted], minlength=number),
    )


def _highest(stay: Numbers, times: Minutes, number: int) -> Minutes:
    found = np.full(number, NEVER)
    np.maximum.at(found, stay, times)
    return found


def _last_known(values: Numbers, first: Numbers, last: Numbers) -> Numbers:
    """The last value of each stay that is one; rows stand in their order."""
    known = np.where(values >= 0, np.arange(len(values)), -1)
    at = np.maximum.reduceat(known, first)
    assert len(at) == len(last)
    return np.where(at >= 0, values[np.maximum(at, 0)], BLANK)


def _exits(read: Read, path: Path, first: Numbers, last: Numbers, ended: Minutes) -> Numbers:
    """The way out: by the reason of the stay, else by that of its last stint."""
    ways = np.array([EXITS.index(way) for way in read.values.exit])
    of_stay = _last_known(read.rows.stay_reason[path.order], first, last)
    of_stint = read.rows.reason[path.order][last]
    reason = np.where(of_stay >= 0, of_stay, of_stint)
    way = np.where(reason >= 0, ways[np.maximum(reason, 0)], EXITS.index("unknown"))
    return np.where(ended == NEVER, BLANK, way)


def _longest(read: Read, path: Path, number: int) -> Numbers:
    """The facility with the most minutes of each stay; of equals the later."""
    rows, order = read.rows, path.order
    ends = ends_of(rows, path.until, path.end)[order]
    spent = np.where(ends == NEVER, 0, ends - rows.book_in[order])
    key = path.stay[order] * 512 + rows.facility[order] + 1
    known, inverse = np.unique(key, return_inverse=True)
    minutes = np.zeros(len(known), dtype=np.int64)
    np.add.at(minutes, inverse.reshape(-1), spent)
    latest = np.zeros(len(known), dtype=np.int64)
    np.maximum.at(latest, inverse.reshape(-1), path.number[order])
    best = np.lexsort((latest, minutes, known // 512))
    stay = known[best] // 512
    is_last = np.append(stay[1:] != stay[:-1], [True])
    found = np.full(number, BLANK)
    found[stay[is_last]] = known[best][is_last] % 512 - 1
    return found
