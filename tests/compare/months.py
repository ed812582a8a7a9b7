"""Court releases of several months in one record: the rows of tests/tiny_court.py, withdrawn, rewritten and added to."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import tiny_court
from sojourn.compare import Comparison, compare
from sojourn.record.build import build
from sojourn.record.opened import Record

Rows = list[dict[str, str]]
KEYS = {"A_TblCase": "IDNCASE", "B_TblProceeding": "IDNPROCEEDING", "tbl_Court_Appln": "IDNPROCEEDINGAPPLN"}


@dataclass
class Month:
    """One release: its day, its tables by published name, its code lists; only `counts` stand in its Count.txt."""

    day: str
    tables: dict[str, Rows]
    lists: dict[str, list[Sequence[str]]]
    without: dict[str, set[str]] = field(default_factory=dict)
    extra: dict[str, bytes] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def row(self, table: str, key: str) -> dict[str, str]:
        """The row of this key, to be rewritten in place."""
        return next(row for row in self.tables[table] if row[KEYS[table]] == key)

    def withdraw(self, table: str, *keys: str) -> None:
        """Take rows out."""
        self.tables[table] = [row for row in self.tables[table] if row[KEYS[table]] not in keys]

    def add(self, table: str, *rows: Mapping[str, str]) -> None:
        """Put rows at the end."""
        self.tables[table] += [dict(row) for row in rows]

    def files(self) -> dict[str, bytes]:
        """Name to bytes; `without` names columns that a table lacks, `extra` lines that follow its rows."""
        made = {}
        for name, rows in self.tables.items():
            headers = [one for one in tiny_court.headers_of(name) if one not in self.without.get(name, set())]
            made[f"{name}.csv"] = tiny_court.text(headers, rows) + self.extra.get(name, b"")
        for name, lines in self.lists.items():
            made[f"Lookup/{name}.csv"] = ("\r\n".join("\t".join(line) for line in lines) + "\r\n").encode()
        if self.counts:
            made["Count.txt"] = "".join(f"{name}\t{rows}\r\n" for name, rows in self.counts.items()).encode()
        return made


def first(day: str = "2026-06-01") -> Month:
    """The release of tests/tiny_court.py under another day."""
    tables = {
        "A_TblCase": tiny_court.CASES,
        "B_TblProceeding": tiny_court.PROCEEDINGS,
        "tbl_Court_Appln": tiny_court.APPLICATIONS,
    }
    return Month(day, deepcopy(tables), deepcopy(tiny_court.LISTS))


def after(month: Month, day: str = "2026-07-01", change: Callable[[Month], None] = lambda _: None) -> Month:
    """A later release in which something changed."""
    made = deepcopy(month)
    made.day = day
    change(made)
    return made


def record_of(folder: Path, *months: Month) -> Record:
    """A record of releases."""
    files = folder / "zips"
    files.mkdir(parents=True)
    for month in months:
        with zipfile.ZipFile(files / f"{month.day}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in month.files().items():
                archive.writestr(f"EOIR Case Data {month.day}/{name}", content)
    build(folder / "record", [files], invented=True)
    return Record(folder / "record")


def compared(folder: Path, *months: Month, tables: Sequence[str] = ()) -> Comparison:
    """The comparison of the last two of some releases."""
    record = record_of(folder, *months)
    return compare(record, "eoir_cases", months[-2].day, months[-1].day, tables)


def two_leave_and_one_turns(month: Month) -> None:
    """Two applications leave, and a grant becomes a denial."""
    month.withdraw("tbl_Court_Appln", "1", "2")
    month.row("tbl_Court_Appln", "4")["APPL_DEC"] = "D"
