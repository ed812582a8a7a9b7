"""An invented release of 141 stays whose lengths can be counted by hand. Every book-in is at 08:00, at AAAAAAA or BBBBBBB.

    stays  entered     ended                         who
    A 40   2025-06-01  removed after 10 days         men of Russia born in 1990, five of them in 2007
    B 30   2025-06-01  bonded out after 20 days      women of Russia born in 1990, five with a blank year of birth
    C 20   2025-06-01  removed after 40 days         men of Canada, ten of them born in 2008
    D 10   2025-11-01  open                          men of Russia, seen for 29 days and 16 hours
    E 10   2025-11-30  open                          men of Russia, seen for 16 hours
    F 30   2024-09-01  removed after 365 days at B   men of Mexico, seen from 1 October 2024 on (after 29 days 16 hours)
    G  1   2025-04-01  removed after 3 days at B     a man of Mexico

Left out by every count: one stay that ends a day before it begins. The release ends with 30 November 2025.
"""

from __future__ import annotations

import atexit
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from sojourn.record.build import build
from sojourn.record.opened import Record
from tiny import write_workbook
from tiny_custody import PENDING, Row, stint, write

MEN, WOMEN = ("RUSSIA", "Male", PENDING), ("RUSSIA", "Female", PENDING)
CANADIANS, MEXICANS = ("CANADA", "Male", PENDING), ("MEXICO", "Male", PENDING)


def stays(
    name: str,
    number: int,
    day: str,
    lasted: int | None,
    reason: str,
    who: tuple[str, str, str],
    place: str = "A",
    born: int | str = 1990,
) -> list[Row]:
    """Several stays of one stint."""
    end = (datetime.fromisoformat(day) + timedelta(days=lasted)).strftime("%Y-%m-%d") if lasted is not None else ""
    row = stint("", place, day, end, reason, stay=(day, end, reason), who=who)
    ids = [{"Birth Year": born, "Anonymized Identifier": f"invented{name}{at:>031}"} for at in range(number)]
    return [{**row, **one} for one in ids]


FY2025 = (
    *stays("a", 35, "2025-06-01", 10, "Removed", MEN),
    *stays("b", 5, "2025-06-01", 10, "Removed", MEN, born=2007),
    *stays("c", 25, "2025-06-01", 20, "Bonded Out", WOMEN),
    *stays("d", 5, "2025-06-01", 20, "Bonded Out", WOMEN, born=""),
    *stays("e", 10, "2025-06-01", 40, "Removed", CANADIANS),
    *stays("f", 10, "2025-06-01", 40, "Removed", CANADIANS, born=2008),
    *stays("g", 30, "2024-09-01", 365, "Removed", MEXICANS, "B"),
    *stays("k", 1, "2025-04-01", 3, "Removed", MEXICANS, "B"),
    *stays("h", 1, "2025-06-01", -1, "Removed", MEN),
)
FY2026 = (
    *stays("i", 10, "2025-11-01", None, "", MEN),
    *stays("j", 10, "2025-11-30", None, "", MEN),
)
PLACES = (("AAAAAAA", "ALPHA DETENTION CENTER", "LA", "NOL"), ("BBBBBBB", "BRAVO PROCESSING CENTER", "TX", "HOU"))


def _facilities(path: Path) -> None:
    """ICE's list with both facilities."""
    headers = ["DETLOC", "Name", "City", "State", "AOR", "Type", "FY17 ADP", "FY16 ADP", "FY15 ADP"]
    rows = [[code, name, "TOWN", state, area, "IGSA", 12.5, 11.5, 10.5] for code, name, state, area in PLACES]
    write_workbook(path, {"Facility List - Main": [["INVENTED"], headers, *rows]})


@cache
def stays_record() -> Record:
    """The record, open; built once in a run of the tests."""
    files = Path(mkdtemp(prefix="sojourn-stays-"), "files")
    atexit.register(rmtree, files.parent, ignore_errors=True)
    files.mkdir()
    write(files / "invented_Detentions_FY25.xlsx", 2025, FY2025)
    write(files / "invented_Detentions_FY26.xlsx", 2026, FY2026)
    _facilities(files / "invented_facility_list.xlsx")
    build(files.parent / "record", [files], invented=True)
    return Record(files.parent / "record")
