"""Legs from position points, fast, held against a slow builder that shares no code with it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flights.slow_tracks import FoundLeg, Point, legs
from sojourn.errors import UsageError
from sojourn.flights.airports import resolve
from sojourn.flights.tracks import Points, legs_of_points, ranks

MINUTE = 60_000
ALEXANDRIA, EL_PASO = resolve("KAEX"), resolve("KELP")
PLACES = {
    "KAEX": (ALEXANDRIA.latitude, ALEXANDRIA.longitude),
    "KELP": (EL_PASO.latitude, EL_PASO.longitude),
    "sea": (25.0, -92.0),
}


def _points(listed: list[Point]) -> Points:
    columns = list(
        zip(
            *(
                (p.aircraft, p.at, p.latitude, p.longitude, p.altitude_m, p.on_ground, p.new_leg, p.stale)
                for p in listed
            ),
            strict=True,
        )
    )
    columns = columns or [()] * 8
    kinds = (np.uint32, np.int64, np.float64, np.float64, np.float64, np.bool_, np.bool_, np.bool_)
    return Points(*(np.array(column, dtype=kind) for column, kind in zip(columns, kinds, strict=True)))


def _point(minute: float, place: str, height: float | None, aircraft: int = 0xA2BD72, **flags: bool) -> Point:
    """A point some minutes after the start; without a height it is on the ground."""
    latitude, longitude = PLACES[place]
    return Point(
        aircraft,
        1_744_200_000_000 + int(minute * MINUTE),
        latitude,
        longitude,
        0.0 if height is None else height,
        height is None,
        flags.get("new_leg", False),
        flags.get("stale", False),
    )


def _found(points: list[Point]) -> list[FoundLeg]:
    tracked = legs_of_points(_points(points))
    columns = (tracked.aircraft, tracked.origin, tracked.destination, tracked.left, tracked.arrived)
    return [(int(a), str(o), str(d), int(x), int(y)) for a, o, d, x, y in zip(*columns, strict=True)]


FLIGHT = [
    _point(0, "KAEX", None),
    _point(2, "KAEX", 300),
    _point(20, "sea", 10_000),
    _point(45, "KELP", 1_500),
    _point(47, "KELP", None),
]

points = st.builds(
    _point,
    st.integers(0, 1200).map(lambda half: half / 2),
    st.sampled_from(["KAEX", "KELP", "sea"]),
    st.sampled_from([None, 300.0, 10_000.0]),
    st.sampled_from([0xA2BD72, 0xA2C4E0]),
    new_leg=st.sampled_from([False, False, False, True]),
    stale=st.sampled_from([False, False, False, True]),
)


@settings(max_examples=150)
@given(st.lists(points, max_size=40))
def test_the_fast_builder_finds_what_the_slow_one_finds(listed: list[Point]) -> None:
    """Two ways that share no code can only agree where both follow the rules."""
    expected = legs(listed)

    assert _found(listed) == expected


@given(st.lists(points, max_size=40), st.randoms(use_true_random=False))
def test_shuffling_the_points_changes_nothing(listed: list[Point], chance: object) -> None:
    """Files come by aircraft, by hour or by receiver."""
    shuffled = listed.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert _found(shuffled) == _found(listed)


def test_a_flight_runs_from_ground_to_ground() -> None:
    """From the last point on the ground to the first."""
    expected = [(0xA2BD72, "KAEX", "KELP", FLIGHT[0].at, FLIGHT[4].at)]

    assert _found(FLIGHT) == expected


def test_an_end_that_is_not_received_is_found_by_the_low_point_beside_the_field() -> None:
    """Few receivers hear aircraft on the ground."""
    assert [leg[1:3] for leg in _found(FLIGHT[1:4])] == [("KAEX", "KELP")]


def test_a_track_that_ends_in_the_air_ends_nowhere_known() -> None:
    """No airport is guessed from a bearing."""
    assert [leg[1:3] for leg in _found(FLIGHT[:3])] == [("KAEX", "")]


def test_a_hole_over_the_sea_is_no_stop() -> None:
    """Two hours without a receiver; the aircraft was high on both sides."""
    listed = [_point(0, "KAEX", None), _point(20, "sea", 10_000), _point(140, "sea", 10_000), _point(160, "KELP", None)]

    tracked = legs_of_points(_points(listed))

    assert [leg[1:3] for leg in _found(listed)] == [("KAEX", "KELP")]
    assert tracked.holes.tolist() == [1]


def test_the_flag_for_a_new_leg_ends_one() -> None:
    """The receivers' network saw a landing that no point shows."""
    listed = [*FLIGHT[:3], _point(30, "sea", 9_000, new_leg=True), *FLIGHT[3:]]

    assert [leg[1:3] for leg in _found(listed)] == [("KAEX", ""), ("", "KELP")]


def test_what_is_left_out_is_counted() -> None:
    """Stale positions, moments that come twice, and bounces of the ground flag."""
    listed = [
        *FLIGHT,
        FLIGHT[2],
        _point(21, "sea", 10_000, stale=True),
        _point(100, "KELP", 100),
        _point(101, "KELP", None),
    ]

    tracked = legs_of_points(_points(listed))

    assert (len(tracked), tracked.repeated, tracked.dropped_stale, tracked.bounces) == (1, 1, 1, 1)


def test_no_points_make_no_legs() -> None:
    """An empty file is no error."""
    assert _found([]) == []


def test_arrays_of_different_length_are_refused() -> None:
    """Points that lost a column would be mixed up."""
    whole = _points(FLIGHT)

    with pytest.raises(UsageError, match="differ in length"):
        Points(*(vars(whole)[name] for name in list(vars(whole))[:7]), stale=np.zeros(2, dtype=bool))  # type: ignore[misc]


def test_legs_become_nouns_with_their_source() -> None:
    """What follows knows nothing of arrays."""
    (leg,) = legs_of_points(_points(FLIGHT)).as_legs("traces")

    assert (leg.aircraft, leg.origin, leg.destination, leg.sources) == ("a2bd72", "KAEX", "KELP", ("traces",))
    assert leg.hours == pytest.approx(47 / 60)


@given(st.lists(st.integers(0, (1 << 24) - 1), min_size=1, max_size=20))
@settings(max_examples=5)
def test_ranks_are_the_same_by_table_and_by_sorting(addresses: list[int]) -> None:
    """The table serves millions of points, the sorting few."""
    aircraft = np.array(addresses, dtype=np.uint32)

    assert ranks(aircraft, by_table=True).tolist() == ranks(aircraft, by_table=False).tolist()
