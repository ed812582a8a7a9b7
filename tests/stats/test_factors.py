"""Columns of factors and the rows that tell something, by hand."""

from __future__ import annotations

import numpy as np

from sojourn.stats.factors import design, telling
from sojourn.stats.random_intercept import logistic


def test_a_column_stands_for_each_level_but_the_first() -> None:
    """Three courts and two years: an intercept, two courts, one year."""
    courts, years = np.array([0, 1, 2, 0, 1, 2]), np.array([0, 0, 0, 1, 1, 1])
    expected = [[1, 0, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 1], [1, 1, 0, 1], [1, 0, 1, 1]]
    assert design([courts, years]).tolist() == expected


def test_a_level_that_others_tell_has_no_column() -> None:
    """Everyone at court 1 is detained and nobody else: custody would repeat the court."""
    courts = np.array([0, 1, 0, 1])
    assert design([courts, courts.copy()]).tolist() == [[1, 0], [1, 1], [1, 0], [1, 1]]


def test_levels_that_came_to_one_end_are_left_out_until_none_is() -> None:
    """Country 2 was always denied; without it court 1 was always granted, and goes as well."""
    courts, countries = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 2])
    successes, trials = [3, 2, 5, 0], [5, 5, 5, 5]
    assert telling([courts, countries], successes, trials).tolist() == [True, True, False, False]


def test_what_only_two_levels_together_say_for_certain_is_left_out() -> None:
    """Every court and every year came to both ends, and yet intercept minus court minus year tells two rows for certain.

    It is 1 where both are 0 (5 of 5), -1 where both are 1 (0 of 5), and 0 in the two rows of 2 of 5.
    """
    courts, years = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert telling([courts, years], [5, 2, 2, 0], [5, 5, 5, 5]).tolist() == [False, True, True, False]


def test_rows_that_tell_something_have_an_estimate() -> None:
    """Whatever the counts: what is kept can be fitted, by the plain regression at least."""
    rng = np.random.default_rng(5)
    for _ in range(60):
        factors = [rng.integers(0, 4, 12), rng.integers(0, 3, 12)]
        trials = rng.integers(1, 3, 12)
        successes = rng.binomial(trials, 0.6)
        kept = telling(factors, successes, trials)
        if kept.any():
            columns = design([levels[kept] for levels in factors])
            assert np.isfinite(logistic(successes[kept], trials[kept], columns).effects).all()
