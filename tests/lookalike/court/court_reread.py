"""An invented release read back by plain Python: the rows that a careful reader keeps, by column name."""

from __future__ import annotations

import json
import zipfile
from collections import defaultdict
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from sojourn.lookalike.court import Form, World, write_release

Row = dict[str, str]


class Release:
    """A zip and its truth; damaged rows are read by their true cells, refused rows are left out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.truth: dict[str, Any] = json.loads((path.with_name(path.name + ".truth") / "truth.json").read_text())
        self._zip = zipfile.ZipFile(path)
        self._folder = self._zip.namelist()[0].split("/")[0]

    @property
    def answers(self) -> Path:
        return self.path.with_name(self.path.name + ".truth") / "answers"

    def told(self, query: str) -> list[Any]:
        """What the truth's Parquet files say; `{}` stands for their folder."""
        with duckdb.connect() as connection:
            return connection.execute(query.format(self.answers)).fetchall()

    def data(self, name: str) -> bytes:
        return self._zip.read(f"{self._folder}/{name}")

    def lines(self, name: str) -> list[bytes]:
        """Physical lines, without the last line end."""
        return self.data(name).removesuffix(b"\n").split(b"\n")

    def damage(self, name: str) -> list[dict[str, Any]]:
        return [one for one in self.truth["damage"] if one["file"] == name]

    def rows(self, table: str) -> list[Row]:
        """Kept rows, cells trimmed; NUL counts as a blank."""
        name = f"{table}.csv"
        lines = self.lines(name)
        names = lines[0].decode().strip("\r").split("\t")
        names += [f"extra_{number}" for number in range(1, self.truth["files"][name]["fields"] - len(names) + 1)]
        damaged = {one["line"]: one for one in self.damage(name)}
        found: list[list[str]] = []
        number = 2
        while number <= len(lines):
            one = damaged.get(number)
            if one is None:
                found.append(lines[number - 1].decode().removesuffix("\r").split("\t"))
            elif one["expected"] in {"loaded", "repaired", "either"}:
                found.append(one["cells"])
            number += one["lines"] if one else 1
        return [dict(zip(names, (cell.replace("\0", "").strip() for cell in cells), strict=True)) for cells in found]

    @cached_property
    def proceedings(self) -> list[Row]:
        return self.rows("B_TblProceeding")

    @cached_property
    def by_case(self) -> dict[str, list[Row]]:
        cases = defaultdict(list)
        for row in self.proceedings:
            cases[row["IDNCASE"]].append(row)
        return cases

    @cached_property
    def asylum(self) -> list[Row]:
        return [row for row in self.rows("tbl_Court_Appln") if row["APPL_CODE"] == "ASYL"]


def day(cell: str) -> date | None:
    """The day of a cell; None where it is blank or does not exist."""
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        return None


def fiscal_year(cell: str) -> int:
    """The US fiscal year of a cell that holds a day."""
    return int(cell[:4]) + (int(cell[5:7]) > 9)


def last_proceeding(rows: list[Row]) -> Row:
    """The latest completion, ties by the greater number; without any, the greatest number."""
    return max(rows, key=lambda row: (row["COMP_DATE"], int(row["IDNPROCEEDING"])))


def make(folder: Path, cases: int, seed: int, *, next_month: bool = False) -> Release:
    """An invented release, made in this process."""
    return Release(write_release(World(cases, seed, next_month=next_month), folder, Form(processes=1)).path)
