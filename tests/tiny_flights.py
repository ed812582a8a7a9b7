"""A tiny invented record of flights, in the formats of the two logs, whose answers can be counted by hand.

Events of 10 and 11 April 2025 (call signs of ICE Air, two aircraft that the list of aircraft knows):

    a2bd72  Alexandria 12:00 and 12:40, Guatemala City 16:00 and 17:00, Alexandria 20:30 and 21:00: a removal and a return
    a2c4e0  El Paso 09:00 alone (unpaired), Mesa 11:00 and 11:30: a transfer; its call sign is hostile
            on the 11th Honolulu 10:00 and 11:00, Guam 19:00 and 20:00: across the antimeridian

One line of the Minneapolis log: on 10 April 20 people boarded there, from El Paso and on to Alexandria.
"""

from __future__ import annotations

import atexit
import csv
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from tiny import made

HOSTILE = "<script>alert(1)</script>"
EVENTS = (
    ("2025-04-10T12:00:00.000Z", "a2bd72", "KAEX", "TYSON99"),
    ("2025-04-10T12:40:00.000Z", "a2bd72", "KAEX", "TYSON99"),
    ("2025-04-10T16:00:00.000Z", "a2bd72", "MGGT", "TYSON99"),
    ("2025-04-10T17:00:00.000Z", "a2bd72", "MGGT", "TYSON99"),
    ("2025-04-10T20:30:00.000Z", "a2bd72", "KAEX", "TYSON99"),
    ("2025-04-10T21:00:00.000Z", "a2bd72", "KAEX", "TYSON99"),
    ("2025-04-10T09:00:00.000Z", "a2c4e0", "KELP", HOSTILE),
    ("2025-04-10T11:00:00.000Z", "a2c4e0", "KIWA", HOSTILE),
    ("2025-04-10T11:30:00.000Z", "a2c4e0", "KIWA", "TYSON98"),
    ("2025-04-11T10:00:00.000Z", "a2c4e0", "PHNL", "TYSON98"),
    ("2025-04-11T11:00:00.000Z", "a2c4e0", "PHNL", "TYSON98"),
    ("2025-04-11T19:00:00.000Z", "a2c4e0", "PGUM", "TYSON98"),
    ("2025-04-11T20:00:00.000Z", "a2c4e0", "PGUM", "TYSON98"),
)
MINNEAPOLIS = {
    "Minibus": "",
    "Origin": "ELP",
    "Detainees on, observed": "20",
    "Aircraft Route (Day)": "ELP-MSP-AEX",
    "Callsign": "TYSON97",
    "Tracking": "",
    "Depart": "2025-04-10T18:00:00.000Z",
    "Non-Van": "",
    "Arrive": "2025-04-10T16:30:00.000Z",
    "Destination": "AEX",
    "Count Method (Detainees On)": "",
    "Reg": "N278GX",
    "Notes": "",
    "Day": "Thu Apr 10 2025",
    "Vans": "",
    "Airline": "",
    "Detainees Off": "",
    "Convoy detainee estimate": "",
    "Security": "",
    "Detainees On": "20",
    "Date": "2025-04-10",
}


def write_events(path: Path) -> None:
    """The events, as the notebook of the source writes them."""
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("time", "icao24", "airportId", "callSign"), *EVENTS])


def write_minneapolis(path: Path) -> None:
    """The log of Minneapolis with one line."""
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([list(MINNEAPOLIS), list(MINNEAPOLIS.values())])


@cache
def flights_folder() -> Path:
    """The folder of the tiny record of flights, built once in a run of the tests."""
    folder = Path(mkdtemp(prefix="sojourn-flights-"), "files")
    atexit.register(rmtree, folder.parent, ignore_errors=True)
    folder.mkdir()
    write_events(folder / "invented_events_2025.csv")
    write_minneapolis(folder / "invented-msp-flights.csv")
    return made(folder)
