"""A tiny invented release of removals with two planted groups, and a flight of the day of one of them.

FY2017: on each day from Monday to Friday 4 citizens of Mexico, 3 of Guatemala and 2 of Honduras; one of Haiti on the first
of each month. Planted: 40 citizens of Haiti on 14 March 2017, 15 of Russia with 10 of Iran on 11 July 2017. On 14 March an
aircraft with a call sign of ICE Air flew from Alexandria to Port-au-Prince and back.
"""

from __future__ import annotations

import atexit
import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from invented import REMOVALS
from tiny import bars, made, removal

HAITI, RUSSIA = date(2017, 3, 14), date(2017, 7, 11)
PLANTED = {HAITI: {"HAITI": 40}, RUSSIA: {"RUSSIA": 15, "IRAN": 10}}
USUAL = {"MEXICO": 4, "GUATEMALA": 3, "HONDURAS": 2}
EVENTS = (
    ("2017-03-14T12:00:00.000Z", "a2bd72", "KAEX", "RPN123"),
    ("2017-03-14T13:00:00.000Z", "a2bd72", "KAEX", "RPN123"),
    ("2017-03-14T17:00:00.000Z", "a2bd72", "MTPP", "RPN123"),
    ("2017-03-14T18:00:00.000Z", "a2bd72", "MTPP", "RPN123"),
    ("2017-03-14T22:00:00.000Z", "a2bd72", "KAEX", "RPN123"),
    ("2017-03-14T23:00:00.000Z", "a2bd72", "KAEX", "RPN123"),
)


def _left(day: date) -> dict[str, int]:
    """How many citizens of which country departed on a day."""
    usual = USUAL if day.weekday() < 5 else {}
    return {**usual, **({"HAITI": 1} if day.day == 1 else {}), **PLANTED.get(day, {})}


def write_departures(path: Path) -> None:
    """The removals of FY2017."""
    days = [date(2016, 10, 1) + timedelta(days=number) for number in range(365)]
    rows = [
        removal(citizenship, "Male", str(day))
        for day in days
        for citizenship, number in _left(day).items()
        for _ in range(number)
    ]
    path.write_text(bars("ICE Removals for FY2017", REMOVALS, rows))


@cache
def groups_folder() -> Path:
    """The folder of the tiny record of groups, built once in a run of the tests."""
    folder = Path(mkdtemp(prefix="sojourn-groups-"), "files")
    atexit.register(rmtree, folder.parent, ignore_errors=True)
    folder.mkdir()
    write_departures(folder / "invented_removals_2017.csv")
    with (folder / "invented_events_2017.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("time", "icao24", "airportId", "callSign"), *EVENTS])
    return made(folder)
