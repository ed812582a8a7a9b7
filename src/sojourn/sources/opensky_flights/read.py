"""OpenSky: flights and state vectors, whose times are seconds since 1970.

Source: OpenSky REST API, "All State Vectors" and "Flights in Time Interval".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from json import dumps
from typing import Any

from sojourn.sources.converted import Cells, as_text, json_reader, table_reader
from sojourn.sources.own import JsonReader, Unfit

_SECONDS = re.compile(r"\d{1,10}(?:\.\d+)?")
_EPOCH = datetime(1970, 1, 1)
_VECTOR = 12
"""Cells of a vector up to the vertical rate; those behind them are not read."""


def _moment(text: str) -> str:
    """Seconds since 1970 as a day with its time; any other text as it is."""
    text = text.strip()
    return str(_EPOCH + timedelta(seconds=float(text))) if _SECONDS.fullmatch(text) else text


def _convert(cells: Cells) -> bool:
    cells["icao24"] = cells["icao24"].lower()
    cells["callsign"] = cells["callsign"].strip()
    for name in ("firstSeen", "lastSeen"):
        cells[name] = _moment(cells[name])
    return False


def _vectors(answer: dict[str, Any]) -> Iterator[list[str] | Unfit]:
    states = answer["states"]
    if states is None:  # what the server says where it saw nothing
        return
    if not isinstance(states, list):
        yield Unfit("the answer has no list of states")
        return
    for state in states:
        if not isinstance(state, list) or len(state) < _VECTOR:
            yield Unfit("a state is no list of twelve or more", dumps(state))
            continue
        address, callsign, _, positioned, heard, longitude, latitude, altitude, ground, speed, track, climb = map(
            as_text, state[:_VECTOR]
        )
        seen = _moment(positioned or heard)
        yield [
            seen,
            address.lower(),
            callsign.strip(),
            "position",
            longitude,
            latitude,
            altitude,
            ground,
            speed,
            track,
            climb,
        ]


READERS = {
    "flights-json": json_reader("opensky_flights/flights-json", _convert),
    "flights-csv": table_reader("opensky_flights/flights-csv", _convert),
    "state-vectors": JsonReader(frozenset({"time", "states"}), _vectors),
}
