"""Waits in closed form: against a count of every day, and against the figures of a simulation."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.stats.waiting import (
    longest_wait,
    mean_wait,
    pool_for_longest,
    pool_for_share,
    share_within,
    stretch,
)

RESERVED = st.floats(0.05, 0.95)
WITHIN = st.floats(0.05, 0.95)


def test_the_mean_is_the_pool_over_the_places() -> None:
    """Little's law."""
    assert mean_wait(81_000, 1_450) == pytest.approx(55.86, abs=0.01)


@pytest.mark.parametrize(("reserved", "expected"), [(0.3, 98), (0.5, 78), (0.6, 71), (1.0, 56)])
def test_the_longest_wait_is_that_of_a_simulated_queue(reserved: float, expected: int) -> None:
    """A daily simulation of 1,450 places and a pool of 81,000 gave these longest waits."""
    assert longest_wait(reserved, 81_000, 1_450) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(("reserved", "expected"), [(0.0, 0.64), (0.3, 0.51), (0.5, 0.40), (0.6, 0.34), (1.0, 1.0)])
def test_the_share_within_eight_weeks_is_that_of_a_simulated_queue(reserved: float, expected: float) -> None:
    """The same simulation."""
    assert share_within(reserved, 81_000, 1_450, 56) == pytest.approx(expected, abs=0.012)


def test_without_a_reserved_share_no_wait_is_the_longest() -> None:
    """A lottery bounds nothing."""
    assert longest_wait(0, 1000, 10) == math.inf
    assert pool_for_longest(0, 10, 60) is None


@given(RESERVED)
def test_the_mean_of_the_waits_is_the_pool_over_the_places(reserved: float) -> None:
    """The share still waiting, added up over the days to the longest wait, is the mean under every policy."""
    pool, places, steps = 1000.0, 10.0, 500
    width = longest_wait(reserved, pool, places) / steps
    waiting = [1 - share_within(reserved, pool, places, (at + 0.5) * width) for at in range(steps)]

    assert sum(waiting) * width == pytest.approx(mean_wait(pool, places), rel=1e-3)


@given(RESERVED, WITHIN)
def test_the_pool_for_a_share_gives_that_share(reserved: float, within: float) -> None:
    """Forth and back, wherever a pool exists."""
    pool = pool_for_share(reserved, 10, 56, within)

    assert pool is None or share_within(reserved, pool * (1 + 1e-9), 10, 56) == pytest.approx(within, abs=1e-6)


@given(RESERVED)
def test_the_pool_for_a_longest_wait_gives_that_wait(reserved: float) -> None:
    """Forth and back."""
    pool = pool_for_longest(reserved, 10, 270)

    assert pool is not None
    assert longest_wait(reserved, pool, 10) == pytest.approx(270)


def test_a_share_that_no_lottery_reaches_has_no_pool() -> None:
    """With half reserved, at most half are drawn before all the rest are served."""
    assert pool_for_share(0.5, 10, 56, 0.6) is None
    assert pool_for_share(0.5, 10, 56, 0.4) is not None


def test_the_stretch_has_its_two_ends() -> None:
    """1 where all places go by time waited, without end where none does."""
    assert (stretch(1), stretch(0)) == (1.0, math.inf)
