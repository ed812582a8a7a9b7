"""Drawings stay as they are until somebody means to change them; equal input gives equal bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from publish.drawings.invented_flights import MISSION, PACIFIC, PLACES, REMOVAL, RETURN
from sojourn.findings import Provenance
from sojourn.publish.drawings.geojson import collection, written
from sojourn.publish.drawings.map import Route, Station, great_circle_map
from sojourn.publish.drawings.timeline import Kind, Mark, timeline

Golden = Callable[[str, str], None]


def test_a_map(golden: Golden) -> None:
    """What a page and a newspaper print."""
    routes = [Route("KAEX", "MGGT", "removal", 3), Route("MGGT", "KAEX", "return", 2)]
    stations = [Station("KAEX", {"pickup": 3}), Station("MGGT", {"drop": 3})]
    drawing = great_circle_map("Legs <invented>", routes, stations, PLACES, warnings=["INVENTED"], notes=["A note."])
    golden("map.svg", drawing.svg)
    golden("map.html", drawing.figure() + "\n")


def test_a_timeline(golden: Golden) -> None:
    """What a page and a newspaper print."""
    span = (date(2016, 10, 1), date(2017, 9, 30))
    marks = [
        Mark(date(2017, 1, 17), date(2017, 1, 18), "novel", 80, "HAITI 80"),
        Mark(date(2017, 3, 8), date(2017, 3, 8), "scheduled", 100, "GUATEMALA 100"),
    ]
    kinds = [Kind("novel", "circle", filled=True), Kind("scheduled", "bar")]
    drawing = timeline(
        "Groups <invented>", marks, kinds, span=span, covered=[span], unit="people", warnings=["INVENTED"]
    )
    golden("timeline.svg", drawing.svg)
    golden("timeline.csv", drawing.as_csv())


def test_a_collection_of_legs(golden: Golden) -> None:
    """What a map program reads."""
    source = Provenance(("invented 2025",), ("ab" * 32,), "", invented=True)
    legs = [REMOVAL, RETURN, PACIFIC]
    document = collection(legs, [MISSION], PLACES, last_day=date(2025, 4, 30), provenance=source)
    golden("flights.geojson", written(document))
