"""A tiny invented record: few rows, in the agencies' true formats, whose answers can be counted by hand.

Removals (file FY2017: 46 rows; file FY2018: 5), by citizenship, with day of departure and of counting:

    RUSSIA    2016-11-02 (3: M, F, M) · 2017-01-05 M · 2017-03-07 (F, M) · 2016-09-28 counted 2016-10-05 M
              in FY2018: 2017-09-29 counted 2017-10-03 M · 2017-09-30 counted 2017-10-04 M · 2017-12-01 M
    CANADA    one a day in April 2017, ten women and then twenty men
    MEXICO    five identical rows on 2017-02-01; in the file FY2018 two on 2017-11-01
    HONDURAS  one on 2017-06-01, sex Unknown
    absent    two redacted on 2016-11-02, one blank on 2017-05-01, all men

People held from 1 May to 31 August 2025 (any time of the day: five more than at midnight):

    AAAAAAA  100 at each midnight to 30 June, 40 from 1 July; women 30 of 105, then 12 of 45
    BBBBBBB  200, all women        CCCCCCC  5, all men        EEEEEEE  50, all men

The headcount (placements at the midnight that begins the day, to 5 August) has AAAAAAA with 50 from July.

The workbooks of ICE have 12 facilities a little above those counts; see `_nights` and `PULLS`.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import duckdb
import xlsxwriter

from invented import REMOVALS
from sojourn.record.build import build
from sojourn.record.opened import Record

PERSON = "(B)(6);(B)(7)(C) "
BANNER = (
    "ERO-LESA Statistical Tracking Unit",
    "For Official Use Only (FOUO)/Pre-decisional",
    "2019-ICFO-53623",
    "",
)
ARRESTS = (
    "Area of Responsibility",
    "Apprehension Date",
    "Apprehension Method",
    "Apprehension Landmark",
    "Operation",
    "Processing Disposition",
    "Birth Date",
    "Citizenship",
    "Gender",
)
DALLAS, NEW_ORLEANS = "Dallas Area of Responsibility", "New Orleans Area of Responsibility"


def american(day: date) -> str:
    """A day as these files spell it."""
    return f"{day.month}/{day.day}/{day.year}"


def removal(citizenship: str, sex: str, departed: str, counted: str = "", area: str = DALLAS) -> list[str]:
    """One invented removal; the day of counting is that of departure unless given."""
    days = [american(date.fromisoformat(day)) for day in (departed, counted or departed)]
    return [area, days[0], "ER", PERSON, citizenship, sex, "NA", "212a7AiI", *days]


FY2017 = (
    removal("RUSSIA", "Male", "2016-11-02", area=NEW_ORLEANS),
    removal("RUSSIA", "Female", "2016-11-02"),
    removal("RUSSIA", "Male", "2016-11-02"),
    removal("RUSSIA", "Male", "2017-01-05"),
    removal("RUSSIA", "Female", "2017-03-07"),
    removal("RUSSIA", "Male", "2017-03-07"),
    removal("RUSSIA", "Male", "2016-09-28", "2016-10-05"),
    *(removal("CANADA", "Female", f"2017-04-{day:02}") for day in range(1, 11)),
    *(removal("CANADA", "Male", f"2017-04-{day:02}") for day in range(11, 31)),
    *[removal("MEXICO", "Male", "2017-02-01")] * 5,
    removal("HONDURAS", "Unknown", "2017-06-01"),
    *[removal(PERSON, "Male", "2016-11-02")] * 2,
    removal("", "Male", "2017-05-01"),
)
FY2018 = (
    removal("RUSSIA", "Male", "2017-09-29", "2017-10-03"),
    removal("RUSSIA", "Male", "2017-09-30", "2017-10-04"),
    removal("RUSSIA", "Male", "2017-12-01"),
    *[removal("MEXICO", "Male", "2017-11-01")] * 2,
)
BY_COUNTRY = "CountryOfCitizenship,2017,2018\nRUSSIA,7,3\nCANADA,30,0\nMEXICO,5,3\nHONDURAS,1,0\n"


def bars(title: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A text of the request 2019-ICFO-53623: five banner lines, bars between cells."""
    padding = "|" * (len(headers) - 1)
    lines = [f'"{line}"{padding}' if line else padding for line in (*BANNER, title)]
    return "\n".join([*lines, "|".join(f'"{name}"' for name in headers), *map("|".join, rows)]) + "\n"


