"""Runs: nobody is lost, nobody is placed twice, the same seed is the same run."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.draw.simulation.fairness import judge
from sojourn.draw.simulation.run import run
from sojourn.draw.simulation.scenario import Kind, Option, Scenario

OPTIONS = st.builds(
    Option,
    name=st.just("it"),
    order=st.sampled_from(["draw", "race"]),
    reserved=st.sampled_from([(0, 1), (3, 10), (1, 1)]),
    packing=st.sampled_from(["hold", "skip", "stop"]),
    requests=st.sampled_from(["standing", "daily"]),
)
KINDS = (Kind("slow", 3, 1, 500), Kind("fast", 1, 4, 1000))
SIZES = (45.0, 22.0, 14.0, 10.0, 5.0, 4.0)


def scenario(places: list[int], pool: int = 0, arrivals: float = 9, sizes: tuple[float, ...] = SIZES) -> Scenario:
    """A small scenario."""
    return Scenario("small", tuple(places), pool, (arrivals,) * len(places), (), sizes, KINDS)


@settings(max_examples=60)
@given(OPTIONS, st.lists(st.integers(0, 25), min_size=1, max_size=25), st.integers(0, 120), st.integers(0, 99))
def test_each_day_those_who_came_are_placed_or_wait(option: Option, places: list[int], pool: int, seed: int) -> None:
    """Whoever registered is somewhere, and no day places more than it has."""
    small = scenario(places, pool)
    done = run(small, option, seed)
    households = round(pool / small.mean_size)

    begun = int(done.waiting[-1] + done.placed.sum() - done.arrived.sum())
    assert (np.diff(done.waiting, prepend=begun) == done.arrived - done.placed).all()
    assert households <= begun <= len(SIZES) * households
    assert (done.placed + done.idle == places).all()
    assert done.sizes.sum() == done.placed.sum()
    assert (done.waiting >= 0).all()
    assert len(done.waits) == len(done.days) == len(done.sizes) == len(done.kinds)
    assert (done.waits >= 1).all()


@given(OPTIONS, st.integers(0, 120), st.integers(0, 99))
def test_a_pool_of_people_who_come_alone_begins_with_as_many(option: Option, pool: int, seed: int) -> None:
    """A scenario of so many people is not one of about so many."""
    done = run(scenario([3], pool, sizes=(1.0,)), option, seed)

    assert done.waiting[-1] + done.placed.sum() - done.arrived.sum() == pool


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 9)), min_size=1, max_size=40), st.integers(0, 99))
def test_more_places_never_lengthen_the_longest_wait_of_first_come(days: list[tuple[int, int]], seed: int) -> None:
    """Of those placed and those who still wait, for single people: the least that an order must promise."""
    first_come = Option("first come", reserved=(1, 1))
    few, more = [few for few, _ in days], [few + added for few, added in days]

    short = run(scenario(few, sizes=(1.0,)), first_come, seed)
    long = run(scenario(more, sizes=(1.0,)), first_come, seed)

    assert max([*long.waits, long.oldest]) <= max([*short.waits, short.oldest])


@settings(max_examples=30)
@given(st.lists(st.integers(0, 25), min_size=1, max_size=25), st.integers(0, 99))
def test_no_place_is_idle_while_a_single_person_waits(places: list[int], seed: int) -> None:
    """Holding a household keeps its turn, not its seats."""
    done = run(scenario(places, 40, sizes=(1.0,)), Option("draw"), seed)

    before = done.waiting + done.placed - done.arrived
    assert (done.idle == np.maximum(np.array(places) - before, 0)).all()


@pytest.mark.parametrize("option", [Option("draw"), Option("race", "race"), Option("daily", requests="daily")])
def test_the_same_seed_is_the_same_run(option: Option) -> None:
    """Whoever doubts a figure can make it again."""
    one, again, other = (run(scenario([12] * 30, 90), option, seed) for seed in (5, 5, 6))

    fields = [field.name for field in dataclasses.fields(one)]
    assert all(np.array_equal(getattr(one, name), getattr(again, name)) for name in fields)
    assert not np.array_equal(one.waits, other.waits)


def test_each_option_has_the_same_arrivals() -> None:
    """Options differ by their rule alone."""
    draw = run(scenario([9] * 50, 100), Option("draw"), 1)
    race = run(scenario([9] * 50, 100), Option("race", "race", packing="skip"), 1)

    assert np.array_equal(draw.arrived, race.arrived)


def test_fixed_arrivals_come_to_their_sum() -> None:
    """A fraction of a household is carried over, not rounded away each day."""
    supposed = Scenario("fixed", (5,) * 40, 0, (2.5,) * 40, (), vary=False)

    assert run(supposed, Option("draw")).arrived.sum() == 100


def test_a_day_without_places_places_nobody() -> None:
    """A closure is a day like any other."""
    done = run(scenario([0, 0, 0], 30), Option("draw"), 1)

    assert (done.placed.sum(), len(done.waits)) == (0, 0)


@pytest.mark.parametrize("seats", [6, 12, 25, 400])
def test_households_of_every_size_are_equally_likely(seats: int) -> None:
    """Between 0.95 and 1.05 of a single person as far as the sampling tells, at a clinic's size and at a government's."""
    days = 12_000 // seats
    supposed = Scenario("sizes", (seats,) * days, seats * 50, (float(seats),) * days, (), SIZES, vary=False)

    judged = judge(supposed, Option("draw", reserved=(3, 10)), seed=2, seeds=1)

    assert [one.of for one in judged.by_size if one.high < 0.95 or one.low > 1.05] == []


def test_where_single_people_are_rare_those_who_fit_the_last_place_come_first() -> None:
    """No rule that leaves no place empty is fair to all sizes: at six places and equal sizes, singles fill every gap."""
    supposed = Scenario("sizes", (6,) * 400, 300, (6.0,) * 400, (), (1, 1, 1, 1, 1, 1), vary=False)

    judged = judge(supposed, Option("draw"), seed=2, seeds=1)

    assert judged.by_size[-1].high < 0.5


def test_passing_over_those_who_do_not_fit_puts_large_households_behind() -> None:
    """The bias that the holding is for: at six places, one of six people has a fifth of the share of one person."""
    supposed = Scenario("sizes", (6,) * 400, 300, (6.0,) * 400, (), SIZES)

    judged = judge(supposed, Option("skip", packing="skip"), seed=2, seeds=3)

    assert judged.by_size[-1].high < 0.35


def test_a_race_favours_the_fast_and_a_draw_does_not() -> None:
    """A speed of four is four times the share placed in a round where few are placed."""
    supposed = Scenario("speed", (30,) * 200, 3_000, (30.0,) * 200, (), kinds=(Kind("slow", 9), Kind("fast", 1, 4)))

    race = judge(supposed, Option("race", "race"), seed=1, seeds=2).by_kind[1]
    draw = judge(supposed, Option("draw"), seed=1, seeds=2).by_kind[1]

    assert 3.4 < race.low < race.high < 4.6
    assert draw.low < 1.1
    assert draw.high > 0.9


def test_who_asks_on_half_of_the_days_has_half_the_share() -> None:
    """What daily asking does to those without a phone of their own; a standing request undoes it."""
    supposed = Scenario(
        "asking", (30,) * 200, 3_000, (30.0,) * 200, (), kinds=(Kind("always", 1), Kind("half", 1, asks=500))
    )

    daily = judge(supposed, Option("daily", requests="daily"), seed=1, seeds=2).by_kind[1]
    standing = judge(supposed, Option("standing"), seed=1, seeds=2).by_kind[1]

    assert 0.45 < daily.relative < 0.55
    assert 0.94 < standing.relative < 1.06


@pytest.mark.slow
def test_two_years_with_a_pool_of_a_million_give_every_place() -> None:
    """At full size nothing overflows and nobody is lost; benchmarks/simulate.py has how long it takes."""
    supposed = Scenario("million", (1_450,) * 731, 1_000_000, (1_450.0,) * 731, (), SIZES)

    done = run(supposed, Option("mixture", reserved=(3, 10)), 1)

    assert done.placed.sum() == 731 * 1_450
