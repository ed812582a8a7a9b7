"""Places that are given back go down the recorded order, by nobody's choice and without a new draw."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw.lists import one_site, seed
from draw.test_allocate import frozen_lists
from sojourn.draw.allocate import Outcomes, allocate
from sojourn.draw.frozen import Frozen
from sojourn.draw.reassignment import Reassignment, reassignment, replayed
from sojourn.errors import BadDraw


def leaving(frozen: Frozen, outcomes: Outcomes, done: list[Reassignment], every: int) -> Reassignment:
    """Every so many of those who have a place give it back."""
    size = {one.token: one.size for one in frozen.entries}
    gone = {token for earlier in done for token in earlier.gone}
    placed = [*outcomes.placed, *(one for earlier in done for one in earlier.drawn)]
    out = [one for one in placed if one.token not in gone][::every]
    freed = {site: sum(size[one.token] for one in out if one.site == site) for site in frozen.policy.sites}
    return reassignment(frozen, outcomes, done, freed, [one.token for one in out])


@given(frozen_lists(), st.lists(st.integers(1, 4), max_size=4))
def test_no_site_has_more_people_than_places_however_often_places_come_back(frozen: Frozen, steps: list[int]) -> None:
    """The third holder of a place must find it there."""
    outcomes, done = allocate(frozen, seed("back")), list[Reassignment]()
    for every in steps:
        done.append(leaving(frozen, outcomes, done, every))

    gone = {token for one in done for token in one.gone}
    size = {one.token: one.size for one in frozen.entries}
    holders = [one for one in (*outcomes.placed, *(new for one in done for new in one.drawn)) if one.token not in gone]

    assert len({one.token for one in holders}) == len(holders)
    for site, places in frozen.capacity.items():
        assert sum(size[one.token] for one in holders if one.site == site) <= places


@given(frozen_lists(), st.lists(st.integers(1, 4), max_size=4))
def test_a_record_of_what_came_back_replays_to_the_same(frozen: Frozen, steps: list[int]) -> None:
    """Whoever was passed over can see that the order was kept."""
    outcomes, done = allocate(frozen, seed("replay")), list[Reassignment]()
    for every in steps:
        done.append(leaving(frozen, outcomes, done, every))

    again: list[Reassignment] = []
    for one in done:
        again.append(replayed(frozen, outcomes, again, one.as_dict(), "file"))

    assert again == done


def test_a_place_goes_to_the_next_in_the_order_who_fits() -> None:
    """Ten alone and four places: if the first gives a place back, the fifth in the order has it."""
    frozen = one_site([1] * 10, 4)
    outcomes = allocate(frozen, seed("next"))
    order = [one.token for one in allocate(one_site([1] * 10, 10), seed("next")).drawn]

    back = reassignment(frozen, outcomes, [], {"A": 1}, [order[0]])

    assert [one.token for one in outcomes.placed] == order[:4]
    assert [one.token for one in back.drawn] == [order[4]]


def test_the_held_come_before_those_who_were_not_drawn() -> None:
    """They were drawn, and only the size of the day was against them."""
    frozen = one_site([2] * 8 + [1], 3)
    outcomes = next(made for at in range(9) if (made := allocate(frozen, seed(at))).held)
    pair = outcomes.placed[0].token

    back = reassignment(frozen, outcomes, [], {"A": 2}, [pair])

    assert [one.token for one in back.drawn] == [outcomes.held[0]]


@pytest.mark.parametrize("freed", [{"A": 2}, {"A": -1}, {"B": 1}])
def test_more_places_than_are_free_are_refused(freed: dict[str, int]) -> None:
    """An operator who gives back what is taken would sell a place twice."""
    frozen = one_site([1] * 10, 4)
    outcomes = allocate(frozen, seed("more"))

    with pytest.raises(BadDraw, match="fewer are free"):
        reassignment(frozen, outcomes, [], freed, [outcomes.placed[0].token])


@pytest.mark.parametrize(
    "document", [{}, {"freed": 3, "gone": []}, {"freed": {}, "gone": [1]}, {"freed": {}, "gone": ["x"]}]
)
def test_a_record_that_is_none_is_refused(document: dict[str, object]) -> None:
    """A verifier reads files of strangers."""
    frozen = one_site([1] * 10, 4)

    with pytest.raises(BadDraw):
        replayed(frozen, allocate(frozen, seed("none")), [], document, "file")
