"""Columns of factors and the rows that tell something, by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sojourn.stats.factors import design, telling
from sojourn.stats.random_intercept import logistic, random_intercept
from sojourn.stats.risk_sets import Whole


def columns(factors: Sequence[Whole]) -> list[list[float]]:
    """The whole design: what each column alone makes of the rows."""
    found = design(factors)
    return [list(row) for row in np.transpose([found.odds(one) for one in np.eye(found.width)])]


def test_a_column_stands_for_each_level_but_the_first() -> None:
    """Three courts and two years: an intercept, two courts, one year."""
    courts, years = np.array([0, 1, 2, 0, 1, 2]), np.array([0, 0, 0, 1, 1, 1])
    expected = [[1, 0, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 1], [1, 1, 0, 1], [1, 0, 1, 1]]
    assert columns([courts, years]) == expected


def test_a_level_that_others_tell_has_no_column() -> None:
    """Everyone at court 1 is detained and nobody else: custody would repeat the court."""
    courts = np.array([0, 1, 0, 1])
    assert columns([courts, courts.copy()]) == [[1, 0], [1, 1], [1, 0], [1, 1]]


def test_levels_that_came_to_one_end_are_left_out_until_none_is() -> None:
    """Country 2 was always denied; without it court 1 was always granted, and goes as well."""
    courts, countries = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 2])
    successes, trials = [3, 2, 5, 0], [5, 5, 5, 5]
    assert telling([courts, countries], successes, trials).kept.tolist() == [True, True, False, False]


def test_what_only_two_levels_together_say_for_certain_is_left_out() -> None:
    """Every court and every year came to both ends, and yet intercept minus court minus year tells two rows for certain.

    It is 1 where both are 0 (5 of 5), -1 where both are 1 (0 of 5), and 0 in the two rows of 2 of 5.
    """
    courts, years = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert telling([courts, years], [5, 2, 2, 0], [5, 5, 5, 5]).kept.tolist() == [False, True, True, False]


def test_rows_that_tell_something_have_an_estimate() -> None:
    """Whatever the counts: what is kept can be fitted, by the plain regression at least."""
    rng = np.random.default_rng(5)
    for _ in range(60):
        factors = [rng.integers(0, 4, 12), rng.integers(0, 3, 12)]
        trials = rng.integers(1, 3, 12)
        successes = rng.binomial(trials, 0.6)
        found = telling(factors, successes, trials)
        kept = found.kept
        assert (found.design is None) == (found.effects is None) == (not kept.any())
        if found.design is not None:
            plain = logistic(successes[kept], trials[kept], design([levels[kept] for levels in factors]))
            assert found.effects == pytest.approx(plain.effects, abs=1e-7)


def test_known_effects_of_the_plain_regression_change_no_result() -> None:
    """They are where the search begins, and need not be found twice."""
    rng = np.random.default_rng(8)
    factors, units, trials = [rng.integers(0, 4, 400), rng.integers(0, 3, 400)], np.arange(400) % 12, np.full(400, 9)
    share = 1 / (1 + np.exp(-(factors[0] - 1.5 + rng.normal(0, 0.6, 12)[units])))
    successes = rng.binomial(trials, share)
    found = telling(factors, successes, trials)
    assert found.design is not None
    assert found.kept.all()
    one = random_intercept(successes, trials, found.design, units, plain=found.effects)
    other = random_intercept(successes, trials, columns(factors), units)
    assert one.tau > 0.1
    assert (one.tau, *one.effects, *one.units) == pytest.approx((other.tau, *other.effects, *other.units), abs=1e-8)
