"""What is hidden is enough, and next to nothing more is hidden than must be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import irb
from disclosure.small_tables import (
    Flags,
    Plain,
    fewest_by_one_programme,
    invented,
    one_table,
    slow_interval,
    slow_widths,
)
from sojourn.disclosure import suppress as suppressing
from sojourn.disclosure.attack import attack
from sojourn.disclosure.linked import LinkedTables, linked_tables
from sojourn.disclosure.suppress import CannotProtect, suppress
from sojourn.errors import GateError

CORNER = one_table([[5, 30, 30], [40, 0, 50], [60, 70, 80]])
"""One small cell, a zero, and totals around them; numbers 0 to 15, row by row."""

INNER = np.pad(np.ones((3, 3), bool), ((0, 1), (0, 1))).ravel()


def tables_of(plain: Plain) -> LinkedTables:
    """Any cell of the table may be hidden, totals included."""
    return linked_tables(plain.values, plain.equations, plain.sensitive)


def test_the_boards_example_is_safe_where_ours_is_hidden() -> None:
    """Every hidden cell of it keeps a range of at least 11, by an attacker that shares no code."""
    pattern = suppress(linked_tables(irb.WHOLE.values, irb.WHOLE.equations, irb.BELOW_ELEVEN))

    assert pattern.audit.passed
    assert pattern.hidden[irb.BELOW_ELEVEN].all()
    assert min(slow_widths(irb.WHOLE, pattern.hidden)) >= 11


def test_the_boards_example_needs_eleven_hidden_numbers() -> None:
    """Six are small and the last row's total is; another programme finds that four more are the fewest."""
    pattern = suppress(tables_of(irb.WHOLE))

    assert (int(np.count_nonzero(pattern.hidden)), fewest_by_one_programme(irb.WHOLE, 11)) == (11, 11)


def test_the_boards_last_row_cannot_be_protected_while_its_total_is_printed() -> None:
    """Four counts that add up to a printed 10 lie within 10 of each other whatever else is hidden."""
    tables = linked_tables(irb.WHOLE.values, irb.WHOLE.equations, irb.BELOW_ELEVEN, hideable=~irb.MARGINS)

    with pytest.raises(CannotProtect, match="4 sensitive cells cannot be hidden") as refused:
        suppress(tables)

    assert refused.value.cells == tuple(np.flatnonzero(irb.LAST_ROW))
    assert isinstance(refused.value, GateError)


@pytest.mark.parametrize("seed", range(100))
def test_no_more_is_hidden_than_the_fewest_that_are_safe(seed: int) -> None:
    """At most 1.2 times the fewest, found by another programme, and never narrower than 11 by another attacker."""
    plain = invented(seed)
    fewest = fewest_by_one_programme(plain, 11)

    pattern = suppress(tables_of(plain), spare_zeros=False)

    assert fewest is not None
    assert np.count_nonzero(pattern.hidden) <= 1.2 * fewest
    assert min(slow_widths(plain, pattern.hidden), default=11) >= 11
    assert pattern.hidden[plain.sensitive].all()


def _outcome(tables: LinkedTables, k: int) -> tuple[Flags, tuple[int, ...]]:
    """What is hidden, or nothing and the cells that cannot be protected."""
    try:
        return suppress(tables, k).hidden, ()
    except CannotProtect as error:
        return np.zeros(len(tables.values), bool), error.cells


@given(
    cells=st.lists(
        st.lists(st.sampled_from([0, 0, 1, 4, 9, 12, 30, 75]), min_size=3, max_size=3), min_size=2, max_size=4
    ),
    margins=st.booleans(),
    k=st.integers(2, 15),
)
def test_nothing_unsafe_ever_comes_out(cells: list[list[int]], margins: bool, k: int) -> None:
    """Either every hidden cell is at least k wide, or the named cells are narrow though all that may be is hidden."""
    plain = one_table(cells)
    hideable = np.ones(len(plain.values), bool)
    hideable.reshape(-1, 4)[-1, :] = hideable.reshape(-1, 4)[:, -1] = margins
    tables = linked_tables(plain.values, plain.equations, plain.sensitive, hideable=hideable)

    hidden, leaking = _outcome(tables, k)

    assert min(slow_widths(plain, hidden), default=k) >= k
    assert leaking or hidden[plain.sensitive].all()
    assert not hidden[~hideable].any()
    for cell in leaking:
        low, high = slow_interval(plain, hideable, cell)
        assert high - low < k or not hideable[cell]


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), share=st.floats(0.2, 0.8))
def test_hiding_more_never_narrows_an_interval(seed: int, share: float) -> None:
    """All that is done to hide more or show again rests on it."""
    plain = invented(seed)
    random = np.random.default_rng(seed)
    few = random.random(len(plain.values)) < share
    more = few | (random.random(len(plain.values)) < share)

    narrow, wide = attack(tables_of(plain), few), attack(tables_of(plain), more)

    assert np.all(wide.low[few] <= narrow.low[few])
    assert np.all(wide.high[few] >= narrow.high[few])


