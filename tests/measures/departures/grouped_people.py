"""An invented record with two groups, in the true format of a release: a fiscal year of Mexicans and Brazilians.

From 3 October 2016 six Mexicans and every third day one Brazilian depart, for 300 days. On 9 January 2017 thirty citizens of
Ghana and twenty of Liberia depart, on 31 January and 1 February 2017 twelve and fifteen citizens of Nepal.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from invented import REMOVALS
from sojourn.record.opened import Record
from tiny import bars, made, removal

START = date(2016, 10, 3)
GROUPS = {
    "2017-01-09": {"GHANA": 30, "LIBERIA": 20},
    "2017-01-31": {"NEPAL": 12},
    "2017-02-01": {"NEPAL": 15},
}
EVERYBODY = 300 * 6 + 100 + 30 + 20 + 27


def rows(days: int) -> Iterator[list[str]]:
    """One row a removal, of the first days."""
    for at in range(days):
        day = (START + timedelta(days=at)).isoformat()
        people = {"MEXICO": 6, "BRAZIL": int(at % 3 == 0), **GROUPS.get(day, {})}
        for name, number in people.items():
            yield from (removal(name, "Male", day) for _ in range(number))


@cache
def grouped_record() -> Record:
    """The record of 300 days, open; built once in a run of the tests."""
    return _record(300)


def short_record() -> Record:
    """The record of its first twenty days."""
    return _record(20)


def _record(days: int) -> Record:
    folder = Path(mkdtemp(prefix="sojourn-grouped-"), "files")
    atexit.register(rmtree, folder.parent, ignore_errors=True)
    folder.mkdir()
    (folder / "invented_removals_2017.csv").write_text(bars("ICE Removals for FY2017", REMOVALS, rows(days)))
    return Record(made(folder))
