"""A tiny invented release of detention stints in the layout of March 2026, whose answers can be counted by hand.

Two workbooks of one release (FY2025: 36 rows, FY2026: 4); 27 stays of 25 people; the last book-in is on 30 November 2025.
Facilities: A is AAAAAAA, B is BBBBBBB, C is CCCCCCC. Days without a year are of 2025, days without a time begin at 08:00.

    person    stints (place: from, to)                        what it shows
    ana       A 06-01, 06-10 10:00 · B 06-10 15:00, 07-01     a transfer after a gap of 5 hours; removal
    boris     A 06-02, 06-20 · the same row with a bond       identical; bond
    carla     A 06-03, 06-30 · A 06-03, open                  same start: the closed one counts, DDP keeps the open one; parole
    dmitri    A 06-04 12:00, 06-04 10:00 · B 06-04 14:00, 06-25  negative by 2 hours; a transfer; removal
    elena     A 06-05, 06-05 · B 06-05 10:00, 06-15           zero; a transfer; recognizance
    farid     C 11-20, open                                   open; the record ends on 30 November
    galina    A 07-01 09:00, open · B 07-05, 07-20            open in the middle, until 07-05; the stay is open
    hugo      A 07-01 10:00, 07-10 · B 07-08, 07-15           an overlap of 48 hours; removal
    irina     A 06-11, 06-21; stay from 06-01 12:00           truncated by 236 hours; removal
    jorge     A 06-11 09:00, 06-15; stay to 06-20             late by 120 hours; removal
    karim     A 06-12, 06-22; stay from 06-12 10:00           paperwork order: -2 hours; supervision
    (no id)   A 06-15, 06-18, twice the same row              two people, two stays; other
    lena      A 07-02, 07-05 · A 07-05, 07-12                 a re-book into the same facility; removal
    marko     B 07-03, 07-23; reasons redacted                unknown exit
    nadia     (redacted) 07-04, 07-08 · B 07-08, 07-14        a facility that is not known: no transfer is counted; removal
    omar      A 06-08, 06-12 · B 06-13 07:00, 06-16 · A 06-20 12:00, 06-25, no book-in of a stay
                                                              two stays, of 2 stints (gap of 23 hours) and of 1; removal,
                                                              bond; blank as stays, so they disagree
    petra     A 09-20, 10-05 · C 10-05 10:00, 10-25           one stay in two files; a transfer; removal
    quim      A 08-01, 08-10; stay blank                      stints closed, stay open: they disagree; parole
    rosa      A 08-02, open; stay to 08-15                    stint open, stay closed: they disagree; removal
    sergei    A 08-03, 08-05 · A 10-10, 10-12 (another stay)  one person, two stays; bond, removal
    tomas     C 2024-10-15, open                              the longest: since 15 October 2024
    uma       A 08-20, 08-25 · B 08-25 12:00, 09-01           last known attributes: citizenship of the first row, criminality
                                                              and sex of the second; a transfer; removal
    vera      C 09-10, 09-20 · C 09-15, 09-25                 an overlap of 120 hours in one facility: held there once; removal
    wim       C 11-30, open                                   the last day of the record
"""

from __future__ import annotations

import atexit
from datetime import datetime
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from sojourn.record.build import build
from sojourn.record.opened import Record
from sojourn.sources.declare import families
from tiny import write_workbook

FAMILY = "ice_detentions/foia-2026-icli-00005"
RELEASE = "ice_detentions/2026-ICLI-00005"
HEADERS = [mapped.published for mapped in families()[FAMILY].columns]
BANNER = (
    "ERO-LESA Statistical Tracking Unit",
    "For Official Use Only (FOUO)/Pre-decisional",
    "2026-ICLI-00005",
    "",
    "ICE Detentions, invented",
    "",
)
REDACTED, REDACTED_PLACE = "b(6), b(7)c", "b(7)(e)"
FACILITIES = {
    "A": ("AAAAAAA", "ALPHA DETENTION CENTER"),
    "B": ("BBBBBBB", "BRAVO PROCESSING CENTER"),
    "C": ("CCCCCCC", "CHARLIE COUNTY JAIL"),
    "?": (REDACTED_PLACE, REDACTED_PLACE),
}
PENDING, CONVICTED = "2 Pending Criminal Charges", "1 Convicted Criminal"
Row = dict[str, object]


