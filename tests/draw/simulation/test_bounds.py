"""Sets of pools, against figures decided by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.draw.simulation.bounds import EIGHT_WEEKS, STATEMENTS, Fit, Statement, both, fit, fits, statement
from sojourn.stats.waiting import longest_wait, share_within

SHARES = st.floats(0, 1)


def value(of: Statement, share: float, days: float) -> float:
    """The figure that a statement reads, in the steady state of a pool."""
    if of.reads == "mean":
        return days
    if of.reads == "longest":
        return longest_wait(share, days, 1)
    return share_within(share, days, 1, EIGHT_WEEKS)


@pytest.mark.parametrize("of", STATEMENTS, ids=lambda of: of.id)
@given(share=SHARES, part=st.floats(0.001, 0.999))
def test_each_pool_of_a_set_fits_and_those_beyond_it_do_not(of: Statement, share: float, part: float) -> None:
    """The set is whole and nothing else is in it."""
    found = fit(of, share)
    if found.low is None or found.high is None:
        assert not any(of.low <= value(of, share, days) <= of.high for days in (1, 5, 20, 40, 55, 80, 150, 250, 400))
        return
    inside = found.low + part * (found.high - found.low)
    assert of.low - 1e-9 <= value(of, share, inside) <= of.high + 1e-9
    assert not of.low <= value(of, share, found.high * 1.001) <= of.high


@pytest.mark.parametrize(
    ("name", "share", "expected"),
    [
        ("more than two thirds", 0.3, (0, 51_738)),
        ("about two thirds", 0.0, (67_443, 88_618)),
        ("about two thirds", 0.5, None),
        ("nine months", 0.5, (255_213, 317_970)),
        ("nine months", 0.0, None),
        ("more than two thirds", 1.0, (0, 81_200)),
    ],
)
def test_a_pool_in_people_is_the_one_of_the_formula(name: str, share: float, expected: tuple[int, int] | None) -> None:
    """52,000 at three tenths; 282,824 requests and half of the places fit nine months; a pure draw promises no end."""
    assert fit(statement(name), share).people() == expected


def test_two_statements_leave_what_fits_both() -> None:
    """Two months on average and two thirds in eight weeks: only draws with little or no reserve, or nearly first come."""
    found = fits([0.0, 0.1, 0.3, 0.5, 0.95])

    assert [one.is_empty for one in found["mean, about two thirds"]] == [False, False, True, True, True]
    assert [one.is_empty for one in found["mean, more than two thirds"]] == [False, True, True, True, False]
    assert both(Fit(0.1, 1, 3), Fit(0.1, 2, 5)) == Fit(0.1, 2, 3)
    assert both(Fit(0.1, 1, 2), Fit(0.1, 3, 5)).is_empty
