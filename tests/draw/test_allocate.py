"""What holds of every draw: capacity, households whole, no place empty while someone fits, and no effect of any order."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw.lists import households, one_site, policy, seed, token
from sojourn.draw.allocate import Outcomes, allocate
from sojourn.draw.frozen import Entry, Frozen, Held, freeze
from sojourn.errors import BadDraw

SITES = ("A", "B", "C")
CLASSES = (("medical", (1, 10)), ("return", (1, 5)))


@st.composite
def frozen_lists(draw: st.DrawFn) -> Frozen:
    """Lists of up to thirty households with sites, classes, held households and credit of every kind."""
    chosen = policy(
        *SITES,
        reserved=draw(st.sampled_from([(0, 1), (3, 10), (1, 2), (7, 10)])),
        classes=CLASSES,
        hold_days=draw(st.integers(0, 3)),
    )
    kind = st.tuples(
        st.integers(1, 6),
        st.integers(0, 5),
        st.permutations(SITES).flatmap(lambda sites: st.integers(1, 3).map(lambda many: tuple(sites[:many]))),
        st.sampled_from(["", "medical", "return"]),
    )
    entries = [Entry(token(at), *one) for at, one in enumerate(draw(st.lists(kind, max_size=30)))]
    first = [Held(token(f"was {one.token}"), one.token) for one in entries[: draw(st.integers(0, 4))]]
    capacity = {site: draw(st.integers(0, 12)) for site in SITES}
    owed = {"longest waiting": draw(st.integers(-6, 0)), "return": draw(st.integers(-30, 4))}
    return freeze(1, chosen, capacity, entries, 1000, held=first, credit=owed)


def people(frozen: Frozen, outcomes: Outcomes) -> Counter[str]:
    """The people placed at each site."""
    size = {one.token: one.size for one in frozen.entries}
    placed = Counter[str]()
    for one in outcomes.placed:
        placed[one.site] += size[one.token]
    return placed


@given(frozen_lists())
def test_no_site_gets_more_people_than_places(frozen: Frozen) -> None:
    """Who travels to a place that does not exist has lost more than a day."""
    outcomes = allocate(frozen, seed("places"))

    placed = people(frozen, outcomes)

    assert {site: placed[site] + outcomes.left[site] for site in SITES} == dict(frozen.capacity)
    assert min(outcomes.left.values()) >= 0


@given(frozen_lists())
def test_a_household_is_drawn_once_and_at_a_site_it_can_reach(frozen: Frozen) -> None:
    """A household that is split, or has two places, takes what another was drawn for."""
    outcomes = allocate(frozen, seed("once"))

    sites = {one.token: {"", *one.sites} for one in frozen.entries}

    assert len({one.token for one in outcomes.drawn}) == len(outcomes.drawn)
    assert all(one.site in sites[one.token] for one in outcomes.drawn)


@given(frozen_lists())
def test_no_place_stays_empty_while_someone_fits(frozen: Frozen) -> None:
    """An empty place is somebody's week at the border."""
    outcomes = allocate(frozen, seed("empty"))

    drawn = {one.token for one in outcomes.drawn}
    idle = [
        (one, site)
        for one in frozen.entries
        if one.token not in drawn
        for site in one.sites
        if outcomes.left[site] >= one.size
    ]

    assert idle == []


@pytest.mark.parametrize("size", [1, 4, 6])
def test_a_household_that_fills_a_site_exactly_is_placed(size: int) -> None:
    """To hold it for want of one place more would waste a day of the whole site."""
    frozen = freeze(1, policy(), {"A": size}, households([size]), 1000)

    outcomes = allocate(frozen, seed("exactly"))

    assert ([one.site for one in outcomes.drawn], outcomes.left) == (["A"], {"A": 0})


@given(frozen_lists())
def test_who_was_held_goes_first_and_in_order(frozen: Frozen) -> None:
    """A place promised by one round is not drawn for again in the next."""
    outcomes = allocate(frozen, seed("held"))

    first = [one.token for one in outcomes.drawn[: len(frozen.held)]]

    assert first == [one.token for one in frozen.held]