def moment(text: str) -> datetime | str:
    """`06-01` is 1 June 2025 at 08:00, `06-01 10:30` another time, `2024-10-15` another year; empty stays empty."""
    if not text:
        return ""
    day, _, time = text.partition(" ")
    day = day if len(day) == 10 else f"2025-{day}"
    return datetime.fromisoformat(f"{day} {time or '08:00'}")


def stint(
    person: str,
    place: str,
    book_in: str,
    book_out: str,
    reason: str = "",
    *,
    stay: tuple[str, str, str] = ("", "", ""),
    who: tuple[str, str, str] = ("RUSSIA", "Male", PENDING),
    **more: object,
) -> Row:
    """One invented row; `stay` has its book-in, book-out and reason as published, `who` citizenship, sex, criminality."""
    code, name = FACILITIES[place]
    citizenship, sex, criminality = who
    return {
        "Stay Book In Date Time": moment(stay[0]),
        "Book In Date Time": moment(book_in),
        "Detention Facility": name,
        "Detention Facility Code": code,
        "Book Out Date Time": moment(book_out),
        "Stay Book Out Date Time": moment(stay[1]),
        "Detention Release Reason": reason,
        "Stay Release Reason": stay[2],
        "Citizenship Country": citizenship,
        "Gender": sex,
        "Book In Criminality": criminality,
        "Birth Date": REDACTED,
        "Birth Year": 1990,
        "Anonymized Identifier": f"invented{person:>032}" if person else "",
        **more,
    }


_MEN, _WOMEN = ("MEXICO", "Male", CONVICTED), ("CANADA", "Female", PENDING)
_ANA = ("06-01", "07-01", "Removed")
_BORIS = ("06-02", "06-20", "Bonded Out")
_CARLA = ("06-03", "06-30", "Paroled")
_DMITRI = ("06-04 12:00", "06-25", "Removed")
_ELENA = ("06-05", "06-15", "Order of Recognizance")
_HUGO = ("07-01 10:00", "07-15", "Removed")
_LENA = ("07-02", "07-12", "Removed")
_NADIA = ("07-04", "07-14", "Removed")
_PETRA = ("09-20", "10-25", "Removed")
_UMA = ("08-20", "09-01", "Removed")
_VERA = ("09-10", "09-25", "Removed")
_NOBODY = ("06-15", "06-18", "Died")

