"""A root that no other list has, and proofs that hold for one entry at one place only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.draw import merkle

CONTENTS = [f"entry {at}".encode() for at in range(40)]


def leaves(count: int) -> list[bytes]:
    """The hashes of the first entries."""
    return [merkle.leaf(content) for content in CONTENTS[:count]]


def test_the_roots_are_those_of_rfc_6962() -> None:
    """Test vectors of the Certificate Transparency log: the first three inputs, and none."""
    inputs = [b"", b"\x00", b"\x10"]
    expected = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    ]

    assert [merkle.root([merkle.leaf(one) for one in inputs[:count]]).hex() for count in range(4)] == expected


def test_no_two_lengths_share_a_root() -> None:
    """A level of odd length must neither drop its last entry nor repeat it: both give two lists one root."""
    repeated = [merkle.root([*leaves(count), leaves(count)[-1]]) for count in range(1, 40)]
    roots = [merkle.root(leaves(count)) for count in range(40)]

    assert len({*roots, *repeated}) == 79


def test_every_entry_of_every_length_has_its_proof() -> None:
    """Odd levels are where proofs go wrong."""
    failed = [
        (count, at)
        for count in range(1, 34)
        for at in range(count)
        if not merkle.included(CONTENTS[at], at, count, merkle.path(leaves(count), at), merkle.root(leaves(count)))
    ]

    assert failed == []


@given(st.integers(1, 40), st.data())
def test_a_proof_holds_for_nothing_else(count: int, data: st.DataObject) -> None:
    """Neither for another entry, nor at another place, nor cut, nor longer, nor in a list of another length."""
    at = data.draw(st.integers(0, count - 1))
    path, root = merkle.path(leaves(count), at), merkle.root(leaves(count))
    other = data.draw(st.integers(0, 39).filter(lambda one: one != at))

    assert not merkle.included(CONTENTS[other], at, count, path, root)
    assert not merkle.included(CONTENTS[at], other, count, path, root)
    assert not merkle.included(CONTENTS[at], at, count, [*path, root], root)
    assert not (path and merkle.included(CONTENTS[at], at, count, path[:-1], root))
    assert not merkle.included(CONTENTS[at], at, 0, path, root)


def test_an_inner_node_is_no_entry() -> None:
    """Without different prefixes for leaves and nodes, two hashes side by side would pass for an entry."""
    first, second = leaves(2)

    assert not merkle.included(first + second, 0, 1, [], merkle.root([first, second]))


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_path_to_an_entry_that_is_not_there(index: int) -> None:
    """A wrong place is an error, not an empty proof."""
    with pytest.raises(IndexError):
        merkle.path(leaves(3), index)
