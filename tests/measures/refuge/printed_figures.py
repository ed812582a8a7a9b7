"""An invented record of printed figures about asylum in Canada, in the publishers' forms, to be counted by hand.

UNHCR, Canada, first instance, recognised / rejected / closed (total where it is not the sum):

    Russia  2019: 60 / 20 / 10 · 2020: 30 / 5 / 0 (47) · 2021: 40 / 5 / 5 · appeal division 2019: 10 / 30 / 0
    India   2019: 50 / 50 / 0 · 2020: 30 / 30 / 0 · 2021: 20 / 20 / 0          Mexico  2021: 0 / 30 / 0
    not known  2020: 12 / 13 / 20
UNHCR, United States, Russia: IN 2020 40 / 40 cases, 2021 50 / 50 persons · EO 2020 60 / 40 persons
UNHCR, applications in Canada: Russia 2019 100, 2021 5, appeal 2019 7, 2005 (not told apart) 70
                               India 2019 400, 2020 300, 2021 200, 2007 (first instance and appeal) 80
                               not known 2020 150 · Haiti 2021 30
IRCC: 2015 to 2021 1,000 a year, 2021 1,500; India 400, Mexico 300 in 2015, 2019 to 2021, Haiti hidden in 2021
IRCC by office, January and February 2021: airport 100 and hidden (total 105), border 40 and 20 (60), inland 300 and 0 (300)
The Board: 2021 65 accepted, 35 rejected, 10 other; by country 2021 Russia 45 accepted, rejected hidden, India 100 and 60
"""

from __future__ import annotations

import atexit
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from sojourn.record.opened import Record
from tiny import made, write_workbook

CANADA, STATES = "Canada,CAN,CAN", "United States of America,USA,USA"
NAMES = {"UNK": "Unknown", "RUS": "Russian Federation", "IND": "India", "MEX": "Mexico", "HTI": "Haiti"}
DECISIONS = (
    "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,procedure_type,dec_level,dec_pc,"
    "dec_recognized,dec_other,dec_rejected,dec_closed,dec_total"
)
APPLICATIONS = "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,procedure_type,app_type,dec_level,app_pc,applied"


def decision(
    code: str,
    year: int,
    counts: tuple[int, int, int],
    level: str = "FI",
    whole: int = 0,
    where: str = CANADA,
    unit: str = "P",
) -> str:
    """One row of UNHCR's decisions; `counts` are recognised, rejected and closed."""
    recognised, rejected, closed = counts
    cells = (recognised, 0, rejected, closed, whole or sum(counts))
    return f"{year}.0,{NAMES[code]},{code},{code},{where},G,{level},{unit},{','.join(f'{cell}.0' for cell in cells)}"


def application(code: str, year: int, count: int, kind: str = "N", level: str = "FI") -> str:
    """One row of UNHCR's applications in Canada."""
    return f"{year}.0,{NAMES[code]},{code},{code},{CANADA},G,{kind},{level},P,{count}.0"


IN_CANADA = (
    decision("RUS", 2019, (60, 20, 10)),
    decision("RUS", 2020, (30, 5, 0), whole=47),
    decision("RUS", 2021, (40, 5, 5)),
    decision("RUS", 2019, (10, 30, 0), "AR"),
    decision("IND", 2019, (50, 50, 0)),
    decision("IND", 2020, (30, 30, 0)),
    decision("IND", 2021, (20, 20, 0)),
    decision("MEX", 2021, (0, 30, 0)),
    decision("UNK", 2020, (12, 13, 20)),
)
IN_STATES = (
    decision("RUS", 2020, (40, 40, 0), "IN", where=STATES, unit="C"),
    decision("RUS", 2021, (50, 50, 0), "IN", where=STATES),
    decision("RUS", 2020, (60, 40, 0), "EO", where=STATES),
)
APPLIED = (
    application("RUS", 2019, 100),
    application("RUS", 2021, 5),
    application("RUS", 2019, 7, "A", "AR"),
    application("RUS", 2005, 70, "V"),
    application("IND", 2019, 400),
    application("IND", 2020, 300),
    application("IND", 2021, 200),
    application("IND", 2007, 80, level="FA"),
    application("UNK", 2020, 150),
    application("HTI", 2021, 30),
)
OFFICES: list[list[object]] = [
    ["Canada - Asylum Claimants by Claim Office Type, INVENTED"],
    [],
    ["Claim Office Type and Province/Territory of Claim", "", "2021", "", ""],
    ["", "", "Jan", "Feb", "2021 Total"],
    ["", "Quebec", "100", "--", "105"],
    ["Airport - Total", "", "100", "--", "105"],
    ["", "Ontario", "40", "20", "60"],
    ["Border - Total", "", "40", "20", "60"],
    ["", "Ontario", "300", "0", "300"],
    ["Inland - Total", "", "300", "0", "300"],
    ["Other Offices", "", "0", "0", "0"],
    ["Total ", "", "440", "25", "465"],
    [],
    ["Notes: INVENTED"],
]
BY_COUNTRY: list[list[object]] = [
    ["Claims by country of alleged persecution, 2021, INVENTED"],
    ["Country", "Referred", "Accepted", "", "Abandoned", "Withdrawn & other", "Total", "Pending"],
    ["Russian Federation\u200b", "90", "45", "--", "--", "--", "70", "120"],
    ["India", "1,200", "100", "60", "--", "25", "190", "2,000"],
]


def write_text(path: Path, header: str, rows: Iterable[str]) -> Path:
    """A text of comma-separated rows."""
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def write_files(folder: Path) -> None:
    """Every file of the record."""
    write_text(folder / "invented_decisions_CAN.csv", DECISIONS, IN_CANADA)
    write_text(folder / "invented_decisions_USA.csv", DECISIONS, IN_STATES)
    write_text(folder / "invented_applications_CAN.csv", APPLICATIONS, APPLIED)
    totals = [f"{year},{1500 if year == 2021 else 1000}" for year in range(2015, 2022)]
    write_text(folder / "invented_total.csv", "year,count", totals)
    listed = [
        f"{year},{name},{count}"
        for year in (2015, 2019, 2020, 2021)
        for name, count in (("India", 400), ("Mexico", 300))
    ]
    write_text(folder / "invented_by_country.csv", "year,country,count", [*listed, "2021,Haiti,--"])
    write_workbook(folder / "invented_offices.xlsx", {"Asylum Claimants - Office Type": OFFICES})
    write_text(
        folder / "invented_outcomes.csv", "year,accepted,rejected,other,acceptance_rate", ["2021,65.0,35.0,10.0,65.0"]
    )
    write_workbook(folder / "invented_by_country.xlsx", {"2021": BY_COUNTRY})


@cache
def printed_record() -> Record:
    """The record, built once in a run of the tests, and open."""
    folder = Path(mkdtemp(prefix="sojourn-refuge-"), "files")
    atexit.register(rmtree, folder.parent, ignore_errors=True)
    folder.mkdir()
    write_files(folder)
    return Record(made(folder))
