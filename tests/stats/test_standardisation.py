"""Predicted against actual: by hand, Wilson's limits as the simple case, and where they end."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.stats.proportions import wilson
from sojourn.stats.standardisation import standardised
from sojourn.stats.stratified import strata


def test_predicted_is_the_sum_of_the_peers_shares_by_hand() -> None:
    """10 cases at 20 % and 30 at 60 % predict 2 + 18 = 20; 26 were actual: 1.3 times, or 65 against 50 per cent."""
    found = standardised(strata([4, 22, 5], [10, 30, 5], [20, 60, 0], [100, 100, 0]))
    assert (found.trials, found.actual, found.alone) == (40, 26, 5)
    assert found.predicted == pytest.approx(20)
    assert found.ratio[0] == pytest.approx(1.3)
    assert found.difference[0] == pytest.approx(0.15)
    assert found.share(0.5)[0] == pytest.approx(0.65)


@given(st.integers(1, 60), st.integers(0, 60))
def test_with_one_stratum_the_limits_of_the_actual_number_are_wilsons(trials: int, successes: int) -> None:
    """The limits generalise Wilson's to trials that differ; with trials alike they must be the same."""
    successes = min(successes, trials)
    found = standardised(strata([successes], [trials], [7], [10]))
    assert np.array(found.actual_limits) / trials == pytest.approx(wilson(successes, trials), abs=1e-7)


def test_cases_that_differ_narrow_the_limits() -> None:
    """Half the cases nearly certain one way and half the other leave little to chance; Wilson's own ignore that."""
    found = standardised(strata([1, 19], [20, 20], [50, 950], [1000, 1000]))
    low, high = (40 * limit for limit in wilson(20, 40))
    assert low < found.actual_limits[0] < found.predicted < found.actual_limits[1] < high


def test_few_peers_widen_the_difference() -> None:
    """A prediction from 10 decisions is less sure than the same from 1,000."""
    few, many = (standardised(strata([9], [20], [6 * n], [10 * n])) for n in (1, 100))
    assert few.difference[0] == many.difference[0]
    assert few.difference[2] - few.difference[1] > many.difference[2] - many.difference[1]


def test_nothing_predicted_leaves_the_ratio_open() -> None:
    """Peers who never did it in 9 trials predict 0, and may do it."""
    found = standardised(strata([2], [5], [0], [9]))
    assert found.ratio[0] == inf
    assert found.ratio[2] == inf
    assert found.ratio[1] > 0


def test_a_unit_that_never_did_it_has_a_ratio_of_0_with_an_upper_limit() -> None:
    """None of 5 where half was predicted."""
    value, low, high = standardised(strata([0], [5], [50], [100])).ratio
    assert (value, low) == (0.0, 0.0)
    assert 0 < high < 2


def test_no_peers_is_an_error() -> None:
    """There is nothing to predict from."""
    with pytest.raises(ValueError, match="no stratum has both"):
        standardised(strata([1], [2], [0], [0]))


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(1, 9), st.integers(0, 30), st.integers(1, 30)), min_size=1, max_size=6
    )
)
def test_limits_hold_the_value(rows: list[tuple[int, int, int, int]]) -> None:
    """Whatever the counts, the ratio and the difference lie within their limits."""
    found = standardised(strata(*zip(*((min(a, n), n, min(c, m), m) for a, n, c, m in rows), strict=True)))
    for value, low, high in (found.difference, found.ratio):
        assert low <= value + 1e-9
        assert value <= high + 1e-9
