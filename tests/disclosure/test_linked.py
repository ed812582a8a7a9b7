"""Linked tables are checked before anything is decided about them: a wrong equation would make every audit worthless."""

from __future__ import annotations

import numpy as np
import pytest

from sojourn.disclosure.linked import apart, linked_tables
from sojourn.errors import ContradictingNumbers

CELLS = [5, 40, 45]
TOTAL = [[1, 1, -1]]
SENSITIVE = [True, False, False]


def test_what_is_not_given_is_what_an_outsider_knows_of_any_count() -> None:
    """A count is at least 0, anything may be printed or hidden, and every cell costs the same."""
    tables = linked_tables(CELLS, TOTAL, SENSITIVE)

    assert tables.low.tolist() == [0, 0, 0]
    assert tables.high.tolist() == [np.inf] * 3
    assert tables.printed.all()
    assert tables.hideable.all()
    assert tables.weights.tolist() == [1, 1, 1]


def test_numbers_that_do_not_add_up_are_refused() -> None:
    """An attacker of contradictory numbers finds nothing at all, which would look like safety."""
    with pytest.raises(ContradictingNumbers, match="1 of 1 equations, the first of them number 0"):
        linked_tables([5, 40, 44], TOTAL, SENSITIVE)


def test_a_number_outside_what_an_outsider_knows_is_refused() -> None:
    """A rounded figure whose bounds exclude the true count comes from other people than these."""
    with pytest.raises(ContradictingNumbers, match="1 numbers lie outside their bounds, the first of them cell 1"):
        linked_tables(CELLS, TOTAL, SENSITIVE, high=[10, 39, 100])


def test_equations_of_another_number_of_cells_are_refused() -> None:
    """Shifted columns would link the wrong cells."""
    with pytest.raises(ValueError, match="need arrays of 3, and equations with 3 columns"):
        linked_tables(CELLS, [[1, 1, -1, 0]], SENSITIVE)


def test_arrays_of_another_length_are_refused() -> None:
    """A flag too few would leave a cell out."""
    with pytest.raises(ValueError, match="need arrays of 3"):
        linked_tables(CELLS, TOTAL, [True, False])


@pytest.mark.parametrize(("equations", "weights"), [([[0.5, 0.5, -0.5]], None), (TOTAL, [1, 0, 1])])
def test_broken_coefficients_and_free_cells_are_refused(
    equations: list[list[float]], weights: list[int] | None
) -> None:
    """The proofs are in whole numbers, and a cell that costs nothing would be hidden for nothing."""
    with pytest.raises(ValueError, match="weights must be above 0, and coefficients of equations whole"):
        linked_tables(CELLS, equations, SENSITIVE, weights=weights)


def test_counts_below_zero_or_broken_are_refused() -> None:
    """They are no counts of people."""
    for values in ([-5, 50, 45], [4.5, 40.5, 45]):
        with pytest.raises(ValueError, match="counts are whole and not below 0"):
            linked_tables(values, TOTAL, SENSITIVE)


def test_tables_that_no_equation_joins_fall_apart() -> None:
    """A total that is printed whatever happens is a known number: two rows under it are two tables."""
    equations = np.array([[1, 1, -1, 0, 0, 0], [0, 0, 0, 1, 1, -1]])
    tables = linked_tables(
        [3, 9, 12, 4, 20, 24], equations, [True, False, False, True, False, False], hideable=[1, 1, 0, 1, 1, 0]
    )
    (first, one), (second, other) = apart(tables)
    assert (first.tolist(), second.tolist()) == ([0, 1], [3, 4])
    assert one.right.tolist() == [12]
    assert other.right.tolist() == [24]
    assert other.values.tolist() == [4, 20]
