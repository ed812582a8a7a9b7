"""The log of Minneapolis: the address of the aircraft out of the link to a tracker."""

from __future__ import annotations

import re

from sojourn.sources.converted import Cells, table_reader

_ADDRESS = re.compile(r"[?&]icao=(~?[0-9a-f]{6})(?:&|$)", re.IGNORECASE)
"""One address; a link that shows two aircraft does not say which of them came."""


def _convert(cells: Cells) -> bool:
    found = _ADDRESS.search(cells["Tracking"])
    cells["aircraft_hex"] = found[1].lower() if found else ""
    cells["airport"] = "MSP"
    return False


READERS = {"minneapolis-log": table_reader("msp_flights/minneapolis-log", _convert)}
