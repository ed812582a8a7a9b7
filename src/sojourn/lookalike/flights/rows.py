"""The rows of each form, as published header or key to text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from sojourn.lookalike.draws import stream
from sojourn.lookalike.flights.world import Leg, aircraft, bearing, legs, position
from sojourn.sources.declare import families, vocabulary

Row = dict[str, str]
"""Published header or key to text; blank where a row has nothing."""

_UTC_MINUS = timedelta(hours=6)
"""Minneapolis in winter; the invented log keeps it all year."""


def _iso(moment: datetime, fraction: str = ".000") -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def _epoch(moment: datetime) -> str:
    return str(int(moment.replace(tzinfo=UTC).timestamp()))


def _visits(seed: int, code: str) -> Iterator[tuple[Leg, Leg]]:
    """Each landing at an airport with the flight that leaves it, of one aircraft."""
    before: dict[str, Leg] = {}
    for leg in legs(seed):
        arrived = before.get(leg.aircraft)
        if arrived and leg.origin.icao == code and arrived.destination.icao == code:
            yield arrived, leg
        before[leg.aircraft] = leg


def minneapolis(seed: int) -> Iterator[Row]:
    """Lines of the log of Minneapolis."""
    for arrived, leaves in _visits(seed, "KMSP"):
        yield {
            "Date": f"{arrived.arrived - _UTC_MINUS:%Y-%m-%d}",
            "Day": f"{arrived.arrived - _UTC_MINUS:%a %b %d %Y}",
            "Arrive": _iso(arrived.arrived),
            "Depart": _iso(leaves.left),
            "Origin": arrived.origin.iata,
            "Destination": leaves.destination.iata,
            "Aircraft Route (Day)": arrived.chain,
            "Callsign": arrived.callsign,
            "Reg": arrived.registration,
            "Airline": arrived.operator,
            "Detainees On": f"{leaves.people}.0",
            "Detainees on, observed": f"{leaves.people}.0",
            "Detainees Off": "0.0",
            "Convoy detainee estimate": f"{leaves.people + 3}.0",
            "Count Method (Detainees On)": "Counted, by in situ observer",
            "Tracking": f"https://adsb.lol/?icao={arrived.aircraft}&zoom=9.0",
            "Notes": "INVENTED note",
        }


def yakima(seed: int) -> Iterator[Row]:
    """Lines of the log of Yakima."""
    for number, (arrived, leaves) in enumerate(_visits(seed, "KYKM"), 1):
        yield {
            "Date": f"{arrived.arrived:%A, %B} {arrived.arrived.day}, {arrived.arrived.year}",
            "Flight count": str(number),
            "Flight number": f"SWQ{3500 + number % 100}",
            "Tail number": arrived.registration,
            "Operator": arrived.operator,
            "Previous Airport": arrived.origin.icao,
            "Next Airport": leaves.destination.icao,
            "From NWDC - Boarded Plane": str(leaves.people),
            "From Plane - Boarded Bus to NWDC": "1",
            "From NWDC - Boarded Plane (2)": str(leaves.people),
            "# Buses": "2",
            "Observations": "INVENTED note",
        }


def call_signs(seed: int) -> Iterator[Row]:
    """A take-off and a landing of each flight, which the form does not tell apart."""
    for leg in legs(seed):
        for moment, airport in ((leg.left, leg.origin), (leg.arrived, leg.destination)):
            yield {
                "time": _iso(moment, ".451"),
                "icao24": leg.aircraft,
                "airportId": airport.icao,
                "callSign": leg.callsign,
            }


def aircraft_list(seed: int) -> Iterator[Row]:  # noqa: ARG001 - the list is the same in every world
    """The aircraft, again and again."""
    while True:
        for plane in aircraft():
            yield {
                "ModeS": plane["hex"].upper(),
                "Registration": plane["registration"],
                "Manufacturer": "Airbus",
                "ICAOTypeCode": "A320",
                "Type": "A320 214",
                "RegisteredOwners": plane["operator"],
                "OperatorFlagCode": "INV",
                "icao": plane["hex"],
            }


def airport_boxes(seed: int) -> Iterator[Row]:
    """What two polls near the airport of each take-off see."""
    for leg in legs(seed):
        for minutes in (1, 2):
            latitude, longitude = position(leg, 0.005 * minutes)
            yield {
                "timestamp": f"{leg.left + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S}.359116",
                "airport_code": leg.origin.iata,
                "icao24": leg.aircraft,
                "callsign": leg.callsign,
                "latitude": str(latitude),
                "longitude": str(longitude),
                "altitude_m": str(400.5 * minutes),
                "velocity_ms": "120.5",
                "heading": str(bearing(leg)),
                "vertrate": "6.5",
                "on_ground": "false",
                "is_charter_operator": "false",
            }


def points(seed: int) -> Iterator[Row]:
    """Points of the flights of the first aircraft, by their place in a point; `at` is the moment."""
    first = aircraft()[0]["hex"]
    for leg in legs(seed):
        if leg.aircraft != first:
            continue
        seconds = int((leg.arrived - leg.left).total_seconds())
        for passed in range(0, seconds, 60):
            latitude, longitude = position(leg, passed / seconds)
            yield {
                "at": _epoch(leg.left + timedelta(seconds=passed)),
                "1": str(latitude),
                "2": str(longitude),
                "3": "30000" if passed else "ground",
                "4": "420.5" if passed else "12.0",
                "5": str(bearing(leg)),
                "6": "0" if passed else "2",
                "7": "64",
                "flight": leg.callsign,
            }


def reports(seed: int) -> Iterator[Row]:
    """Flights as OpenSky's interface gives them."""
    for leg in legs(seed):
        yield {
            "icao24": leg.aircraft,
            "firstSeen": _epoch(leg.left),
            "estDepartureAirport": leg.origin.icao,
            "lastSeen": _epoch(leg.arrived),
            "estArrivalAirport": leg.destination.icao,
            "callsign": f"{leg.callsign:<8}",
            "departureAirportCandidatesCount": "1",
            "arrivalAirportCandidatesCount": "1",
        }


