"""The airport of a port of departure or a staging facility, by a table with days from which it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sojourn.flights.places import place as place_of
from sojourn.shipped import rows_of


@dataclass(frozen=True)
class Port:
    """A place of departure with its airport (ICAO), the days for which that holds, and who says so."""

    place: str
    airport: str
    first: date
    last: date
    source: str


@cache
def _ports() -> Mapping[str, tuple[Port, ...]]:
    ports: dict[str, tuple[Port, ...]] = {}
    for row in rows_of(Path(__file__).with_suffix(".csv")):
        first = date.fromisoformat(row["first"]) if row["first"] else date.min
        last = date.fromisoformat(row["last"]) if row["last"] else date.max
        port = Port(row["place"], row["airport"], first, last, row["source"])
        ports[port.place] = (*ports.get(port.place, ()), port)
    return ports


def port_of(place: str, day: date) -> Port | None:
    """The airport that a place means on a day; None where no list says.

    `place` is a port of departure, the code or name of a facility, a city with or without its state (ALEXANDRIA, LA), or
    the code of an airport.
    """
    name = " ".join(place.upper().split())
    for written in (name, re.sub(r", ?[A-Z]{2}$", "", name)):
        for port in _ports().get(written, ()):
            if port.first <= day <= port.last:
                return port
    found = place_of(name)
    return Port(name, found.code, date.min, date.max, "the code of the airport") if found and found.is_airport else None
