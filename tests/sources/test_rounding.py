"""The rules of rounding: whichever way a publisher rounded, the true count lies within the bounds."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.sources.declare import families
from sojourn.sources.rounding import ROUNDINGS


def up(count: int) -> int:
    """To the next five."""
    return 5 * ceil(count / 5)


def down(count: int) -> int:
    """To the five before."""
    return 5 * (count // 5)


def nearest(count: int) -> int:
    """To the nearest five."""
    return 5 * round(count / 5)


@pytest.mark.parametrize("rounded", [up, down, nearest])
@given(count=st.integers(0, 40))
def test_small_counts_in_fives_hold_the_true_one_however_they_were_rounded(
    rounded: Callable[[int], int], count: int
) -> None:
    """UNHCR does not say how it rounds decisions below 10."""
    low, high = ROUNDINGS["fives_to_ten"].bounds(rounded(count) if count < 10 else count)
    assert low <= count <= high


@given(st.integers(0, 100_000))
def test_counts_to_the_nearest_five_or_hidden_hold_the_true_one(count: int) -> None:
    """IRCC hides 1 to 4, and rounds what it prints."""
    printed = None if 0 < count < 5 else nearest(count)
    low, high = ROUNDINGS["nearest_five"].bounds(printed)
    assert low <= count <= high


@given(st.integers(0, 100))
def test_counts_below_twenty_are_hidden(count: int) -> None:
    """The Board prints the others as counted."""
    low, high = ROUNDINGS["under_twenty"].bounds(None if count < 20 else count)
    assert low <= count <= high


@given(st.integers(1, 40))
def test_one_to_four_printed_as_five_hold_the_true_one(count: int) -> None:
    """UNHCR's applications."""
    low, high = ROUNDINGS["five"].bounds(max(5, count))
    assert low <= count <= high


def test_a_publisher_that_hides_nothing_has_no_bounds_of_a_hidden_cell() -> None:
    """An empty cell would pass for a hidden one."""
    with pytest.raises(ValueError, match="hides no figure"):
        ROUNDINGS[""].bounds(None)


def test_every_family_names_a_rule_that_there_is() -> None:
    """A misspelt rule would fail only when a figure is asked for."""
    assert {family.rounding for family in families().values()} <= set(ROUNDINGS)
