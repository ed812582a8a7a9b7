"""A stop of a flight as somebody names it: an airport, or only its country where the airport is not said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sojourn.flights.countries import countries


@dataclass(frozen=True)
class Place:
    """An airport with its ICAO code, or a country with the airport left open.

    `latitude` and `longitude` are degrees and `zone` is a name of the time zone database; an open airport has neither.
    """

    code: str
    country: str
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    zone: str = ""

    @property
    def is_airport(self) -> bool:
        """Whether the airport is known."""
        return self.latitude is not None

    def __str__(self) -> str:
        return f"{self.code} ({self.city})" if self.city else self.code


@cache
def _airports() -> dict[str, dict[str, Any]]:
    import airportsdata  # noqa: PLC0415  # 28,000 airports in 0.1 s; only for whoever asks of flights

    return {code: dict(airport) for code, airport in airportsdata.load("ICAO").items()}


@cache
def _by_other_code() -> dict[str, str]:
    """ICAO codes by IATA code and by the code of the US Federal Aviation Administration."""
    names: dict[str, str] = {}
    for code, airport in _airports().items():
        for kind in ("lid", "iata"):
            if airport[kind]:
                names[airport[kind]] = code
    return names


def place(code: str) -> Place | None:
    """The place of an ICAO, IATA or FAA code (KIWA, AZA, IWA), or of two letters of a country; None if it is neither.

    Source: airportsdata (MIT), which compiles OurAirports and the FAA's list; countries after ISO 3166-1.
    """
    upper = code.strip().upper()
    if len(upper) == 2:
        return Place(upper, upper) if upper in countries() else None
    icao = upper if upper in _airports() else _by_other_code().get(upper, "")
    if not icao:
        return None
    found = _airports()[icao]
    return Place(icao, found["country"], found["city"], found["lat"], found["lon"], found["tz"])