def write_removals(folder: Path) -> None:
    """The two files of removals and ICE's own table of countries."""
    for year, rows in ((2017, FY2017), (2018, FY2018)):
        (folder / f"invented_removals_{year}.csv").write_text(bars(f"ICE Removals for FY{year}", REMOVALS, rows))
    (folder / "invented_by_country.csv").write_text(BY_COUNTRY)


def write_arrests(folder: Path) -> None:
    """Four arrests of FY2017, the last entered again."""
    methods = ("Located", "Located", "Non-Custodial Arrest", "ERO Reprocessed Arrest")
    rows = [
        [
            NEW_ORLEANS,
            american(date(2017, 1, 2 + at)),
            method,
            "",
            "",
            "",
            PERSON,
            "RUSSIA" if at < 3 else "CANADA",
            "Male",
        ]
        for at, method in enumerate(methods)
    ]
    (folder / "invented_arrests_2017.csv").write_text(bars("ERO Administrative Arrests for FY2017", ARRESTS, rows))


FIRST_DAY, LAST_DAY, TURN = date(2025, 5, 1), date(2025, 8, 31), date(2025, 7, 1)
DAYS = [FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1)]
FACILITIES = {
    "AAAAAAA": "ALPHA DETENTION CENTER",
    "BBBBBBB": "BRAVO ICE PROCESSING CENTER",
    "CCCCCCC": "CHARLIE COUNTY JAIL",
    "EEEEEEE": "ECHO SOFT SIDED FACILITY",
}


def midnight(code: str, day: date, after_turn: int = 40) -> int:
    """People at the midnight that ends a day."""
    if code == "AAAAAAA":
        return 100 if day < TURN else after_turn
    return {"BBBBBBB": 200, "CCCCCCC": 5, "EEEEEEE": 50}[code]


def women(code: str, day: date) -> int:
    """Women at any time of a day."""
    if code == "AAAAAAA":
        return 30 if day < TURN else 12
    return 205 if code == "BBBBBBB" else 0


