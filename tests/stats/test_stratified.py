"""Pooled figures over strata: by hand, and where the counts leave nothing to divide by."""

from __future__ import annotations

from math import inf, isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.stats.stratified import Strata, pooled_difference, pooled_odds_ratio, pooled_ratio, strata


def reversed_case_mix() -> Strata:
    """The unit is 10 points harsher in each of two strata, and milder in the raw rates.

    Stratum 1: unit 2 of 10 (20 %), peers 9 of 90 (10 %). Stratum 2: unit 1 of 1 (100 %), peers 9 of 10 (90 %).
    """
    return strata([2, 1], [10, 1], [9, 9], [90, 10])


def test_the_pooled_difference_is_the_weighted_mean_by_hand() -> None:
    """Weights 10*90/100 = 9 and 1*10/11; both differences are 0.1, so the mean is."""
    one = reversed_case_mix()
    assert one.weights == pytest.approx([9, 10 / 11])
    assert one.differences == pytest.approx([0.1, 0.1])
    assert pooled_difference(one).value == pytest.approx(0.1)


def test_ratios_are_mantel_and_haenszels_by_hand() -> None:
    """Ratio: (2*90/100 + 1*10/11) / (9*10/100 + 9*1/11); odds: (2*81/100 + 1*1/11) / (8*9/100 + 0)."""
    one = reversed_case_mix()
    assert pooled_ratio(one).value == pytest.approx((1.8 + 10 / 11) / (0.9 + 9 / 11))
    assert pooled_odds_ratio(one).value == pytest.approx((1.62 + 1 / 11) / 0.72)


def test_the_limits_of_the_difference_invert_its_variance() -> None:
    """At each limit the distance to the value is 1.96 standard errors, the error being that of the limit (Klingenberg)."""
    one = reversed_case_mix()
    found = pooled_difference(one)
    a, n, c, m = (np.array(part, float) for part in ([2, 1], [10, 1], [9, 9], [90, 10]))
    whole, weight = n + m, float((n * m / (n + m)).sum())
    slope = float(((n**2 * c - m**2 * a + n * m * (m - n) / 2) / whole**2).sum())
    base = float(((a * (m - c) + c * (n - a)) / (2 * whole)).sum())
    for limit in (found.low, found.high):
        assert abs(limit - found.value) == pytest.approx(1.959964 * sqrt(limit * slope + base) / weight, rel=1e-5)


def test_a_unit_that_decides_as_all_its_peers_do_still_has_an_interval() -> None:
    """Twenty denials of twenty where the peers denied all: Wald's limits would claim to know the difference exactly.

    The lower limit by hand: z squared times (20 - 200) / (2 * 20 * 200) = -0.0864.
    """
    found = pooled_difference(strata([20], [20], [200], [200]))
    assert (found.value, found.error) == (0.0, 0.0)
    assert found.low == pytest.approx(-(1.959964**2) * 180 / 8000, rel=1e-6)
    assert found.high == pytest.approx(0.0)


def test_what_has_no_peers_is_counted_and_left_out() -> None:
    """Seven trials of a stratum without peers change nothing but `alone`."""
    one, more = strata([2], [10], [9], [90]), strata([2, 6, 0], [10, 7, 0], [9, 0, 3], [90, 0, 5])
    assert more.alone == 7
    assert pooled_difference(more) == pooled_difference(one)
    assert np.isnan(more.differences[1])


def test_a_ratio_that_the_counts_do_not_fix_says_so() -> None:
    """No success among the peers: infinite, between 0 and infinity; none at all: no number."""
    found = pooled_odds_ratio(strata([3], [5], [0], [9]))
    assert (found.value, found.low, found.high) == (inf, 0.0, inf)
    nothing = pooled_ratio(strata([0], [5], [0], [9]))
    assert isnan(nothing.value)
    assert (nothing.low, nothing.high) == (0.0, inf)


@pytest.mark.parametrize("counts", [([2], [1], [0], [1]), ([1, 1], [1], [0], [1]), ([-1], [1], [0], [1])])
def test_counts_that_cannot_be_are_refused(counts: tuple[list[int], ...]) -> None:
    """More successes than trials, arrays that do not belong together, fewer than none."""
    with pytest.raises(ValueError, match=r"stratum|belong"):
        strata(*counts)


def test_no_stratum_with_both_is_an_error() -> None:
    """There is nothing to pool."""
    with pytest.raises(ValueError, match="no stratum has both"):
        pooled_difference(strata([1, 0], [2, 0], [0, 1], [0, 2]))


some_strata = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 9), st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=6
).map(lambda rows: strata(*zip(*((min(a, n), n, min(c, m), m) for a, n, c, m in rows), strict=True)))


@given(some_strata)
def test_the_limits_hold_the_value_and_change_sides_with_the_unit(one: Strata) -> None:
    """Who is the unit and who the peers is a matter of words: the difference and its limits change sign."""
    found = pooled_difference(one)
    other = pooled_difference(strata(one.peer_successes, one.peer_trials, one.successes, one.trials))
    assert -1 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1
    assert (found.value, found.low, found.high) == pytest.approx((-other.value, -other.high, -other.low), abs=1e-7)
