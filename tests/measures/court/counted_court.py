"""An invented court release that can be counted by hand: what is pending, completed, appealed, and how long it took.

Cases, with their proceedings; the release is of 1 July 2026 and its last entry is of 30 June 2026:

    A  30  Jena (detained), Russia, RMV, custody D: charged 2023-03-02, removal order 2024-03-01, asylum denied;
           10 with an appearance on the case; bond for each; two hearings adjourned before the completion
    B  50  New Orleans, Mexico, RMV, custody N: completed 2024-03-01, charged 2022-03-02
           30 present, with a representative, asylum granted; 20 away, ordered removed, with a government lawyer only
    C  40  New Orleans, custody R, RMV, away, ordered removed 2024-03-01, charged 2024-01-01, asylum withdrawn; bond
    D   5  New Orleans, CFR, away, 2024-03-01
    E   3  of the 30 of B: completed again 2025-02-03, ordered removed
    F   4  New Orleans, moved to Jena 2023-11-01 (one with ABSENTIA Y), pending there
    G  26  New Orleans, pending, charged 2021-06-30, asylum undecided, 13 with a representative; and 2 of CFR, pending
       3   closed administratively 2022-10-05, pending again, at New Orleans
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import tiny_court as court
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.build import build
from sojourn.record.opened import Record

Row = dict[str, str]
LISTS: dict[str, list[Sequence[str]]] = {
    "tbllookupAppealType": [
        ("idnAppealType", "strApplCode", "strApplDescription", "blnActive"),
        ("1", "Case Appeal", "Case Appeal", "1"),
        ("2", "Bond Appeal", "Bond Appeal", "1"),
    ],
    "tblLookupFiledBy": [
        ("idnFiledBy", "strCode", "strDescription", "blnActive"),
        ("1", "A", "Respondent", "1"),
        ("2", "I", "DHS", "1"),
        ("3", "B", "Both", "1"),
    ],
    "tblLookupBIADecision": [
        ("idnBIADecision", "strCode", "strDescription", "blnActive"),
        ("1", "DIS", "Dismissed", "1"),
    ],
    "tblAdjournmentcodes": [
        ("idnAdjournment", "strcode", "strDesciption", "blnActive"),
        ("1", "01", "TO SEEK REPRESENTATION", "1"),
        ("2", "8B", "COMPLETION AT HEARING", "1"),
    ],
    "tblLookupBaseCity": [
        ("idnBaseCity", "BASE_CITY_CODE", "BASE_CITY_NAME", "BASE_CITY", "BASE_STATE", "blnActive"),
        ("1", "JNA", "IMMIGRATION COURT", "JENA", "LA", "1"),
        ("2", "NOL", "IMMIGRATION COURT", "NEW ORLEANS", "LA", "1"),
    ],
}
KEYS = {
    "A_TblCase": "IDNCASE",
    "B_TblProceeding": "IDNPROCEEDING",
    "tbl_Court_Appln": "IDNPROCEEDINGAPPLN",
    "tbl_RepsAssigned": "IDNREPSASSIGNED",
    "D_TblAssociatedBond": "IDNASSOCBOND",
    "tblAppeal": "idnAppeal",
    "tbl_schedule": "IDNSCHEDULE",
}
_START = {"A_TblCase": 1001, "B_TblProceeding": 5001}


class Release:
    """Rows by published table; every row gets the next number of its table."""

    def __init__(self, tables: Sequence[str] = tuple(KEYS)) -> None:
        self.rows: dict[str, list[Row]] = {name: [] for name in tables}

    def add(self, table: str, row: Mapping[str, str]) -> str:
        """Add a row; days may be given as 2024-03-01. Returns its number."""
        number = str(_START.get(table, 1) + len(self.rows[table]))
        cells = {name: court.DAY.format(cell) if _is_day(cell) else cell for name, cell in row.items()}
        self.rows[table].append({KEYS[table]: number, **cells})
        return number

    def case(self, **more: str) -> str:
        """Add a case."""
        return self.add("A_TblCase", {"NAT": "MX", "CASE_TYPE": "RMV", "LANG": "SP", **more})

    def proceeding(self, case: str, place: str = "NOL", **more: str) -> str:
        """Add a proceeding of a case."""
        basis = {"IDNCASE": case, "BASE_CITY_CODE": place, "HEARING_LOC_CODE": place, "INPUT_DATE": "2026-06-30"}
        return self.add("B_TblProceeding", {**basis, "CASE_TYPE": "RMV", "CUSTODY": "N", "IJ_CODE": "QQA", **more})

    def asylum(self, case: str, proceeding: str, decision: str, received: str) -> None:
        """Add an asylum application."""
        row = {"IDNCASE": case, "IDNPROCEEDING": proceeding, "APPL_CODE": "ASYL", "APPL_DEC": decision}
        self.add("tbl_Court_Appln", {**row, "APPL_RECD_DATE": received})

    def represent(self, case: str, side: str) -> None:
        """Add a representative of one side."""
        self.add("tbl_RepsAssigned", {"IDNCASE": case, "STRATTYLEVEL": "COURT", "STRATTYTYPE": side})

    def bond(self, case: str, place: str, decision: str, day: str, amount: str = "") -> None:
        """Add a bond proceeding."""
        row = {"IDNCASE": case, "IDNPROCEEDING": "5001", "REC_TYPE": "B", "BASE_CITY_CODE": place}
        self.add("D_TblAssociatedBond", {**row, "DEC": decision, "COMP_DATE": day, "NEW_BOND": amount})

    def appeal(self, proceeding: str, filed_by: str, day: str, **more: str) -> None:
        """Add an appeal from a judge's decision."""
        row = {
            "idnProceeding": proceeding,
            "idncase": "1001",
            "strAppealCategory": "IJ",
            "strAppealType": "Case Appeal",
        }
        self.add("tblAppeal", {**row, "strFiledBy": filed_by, "datAppealFiled": day, **more})

    def hearing(self, case: str, day: str, reason: str) -> None:
        """Add a hearing."""
        row = {"IDNCASE": case, "IDNPROCEEDING": "5001", "OSC_DATE": "2023-03-02", "ADJ_DATE": day, "ADJ_RSN": reason}
        self.add("tbl_schedule", {**row, "BASE_CITY_CODE": "JNA", "GENERATION": "99", "CAL_TYPE": "M"})

    def files(self) -> dict[str, bytes]:
        """The release as published."""
        made = {f"{name}.csv": court.text(court.headers_of(name), rows) for name, rows in self.rows.items()}
        for name, lines in {**court.LISTS, **LISTS}.items():
            made[f"Lookup/{name}.csv"] = ("\r\n".join("\t".join(line) for line in lines) + "\r\n").encode()
        counts = "".join(f"{name}\t{len(rows)}\r\n" for name, rows in self.rows.items())
        return made | {"Count.txt": counts.encode()}


