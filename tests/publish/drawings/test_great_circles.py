"""Great circles: the shortest way in steps, and cut where a format or a map ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import example, given
from hypothesis import strategies as st

from publish.drawings.invented_flights import PLACES
from sojourn.publish.drawings.great_circles import Line, Point, cut, great_circle

POINTS = st.tuples(st.floats(-180, 179.9), st.floats(-89, 89))


def length(line: Line) -> float:
    """Metres along a line."""
    return sum(float(Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0])["s12"]) for a, b in pairwise(line))


def test_the_way_from_honolulu_to_guam_runs_on_beyond_180() -> None:
    """A jump from -180 to 180 would draw a line across the whole map."""
    line = great_circle(PLACES["PHNL"], PLACES["PGUM"])
    expected = PLACES["PGUM"][0] - 360
    assert line[-1][0] == pytest.approx(expected)
    assert all(abs(there[0] - here[0]) < 2 for here, there in pairwise(line))


def test_the_way_bulges_towards_the_pole() -> None:
    """It is the great circle, not the straight line of the map: Portsmouth to Cairo passes north of both."""
    line = great_circle((-70.8233, 43.0779), PLACES["HECA"])
    assert max(latitude for _, latitude in line) > 45


def test_a_line_across_the_antimeridian_is_cut_in_two() -> None:
    """RFC 7946, section 3.1.9: neither part crosses it, and both end there in one latitude.

    Halfway in longitude its tangent is (tan 10 + tan 20) sin 10 / sin 20 = 0.27432: 15.34 degrees.
    """
    first, second = cut([(-170.0, 10.0), (-190.0, 20.0)])
    assert first[0] == (-170.0, 10.0)
    assert first[-1][0] == -180.0
    assert first[-1][1] == pytest.approx(15.34, abs=0.01)
    assert second == [(180.0, first[-1][1]), (170.0, 20.0)]


def test_a_line_over_the_pole_is_cut_at_the_pole() -> None:
    """The one place where all meridians meet."""
    first, second = cut([(90.0, 89.0), (270.0, 89.0)])
    assert (first[-1][0], second[0][0]) == (180.0, -180.0)
    assert first[-1][1] == pytest.approx(90)
    assert second[0][1] == pytest.approx(90)


def test_a_line_that_ends_on_the_antimeridian_is_not_cut() -> None:
    """A part of one point is no line."""
    assert cut([(170.0, 0.0), (180.0, 0.0)]) == [[(170.0, 0.0), (180.0, 0.0)]]


def test_a_line_is_cut_where_the_map_ends() -> None:
    """A map of the Pacific ends elsewhere."""
    assert cut([(-170.0, 0.0), (-190.0, 0.0)], west=100.0) == [[(190.0, 0.0), (170.0, 0.0)]]


def test_a_way_from_a_place_to_itself_has_no_part() -> None:
    """A flight that came back to where it left draws no line, and breaks nothing."""
    assert cut(great_circle((10.0, 10.0), (10.0, 10.0))) == []


def test_a_way_along_the_antimeridian_is_not_cut_again_and_again() -> None:
    """It goes over the pole and down the meridian on which the map ends."""
    assert len(cut(great_circle((0.0, 5.0), (-180.0, 0.0)))) <= 2


@given(POINTS, POINTS)
@example((4.961494337475476e-83, 3.75), (-180.0, 0.0))
@example((0.0, 5.0), (-180.0, 0.0))
def test_parts_stay_on_the_map_and_are_as_long_as_the_way(start: Point, end: Point) -> None:
    """Nothing is lost at the cut, wherever a flight goes."""
    line = great_circle(start, end)
    parts = cut(line)
    assert all(-180 <= longitude <= 180 for part in parts for longitude, _ in part)
    assert all(here[-1][0] == pytest.approx(-there[0][0]) for here, there in pairwise(parts))
    assert sum(map(length, parts)) == pytest.approx(length(line), rel=2e-3, abs=1)
