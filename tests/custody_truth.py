"""Look-alike detention releases through a whole build, and where the record says otherwise than the truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from sojourn.lookalike import Made, make
from sojourn.record.build import build
from sojourn.record.opened import Record
from sojourn.tables import TABLES

DERIVED = {"path": "detention_path", "stays": "detention_stays", "movements": "detention_movements"}
NUMBERS = {"person_number", "stay_number"}
"""Columns whose numbers are made anew by every build."""


@dataclass(frozen=True)
class Built:
    """A release of invented detentions: its files, its record, and the folder of its truth."""

    made: list[Made]
    record: Record
    truth: Path

    def told(self) -> dict[str, Any]:
        """The small answers of the truth."""
        answers: dict[str, Any] = json.loads((self.truth / "truth.json").read_text(encoding="utf-8"))
        return answers


def built(folder: Path, rows: int, seed: int, family: str, *, faults: bool = True) -> Built:
    """Make a release and build its record."""
    made = make("ice_detentions", rows, folder / "made", seed=seed, family=family, faults=faults)
    build(folder / "record", [folder / "made"], invented=True)
    return Built(made, Record(folder / "record"), folder / "made" / f"invented_{family}.truth")


def part(record: Record, table: str) -> str:
    """The one part of a derived table, as SQL."""
    [path] = [record.folder / part for sheet in record.manifest.sheets if sheet.table == table for part in sheet.parts]
    return f"read_parquet('{path}')"


def differences(one: Built, name: str) -> list[tuple[Any, ...]]:
    """Rows of a derived table that the truth has not, and the other way round, as often as they differ."""
    table = DERIVED[name]
    cells = ", ".join(column.name for column in TABLES[table].columns if column.name not in NUMBERS)
    mine, true = f"SELECT {cells} FROM {part(one.record, table)}", f"SELECT {cells} FROM '{one.truth / name}.parquet'"
    return _query(
        f"(SELECT 'record' AS who, * FROM ({mine} EXCEPT ALL {true}) AS a LIMIT 20) "
        f"UNION ALL (SELECT 'truth' AS who, * FROM ({true} EXCEPT ALL {mine}) AS b LIMIT 20)"
    )


def stays_put_together_otherwise(one: Built) -> list[tuple[Any, ...]]:
    """Stays whose rows are not the rows of one true stay."""
    rows = (
        "list((book_in, facility_code, stint_number, book_out) ORDER BY book_in, facility_code, stint_number, book_out)"
    )
    mine, true = part(one.record, "detention_path"), f"'{one.truth / 'path.parquet'}'"
    said, meant = (f"SELECT md5({rows}::VARCHAR) FROM {source} GROUP BY stay_number" for source in (mine, true))
    return _query(f"(({said}) EXCEPT ALL ({meant})) UNION ALL (({meant}) EXCEPT ALL ({said}))")


def value(one: Built, query: str) -> Any:
    """One value out of the record."""
    [row] = one.record.query(query)
    [found] = row.values()
    return found


def _query(query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(config={"memory_limit": "3GiB", "threads": 2}) as connection:
        return connection.execute(query).fetchall()
