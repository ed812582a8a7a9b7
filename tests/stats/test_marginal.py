"""The likelihood with the effects of units integrated out: its slope, its modes, and its value by hand."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from sojourn.stats.grouped_logit import Rows, rows_of, softplus_and_share
from sojourn.stats.marginal import marginal, modes, quadrature


def rows() -> Rows:
    """Twelve rows of four units with an intercept and one number."""
    successes = [1, 8, 2, 5, 3, 7, 0, 4, 6, 2, 9, 5]
    design = np.column_stack([np.ones(12), np.linspace(-1, 2, 12)])
    return rows_of(successes, [10] * 12, design, [0, 1, 2, 3] * 3)


@pytest.mark.parametrize("points", [1, 5, 9])
def test_the_slope_is_that_of_the_value(points: int) -> None:
    """By differences of values, to what these can tell."""
    at, rule = np.array([-0.2, 0.4, 0.7]), quadrature(points)
    steps = 1e-5 * np.eye(3)
    differences = [
        (marginal(rows(), rule, at + one).value - marginal(rows(), rule, at - one).value) / 2e-5 for one in steps
    ]
    assert marginal(rows(), rule, at).slope == pytest.approx(differences, abs=1e-6)


def test_at_its_mode_nothing_pulls_a_unit() -> None:
    """What the rows of a unit lack of their expectation is what the normal distribution holds against."""
    odds = rows().odds(np.array([-0.2, 0.4]))
    found = modes(rows(), odds, 0.7)
    pull = 0.7 * rows().by_unit(rows().successes - rows().trials * found.share)
    assert pull == pytest.approx(found.mode, abs=1e-9)


def test_without_a_spread_it_is_the_plain_likelihood() -> None:
    """Every unit then has the same odds, here even ones: 120 times log 1/2."""
    found = marginal(rows(), quadrature(9), np.zeros(3))
    assert found.value == pytest.approx(120 * log(0.5))


def test_odds_beyond_all_counts_overflow_nothing() -> None:
    """A search may step far out, and must come back."""
    softplus, share = softplus_and_share(np.array([-1e4, 0.0, 1e4]))
    assert softplus == pytest.approx([0.0, log(2), 1e4])
    assert share == pytest.approx([0.0, 0.5, 1.0])
