"""The facility list of 2017: places, and averages by fiscal year and month, on one sheet."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sojourn.lookalike.book import workbook
from sojourn.lookalike.nights import FIRST, Facility, facilities, held, total
from sojourn.lookalike.truth import Account, Made, PartTruth, Truth, made
from sojourn.reading.marked import MARK
from sojourn.sources.declare import families

AS_OF = date(2017, 11, 6)
SHEET = "Facility List - Main"
_YEAR = re.compile(r"FY(\d\d) ADP")
_MONTH = re.compile(rf"({'|'.join(month_name[1:])}) (20\d\d)")


def write(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:  # noqa: ARG001 - nothing is planted in this small list
    """Write the list; `rows` is the number of facilities."""
    family = families()["ice_facility_list/facility-list-2017"]
    headers = [mapped.published for mapped in family.columns]
    places = facilities(rows)
    averages = {place.code: _averages(place, headers, seed) for place in places}
    path = folder / "invented_ICE_Facility_List_11-06-2017-web_raw.xlsx"
    with workbook(path) as book:
        book.rows("Notes", [[MARK]])
        book.rows(SHEET, [*_above(rows), headers, *(_row(place, headers, averages[place.code]) for place in places)])
    account = Account(rows, rows)
    parts = [
        PartTruth(SHEET, "facilities", account, {"codes": [place.code for place in places]}),
        PartTruth(SHEET, "official_averages", account, {"averages": averages}),
    ]
    return [made(path, Truth(path.name, family.source, family.id, seed, parts))]


def _above(rows: int) -> list[list[object]]:
    """Seven banner rows and the row of groups; the mark stands in the row that the agency leaves empty."""
    return [
        ["ERO Custody Management Division"],
        ["Facility List Report"],
        [f"{rows} Facilities, Source: ICE Integrated Decision Support (IIDS), 11/06/2017"],
        ["IIDS is a data warehouse that contains dynamic data extracts."],
        ["FY2018 data: IIDS as of 11/06/2017; EID data through 11/04/2017"],
        ["FY2017 data: IIDS as of 10/02/2017; EID data through 09/30/2017."],
        [MARK],
        ["Facility Information"],
    ]


def _averages(place: Facility, headers: Sequence[str], seed: int) -> dict[str, float]:
    """The average of every period that the headers name."""
    nights = held(place, seed)
    periods = {header: period for header in headers if (period := _period(header))}
    days = {header: (last - first).days + 1 for header, (first, last) in periods.items()}
    return {header: total(nights, first, days[header]) / days[header] for header, (first, _) in periods.items()}


def _period(header: str) -> tuple[date, date] | None:
    if year := _YEAR.fullmatch(header):
        fiscal = 2000 + int(year[1])
        return date(fiscal - 1, 10, 1), min(AS_OF, date(fiscal, 9, 30))
    if month := _MONTH.fullmatch(header):
        first = date(int(month[2]), list(month_name).index(month[1]), 1)
        return first, min(AS_OF, first.replace(day=monthrange(first.year, first.month)[1]))
    return None


def _row(place: Facility, headers: Sequence[str], averages: dict[str, float]) -> list[object]:
    known: dict[str, object] = {
        "DETLOC": place.code,
        "Name": place.name,
        "City": place.city,
        "State": place.state,
    }
    known |= {
        "AOR": place.area,
        "Docket": place.area,
        "Type": "IGSA",
        "Type Detailed": "DIGSA",
        "Capacity": "AS NEEDED",
    }
    known |= {"Male/Female": "Female/Male", "Date of First Use": FIRST, "Date of Last Use": AS_OF, **averages}
    return [known.get(header, "") for header in headers]
