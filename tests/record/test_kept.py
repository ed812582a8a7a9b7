"""What is kept for whoever asks next: never more than it may be, and what is asked for stays longest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.record.kept import OPAQUE, Kept, cells
from sojourn.record.opened import Record
from tiny import tiny_folder

steps = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40)), max_size=60)


@given(steps)
def test_all_values_together_are_never_larger_than_allowed(given_: list[tuple[int, int]]) -> None:
    """The memory of a server that runs for a year is that of one that runs for an hour."""
    kept: Kept[int, bytes] = Kept(100, len)
    held: dict[int, bytes] = {}
    for key, size in given_:
        held[key] = bytes(size)
        kept.put(key, held[key])
        there = {one: value for one in range(10) if (value := kept.get(one)) is not None}

        assert kept.total == sum(map(len, there.values())) <= 100
        assert all(held[one] == value for one, value in there.items())


def test_what_was_not_asked_for_longest_is_let_go_first() -> None:
    """The pages that everybody reads stay."""
    kept: Kept[str, bytes] = Kept(3, len)
    for name in "abc":
        kept.put(name, b"x")
    kept.get("a")
    kept.put("d", b"x")

    assert [kept.get(name) for name in "abcd"] == [b"x", None, b"x", b"x"]


def test_a_value_that_is_too_large_takes_nothing_else_away() -> None:
    """One enormous answer must not empty the memory of all others."""
    kept: Kept[str, bytes] = Kept(3, len)
    kept.put("a", b"x")
    kept.put("b", b"xxxx")

    assert kept.get("a") == b"x"
    assert kept.get("b") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, 1),
        ("a long text", 1),
        ((), 1),
        ([{"a": 1, "b": 2}] * 10, 21),
        (((1, 2, 3),) * 10, 31),
        (frozenset({"a", "b"}), 3),
        ({"days": np.zeros(50), "name": "JNA"}, 52),
        (object(), OPAQUE),
        (np.zeros(500), 501),
    ],
)
def test_a_value_counts_its_cells(value: Any, expected: int) -> None:
    """A limit in cells needs their number, not the exact bytes."""
    assert cells(value) == expected


def test_what_a_record_remembers_is_computed_once_even_where_it_is_nothing() -> None:
    """That there is no answer may have been the long part of it."""
    record, asked = Record(tiny_folder()), []

    found = [record.remember(("nothing",), lambda: asked.append(1)) for _ in range(3)]

    assert found == [None] * 3
    assert asked == [1]
