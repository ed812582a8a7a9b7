"""Two invented court releases whose asylum decisions can be counted by hand.

Judge CAT at Jena, a place of detention, release of July 2026, cases of RMV completed in FY2024 unless it says more:

    45 denied, three of them with withholding (WCAT, L) in the same case; one of a case of DEP
    5 granted (F, G, C, I, P)     2 with L on the asylum row     4 withdrawn     1 abandoned     3 closed (S)
    2 without a decision          1 moved with the case (T)
    1 denied more, whose case judge JAD completed later at Oakdale: own CAT, last JAD

Judge JAD and judge VJO bear one name: JAD denied 20 and VJO granted 10 at Oakdale, in FY2025, before people of Mexico
with a lawyer; those of CAT are of Russia and without. VJ1, a visiting judge without a name, denied 2 at Oakdale.

The release of June 2026 has one grant of CAT more (application 9001), which is gone in July.
"""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import tiny_court as court
from sojourn.record.build import build
from sojourn.record.opened import Record

JUDGES = (
    ("CAT", "Larkspur, Ada N."),
    ("JAD", "Duckworth, Ben"),
    ("VJO", "DUCKWORTH, BEN "),
    ("VJ1", "VISITING JUDGE 1"),
)
COURTS = (("JNA", "JENA", "LA"), ("OAK", "OAKDALE", "LA"), ("NYC", "NEW YORK CITY", "NY"))
PLACES = (("JNA", "LASALLE DETENTION FACILITY"), ("OAK", "OAKDALE FEDERAL DETENTION CENTER"), ("NYC", "NEW YORK CITY"))


class World:
    """Rows of one release, made case by case."""

    def __init__(self) -> None:
        self.cases: list[dict[str, str]] = []
        self.proceedings: list[dict[str, str]] = []
        self.applications: list[dict[str, str]] = []

    def case(
        self,
        judge: str,
        place: str,
        day: str,
        decisions: Sequence[tuple[str, str]],
        *,
        nationality: str = "RU",
        lawyer: bool = False,
        case_type: str = "RMV",
        absent: bool = False,
        first_application: int = 0,
    ) -> str:
        """One case with one completed proceeding and its applications: (code, decision) each."""
        case_id, proceeding = str(1001 + len(self.cases)), str(5001 + len(self.proceedings))
        appeared = {"E_28_DATE": court.DAY.format("2023-02-01")} if lawyer else {}
        self.cases.append({"IDNCASE": case_id, "NAT": nationality, "CASE_TYPE": case_type, "LANG": "RUS", **appeared})
        self.proceeding(case_id, judge, place, day, case_type=case_type, absent=absent)
        for code, decision in decisions:
            number = str((first_application or 1) + len(self.applications))
            self.applications.append(
                {
                    "IDNPROCEEDINGAPPLN": number,
                    "IDNPROCEEDING": proceeding,
                    "IDNCASE": case_id,
                    "APPL_CODE": code,
                    "APPL_RECD_DATE": court.DAY.format("2023-03-01"),
                    "APPL_DEC": decision,
                }
            )
        return case_id

    def proceeding(
        self, case_id: str, judge: str, place: str, day: str, *, case_type: str = "RMV", absent: bool = False
    ) -> None:
        """One completed proceeding of a case."""
        self.proceedings.append(
            {
                "IDNPROCEEDING": str(5001 + len(self.proceedings)),
                "IDNCASE": case_id,
                "OSC_DATE": court.DAY.format("2022-05-01"),
                "INPUT_DATE": court.DAY.format("2026-06-09"),
                "BASE_CITY_CODE": place,
                "HEARING_LOC_CODE": place,
                "IJ_CODE": judge,
                "DEC_CODE": "X",
                "COMP_DATE": court.DAY.format(day),
                "ABSENTIA": "Y" if absent else "N",
                "CASE_TYPE": case_type,
                "CUSTODY": "D",
            }
        )


def before_cat(world: World) -> None:
    """What CAT decided at Jena."""
    day = "2024-03-05"
    for number in range(45):
        other = [("WCAT", "L")] if number < 3 else []
        world.case(
            "CAT",
            "JNA",
            day,
            [("ASYL", "D"), *other],
            case_type="DEP" if number == 44 else "RMV",
            absent=number in {10, 11},
        )
    for letter in ("F", "G", "C", "I", "P", "L", "L", "W", "W", "W", "W", "A", "S", "S", "S", "", "", "T"):
        world.case("CAT", "JNA", day, [("ASYL", letter)])
    world.proceeding(world.case("CAT", "JNA", day, [("ASYL", "D")]), "JAD", "OAK", "2025-02-03")


def july() -> World:
    """The release of July 2026."""
    world = World()
    before_cat(world)
    for _ in range(20):
        world.case("JAD", "OAK", "2025-05-05", [("ASYL", "D")], nationality="MX", lawyer=True)
    for _ in range(10):
        world.case("VJO", "OAK", "2025-05-05", [("ASYL", "G")], nationality="MX", lawyer=True)
    for _ in range(2):
        world.case("VJ1", "OAK", "2025-05-05", [("ASYL", "D")], nationality="MX")
    return world


def june() -> World:
    """The release of June 2026: the same and one grant more."""
    world = july()
    world.case("CAT", "JNA", "2024-03-05", [("ASYL", "G")], first_application=9001 - len(world.applications))
    return world


def lists(named: Sequence[tuple[str, str]] = JUDGES) -> dict[str, list[Sequence[str]]]:
    """The code lists, with judges and courts."""
    judges = [("idnJudge", "JUDGE_CODE", "JUDGE_NAME", "blnActive")]
    judges += [(str(at), code, name, "1") for at, (code, name) in enumerate(named, 1)]
    courts: list[Sequence[str]] = [
        ("idnBaseCity", "BASE_CITY_CODE", "BASE_CITY_NAME", "BASE_CITY", "BASE_STATE", "blnActive")
    ]
    courts += [
        (str(at), code, "IMMIGRATION COURT", town, state, "1") for at, (code, town, state) in enumerate(COURTS, 1)
    ]
    places: list[Sequence[str]] = [("idnHearingLoc", "HEARING_LOC_CODE", "HEARING_LOC_NAME")]
    places += [(str(at), code, name) for at, (code, name) in enumerate(PLACES, 1)]
    return {**court.LISTS, "tblLookupJudge": [*judges], "tblLookupBaseCity": courts, "tblLookupHloc": places}


def files(world: World, judges: Sequence[tuple[str, str]] = JUDGES) -> dict[str, bytes]:
    """A world as published."""
    tables = {"A_TblCase": world.cases, "B_TblProceeding": world.proceedings, "tbl_Court_Appln": world.applications}
    made = {f"{name}.csv": court.text(court.headers_of(name), rows) for name, rows in tables.items()}
    for name, rows in lists(judges).items():
        made[f"Lookup/{name}.csv"] = ("\r\n".join("\t".join(row) for row in rows) + "\r\n").encode()
    return made


@cache
def asylum_record() -> Record:
    """The record of both releases, built once in a run of the tests."""
    folder = Path(mkdtemp(prefix="sojourn-asylum-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    for name, world in (("EOIR Case Data 2026-0601", june()), ("EOIR Case Data 2026-0701", july())):
        court.write_folder(folder / name, files(world))
    build(folder / "record", [folder / "EOIR Case Data 2026-0601", folder / "EOIR Case Data 2026-0701"], invented=True)
    record = Record(folder / "record")
    atexit.register(record.close)
    return record
