"""Who came to be held and who left on each day, reckoned from planted rows, and how many were held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sojourn.lookalike.detention.derived import Path, Read, ends_of, first_of
from sojourn.lookalike.detention.rows import BLANK, NEVER
from sojourn.lookalike.detention.world import DAY, Numbers

SCOPES = ("facility", "country")
CONVENTIONS = ("midnight", "any_time")
ENDLESS = 2**31
"""The day on which people who are still held stop to count."""


@dataclass(frozen=True)
class Spans:
    """Spans of days in which a person counts, one row each: whose row describes it, first day, day after the last."""

    row: Numbers
    came: Numbers
    gone: Numbers


def spans(read: Read, path: Path, scope: str, convention: str) -> Spans:
    """The united spans of every person, by facility or over the country."""
    rows = read.rows
    sound = path.counted & (ends_of(rows, path.until, path.end) != NEVER)
    came = rows.book_in // DAY
    last = np.where(path.until == NEVER, ENDLESS, path.until // DAY + (convention == "any_time"))
    some = np.flatnonzero(sound & (came < last))
    person = np.where(rows.person == BLANK, rows.person.max() + 1 + np.arange(rows.number), rows.person)
    facility = rows.facility + 1 if scope == "facility" else np.zeros_like(person)
    until = np.where(path.until == NEVER, np.iinfo(np.int64).max, path.until)
    keys = (until, rows.book_in, facility, person)
    some = some[np.lexsort([key[some] for key in keys])]
    whose = (person[some] << 9) + facility[some]
    before = _latest_before(whose, last[some])
    begins = np.flatnonzero(first_of(whose) | (came[some] > before))
    return Spans(some[begins], came[some[begins]], np.maximum.reduceat(last[some], begins))


def _latest_before(groups: Numbers, days: Numbers) -> Numbers:
    """For each row the latest day of those before it in its group, 0 where there is none."""
    first = first_of(groups)
    running = np.maximum.accumulate((np.cumsum(first) << 32) + days) & (2**32 - 1)
    return np.where(first, 0, np.append([0], running[:-1]))


@dataclass(frozen=True)
class Moves:
    """People who came and who are gone, by day and group; facility `BLANK` where people count over the country."""

    facility: Numbers
    day: Numbers
    citizenship: Numbers
    sex: Numbers
    criminality: Numbers
    came: Numbers
    gone: Numbers


def moves(read: Read, found: Spans, scope: str) -> Moves:
    """Add spans up by day and group."""
    rows, some = read.rows, found.row
    facility = rows.facility[some] if scope == "facility" else np.full(len(some), BLANK)
    traits = (facility, rows.citizenship[some], rows.sex[some], rows.criminality[some])
    group = np.zeros(len(some), dtype=np.int64)
    for trait, bits in zip(traits, (9, 8, 4, 4), strict=True):
        group = (group << bits) + trait + 1
    leaves = found.gone < ENDLESS
    key = np.concatenate([(group << 20) + found.came, (group[leaves] << 20) + found.gone[leaves]])
    known, inverse = np.unique(key, return_inverse=True)
    arrives = np.arange(len(key)) < len(group)
    came = np.bincount(inverse.reshape(-1)[arrives], minlength=len(known))
    gone = np.bincount(inverse.reshape(-1)[~arrives], minlength=len(known))
    group, day = known >> 20, known & (2**20 - 1)
    return Moves(
        (group >> 16) - 1, day, (group >> 8 & 255) - 1, (group >> 4 & 15) - 1, (group & 15) - 1, came, gone
    )  # fmt: skip


def held(day: Numbers, came: Numbers, gone: Numbers, first: int, last: int) -> Numbers:
    """People held on each day from the first to the last."""
    change = np.zeros(last - first + 2, dtype=np.int64)
    np.add.at(change, np.clip(day - first, 0, last - first + 1), came - gone)
    return np.asarray(np.cumsum(change)[:-1])
