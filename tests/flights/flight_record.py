"""A small record of invented flights in the sources' true layouts."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from sojourn.record.build import build
from sojourn.record.opened import Record

EVENTS = [
    ("2025-04-09T12:00:00.000Z", "a2bd72", "KDEN", "TYSON45"),
    ("2025-04-09T14:30:00.000Z", "a2bd72", "KAEX", "TYSON45"),
    ("2025-04-09T16:00:00.000Z", "a2bd72", "KAEX", "TYS0N46"),
    ("2025-04-09T19:00:00.000Z", "a2bd72", "MGGT", "TYSON46"),
    ("2025-04-09T20:00:00.000Z", "a2bd72", "MGGT", "TYSON47"),
    ("2025-04-09T23:00:00.000Z", "a2bd72", "KAEX", "TYSON47"),
    ("2025-04-11T23:00:00.000Z", "a2bd72", "KAEX", "TYSON47"),
    ("2025-04-12T01:00:00.000Z", "a2bd72", "OFFAIRPORT", "TYSON47"),
    ("2025-04-09T10:00:00.000Z", "a00001", "KDEN", "GXA6133"),
    ("2025-04-09T12:30:00.000Z", "a00001", "KAEX", "GXA6133"),
]
"""Eight events of one known aircraft, two of a stranger with a carrier's call sign."""

LOG = {
    "Date": "2025-10-01",
    "Arrive": "2025-10-01T16:58:00.000Z",
    "Depart": "2025-10-01T17:52:00.000Z",
    "Origin": "OMA",
    "Destination": "AEX",
    "Aircraft Route (Day)": "ELP-OMA-MSP-AEX-ELP",
    "Callsign": "TYSON41",
    "Reg": "N289GX",
    "Airline": "Global Crossing",
    "Detainees On": "20.0",
    "Detainees on, observed": "20.0",
    "Detainees Off": "",
    "Convoy detainee estimate": "24.0",
    "Vans": "",
    "Minibus": "",
    "Non-Van": "",
    "Security": "",
    "Count Method (Detainees On)": "Counted, by in situ observer",
    "Tracking": "https://tracker.invalid/?icao=a2f016",
    "Notes": "",
    "Day": "Wed Oct 1 2025",
}
WRONG = {
    **LOG,
    "Date": "2025-10-08",
    "Arrive": "2025-10-08T18:00:00.000Z",
    "Depart": "2025-10-08T17:00:00.000Z",
    "Reg": "N9598BP",
}
"""A line with two faults: it leaves before it arrives, and its registration is none of the aircraft."""

POLL = {
    "timestamp": "2026-02-09T18:38:27.359116",
    "airport_code": "AZA",
    "airport_name": "Mesa Gateway (Phoenix)",
    "icao24": "a2bd72",
    "callsign": "TYSON53",
    "latitude": 33.2876,
    "longitude": -111.6384,
    "altitude_m": 579.12,
    "velocity_ms": 49.09,
    "heading": 141.81,
    "vertrate": 4.88,
    "on_ground": False,
    "distance_from_airport_km": 2.69,
    "bearing_from_airport": 146.3,
    "projected_region": "UNKNOWN",
    "potential_destinations": [],
    "unusual_destination": False,
    "is_charter_operator": False,
    "operator_name": None,
    "unknown_callsign": False,
    "alerts": [],
    "is_alert": False,
}
SOUTHWEST = {
    **POLL,
    "icao24": "a00002",
    "callsign": "SWA1234",
    "is_charter_operator": True,
    "operator_name": "iAero Group",
}


@cache
def flight_record() -> Record:
    """The record, built once."""
    files, folder = Path(mkdtemp()), Path(mkdtemp())
    _write(files / "events.csv", ["time", "icao24", "airportId", "callSign"], EVENTS)
    _write(files / "log.csv", list(LOG), [tuple(LOG.values()), tuple(WRONG.values())])
    polls = [POLL, {**POLL, "timestamp": "2026-02-09T18:58:27.359116"}, SOUTHWEST]
    (files / "polls.json").write_text(json.dumps(polls, indent=2), encoding="utf-8")
    build(folder / "record", [files])
    rmtree(files)
    return Record(folder / "record")


def _write(path: Path, header: list[str], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])
