"""The mixture of everyday departures and loads: against a slow sum over every way, by simulation, and at its edges."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import minimize_scalar
from scipy.stats import nbinom

from sojourn.stats.size_draws import draws
from sojourn.stats.size_mixture import (
    Days,
    Mixture,
    Prior,
    explain,
    fit,
    log_likelihood,
    some_load,
)
from sojourn.stats.size_test import separation, without_loads

PRIOR = Prior(99.0, 0.4, 11.8, 0.5, 0.95, 10.0)
TWO = Mixture(np.full(7, 2.0), 1.5, 30.0, 6.0, np.tile([0.7, 0.2, 0.1], (7, 1)))


def pmf(count: int, mean: float, dispersion: float) -> float:
    """The negative binomial distribution in scipy's parameters."""
    return float(nbinom.pmf(count, dispersion, dispersion / (dispersion + mean)))


def slow(count: int, weekday: int, at: Mixture) -> list[float]:
    """For each number of loads its probability times that of the count: every split of the count is added up."""
    made = [at.numbers[weekday, 0] * pmf(count, at.background[weekday], at.dispersion)]
    for loads in range(1, at.numbers.shape[1]):
        ways = (
            pmf(count - aboard, at.background[weekday], at.dispersion)
            * pmf(aboard, loads * at.load, loads * at.evenness)
            for aboard in range(count + 1)
        )
        made.append(at.numbers[weekday, loads] * sum(ways))
    return made


