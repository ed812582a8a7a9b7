"""The attacker finds what an outsider can find, to the count: a weaker one would call a leaking table safe."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import irb
from disclosure.small_tables import Flags, Plain, enumerated_interval, invented, one_table, slow_interval
from sojourn.disclosure.attack import Intervals, attack
from sojourn.disclosure.linked import LinkedTables, linked_tables


def tables_of(plain: Plain) -> LinkedTables:
    """The model of a small table."""
    return linked_tables(plain.values, plain.equations, plain.sensitive)


def found(plain: Plain, hidden: Flags) -> Intervals:
    """The exact intervals of a small table."""
    return attack(tables_of(plain), hidden, exact=True)


def test_both_sevens_leak_from_their_row_totals_alone() -> None:
    """Each row of the guide's example has one hidden cell, and its total gives it away."""
    intervals = found(irb.ROW_TOTALS_ONLY, irb.BELOW_ELEVEN)

    assert intervals.low[irb.BOTH_SEVENS].tolist() == [7, 7]
    assert intervals.width[irb.BOTH_SEVENS].tolist() == [0, 0]
    assert intervals.width[irb.LAST_ROW].tolist() == [10, 10, 10, 10]


def test_all_six_small_cells_leak_where_columns_have_totals_too() -> None:
    """Hiding what is below the threshold and nothing else hides nothing."""
    intervals = found(irb.WHOLE, irb.BELOW_ELEVEN)

    assert intervals.low[irb.BELOW_ELEVEN].tolist() == [7, 7, 5, 3, 1, 1]
    assert intervals.width[irb.BELOW_ELEVEN].tolist() == [0] * 6


def test_the_boards_pattern_leaks_two_cells_where_all_totals_are_known() -> None:
    """The last row's total follows from the grand total, and with the column totals its 5 and 3 are exact."""
    intervals = found(irb.WHOLE, irb.PATTERN)

    assert intervals.low[irb.LAST_ROW][:2].tolist() == [5, 3]
    assert intervals.width[irb.LAST_ROW][:2].tolist() == [0, 0]


def test_the_boards_pattern_leaves_three_ranges_where_only_row_totals_are_known() -> None:
    """The ranges of the guide: 0 to 19, 0 to 28 and 0 to 10."""
    intervals = found(irb.ROW_TOTALS_ONLY, irb.PATTERN)

    high = intervals.high.reshape(5, 5)
    assert not intervals.low[irb.PATTERN].any()
    assert (high[1, 2:4].tolist(), high[2, 2:4].tolist(), high[3, :4].tolist()) == ([19, 19], [28, 28], [10] * 4)


def test_the_attacker_agrees_with_trying_every_table() -> None:
    """A table of four hidden counts is small enough to try all of them."""
    plain = one_table([[3, 2, 40], [4, 1, 50], [60, 70, 80]])
    hidden = (plain.values > 0) & (plain.values < 5)

    intervals = found(plain, hidden)

    for cell in np.flatnonzero(hidden):
        assert (intervals.low[cell], intervals.high[cell]) == enumerated_interval(plain, hidden, int(cell), 8)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), share=st.floats(0.2, 0.9))
def test_the_attacker_agrees_with_a_slow_one(seed: int, share: float) -> None:
    """Cubes and linked pairs too, whatever is hidden."""
    plain = invented(seed)
    hidden = np.random.default_rng(seed).random(len(plain.values)) < share

    intervals = found(plain, hidden)

    for cell in np.flatnonzero(hidden)[:4]:
        assert (intervals.low[cell], intervals.high[cell]) == slow_interval(plain, hidden, cell)


def test_a_printed_cell_is_known_exactly() -> None:
    """It has its own count for both ends."""
    intervals = found(irb.WHOLE, irb.PATTERN)

    assert np.array_equal(intervals.low[~irb.PATTERN], irb.WHOLE.values[~irb.PATTERN])
    assert not intervals.width[~irb.PATTERN].any()


def test_a_count_that_nothing_limits_has_no_upper_end() -> None:
    """Where the total is hidden with its cells, an outsider knows only what is printed beside them."""
    tables = linked_tables([5, 40, 45], [[1, 1, -1]], [True, False, False])

    intervals = attack(tables, np.array([True, False, True]))

    assert intervals.low.tolist() == [0, 40, 40]
    assert intervals.high.tolist() == [np.inf, 40, np.inf]


@pytest.mark.parametrize(("exact", "expected_high"), [(False, 5), (True, 3)])
def test_counts_are_whole_for_an_attacker_too(exact: bool, expected_high: int) -> None:
    """Of 2 a + 3 b = 12 with a at most 5, whole counts leave a = 0, b = 4 and a = 3, b = 2; fractions leave far more."""
    tables = linked_tables([3, 2], [[2, 3]], [True, True], right=[12], high=[5, np.inf])

    intervals = attack(tables, np.array([True, True]), exact=exact)

    assert intervals.low.tolist() == [0, 2]
    assert intervals.high.tolist() == [expected_high, 4]


def test_what_an_outsider_knows_beside_the_tables_narrows_the_interval() -> None:
    """A figure rounded to tens elsewhere says 5 to 14."""
    tables = linked_tables([7, 40, 47], [[1, 1, -1]], [True, False, False], low=[5, 0, 0], high=[14, 100, 47])

    intervals = attack(tables, np.array([True, True, False]))

    assert (intervals.low.tolist(), intervals.high.tolist()) == ([5, 33, 47], [14, 42, 47])


def test_only_what_is_asked_for_is_attacked() -> None:
    """The others keep what an outsider knows of them beside the tables."""
    intervals = attack(tables_of(irb.WHOLE), irb.PATTERN, only=irb.BOTH_SEVENS)

    assert np.isinf(intervals.high[irb.LAST_ROW]).all()
    assert (intervals.width[irb.BOTH_SEVENS] < np.inf).all()
