"""A tiny invented record of the ports, whose answers can be counted by hand.

Appointments, edition of July 2023 (that of June names CHILE instead of RUSSIA, and has April as 390):

    month     all   RUSSIA  MEXICO  OTHER
    2023-04   400     100     200    100
    2023-06   900      30     500    370
    2023-07   930      30     600    300
    Total   2,240     160   1,300    770      (all: 10 more than the months)

Encounters at ports of the southwest border: CBP's nationwide file has 120, 60 and 40 of RUSSIA in those months and
500, 950 and 1,000 of all; its file of the southwest border has all of December 2024 (3,100), January 2025 (2,110) and
February 2025 (280).
"""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import xlsxwriter

from sojourn.record.build import build
from sojourn.record.opened import Record

LINK = "Return to Table of Contents."
ROUNDED = "Notes: To protect privacy, table cells are rounded to the nearest ten."
Rows = list[list[object]]

JULY: Rows = [
    [LINK],
    ["CBP One Appointments: Fiscal Years 2023 to 2023 YTD (July 2023)"],
    ["Fiscal Year", "Month", "Total", "Russia", "Mexico", "Other"],
    ["2023 YTD", "Total", 2240, 160, 1300, 770],
    ["", "March", "X", "X", "X", "X"],
    ["", "April", 400, 100, 200, 100],
    ["", "June", 900, 30, 500, 370],
    ["", "July", 930, 30, 600, 300],
    ["X Not applicable."],
    [ROUNDED],
]
JUNE: Rows = [
    [LINK],
    ["CBP One Appointments: Fiscal Years 2023 to 2023 YTD (June 2023)"],
    ["Fiscal Year", "Month", "Total", "Mexico", "Chile", "Other"],
    ["2023 YTD", "Total", 1290, 700, 40, 550],
    ["", "April", 390, 200, 10, 180],
    ["", "June", 900, 500, 30, 370],
]
NATIONWIDE = (
    "fiscal_year,month_grouping,month_abbv,component,land_border_region,area_of_responsibility,aor_abbv,demographic,"
    "citizenship,title_of_authority,encounter_type,encounter_count"
)
SOUTHWEST = (
    "Fiscal Year,Month Grouping,Month (abbv),Component,Demographic,Citizenship Grouping,Title of Authority,"
    "Encounter Type,Encounter Count"
)
PORTS, SOUTH = "Office of Field Operations", "Southwest Land Border,San Diego Field Office,San Diego"
RUSSIANS = {"APR": 120, "JUN": 60, "JUL": 40}
OTHERS = {"APR": 380, "MAY": 0, "JUN": 890, "JUL": 960}


def workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    """A workbook of plain rows."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def write_tables(folder: Path) -> None:
    """The two editions."""
    for name, rows in (("june", JUNE), ("july", JULY)):
        workbook(folder / f"invented_ohss_{name}.xlsx", {"CBP One Appointments": rows})


def write_encounters(folder: Path) -> None:
    """The two files of CBP, with encounters that the measures leave out."""
    lines = [NATIONWIDE]
    for who, counts in (("RUSSIA", RUSSIANS), ("MEXICO", OTHERS)):
        lines += [
            f"2023.0,FYTD,{month},{PORTS},{SOUTH},Single Adults,{who},Title 8,Inadmissibles,{count}.0"
            for month, count in counts.items()
        ]
    lines.append(
        f"2023.0,FYTD,JUN,{PORTS},Northern Land Border,Buffalo Field Office,Buffalo,FMUA,RUSSIA,Title 8,Inadmissibles,7.0"
    )
    lines.append(
        "2023.0,FYTD,JUN,U.S. Border Patrol,Southwest Land Border,Yuma Sector,YUM,FMUA,RUSSIA,Title 8,Apprehensions,9.0"
    )
    (folder / "invented_nationwide.csv").write_text("\n".join(lines) + "\n")
    southwest = [
        f"2025 (FYTD),FYTD,{month},{PORTS},Single Adults,Other,Title 8,Inadmissibles,{count}"
        for month, count in (("DEC", 3100), ("JAN", 2110), ("FEB", 280))
    ]
    (folder / "invented_southwest.csv").write_text("\n".join([SOUTHWEST, *southwest]) + "\n")


def built(files: Sequence[Path]) -> Record:
    """A record of some files, gone when the tests end."""
    folder = Path(mkdtemp(prefix="sojourn-ports-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    report = build(folder, files, invented=True)
    assert not report.errors
    return Record(folder)


@cache
def ports_record() -> Record:
    """The tiny record of the ports, open."""
    folder = Path(mkdtemp(prefix="sojourn-ports-files-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    write_tables(folder)
    write_encounters(folder)
    return built([folder])
