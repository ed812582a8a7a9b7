"""Invented detention stints in the layouts of their releases: text, workbook and Parquet, with banner and types."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import xlsxwriter

from sojourn.sources.declare import Family, families

MARCH_2026 = "ice_detentions/foia-2026-icli-00005"
AUGUST_2026 = "ice_detentions/hausman-2026-08"
POSTED = "ice_detentions/foia-2025-icli-00019"
DAYS_ONLY = "ice_detentions/foia-2023-icfo-42034"
BY_STAY = "ice_detentions/foia-2022-icfo-09022"
PROJECT = "ice_detentions/ddp-2026-03"
DETENTIONS = {name: family for name, family in families().items() if family.source == "ice_detentions"}

Cell = str | int | float | datetime
_BANNER = (
    "U.S. Immigration and Customs Enforcement",
    "For Official Use Only (FOUO)/Pre-decisional",
    "Law Enforcement Systems and Analysis",
    "",
    "ICE Detentions, invented",
    "",
)
_PLAIN: dict[str, Cell] = {
    "stay_book_in": "2023-03-05 13:45:00",
    "book_in": "2023-03-05 13:45:00",
    "book_out": "2023-03-09 02:10:00",
    "stay_book_out": "2023-03-20 17:00:00",
    "facility_code": "INVHALL",
    "facility_name": "INVENTED HALL",
    "release_reason": "Transferred",
    "stay_release_reason": "Removed",
    "sex": "Male",
    "citizenship": "RUSSIA",
    "birth_year": "1980",
    "criminality": "3 Other Immigration Violator",
    "threat_level": "NA",
    "entry_status": "Not  Applicable",
    "book_in_area": "New Orleans Area of Responsibility",
    "final_program": "Border Patrol",
    "final_order": "YES",
    "person_key": "e" * 40,
}


def headers(family: str) -> list[str]:
    """The headers of a family, as published."""
    return [mapped.published for mapped in families()[family].columns]


def stint(family: str = MARCH_2026, **cells: Cell) -> list[Cell]:
    """One plain stint under the headers of a family; `cells` are given by the column that they fill."""
    return _row(families()[family], {**_PLAIN, **cells})


def _row(family: Family, cells: Mapping[str, Cell]) -> list[Cell]:
    return [cells.get(mapped.column, "") if mapped.column else "" for mapped in family.columns]


def at(text: str) -> datetime:
    """A moment as a workbook holds it."""
    return datetime.fromisoformat(text)


def text_file(path: Path, rows: Sequence[Sequence[Cell]], family: str = MARCH_2026, banner: int = 6) -> Path:
    """A text file with commas and so many banner lines; lines below the header begin at `banner` + 2."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([*([line] for line in _BANNER[:banner]), headers(family), *rows])
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def book(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    family: str = MARCH_2026,
    banner: int = 6,
    notes: Sequence[str] = (),
) -> Path:
    """A workbook as the agency writes it: banner, header, rows with real dates, and perhaps notes below."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "m/d/yyyy h:mm"}) as out:
        for name, rows in sheets.items():
            sheet = out.add_worksheet(name)
            lines = [*([line] for line in _BANNER[:banner]), headers(family), *rows, *([note] for note in notes)]
            for number, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if cell != "":
                        sheet.write(number, column, cell)
    return path


def parquet_file(path: Path, rows: Sequence[Mapping[str, str]], types: Mapping[str, str]) -> Path:
    """A Parquet file of the Deportation Data Project; `rows` by header, all text but for the columns of `types`."""
    names = headers(PROJECT)
    columns = ", ".join(f'"{name}" {types.get(name, "VARCHAR")}' for name in names)
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"CREATE TABLE stints ({columns})")
    for row in rows:
        cells = [row.get(name) or None for name in names]
        connection.execute(f"INSERT INTO stints VALUES ({', '.join('?' * len(names))})", cells)
    connection.execute(f"COPY stints TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    return path
