"""An invented record of people who were moved, in two releases and with a list of facilities, to be counted by hand.

Release of March 2026, days of 2025 at 08:00; L and S lie in Louisiana, T in Texas, F in Florida, X is in no list:

    30  citizens of Russia, women     T 03-01 · L 03-03 · S 04-01 to 04-05, removed
    20  citizens of Mexico, men       L 03-10 to 03-20, bond
    12  citizens of Canada, men       L 03-01 · T 03-11 · L 03-21 to 04-10, removed
     1  citizen of Russia, sex blank  X 03-05 · L 03-06 to 03-30, removed
    15  citizens of Mexico, men       F 09-10 to 09-20, bond

Release of August 2026: 40 citizens of Mexico, men, F 07-01 to 09-01, and 25 on 10-01 to 10-11, bond.
Release of the days without times or citizenship: 25 people at L from 1 October 2016 to 1 October 2017, and 25 at T on
30 September 2017. ICE's list has an average of 26 at L in FY2017.
The daily series has F with 38 people at each midnight from 1 July to 31 August.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count, pairwise
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import duckdb

import stint_files
from sojourn.record.build import build
from sojourn.record.opened import Record
from tiny import write_workbook

DAYS_ONLY = "ice_detentions/foia-2023-icfo-42034"
MARCH, AUGUST = "ice_detentions/foia-2026-icli-00005", "ice_detentions/hausman-2026-08"
PLACES = {"L": "LLLLLLL", "S": "SSSSSSS", "T": "TTTTTTT", "F": "FFFFFFF", "X": "XXXXXXX"}
STATES = {"L": ("LA", "NOL"), "S": ("LA", "NOL"), "T": ("TX", "DAL"), "F": ("FL", "MIA")}
RUSSIAN, MEXICAN, CANADIAN = ("RUSSIA", "Female"), ("MEXICO", "Male"), ("CANADA", "Male")
_NUMBERS = count(1)


def stay(family: str, path: str, ends: str, reason: str, who: tuple[str, str]) -> Iterator[list[stint_files.Cell]]:
    """The rows of one stay: `T 03-01, L 03-03` are its stints, the last of which ends on `ends`."""
    stints = [part.split() for part in path.split(", ")]
    moments = [stint_files.at(f"2025-{day} 08:00") for day in [*(day for _, day in stints), ends]]
    key = f"{next(_NUMBERS):040x}"
    for (place, _), (book_in, book_out) in zip(stints, pairwise(moments), strict=True):
        last = book_out == moments[-1]
        yield stint_files.stint(
            family,
            stay_book_in=moments[0],
            book_in=book_in,
            book_out=book_out,
            stay_book_out=moments[-1],
            facility_code=PLACES[place],
            facility_name=f"INVENTED {place}",
            release_reason=reason if last else "Transferred",
            stay_release_reason=reason,
            citizenship=who[0],
            sex=who[1],
            person_key=key,
        )


def rows(
    family: str, number: int, path: str, ends: str, reason: str, who: tuple[str, str]
) -> list[list[stint_files.Cell]]:
    """The rows of so many stays that are alike."""
    return [row for _ in range(number) for row in stay(family, path, ends, reason, who)]


def write_stints(folder: Path) -> None:
    """A workbook of each release."""
    march, august = stint_files.MARCH_2026, stint_files.AUGUST_2026
    stint_files.book(
        folder / "invented_march.xlsx",
        {
            "Detentions": [
                *rows(march, 30, "T 03-01, L 03-03, S 04-01", "04-05", "Removed", RUSSIAN),
                *rows(march, 20, "L 03-10", "03-20", "Bonded Out", MEXICAN),
                *rows(march, 12, "L 03-01, T 03-11, L 03-21", "04-10", "Removed", CANADIAN),
                *rows(march, 1, "X 03-05, L 03-06", "03-30", "Removed", ("RUSSIA", "")),
                *rows(march, 15, "F 09-10", "09-20", "Bonded Out", MEXICAN),
            ]
        },
        march,
    )
    stint_files.book(
        folder / "invented_august.xlsx",
        {
            "Detentions": [
                *rows(august, 40, "F 07-01", "09-01", "Bonded Out", MEXICAN),
                *rows(august, 25, "F 10-01", "10-11", "Bonded Out", MEXICAN),
            ]
        },
        august,
    )


def write_days_only(folder: Path) -> None:
    """A release that says neither citizenship nor the hour."""
    made = [
        stint_files.stint(
            stint_files.DAYS_ONLY,
            book_in=stint_files.at(first),
            book_out=stint_files.at(last),
            stay_book_in=stint_files.at(first),
            stay_book_out=stint_files.at(last),
            facility_code=PLACES[place],
            person_key=f"{number}{at:039x}",
        )
        for number, (place, first, last) in enumerate(
            (("L", "2016-10-01", "2017-10-01"), ("T", "2017-09-30", "2017-10-02"))
        )
        for at in range(25)
    ]
    stint_files.book(folder / "invented_days_only.xlsx", {"Detentions": made}, stint_files.DAYS_ONLY)


def write_list(path: Path) -> None:
    """ICE's list, with state and area of four facilities."""
    headers = ["DETLOC", "Name", "City", "State", "AOR", "Type", "FY17 ADP", "FY16 ADP", "FY15 ADP"]
    listed = [
        [PLACES[place], f"INVENTED {place}", "SOMEWHERE", state, area, "IGSA", 26 if place == "L" else 1.5, 1.5, 1.5]
        for place, (state, area) in STATES.items()
    ]
    write_workbook(path, {"Facility List - Main": [["INVENTED"], headers, *listed]})


def write_days(path: Path) -> None:
    """The daily series, with one facility in two months."""
    days = [date(2025, 7, 1) + timedelta(days=at) for at in range(62)]
    with duckdb.connect() as engine:
        engine.execute(
            "CREATE TABLE days (detention_facility_code VARCHAR, date DATE, n_detained INTEGER, "
            "n_detained_at_midnight INTEGER, n_detained_male INTEGER, n_detained_female INTEGER, "
            "n_detained_convicted_criminal INTEGER, n_detained_possibly_under_18 INTEGER, detention_facility VARCHAR)"
        )
        filled = [(PLACES["F"], day, 38, 38, 38, 0, 0, 0, "INVENTED F") for day in days]
        engine.executemany("INSERT INTO days VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", filled)
        engine.execute(f"COPY days TO '{path}' (FORMAT parquet)")


@cache
def moved_record() -> Record:
    """The record, built once in a run of the tests."""
    files = Path(mkdtemp(prefix="sojourn-moved-"), "files")
    atexit.register(rmtree, files.parent, ignore_errors=True)
    files.mkdir()
    write_stints(files)
    write_days_only(files)
    write_list(files / "invented_list.xlsx")
    write_days(files / "invented_days.parquet")
    build(files.parent / "record", [files], invented=True)
    record = Record(files.parent / "record")
    atexit.register(record.close)
    return record
