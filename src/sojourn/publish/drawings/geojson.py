"""Legs and stops as GeoJSON (RFC 7946): great circles cut at the antimeridian, with class, confidence and every reason.

Only what is over is written: a leg that arrived after the last day of the record is left out and counted, so that a file
never says where an aircraft is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date
from typing import Any, Final

from sojourn.findings import Provenance
from sojourn.flights.nouns import Classified, Mission
from sojourn.publish.drawings.great_circles import NOT_THE_PATH, Line, Point, cut, great_circle
from sojourn.publish.flights_json import DISCLAIMER, leg_as_dict, reasons

SCHEMA: Final = "sojourn.flights.geojson/1"
PLACES: Final = 4
"""Decimals of a coordinate: about ten metres."""


def collection(
    legs: Sequence[Classified],
    missions: Sequence[Mission],
    places: Mapping[str, Point],
    *,
    last_day: date,
    provenance: Provenance,
) -> dict[str, Any]:
    """A FeatureCollection of legs and stops, with a foreign member `sojourn` that says what it rests on.

    Args:
        legs: the legs, with their classes.
        missions: whose stops are written as points.
        places: longitude and latitude of each airport.
        last_day: the last day that the record covers.
        provenance: releases and file hashes.
    """
    over = [one for one in legs if one.leg.arrived.astimezone(UTC).date() <= last_day]
    drawn = [one for one in over if {one.leg.origin, one.leg.destination} <= set(places)]
    stops = [stop for mission in missions for stop in _stops(mission, places, last_day)]
    told = {
        "schema": SCHEMA,
        "disclaimer": f"{DISCLAIMER} {NOT_THE_PATH}",
        "invented": provenance.invented,
        "releases": list(provenance.releases),
        "files": list(provenance.files),
        "last_day": last_day.isoformat(),
        "after_last_day": len(legs) - len(over),
        "place_not_known": len(over) - len(drawn),
    }
    return {"type": "FeatureCollection", "sojourn": told, "features": [*(_leg(one, places) for one in drawn), *stops]}


def written(document: Mapping[str, Any]) -> str:
    """The text of a collection: one feature a line, the same bytes for the same legs."""
    head = {key: value for key, value in document.items() if key != "features"}
    features = ",\n".join(_json(feature) for feature in document["features"])
    return f'{_json(head)[:-1]}, "features": [\n{features}\n]}}\n'


def _leg(one: Classified, places: Mapping[str, Point]) -> dict[str, Any]:
    leg = one.leg
    lines = cut(great_circle(places[leg.origin], places[leg.destination]))
    return {
        "type": "Feature",
        "geometry": _geometry(lines, places[leg.origin]),
        "properties": {"what": "leg", **leg_as_dict(one)},
    }


def _geometry(lines: Sequence[Line], origin: Point) -> dict[str, Any]:
    rounded = [[_position(point) for point in line] for line in lines]
    if not rounded:
        return {"type": "Point", "coordinates": _position(origin)}
    if len(rounded) == 1:
        return {"type": "LineString", "coordinates": rounded[0]}
    return {"type": "MultiLineString", "coordinates": rounded}


def _stops(mission: Mission, places: Mapping[str, Point], last_day: date) -> Iterator[dict[str, Any]]:
    """The stops that the legs of a mission had reached by the last day."""
    over = [one.leg for one in mission.legs if one.leg.arrived.astimezone(UTC).date() <= last_day]
    reached = {leg.origin for leg in over} | {leg.destination for leg in over}
    for stop in mission.stops:
        if stop.airport in reached & set(places):
            properties = {
                "what": "stop",
                "aircraft": mission.aircraft,
                "mission_started": mission.started.isoformat(),
                "airport": stop.airport,
                "role": stop.role,
                "evidence": reasons(stop.evidence),
            }
            geometry = {"type": "Point", "coordinates": _position(places[stop.airport])}
            yield {"type": "Feature", "geometry": geometry, "properties": properties}


def _position(point: Point) -> list[float]:
    return [round(point[0], PLACES), round(point[1], PLACES)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