@given(frozen_lists(), st.randoms())
def test_the_order_of_the_list_has_no_effect(frozen: Frozen, shuffled: random.Random) -> None:
    """Whoever writes the list could favour those at its top."""
    expected = allocate(frozen, seed("order"))
    entries = list(frozen.entries)
    shuffled.shuffle(entries)

    again = freeze(1, frozen.policy, frozen.capacity, entries, 1000, held=frozen.held, credit=frozen.credit)

    assert again.commitment == frozen.commitment
    assert allocate(again, seed("order")) == expected


def test_the_longest_wait_first_and_the_hash_among_equals() -> None:
    """Among those who registered in one week a token must not decide: tokens are made by the operator."""
    chosen = policy(reserved=(1, 1))
    entries = [Entry(token(at), 1, at // 50, ("A",)) for at in range(100)]
    frozen = freeze(1, chosen, {"A": 10}, entries, 1000)

    placed = [{one.token for one in allocate(frozen, seed(at)).placed} for at in range(200)]
    times = Counter(one for tokens in placed for one in tokens)

    oldest = {one.token for one in entries if one.since == 0}
    assert set(times) == oldest  # 2000 places among 50 households: each is drawn 40 times, give or take 5.7
    assert 15 < min(times.values()) <= max(times.values()) < 70


def test_the_reserved_share_is_served_as_stated() -> None:
    """A share that is served twice takes the places of those who are drawn by lot."""
    chosen = policy(reserved=(3, 10))
    entries = [Entry(token(at), 1, at, ("A",)) for at in range(100)]

    outcomes = allocate(freeze(1, chosen, {"A": 20}, entries, 1000), seed("share"))

    by_stage = Counter(one.stage for one in outcomes.drawn)
    assert by_stage == {"longest waiting": 6, "draw": 14}


def test_an_earlier_registration_is_never_worse() -> None:
    """The date of registration is what a household keeps: to recover an older one may only help it."""
    chosen = policy(reserved=(1, 2))
    others = [Entry(token(at), 1, at % 10, ("A",)) for at in range(40)]
    served = []
    for since in range(10, -1, -1):
        mine = Entry(token("mine"), 2, since, ("A",))
        frozen = freeze(1, chosen, {"A": 10}, [*others, mine], 1000)
        drawn = [{one.token for one in allocate(frozen, seed(at)).drawn} for at in range(100)]
        served.append([mine.token in tokens for tokens in drawn])

    assert all(
        later <= earlier for before, after in pairwise(served) for later, earlier in zip(before, after, strict=True)
    )


def test_a_day_without_places_draws_nobody() -> None:
    """A closed site is no reason to hold people."""
    outcomes = allocate(one_site([1, 2, 3], 0), seed("zero"))

    assert (outcomes.drawn, dict(outcomes.left)) == ((), {"A": 0})


def test_an_empty_list_leaves_every_place() -> None:
    """Nobody waits: the round still is one, and is on record."""
    outcomes = allocate(one_site([], 5), seed("empty"))

    assert (outcomes.drawn, dict(outcomes.left)) == ((), {"A": 5})


def test_a_household_larger_than_the_day_goes_first_on_a_larger_one() -> None:
    """It was drawn like any other, and what it was drawn for is kept."""
    first = [Held(token("was"), token(0))]
    today = freeze(2, policy(), {"A": 3}, households([5, 1, 1, 1]), 1000, held=first)
    tomorrow = freeze(3, policy(), {"A": 6}, households([5, 1, 1, 1]), 1000, held=first)

    small, large = allocate(today, seed(1)), allocate(tomorrow, seed(1))

    assert small.held == (token(0),)
    assert len(small.placed) == 3  # who comes after may use what it cannot
    assert large.placed[0].token == token(0)


def test_a_household_larger_than_any_day_is_refused_when_it_is_frozen() -> None:
    """To let it wait for ever would be worse than to say so."""
    with pytest.raises(BadDraw, match="a household of 7 can never be placed"):
        one_site([1, 7], 400)


def test_one_seed_gives_one_result_and_another_seed_another() -> None:
    """The beacon decides, and nothing else."""
    frozen = one_site([1, 2, 3, 1, 2, 3, 1, 1], 4)

    assert allocate(frozen, seed(1)) == allocate(frozen, seed(1))
    assert allocate(frozen, seed(1)).drawn != allocate(frozen, seed(2)).drawn
