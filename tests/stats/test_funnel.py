"""Funnel limits by hand, against statsmodels, and at their edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from statsmodels.stats.meta_analysis import combine_effects

from sojourn.stats.funnel import Model, funnel

MODELS: list[Model] = ["binomial", "multiplicative", "additive"]
units = some.lists(
    some.integers(0, 300).flatmap(lambda trials: some.tuples(some.integers(0, trials), some.just(trials))),
    min_size=1,
    max_size=30,
).filter(lambda rows: any(trials for _, trials in rows))


def columns(rows: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Successes and trials."""
    return [x for x, _ in rows], [n for _, n in rows]


def test_phi_and_limits_of_two_units_by_hand() -> None:
    """30 and 70 of 100 about one half: on Anscombe's scale both lie asin(sqrt(30.375 / 100.75)) from pi / 4."""
    off = np.pi / 4 - np.arcsin(np.sqrt(30.375 / 100.75))
    error = 0.5 / np.sqrt(100.5)
    found = funnel([30, 70], [100, 100], "multiplicative", winsorised=0)
    assert found.target == 0.5
    assert found.dispersion == pytest.approx((off / error) ** 2)
    reach = np.pi / 4 + 1.959964 * off
    expected = min(1, (np.sin(min(reach, np.pi / 2)) ** 2 * 100.75 - 0.375) / 100)
    assert found.limits(0.95)[1] == pytest.approx([expected] * 2, abs=1e-6)


def test_tau_squared_is_that_of_dersimonian_and_laird() -> None:
    """By statsmodels, which aims at the weighted mean of the effects; it is the target where shares lie even about one half."""
    x, n = np.array([20, 35, 15, 65, 80, 25, 35]), np.array([100, 100, 30, 100, 100, 60, 60])
    effects = np.arcsin(np.sqrt((x + 0.375) / (n + 0.75)))
    expected = combine_effects(effects, 0.25 / (n + 0.5), method_re="dl").tau2
    found = funnel(x, n, "additive", winsorised=0)
    assert found.target == 0.5
    assert found.variance == pytest.approx(expected, rel=1e-9)


def test_winsorising_pulls_in_the_far_ends() -> None:
    """Twenty near one half and one at 100 per cent: phi is far smaller with it."""
    x, n = [50, 52, 48, 49, 51] * 4 + [100], [100] * 21
    assert funnel(x, n, winsorised=0).dispersion > 4 * funnel(x, n).dispersion


def test_one_far_off_unit_is_flagged_and_the_others_are_not() -> None:
    """At both levels, with the spread of the others taken in."""
    x, n = [50, 55, 45, 47, 53] * 4 + [100], [100] * 21
    found = funnel(x, n, "additive")
    assert found.outside(0.998).tolist() == [0] * 20 + [1]
    assert funnel([100 - one for one in x], n, "additive").outside(0.998).tolist() == [0] * 20 + [-1]


@pytest.mark.parametrize("model", MODELS)
def test_phi_below_one_widens_nothing(model: Model) -> None:
    """Counts that vary less than binomial ones have the binomial limits."""
    x, n = [50, 51, 49, 50, 50], [100] * 5
    found = funnel(x, n, model)
    assert found.dispersion < 1
    assert np.allclose(found.limits(0.95), funnel(x, n, "binomial").limits(0.95))


@given(units, some.sampled_from(MODELS))
def test_limits_are_in_order_and_hold_the_target(rows: list[tuple[int, int]], model: Model) -> None:
    """99.8 per cent outside 95, all within 0 and 1, and no unit outside the far ones that is inside the near."""
    found = funnel(*columns(rows), model)
    low, high = found.limits(0.95)
    lower, higher = found.limits(0.998)
    assert ((lower >= 0) & (lower <= low) & (high <= higher) & (higher <= 1)).all()
    assert (low <= found.target + 1e-9).all()
    assert (high >= found.target - 1e-9).all()
    assert (np.abs(found.outside(0.998)) <= np.abs(found.outside(0.95))).all()


@given(units)
def test_a_spread_makes_no_limit_narrower(rows: list[tuple[int, int]]) -> None:
    """Both models only widen."""
    narrow = funnel(*columns(rows), "binomial").limits(0.95)
    for model in MODELS:
        wide = funnel(*columns(rows), model).limits(0.95)
        assert (wide[0] <= narrow[0] + 1e-12).all()
        assert (wide[1] >= narrow[1] - 1e-12).all()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("rows", [[(3, 10)], [(0, 9), (0, 5)], [(5, 5), (9, 9)], [(0, 0), (4, 9), (2, 3)]])
def test_counts_at_the_edge_have_limits(rows: list[tuple[int, int]], model: Model) -> None:
    """One unit, no success, only successes, no trial: nobody is outside."""
    found = funnel(*columns(rows), model)
    assert np.isfinite(found.limits(0.998)).all()
    assert not found.outside(0.95).any()


def test_a_unit_without_trials_may_be_anywhere() -> None:
    """Its limits are 0 and 1."""
    low, high = funnel([0, 5], [0, 10]).limits(0.95)
    assert (low[0], high[0]) == (0, 1)


def test_a_target_may_be_given() -> None:
    """A national share, say; one that is no share is refused."""
    assert funnel([90], [100], target=0.5).outside(0.998).tolist() == [1]
    with pytest.raises(ValueError, match=r"1\.5 is no share"):
        funnel([1], [2], target=1.5)


def test_counts_that_cannot_be_are_refused() -> None:
    """More than all."""
    with pytest.raises(ValueError, match="6 of 5"):
        funnel([6], [5])


@pytest.mark.parametrize("model", MODELS)
def test_the_drawn_funnel_is_the_one_that_judges(model: Model) -> None:
    """At the number of a unit, the line lies where the unit's own limits lie."""
    found = funnel([5, 30, 60, 80, 20], [50, 60, 70, 90, 100], model)

    for level in (0.95, 0.998):
        assert np.allclose(found.at(found.trials, level), found.limits(level))
