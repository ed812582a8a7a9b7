"""Small invented files in the agencies' true formats, written without any code of Sojourn's readers."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from sojourn.sources.declare import families

REMOVALS = (
    "Area of Responsibility",
    "Apprehension Date",
    "Processing Disposition Code",
    "Birth Date",
    "Citizenship",
    "Gender",
    "RC Threat Level",
    "Final Charge Section",
    "Departed Date",
    "Removal Date",
)
_REMOVAL = {
    "Area of Responsibility": "Dallas Area of Responsibility",
    "Apprehension Date": "8/26/2015",
    "Processing Disposition Code": "REINST",
    "Birth Date": "(B)(6);(B)(7)(C) ",
    "Citizenship": "GUATEMALA",
    "Gender": "Male",
    "RC Threat Level": "NA",
    "Final Charge Section": "212a9Aii",
    "Departed Date": "10/5/2015",
    "Removal Date": "10/5/2015",
}
HEADCOUNT = "detention_facility_code|n|date"
POSTED = "ice_removals/foia-2025-icli-00019-august"
"""A family of whole publications with person ids."""


FAULTS: dict[int, dict[str, str]] = {
    3: {"Citizenship": "ATLANTIS"},
    50: {"Apprehension Date": "soon"},
    60: {"Final Charge Section": "212a\n7(A)"},
    61: {"Departed Date": "never"},
    120: {"RC Threat Level": "(b)(7)(E) "},
}
"""Faults of rows by their number, for texts of some hundred rows that are read in several ways."""


def removal(changes: Mapping[str, str] | None = None) -> list[str]:
    """One invented removal, with some cells of its own."""
    return [{**_REMOVAL, **(changes or {})}[name] for name in REMOVALS]


def removals(count: int, year: int = 2016) -> list[list[str]]:
    """As many removals of one fiscal year, on days of their own."""
    days = [date(year - 1, 10, 1) + timedelta(days=number % 360) for number in range(count)]
    spelled = [f"{day.month}/{day.day}/{day.year}" for day in days]
    return [removal({"Departed Date": day, "Removal Date": day}) for day in spelled]


def removals_text(rows: Iterable[Sequence[str]], year: int = 2016, header: Sequence[str] = REMOVALS) -> bytes:
    """A file of the request 2019-ICFO-53623: five banner lines, bars, texts in quotes and dates without."""
    bars = "|" * (len(header) - 1)
    lines = [
        f'"ERO-LESA Statistical Tracking Unit"{bars}',
        f'"For Official Use Only (FOUO)/Pre-decisional"{bars}',
        f'"2019-ICFO-53623"{bars}',
        bars,
        f'"ICE Removals for FY{year}"{bars}',
        "|".join(f'"{name}"' for name in header),
        *("|".join(map(_spelled, row)) for row in rows),
    ]
    return ("\n".join(lines) + "\n").encode()


def _spelled(cell: str) -> str:
    bare = not cell or cell.replace("/", "").isdigit()
    return cell if bare else '"' + cell.replace('"', '""') + '"'


def write_removals(path: Path, rows: Iterable[Sequence[str]], year: int = 2016) -> Path:
    """Write such a file; packed where its name ends in .gz, always to the same bytes."""
    text = removals_text(rows, year)
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)
    return path


def posted(rows: Iterable[Mapping[str, str]], family: str = POSTED) -> bytes:
    """A publication of a family as text with commas; cells that a row does not give are blank."""
    names = [mapped.published for mapped in families()[family].columns]
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    return "".join(",".join(line) + "\n" for line in lines).encode()


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], *, hidden: str = "") -> Path:
    """A workbook of plain cells; a text that begins with = becomes a formula with the value 7."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(at, column, cell, value=7)
                elif cell != "":
                    sheet.write(at, column, cell)
        if name == hidden:
            sheet.hide()
    book.close()
    return path


def removals_workbook(path: Path, rows: Iterable[Sequence[str]], *, hidden: str = "") -> Path:
    """The same rows as a workbook: banner, header, rows."""
    cells = [
        ["ERO-LESA Statistical Tracking Unit"],
        ["2019-ICFO-53623"],
        [],
        list(REMOVALS),
        *map(list, rows),
    ]
    return workbook(path, {"Removals": cells}, hidden=hidden)


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKBOOK_XML = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/{{}}" Target="{{}}"/></Relationships>'
)


def sheet_xml(rows: str) -> str:
    """A worksheet around the XML of its rows."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def xml_rows(rows: Sequence[Sequence[str]]) -> str:
    """Rows of inline texts as XML, each with its number."""
    return "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for column, cell in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )


def raw_workbook(path: Path, sheet: str | bytes, parts: Mapping[str, str | bytes] | None = None) -> Path:
    """A workbook put together by hand, for what no program writes."""
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": _RELATIONS.format("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": WORKBOOK_XML,
        "xl/_rels/workbook.xml.rels": _RELATIONS.format("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path
