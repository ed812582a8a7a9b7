"""Intervals of arrays agree with published tables, with statsmodels, and with what defines them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.optimize import minimize_scalar
from scipy.stats import binom
from scipy.stats import norm as normal
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from sojourn.stats.intervals import difference, exact, jeffreys, ratio, wilson_limits
from sojourn.stats.proportions import wilson

counts = some.integers(1, 10_000).flatmap(lambda trials: some.tuples(some.integers(0, trials), some.just(trials)))
few = some.integers(1, 200).flatmap(lambda trials: some.tuples(some.integers(0, trials), some.just(trials)))
inner = some.integers(2, 200).flatmap(lambda trials: some.tuples(some.integers(1, trials - 1), some.just(trials)))
levels = some.sampled_from([0.8, 0.9, 0.95, 0.998])
EACH = [wilson_limits, jeffreys, exact]
BOTH = [difference, ratio]


def pair(limits: Any) -> tuple[float, float]:
    """Limits of one interval as numbers."""
    low, high = limits
    return float(low), float(high)


@given(some.lists(counts, min_size=1, max_size=20), levels)
def test_wilson_of_an_array_is_wilson_of_each(given: list[tuple[int, int]], level: float) -> None:
    """One formula, two doors."""
    low, high = wilson_limits([x for x, _ in given], [n for _, n in given], level)
    expected = [wilson(x, n, level) for x, n in given]
    assert np.allclose(np.stack([low, high], axis=1), expected, rtol=0, atol=1e-14)


@given(counts, levels)
def test_exact_is_that_of_statsmodels(given: tuple[int, int], level: float) -> None:
    """Clopper and Pearson, by other people."""
    expected = proportion_confint(*given, alpha=1 - level, method="beta")
    assert pair(exact(*given, level)) == pytest.approx(expected, abs=1e-9)


@given(counts, levels)
def test_jeffreys_is_that_of_statsmodels_but_at_the_ends(given: tuple[int, int], level: float) -> None:
    """At no success and at only successes ours reaches the end, as Brown, Cai and DasGupta advise."""
    successes, trials = given
    low, high = proportion_confint(successes, trials, alpha=1 - level, method="jeffreys")
    expected = (0.0 if successes == 0 else low, 1.0 if successes == trials else high)
    assert pair(jeffreys(successes, trials, level)) == pytest.approx(expected, abs=1e-9)


def test_exact_limits_of_none_of_twenty_by_hand() -> None:
    """The upper limit u has (1 - u)^20 = 0.025."""
    assert pair(exact(0, 20)) == pytest.approx((0, 1 - 0.025 ** (1 / 20)), abs=1e-12)


@given(few, some.floats(0.01, 0.99))
def test_exact_holds_the_shares_that_the_test_keeps(given: tuple[int, int], share: float) -> None:
    """A share lies in the interval if and only if neither tail is below 2.5 per cent."""
    successes, trials = given
    low, high = pair(exact(successes, trials))
    tails = binom.sf(successes - 1, trials, share), binom.cdf(successes, trials, share)
    if min(abs(tail - 0.025) for tail in tails) > 1e-9:
        assert (low <= share <= high) == (min(tails) >= 0.025)


@pytest.mark.parametrize(
    ("first", "other", "expected"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
        ((10, 10), (0, 10), (0.6075, 1.0000)),
    ],
)
def test_differences_are_the_worked_examples_of_newcombe(
    first: tuple[int, int], other: tuple[int, int], expected: tuple[float, float]
) -> None:
    """Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10: to the printed digits."""
    assert pair(difference(*first, *other)) == pytest.approx(expected, abs=5e-5)


@given(counts, counts, levels)
def test_differences_are_those_of_statsmodels(first: tuple[int, int], other: tuple[int, int], level: float) -> None:
    """An implementation by other people gives the same limits for any counts."""
    expected = confint_proportions_2indep(*first, *other, method="newcomb", compare="diff", alpha=1 - level)
    low, high = pair(difference(*first, *other, level))
    assert (low, high) == pytest.approx((max(expected[0], -1), min(expected[1], 1)), abs=1e-9)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@given(inner, inner)
def test_ratios_are_those_of_statsmodels(first: tuple[int, int], other: tuple[int, int]) -> None:
    """Koopman's score interval, where its search for the limits works: with both outcomes in both samples."""
    expected = confint_proportions_2indep(*first, *other, method="score", compare="ratio", correction=False)
    assert pair(ratio(*first, *other)) == pytest.approx(expected, rel=1e-6)


