"""Dealing the labels anew keeps both margins of each stratum, and its frequencies are those of all permutations."""

from __future__ import annotations

import time
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.leaving import leaving
from groups.slow import every_dealing, slow_groups, slow_scan
from groups.test_windows import USUAL
from sojourn.engine.deadline import Deadline
from sojourn.errors import LimitReached
from sojourn.groups.baseline import learn
from sojourn.groups.permutation import Dealing, Work, dealt, key_of, null_of, nulls
from sojourn.groups.windows import PENALTY, Block
from sojourn.stats.excess import STEADY

tables = st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=7, max_size=20)


@settings(max_examples=40)
@given(tables, st.integers(0, 2**40))
def test_dealing_keeps_the_people_of_each_day_and_of_each_nationality_in_each_stratum(
    rows: list[list[int]], seed: int
) -> None:
    """What is compared with chance must have the same days and the same nationalities."""
    counts, weekday = np.array(rows, np.int32), np.arange(len(rows)) % 7

    found = dealt(Block(188, counts, weekday), seed, 0, 3)

    assert np.array_equal(found.sum(axis=2), np.broadcast_to(counts.sum(axis=1), (3, len(rows))))
    for day in range(7):
        assert (found[:, weekday == day].sum(axis=1) == counts[weekday == day].sum(axis=0)).all()


def test_a_permutation_depends_on_its_number_and_not_on_how_many_are_dealt_together() -> None:
    """So that they can be dealt in any portions, by any number of threads."""
    block = Block(188, leaving(60).counts, np.arange(60) % 7)

    assert np.array_equal(dealt(block, 7, 0, 5)[3], dealt(block, 7, 3, 1)[0])
    assert not np.array_equal(dealt(block, 7, 0, 1), dealt(block, 8, 0, 1))


def test_threads_change_nothing() -> None:
    """One seed, one answer."""
    departures = leaving(60)
    usual, blocks = learn(departures), [Block(at, departures.counts, np.arange(60) % 7) for at in (188, 189, 190)]
    told = [nulls([(block, usual) for block in blocks], Dealing(1, 30, 2), {}, Work(threads)) for threads in (1, 3)]

    assert told[0].keys() == told[1].keys()
    assert all(np.array_equal(told[0][key], told[1][key]) for key in told[0])


def test_a_known_block_is_not_dealt_again() -> None:
    """A month that is added costs one quarter and not the whole past."""
    departures = leaving(60)
    usual, block = learn(departures), Block(188, departures.counts, np.arange(60) % 7)
    known = {key_of(block, usual, Dealing(1, 30, 2)): np.array([99.0])}

    assert nulls([(block, usual)], Dealing(1, 30, 2), known, Work()) == known


def test_the_null_has_the_frequencies_of_all_permutations() -> None:
    """Six people of three nationalities on three Mondays: each of their 720 arrangements is scanned in plain loops."""
    rows, weekday, least = [[2, 0, 1], [0, 1, 0], [0, 0, 2]], [0, 0, 0], 2.0
    usual = replace(USUAL, share=np.array([1e-4, 1e-4, 0.9]), size=np.full(3, STEADY), weight=200.0)
    groups = [len(slow_groups(slow_scan(table, weekday, usual, 2, PENALTY), least)) for table in every_dealing(rows)]
    expected, spread = float(np.mean(groups)), float(np.std(groups))
    times = 1500

    block = Block(188, np.array(rows, np.int32), np.array(weekday))
    found = null_of(block, usual, Dealing(5, times, 2), range(times), Deadline())

    assert spread > 0
    assert (found >= least).sum() / times == pytest.approx(expected, abs=4 * spread / sqrt(times))


@pytest.mark.parametrize("threads", [1, 2])
def test_dealing_ends_at_its_deadline(threads: int) -> None:
    """A search that nobody waits for any more must not hold a processor: all of its threads end within a step."""
    departures = leaving(90)
    usual, block = learn(departures), Block(188, departures.counts, np.arange(90) % 7)
    start = time.monotonic()

    with pytest.raises(LimitReached, match="took too long"):
        nulls([(block, usual)], Dealing(1, 1_000_000, 2), {}, Work(threads, Deadline(0.2)))

    assert time.monotonic() - start < 20  # to the end it would be an hour
