"""Logistic regression with and without a random intercept: closed cases, slopes, and what has no estimate."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest

from sojourn.stats.grouped_logit import Inestimable
from sojourn.stats.random_intercept import Logit, logistic, random_intercept


def alike(points: int = 9) -> Logit:
    """Six units that came to the same end in half of their trials."""
    return random_intercept([5] * 6, [10] * 6, np.ones((6, 1)), range(6), points)


def test_an_intercept_alone_is_the_log_odds_of_the_share() -> None:
    """30 of 40: log 3, with the standard error of the log odds, sqrt(1/30 + 1/10)."""
    found = logistic([10, 20], [20, 20], [[1.0], [1.0]])
    assert found.effects == pytest.approx([log(3)])
    assert found.errors == pytest.approx([sqrt(1 / 30 + 1 / 10)])
    assert found.log_likelihood == pytest.approx(30 * log(0.75) + 10 * log(0.25))


def test_two_groups_give_the_log_odds_ratio() -> None:
    """10 of 20 against 30 of 40: odds ratio 3, Woolf's standard error."""
    found = logistic([10, 30], [20, 40], [[1, 0], [1, 1]])
    assert found.effects[1] == pytest.approx(log(3))
    assert found.errors[1] == pytest.approx(sqrt(1 / 10 + 1 / 10 + 1 / 30 + 1 / 10))


@pytest.mark.parametrize("points", [1, 9])
def test_units_that_do_not_differ_have_no_spread(points: int) -> None:
    """Less spread than chance alone would make is 0, and the model is the plain one."""
    found = alike(points)
    assert (found.tau, found.units.tolist()) == (0.0, [0.0] * 6)
    assert found.effects == pytest.approx([0.0], abs=1e-9)


def test_no_spread_is_taken_where_it_is_likelier() -> None:
    """The likelihood has two tops here, at 0 and, lower, at 0.46, where the search ends."""
    successes, trials = [1, 9, 0, 9, 10, 17, 7, 5], [5, 19, 5, 27, 13, 23, 14, 15]
    columns = [[1] * 8, [1, 0, 0, 1, 1, 0, 1, 0], [0, 0, 0, 0, 1, 0, 1, 1]]
    found = random_intercept(successes, trials, np.transpose(columns), [0, 1, 1, 0, 1, 1, 0, 1])
    assert found.tau == 0
    assert found.log_likelihood == logistic(successes, trials, np.transpose(columns)).log_likelihood
    assert found.log_likelihood == pytest.approx(-83.30344)


def test_effects_of_units_are_pulled_towards_the_middle() -> None:
    """A unit with one trial is pulled more than one with a hundred."""
    found = random_intercept([1, 80, 20, 50, 30, 70], [1, 100, 100, 100, 100, 100], np.ones((6, 1)), range(6))
    assert 0 < found.units[0] < found.units[1] < log(4)
    assert found.unit_errors[0] > found.unit_errors[1]


def test_the_order_of_rows_does_not_matter() -> None:
    """Rows are a set."""
    successes, trials, unit = np.array([1, 8, 2, 5, 3, 7]), np.full(6, 10), np.array([0, 1, 2, 0, 1, 2])
    order = np.array([5, 0, 3, 1, 4, 2])
    design = np.column_stack([np.ones(6), np.arange(6) % 2])
    one = random_intercept(successes, trials, design, unit)
    other = random_intercept(successes[order], trials[order], design[order], unit[order])
    assert one.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-9)
    assert one.units == pytest.approx(other.units, abs=1e-6)


def test_more_points_change_little() -> None:
    """Nine and twenty-five points agree where units have many trials."""
    rows = ([12, 30, 8, 25, 18], [40] * 5, np.ones((5, 1)), range(5))
    nine, many = (random_intercept(*rows, points=points) for points in (9, 25))
    assert nine.log_likelihood == pytest.approx(many.log_likelihood, abs=1e-6)


@pytest.mark.parametrize(
    ("successes", "message"), [([10, 20, 0], "separated by columns"), ([20, 20, 20], "separated by columns 0")]
)
def test_separation_is_told_and_not_iterated_away(successes: list[int], message: str) -> None:
    """A stratum in which nobody succeeded has an effect of minus infinity; a program that stops somewhere invents one."""
    design = np.column_stack([np.ones(3), [0, 0, 1]])
    with pytest.raises(Inestimable, match=message):
        logistic(successes, [20, 20, 20], design)
    with pytest.raises(Inestimable, match=message):
        random_intercept(successes, [20, 20, 20], design, [0, 1, 0])


def test_columns_that_repeat_each_other_are_told() -> None:
    """An empty stratum, or two names of one, cannot be told apart."""
    with pytest.raises(Inestimable, match="repeat each other"):
        logistic([5, 10], [20, 20], [[1, 0, 0], [1, 1, 1]])


@pytest.mark.parametrize(
    ("successes", "trials", "units", "message"),
    [
        ([1, 2], [0, 5], [0, 1], "no trial"),
        ([1, 6], [5, 5], [0, 1], "more successes"),
        ([1, 2], [5, 5], [0, 2], "without gaps"),
        ([1, 2], [5, 5], [0, 0], "no random intercept"),
        ([1, 2], [5, 5, 5], [0, 1], "do not belong together"),
    ],
)
def test_rows_that_cannot_be_are_refused(
    successes: list[int], trials: list[int], units: list[int], message: str
) -> None:
    """With what is wrong."""
    with pytest.raises(ValueError, match=message):
        random_intercept(successes, trials, np.ones((2, 1)), units)
