"""A court release of a few invented rows in the true format, which tests damage as they need."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sojourn.tables.court.declare import court_tables

DAY = "{} 00:00:00.000"
FOLDER = "EOIR Case Data 2026-0701"
PUBLISHED = {table.family.published: table for table in court_tables().values()}

CASES: list[dict[str, str]] = [
    {"IDNCASE": "1001", "ALIEN_CITY": "SPRINGVALE", "ALIEN_STATE": "LA", "ALIEN_ZIPCODE": "70001", "NAT": "RU", "LANG": "RUS", "CASE_TYPE": "RMV", "CUSTODY": "D", "C_BIRTHDATE": "7/1988", "C_ASY_TYPE": "E", "LPR": "0"},
    {"IDNCASE": "1002", "ALIEN_CITY": "OLD HARBOR", "ALIEN_STATE": "TX", "ALIEN_ZIPCODE": "75001", "NAT": "NA", "LANG": "SP ", "CASE_TYPE": "RMV", "CUSTODY": "N", "E_28_DATE": DAY.format("2024-02-01"), "C_ASY_TYPE": "I"},
    {"IDNCASE": "1003", "ALIEN_CITY": "NEW HARBOR", "ALIEN_STATE": "NY", "ALIEN_ZIPCODE": "10001", "NAT": "MX", "LANG": "ENG", "CASE_TYPE": "CFR", "CUSTODY": "R"},
]  # fmt: skip
PROCEEDINGS: list[dict[str, str]] = [
    {"IDNPROCEEDING": "501", "IDNCASE": "1001", "OSC_DATE": DAY.format("2023-05-01"), "INPUT_DATE": DAY.format("2023-05-09"), "BASE_CITY_CODE": "JNA", "HEARING_LOC_CODE": "JNA", "IJ_CODE": "QQA", "DEC_CODE": "X", "COMP_DATE": DAY.format("2024-11-05"), "ABSENTIA": "N", "CASE_TYPE": "RMV", "CUSTODY": "D", "NAT": "RU", "LANG": "RUS"},
    {"IDNPROCEEDING": "502", "IDNCASE": "1002", "OSC_DATE": DAY.format("2022-01-01"), "INPUT_DATE": DAY.format("2022-01-09"), "BASE_CITY_CODE": "NOL", "HEARING_LOC_CODE": "NOL", "IJ_CODE": "QQB", "OTHER_COMP": "C", "COMP_DATE": DAY.format("2023-03-01"), "CASE_TYPE": "RMV", "CUSTODY": "N", "NAT": "NA", "LANG": "SP "},
    {"IDNPROCEEDING": "503", "IDNCASE": "1002", "OSC_DATE": DAY.format("2022-01-01"), "INPUT_DATE": DAY.format("2023-03-02"), "BASE_CITY_CODE": "JNA", "HEARING_LOC_CODE": "JNA", "IJ_CODE": "QQA", "DEC_CODE": "R", "COMP_DATE": DAY.format("2025-01-15"), "ABSENTIA": "N", "CASE_TYPE": "RMV", "CUSTODY": "N", "NAT": "NA", "LANG": "SP "},
    {"IDNPROCEEDING": "504", "IDNCASE": "1003", "OSC_DATE": DAY.format("2026-06-01"), "INPUT_DATE": DAY.format("2026-06-09"), "BASE_CITY_CODE": "NOL", "HEARING_LOC_CODE": "NOL", "IJ_CODE": "QQB", "CASE_TYPE": "CFR", "CUSTODY": "R", "NAT": "MX", "LANG": "ENG"},
]  # fmt: skip
APPLICATIONS: list[dict[str, str]] = [
    {"IDNPROCEEDINGAPPLN": "1", "IDNPROCEEDING": "501", "IDNCASE": "1001", "APPL_CODE": "ASYL", "APPL_RECD_DATE": DAY.format("2023-08-01"), "APPL_DEC": "D"},
    {"IDNPROCEEDINGAPPLN": "2", "IDNPROCEEDING": "501", "IDNCASE": "1001", "APPL_CODE": "WCAT", "APPL_RECD_DATE": DAY.format("2023-08-01"), "APPL_DEC": "L"},
    {"IDNPROCEEDINGAPPLN": "3", "IDNPROCEEDING": "502", "IDNCASE": "1002", "APPL_CODE": "ASYL ", "APPL_RECD_DATE": DAY.format("2022-06-01"), "APPL_DEC": "T"},
    {"IDNPROCEEDINGAPPLN": "4", "IDNPROCEEDING": "503", "IDNCASE": "1002", "APPL_CODE": "ASYL", "APPL_RECD_DATE": DAY.format("2022-06-01"), "APPL_DEC": "G"},
]  # fmt: skip
LISTS: dict[str, list[Sequence[str]]] = {
    "tblLookupCourtDecision": [
        ("idnCourtDecision", "strCaseType", "strDecCode", "strDecDescription", "strDecType", "strFinalDisposition", "blnActive", "datCreatedOn", "datModifiedOn"),
        ("1", "RMV", "X", "Remove", "C", "", "1", "", ""),
        ("2", "RMV", "R", "Relief Granted", "C", "", "1", "", ""),
        ("3", "RMV", "C", "Change of Venue", "O", "", "1", "", ""),
        ("4", "RMV", "A", "Administrative Closing - Other", "O", "", "1", "", ""),
        ("5", "BND", "X", "ZERO BOND", "C", "", "1", "", ""),
    ],
    "tblLookupCaseType": [
        ("idnCaseType", "strCode", "strDescription", "blnActive", "datCreatedOn", "datModifiedOn", "strAnsirCode"),
        *((str(at), code, code, "1", "", "", "") for at, code in enumerate(("RMV", "CFR", "DEP", "WHO"), 1)),
    ],
    "tblLookupAlienNat": [
        ("idnAlienNat", "strCode", "strDescription", "strNationality", "datCreatedOn", "datModifiedOn", "blnActive"),
        *((str(at), code, label, "", "", "", "1") for at, (code, label) in enumerate((("RU", "RUSSIA"), ("NA", "NETHERLANDS ANTILLES"), ("MX", "MEXICO")), 1)),
    ],
    "tblLookupHloc": [
        ("idnHearingLoc", "HEARING_LOC_CODE", "HEARING_LOC_NAME"),
        ("1", "JNA", "LASALLE DETENTION FACILITY"),
        ("2", "NOL", "NEW ORLEANS, LOUISIANA"),
    ],
}  # fmt: skip


def text(headers: Sequence[str], rows: Sequence[Mapping[str, str]], line_end: str = "\r\n") -> bytes:
    """Rows as the court exports them: tabs, no quotes, a line end after each line."""
    lines = ["\t".join(headers), *("\t".join(row.get(name, "") for name in headers) for row in rows)]
    return (line_end.join(lines) + line_end).encode()


def headers_of(published: str) -> list[str]:
    """The header of a published table, in the order of its declaration, without columns of other times."""
    table = PUBLISHED[published]
    return [c.published for c in table.columns if not c.published.startswith("_")]


def files() -> dict[str, bytes]:
    """A whole small release: name to bytes."""
    tables = {"A_TblCase": CASES, "B_TblProceeding": PROCEEDINGS, "tbl_Court_Appln": APPLICATIONS}
    made = {f"{name}.csv": text(headers_of(name), rows) for name, rows in tables.items()}
    for name, rows in LISTS.items():
        made[f"Lookup/{name}.csv"] = ("\r\n".join("\t".join(row) for row in rows) + "\r\n").encode()
    counts = [(name, len(rows)) for name, rows in tables.items()]
    counts += [(name, len(rows) - 1) for name, rows in LISTS.items()]
    return made | {"Count.txt": "".join(f"{name}\t{rows}\r\n" for name, rows in counts).encode()}


def write_zip(path: Path, made: Mapping[str, bytes] | None = None) -> Path:
    """The release as published: a zip with a dated folder."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (made or files()).items():
            archive.writestr(f"{FOLDER}/{name}", content)
    return path


def write_folder(folder: Path, made: Mapping[str, bytes] | None = None) -> Path:
    """The release unpacked."""
    for name, content in (made or files()).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder
