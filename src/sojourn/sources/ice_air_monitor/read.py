"""Aircraft in boxes round airports: each object is one sighting."""

from __future__ import annotations

from sojourn.sources.converted import Cells, json_reader


def _convert(cells: Cells) -> bool:
    cells["icao24"] = cells["icao24"].lower()
    cells["event"] = "position"
    if cells["callsign"] == "Unknown":
        cells["callsign"] = ""
    return False


READERS = {"airport-boxes": json_reader("ice_air_monitor/airport-boxes", _convert)}
