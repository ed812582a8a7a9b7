"""The real flight files, read by the shortest way there is, so that the logic is tested apart from the sources."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sojourn.flights.nouns import Sighting
from sojourn.flights.observers import LogEntry, said_of_no_flight


def events(folder: Path) -> list[Sighting]:
    """The events of aircraft under ICE call signs: at an airport, and nothing more."""
    with (folder / "wiseman_tyson_landings_2025.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Sighting(
                datetime.fromisoformat(row["time"]),
                "events",
                row["icao24"],
                "unknown",
                row["callSign"],
                row["airportId"],
                line=line,
            )
            for line, row in enumerate(csv.DictReader(lines), start=2)
        ]


def minneapolis(folder: Path) -> list[LogEntry]:
    """The log of Minneapolis."""
    with (folder / "msp-ice-flights.csv").open(encoding="utf-8", newline="") as lines:
        return [_minneapolis(line, row) for line, row in enumerate(csv.DictReader(lines), start=2)]


def _minneapolis(line: int, row: dict[str, str]) -> LogEntry:
    addresses = "".join(re.findall(r"icao=([0-9a-f,]+)", row["Tracking"])).split(",")  # some links show two aircraft
    return LogEntry(
        source="minneapolis",
        line=line,
        airport="MSP",
        day=date.fromisoformat(row["Date"]),
        arrived=_moment(row["Arrive"]),
        left=_moment(row["Depart"]),
        came_from=row["Origin"],
        went_to=row["Destination"],
        route=row["Aircraft Route (Day)"],
        callsign=row["Callsign"],
        registration=row["Reg"],
        address=addresses[0] if len(addresses) == 1 else "",
        boarded=_count(row["Detainees On"]),
        boarded_observed=_count(row["Detainees on, observed"]),
        alighted=_count(row["Detainees Off"]),
        convoy_estimate=_count(row["Convoy detainee estimate"]),
        count_method=row["Count Method (Detainees On)"],
    )


def yakima(folder: Path) -> list[LogEntry]:
    """The log of Yakima; a date with a slip of the pen stays unread."""
    with (folder / "ICEAirKYKM20210625.csv").open(encoding="utf-8", newline="") as lines:
        return [_yakima(line, row) for line, row in enumerate(list(csv.reader(lines, delimiter="|"))[1:], start=2)]


def _yakima(line: int, row: list[str]) -> LogEntry:
    try:
        day = datetime.strptime(row[0].strip(), "%A, %B %d, %Y").replace(tzinfo=UTC).date()
    except ValueError:
        day = None
    return LogEntry(
        source="yakima",
        line=line,
        airport="KYKM",
        day=day,
        callsign=row[2],
        registration=row[3],
        came_from=row[6],
        went_to=row[7],
        boarded=_count(row[8]),
        alighted=_count(row[9]),
        no_flight=said_of_no_flight(row[:5]),
    )


def polls(folder: Path) -> list[dict[str, Any]]:
    """The polls of boxes round eight airports in February 2026, with the publisher's own flags."""
    found: list[dict[str, Any]] = json.loads((folder / "ice_airports_2026-02.json").read_text(encoding="utf-8"))
    return found


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _count(text: str) -> int | None:
    return int(float(text)) if re.fullmatch(r"\d+(\.0)?", text.strip()) else None
