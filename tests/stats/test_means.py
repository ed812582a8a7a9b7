"""The mean of counts, by hand."""

from __future__ import annotations

import pytest
from statsmodels.stats.weightstats import DescrStatsW

from sojourn.stats.means import mean_of_counts


def test_three_cases_by_hand() -> None:
    """Numbers 0, 1 and 2: mean 1, variance 2/3, standard error the root of 2/9, times 1.96."""
    mean, low, high = mean_of_counts({0: 1, 1: 1, 2: 1})
    assert mean == 1
    assert (round(low, 4), round(high, 4)) == (0.0761, 1.9239)


def test_a_limit_is_never_below_zero() -> None:
    """A case cannot have fewer than no hearings."""
    assert mean_of_counts({0: 99, 50: 1})[1] == 0.0


def test_the_limits_are_those_of_statsmodels() -> None:
    """With weights as numbers of cases, and without its correction for the mean."""
    numbers = {0: 40, 1: 25, 2: 9, 7: 3}
    oracle = DescrStatsW(list(numbers), weights=list(numbers.values()), ddof=0)
    mean, low, high = mean_of_counts(numbers)
    error = oracle.std / sum(numbers.values()) ** 0.5
    assert mean == pytest.approx(oracle.mean, abs=1e-12)
    assert (low, high) == pytest.approx((oracle.mean - 1.959964 * error, oracle.mean + 1.959964 * error), abs=1e-6)


@pytest.mark.parametrize("numbers", [{}, {1: 0}, {-1: 3}, {1: -1, 2: 3}])
def test_what_cannot_be_is_refused(numbers: dict[int, int]) -> None:
    """No mean of nothing."""
    with pytest.raises(ValueError, match="a mean needs numbers"):
        mean_of_counts(numbers)
