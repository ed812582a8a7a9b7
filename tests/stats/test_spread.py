"""The spread of true shares: its estimate, its limits, and what the profile means."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sojourn.stats.beta_binomial import counts_of, fit
from sojourn.stats.spread import profile, spread_interval
from stats.oracles import counts as oracle

units = some.lists(
    some.integers(1, 200).flatmap(lambda trials: some.tuples(some.integers(0, trials), some.just(trials))),
    min_size=1,
    max_size=10,
)


@given(units)
def test_the_limits_hold_the_estimate(rows: list[tuple[int, int]]) -> None:
    """Whatever the counts, and never outside what shares can do."""
    found, low, high = spread_interval([x for x, _ in rows], [n for _, n in rows])
    assert 0 <= low <= found <= high <= 0.5


def test_the_estimate_is_that_of_the_fit() -> None:
    """The maximum of the likelihood, by the other door."""
    tally = oracle.invented()["judges far apart"]
    found, low, high = spread_interval(tally.successes, tally.trials)
    assert found == float(fit(tally.successes, tally.trials).spread[0])
    assert low < np.sqrt(4 * 2 / 36 / 7) < high


def test_at_the_limits_the_likelihood_has_fallen_by_half_of_t_squared() -> None:
    """Forty judges: t of 39 degrees at 95 per cent is 2.0227, and half its square 2.0456."""
    tally = oracle.invented()["judges far apart"]
    counts = counts_of(tally.successes, tally.trials)
    found, low, high = spread_interval(tally.successes, tally.trials)
    fallen = [profile(counts, found) - profile(counts, one) for one in (low, high)]
    assert fallen == pytest.approx([2.0456, 2.0456], abs=1e-3)


def test_one_unit_says_nothing_of_a_spread() -> None:
    """From nothing to as far as shares can be apart; units without trials are none."""
    found, low, high = spread_interval([30, 0], [100, 0])
    assert (found, low) == (0, 0)
    assert high > 0.49


def test_one_common_share_is_not_refuted_where_counts_vary_little() -> None:
    """48, 50 and 52 of 100: the limit below is 0, the one above is not."""
    found, low, high = spread_interval([48, 50, 52], [100] * 3)
    assert (found, low) == (0, 0)
    assert 0.02 < high < 0.5


def test_a_profile_at_no_spread_is_the_binomial_likelihood() -> None:
    """3 of 4 in all: 3 log(3/4) + log(1/4)."""
    expected = 3 * np.log(0.75) + np.log(0.25)
    assert profile(counts_of([1, 2], [2, 2]), 0.0) == pytest.approx(expected)
    assert profile(counts_of([1, 2], [2, 2]), 1e-5) == pytest.approx(expected, abs=1e-6)


def test_more_certainty_asks_for_wider_limits() -> None:
    """99.8 per cent lie outside 95."""
    tally = oracle.invented()["judges near each other"]
    _, low, high = spread_interval(tally.successes, tally.trials)
    _, lower, higher = spread_interval(tally.successes, tally.trials, 0.998)
    assert lower < low < high < higher
