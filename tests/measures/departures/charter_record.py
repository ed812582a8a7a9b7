"""A small invented record of removals with charters of Haitians on every fourth Tuesday of 2017.

HAITI   one on each working day, and 50 more on 3 January and every fourth Tuesday after it to 5 December: 13 charters
RUSSIA  one on each Wednesday
absent  one without citizenship on 3 January
"""

from __future__ import annotations

import atexit
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from invented import REMOVALS
from sojourn.record.build import build
from sojourn.record.opened import Record
from tiny import bars, removal

FIRST, LAST = date(2017, 1, 2), date(2017, 12, 29)
CHARTERS = [date(2017, 1, 3) + timedelta(days=28 * at) for at in range(13)]


def rows(first: date, last: date) -> list[list[str]]:
    """The removals of some days."""
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    made = [removal("HAITI", "Male", str(day)) for day in days if day.weekday() < 5]
    made += [removal("HAITI", "Female", str(day)) for day in days if day in CHARTERS for _ in range(50)]
    made += [removal("RUSSIA", "Male", str(day)) for day in days if day.weekday() == 2]
    return [*made, *[removal("", "Male", str(day)) for day in days if day == CHARTERS[0]]]


@cache
def record() -> Record:
    """The record, open; built once in a run of the tests."""
    files = Path(mkdtemp(prefix="sojourn-charters-"), "files")
    atexit.register(rmtree, files.parent, ignore_errors=True)
    files.mkdir()
    turn = date(2017, 10, 1)
    for year, first, last in ((2017, FIRST, turn - timedelta(days=1)), (2018, turn, LAST)):
        text = bars(f"ICE Removals for FY{year}", REMOVALS, rows(first, last))
        (files / f"invented_removals_{year}.csv").write_text(text)
    build(files.parent / "record", [files], invented=True)
    return Record(files.parent / "record")
