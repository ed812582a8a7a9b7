"""GeoJSON of legs: RFC 7946, every reason, and never where an aircraft is."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from publish.drawings.invented_flights import MISSION, PACIFIC, PLACES, REMOVAL, RETURN, leg
from sojourn.findings import Provenance
from sojourn.flights.nouns import Classified
from sojourn.publish.drawings.geojson import collection, written

SOURCE = Provenance(("invented 2025",), ("ab" * 32,), "", invented=True)
LAST = date(2025, 4, 30)


def made(*legs: Classified, last_day: date = LAST) -> dict[str, Any]:
    """The collection of some legs, and of the stops of the mission."""
    return collection(legs, [MISSION], PLACES, last_day=last_day, provenance=SOURCE)


def test_a_leg_is_a_line_with_class_confidence_and_reasons() -> None:
    """Never a bare label."""
    first = made(REMOVAL)["features"][0]
    assert first["geometry"]["type"] == "LineString"
    assert first["geometry"]["coordinates"][0] == [-92.5486, 31.3274]
    assert first["properties"]["class"] == "removal"
    assert first["properties"]["confidence"] == "moderate"
    assert first["properties"]["evidence"][0]["seen"] == "TYSON99"
    assert (first["properties"]["left"], first["properties"]["arrived"]) == (
        "2025-04-10T12:00:00Z",
        "2025-04-10T16:00:00Z",
    )


def test_a_leg_across_the_antimeridian_is_two_lines() -> None:
    """RFC 7946, section 3.1.9."""
    geometry = made(PACIFIC)["features"][0]["geometry"]
    assert geometry["type"] == "MultiLineString"
    east, west = geometry["coordinates"]
    assert (east[-1][0], west[0][0]) == (-180.0, 180.0)
    assert east[-1][1] == west[0][1]


def test_stops_are_points_with_their_role() -> None:
    """And with what speaks for it."""
    stops = [one["properties"] for one in made(REMOVAL)["features"] if one["properties"]["what"] == "stop"]
    assert [(one["airport"], one["role"]) for one in stops] == [("KAEX", "pickup"), ("MGGT", "drop")]
    assert stops[1]["evidence"][0]["strength"] == "strong"


def test_what_is_not_over_is_not_written() -> None:
    """A file must never say where an aircraft is: what arrives after the last day is counted and left out."""
    document = made(REMOVAL, PACIFIC, last_day=date(2025, 4, 10))
    assert [
        one["properties"].get("destination") for one in document["features"] if one["properties"]["what"] == "leg"
    ] == ["MGGT"]
    assert document["sojourn"]["after_last_day"] == 1


def test_stops_that_were_not_reached_are_not_written() -> None:
    """The same for the points of a mission that goes on."""
    assert made(REMOVAL, last_day=date(2025, 4, 9))["features"] == []


def test_an_unknown_place_is_counted() -> None:
    """A leg that cannot be drawn does not vanish."""
    document = made(leg("KAEX", "ZZZZ", "unknown"))
    assert document["sojourn"]["place_not_known"] == 1


def test_the_collection_says_what_it_rests_on() -> None:
    """Releases, hashes and the disclaimer travel with the file, as a foreign member (RFC 7946, section 6.1)."""
    told = made(REMOVAL)["sojourn"]
    assert told["schema"] == "sojourn.flights.geojson/1"
    assert told["files"] == ["ab" * 32]
    assert told["invented"] is True
    assert told["disclaimer"].startswith("Not a government record.")


def test_the_text_is_json_with_one_feature_a_line() -> None:
    """Two editions can be compared line by line, and the same legs give the same bytes."""
    document = made(REMOVAL, RETURN)
    text = written(document)
    assert json.loads(text) == document
    assert len(text.splitlines()) == 2 + len(document["features"])
    assert text == written(made(REMOVAL, RETURN))


def test_a_flight_that_came_back_is_a_point() -> None:
    """A line needs two places (RFC 7946, section 3.1.4)."""
    assert made(leg("KAEX", "KAEX", "unknown"))["features"][0]["geometry"]["type"] == "Point"
