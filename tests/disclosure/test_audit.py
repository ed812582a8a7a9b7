"""The audit says yes only with a proof, and names every cell that an outsider can corner."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import irb
from disclosure.small_tables import invented, one_table, slow_interval
from sojourn.disclosure.audit import audit
from sojourn.disclosure.linked import LinkedTables, linked_tables

WHOLE = linked_tables(irb.WHOLE.values, irb.WHOLE.equations, irb.BELOW_ELEVEN)


def test_primary_suppression_alone_fails_in_every_cell() -> None:
    """All six hidden cells of the example are narrow."""
    result = audit(WHOLE, irb.BELOW_ELEVEN, 11)

    assert not result.passed
    assert result.narrow.tolist() == np.flatnonzero(irb.BELOW_ELEVEN).tolist()


def test_the_boards_pattern_fails() -> None:
    """Two cells of it are exact, and the two of their row that are not lie within 10 of each other."""
    result = audit(WHOLE, irb.PATTERN, 11)

    assert set(np.flatnonzero(irb.LAST_ROW)[:2]) <= set(result.narrow)


def test_a_sensitive_cell_that_is_shown_fails() -> None:
    """Forgetting to hide a cell is the simplest leak of all."""
    result = audit(WHOLE, irb.PATTERN & ~irb.BOTH_SEVENS, 11)

    assert set(np.flatnonzero(irb.BOTH_SEVENS)) <= set(result.narrow)


def test_a_secret_that_was_never_printed_fails_where_it_can_be_worked_out() -> None:
    """A remainder that no table shows follows from the total and the cells that are shown."""
    tables = linked_tables(
        [30, 40, 3, 73], [[1, 1, 1, -1]], [False, False, True, False], printed=[True, True, False, True]
    )

    result = audit(tables, np.zeros(4, bool), 11)

    assert result.narrow.tolist() == [2]
    assert (result.low[2], result.high[2]) == (3, 3)


def test_an_unprinted_number_without_a_secret_needs_no_protection() -> None:
    """It may be worked out like any printed one."""
    tables = linked_tables([30, 40, 3, 73], [[1, 1, 1, -1]], [False] * 4, printed=[True, True, False, True])

    assert audit(tables, np.zeros(4, bool), 11).passed


def test_a_hidden_cell_of_a_large_count_needs_its_width_too() -> None:
    """A complementary cell of 500 that can be told to within 8 gives away what it was to cover."""
    tables = linked_tables([500, 4, 504], [[1, 1, -1]], [False, True, False], high=[504, 8, 504])

    assert audit(tables, np.array([True, True, False]), 11).narrow.tolist() == [0, 1]


def test_an_interval_of_exactly_k_passes_and_one_less_fails() -> None:
    """high - low >= k, so 0 to 11 is enough for a k of 11."""
    for total, passed in ((11, True), (10, False)):
        tables = linked_tables([4, total - 4, total], [[1, 1, -1]], [True, False, False])
        assert audit(tables, np.array([True, True, False]), 11).passed is passed


def test_whole_counts_fail_where_fractions_would_pass() -> None:
    """Of 2 a + 3 b = 12, a of 0 to 6 is wide for fractions and so for whole counts; with a at most 5 it is 0 to 3."""
    tables = linked_tables([3, 2], [[2, 3]], [True, False], right=[12], high=[5, np.inf], printed=[True, False])

    assert audit(tables, np.array([True, False]), 3).passed
    assert audit(tables, np.array([True, False]), 4).narrow.tolist() == [0]


def test_an_alternative_that_holds_is_a_proof_and_one_that_does_not_is_no_proof() -> None:
    """Who brings wrong alternatives, such as one that changes a printed cell, gains nothing."""
    tables = linked_tables([4, 5, 9], [[1, 1, -1]], [True, False, False])
    hidden = np.array([True, True, False])

    wrong = audit(tables, hidden, 11, [np.array([40, 5, 45]), np.array([40, -31, 9]), np.array([40, 40, 9])])
    right = audit(tables, hidden, 9, [np.array([0, 9, 9]), np.array([9, 0, 9])])

    assert (wrong.narrow.tolist(), right.passed) == ([0, 1], True)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), share=st.floats(0.3, 1.0), k=st.integers(1, 40))
def test_the_audit_agrees_with_a_slow_attacker(seed: int, share: float, k: int) -> None:
    """Whatever is hidden and whatever width is asked for, the same cells are narrow."""
    plain = invented(seed)
    hidden = np.random.default_rng(seed).random(len(plain.values)) < share
    tables = linked_tables(plain.values, plain.equations, np.zeros(len(hidden), bool))
    ends = {int(cell): slow_interval(plain, hidden, int(cell)) for cell in np.flatnonzero(hidden)}
    expected = [cell for cell, (low, high) in ends.items() if high - low < k]

    assert audit(tables, hidden, k).narrow.tolist() == expected


def test_what_is_proven_of_a_cell_is_possible() -> None:
    """The range beside each cell lies within what a slow attacker finds."""
    plain = one_table([[5, 30, 40], [12, 8, 60], [70, 80, 9]])
    hidden = np.array([True] * 3 + [False] + [True] * 3 + [False] + [True] * 3 + [False] + [False] * 4)
    tables: LinkedTables = linked_tables(plain.values, plain.equations, plain.sensitive)

    result = audit(tables, hidden, 11)

    for cell in np.flatnonzero(hidden):
        low, high = slow_interval(plain, hidden, int(cell))
        assert low <= result.low[cell] <= plain.values[cell] <= result.high[cell] <= high


def test_what_is_left_without_a_proof_counts_as_narrow() -> None:
    """An audit that may not go on to its end fails closed."""
    plain = invented(3)
    tables = linked_tables(plain.values, plain.equations, plain.sensitive)
    hidden = tables.unknown_from_the_outset | tables.hideable
    whole = audit(tables, hidden, 11)
    assert set(whole.narrow) <= set(audit(tables, hidden, 11, most=0).narrow)
