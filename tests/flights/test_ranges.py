"""Ranges: what several sources say of one field never becomes narrower than what one of them says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.flights.ranges import Named, Range, Resolved, Said

ends = st.none() | st.integers(0, 200)


@st.composite
def ranges(draw: st.DrawFn) -> Range[int]:
    """A range of numbers, perhaps with open ends."""
    low, high = draw(ends), draw(ends)
    return Range(high, low) if low is not None and high is not None and high < low else Range(low, high)


@st.composite
def claims(draw: st.DrawFn) -> list[Said[int]]:
    """What one to six sources say of a number."""
    told = draw(st.lists(ranges(), min_size=1, max_size=6))
    return [Said(f"claim-{place}", f"source {place}", one, str(one)) for place, one in enumerate(told)]


@given(claims(), st.randoms())
def test_the_order_of_the_claims_does_not_matter(said: list[Said[int]], random: st.DataObject) -> None:
    """Who spoke first is no evidence."""
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    one, other = Resolved.of(said), Resolved.of(shuffled)

    assert (one, one.agreed, one.span, one.state) == (other, other.agreed, other.span, other.state)


@given(claims())
def test_what_is_agreed_lies_within_the_span(said: list[Said[int]]) -> None:
    """Nothing is agreed that nobody claims."""
    resolved = Resolved.of(said)

    assert resolved.span is not None
    assert resolved.agreed is None or resolved.span.holds(resolved.agreed)
    assert all(resolved.span.holds(one.range) for one in said)
    assert resolved.agreed is None or all(one.range.holds(resolved.agreed) for one in said)


@given(claims(), ranges())
def test_another_claim_never_narrows_the_span(said: list[Said[int]], more: Range[int]) -> None:
    """And never widens what is agreed."""
    before, after = Resolved.of(said), Resolved.of([*said, Said("more", "another", more, "")])

    assert before.span is not None
    assert after.span is not None
    assert after.span.holds(before.span)
    assert after.agreed is None or (before.agreed is not None and before.agreed.holds(after.agreed))


@given(claims())
def test_claims_are_contradictory_exactly_where_two_of_them_are_apart(said: list[Said[int]]) -> None:
    """On a line, ranges that meet two by two all meet (Helly), so the pairs tell the whole disagreement."""
    resolved = Resolved.of(said)

    assert bool(resolved.apart) == (resolved.agreed is None)


@given(ranges(), ranges())
def test_two_ranges_meet_exactly_where_they_have_something_in_common(one: Range[int], other: Range[int]) -> None:
    """Both ways round."""
    assert one.meets(other) == other.meets(one) == (one.common(other) is not None)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (Range(30, 30), "30"),
        (Range(30, 60), "30 to 60"),
        (Range(3, 4), "3 or 4"),
        (Range(51, None), "at least 51"),
        (Range(None, 51), "at most 51"),
        (Range(None, None), "anything"),
        (Range(date(2025, 8, 26), date(2025, 8, 27)), "2025-08-26 or 2025-08-27"),
    ],
)
def test_a_range_reads_as_people_say_it(told: Range[int], expected: str) -> None:
    """Two days that follow each other are one or the other."""
    assert str(told) == expected


@pytest.mark.parametrize(
    ("told", "expected", "settled"),
    [
        ([], "not said", False),
        ([Range(30, 30)], "one source", False),
        ([Range(30, 30), Range(30, 30)], "agreed", True),
        ([Range(30, 40), Range(30, 40)], "agreed", False),
        ([Range(30, 60), Range(50, 50)], "compatible", False),
        ([Range(30, 30), Range(40, 40)], "contradictory", False),
    ],
)
def test_only_one_value_that_several_say_is_settled(told: list[Range[int]], expected: str, settled: bool) -> None:
    """A range that all allow still leaves the value open, and one voice settles nothing."""
    resolved = Resolved.of(Said(str(place), "", one, "") for place, one in enumerate(told))

    assert (resolved.state, resolved.settled) == (expected, settled)


def test_names_that_all_allow_are_agreed_and_all_names_are_kept() -> None:
    """The same for airports."""
    named = Named((("a", frozenset({"KAEX", "KIWA"})), ("b", frozenset({"KIWA"}))))

    assert (named.agreed, named.span, named.state) == (("KIWA",), ("KAEX", "KIWA"), "compatible")
