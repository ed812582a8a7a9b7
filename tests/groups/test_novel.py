"""Groups that are laid upon invented departures are found, and nothing else changes what is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.leaving import FIRST, NAMES, first_days, leaving, with_group
from sojourn.errors import BadParameter
from sojourn.groups.departures import from_arrays
from sojourn.groups.nouns import Departures
from sojourn.groups.novel import extend, find_groups, threshold
from sojourn.groups.permutation import Work

PLANTED = with_group(with_group(leaving(), 40, ALGERIA=12, DENMARK=9), 120, CHINA=30)


def reordered(departures: Departures, order: list[int]) -> Departures:
    """The same with the citizenships in another order."""
    names = tuple(departures.citizenships[at] for at in order)
    return replace(departures, citizenships=names, counts=departures.counts[:, order])


def test_planted_groups_are_found_on_their_days_with_their_members() -> None:
    """Two nationalities on one day are one group."""
    expected = [(FIRST + timedelta(days=40), {"ALGERIA", "DENMARK"}), (FIRST + timedelta(days=120), {"CHINA"})]

    found = find_groups(PLANTED, seed=1, permutations=60).groups

    assert [(one.first, {member.citizenship for member in one.members}) for one in found] == expected
    assert all(one.first == one.last for one in found)
    assert found[0].departed >= 21
    assert all(
        member.low <= member.departed - member.expected <= member.high + 1 for one in found for member in one.members
    )
    assert all(0 < one.q <= 1 and 0 < one.false_alarms_per_year <= 1 for one in found)


def test_a_group_over_two_days_is_one_group() -> None:
    """Boarding before midnight and after it is one flight."""
    departures = with_group(with_group(leaving(), 40, ALGERIA=6), 41, ALGERIA=6)

    found = find_groups(departures, seed=1, permutations=60).groups

    assert [(one.first, one.last) for one in found] == [(FIRST + timedelta(days=40), FIRST + timedelta(days=41))]


def test_where_nobody_left_together_next_to_nothing_is_found() -> None:
    """At one false alarm a year, 170 days bring 0.47 of them."""
    found = [len(find_groups(leaving(seed=seed), seed=1, permutations=60).groups) for seed in range(6)]

    assert sum(found) <= 7


def test_the_sixth_like_departure_in_half_a_year_is_the_last_that_is_novel() -> None:
    """Charters every three weeks are news when they begin and a schedule afterwards."""
    departures = leaving(400)
    for day in range(190, 400, 21):
        departures = with_group(departures, day, CHINA=30)

    found = find_groups(departures, seed=1, permutations=30).groups

    assert [(one.first - FIRST).days for one in found if one.departed >= 30] == [190, 211, 232, 253, 274, 295]


@settings(max_examples=6, deadline=None)
@given(st.permutations(range(len(NAMES))))
def test_the_order_of_the_citizenships_does_not_matter(order: list[int]) -> None:
    """A release that sorts its columns otherwise has the same groups."""
    usual = find_groups(PLANTED, seed=1, permutations=10).groups

    assert find_groups(reordered(PLANTED, order), seed=1, permutations=10).groups == usual


def test_the_same_seed_gives_the_same_groups_and_another_only_another_null() -> None:
    """An answer that changes when it is asked again is none."""
    first, again = (find_groups(PLANTED, seed=1, permutations=30, work=Work(number)) for number in (1, 2))

    assert first.groups == again.groups
    assert first.threshold == again.threshold
    other = find_groups(PLANTED, seed=2, permutations=30)
    assert {one.tobytes() for one in other.nulls.values()} != {one.tobytes() for one in first.nulls.values()}


@settings(max_examples=6, deadline=None)
@given(st.integers(95, 165))
def test_an_extended_run_equals_a_fresh_one(days: int) -> None:
    """Next month's release continues the run, and nobody could tell from the groups."""
    previous = find_groups(first_days(PLANTED, days), seed=1, permutations=20)

    extended = extend(previous, PLANTED)

    fresh = find_groups(PLANTED, seed=1, permutations=20, usual=previous.usual)
    assert extended.groups == fresh.groups
    assert extended.threshold == fresh.threshold


def test_a_nationality_that_was_never_seen_before_can_be_a_group() -> None:
    """The next month may bring people of a country that the record did not know."""
    previous = find_groups(leaving(120), seed=1, permutations=30)
    later = leaving()
    counts = np.concatenate([later.counts, np.zeros((170, 1), np.int32)], axis=1)
    counts[150, -1] = 15

    found = extend(previous, replace(later, citizenships=(*NAMES, "ZAMBIA"), counts=counts)).groups

    assert [[member.citizenship for member in one.members] for one in found if one.departed == 15] == [["ZAMBIA"]]


def test_the_port_of_a_group_is_named() -> None:
    """Where the release knows it; at least half of the people must have left there."""
    rows = [
        (day, name)
        for day, one in enumerate(PLANTED.counts)
        for name, number in zip(NAMES, one, strict=True)
        for _ in range(number)
    ]
    places = ["IWA" if day == 120 and name == "CHINA" else "AEX" for day, name in rows]
    days = np.array([FIRST + timedelta(days=day) for day, _ in rows], "datetime64[D]")
    departures = from_arrays(
        days, [name for _, name in rows], first=FIRST, last=FIRST + timedelta(days=169), places=places
    )

    found = find_groups(departures, seed=1, permutations=30).groups

    assert [one.place for one in found] == ["AEX", "IWA"]


def test_the_threshold_lets_through_what_is_allowed() -> None:
    """Ten permutations: half a window in each are five, those above 3; a hundredth of one is none, so above 12."""
    chance = np.array([1.0, 2, 3, 8.5, 9, 10, 11, 12])

    assert 3 < threshold(chance, 10, 0.5) <= 8.5
    assert threshold(chance, 10, 0.01) > 12


@pytest.mark.parametrize(
    "wrong", [{"permutations": 0}, {"window_days": 0}, {"rate_per_year": 0.0}, {"permutations": 1}]
)
def test_what_cannot_be_shown_is_refused(wrong: dict[str, float]) -> None:
    """One permutation of half a year cannot show one false alarm a year."""
    with pytest.raises(BadParameter):
        find_groups(leaving(), seed=1, **wrong)  # type: ignore[arg-type]


def test_no_removal_is_refused() -> None:
    """An empty span has nothing usual."""
    empty = from_arrays([], [], first=date(2017, 1, 1), last=date(2017, 6, 30))

    with pytest.raises(BadParameter, match="no removals"):
        find_groups(empty, seed=1)


@pytest.mark.slow
def test_the_stated_rate_of_false_alarms_holds() -> None:
    """Sixty spans of 170 days without a group: 28 years, so 28 false alarms and no more than 39 in 95 of 100 cases."""
    found = [len(find_groups(leaving(seed=seed), seed=seed, permutations=60).groups) for seed in range(100, 160)]

    assert sum(found) <= 39
