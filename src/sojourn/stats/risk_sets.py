"""Who is under observation when: the counting behind every estimate of how long something takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Subjects:
    """Subjects seen from their entry to their end, n rows of them.

    A subject is at risk at t where entry < t <= end: one that is censored at the time of an event was at risk at it, and
    one that enters at that time was not. `ends` (n,) and `entries` (n,) have one unit, an entry of minus infinity is the
    origin itself; `counts` (n,) says how many subjects a row stands for.
    """

    ends: Floats
    counts: Whole
    entries: Floats | None

    def at_risk(self, moments: Floats) -> Whole:
        """Number of subjects at risk at each moment (m,)."""
        held = self._ends.not_before(moments)
        return held if self._entries is None else held - self._entries.not_before(moments)

    def ended(self, which: Flags, moments: Floats) -> Whole:
        """Number of subjects of the rows `which` (n,) that end at each moment (m,)."""
        ends = _Ranked(self.ends[which], self.counts[which])
        return ends.not_before(moments) - ends.not_before(moments, above=True)

    def moments(self, which: Flags) -> Floats:
        """The distinct times (m,), ascending, at which a subject of the rows `which` (n,) ends."""
        return np.unique(self.ends[which & (self.counts > 0)])

    @cached_property
    def _ends(self) -> _Ranked:
        return _Ranked(self.ends, self.counts)

    @cached_property
    def _entries(self) -> _Ranked | None:
        return None if self.entries is None else _Ranked(self.entries, self.counts)

    @cached_property
    def start(self) -> float:
        """The time of the first entry; 0 where a subject was seen from the origin on."""
        return 0.0 if self.entries is None else max(0.0, float(self.entries[self.counts > 0].min()))

    @cached_property
    def last(self) -> float:
        """The longest time at which a subject was seen."""
        return float(self.ends[self.counts > 0].max())

    @cached_property
    def reach(self) -> float:
        """The time up to which, from the first entry on, somebody was always at risk; after it there is a gap or nothing."""
        there = self.counts > 0
        ends = self.ends[there]
        if self.entries is None:
            return float(ends.max())
        entries = self.entries[there]
        order = np.argsort(entries, kind="stable")
        covered = np.maximum.accumulate(ends[order])
        gaps = np.flatnonzero(entries[order][1:] > covered[:-1])
        return float(covered[gaps[0]] if gaps.size else covered[-1])


def subjects(times: ArrayLike, counts: ArrayLike | None, entries: ArrayLike | None, *beside: NDArray[Any]) -> Subjects:
    """The subjects of arrays that belong together.

    Args:
        times: (n,) durations from the origin to the end of observation, at least 0.
        counts: (n,) number of subjects that each row stands for; 1 where not given.
        entries: (n,) durations from the origin to the start of observation, each below its time.
        beside: further arrays, which must be of the same shape.

    Raises:
        ValueError: arrays of different shapes, times that are negative or no numbers, negative counts, no subject at
            all, or an entry that is not before its time (nobody could have seen that subject).
    """
    ends = np.asarray(times, dtype=np.float64)
    weights = np.ones(ends.shape, np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    starts = None if entries is None else np.asarray(entries, dtype=np.float64)
    held: list[NDArray[Any]] = [*beside, weights, *([] if starts is None else [starts])]
    if ends.ndim != 1 or any(one.shape != ends.shape for one in held):
        raise ValueError(f"arrays of {[ends.shape, *(one.shape for one in held)]} do not belong together")
    if not weights.sum() or (weights < 0).any():
        raise ValueError("there must be subjects, and no number of them below 0")
    if not np.isfinite(ends).all() or (ends < 0).any():
        raise ValueError("a duration is negative or no number")
    if starts is not None and not (starts < ends).all():
        raise ValueError("a subject entered at or after its end")
    return Subjects(ends, weights, starts)


class _Ranked:
    """Values with counts, sorted once, so that many questions about them are cheap."""

    def __init__(self, values: Floats, counts: Whole) -> None:
        order = np.argsort(values, kind="stable")
        self._values = values[order]
        self._before = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts[order])])

    def not_before(self, moments: Floats, above: bool = False) -> Whole:
        """Number of subjects whose value is at least (or above) each moment."""
        at = np.searchsorted(self._values, moments, side="right" if above else "left")
        found: Whole = self._before[-1] - self._before[at]
        return found
