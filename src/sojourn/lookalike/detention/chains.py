"""The chain of stints of every stay: hold room, facilities, hospitals and back, staging before a removal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sojourn.lookalike.detention import reasons
from sojourn.lookalike.detention.places import Floats, chances, places
from sojourn.lookalike.detention.world import DAY, Flags, Minutes, Numbers, Span, Stays

HOLD, HOSPITAL, REBOOK, STAGED = 0.55, 0.05, 0.012, 0.3
"""Shares: first of several stints in a hold room; later ones in a hospital, or a new booking in the same place;
removals from a staging facility."""
SHORTER = {"hold": 0.02, "hospital": 0.05, "staging": 0.06}
"""Time in these beside time in a facility; the draws are wide."""
LEAST = 30
"""Minutes that each stint lasts at least."""
AT_ONCE, LOST = 0.45, 0.01
"""Share of moves without a minute between, and of those after which record and person were elsewhere for long."""
WOMAN = 1
"""The number of `Female` among the values of `held_sex`."""


@dataclass(frozen=True)
class Stints:
    """True stints, stay by stay in order: stay, place in it, facility, times, reason of the end."""

    stay: Numbers
    position: Numbers
    facility: Numbers
    book_in: Minutes
    book_out: Minutes
    reason: Numbers


def stints(span: Span, stays: Stays) -> Stints:
    """The stints of all stays."""
    stay = np.repeat(np.arange(stays.number), stays.stints)
    position = np.arange(len(stay)) - np.repeat(np.cumsum(stays.stints) - stays.stints, stays.stints)
    last = position == stays.stints[stay] - 1
    kind = _kinds(span, stays, stay, position, last)
    begin, end = _times(span, stays, stay, position, kind)
    facility = _facilities(span, stays, stay, kind, begin)
    same = ~last & (facility == np.append(facility[1:], -1))
    moves = np.where(same, reasons.number("Processing Disposition Changed Locally"), reasons.number("Transferred"))
    return Stints(stay, position, facility, begin, end, np.where(last, stays.reason[stay], moves))


_HOLD, _STAGING, _HOSPITAL, _SAME = range(1, 5)


def _kinds(span: Span, stays: Stays, stay: Numbers, position: Numbers, last: Flags) -> Numbers:
    """What kind of place each stint is spent in; `_SAME` is the place of the stint before."""
    luck = span.stream("kind").random(len(stay))
    several = stays.stints[stay] > 1
    removed = np.array([way == "removal" for way in reasons.exits()])[stays.reason[stay]]
    middle = ~last & (position > 0)
    kind = np.zeros(len(stay), dtype=np.int64)
    kind[(position == 0) & several & (luck < HOLD)] = _HOLD
    kind[middle & (luck < HOSPITAL)] = _HOSPITAL
    kind[(position > 0) & (luck >= HOSPITAL) & (luck < HOSPITAL + REBOOK)] = _SAME
    kind[last & several & removed & (luck > 1 - STAGED)] = _STAGING
    return kind


def _times(span: Span, stays: Stays, stay: Numbers, position: Numbers, kind: Numbers) -> tuple[Minutes, Minutes]:
    """Book-in and book-out: the stay cut at random, then moves of some length cut off the ends."""
    rng = span.stream("times")
    factor = np.array([1.0, SHORTER["hold"], SHORTER["staging"], SHORTER["hospital"], 1.0])
    weight = (rng.exponential(1.0, len(stay)) + 0.05) * factor[kind]
    running = np.cumsum(weight)
    first = np.flatnonzero(position == 0)
    before = np.repeat((running - weight)[first], stays.stints)
    whole = np.repeat(running[first + stays.stints - 1], stays.stints) - before
    length = (stays.end - stays.start)[stay]
    free = np.maximum(length - LEAST * stays.stints[stay], 0)
    begin = stays.start[stay] + LEAST * position + ((running - weight - before) / whole * free).astype(np.int64)
    is_last = position == stays.stints[stay] - 1
    until = np.where(is_last, stays.end[stay], np.append(begin[1:], 0))
    lasted = until - begin
    luck = rng.random(len(stay))
    short = np.minimum(lasted // 2, rng.integers(0, 600, len(stay)))
    move = np.where(luck < AT_ONCE, 0, np.where(luck < 1 - LOST, short, (lasted * 0.8).astype(np.int64)))
    return begin, until - np.where(is_last, 0, move)


def _facilities(span: Span, stays: Stays, stay: Numbers, kind: Numbers, begin: Minutes) -> Numbers:
    """A facility of the kind for each stint; after a hospital most people come back."""
    facility = _drawn(span, stays, stay, kind, begin)
    back = np.zeros(len(stay), dtype=bool)
    back[2:] = (kind[1:-1] == _HOSPITAL) & (kind[2:] == 0) & (stay[2:] == stay[:-2])
    back &= span.stream("back").random(len(stay)) < 0.8
    facility[back] = facility[np.flatnonzero(back) - 2]
    for at in np.flatnonzero(kind == _SAME):  # in order, because the one before may be the same place again
        facility[at] = facility[at - 1]
    return facility


def _drawn(span: Span, stays: Stays, stay: Numbers, kind: Numbers, begin: Minutes) -> Numbers:
    """A facility for each stint by kind and sex, of those that were open all the time where the drawn one was not yet."""
    rng = span.stream("facility")
    facility = np.zeros(len(stay), dtype=np.int64)
    opened = np.array([place.opened for place in places()]) * DAY
    woman = stays.sex[stay] == WOMAN
    for number, name in enumerate(("detention", "hold", "staging", "hospital")):
        for sex in (False, True):
            rows = np.flatnonzero((kind == number) & (woman == sex))
            facility[rows] = _chosen(rng, chances(name, sex, always=False), len(rows))
            early = rows[opened[facility[rows]] > begin[rows]]
            facility[early] = _chosen(rng, chances(name, sex, always=True), len(early))
    return facility


def _chosen(rng: np.random.Generator, of: tuple[list[int], Floats], number: int) -> Numbers:
    return np.asarray(rng.choice(of[0], number, p=of[1]), dtype=np.int64)
