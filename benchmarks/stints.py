"""Invented stints in the stored form, quickly: for measuring what is done with them, not for testing it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from sojourn.tables.custody.stints import DETENTION_STINTS
from sojourn.tables.declare import STORED

Columns = dict[str, npt.NDArray[np.generic]]
DAYS = 1257
"""Days from 1 October 2022 to 10 March 2026; moments are minutes since the first."""
_MINUTES = 1440
_REASONS = "['Removed','Removed','Removed','Bonded Out','Paroled','Order of recognizance'][reason + 1]"
_CRIMINALITY = "['1 Convicted Criminal','2 Pending Criminal Charges','3 Other Immigration Violator'][criminality + 1]"


def _moment(minutes: str, *, open_after_end: bool = False) -> str:
    moment = f"TIMESTAMP '2022-10-01' + to_minutes({minutes})"
    return f"CASE WHEN {minutes} <= {DAYS * _MINUTES} THEN {moment} END" if open_after_end else moment


_CELLS = {
    "person_key": "CASE WHEN chance > 0.0016 THEN md5('invented' || person) END",
    "stay_book_in": _moment("stay_in"),
    "book_in": _moment("book_in"),
    "book_out": _moment("book_out", open_after_end=True),
    "stay_book_out": _moment("stay_out", open_after_end=True),
    "facility_code": "printf('FAC%04d', facility)",
    "facility_name": "'FACILITY NUMBER ' || facility",
    "release_reason": f"CASE WHEN book_out <= {DAYS * _MINUTES} THEN CASE WHEN last THEN {_REASONS} ELSE 'Transferred' END END",
    "stay_release_reason": f"CASE WHEN stay_out <= {DAYS * _MINUTES} THEN {_REASONS} END",
    "citizenship": "'COUNTRY ' || citizenship",
    "birth_country": "'COUNTRY ' || citizenship",
    "sex": "CASE sex WHEN 1 THEN 'Female' ELSE 'Male' END",
    "criminality": _CRIMINALITY,
    "birth_year": "birth_year",
    "bond_posted_amount": "CASE WHEN again AND chance > 0.5 THEN 5000 END",
    "entry_status": "'Present Without Admission'",
    "entry_date": "DATE '2020-01-01' + CAST(person % 1500 AS INTEGER)",
    "case_category": "'[8F] Expedited Removal'",
    "case_status": "'ACTIVE'",
    "final_program": "'Border Patrol'",
}


def write(folder: Path, rows: int, seed: int = 20260310) -> list[Path]:
    """Parts of about so many stints, one for each fiscal year; 1.7 in 100 rows repeat another, 0.16 lack an id."""
    folder.mkdir(parents=True, exist_ok=True)
    made = _shuffled(_repeated(_stints(rows, np.random.default_rng(seed)), seed), seed)
    with duckdb.connect(config={"threads": 2}) as engine:
        engine.register("made", made)
        engine.execute("CREATE TABLE numbered AS SELECT *, row_number() OVER () AS line FROM made")
        return [_part(engine, folder, year) for year in range(2023, 2027)]


def _stints(rows: int, chance: np.random.Generator) -> Columns:
    """Stays of geometric length with long tails; a first short stint, then others."""
    stays = int(rows / 2.32)
    people = int(stays * 0.934)
    person = np.concatenate([np.arange(people), chance.integers(0, people, stays - people)])
    many = np.minimum(chance.geometric(0.43, stays), 13)
    stay = np.repeat(np.arange(stays), many)
    first = np.cumsum(many) - many
    at = np.arange(len(stay)) - first[stay]
    length = np.exp(chance.normal(np.where(at == 0, 6.5, 9.3), 1.35)).astype(np.int64)
    length[chance.random(len(stay)) < 0.004] = 0
    gap = np.where(at == 0, 0, chance.integers(0, 600, len(stay)))
    ended = np.cumsum(length + gap)
    start = chance.integers(0, DAYS * _MINUTES, stays) - (ended - length - gap)[first]
    book_out = start[stay] + ended
    columns: Columns = {
        "person": person[stay],
        "stay_in": (start + (ended - length)[first])[stay],
        "book_in": book_out - length,
        "book_out": book_out,
        "stay_out": (start + ended[first + many - 1])[stay],
        "last": at == many[stay] - 1,
        "facility": np.minimum(chance.zipf(1.3, len(stay)) - 1, 700),
        "citizenship": np.minimum(chance.zipf(1.6, people) - 1, 149)[person][stay],
        "sex": (chance.random(people) < 0.1).astype(np.int64)[person][stay],
        "criminality": chance.integers(0, 3, stays)[stay],
        "birth_year": chance.integers(1950, 2008, people)[person][stay],
        "reason": chance.integers(0, 6, stays)[stay],
        "chance": chance.random(len(stay)),
    }
    there = book_out - length < DAYS * _MINUTES
    return {name: column[there] for name, column in columns.items()}


def _repeated(made: Columns, seed: int) -> Columns:
    again = np.random.default_rng(seed + 1).random(len(made["person"])) < 0.017
    both = {name: np.concatenate([column, column[again]]) for name, column in made.items()}
    return {**both, "again": np.arange(len(both["person"])) >= len(again)}


def _shuffled(made: Columns, seed: int) -> Columns:
    order = np.random.default_rng(seed + 2).permutation(len(made["person"]))
    return {name: column[order] for name, column in made.items()}


def _part(engine: duckdb.DuckDBPyConnection, folder: Path, year: int) -> Path:
    cells = []
    for column in DETENTION_STINTS.columns:
        cell = f"CAST({_CELLS.get(column.name, 'NULL')} AS {STORED[column.kind]})"
        cells += [f"{cell} AS {column.name}", f"CASE WHEN {cell} IS NULL THEN 'blank' END AS {column.absence}"]
    path = folder / f"stints{year}.parquet"
    engine.execute(
        f"COPY (SELECT 'invented/release' AS release, 'invented' AS family, 'file{year}' AS file, 'FY{year}' AS sheet, "
        f"line, {', '.join(cells)} FROM numbered "
        f"WHERE least(book_in // {365 * _MINUTES}, 3) = {year - 2023} ORDER BY line) "
        f"TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
    )
    return path