def write_facility_days(path: Path, last: date = LAST_DAY, after_turn: int = 40) -> None:
    """The series of the Deportation Data Project, as Parquet."""
    rows = [
        (code, day, held + 5, held, held + 5 - women(code, day), women(code, day), 1, 0, name)
        for code, name in FACILITIES.items()
        for day in DAYS
        if day <= last
        for held in [midnight(code, day, after_turn)]
    ]
    names = (
        "detention_facility_code VARCHAR, date DATE, n_detained INTEGER, n_detained_at_midnight INTEGER, "
        "n_detained_male INTEGER, n_detained_female INTEGER, n_detained_convicted_criminal INTEGER, "
        "n_detained_possibly_under_18 INTEGER, detention_facility VARCHAR"
    )
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE days ({names})")
        engine.executemany("INSERT INTO days VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        engine.execute(f"COPY days TO '{path}' (FORMAT parquet)")


def write_headcount(path: Path) -> None:
    """The headcount of the University of Washington: the midnight that begins the day, to 5 August."""
    days = [day for day in DAYS if date(2025, 5, 2) <= day <= date(2025, 8, 5)]
    rows = [
        f"{code}|{midnight(code, day - timedelta(days=1), 50)}|{day}"
        for code in ("AAAAAAA", "BBBBBBB", "CCCCCCC")
        for day in days
    ]
    path.write_text("\n".join(["detention_facility_code|n|date", *rows]) + "\n")


PULLS = {
    date(2025, 5, 26): "",
    date(2025, 6, 9): "foreign",
    date(2025, 6, 23): "anomalous",
    date(2025, 7, 7): "",
    date(2025, 7, 21): "rounded",
    date(2025, 8, 4): "",
    date(2025, 8, 18): "",
}
YEAR = date(2024, 10, 1)
WORKBOOK = (
    *("Name", "Address", "City", "State", "Zip", "AOR", "Type Detailed", "Male/Female", "FY25 ALOS"),
    *("Level A", "Level B", "Level C", "Level D"),
    *("Male Crim", "Male Non-Crim", "Female Crim", "Female Non-Crim", "Mandatory"),
)
LISTED = (
    ("ALPHA DET CTR", "ALPHA CITY"),
    ("BRAVO IPC", "BRAVO CITY"),
    ("CHARLIE CO JAIL", "CHARLIE CITY"),
    ("DELTA COUNTY JAIL", "DELTA CITY"),
    ("ECHO EAST SHELTER", "ECHO CITY"),
    *((f"FACILITY NUMBER {number}", "OTHER CITY") for number in range(6, 13)),
)


def days_to(pull: date) -> int:
    """Days from 1 October to a pull."""
    return (pull - YEAR).days


def _nights(place: int, pull: date) -> int:
    """Nights of the fiscal year to a pull: 2 in 100 above our counts, and never a whole number a day."""
    days = [YEAR + timedelta(days=number) for number in range(days_to(pull))]
    daily = (0, 204, 5, 70, 51)
    held = (
        sum(102 if day < TURN else 41 for day in days)
        if place == 0
        else len(days) * (daily[place] if place < 5 else 20 + place)
    )
    return held + place + 1


def average(place: int, pull: date) -> float:
    """What the workbook of a pull prints for a facility, faults included."""
    fault, days = PULLS[pull], days_to(pull)
    before = pull - timedelta(days=14)
    if fault == "rounded":
        return float(round(_nights(place, pull) / days))
    if fault == "foreign" and place == 3:
        return _nights(1, before) / days_to(before)
    if fault == "anomalous" and place == 1:
        return (_nights(1, before) + 14 * 90) / days
    if fault == "anomalous" and place in {0, 3, 5, 6, 7, 8, 9, 10, 11}:
        return (_nights(place, before) - 30) / days
    return _nights(place, pull) / days


def write_statistics(folder: Path, pulls: Iterable[date] = PULLS) -> None:
    """One workbook a pull."""
    for pull in pulls:
        source = f"Data Source: ICE Integrated Decision Support (IIDS), {pull:%m/%d/%Y}"
        above = [["INVENTED"], ["ICE FACILITIES DATA, FY25"], [source], list(WORKBOOK)]
        rows = [
            [
                name,
                "",
                city,
                "LA",
                "",
                "NOL",
                "IGSA",
                "Female/Male",
                30,
                figure,
                0,
                0,
                0,
                figure,
                0,
                0,
                0,
                figure,
            ]
            for place, (name, city) in enumerate(LISTED)
            for figure in [average(place, pull)]
        ]
        write_workbook(folder / f"invented_FY25_{pull}.xlsx", {"Facilities FY25": [*above, *rows]})


def write_facility_list(path: Path) -> None:
    """ICE's list with the town of one facility."""
    headers = ["DETLOC", "Name", "City", "State", "AOR", "Type", "FY17 ADP", "FY16 ADP", "FY15 ADP"]
    row = ["EEEEEEE", "ECHO SOFT SIDED FACILITY", "ECHO CITY", "LA", "NOL", "IGSA", 12.5, 11.5, 10.5]
    write_workbook(path, {"Facility List - Main": [["INVENTED"], headers, row]})


_ABOVE: list[list[object]] = [["ERO-LESA Statistical Tracking Unit"], ["UW v. DHS - ICE Productions"], []]
_HIDDEN = "(b)(6),(b)(7)c)"


def write_seattle(path: Path) -> None:
    """The Seattle production: arrests, book-ins, removals and their Summary, one figure of it wrong."""
    arrests = [[date(2017, 1, 5 + at), _HIDDEN, "Male", "MEXICO", _HIDDEN, "", "Located", ""] for at in range(2)]
    arrests.append([date(2018, 1, 5), _HIDDEN, "Female", "RUSSIA", _HIDDEN, "", "Located", ""])
    booked = [
        [date(year, 2, 1), _HIDDEN, "Male", "MEXICO", "NW DETENTION", "Located", ""] for year in (2017, 2018, 2018)
    ]
    categories = ("[8G] Expedited Removal - Credible Fear Referral", "[16] Reinstated Final Order")
    removed = [[date(2018, 3, 1), _HIDDEN, "Male", "MEXICO", _HIDDEN, "", category] for category in categories]
    removal_headers = ["Departed Date", "Date of Birth", "Gender", "Country of Citizenship", "Event Number"]
    removal_headers += ["Most Serious Conviction", "Case Category"]
    arrest_headers = [
        "Arrest Date",
        *removal_headers[1:5],
        "Apprehension Landmark",
        "Arrest Method",
        "Most Serious Conviction",
    ]
    book_headers = [
        "Book In Date",
        *removal_headers[1:4],
        "Detention Facility",
        "Apprehension Method",
        "Most Serious Conviction",
    ]
    span = "FY2017 - FY2018 YTD (10/01/2016 - 09/30/2018)"
    summary: list[list[object]] = [
        *_ABOVE,
        [f"{span} ERO Administrative Arrests for the Seattle Area of Responsibility"],
        ["Fiscal Year", "Total"],
        ["FY2017", 2],
        ["FY2018", 1],
        [],
        [f"{span} ICE Initial Book Ins for the Seattle Area of Responsibility"],
        ["Fiscal Year", "Total"],
        ["FY2017", 1],
        ["FY2018", 3],
        [],
        [f"{span} ICE Removals for the Seattle Area of Responsibility"],
        ["Fiscal Year", "Expedited Removals", "Other Removals", "Total"],
        ["FY2018", 1, 1, 2],
    ]
    sheets: dict[str, Sequence[Sequence[object]]] = {
        "Summary": summary,
        "Arrests": [*_ABOVE, arrest_headers, *arrests],
        "Book Ins": [*_ABOVE, book_headers, *booked],
        "Expedited Removals": [*_ABOVE, removal_headers, removed[0]],
        "Other Removals": [*_ABOVE, removal_headers, removed[1]],
    }
    write_workbook(path, sheets)


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """A workbook of texts, numbers and days."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime(2000, 1, 1)})
    days = book.add_format({"num_format": "mm/dd/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, days)
                elif cell != "":
                    sheet.write(at, column, cell)
    book.close()


def write_texts(folder: Path) -> None:
    """The texts alone, whose bytes depend on nothing but this file."""
    write_removals(folder)
    write_arrests(folder)
    write_headcount(folder / "invented_headcount.csv")


def write_files(folder: Path) -> None:
    """Every file of the tiny record."""
    write_texts(folder)
    write_facility_days(folder / "invented_facility_days.parquet")
    write_statistics(folder)
    write_facility_list(folder / "invented_facility_list.xlsx")
    write_seattle(folder / "invented_seattle.xlsx")


def made(folder: Path, *, invented: bool = True) -> Path:
    """The record of a folder of files, beside it."""
    record = folder.parent / f"{folder.name}-record"
    build(record, [folder], invented=invented)
    return record


@cache
def tiny_folder() -> Path:
    """The folder of the tiny record, built once in a run of the tests."""
    folder = Path(mkdtemp(prefix="sojourn-tiny-"), "files")
    atexit.register(rmtree, folder.parent, ignore_errors=True)
    folder.mkdir()
    write_files(folder)
    return made(folder)


@cache
def tiny_record() -> Record:
    """The tiny record, open."""
    return Record(tiny_folder())
