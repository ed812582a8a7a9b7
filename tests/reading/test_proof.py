"""What the cells of a column show at their ends: a trait that is missed would leave a cell untrimmed or a marker a value."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sojourn.reading.proof import Proof
from sojourn.reading.staged import BREAK, CELL, EMPTY, MARKED, PADDED, RETURN, ZERO, traits_of

cells = st.text(st.sampled_from(" abBN-(0\t\xa0°à" + BREAK + RETURN), max_size=4)


@given(
    rows=st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1))
)
def test_the_traits_of_staged_lines_are_those_of_their_cells(rows: list[list[str]]) -> None:
    """The engine is spared a question only where no cell of a column gives reason for it."""
    expected = [[traits_of(cell) for cell in row] for row in rows]
    lines = "".join(CELL.join(row) + "\n" for row in rows).encode()

    assert Proof(CELL, len(rows[0])).of_staged(lines).shown.tolist() == expected


def test_a_cell_shows_what_stands_at_its_ends() -> None:
    """Each trait asks for one step of loading."""
    expected = {
        "": EMPTY,
        " a": PADDED,
        "a ": PADDED,
        "\ta": PADDED,
        "a\xa0": PADDED,
        BREAK + "a": PADDED,
        "a\tb\xa0c": 0,
        "(b)(6)": MARKED,
        "NA": MARKED,
        "-": MARKED,
        "b (6)": MARKED,
        "Norway": 0,
        "b": 0,
        "12.0": ZERO,
        "Mexico": 0,
    }

    assert {cell: traits_of(cell) for cell in expected} == expected


def test_a_quote_inside_a_cell_proves_nothing() -> None:
    """A single quote as a cell and a quote inside another must not pass for a pair."""
    damaged = [b'"|a"b\n', b'"a|b"\n', b'"a"b"|c\n', b'"a|"b\n', b'a|"\n']

    assert [Proof("|", 2).cells(line) for line in damaged] == [None] * len(damaged)
