"""Events of ICE's call signs: at an airport at a time, and nothing more."""

from __future__ import annotations

from sojourn.sources.converted import Cells, table_reader


def _convert(cells: Cells) -> bool:
    cells["icao24"] = cells["icao24"].lower()
    cells["event"] = "unknown"
    return False


READERS = {"call-sign-events": table_reader("ice_call_sign_events/call-sign-events", _convert)}
