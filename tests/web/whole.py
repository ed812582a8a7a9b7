"""One invented record with every source that the pages ask: the tiny records of the other tests, built together.

ICE's files of tests/tiny.py, its detention stints of tests/tiny_custody.py, the court releases of asylum_court.py, the ports
of tests/tiny_ports.py, the flights of tests/tiny_flights.py, and the figures about Canada of printed_figures.py.
"""

from __future__ import annotations

import atexit
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import tiny
import tiny_court
import tiny_custody
import tiny_flights
import tiny_ports
from measures.court import asylum_court
from measures.refuge import printed_figures
from sojourn.record.build import build


def long_stays() -> tuple[tiny_custody.Row, ...]:
    """40 more stays of citizens of Russia at ALPHA from 1 September 2025, of 1 to 40 days."""
    first, made = date(2025, 9, 1), []
    for days in range(1, 41):
        span = (first.isoformat(), (first + timedelta(days=days)).isoformat(), "Removed" if days % 2 else "Paroled")
        made.append(tiny_custody.stint(f"long{days}", "A", *span, stay=span))
    return tuple(made)


def open_stays() -> tuple[tiny_custody.Row, ...]:
    """30 more that go on, one from each day of November 2025: 15.5 people on average of its midnights."""
    days = [f"11-{day:02}" for day in range(1, 31)]
    return tuple(tiny_custody.stint(f"open{day}", "A", day, "", stay=(day, "", "")) for day in days)


def write_stints(folder: Path) -> None:
    """The workbooks of tests/tiny_custody.py with those stays."""
    tiny_custody.write(folder / "invented_Detentions_FY25.xlsx", 2025, (*tiny_custody.FY2025, *long_stays()))
    tiny_custody.write(folder / "invented_Detentions_FY26.xlsx", 2026, (*tiny_custody.FY2026, *open_stays()))


WRITERS = (
    tiny.write_files,
    write_stints,
    tiny_ports.write_tables,
    tiny_ports.write_encounters,
    printed_figures.write_files,
)
COURTS = {"EOIR Case Data 2026-0601": asylum_court.june, "EOIR Case Data 2026-0701": asylum_court.july}


@cache
def whole_folder() -> Path:
    """The folder of the record, built once in a run of the tests."""
    root = Path(mkdtemp(prefix="sojourn-whole-"))
    atexit.register(rmtree, root, ignore_errors=True)
    folders = [root / f"{at}-files" for at in range(len(WRITERS) + 1)]
    for folder in folders:
        folder.mkdir()
    for write, folder in zip(WRITERS, folders, strict=False):
        write(folder)
    tiny_flights.write_events(folders[-1] / "invented_events_2025.csv")
    tiny_flights.write_minneapolis(folders[-1] / "invented-msp-flights.csv")
    for name, world in COURTS.items():
        folders.append(tiny_court.write_folder(root / name, asylum_court.files(world())))
    report = build(root / "record", folders, invented=True)
    assert not report.errors
    return root / "record"