def _is_day(cell: str) -> bool:
    return len(cell) == 10 and cell[4] == "-"


def jena(release: Release) -> None:
    """Group A, with its bonds and hearings."""
    for number in range(30):
        appeared = {"E_28_DATE": "2023-04-01"} if number < 10 else {}
        case = release.case(NAT="RU", LANG="RUS", CUSTODY="D", **appeared)
        days = {"OSC_DATE": "2023-03-02", "COMP_DATE": "2024-03-01"}
        proceeding = release.proceeding(case, "JNA", CUSTODY="D", DEC_CODE="X", ABSENTIA="N", **days)
        release.asylum(case, proceeding, "D", "2023-09-03")
        for day, reason in (("2023-10-01", "01"), ("2023-12-01", "01"), ("2024-01-05", ""), ("2024-03-01", "8B")):
            release.hearing(case, day, reason)
        _bonds(release, case, number)
        if number < 5:
            release.appeal(proceeding, "A", "2024-03-10")


def _bonds(release: Release, case: str, number: int) -> None:
    """20 first refused and then lowered to 5,000 dollars, 5 released on recognizance, 5 with nothing left to decide."""
    if number < 20:
        release.bond(case, "JNA", "N", "2023-06-01" if number == 0 else "2023-05-01")
        release.bond(case, "JNA", "C", "2023-06-01", "5000")
        release.bond(case, "JNA", "D", "")
    else:
        release.bond(case, "JNA", "R" if number < 25 else "A", "2023-06-01", "0")