def invented(weeks: int, load: float, every: int, people: float = 2.0, seed: int = 1) -> Days:
    """Poisson people a day, and a Poisson load on every so manieth Tuesday (none with 0)."""
    random = np.random.default_rng(seed)
    weekdays = np.arange(7 * weeks) % 7
    tuesday = (weekdays == 1) & (np.arange(7 * weeks) // 7 % max(every, 1) == 0) & (every > 0)
    return Days(random.poisson(people, 7 * weeks) + tuesday * random.poisson(load, 7 * weeks), weekdays)


def test_the_likelihood_adds_up_every_way_to_make_a_count() -> None:
    """A convolution that lost a way would make large days too rare."""
    days = Days(np.array([0, 3, 31, 62, 3]), np.array([0, 1, 2, 3, 1]))
    expected = sum(np.log(sum(slow(count, day, TWO))) for count, day in zip(days.counts, days.weekdays, strict=True))
    assert log_likelihood(days, TWO) == pytest.approx(expected)


def test_the_probabilities_of_a_day_follow_from_the_same_sum() -> None:
    """Bayes by hand, and the people of the background are what loads do not carry."""
    days = Days(np.array([31, 4]), np.array([0, 5]))
    expected = [np.array(slow(count, 0, TWO)) / sum(slow(count, 0, TWO)) for count in (31, 4)]
    found = explain(days, TWO)
    assert found.numbers == pytest.approx(np.array(expected))
    assert found.background[1] == pytest.approx(4 * expected[1][0], abs=0.1)


@given(
    some.lists(some.integers(0, 150), min_size=1, max_size=30),
    some.floats(0.05, 20),
    some.floats(1, 50),
    some.floats(15, 120),
    some.floats(1, 30),
)
@settings(max_examples=60)
def test_the_probabilities_of_each_day_add_up_to_one(
    counts: list[int], people: float, dispersion: float, load: float, evenness: float
) -> None:
    """And the background has neither fewer than nobody nor more than all."""
    at = Mixture(np.full(7, people), dispersion, load, evenness, np.tile([0.6, 0.3, 0.1], (7, 1)))
    days = Days(np.array(counts), np.arange(len(counts)) % 7)
    found = explain(days, at)
    assert found.numbers.sum(axis=1) == pytest.approx(np.ones(len(counts)))
    assert found.numbers.min() >= 0
    assert (found.background >= -1e-6).all()
    assert (found.background <= days.counts + 1e-6).all()


@given(some.floats(0.05, 20), some.floats(1, 50), some.floats(15, 120), some.floats(1, 30))
@settings(max_examples=60)
def test_a_larger_count_never_makes_a_load_less_probable(
    people: float, dispersion: float, load: float, evenness: float
) -> None:
    """The background is log-concave, so more people never speak for fewer loads."""
    at = Mixture(np.full(7, people), dispersion, load, evenness, np.tile([0.6, 0.3, 0.1], (7, 1)))
    found = some_load(Days(np.arange(150), np.zeros(150, np.int64)), at)
    assert (np.diff(found) >= -1e-9).all()


def test_the_fit_is_higher_than_every_point_of_a_grid_about_it() -> None:
    """What Newton's method finds is the top: the slow sum agrees, with the prior by hand."""
    days = invented(12, 40, 2)
    found = fit(days, PRIOR)

    def height(dispersion: float, load: float, evenness: float) -> float:
        at = replace(found, dispersion=dispersion, load=load, evenness=evenness)
        pairs = zip(days.weekday, days.count, days.often, strict=True)
        seen = sum(often * np.log(sum(slow(int(count), int(day), at))) for day, count, often in pairs)
        apart = np.array([np.log(load / 99) / 0.4, np.log(evenness / 11.8) / 0.5, np.log(dispersion / 3) / 2])
        return float(seen - (apart**2).sum() / 2)

    top = height(found.dispersion, found.load, found.evenness)
    steps = [*product((0.93, 1.07), repeat=3), (0.9, 1, 1), (1, 0.95, 1), (1, 1, 1.1)]
    others = [height(found.dispersion * a, found.load * b, found.evenness * c) for a, b, c in steps]
    assert max(others) <= top + 0.02


def test_planted_loads_are_found_on_their_days() -> None:
    """Fifteen Tuesdays with about 40 more, none elsewhere."""
    days = invented(30, 40, 2)
    expected = (days.weekdays == 1) & (np.arange(210) // 7 % 2 == 0)
    found = fit(days, PRIOR)
    assert (some_load(days, found) > 0.9).tolist() == expected.tolist()
    assert found.load == pytest.approx(40, rel=0.15)


def test_large_counts_are_fitted_like_small_ones() -> None:
    """Beyond 80 the first steps are made on classes of counts; the top is the same."""
    days = invented(40, 220, 3)
    found = fit(days, replace(PRIOR, load=220.0))
    assert found.load == pytest.approx(220, rel=0.05)
    assert (some_load(days, found) > 0.9).sum() == 14


def test_without_loads_the_likelihood_is_that_of_the_best_dispersion() -> None:
    """As a search by scipy finds it."""
    days = invented(20, 0, 0, people=4.0)
    mean = np.array([days.counts[days.weekdays == day].mean() for day in range(7)])

    def fall(log_dispersion: float) -> float:
        r = np.exp(log_dispersion)
        return -float(nbinom.logpmf(days.counts, r, r / (r + mean[days.weekdays])).sum())

    expected = -minimize_scalar(fall, bounds=(-3, 9), method="bounded").fun
    assert without_loads(days) == pytest.approx(expected, abs=0.02)


def test_counts_without_loads_do_not_need_them() -> None:
    """Chance draws fit as much better as they do, so p is large."""
    days = invented(30, 0, 0)
    assert separation(days, PRIOR, 9, seed=3).p > 0.1


def test_planted_loads_are_needed_and_the_seed_fixes_the_draws() -> None:
    """No set of nine without loads reaches theirs."""
    days = invented(30, 40, 2)
    found = [separation(days, PRIOR, 9, seed=3) for _ in range(2)]
    assert found[0] == found[1]
    assert found[0].p == pytest.approx(0.1)


def test_the_order_of_the_days_changes_nothing() -> None:
    """The rows of a release come in any order."""
    days = invented(20, 40, 2)
    order = np.random.default_rng(0).permutation(140)
    again = fit(Days(days.counts[order], days.weekdays[order]), PRIOR)
    expected = fit(days, PRIOR)
    assert (again.load, again.dispersion) == (expected.load, expected.dispersion)


def test_draws_of_models_lie_about_the_fit() -> None:
    """Half of the loads are larger, and the numbers of each weekday remain probabilities."""
    days = invented(30, 40, 2)
    found = fit(days, PRIOR)
    drawn = draws(days, PRIOR, found, 1000, seed=1)
    assert 0.4 < np.mean([one.load > found.load for one in drawn]) < 0.6
    assert all(one.numbers.sum(axis=1) == pytest.approx(np.ones(7)) for one in drawn[:20])


@pytest.mark.parametrize("counts", [[], [3, -1]])
def test_days_that_cannot_be_are_refused(counts: list[int]) -> None:
    """Nothing is fitted to nothing."""
    with pytest.raises(ValueError, match="days with counts of zero or more"):
        fit(Days(np.array(counts, np.int64), np.zeros(len(counts), np.int64)), PRIOR)
