"""The invented world of detention: people, their stays, and each stay's chain of stints, without any fault.

The world is the same whatever release shows it. Times are minutes since 1970-01-01 00:00.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from sojourn.lookalike.detention.reasons import weights_of_ends
from sojourn.lookalike.draws import number_of, pick, stream

Minutes = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

DAY = 1440
BEFORE = 500
"""Days before the window in which stays of the world begin, so that it opens with people in custody."""
STAYS_A_ROW = 0.535
"""Stays to invent for each row asked for; measured, so that a release holds about as many rows as asked."""
LONG = 0.25
"""Share of stays that are long, as in docs/length-of-stay.md."""
LONG_DAYS, SHORT_DAYS = (140.0, 0.9), (4.0, 1.1)
"""Median of the days in custody, and the deviation of their logarithm."""
AGAIN = 0.07
"""Share of stays that are another stay of a person who had one."""
MOST_STINTS = 12
MORE_LONG, MORE_SHORT = 3.0, 1.15
"""Mean number of stints after the first."""


@dataclass(frozen=True)
class Span:
    """The size, seed and days of a world."""

    rows: int
    seed: int
    first: date
    last: date

    def stream(self, name: str) -> np.random.Generator:
        """The random stream of one trait."""
        return stream(self.seed, "ice_detentions", str(self.first), name)


@dataclass(frozen=True)
class Stays:
    """Stays in the order in which they were drawn: person, first and last minute, how it ends, who it is."""

    person: Numbers
    start: Minutes
    end: Minutes
    reason: Numbers
    citizenship: Numbers
    sex: Numbers
    criminality: Numbers
    birth_year: Numbers
    stints: Numbers

    @property
    def number(self) -> int:
        """How many stays there are."""
        return len(self.person)


def stays(span: Span) -> Stays:
    """Draw the stays, those of one person apart from each other."""
    person, start, minutes = _spans(span)
    people = int(person.max()) + 1
    _, citizenship = pick(span.stream("citizenship"), "held_country", people)
    _, sex = pick(span.stream("sex"), "held_sex", people)
    rng = span.stream("birth year")
    year = np.clip(rng.normal(1990, 11, people), 1945, 2024).astype(np.int64)
    ends = weights_of_ends()
    return Stays(
        person,
        start,
        start + minutes,
        span.stream("reason").choice(len(ends), len(person), p=ends),
        citizenship[person],
        sex[person],
        pick(span.stream("criminality"), "criminality", len(person))[1],
        year[person],
        _number_of_stints(span, minutes),
    )


def _spans(span: Span) -> tuple[Numbers, Minutes, Minutes]:
    """Person, first minute and length in minutes of every stay; a second stay begins days after the first."""
    number = max(4, round(span.rows * STAYS_A_ROW))
    again = round(number * AGAIN)
    once = number - again
    start, minutes = _entries(span, once), _lengths(span, number)
    rng = span.stream("again")
    who = rng.permutation(once)[: min(again, once)]
    later = start[who] + minutes[who] + 2 * DAY + (rng.exponential(90, len(who)) * DAY).astype(np.int64)
    there = later < (number_of(span.last) + 1) * DAY
    person = np.concatenate([np.arange(once), who[there]])
    return (
        person,
        np.concatenate([start, later[there]]),
        np.concatenate([minutes[:once], minutes[once : once + len(who)][there]]),
    )


def _entries(span: Span, number: int) -> Minutes:
    """First minutes of stays: more and more a day, fewer at weekends."""
    days = np.arange(number_of(span.first) - BEFORE, number_of(span.last) + 1)
    busy = np.interp(days, days[[0, -1]], [0.7, 1.5]) * np.where((days + 3) % 7 < 5, 1.0, 0.55)
    rng = span.stream("entry")
    minutes: Minutes = rng.choice(days, number, p=busy / busy.sum()) * DAY + rng.integers(0, DAY, number)
    return minutes


def _is_long(span: Span, number: int) -> Flags:
    return np.asarray(span.stream("long").random(number) < LONG)


def _lengths(span: Span, number: int) -> Minutes:
    rng, is_long = span.stream("length"), _is_long(span, number)
    median = np.where(is_long, LONG_DAYS[0], SHORT_DAYS[0])
    spread = np.where(is_long, LONG_DAYS[1], SHORT_DAYS[1])
    days = np.clip(median * np.exp(spread * rng.normal(size=number)), 0.05, 3000)
    return np.asarray(days * DAY, dtype=np.int64)


def _number_of_stints(span: Span, minutes: Minutes) -> Numbers:
    """One stint and some more, more in long stays; each has two hours on average or more."""
    more = np.where(minutes > 30 * DAY, MORE_LONG, MORE_SHORT)
    drawn = 1 + span.stream("stints").poisson(more)
    return np.asarray(np.clip(np.minimum(drawn, minutes // 120), 1, MOST_STINTS), dtype=np.int64)
