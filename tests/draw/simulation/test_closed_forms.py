"""Steady states in closed form, against figures decided by hand and against runs."""

from __future__ import annotations

from math import inf, log

import numpy as np
import pytest

from sojourn.draw.simulation import closed_forms
from sojourn.draw.simulation.run import run
from sojourn.draw.simulation.scenario import Option, Scenario


@pytest.mark.parametrize(("share", "expected"), [(0.3, 96.1), (0.5, 77.4), (0.6, 71.3), (1.0, 55.86), (0.0, inf)])
def test_the_longest_wait_follows_from_the_share_for_the_longest_waiting(share: float, expected: float) -> None:
    """-ln(a) / (1 - a) times 81,000 / 1,450 days; a pure draw promises no end."""
    assert closed_forms.longest_wait(share, 81_000 / 1_450) == pytest.approx(expected, abs=0.1)


def test_the_longest_wait_is_continuous_at_a_share_of_one() -> None:
    """First come is the end of the same line: the limit of -ln(a) / (1 - a) is 1."""
    assert closed_forms.longest_wait(1 - 1e-9, 50) == pytest.approx(closed_forms.longest_wait(1, 50))


@pytest.mark.parametrize(("share", "expected"), [(0.0, 0.633), (0.3, 0.504), (0.5, 0.394), (0.6, 0.330), (1.0, 1.0)])
def test_the_share_within_eight_weeks_falls_with_the_share_for_the_longest_waiting(
    share: float, expected: float
) -> None:
    """1 - exp(-(1 - a) 56 / 55.86), and all at once where everyone waits no longer."""
    assert closed_forms.share_within(share, 55.86, 56) == pytest.approx(expected, abs=0.001)


def test_a_quantile_is_where_that_share_is_within() -> None:
    """The two are inverse to each other, and beyond the last drawn stands the longest wait."""
    median = closed_forms.quantile(0.0, 50, 0.5)

    assert median == pytest.approx(50 * log(2))
    assert closed_forms.share_within(0.3, 50, closed_forms.quantile(0.3, 50, 0.4)) == pytest.approx(0.4)
    assert closed_forms.quantile(0.5, 50, 0.99) == closed_forms.longest_wait(0.5, 50)
    assert closed_forms.quantile(1, 50, 0.2) == 50


def test_a_pool_is_found_for_a_share_within_a_limit() -> None:
    """52,000 people at 1,450 places a day: two thirds within eight weeks, with three tenths for the longest waiting."""
    assert closed_forms.days_for_share(0.3, 2 / 3, 56) * 1_450 == pytest.approx(51_738, abs=1)
    assert closed_forms.days_for_share(0.3, 0, 56) == inf
    assert closed_forms.days_for_share(1, 0.5, 56) == 0


@pytest.mark.parametrize("reserved", [(3, 10), (1, 2), (6, 10), (1, 1)])
def test_no_run_has_a_wait_beyond_the_formula_and_one_draw(reserved: tuple[int, int]) -> None:
    """What the policy promises to those who wait, in a steady load."""
    days = 40
    scenario = Scenario("steady", (200,) * 300, 200 * days, (200.0,) * 300, (), vary=False, warm_up=50)

    done = run(scenario, Option("it", reserved=reserved), seed=3)

    promised = closed_forms.longest_wait(reserved[0] / reserved[1], days) + 1
    assert promised - 3 <= done.waits.max() <= promised + 0.5


@pytest.mark.parametrize("reserved", [(0, 1), (1, 4), (1, 2)])
def test_a_run_has_the_mean_and_the_share_within_of_the_closed_form(reserved: tuple[int, int]) -> None:
    """Little's law holds whatever the rule; the shape is what the rule decides."""
    share = reserved[0] / reserved[1]
    scenario = Scenario("steady", (300,) * 400, 300 * 30, (300.0,) * 400, (), vary=False)

    waits = run(scenario, Option("it", reserved=reserved), seed=1).waits

    assert waits.mean() == pytest.approx(30, rel=0.03)
    assert (waits <= 30).mean() == pytest.approx(closed_forms.share_within(share, 30, 30), abs=0.02)
    assert np.quantile(waits, 0.9) == pytest.approx(closed_forms.quantile(share, 30, 0.9), rel=0.05)
