"""The map of legs: kinds by dashes, roles by shape and letter, a table that says the same."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from publish.drawings.invented_flights import PLACES
from sojourn.publish.drawings.map import LINES, ROLES, Route, Station, great_circle_map
from sojourn.publish.drawings.svg import Drawing

ROUTES = [
    Route("KAEX", "MGGT", "removal", 3),
    Route("MGGT", "KAEX", "return", 2),
    Route("KIWA", "KAEX", "connection", 1),
]
STATIONS = [Station("KAEX", {"pickup": 4, "return": 1}), Station("MGGT", {"drop": 3})]


@pytest.fixture(scope="module")
def drawn() -> Drawing:
    """A map of three routes."""
    return great_circle_map("Legs", ROUTES, STATIONS, PLACES, warnings=["WARNING"], notes=["A note."])


def texts(drawing: Drawing) -> list[str]:
    """Every text of a drawing, in order."""
    read = ElementTree.fromstring(drawing.svg)
    return [one.text or "" for one in read.iter("{http://www.w3.org/2000/svg}text")]


def test_no_two_kinds_look_alike() -> None:
    """Colour carries nothing, so weight and dashes must; and each role has its own shape."""
    assert len(set(LINES.values())) == len(LINES)
    assert len({shape for shape, _ in ROLES.values()}) == len(ROLES)


def test_the_key_has_what_is_drawn_and_no_more(drawn: Drawing) -> None:
    """With the number of legs of each class."""
    shown = texts(drawn)
    assert {"removal (3)", "return (2)", "connection (1)", "pickup", "drop"} <= set(shown)
    assert not any(one.startswith(("transfer", "onward")) for one in shown)


def test_warnings_stand_above_the_map_and_notes_below(drawn: Drawing) -> None:
    """What must be read first comes first."""
    shown = texts(drawn)
    assert shown[:2] == ["Legs", "WARNING"]
    assert shown[-1] == "A note."


def test_the_table_has_every_route(drawn: Drawing) -> None:
    """The most flown first, with the roles at its ends."""
    assert drawn.rows[0] == ("KAEX", "MGGT", "removal", 3, "pickup 4, return 1", "drop 3")
    assert [row[3] for row in drawn.rows] == [3, 2, 1]


def test_equal_legs_give_equal_bytes() -> None:
    """In whatever order they come."""
    one = great_circle_map("Legs", ROUTES, STATIONS, PLACES)
    other = great_circle_map("Legs", ROUTES[::-1], STATIONS[::-1], dict(reversed(PLACES.items())))
    assert one == other


def test_an_airport_of_unknown_place_is_told_of() -> None:
    """A leg that cannot be drawn does not vanish."""
    drawing = great_circle_map("Legs", [*ROUTES, Route("KAEX", "ZZZZ", "unknown", 5)], STATIONS, PLACES)
    assert "5 legs are in the table and not on the map" in " ".join(texts(drawing))
    assert ("KAEX", "ZZZZ", "unknown", 5, "pickup 4, return 1", "") in drawing.rows


def test_a_map_without_any_place_is_a_text() -> None:
    """It says what is missing, and draws no empty frame."""
    drawing = great_circle_map("Legs", [Route("AAAA", "BBBB", "unknown", 1)], [], {})
    assert "1 leg is in the table" in " ".join(texts(drawing))


def test_a_flight_across_the_pacific_is_one_line() -> None:
    """The map is turned so that the ocean is whole."""
    drawing = great_circle_map("Legs", [Route("PHNL", "PGUM", "removal", 1)], [], PLACES)
    assert drawing.svg.count("PHNL to PGUM") == 1


def test_hostile_names_stay_text() -> None:
    """An airport code comes from a file."""
    hostile = "</title><script>alert(1)</script>"
    drawing = great_circle_map(
        hostile,
        [Route(hostile, "KAEX", "unknown", 1)],
        [Station(hostile, {"drop": 1})],
        {**PLACES, hostile: (0.0, 0.0)},
    )
    assert "<script" not in drawing.svg
    assert "<script" not in drawing.figure()
    ElementTree.fromstring(drawing.svg)
