"""Flights: what was seen of aircraft, what observers logged, and what ICE's own flight database says."""

from sojourn.tables.flights.arts import ARTS_MISSIONS, ARTS_PASSENGERS
from sojourn.tables.flights.returns import RETURN_OPERATIONS, RETURN_STAFF
from sojourn.tables.flights.seen import AIRCRAFT, FLIGHT_REPORTS, FLIGHT_SIGHTINGS, FLIGHT_VISITS

FLIGHT_TABLES = (
    FLIGHT_SIGHTINGS,
    FLIGHT_VISITS,
    FLIGHT_REPORTS,
    AIRCRAFT,
    ARTS_PASSENGERS,
    ARTS_MISSIONS,
    RETURN_OPERATIONS,
    RETURN_STAFF,
)
"""Every table about flights."""

__all__ = ["FLIGHT_TABLES"]
