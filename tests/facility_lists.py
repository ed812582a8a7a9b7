"""Invented lists of facilities in their true layouts, that agree and contradict each other, and days beside them.

code      ICE's list of 2017             the registry                     the days
ALPHALA   Alpha, LA, NOL, IGSA staging   the same                         ALPHA STAGING FACILI
BRAVOTX   Bravo, TX, SNA, IGSA           Bravo, MS, NOL, Marshals         BRAVO COUNTY JAIL
CLARKAA   Clark, LA, NOL, IGSA           -                                CLARK COUNTY JAIL
CLARKBB   -                              Clark, IN, CHI, IGSA             CLARK COUNTY JAIL
DELTAHO   -                              -                                DELTA HOSPITAL, in the headcount alone
NOPLACE   -                              -                                NOPLACE HOTEL
-         one withheld row               one without a code, wrong place  -
"""

from __future__ import annotations

import atexit
import csv
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import duckdb

from sojourn.record.opened import Record
from sojourn.sources.declare import FOLDER
from tiny import made, write_workbook

LIST_2017 = (
    "DETLOC",
    "Name",
    "City",
    "County",
    "State",
    "AOR",
    "Type",
    "Type Detailed",
    "FY17 ADP",
    "FY16 ADP",
    "FY15 ADP",
)
LISTED_2017 = (
    ("ALPHALA", "ALPHA STAGING FACILITY", "ALPHA", "ALPHA PARISH", "LA", "NOL", "Other", "STAGING", 10.5, 9, 8),
    ("BRAVOTX", "BRAVO COUNTY JAIL", "BRAVO", "", "TX", "SNA", "IGSA", "IGSA", 4, 3, 2),
    ("CLARKAA", "CLARK COUNTY JAIL", "CLARK", "", "LA", "NOL", "IGSA", "IGSA", 1, 1, 1),
    ("Redacted", "Redacted", "Redacted", "Redacted", "Redacted", "DEN", "ORR", "ORR", 0, 0, 0),
)
REGISTRY = (
    {
        "id": "ALPHALA",
        "primary_name": "Alpha Staging Facility",
        "states": "LA",
        "address": "1 Main Street, Suite 2, Alpha, LA 70000",
        "address_agreement": "converged",
        "address_n_sources": "3",
        "agreement": "Other",
        "facilityFunction": "STAGING",
        "fieldOffice": "NOL",
        "lastInspectionEndDate": "2026-07-09",
    },
    {
        "id": "BRAVOTX",
        "primary_name": "Bravo County Jail",
        "states": "MS",
        "address": "2 High Street, Bravo, MS 39000",
        "address_agreement": "conflict",
        "address_n_sources": "2",
        "agreement": "USMS IGA",
        "fieldOffice": "NOL",
        "lastInspectionEndDate": "Scheduled FY27",
    },
    {
        "id": "CLARKBB",
        "primary_name": "Clark County Jail",
        "states": "IN",
        "address": "Clark, IN 47000",
        "fieldOffice": "CHI",
    },
    {
        "id": "ice-otherwise",
        "primary_name": "Otherwise",
        "states": "WA",
        "address": "3 E Street, T, WA 98421",
        "fieldOffice": "DET",
    },
)
OFFICES = (
    *("office_name", "office_name_short", "agency", "field_office_name", "sub_office", "address", "city", "state"),
    *("zip", "zip_4", "address_full", "area", "office_latitude", "office_longitude"),
)
NAMED = {
    "ALPHALA": "ALPHA STAGING FACILI",
    "BRAVOTX": "BRAVO COUNTY JAIL",
    "CLARKAA": "CLARK COUNTY JAIL",
    "CLARKBB": "CLARK COUNTY JAIL",
    "NOPLACE": "NOPLACE HOTEL",
}


def published_headers() -> list[str]:
    """The headers of the registry's facilities file, as declared."""
    path = FOLDER / "detentionsystemdata" / "published.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row["published"] for row in csv.DictReader(file, strict=True)]


def write_registry(path: Path, rows: Sequence[Mapping[str, str]] = REGISTRY, headers: Sequence[str] = ()) -> None:
    """The facilities of the registry."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers or published_headers(), restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def write_list(path: Path) -> None:
    """ICE's list of 2017."""
    write_workbook(path, {"Facility List - Main": [["INVENTED"], LIST_2017, *LISTED_2017]})


def write_offices(path: Path) -> None:
    """Two offices of ICE with coordinates."""
    new_orleans = [
        "New Orleans Field Office",
        "New Orleans - ERO",
        "ERO",
        "",
        False,
        "1 Drive",
        "St. Rose",
        "LA",
        "70087",
    ]
    lawyers = ["Office of the Principal Legal Advisor, New Orleans", "New Orleans - OPLA", "OPLA", "", False, "2 Drive"]
    rows = [
        [*new_orleans, "70087", "", "Louisiana", 29.95, -90.25],
        [*lawyers, "New Orleans", "LA", "70112", "70112", "", "", 29.96, -90.07],
    ]
    write_workbook(path, {"Sheet1": [OFFICES, *rows]})


def write_days(path: Path) -> None:
    """Three days of the daily series; nobody is held at ALPHALA on the last."""
    with duckdb.connect() as engine:
        engine.execute(
            "CREATE TABLE days (detention_facility_code VARCHAR, date DATE, n_detained INTEGER, "
            "n_detained_at_midnight INTEGER, detention_facility VARCHAR)"
        )
        rows = [
            (code, date(2025, 6, day), held + 1 if held else 0, held, name)
            for code, name in NAMED.items()
            for day in (1, 2, 3)
            for held in [0 if (code, day) == ("ALPHALA", 3) else 5]
        ]
        engine.executemany("INSERT INTO days VALUES (?, ?, ?, ?, ?)", rows)
        engine.execute(f"COPY days TO '{path}' (FORMAT parquet)")


def write_headcount(path: Path) -> None:
    """The headcount: a hospital that the daily series lacks, and no hotel."""
    codes = ("ALPHALA", "BRAVOTX", "CLARKAA", "DELTAHO")
    rows = [f"{code}|4|2025-06-0{day}" for code in codes for day in (1, 2)]
    path.write_text("\n".join(["detention_facility_code|n|date", *rows]) + "\n")


@cache
def listed_record() -> Record:
    """The record of all of these, built once in a run of the tests."""
    folder = Path(mkdtemp(prefix="sojourn-lists-"), "files")
    atexit.register(rmtree, folder.parent, ignore_errors=True)
    folder.mkdir()
    write_list(folder / "invented_list.xlsx")
    write_registry(folder / "invented_registry.csv")
    write_offices(folder / "invented_offices.xlsx")
    write_days(folder / "invented_days.parquet")
    write_headcount(folder / "invented_headcount.csv")
    return Record(made(folder))
