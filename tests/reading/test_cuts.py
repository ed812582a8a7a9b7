"""Cells that are cut out of many lines at once are the cells of each line, byte for byte."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from sojourn.reading.cuts import MOST_DIGITS, Cuts, pieces
from sojourn.reading.tabbed import Form, prove
from sojourn.reading.words import LONGEST

CELLS = st.binary(max_size=LONGEST).filter(lambda cell: not set(cell) & set(b"\t\n\r\0"))
ENDS = st.sampled_from([b"\n", b"\r\n"])
SPELT = st.one_of(
    CELLS, st.from_regex(rb"[0-9]{1,20}", fullmatch=True), st.from_regex(rb"[0-9/:]{1,9}", fullmatch=True)
)


def cut(rows: list[list[bytes]], width: int, end: bytes) -> Cuts:
    """Rows as text, cut."""
    return Cuts(b"".join(b"\t".join(row) + end for row in rows), len(rows), Form(("",) * width, end, width))


def texts_of(found: Cuts, at: int) -> list[bytes]:
    """The cells of a column, put together from words."""
    starts, lengths = found.column(at)
    words = found.words(starts, lengths)
    held = [b"".join(word[row].tobytes() for word in words) for row in range(found.rows)]
    assert [len(text.rstrip(b"\0")) for text in held] == lengths.tolist()
    return [text.rstrip(b"\0") for text in held]


@given(st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=1, max_size=width), min_size=1).map(
    lambda rows: (width, rows))), ENDS)  # fmt: skip
def test_the_cells_of_a_column_are_those_of_the_lines(given_rows: tuple[int, list[list[bytes]]], end: bytes) -> None:
    """A short line lacks cells at its end, which are empty; a carriage return before the line end is no part of a cell."""
    width, rows = given_rows
    found = cut(rows, width, end)
    for at in range(width):
        assert texts_of(found, at) == [row[at] if at < len(row) else b"" for row in rows]


@given(st.lists(SPELT, min_size=1))
@example([b"0", b"9" * 8, b"1" + b"0" * 8, b"9" * MOST_DIGITS, b"9" * (MOST_DIGITS + 1), b"", b"12:4", b"/1"])
def test_numbers_are_cells_of_digits_and_nothing_else(cells: list[bytes]) -> None:
    """What is read as a number is what Python reads; every other cell is told apart, blanks and signs too."""
    found = cut([[cell] for cell in cells], 1, b"\n")
    values, plain = found.numbers(*found.column(0))
    digits = [1 <= len(cell) <= MOST_DIGITS and all(byte in b"0123456789" for byte in cell) for cell in cells]
    assert plain.tolist() == digits
    assert [value for value, is_one in zip(values.tolist(), digits, strict=True) if is_one] == [
        int(cell) for cell, is_one in zip(cells, digits, strict=True) if is_one
    ]


def test_pieces_hold_every_proved_line_once_and_no_other() -> None:
    """Lines that are not proved stand between the others, and pieces are smaller than the block."""
    lines = [b"%d\tx" % number if number % 7 else b"%d\tx\ty" % number for number in range(1000)]
    block, form = b"".join(line + b"\n" for line in lines), Form(("a", "b"), b"\n", 2)
    ends, proved = prove(block, form)
    seen = []
    for places, found in pieces(block, ends, proved, form, most_bytes=1000):
        values, _ = found.numbers(*found.column(0))
        assert (values == places).all()
        seen += places.tolist()
    assert seen == np.flatnonzero(proved).tolist()
    assert len(seen) == sum(bool(number % 7) for number in range(1000))
