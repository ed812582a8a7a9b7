"""The part of the world that a map shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.publish.drawings.great_circles import Point
from sojourn.publish.drawings.land import land_in, rings
from sojourn.publish.drawings.svg import WIDTH
from sojourn.publish.drawings.window import MARGIN, Window, window_around

PLACES = st.lists(st.tuples(st.floats(-180, 180), st.floats(-84, 84)), min_size=1, max_size=6)


def test_a_window_over_the_pacific_does_not_show_africa() -> None:
    """The shorter way round is taken."""
    window = window_around([(170.0, 10.0), (-170.0, 20.0)], 0)
    assert window.east - window.west < 60
    assert window.west < 170
    assert window.east > 190


@given(PLACES)
def test_every_place_lies_on_the_paper(places: list[Point]) -> None:
    """Whatever is flown to, it is drawn inside the frame."""
    window = window_around(places, 10)
    for longitude, latitude in places:
        x, y = window.at((window.turned(longitude), latitude))
        assert MARGIN - 0.01 <= x <= WIDTH - MARGIN + 0.01
        assert 9.99 <= y <= 10.01 + window.height


@given(PLACES)
def test_a_map_has_a_readable_form(places: list[Point]) -> None:
    """Neither a ribbon nor a tower, whatever is shown."""
    window = window_around(places, 0)
    assert 0.2 * WIDTH < window.height < 1.25 * WIDTH


def test_the_land_has_the_continents_and_the_islands() -> None:
    """The shipped outline is whole: 118 rings of Natural Earth 4.1.0 without Antarctica, all of them open polygons."""
    assert len(rings()) == 118
    assert all(len(ring) >= 3 and ring[0] != ring[-1] for ring in rings())


def test_land_is_cut_at_the_window() -> None:
    """A map of the Sahara is land alone: one ring, its four corners."""
    sahara = Window(10, 15, 18, 22, 0)
    (ring,) = land_in(sahara)
    assert {(round(x, 6), round(y, 6)) for x, y in ring} == {(10, 18), (10, 22), (15, 18), (15, 22)}


def test_open_sea_has_no_land() -> None:
    """And nothing breaks."""
    assert list(land_in(Window(-140, -130, 0, 10, 0))) == []


def test_land_is_there_on_both_sides_of_the_antimeridian() -> None:
    """Siberia and Alaska on one map."""
    longitudes = [longitude for ring in land_in(Window(160, 210, 50, 72, 0)) for longitude, _ in ring]
    assert min(longitudes) == pytest.approx(160)
    assert max(longitudes) == pytest.approx(210)
