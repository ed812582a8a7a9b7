"""One flight seen by several sources is one leg; sources that contradict each other are reported."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flights.nouns_made import ONE, OTHER, at, flown
from sojourn.flights.merge import contradictions, merge
from sojourn.flights.nouns import Leg

some_legs = st.lists(
    st.builds(
        lambda way, left, hours, source, aircraft, computed: replace(
            flown(way, left / 4, (left + hours) / 4, source, aircraft=aircraft), computed=computed
        ),
        st.sampled_from(["KAEX-MGGT", "MGGT-KAEX", "KELP-KAEX"]),
        st.integers(0, 100),
        st.integers(1, 20),
        st.sampled_from(["events", "reports", "log"]),
        st.sampled_from([ONE, OTHER]),
        st.sampled_from([(), ("left",), ("arrived",), ("left", "arrived")]),
    ),
    max_size=12,
)


@given(some_legs)
def test_merging_what_is_merged_changes_nothing(legs: list[Leg]) -> None:
    """A record that is read twice must not shrink."""
    once = merge(legs)

    assert merge(once) == once
    assert merge([*once, *once]) == once


@given(some_legs, st.randoms(use_true_random=False))
def test_the_order_of_sources_is_irrelevant(legs: list[Leg], chance: random.Random) -> None:
    """The same files in another folder give the same legs."""
    shuffled = legs.copy()
    chance.shuffle(shuffled)

    assert {(leg.left, leg.arrived, leg.sources) for leg in merge(shuffled)} == {
        (leg.left, leg.arrived, leg.sources) for leg in merge(legs)
    }


def test_a_leg_of_two_sources_names_both() -> None:
    """Its lines and call signs are those of both, its time the whole span that was seen."""
    one, other = flown("KAEX-MGGT", 0, 3), flown("KAEX-MGGT", 0.5, 3.5, "reports", "GXA6133", line=9)

    (merged,) = merge([one, other])

    assert (merged.sources, merged.lines, merged.callsigns) == (("events", "reports"), (1, 9), ("GXA6133", "TYSON45"))
    assert (merged.left, merged.arrived, merged.hours) == (at(0), at(3.5), 3.5)


def test_a_time_that_was_seen_goes_before_a_computed_one() -> None:
    """An observer's log gives the day and the order; receivers give the minute."""
    seen = flown("KAEX-MGGT", 2, 5)
    claim = replace(flown("KAEX-MGGT", 0, 2.5, "log"), computed=("left", "arrived"), claimed=True)

    (merged,) = merge([claim, seen])

    assert (merged.left, merged.arrived, merged.computed, merged.claimed) == (at(2), at(5), (), False)


def test_the_same_way_a_day_later_is_another_leg() -> None:
    """Charters fly one way again and again."""
    assert len(merge([flown("KAEX-MGGT", 0, 3), flown("KAEX-MGGT", 24, 27)])) == 2


def test_an_aircraft_on_two_legs_at_once_is_reported_and_both_are_kept() -> None:
    """Which source is wrong is not for us to say."""
    legs = merge([flown("KAEX-MGGT", 0, 3), flown("KELP-KSAT", 1, 2, "reports", line=9)])

    faults = contradictions(legs)

    assert len(legs) == 2
    assert [(fault.kind, fault.source, fault.lines) for fault in faults] == [
        ("in two places", "events, reports", (1, 9))
    ]


def test_an_end_that_one_source_does_not_know_is_no_contradiction() -> None:
    """A receiver that lost the aircraft says less, not otherwise."""
    assert contradictions([flown("KAEX-MGGT", 0, 3), flown("KAEX-", 0, 2, "reports")]) == ()


def test_a_computed_time_contradicts_nothing() -> None:
    """It says nothing of where the aircraft was."""
    claim = replace(flown("KELP-KSAT", 1, 2, "log"), computed=("left", "arrived"))

    assert contradictions([flown("KAEX-MGGT", 0, 3), claim]) == ()
