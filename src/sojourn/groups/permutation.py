"""What the scan finds where nobody left together: the same rows with the nationalities dealt anew within strata.

A stratum is a weekday of a calendar quarter. Dealing keeps how many people left on each day and how many of each
nationality left in each stratum. The random numbers of a stratum follow from the seed, its block and the number of the
permutation alone, so a month that is added changes nothing before it, and threads change nothing at all.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from sojourn.engine.deadline import Deadline
from sojourn.groups.baseline import Usual
from sojourn.groups.windows import Block, best_windows, scanned

AT_ONCE = 20
"""Permutations dealt together: their arrays stay within a few megabytes."""
A_TASK = 100
"""Permutations that one thread deals before it takes others."""
LEAST = 2.0
"""Nats below which no window is kept of a permutation."""

Null = NDArray[np.float64]
"""Evidence of all groups of all permutations of one block."""


@dataclass(frozen=True)
class Dealing:
    """How the null is drawn: with which seed, how often, and which windows are scanned."""

    seed: int
    permutations: int
    longest: int


@dataclass(frozen=True)
class Work:
    """How the machine does it, which changes nothing in what is found: on how many threads, and until when."""

    threads: int | None = None
    deadline: Deadline = field(default_factory=Deadline)


def dealt(block: Block, seed: int, first: int, number: int) -> NDArray[np.int32]:
    """Counts (number, d, c) of the permutations from the first on; days and strata keep their people."""
    days, citizenships = block.counts.shape
    out = np.zeros((number, days * citizenships), np.int32)
    random = [np.random.Generator(np.random.SFC64([seed, block.number, first + at])) for at in range(number)]
    for day in range(7):
        of = np.flatnonzero(block.weekday == day)
        people = block.counts[of]
        labels = np.repeat(np.tile(np.arange(citizenships, dtype=np.int32), len(of)), people.ravel())
        places = np.repeat(of.astype(np.int32) * citizenships, people.sum(axis=1))
        for at, source in enumerate(random):
            out[at] += np.bincount(source.permuted(labels) + places, minlength=out.shape[1]).astype(np.int32)
    return out.reshape(number, days, citizenships)


def null_of(block: Block, usual: Usual, dealing: Dealing, numbers: range, deadline: Deadline) -> Null:
    """The evidence of the groups that the scan finds in the permutations of one block with these numbers.

    Raises:
        LimitReached: the deadline has passed.
    """
    found: list[float] = []
    for first in numbers[::AT_ONCE]:
        deadline.check()
        number = min(AT_ONCE, numbers.stop - first)
        counts = dealt(block, dealing.seed, first, number).astype(np.float64)
        evidences = scanned(counts, block.weekday, usual, dealing.longest)
        for at in range(number):
            found += [window.evidence for window in best_windows([one[at] for one in evidences], LEAST)]
    return np.array(found, np.float64)


def nulls(
    blocks: Sequence[tuple[Block, Usual]], dealing: Dealing, known: Mapping[str, Null], work: Work
) -> dict[str, Null]:
    """The null of each block by its key, in ascending order; those that are known are not drawn again.

    Raises:
        LimitReached: the deadline of the work has passed; what the threads had begun is given up within a moment.
    """
    keyed = {key_of(block, usual, dealing): (block, usual) for block, usual in blocks}
    every = range(dealing.permutations)
    tasks = [(key, every[at : at + A_TASK]) for key in keyed if key not in known for at in every[::A_TASK]]
    fresh: dict[str, list[Null]] = {}
    with ThreadPoolExecutor(work.threads or os.cpu_count() or 1) as pool:
        drawn = pool.map(lambda task: null_of(*keyed[task[0]], dealing, task[1], work.deadline), tasks)
        for (key, _), evidences in zip(tasks, drawn, strict=True):
            fresh.setdefault(key, []).append(evidences)
    return {key: np.sort(np.concatenate(fresh[key])) if key in fresh else known[key] for key in keyed}


def key_of(block: Block, usual: Usual, dealing: Dealing) -> str:
    """A name for all that the null of a block depends on."""
    digest = hashlib.sha256(repr((block.number, dealing, usual.citizenships, usual.weight)).encode())
    arrays = [block.counts, block.weekday, *(getattr(usual, field.name) for field in fields(usual))]
    for array in arrays:
        if isinstance(array, np.ndarray):
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
