"""A sealed list tells nothing of anybody, and still holds its operator to it."""

from __future__ import annotations

from typing import Any

import pytest

from draw.lists import one_site, policy, seed, token
from sojourn.draw.allocate import allocate
from sojourn.draw.canonical import canonical
from sojourn.draw.frozen import Entry, Frozen, freeze, read_frozen
from sojourn.draw.sealed import order_faults, read_sealed, seal, sealed_outcomes
from sojourn.errors import BadDraw


def sealed_list(salt: str = "salt") -> Frozen:
    """Twelve households, one of nine people's kind only."""
    entries = [Entry(token(at), 1 + at % 6, at, ("A",), "", token(f"{salt} {at}")) for at in range(12)]
    return freeze(1, policy(reserved=(1, 3)), {"A": 7}, entries, 1000, auditors=["Ombudsperson"])


def test_the_public_form_has_the_head_that_the_auditors_have() -> None:
    """Both are held to one commitment."""
    frozen = sealed_list()

    public = read_sealed(seal(frozen).as_dict())
    audited = read_frozen(frozen.as_dict())

    assert public.commitment == audited.commitment == frozen.commitment


def test_the_public_form_tells_no_size_and_no_week() -> None:
    """Of each entry there are two numbers that look like chance."""
    public = seal(sealed_list()).as_dict()

    assert all(len(one) == 2 and all(len(text) == 64 for text in one) for one in public["sealed"])
    assert public.keys() == {"head", "policy", "sealed"}


def test_a_commitment_cannot_be_guessed_without_its_salt() -> None:
    """There are few sizes and weeks: without a salt each could be tried."""
    first, second = seal(sealed_list("one")), seal(sealed_list("two"))

    assert [one for one, _ in first.leaves] == [one for one, _ in second.leaves]
    assert not {one for _, one in first.leaves} & {one for _, one in second.leaves}


def test_an_open_list_has_no_sealed_form() -> None:
    """One list is either public or not."""
    with pytest.raises(BadDraw, match="the list is open"):
        seal(one_site([1, 2], 2))


@pytest.mark.parametrize("salts", ["", "x", "F" * 64])
def test_a_sealed_list_needs_its_salts(salts: str) -> None:
    """An entry without one gives itself away."""
    with pytest.raises(BadDraw, match="has a salt for each entry"):
        freeze(1, policy(), {"A": 1}, [Entry(token(1), 1, 0, ("A",), "", salts)], 1000, auditors=["Ombudsperson"])


def test_an_open_list_has_no_salts() -> None:
    """A salt that nobody needs is a place to hide a choice."""
    with pytest.raises(BadDraw, match="an open one has none"):
        freeze(1, policy(), {"A": 1}, [Entry(token(1), 1, 0, ("A",), "", token(2))], 1000)


def altered(**changes: Any) -> dict[str, Any]:
    """A public form with something changed."""
    return seal(sealed_list()).as_dict() | changes


LEAVES = seal(sealed_list()).as_dict()["sealed"]
HEAD = seal(sealed_list()).as_dict()["head"]


@pytest.mark.parametrize(
    "document",
    [
        altered(sealed=LEAVES[1:]),
        altered(sealed=LEAVES[::-1]),
        altered(sealed=[*LEAVES, LEAVES[-1]]),
        altered(sealed=[[token("x"), LEAVES[0][1]], *LEAVES[1:]]),
        altered(sealed=[["x", "y"]]),
        altered(sealed=[["x"]]),
        altered(sealed=None),
        altered(head=[]),
        altered(head={**HEAD, "auditors": []}),
        altered(head={**HEAD, "auditors": [""]}),
        altered(head={**HEAD, "round": 0}),
        altered(head={**HEAD, "capacity": {}}),
        altered(head={**HEAD, "credit": {"nobody": 1}}),
        altered(head={**HEAD, "held": [[token("was"), token("x")]]}),
        altered(head={name: told for name, told in HEAD.items() if name != "previous"}),
        altered(policy=policy(largest=5).as_dict()),
    ],
)
def test_an_altered_public_form_is_refused(document: dict[str, Any]) -> None:
    """As with an open list, nothing can be added, dropped or turned."""
    with pytest.raises(BadDraw):
        read_sealed(document)


def test_the_public_sees_that_the_draw_kept_the_order() -> None:
    """And so nobody can be drawn by choice, although their size is closed."""
    frozen = sealed_list()
    public = sealed_outcomes(allocate(frozen, seed(1)))

    assert list(order_faults(seal(frozen), seed(1), public)) == []
    assert b'"A"' not in canonical(public)


@pytest.mark.parametrize(
    "changes",
    [
        {"drawn": None},
        {"drawn": [[token("x"), "draw"]]},
        {"drawn": [[token(1), "draw"], [token(1), "draw"]]},
        {"drawn": [[token(at), "draw"] for at in range(12)]},
        {"drawn": [[token(1), "draw"], [token(2), "longest waiting"]]},
        {"drawn": [[token(1), "held before"]]},
        {"drawn": [[token(1), "friend"]]},
        {"seed": "00"},
    ],
)
def test_sealed_outcomes_that_cannot_be_are_found(changes: dict[str, Any]) -> None:
    """A stranger drawn, one drawn twice, an order that is not that of the hashes."""
    frozen = sealed_list()
    public = sealed_outcomes(allocate(frozen, seed(1))) | changes

    assert list(order_faults(seal(frozen), seed(1), public))
