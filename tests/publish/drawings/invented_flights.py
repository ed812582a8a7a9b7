"""Invented legs and missions between true airports; every aircraft and flight is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sojourn.flights.nouns import Classified, Evidence, Leg, LegClass, Mission, Stop
from sojourn.publish.drawings.great_circles import Point

PLACES: dict[str, Point] = {
    "KAEX": (-92.5486, 31.3274),
    "KIWA": (-111.655, 33.3078),
    "MGGT": (-90.5275, 14.5833),
    "PHNL": (-157.9225, 21.3187),
    "PGUM": (144.796, 13.4834),
    "HECA": (31.4056, 30.1219),
}
"""Longitude and latitude of the airports."""
STRONG = Evidence("call sign of the operator", "strong", "TYSON99", "invented")


def leg(
    origin: str, destination: str, leg_class: LegClass, left: str = "2025-04-10T12:00", callsign: str = "TYSON99"
) -> Classified:
    """A leg of four hours of the aircraft a00001."""
    start = datetime.fromisoformat(left).replace(tzinfo=UTC)
    flown = Leg(
        "a00001", origin, destination, start, start + timedelta(hours=4), (callsign,), ("invented",), 1866.4, 4.0
    )
    return Classified(flown, "strong", leg_class, "moderate", (STRONG,))


REMOVAL = leg("KAEX", "MGGT", "removal")
RETURN = leg("MGGT", "KAEX", "return", "2025-04-10T18:00")
PACIFIC = leg("PHNL", "PGUM", "removal", "2025-04-11T12:00")
MISSION = Mission(
    "a00001", date(2025, 4, 10), (REMOVAL, RETURN), (Stop("KAEX", "pickup"), Stop("MGGT", "drop", (STRONG,)))
)