def new_orleans(release: Release) -> None:
    """Groups B to E."""
    days = {"OSC_DATE": "2022-03-02", "COMP_DATE": "2024-03-01"}
    for number in range(30):
        case = release.case()
        release.represent(case, "ALIEN ")
        proceeding = release.proceeding(case, DEC_CODE="R", ABSENTIA="N", **days)
        release.asylum(case, proceeding, "G", "2022-06-01")
        _appeals(release, proceeding, number)
        if number >= 27:
            release.proceeding(case, DEC_CODE="X", ABSENTIA="N", OSC_DATE="2022-03-02", COMP_DATE="2025-02-03")
    for _ in range(20):
        case = release.case()
        release.represent(case, "INS")
        release.proceeding(case, DEC_CODE="X", ABSENTIA="Y", **days)
    for _ in range(40):
        case = release.case(CUSTODY="R")
        stay = {"OSC_DATE": "2024-01-01", "COMP_DATE": "2024-03-01"}
        proceeding = release.proceeding(case, CUSTODY="R", DEC_CODE="X", ABSENTIA="Y", **stay)
        release.asylum(case, proceeding, "W", "2024-01-02")
        release.bond(case, "NOL", "C", "2023-06-01", "3000")
    for _ in range(5):
        release.proceeding(release.case(CASE_TYPE="CFR"), CASE_TYPE="CFR", DEC_CODE="A", ABSENTIA="Y", **days)


def _appeals(release: Release, proceeding: str, number: int) -> None:
    """Three of the government within 30 days and decided, one of both sides later, one too early, one about bond."""
    if number < 3:
        category = {"strAppealCategory": "ij"} if number == 0 else {}
        release.appeal(proceeding, "I", "2024-03-20", strBIADecision="DIS", datBIADecision="2025-01-05", **category)
    elif number == 3:
        release.appeal(proceeding, "B", "2024-04-15")
    elif number == 4:
        release.appeal(proceeding, "I", "2024-02-01")
    elif number == 5:
        release.appeal(proceeding, "I", "2024-03-05", strAppealType="Bond Appeal")


def waiting(release: Release) -> None:
    """Groups F and G."""
    for number in range(4):
        case = release.case()
        moved = {"OTHER_COMP": "C", "COMP_DATE": "2023-11-01", "ABSENTIA": "Y" if number == 0 else "N"}
        release.proceeding(case, OSC_DATE="2022-01-01", **moved)
        release.proceeding(case, "JNA", OSC_DATE="2022-01-01")
    for number in range(26):
        case = release.case()
        release.asylum(case, release.proceeding(case, OSC_DATE="2021-06-30"), "", "2021-07-01")
        if number < 13:
            release.represent(case, "ALIEN")
    for _ in range(2):
        release.proceeding(release.case(CASE_TYPE="CFR"), CASE_TYPE="CFR")
    for _ in range(3):
        case = release.case()
        release.proceeding(case, OTHER_COMP="A", COMP_DATE="2022-10-05")
        release.proceeding(case)


def whole() -> Release:
    """Every group."""
    release = Release()
    jena(release)
    new_orleans(release)
    waiting(release)
    return release


def record_of(files: Mapping[str, bytes]) -> Record:
    """A record of one release."""
    folder = Path(mkdtemp(prefix="sojourn-court-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    release = court.write_folder(folder / court.FOLDER, files)
    build(folder / "record", [release], invented=True)
    record = Record(folder / "record")
    atexit.register(record.close)
    return record


@cache
def counted_record() -> Record:
    """The record of the whole release, built once in a run of the tests."""
    return record_of(whole().files())


@cache
def bare_record() -> Record:
    """A release with cases, proceedings and applications alone, and a handful of each."""
    return record_of(court.files())


def ask(name: str, *by: str, **given: str) -> Finding:
    """A finding about the whole release."""
    return measure(name).ask(counted_record(), given, by)
