"""Releases of sources without a key, in pairs: the same invented rows with changes that can be counted by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import duckdb

from sojourn.compare import Comparison, compare
from sojourn.compare.grouped import Grouped
from sojourn.record.build import build
from sojourn.record.opened import Record

DAYS = "ddp_facility_days"
Key = tuple[str, date]
NAMES = {
    "AAAAAAA": "ALPHA DETENTION CENTER",
    "BBBBBBB": "BRAVO ICE PROCESSING CENTER",
    "EEEEEEE": "ECHO SOFT SIDED FACILITY",
    "HHHHHHH": "HOTEL MEMORIAL HOSPITAL",
}
_COLUMNS = (
    "detention_facility_code VARCHAR, date DATE, n_detained INTEGER, n_detained_at_midnight INTEGER, "
    "n_detained_male INTEGER, n_detained_female INTEGER, n_detained_convicted_criminal INTEGER, "
    "n_detained_possibly_under_18 INTEGER, detention_facility VARCHAR"
)


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def write_days(path: Path, held: Mapping[Key, int], extra: Iterable[tuple[str, date, int]] = ()) -> None:
    """An edition of the series of facility-days: people held at midnight by code and day; `extra` repeats keys."""
    rows = [
        (code, day, midnight, midnight, midnight, 0, 0, 0, NAMES.get(code, code))
        for code, day, midnight in [*((code, day, midnight) for (code, day), midnight in held.items()), *extra]
    ]
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE days ({_COLUMNS})")
        engine.executemany("INSERT INTO days VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        engine.execute(f"COPY days TO '{path}' (FORMAT parquet)")


def record_of(folder: Path, *editions: Mapping[Key, int]) -> Record:
    """A record of editions; two that end on one day are told apart by the hash of their file."""
    files = folder / "files"
    files.mkdir(parents=True)
    for number, held in enumerate(editions):
        write_days(files / f"edition{number}.parquet", held)
    build(folder / "record", [files], invented=True)
    return Record(folder / "record")


def compared(record: Record, source: str = DAYS) -> Comparison:
    """The comparison of the last two releases of a source."""
    older, newer = (one.id for one in record.releases(source)[-2:])
    return compare(record, source, older, newer)


def grouped(found: Comparison, *by: str) -> Grouped:
    """The grouping by these dimensions."""
    return next(one for one in found.grouped if one.by == by)
