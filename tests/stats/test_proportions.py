"""Intervals for proportions agree with the literature and with a second implementation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from sojourn.stats.proportions import wilson, wilson_between

counts = st.integers(1, 10**6).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


@pytest.mark.parametrize(
    ("successes", "trials", "expected"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilson_gives_the_worked_examples_of_newcombe(
    successes: int, trials: int, expected: tuple[float, float]
) -> None:
    """Newcombe 1998, table I: the published limits, to the printed digits."""
    assert wilson(successes, trials) == pytest.approx(expected, abs=5e-5)


@given(counts)
def test_wilson_agrees_with_statsmodels(given: tuple[int, int]) -> None:
    """An implementation by other people gives the same limits for any count."""
    successes, trials = given
    low, high = proportion_confint(successes, trials, method="wilson")
    assert wilson(successes, trials) == pytest.approx((low, high), abs=1e-9)


@given(counts, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_holds_the_share_and_stays_within_bounds(given: tuple[int, int], level: float) -> None:
    """No limit lies outside 0 to 1, and the share lies between the limits."""
    successes, trials = given
    low, high = wilson(successes, trials, level)
    assert 0 <= low <= successes / trials <= high <= 1


@given(counts)
def test_wilson_is_the_mirror_of_its_complement(given: tuple[int, int]) -> None:
    """Counting the others turns the interval round."""
    successes, trials = given
    low, high = wilson(trials - successes, trials)
    assert wilson(successes, trials) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (-1, 5), (6, 5)])
def test_wilson_refuses_counts_that_cannot_be(successes: int, trials: int) -> None:
    """A share of nothing, or more than all, is an error and not a number."""
    with pytest.raises(ValueError, match="is no proportion"):
        wilson(successes, trials)


@given(st.integers(0, 25), st.integers(0, 25), st.integers(0, 8), st.integers(0, 8))
def test_limits_between_bounds_hold_the_limits_of_every_count(x: int, y: int, more: int, others: int) -> None:
    """They are the least and the largest of all, found at the two ends."""
    counts = [(x + i, y + j) for i in range(more + 1) for j in range(others + 1) if x + i + y + j]
    every = [wilson(i, i + j) for i, j in counts]
    found = wilson_between((x, x + more), (y, y + others))
    if x + y == 0:
        assert found is None
    else:
        assert found == (min(low for low, _ in every), max(high for _, high in every))


@pytest.mark.parametrize("bounds", [((-1, 2), (0, 1)), ((3, 2), (0, 1)), ((0, 1), (2, 1))])
def test_bounds_that_cannot_be_are_refused(bounds: tuple[tuple[int, int], tuple[int, int]]) -> None:
    """An upper bound below the lower is a mistake of the caller."""
    with pytest.raises(ValueError, match="no bounds"):
        wilson_between(*bounds)