def flight_list(seed: int) -> Iterator[Row]:
    """Flights as the monthly lists have them."""
    for leg in legs(seed):
        yield {
            "callsign": leg.callsign,
            "icao24": leg.aircraft,
            "registration": leg.registration,
            "origin": leg.origin.icao,
            "destination": leg.destination.icao,
            "firstseen": f"{leg.left}+00:00",
            "lastseen": f"{leg.arrived}+00:00",
            "day": f"{leg.arrived:%Y-%m-%d} 00:00:00+00:00",
        }


def vectors(seed: int) -> Iterator[Row]:
    """State vectors in the middle of each flight, by their place in a vector."""
    for leg in legs(seed):
        latitude, longitude = position(leg, 0.5)
        seen = _epoch(leg.left + (leg.arrived - leg.left) / 2)
        yield {
            "0": leg.aircraft,
            "1": f"{leg.callsign:<8}",
            "2": "United States",
            "3": seen,
            "4": seen,
            "5": str(longitude),
            "6": str(latitude),
            "7": "9144.5",
            "8": "false",
            "9": "220.5",
            "10": str(bearing(leg)),
            "11": "0.5",
        }


def _mission(leg: Leg, number: int) -> Row:
    day = leg.left
    return {
        "MissionID": str(number),
        "MissionNumber": str(100_000 + number),
        "MissionDate": f"{day.month}/{day.day}/{day.year - 8}",
        "MissionWeek": "1",
        "MissionQuarter": "2",
        "MissionMonth": str(day.month),
        "MissionYear": str(day.year - 8),
    }


def passengers(seed: int) -> Iterator[Row]:
    """People of invented missions; names and numbers are redacted as in the releases."""
    rng = stream(seed, "passengers")
    countries = sorted(set(vocabulary("country").standard.values()))
    for number, leg in enumerate(legs(seed), 1):
        for _ in range(leg.people):
            abroad = leg.destination.country != "US"
            yield (
                _mission(leg, number)
                | {
                    "PULOC": leg.origin.icao,
                    "DropLoc": leg.destination.icao,
                    "R-T": "R" if abroad else "T",
                    "CountryOfCitizenship": countries[int(rng.integers(len(countries)))],
                    "Sex": "MF"[int(rng.integers(2))],
                    "Age": str(int(rng.integers(18, 60))),
                    "Status": "INVENTED",
                    "Criminality": "NC",
                    "AlienMasterID": str(int(rng.integers(10**6))),
                    "air_AirportID": "12",
                    "air2_AirportID": "13",
                }
                | dict.fromkeys(("ANumber", "LastName", "FirstName", "DOB"), "(b)(6)")
            )


def missions(seed: int) -> Iterator[Row]:
    """Invented missions of one flight each."""
    for number, leg in enumerate(legs(seed), 1):
        yield _mission(leg, number) | {
            "MsnTailNumber": leg.registration,
            "MsnStart": leg.origin.icao,
            "MsnEnd": leg.destination.icao,
            "msnFlightHoursPlanned": "2.5",
            "msnFlightHoursActual": "2.75",
            "msnVendor": "INVENTED BROKER",
            "msnCharterDesignation": "AEX #3",
            "MissionTotalCost": "52,300.50",
            "MissionPassengers": str(leg.people),
            "MissionFY": str(leg.left.year - 8),
        }


def returnees(seed: int) -> Iterator[Row]:
    """Invented operations of two states each."""
    for number, leg in enumerate(islice(legs(seed), 0, None, 3), 1):
        for state in ("Germany", "Italy"):
            yield {
                "ROID": f"RO-2025-{number:03}",
                "DATE": f"{leg.left:%Y-%m-%d}T00:00:00Z",
                "MSNAME": state,
                "DEST": "Nigeria",
                "N_RETURNEES": str(leg.people),
            }


def staff(seed: int) -> Iterator[Row]:
    """Staff of invented operations."""
    for number, leg in enumerate(legs(seed), 1):
        yield {"ROID": f"RO-{number:05}", "DATE": f"{leg.left:%d/%m/%Y}", "N_FX_STAFF": str(leg.people % 4)}


ROWS: dict[str, Callable[[int], Iterator[Row]]] = {
    "minneapolis-log": minneapolis,
    "yakima-log": yakima,
    "call-sign-events": call_signs,
    "aircraft-list": aircraft_list,
    "airport-boxes": airport_boxes,
    "readsb-trace": points,
    "flights-json": reports,
    "flights-csv": reports,
    "flightlist": flight_list,
    "state-vectors": vectors,
    "passengers-1": passengers,
    "passengers-2-3": passengers,
    "missions-2": missions,
    "missions-3": missions,
    "returnees": returnees,
    "staff-by-operation": staff,
}
"""The rows of each family, without end."""


def headers(family: str) -> list[str]:
    """The published headers or keys of a family, without those that its reader makes."""
    return [one.published for one in families()[family].columns if not one.note.startswith("derived: ")]
