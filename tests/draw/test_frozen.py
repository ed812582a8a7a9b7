"""A list is checked entry by entry before it is frozen, however many there are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw.lists import households, one_site, policy, token
from draw.test_allocate import frozen_lists
from draw.test_sealed import sealed_list
from sojourn.draw import merkle, strict
from sojourn.draw.frozen import Entry, Held, freeze, leaf_of, read_frozen
from sojourn.errors import BadDraw

GOOD = Entry(token(1), 2, 3, ("A", "B"), "medical")
POLICY = policy("A", "B", classes=[("medical", (1, 10))])
BAD: list[dict[str, Any]] = [
    {"token": token(1).upper()},
    {"token": token(1)[:-1]},
    {"token": token(1)[:-1] + "g"},
    {"token": token(1)[:-1] + "\u0661"},
    {"token": 5},
    {"size": 0},
    {"size": 7},
    {"size": True},
    {"size": 2.0},
    {"size": "2"},
    {"since": None},
    {"since": True},
    {"since": 2**53},
    {"sites": ()},
    {"sites": ("C",)},
    {"sites": ("A", "A")},
    {"sites": ["A"]},
    {"sites": "A"},
    {"sites": (["A"],)},
    {"group": "friends"},
    {"group": None},
    {"salt": token(2)},
    {"salt": None},
]


@pytest.mark.parametrize("wrong", BAD, ids=str)
def test_an_entry_that_cannot_be_drawn_is_refused(wrong: dict[str, Any]) -> None:
    """Among a hundred that can: the quick look at all must not overlook one."""
    entries = [GOOD._replace(token=token(at)) for at in range(2, 100)]

    with pytest.raises(BadDraw):
        freeze(1, POLICY, {"A": 1, "B": 1}, [*entries, GOOD._replace(**wrong)], 1000)


@given(
    st.lists(
        st.sampled_from([{}, *BAD]).map(lambda wrong: GOOD._replace(**wrong)),
        max_size=4,
    ),
    st.booleans(),
)
def test_the_quick_check_and_the_slow_one_agree(entries: list[Entry], sealed: bool) -> None:
    """Two ways to check are one too many unless they say the same."""
    found = []
    for entry in entries:
        try:
            strict._check(entry, POLICY, "round 1", sealed=sealed)
        except BadDraw:
            found.append(entry)

    assert strict._all_sound(entries, POLICY, sealed=sealed) == (found == [])


def test_a_token_that_stands_twice_is_refused() -> None:
    """Two entries are two chances."""
    with pytest.raises(BadDraw, match="a token stands twice"):
        freeze(1, policy(), {"A": 3}, [*households([1, 2]), Entry(token(0), 3, 0, ("A",))], 1000)


@pytest.mark.parametrize(
    "changes",
    [
        {"capacity": {}},
        {"capacity": {"A": -1}},
        {"capacity": {"A": 1.0}},
        {"capacity": {"A": 1_000_001}},
        {"capacity": {"A": 1, "B": 1}},
        {"number": 0},
        {"beacon_round": 0},
        {"credit": {"friends": 1}},
        {"credit": {"longest waiting": 10}},
        {"credit": {"longest waiting": -61}},
        {"previous": "x"},
        {"held": [Held(token("was"), token("stranger"))]},
        {"held": [Held(token("was"), token(0)), Held(token("also"), token(0))]},
        {"held": [Held(token("was"), token(0)), Held(token("was"), token(1))]},
        {"held": [Held("x", token(0))]},
        {"auditors": [""]},
    ],
)
def test_a_round_that_cannot_be_is_refused(changes: dict[str, Any]) -> None:
    """What stands beside the entries decides as much as they do."""
    told: dict[str, Any] = {"number": 1, "capacity": {"A": 1}, "beacon_round": 1000} | changes

    with pytest.raises(BadDraw):
        freeze(policy=policy(reserved=(1, 10)), entries=households([1, 2]), **told)


@given(frozen_lists())
def test_a_published_list_is_read_back_as_it_was(frozen: Any) -> None:
    """The verifier draws from what was published, not from what was meant."""
    assert read_frozen(frozen.as_dict()) == frozen


@pytest.mark.parametrize("frozen", [one_site([1, 2, 3], 1), sealed_list()])
def test_the_leaves_are_those_of_the_published_bytes(frozen: Any) -> None:
    """They are put together from parts for speed; a household hashes its own entry whole."""
    assert frozen.leaves == [merkle.leaf(leaf_of(one)) for one in frozen.entries]


def test_every_part_of_a_list_changes_its_commitment() -> None:
    """What is not committed to could be changed when the beacon has spoken."""
    told: dict[str, Any] = {
        "number": 2,
        "policy": policy(reserved=(1, 2)),
        "capacity": {"A": 3},
        "entries": households([1, 2, 3]),
        "beacon_round": 1000,
        "held": [Held(token("was"), token(0))],
        "credit": {"longest waiting": 1},
        "previous": token("before"),
    }
    others: dict[str, Any] = {
        "number": 3,
        "policy": policy(reserved=(1, 3)),
        "capacity": {"A": 4},
        "entries": households([1, 2, 4]),
        "beacon_round": 1001,
        "held": [],
        "credit": {},
        "previous": "",
    }

    commitments = {freeze(**told).commitment, *(freeze(**told | {key: others[key]}).commitment for key in others)}

    assert len(commitments) == 9
