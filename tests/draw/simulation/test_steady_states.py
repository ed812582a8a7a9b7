"""Runs against steady states in closed form (stats.waiting)."""

from __future__ import annotations

import pytest

from sojourn.draw.simulation.run import run
from sojourn.draw.simulation.scenario import Option, Scenario
from sojourn.stats.waiting import longest_wait, share_within


@pytest.mark.parametrize("reserved", [(3, 10), (1, 2), (6, 10), (1, 1)])
def test_no_run_has_a_wait_beyond_the_formula_and_one_draw(reserved: tuple[int, int]) -> None:
    """What the policy promises to those who wait, in a steady load."""
    days = 40
    scenario = Scenario("steady", (200,) * 300, 200 * days, (200.0,) * 300, (), vary=False, warm_up=50)

    done = run(scenario, Option("it", reserved=reserved), seed=3)

    promised = longest_wait(reserved[0] / reserved[1], days, 1) + 1
    assert promised - 3 <= done.waits.max() <= promised + 0.5


@pytest.mark.parametrize("reserved", [(0, 1), (1, 4), (1, 2)])
def test_a_run_has_the_mean_and_the_share_within_of_the_closed_form(reserved: tuple[int, int]) -> None:
    """Little's law holds whatever the rule; the shape is what the rule decides."""
    share = reserved[0] / reserved[1]
    scenario = Scenario("steady", (300,) * 400, 300 * 30, (300.0,) * 400, (), vary=False)

    waits = run(scenario, Option("it", reserved=reserved), seed=1).waits

    assert waits.mean() == pytest.approx(30, rel=0.03)
    assert (waits <= 30).mean() == pytest.approx(share_within(share, 30, 1, 30), abs=0.02)
    assert (waits <= 12).mean() == pytest.approx(share_within(share, 30, 1, 12), abs=0.02)
