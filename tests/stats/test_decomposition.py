"""The parts of a difference: by hand, and that they add up to it whatever the counts."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.stats.decomposition import Decomposed, kitagawa
from sojourn.stats.stratified import strata


def by_hand() -> Decomposed:
    """Two countries, then 80 cases at 90 % and 20 at 40 %; now 50 at 60 % and 50 at 20 %.

    Then 0.8*0.9 + 0.2*0.4 = 0.80; now 0.5*0.6 + 0.5*0.2 = 0.40. Mix: -0.3*0.75 + 0.3*0.30 = -0.135. Rate:
    -0.3*0.65 - 0.2*0.35 = -0.265. From then: mix -0.3*0.9 + 0.3*0.4 = -0.15, rate -0.3*0.8 - 0.2*0.2 = -0.28,
    both 0.3*0.3 - 0.3*0.2 = 0.03.
    """
    return kitagawa(strata([30, 10], [50, 50], [72, 8], [80, 20]))


def test_the_parts_are_kitagawas_by_hand() -> None:
    """A third of the fall is other cases, two thirds the same cases decided otherwise."""
    found = by_hand()
    assert found.difference.value == pytest.approx(-0.40)
    assert (found.mix.value, found.rate.value) == pytest.approx((-0.135, -0.265))
    assert (found.mix_then.value, found.rate_then.value, found.both.value) == pytest.approx((-0.15, -0.28, 0.03))
    assert found.apart.value == 0.0


def test_the_limits_of_the_difference_are_those_of_two_shares() -> None:
    """Half a case added to each outcome in the variance: (40.5/101)(60.5/101)/100 now, (80.5/101)(20.5/101)/100 then."""
    half = 1.959964 * sqrt(40.5 * 60.5 / 101**2 / 100 + 80.5 * 20.5 / 101**2 / 100)
    found = by_hand().difference
    assert (found.low, found.high) == pytest.approx((-0.4 - half, -0.4 + half), rel=1e-6)


def test_a_stratum_of_one_period_stands_apart() -> None:
    """10 of 10 granted in a country that came then and no more: 0.8 of 100 then without it, 90/110 with it."""
    found = kitagawa(strata([30, 10, 0], [50, 50, 0], [72, 8, 10], [80, 20, 10]))
    assert (found.mix.value, found.rate.value) == pytest.approx((-0.135, -0.265))
    assert found.apart.value == pytest.approx(-(90 / 110 - 0.8))
    assert found.trials_apart == (10, 0)
    assert found.apart.low < found.apart.value < found.apart.high


def test_the_same_rates_with_another_mix_are_all_mix() -> None:
    """No judge changed; the cases did."""
    found = kitagawa(strata([10, 80], [20, 100], [50, 16], [100, 20]))
    assert found.rate.value == pytest.approx(0.0)
    assert found.mix.value == pytest.approx(found.difference.value)


def test_what_stands_apart_may_be_more_than_a_whole_share() -> None:
    """1 of 2 then and 2 of 2 now in the common stratum; alone, 0 of 8 now and 9 of 9 then: 0.2 - 1 - (10/11 - 0.5)."""
    found = kitagawa(strata([2, 0, 0], [2, 8, 0], [1, 0, 9], [2, 0, 9])).apart
    assert found.value == pytest.approx(0.2 - 1 - (10 / 11 - 0.5))
    assert found.low < found.value < found.high


def test_nothing_common_cannot_be_separated() -> None:
    """All of the difference would be apart."""
    with pytest.raises(ValueError, match="no stratum was there in both periods"):
        kitagawa(strata([1, 0], [2, 0], [0, 1], [0, 2]))


cells = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))


@given(st.tuples(st.integers(1, 9), st.integers(1, 9)), st.lists(cells, max_size=6))
def test_the_parts_add_up_to_the_difference(common: tuple[int, int], rows: list[tuple[int, int, int, int]]) -> None:
    """An identity, whatever the counts, also where strata are empty in a period."""
    whole = [(1, common[0], 0, common[1]), *((min(a, n), n, min(c, m), m) for a, n, c, m in rows)]
    found = kitagawa(strata(*zip(*whole, strict=True)))
    total = found.difference.value
    assert found.mix.value + found.rate.value + found.apart.value == pytest.approx(total, abs=1e-12)
    then = found.mix_then.value + found.rate_then.value + found.both.value
    assert then + found.apart.value == pytest.approx(total, abs=1e-12)
    for part in (found.difference, found.mix, found.rate, found.mix_then, found.rate_then, found.both, found.apart):
        assert part.low <= part.value <= part.high


@given(st.lists(cells, min_size=1, max_size=6))
def test_then_and_now_changed_over_change_the_sign(rows: list[tuple[int, int, int, int]]) -> None:
    """The symmetric parts do not depend on which period is called now."""
    whole = [(1, 3, 2, 4), *((min(a, n), n, min(c, m), m) for a, n, c, m in rows)]
    now, there = kitagawa(strata(*zip(*whole, strict=True))), [(c, m, a, n) for a, n, c, m in whole]
    back = kitagawa(strata(*zip(*there, strict=True)))
    assert (now.mix.value, now.rate.value) == pytest.approx((-back.mix.value, -back.rate.value), abs=1e-12)
    assert (now.mix.low, now.apart.high) == pytest.approx((-back.mix.high, -back.apart.low), abs=1e-12)
