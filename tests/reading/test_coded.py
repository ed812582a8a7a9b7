"""Columns as numbers of their texts: two cells have one number only where they are one text."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.reading import coded, distinct
from sojourn.reading.coded import Coded, Coder
from sojourn.reading.staged import CELL, GAP
from sojourn.reading.words import LONGEST, MOST_WORDS

WORDS = ["", "a", "b", "ab", "a" * 15, "a" * 16, "a" * 17, "a" * 32, "a" * 33, "a" * 32 + "b", "é" * 20, "ä" * 20]
rows = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.sampled_from(WORDS), min_size=width, max_size=width), min_size=1)
)


def lines_of(rows: list[list[str]]) -> bytes:
    """Rows as staging text."""
    return "".join(CELL.join(row) + "\n" for row in rows).encode()


def coded_of(blocks: list[list[list[str]]], fewest: int = 1) -> Coded | None:
    """What a coder makes of blocks of rows, where so few rows are enough."""
    with patch.object(coded, "FEWEST_ROWS", fewest):
        coder = Coder(len(blocks[0][0]))
        for block in blocks:
            coder.add_lines(lines_of(block))
        return coder.coded()


def said(found: Coded, column: int) -> list[str]:
    """The cells of one column again."""
    return [found.texts[column][number - 1].decode() for number in found.numbers[column].tolist()]


@given(rows=rows, cut=st.integers(0, 50))
def test_numbers_and_texts_say_what_the_cells_said(rows: list[list[str]], cut: int) -> None:
    """Texts that differ in their last byte alone, or in one byte of two, are two."""
    blocks = [block for block in (rows[:cut], rows[cut:]) if block] * 8

    found = coded_of(blocks)

    whole = [row for block in blocks for row in block]
    assert found or len(whole) < 4 * len({cell for row in whole for cell in row})
    for column in found.texts if found else ():
        assert found
        assert said(found, column) == [row[column] for row in whole]
        assert len(found.texts[column]) == len({row[column] for row in whole})


def test_texts_with_one_first_place_are_told_apart() -> None:
    """A place only says where to look; whoever makes texts want one place gains nothing."""
    block = [[word, "x"] for word in WORDS] * 10

    with patch.object(distinct, "_FACTORS", [np.uint64(0)] * MOST_WORDS):
        found = coded_of([block])
        crowded = coded_of([[[f"{number}", "x"] for number in range(200)] * 10])

    assert found
    assert [said(found, 0), said(found, 1)] == [[row[0] for row in block], ["x"] * len(block)]
    assert crowded
    assert list(crowded.texts) == [1]


def test_texts_stand_in_the_order_in_which_they_came() -> None:
    """Only an empty text, where there is one, stands before all others."""
    found = coded_of([[["b", "b"], ["c", ""], ["a", "c"], ["c", "a"]] * 10])

    assert found
    assert found.texts == {0: [b"b", b"c", b"a"], 1: [b"", b"b", b"c", b"a"]}


def test_a_column_with_a_text_too_long_to_be_compared_is_left_out() -> None:
    """One text is enough, and one byte."""
    found = coded_of([[["a", "x"]] * 20, [["a" * (LONGEST + 1), "x" * LONGEST]]])

    assert found
    assert found.texts == {1: [b"x", b"x" * LONGEST]}


def test_a_column_with_too_many_texts_is_left_out() -> None:
    """Whether it has them from the start or comes to have them late, the others are coded."""
    first = [["same", f"{number}", "now"] for number in range(1000)]
    later = [["same", f"{number + 1000}", f"{number}"] for number in range(5000)]

    found = coded_of([first, later])

    assert found
    assert list(found.texts) == [0]
    assert said(found, 0) == ["same"] * 6000


def test_a_line_that_is_no_row_is_a_gap_without_a_text() -> None:
    """Its place is kept, and what stands in it is no text of the column."""
    found = coded_of([[["a", "b"], [GAP, ""], ["a", "b"]] * 10])

    assert found
    assert found.gaps.tolist() == [False, True, False] * 10
    assert found.texts[0] == [b"a", b""]


@pytest.mark.parametrize(("fewest", "width"), [(21, 2), (1, 1)])
def test_few_rows_and_single_columns_are_read_as_text(fewest: int, width: int) -> None:
    """To say what the numbers mean would cost more; and the engine passes over an empty line of one cell."""
    assert coded_of([[["a"] * width] * 20], fewest) is None