FY2025 = (
    stint("ana", "A", "06-01", "06-10 10:00", "Transferred", stay=_ANA),
    stint("ana", "B", "06-10 15:00", "07-01", "Removed", stay=_ANA),
    stint("boris", "A", "06-02", "06-20", "Bonded Out", stay=_BORIS),
    {**stint("boris", "A", "06-02", "06-20", "Bonded Out", stay=_BORIS), "Bond Posted Amount": 5000},
    stint("carla", "A", "06-03", "06-30", "Paroled", stay=_CARLA, who=_WOMEN),
    stint("carla", "A", "06-03", "", "", stay=_CARLA, who=_WOMEN),
    stint("dmitri", "A", "06-04 12:00", "06-04 10:00", "Transferred", stay=_DMITRI),
    stint("dmitri", "B", "06-04 14:00", "06-25", "Removed", stay=_DMITRI),
    stint("elena", "A", "06-05", "06-05", "Transferred", stay=_ELENA, who=_WOMEN),
    stint("elena", "B", "06-05 10:00", "06-15", "Order of Recognizance", stay=_ELENA, who=_WOMEN),
    stint("galina", "A", "07-01 09:00", "", "", stay=("07-01 09:00", "", ""), who=_WOMEN),
    stint("galina", "B", "07-05", "07-20", "Removed", stay=("07-01 09:00", "", ""), who=_WOMEN),
    stint("hugo", "A", "07-01 10:00", "07-10", "Transferred", stay=_HUGO, who=_MEN),
    stint("hugo", "B", "07-08", "07-15", "Removed", stay=_HUGO, who=_MEN),
    stint("irina", "A", "06-11", "06-21", "Removed", stay=("06-01 12:00", "06-21", "Removed"), who=_WOMEN),
    stint("jorge", "A", "06-11 09:00", "06-15", "Removed", stay=("06-11 09:00", "06-20", "Removed"), who=_MEN),
    stint("karim", "A", "06-12", "06-22", stay=("06-12 10:00", "06-22", "Order of Supervision"), who=_MEN),
    *[stint("", "A", "06-15", "06-18", "Died", stay=_NOBODY, who=_MEN)] * 2,
    stint("lena", "A", "07-02", "07-05", "Processing Disposition Changed Locally", stay=_LENA, who=_WOMEN),
    stint("lena", "A", "07-05", "07-12", "Removed", stay=_LENA, who=_WOMEN),
    stint("marko", "B", "07-03", "07-23", REDACTED, stay=("07-03", "07-23", REDACTED), who=_MEN),
    stint("nadia", "?", "07-04", "07-08", "Transferred", stay=_NADIA, who=_WOMEN),
    stint("nadia", "B", "07-08", "07-14", "Removed", stay=_NADIA, who=_WOMEN),
    stint("omar", "A", "06-08", "06-12", "Transferred", who=_MEN),
    stint("omar", "B", "06-13 07:00", "06-16", "Removed", who=_MEN),
    stint("omar", "A", "06-20 12:00", "06-25", "Bonded Out - IJ", who=_MEN),
    stint("petra", "A", "09-20", "10-05", "Transferred", stay=_PETRA, who=_WOMEN),
    stint("quim", "A", "08-01", "08-10", "Paroled", stay=("08-01", "", ""), who=_MEN),
    stint("rosa", "A", "08-02", "", "", stay=("08-02", "08-15", "Removed"), who=_WOMEN),
    stint("sergei", "A", "08-03", "08-05", "Bonded Out", stay=("08-03", "08-05", "Bonded Out")),
    stint("tomas", "C", "2024-10-15", "", "", stay=("2024-10-15", "", ""), who=_MEN),
    stint("uma", "A", "08-20", "08-25", "Transferred", stay=_UMA, who=("CANADA", "", PENDING)),
    stint("uma", "B", "08-25 12:00", "09-01", "Removed", stay=_UMA, who=("", "Female", CONVICTED)),
    stint("vera", "C", "09-10", "09-20", "Transferred", stay=_VERA, who=_WOMEN),
    stint("vera", "C", "09-15", "09-25", "Removed", stay=_VERA, who=_WOMEN),
)
FY2026 = (
    stint("petra", "C", "10-05 10:00", "10-25", "Removed", stay=_PETRA, who=_WOMEN),
    stint("sergei", "A", "10-10", "10-12", "Removed", stay=("10-10", "10-12", "Removed")),
    stint("farid", "C", "11-20", "", "", stay=("11-20", "", "")),
    stint("wim", "C", "11-30", "", "", stay=("11-30", "", ""), who=_MEN),
)


def write(path: Path, year: int, rows: tuple[Row, ...]) -> Path:
    """The workbook of one fiscal year: six lines above the headers, one sheet."""
    cells = [[row.get(name, "") for name in HEADERS] for row in rows]
    write_workbook(path, {f"FY{year}": [*([line] for line in BANNER), HEADERS, *cells]})
    return path


def write_files(folder: Path) -> None:
    """Both workbooks."""
    write(folder / "invented_Detentions_FY25.xlsx", 2025, FY2025)
    write(folder / "invented_Detentions_FY26.xlsx", 2026, FY2026)


@cache
def folder() -> Path:
    """The folder of the record, built once in a run of the tests."""
    files = Path(mkdtemp(prefix="sojourn-custody-"), "files")
    atexit.register(rmtree, files.parent, ignore_errors=True)
    files.mkdir()
    write_files(files)
    build(files.parent / "record", [files], invented=True)
    return files.parent / "record"


@cache
def record() -> Record:
    """The record, open."""
    return Record(folder())