@given(some.integers(1, 500), some.integers(1, 500), levels)
def test_the_ratio_of_two_whole_samples_by_hand(trials: int, other: int, level: float) -> None:
    """With successes only in both, the test statistic is n (1 - r) / r below 1, so that r = n / (n + z^2)."""
    square = float(normal.ppf((1 + level) / 2)) ** 2
    found = pair(ratio(trials, trials, other, other, level))
    assert found == pytest.approx((trials / (trials + square), (other + square) / other), rel=1e-9)


@given(few.filter(lambda one: one[0] > 0), few)
def test_the_lower_limit_of_a_ratio_is_where_the_score_test_turns(
    first: tuple[int, int], other: tuple[int, int]
) -> None:
    """Chi squared at the limit, with shares that maximise the likelihood there, is 1.96 squared."""
    supposed = pair(ratio(*first, *other))[0]
    (x, n), (y, m) = first, other

    def lost(share: float) -> float:
        return -float(binom.logpmf(x, n, min(share * supposed, 1)) + binom.logpmf(y, m, share))

    ends = (1e-12, min(1 / supposed, 1) - 1e-12)
    share = float(minimize_scalar(lost, bounds=ends, method="bounded", options={"xatol": 1e-13}).x)
    errors = [(x - n * share * supposed) ** 2 / (n * share * supposed * (1 - share * supposed))]
    errors += [(y - m * share) ** 2 / (m * share * (1 - share))]
    assert sum(errors) == pytest.approx(normal.ppf(0.975) ** 2, rel=1e-3)


@given(few, few)
def test_a_ratio_turned_round_has_the_limits_turned_round(first: tuple[int, int], other: tuple[int, int]) -> None:
    """The order of the samples decides nothing; a ratio of nothing to nothing may be anything."""
    low, high = pair(ratio(*first, *other))
    turned = pair(ratio(*other, *first))
    assert (low, high) == pytest.approx(tuple(1 / one if one else np.inf for one in reversed(turned)), rel=1e-9)


@given(few, few)
def test_a_difference_turned_round_has_the_limits_turned_round(first: tuple[int, int], other: tuple[int, int]) -> None:
    """The order of the samples decides the sign alone."""
    low, high = pair(difference(*first, *other))
    assert pair(difference(*other, *first)) == pytest.approx((-high, -low), abs=1e-12)


@given(few, few, levels)
def test_intervals_of_two_hold_the_estimate(first: tuple[int, int], other: tuple[int, int], level: float) -> None:
    """The estimate lies between the limits, and no limit is no number."""
    low, high = pair(difference(*first, *other, level))
    estimate = first[0] / first[1] - other[0] / other[1]
    assert -1 <= low <= estimate + 1e-12
    assert estimate - 1e-12 <= high <= 1
    low, high = pair(ratio(*first, *other, level))
    assert 0 <= low <= high
    if other[0]:
        assert low - 1e-9 <= first[0] / first[1] * other[1] / other[0] <= high + 1e-9


@pytest.mark.parametrize("interval", EACH)
def test_one_interval_holds_the_share_for_many_counts_at_once(interval: Any) -> None:
    """Shapes broadcast: shares of 0 to 30 of 30, at once."""
    low, high = interval(np.arange(31), 30)
    assert low.shape == (31,)
    assert ((low >= 0) & (low <= np.arange(31) / 30) & (np.arange(31) / 30 <= high) & (high <= 1)).all()


def test_two_samples_may_be_tables() -> None:
    """One judge against five courts, in one call."""
    low, _ = ratio([[5], [9]], 10, [1, 2, 3, 4, 5], 50)
    assert low.shape == (2, 5)


@pytest.mark.parametrize("interval", EACH)
@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (-1, 5), (6, 5), ([1, 9], [5, 5]), (float("nan"), 5)])
def test_counts_that_cannot_be_are_refused(interval: Any, successes: Any, trials: Any) -> None:
    """A share of nothing, or more than all, is an error and not a number."""
    with pytest.raises(ValueError, match="is no proportion"):
        interval(successes, trials)


@pytest.mark.parametrize("interval", BOTH)
def test_counts_of_two_samples_that_cannot_be_are_refused(interval: Any) -> None:
    """In the first sample or in the other."""
    with pytest.raises(ValueError, match="6 of 5"):
        interval(6, 5, 1, 5)
    with pytest.raises(ValueError, match="0 of 0"):
        interval(1, 5, 0, 0)
