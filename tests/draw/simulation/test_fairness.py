"""Figures of waits, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sojourn.draw.simulation.fairness import gini, judge
from sojourn.draw.simulation.scenario import Option, Scenario


@pytest.mark.parametrize(("waits", "expected"), [([5, 5, 5], 0.0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25), ([0, 0], 0.0)])
def test_gini_is_half_the_relative_mean_difference(waits: list[int], expected: float) -> None:
    """Of 1 and 3: mean difference 1 over all four pairs, mean 2."""
    assert gini(np.array(waits)) == pytest.approx(expected)


def test_a_band_spans_what_the_seeds_gave() -> None:
    """It is the lowest, the middle and the highest, so more seeds never narrow it."""
    supposed = Scenario("small", (5,) * 40, 60, (5.0,) * 40, ())

    few = judge(supposed, Option("draw"), 0, 3).figures["mean"]
    more = judge(supposed, Option("draw"), 0, 7).figures["mean"]

    assert more.low <= few.low <= few.middle <= few.high <= more.high


def test_first_come_in_a_steady_load_is_known_beforehand() -> None:
    """Ten a day and fifty waiting: everyone waits five days, and nobody longer than another."""
    supposed = Scenario("steady", (10,) * 60, 50, (10.0,) * 60, (), vary=False, warm_up=20, within=5)

    figures = judge(supposed, Option("first come", reserved=(1, 1)), 0, 1).figures

    assert {
        name: figures[name].middle for name in ("mean", "p99", "longest", "share_within", "gini", "idle_share")
    } == {
        "mean": 5,
        "p99": 5,
        "longest": 5,
        "share_within": 1,
        "gini": 0,
        "idle_share": 0,
    }


def test_where_nobody_is_placed_there_are_no_figures_of_waits() -> None:
    """No wait is not a wait of zero."""
    supposed = Scenario("closed", (0,) * 5, 60, (5.0,) * 5, ())

    judged = judge(supposed, Option("draw"), 0, 2)

    assert "mean" not in judged.figures
    assert judged.by_size == ()
    assert judged.figures["people_placed"].high == 0


def test_a_form_is_given_only_where_it_holds() -> None:
    """A race and a pure draw have no longest wait."""
    supposed = Scenario("small", (5,) * 40, 60, (5.0,) * 40, ())

    forms = [
        judge(supposed, option, 0, 1).longest_form
        for option in (
            Option("race", "race", (1, 2)),
            Option("draw"),
            Option("daily", "draw", (1, 2), requests="daily"),
        )
    ]

    assert forms == [None, None, None]
