"""Which shares for the longest waiting, with which pools, fit what was published: sets, not one answer.

Everything here is a steady state in closed form (stats.waiting), with one request a person: neither is established by the
record. A statement that can be read in two ways is judged in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sojourn.stats.waiting import pool_for_longest, pool_for_share, stretch

PLACES: Final = 1450
"""Places a day from 30 June 2023 (dated_places.csv)."""

Reads = Literal["mean", "within eight weeks", "longest"]
EIGHT_WEEKS: Final = 56


@dataclass(frozen=True)
class Statement:
    """Something published about waits, read as a range of one figure."""

    id: str
    text: str
    publisher: str
    of: str
    reads: Reads
    low: float
    high: float


STATEMENTS: Final = (
    Statement(
        "mean",
        "two months on average",
        "DHS, as reported by Cuba Herald, spring 2024",
        "before spring 2024",
        "mean",
        50,
        60,
    ),
    Statement(
        "about two thirds",
        "two thirds within eight weeks, read as 60 to 70 %",
        "DHS, as reported in autumn 2023",
        "autumn 2023",
        "within eight weeks",
        0.60,
        0.70,
    ),
    Statement(
        "more than two thirds",
        "more than two thirds within eight weeks, read as at least 66.7 %",
        "DHS, as reported in autumn 2023",
        "autumn 2023",
        "within eight weeks",
        2 / 3,
        1.0,
    ),
    Statement(
        "nine months",
        "waits of up to nine months, read as a longest wait of eight to ten months",
        "KJZZ, 3 September 2024",
        "August 2024",
        "longest",
        244,
        304,
    ),
)
"""Each is a report of what was said; no official table of waits was found."""


@dataclass(frozen=True)
class Fit:
    """The pools, in days of places, with which a share fits a statement; none where both ends are None."""

    share: float
    low: float | None
    high: float | None

    @property
    def is_empty(self) -> bool:
        """Whether no pool fits."""
        return self.low is None or self.high is None

    def people(self, places: int = PLACES) -> tuple[int, int] | None:
        """The pools in people."""
        return None if self.low is None or self.high is None else (round(self.low * places), round(self.high * places))

    def as_dict(self) -> dict[str, Any]:
        """The form in JSON."""
        return {"share": self.share, "days": None if self.is_empty else [self.low, self.high], "people": self.people()}


def fit(statement: Statement, share: float) -> Fit:
    """The pools with which a share fits a statement."""
    if statement.reads == "mean":
        return Fit(share, statement.low, statement.high)
    if statement.reads == "longest":
        ends = [pool_for_longest(share, 1, days) for days in (statement.low, statement.high)]
        return _fit(share, ends[0] or 0, ends[1] or 0)
    return _fit_within(statement, share)


def _fit_within(statement: Statement, share: float) -> Fit:
    """The part within a limit falls as the pool grows, and is whole as long as the longest wait is within the limit."""
    whole_up_to = EIGHT_WEEKS / stretch(share)
    most = pool_for_share(share, 1, EIGHT_WEEKS, statement.low) or whole_up_to
    if statement.high >= 1:
        return _fit(share, 0, max(whole_up_to, most))
    least = pool_for_share(share, 1, EIGHT_WEEKS, statement.high) or whole_up_to
    return _fit(share, least, most)


def _fit(share: float, low: float, high: float) -> Fit:
    return Fit(share, low, high) if high > low else Fit(share, None, None)


def both(first: Fit, second: Fit) -> Fit:
    """The pools that fit two statements."""
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return Fit(first.share, None, None)
    return _fit(first.share, max(first.low, second.low), min(first.high, second.high))


def statement(name: str) -> Statement:
    """The statement of this name."""
    return next(one for one in STATEMENTS if one.id == name)


SETS: Final = {
    "mean": ("mean",),
    "about two thirds": ("about two thirds",),
    "more than two thirds": ("more than two thirds",),
    "nine months": ("nine months",),
    "mean, about two thirds": ("mean", "about two thirds"),
    "mean, more than two thirds": ("mean", "more than two thirds"),
}
"""Statements, alone and together. Those of 2023 and of August 2024 are of two pools and are never joined."""


def fits(shares: Sequence[float]) -> dict[str, tuple[Fit, ...]]:
    """For each set of statements the pools that fit, share by share."""
    found = {}
    for name, ids in SETS.items():
        each = [[fit(statement(one), share) for share in shares] for one in ids]
        found[name] = tuple(each[0] if len(each) == 1 else map(both, *each))
    return found