def test_a_table_without_small_cells_hides_nothing() -> None:
    """Nothing is hidden for its own sake."""
    pattern = suppress(tables_of(one_table([[11, 30], [40, 0]])))

    assert not pattern.hidden.any()
    assert pattern.is_fewest


def test_zeros_are_spared_where_others_protect() -> None:
    """An outsider who knows that a zero could be nothing else would see through it."""
    tables = linked_tables(CORNER.values, CORNER.equations, CORNER.sensitive, hideable=INNER)

    assert np.flatnonzero(suppress(tables).hidden).tolist() in ([0, 1, 8, 9], [0, 2, 4, 6])


def test_zeros_are_hidden_where_nothing_else_protects() -> None:
    """In a table of two by two with printed totals all four cells are needed."""
    plain = one_table([[5, 30], [40, 0]])
    inner = np.array([True, True, False, True, True, False, False, False, False])
    tables = linked_tables(plain.values, plain.equations, plain.sensitive, hideable=inner)

    assert np.array_equal(suppress(tables).hidden, inner)


def test_a_dear_cell_stays_where_a_cheap_one_does() -> None:
    """The totals that readers need most are the dearest."""
    weights = np.ones(16)
    weights[2] = 10
    tables = linked_tables(CORNER.values, CORNER.equations, CORNER.sensitive, hideable=INNER, weights=weights)

    assert np.flatnonzero(suppress(tables).hidden).tolist() == [0, 1, 8, 9]


def test_a_cell_that_stands_in_an_earlier_publication_cannot_be_hidden_any_more() -> None:
    """What was printed once is printed."""
    hideable = np.arange(16) != 0
    tables = linked_tables(CORNER.values, CORNER.equations, CORNER.sensitive, hideable=hideable)

    with pytest.raises(CannotProtect) as refused:
        suppress(tables)

    assert refused.value.cells == (0,)


def test_a_rounded_figure_elsewhere_cannot_be_covered() -> None:
    """If the count is known to be 0 to 9, no complementary cell makes that 11 wide."""
    high = np.where(np.arange(16) == 0, 9, np.inf)
    tables = linked_tables(CORNER.values, CORNER.equations, CORNER.sensitive, high=high)

    with pytest.raises(CannotProtect, match="1 sensitive cells"):
        suppress(tables)


def test_an_unprinted_remainder_is_covered_though_it_stands_nowhere() -> None:
    """5 + 40 + remainder of 3 = 48: with 5 alone hidden the two small numbers would lie within 8."""
    tables = linked_tables(
        [5, 40, 3, 48],
        [[1, 1, 1, -1]],
        [True, False, True, False],
        printed=[True, True, False, True],
        hideable=[True, True, False, False],
    )

    assert suppress(tables).hidden.tolist() == [True, True, False, False]


def test_an_unprinted_number_covers_others() -> None:
    """5 + 40 + unprinted 20 = 65: nobody can tell the 5 from the 20, so the 40 is shown."""
    tables = linked_tables(
        [5, 40, 20, 65],
        [[1, 1, 1, -1]],
        [True, False, False, False],
        printed=[True, True, False, True],
        hideable=[True, True, False, False],
    )

    assert suppress(tables).hidden.tolist() == [True, False, False, False]


def test_a_table_too_large_to_solve_exactly_is_safe_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The way for large tables, here forced upon a small one so that the slow attacker can check it."""
    monkeypatch.setattr(suppressing, "fewest", lambda *_: None)
    for seed in range(12):
        plain = invented(seed)
        pattern = suppress(tables_of(plain))
        assert pattern.is_fewest is not bool(tables_of(plain).sensitive.any())
        assert min(slow_widths(plain, pattern.hidden), default=11) >= 11


def test_the_same_table_gives_the_same_pattern_again() -> None:
    """Two runs that hide different cells of one table would show the outsider both halves."""
    tables = tables_of(invented(3))

    assert np.array_equal(suppress(tables).hidden, suppress(tables).hidden)
