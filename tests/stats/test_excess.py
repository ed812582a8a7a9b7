"""Evidence, over-dispersion, limits and windows, against counts worked out by hand."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.stats.excess import STEADY, apart, evidence, excess_limits, sizes

counts = st.integers(0, 300)
means = st.floats(0.01, 50)
spreads = st.floats(0.5, 1e5)


def test_a_steady_count_has_the_evidence_of_poisson() -> None:
    """8 where 2 are expected: 8 ln 4 - 6 nats."""
    expected = 8 * math.log(4) - 6

    assert evidence(8, 2.0, STEADY) == pytest.approx(expected, abs=1e-4)


def test_a_spread_count_has_less_evidence() -> None:
    """With size 2, 8 where 2 are expected: 8 ln 4 - 10 ln (10 / 4) nats."""
    expected = 8 * math.log(4) - 10 * math.log(2.5)

    assert evidence(8, 2.0, 2.0) == pytest.approx(expected)


@given(counts, means, spreads)
def test_what_is_not_above_the_expected_is_no_evidence(count: int, mean: float, size: float) -> None:
    """Days on which few left say nothing about a group."""
    found = float(evidence(count, mean, size))

    assert found >= 0
    assert found == 0 or count > mean


@given(counts, means, spreads)
def test_one_more_person_never_lowers_the_evidence(count: int, mean: float, size: float) -> None:
    """A larger group must not be found less easily."""
    assert evidence(count + 1, mean, size) >= evidence(count, mean, size) - 1e-9


@given(counts, means, spreads)
def test_a_higher_expected_number_never_raises_the_evidence(count: int, mean: float, size: float) -> None:
    """What is usual is no group."""
    assert evidence(count, mean * 1.1, size) <= evidence(count, mean, size) + 1e-9


def test_counts_that_vary_like_poisson_are_steady() -> None:
    """Half of the days 1 and half 3 where 2 are expected: variance 1, less than the mean."""
    assert sizes([[1], [3]], [[2], [2]]).tolist() == [STEADY]


def test_the_size_follows_from_the_moments() -> None:
    """0 and 4 where 2 are expected: variance 4 = 2 + 4 / size, so size 2."""
    assert sizes([[0], [4]], [[2], [2]]) == pytest.approx([2.0])


def test_a_nationality_that_is_never_expected_is_steady() -> None:
    """Nothing can be said of its spread."""
    assert sizes([[0], [0]], [[0], [0]]).tolist() == [STEADY]


def test_the_limits_take_off_those_who_left_anyway() -> None:
    """Poisson with mean 1: 0 to 3 people in 95 of 100 cases, so 7 to 10 of 10 are excess."""
    low, high = excess_limits(10, 1.0, STEADY)

    assert (float(low), float(high)) == (7, 10)


@given(counts, means, spreads)
def test_no_more_people_are_in_excess_than_were_counted(count: int, mean: float, size: float) -> None:
    """And never fewer than none."""
    low, high = excess_limits(count, mean, size)

    assert 0 <= low <= high <= count


def test_the_heaviest_windows_that_share_no_day_are_kept() -> None:
    """Days 0-1 weigh 9, so 1-2 with 8 gives way and 2 with 3 stays."""
    spans = [(0, 1), (1, 2), (2, 2), (4, 4)]

    assert apart(spans, [9.0, 8.0, 3.0, 1.0]) == [0, 2, 3]


def test_of_equal_windows_the_shorter_is_kept() -> None:
    """A day on which nobody of the group left does not belong to it."""
    assert apart([(0, 1), (0, 0)], [5.0, 5.0]) == [1]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 1), st.floats(0, 50)), max_size=12))
def test_kept_windows_never_overlap(drawn: list[tuple[int, int, float]]) -> None:
    """One group for one event."""
    spans = [(first, first + more) for first, more, _ in drawn]
    kept = [spans[at] for at in apart(spans, [weight for *_, weight in drawn])]

    assert all(one[1] < other[0] or other[1] < one[0] for one, other in combinations(kept, 2))
    assert np.unique([day for span in kept for day in range(span[0], span[1] + 1)]).size >= len(kept)
