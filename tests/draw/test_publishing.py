"""Nobody stands out in an open list; where somebody would, the list is sealed."""

from __future__ import annotations

import pytest

from draw.lists import policy, token
from sojourn.draw.frozen import Entry, freeze
from sojourn.draw.publishing import coarsened, published_list, smallest_cell
from sojourn.errors import GateError

POLICY = policy("A", "B")


def entries(count: int, size: int, since: int, *sites: str, sealed: bool = False) -> list[Entry]:
    """Households that are all alike."""
    return [
        Entry(token((size, since, sites, at)), size, since, sites, "", token(at) if sealed else "")
        for at in range(count)
    ]


def test_a_list_without_small_cells_stays_as_it_is() -> None:
    """Coarser than needed would make those wait who came first."""
    list_ = [*entries(20, 1, 7, "A"), *entries(25, 2, 9, "B", "A")]

    made = coarsened(list_, POLICY)

    assert made is not None
    assert (made.entries, made.weeks, made.in_order) == (tuple(list_), 1, True)


def test_weeks_are_joined_until_nobody_stands_out() -> None:
    """Twelve of week 4, eight of week 6: two weeks are not enough, four are."""
    made = coarsened([*entries(12, 1, 4, "A"), *entries(8, 1, 6, "A")], POLICY)

    assert made is not None
    assert made.weeks == 4
    assert {one.since for one in made.entries} == {4}


def test_the_order_of_sites_is_dropped_before_a_list_is_sealed() -> None:
    """Ten who would rather go to A and ten who would rather go to B are twenty who can go to both."""
    made = coarsened([*entries(10, 1, 4, "A", "B"), *entries(10, 1, 4, "B", "A")], POLICY)

    assert made is not None
    assert not made.in_order
    assert {one.sites for one in made.entries} == {("A", "B")}


def test_a_rare_size_asks_for_a_sealed_list() -> None:
    """Sizes cannot be rounded, so nineteen households of six are too few."""
    assert coarsened([*entries(500, 1, 4, "A"), *entries(19, 6, 4, "A")], POLICY) is None


def test_an_empty_list_tells_nothing() -> None:
    """Nobody is in it."""
    assert smallest_cell([]) == 20


def test_a_list_in_which_somebody_stands_out_is_not_published() -> None:
    """The gate holds whatever the operator meant."""
    capacity = {"A": 3, "B": 0}

    with pytest.raises(GateError, match="19 households alone share"):
        published_list(freeze(1, POLICY, capacity, entries(19, 1, 4, "A"), 1000))
    assert published_list(freeze(1, POLICY, capacity, entries(20, 1, 4, "A"), 1000))["entries"]


def test_a_sealed_list_is_published_sealed() -> None:
    """However small it is."""
    frozen = freeze(1, POLICY, {"A": 3, "B": 0}, entries(3, 1, 4, "A", sealed=True), 1000, auditors=["Ombudsperson"])

    assert published_list(frozen).keys() == {"head", "policy", "sealed"}
