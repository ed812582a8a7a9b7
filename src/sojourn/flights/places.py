"""A stop of a flight as somebody names it: an airport, or only its country where the airport is not said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sojourn.flights.airports import find
from sojourn.flights.countries import countries


@dataclass(frozen=True)
class Place:
    """An airport by its code of today with the name of its time zone, or a country with the airport left open."""

    code: str
    country: str
    zone: str = ""

    @property
    def is_airport(self) -> bool:
        """Whether the airport is known."""
        return bool(self.zone)


@cache
def place(code: str) -> Place | None:
    """The place of an airport's code (KIWA, AZA, IWA), or of two letters of a country; None if it is neither.

    Source: `airports.find` for airports; ISO 3166-1 for countries.
    """
    written = code.strip().upper()
    if len(written) == 2:
        return Place(written, written) if written in countries() else None
    airport = find(written)
    return Place(airport.code, airport.country, airport.zone) if airport else None
