"""Tails and adjusted p values against published examples and other implementations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom
from statsmodels.stats.multitest import multipletests

from sojourn.stats.tails import false_discovery, hypergeometric_tail


def test_the_lady_who_tasted_tea() -> None:
    """Fisher's example: all four cups right by chance once in seventy."""
    expected = 1 / 70
    assert hypergeometric_tail(4, 4, 4, 8) == pytest.approx(expected, rel=1e-12)


@given(st.data())
def test_tails_are_those_of_scipy(data: st.DataObject) -> None:
    """An independent implementation, at every size up to a release."""
    total = data.draw(st.integers(1, 20_000_000))
    drawn = data.draw(st.integers(0, min(total, 100_000)))
    marked = data.draw(st.integers(0, total))
    found = data.draw(st.integers(max(0, drawn + marked - total), min(drawn, marked)))
    expected = float(hypergeom.sf(found - 1, total, marked, drawn))
    assert hypergeometric_tail(found, drawn, marked, total) == pytest.approx(expected, rel=1e-5, abs=1e-12)


def test_a_tail_far_out_is_small_and_not_negative() -> None:
    """Where a whole judge vanishes."""
    assert 0 <= hypergeometric_tail(400, 8_000, 400, 16_000_000) < 1e-300


def test_counts_that_cannot_be_are_refused() -> None:
    """Five marked ones cannot be among four drawn."""
    with pytest.raises(ValueError, match="5 of 4 drawn"):
        hypergeometric_tail(5, 4, 6, 10)


def test_adjusted_values_of_the_published_example() -> None:
    """The fifteen p values of Benjamini and Hochberg (1995), section 3.2: four are called at a rate of 0.05."""
    published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    published += [0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    expected = 4
    assert sum(value <= 0.05 for value in false_discovery(published)) == expected


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_adjusted_values_are_those_of_statsmodels(probabilities: list[float]) -> None:
    """In the order in which they were given."""
    expected = list(multipletests(probabilities, method="fdr_bh")[1])
    assert false_discovery(probabilities) == pytest.approx(expected)


def test_no_test_gives_no_value() -> None:
    """Nothing vanished, nothing to adjust."""
    assert false_discovery([]) == []
