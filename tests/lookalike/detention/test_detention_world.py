"""The invented world of detention before any fault: stays of one person apart, stints one after the other."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sojourn.lookalike.detention import reasons
from sojourn.lookalike.detention.chains import stints
from sojourn.lookalike.detention.places import codes, places
from sojourn.lookalike.detention.world import DAY, Span, stays

SPANS = st.builds(
    Span,
    st.integers(1, 500),
    st.integers(0, 99),
    st.just(date(2022, 10, 1)),
    st.sampled_from([date(2023, 3, 1), date(2026, 7, 31)]),
)


@given(SPANS)
def test_stints_follow_each_other_from_the_start_of_the_stay_to_its_end(span: Span) -> None:
    """No stint overlaps the next, and first and last are those of the stay."""
    world = stays(span)
    chain = stints(span, world)
    first, last = chain.position == 0, np.append(chain.position[1:] == 0, [True])

    assert np.array_equal(chain.book_in[first], world.start)
    assert np.array_equal(chain.book_out[last], world.end)
    assert (chain.book_out >= chain.book_in).all()
    assert (chain.book_out[:-1] <= chain.book_in[1:])[~last[:-1]].all()


@given(SPANS)
def test_stays_of_one_person_lie_apart(span: Span) -> None:
    """A second stay begins days after the first ended."""
    world = stays(span)
    order = np.lexsort((world.start, world.person))
    again = world.person[order][1:] == world.person[order][:-1]

    assert (world.start[order][1:] - world.end[order][:-1] >= 2 * DAY)[again].all()


def test_only_the_last_stint_ends_the_stay() -> None:
    """All others end in a transfer or a new booking in the same place."""
    span = Span(5000, 1, date(2022, 10, 1), date(2026, 7, 31))
    world = stays(span)
    chain = stints(span, world)
    last = np.append(chain.position[1:] == 0, [True])

    moves = {reasons.texts()[at] for at in np.unique(chain.reason[~last]).tolist()}

    assert moves == {"Transferred", "Processing Disposition Changed Locally"}
    assert np.array_equal(chain.reason[last], world.reason)


def test_facilities_of_louisiana_and_of_every_kind_are_there() -> None:
    """The measures ask for them."""
    assert {"JENATLA", "JENADLA", "BASILLA", "APPSCLA", "NOLHOLD", "FLDSSFS", "LARKNFL"} <= set(codes())
    assert {place.kind for place in places()} == {"detention", "hold", "staging", "hospital", "soft-sided"}
    assert len(set(codes())) == len(codes())
