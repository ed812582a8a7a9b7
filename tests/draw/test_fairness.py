"""Equal chances whatever the size, the week or the token, and a wait that ends: by counting all orders, and by many rounds."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from collections.abc import Sequence

import pytest

from draw.lists import households, policy, seed, token
from draw.rounds import Rounds, chance_by_size, relative
from sojourn.draw import allocate as core
from sojourn.draw.frozen import Entry, freeze

CLINIC = [1] * 50 + [2] * 20 + [3] * 13 + [4] * 10 + [5] * 5 + [6] * 2
"""Sizes as a clinic may see them: half come alone."""


def times_drawn(sizes: Sequence[int], places: int) -> list[int]:
    """In how many of all orders each household is drawn."""
    drawn = Counter[str]()
    entries = households(sizes)
    for order in itertools.permutations(entries):
        floor = core._Floor(policy(), {"A": places}, entries)
        floor.serve(order, "draw")
        drawn.update(one.token for one in floor.drawn)
    return [drawn[one.token] for one in entries]


@pytest.mark.parametrize("others", [(1, 1, 1, 1, 2, 3), (1, 1, 1, 1, 6, 6), (1, 1, 1, 1, 1, 4)])
def test_no_household_can_change_its_chance_by_its_size(others: tuple[int, ...]) -> None:
    """To split a family or to pad it must not pay: over all orders of seven the chance is the same, exactly."""
    chances = {times_drawn([*others, size], 3)[-1] for size in range(1, 7)}

    assert len(chances) == 1


@pytest.mark.slow
def test_no_household_of_eight_can_change_its_chance_by_its_size() -> None:
    """As for seven, over all 40,320 orders of eight."""
    chances = {times_drawn([1, 1, 1, 1, 1, 2, 5, size], 4)[-1] for size in range(1, 7)}

    assert len(chances) == 1


@pytest.mark.parametrize("sizes", [(1, 1, 2, 2, 3, 3), (2, 2, 2, 5, 5, 6), (1, 4, 4, 4, 6, 6)])
def test_households_of_one_size_have_one_chance(sizes: tuple[int, ...]) -> None:
    """Two alike who differ in their chance differ in something that should not count."""
    drawn = times_drawn(sizes, 4)

    assert len(set(zip(sizes, drawn, strict=True))) == len(set(sizes))


def test_a_small_site_draws_all_sizes_alike() -> None:
    """Where six places are given a day, the rule to skip who does not fit gives five people a quarter of one's chance."""
    rounds = Rounds(policy(), 6, random.Random(6))
    rounds.fill([1, 2, 3, 4, 5, 6] * 14)

    chances = relative(chance_by_size(rounds, 2_500, carried=False))

    assert all(0.85 < chance < 1.15 for chance in chances.values())


@pytest.mark.slow
@pytest.mark.parametrize(("places", "times"), [(6, 60_000), (12, 20_000), (25, 10_000), (400, 800)])
def test_chances_of_sizes_1_to_6_lie_within_a_twentieth(places: int, times: int) -> None:
    """In one draw from a pool of fifty days' places, with as much room for holding as it takes."""
    rounds = Rounds(policy(hold_days=30), places, random.Random(places))
    rounds.fill([1, 2, 3, 4, 5, 6] * (50 * places // 21))

    chances = relative(chance_by_size(rounds, times, carried=False))

    assert all(0.95 <= chance <= 1.05 for chance in chances.values()), chances


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "places", "times"),
    [([1, 2, 3, 4, 5, 6], 6, 60_000), (CLINIC, 6, 60_000), (CLINIC, 12, 20_000), (CLINIC, 25, 10_000)],
)
def test_chances_stay_equal_when_the_held_are_carried_over(sizes: list[int], places: int, times: int) -> None:
    """One draw may be fair and a year of them not: here what is held goes first the next day, for years."""
    rounds = Rounds(policy(hold_days=30), places, random.Random(places))
    rounds.fill(sizes * (50 * places // sum(sizes) + 1))

    chances = relative(chance_by_size(rounds, times, carried=True))

    assert all(0.93 <= chance <= 1.07 for chance in chances.values()), chances


def test_no_week_of_registration_is_favoured_by_the_lot() -> None:
    """In 2011 a fault gave the first two of thirty days nine tenths of the US diversity visas; all was void."""
    entries = [Entry(token(at), 1, at % 30, ("A",)) for at in range(600)]
    frozen = freeze(1, policy(), {"A": 60}, entries, 1000)
    week = {one.token: one.since for one in entries}

    drawn = Counter(week[one.token] for at in range(100) for one in core.allocate(frozen, seed(at)).placed)

    # 6,000 places over 30 days: each has 200, give or take 13.
    assert len(drawn) == 30
    assert 140 < min(drawn.values()) <= max(drawn.values()) < 260


def test_no_token_is_favoured_by_the_lot() -> None:
    """A number cut to a remainder favours small ones, and equal scores would be settled by the token."""
    entries = sorted(households([1] * 200))
    frozen = freeze(1, policy(), {"A": 50}, entries, 1000)
    rank = {one.token: at for at, one in enumerate(entries)}

    drawn = Counter(rank[one.token] // 50 for at in range(200) for one in core.allocate(frozen, seed(at)).placed)

    # 10,000 places over four quarters of the list: each has 2,500, give or take 38.
    assert 2_350 < min(drawn.values()) <= max(drawn.values()) < 2_650


@pytest.mark.parametrize("reserved", [(3, 10), (1, 2), (6, 10)])
def test_the_longest_wait_is_that_of_the_formula_within_one_draw(reserved: tuple[int, int]) -> None:
    """What a policy promises, -ln(a) / (1 - a) times pool over places, must be what the longest-waiting see."""
    rounds = Rounds(policy(reserved=reserved), 100, random.Random(1))
    sizes = [1, 2, 3, 4] * 200
    rounds.fill(sizes)
    share = reserved[0] / reserved[1]
    promised = -math.log(share) / (1 - share) * sum(sizes) / 100

    longest = 0
    for number in range(120):
        frozen, outcomes = rounds.draw()
        since = {one.token: one.since for one in frozen.entries}
        if number >= 80:
            longest = max(longest, *(number - since[one.token] for one in outcomes.placed))

    assert promised - 1 <= longest <= promised + 1
