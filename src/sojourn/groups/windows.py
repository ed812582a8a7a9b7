"""The scan of one block: the evidence of each window of days, summed over the nationalities that left in excess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sojourn.groups.baseline import Days, Usual, expected, running
from sojourn.stats.excess import Floats, apart, evidence

PENALTY = 5.0
"""Nats that each nationality must bring before it counts as a member: chosen by the power of planted groups."""


@dataclass(frozen=True)
class Block:
    """The days of one quarter: its number since 1970, people (d, c) by day and nationality, and the weekdays (d,)."""

    number: int
    counts: NDArray[np.int32]
    weekday: Days


@dataclass(frozen=True)
class Window:
    """A window of a block: its first and last day, counted within the block, and its evidence in nats."""

    first: int
    last: int
    evidence: float


def member_evidence(counts: Floats, weekday: Days, usual: Usual, window: int) -> Floats:
    """Evidence (..., d - window + 1, c) of each nationality in each window of one block, less the penalty; 0 below it.

    The sum of evidence less a penalty for each member falls apart into one term a member. So the best of all 2^c sets of
    nationalities needs no search: it has those above the penalty.

    Source: D. B. Neill, Journal of the Royal Statistical Society B 74 (2012) 337-360 (linear-time subset scanning); S. Speakman
    and others, Journal of Computational and Graphical Statistics 25 (2016) 382-404 (penalties).
    """
    mean = expected(counts, weekday, usual, window)
    people = running(counts, window)
    above = np.nonzero(people > mean)
    found = np.zeros(people.shape)
    found[above] = np.maximum(evidence(people[above], mean[above], usual.size[above[-1]]) - PENALTY, 0.0)
    return found


def scanned(counts: Floats, weekday: Days, usual: Usual, longest: int) -> list[Floats]:
    """The evidence (..., d - w + 1) of the windows of one block that begin on each day, for w from 1 to the longest."""
    lengths = range(1, min(longest, len(weekday)) + 1)
    return [member_evidence(counts, weekday, usual, length).sum(axis=-1) for length in lengths]


def best_windows(evidences: list[Floats], least: float) -> list[Window]:
    """The windows of one block with at least so much evidence, none of which shares a day with a better one."""
    spans, weights = [], []
    for length, found in enumerate(evidences, start=1):
        for first in np.flatnonzero(found >= least).tolist():
            spans.append((first, first + length - 1))
            weights.append(float(found[first]))
    return [Window(*spans[at], weights[at]) for at in apart(spans, weights)]


def background(block: Block, windows: Sequence[Window], usual: Usual) -> Block:
    """The block with the excess of its groups taken out: of each member no more are left than are expected."""
    left, counts = block.counts.copy(), block.counts.astype(np.float64)
    usually = np.ceil(expected(counts, block.weekday, usual, 1)).astype(np.int32)
    for window in windows:
        length = window.last - window.first + 1
        members = np.flatnonzero(member_evidence(counts, block.weekday, usual, length)[window.first])
        cells = np.ix_(np.arange(window.first, window.last + 1), members)
        left[cells] = np.minimum(left[cells], usually[cells])
    return replace(block, counts=left)
