"""Facility-days in the two published forms, which count midnights one day apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from sojourn.engine.connect import connect, quoted
from sojourn.lookalike.answers import account
from sojourn.lookalike.draws import date_column, number_of, stream
from sojourn.lookalike.enforcement import Sheet
from sojourn.lookalike.faults import plant
from sojourn.lookalike.frame import Cell, Column, Frame, Outcome
from sojourn.lookalike.nights import (
    FIRST,
    LAST,
    Counts,
    Facility,
    at,
    facilities,
    held,
    known,
    last_days,
    monthly,
)
from sojourn.lookalike.text import Style, write_text
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth, made
from sojourn.sources.declare import Family, families

DAYS_FIRST = date(2022, 10, 1)
HEADCOUNT_LAST = date(2024, 1, 4)
_ROUND = number_of(date(2024, 12, 1))
WORLD_ROWS = {
    "ddp_facility_days": len(known()) * (number_of(LAST) - _ROUND + 1),
    "uwchr_headcount": len(known()) * 200,
}
"""Rows of the small world: every day from December 2024, and the last 200 days of the headcount."""

_SQL_TYPES = {"date": "DATE", "facility_code": "VARCHAR", "facility_name": "VARCHAR"}


@dataclass(frozen=True)
class Grid:
    """The facilities and days of one publication, facility by facility, `rows` of them from the end."""

    facilities: tuple[Facility, ...]
    days: list[date]
    nights: list[Counts]


def _grid(rows: int, seed: int, first: date, last: date, shift: int) -> Grid:
    """As few facilities as hold the rows between two days; `shift` is the convention's offset in days."""
    most_days = (last - first).days + 1
    number = max(min(rows, len(known())), -(-rows // most_days))
    places = facilities(number)
    days = last_days(last, -(-rows // number))
    start = at(days[0]) + shift
    return Grid(places, days, [held(place, seed)[start : start + len(days)] for place in places])


def write_days(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the daily population as Parquet, under the convention that a midnight ends its day."""
    family = families()["ddp_facility_days/facilities-daily-population"]
    grid = _grid(rows, seed, DAYS_FIRST, LAST, 0)
    columns = _day_columns(grid, seed, rows)
    planted = _plant_days(columns) if faults and rows > 2 * len(_DAY_FAULTS) else []
    path = folder / "invented_facilities-daily-population.parquet"
    _write_parquet(path, family, columns)
    refused = sum(fault.outcome == "quarantined" for fault in planted)
    part = PartTruth("", family.table, Account(rows, rows - refused, 0, refused), {"monthly": _months(columns)})
    return [made(path, Truth(path.name, family.source, family.id, seed, [part], planted))]


def _day_columns(grid: Grid, seed: int, rows: int) -> dict[str, Any]:
    """The columns by the names of the table, cut to the last rows."""
    every = [_facility_columns(place, nights, seed) for place, nights in zip(grid.facilities, grid.nights, strict=True)]
    found: dict[str, Any] = {name: np.concatenate([one[name] for one in every])[-rows:] for name in every[0]}
    days = np.array(grid.days, dtype="datetime64[s]")
    return found | {"date": np.tile(days, len(every))[-rows:]}


def _facility_columns(place: Facility, nights: Counts, seed: int) -> dict[str, Any]:
    rng = stream(seed, "days", place.code)
    any_time = nights + rng.poisson(np.maximum(nights * place.passing, 0.0))
    women = rng.binomial(any_time, place.women)
    minors = 0.4 if place.code == "STFRCTX" else 0.0
    return {
        "facility_code": np.full(len(nights), place.code, dtype=object),
        "facility_name": np.full(len(nights), place.name, dtype=object),
        "held_end_of_day": nights,
        "held_any_time": any_time,
        "women_any_time": women,
        "men_any_time": any_time - women,
        "convicted_any_time": rng.binomial(any_time, 0.3),
        "possible_minors_any_time": rng.binomial(any_time, minors),
    }


_DAY_FAULTS: tuple[tuple[str, str, str | int, Outcome], ...] = (
    ("facility code missing", "facility_code", "", "quarantined"),
    ("count missing", "convicted_any_time", -1, "loaded"),
    ("more at midnight than in the day", "held_any_time", 0, "loaded"),
    ("name of the code changes", "facility_name", "INVENTED OTHER NAME", "loaded"),
)
"""Kind, column, what stands there instead (nothing and -1 become null), outcome."""


def _plant_days(columns: dict[str, Any]) -> list[Fault]:
    planted = []
    for number, (kind, name, value, outcome) in enumerate(_DAY_FAULTS, 1):
        columns[name][number] = value
        planted.append(Fault(kind, "", number + 1, name, str(value), outcome))
    return planted


def _months(columns: dict[str, Any]) -> dict[str, Any]:
    """Nights and days by facility and month, over the rows that have a code."""
    codes, nights, days = (
        columns["facility_code"],
        columns["held_end_of_day"],
        columns["date"].astype("datetime64[D]"),
    )
    found: dict[str, Any] = {}
    for code in dict.fromkeys(codes.tolist()):
        rows = codes == code
        if code:
            found[code] = monthly(nights[rows], days[rows].tolist())
    return found


def _write_parquet(path: Path, family: Family, columns: dict[str, Any]) -> None:
    """Write the columns in the published order and types; blanks and -1 are nulls."""
    chosen = ", ".join(f"{_typed(mapped.column)} AS {mapped.published}" for mapped in family.columns)
    with connect(memory_mib=1024) as connection:
        connection.register("invented", columns)
        connection.execute(
            f"COPY (SELECT {chosen} FROM invented) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)"
        )


def _typed(column: str) -> str:
    """SQL for a column in the published type."""
    null = {"date": "NULL", "facility_code": "''", "facility_name": "''"}.get(column, "-1")
    return f"CAST(nullif({column}, {null}) AS {_SQL_TYPES.get(column, 'INTEGER')})"


def write_headcount(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the headcount as text, under the convention that a midnight begins its day; zeros have no row."""
    family = families()["uwchr_headcount/facility-headcount"]
    frame = _headcount(family, _grid(rows, seed, FIRST.replace(day=24), HEADCOUNT_LAST, -1), rows)
    sheet = Sheet("", "", frame)
    sheet.planted = plant(frame, stream(seed, family.id, "faults"), book=False) if faults else []
    path = folder / "invented_facility_headcount.csv.gz"
    style = Style(quoted_header=False)
    write_text(path, frame, style)
    part = PartTruth("", family.table, account(frame), {"monthly": _headcount_months(frame)})
    truth = Truth(path.name, family.source, family.id, seed, [part], sheet.faults(style.first_line, breaks=True))
    return [made(path, truth)]


def _headcount(family: Family, grid: Grid, rows: int) -> Frame:
    counts = np.concatenate(grid.nights)[-rows:]
    kept = np.flatnonzero(counts)
    places = np.repeat(np.arange(len(grid.facilities)), len(grid.days))[-rows:][kept]
    days = np.tile([number_of(day) for day in grid.days], len(grid.facilities))[-rows:][kept]
    values, codes = np.unique(counts[kept], return_inverse=True)
    by_name = {
        "facility_code": _plain("facility_code", [Cell(place.code, place.code) for place in grid.facilities], places),
        "held_start_of_day": _plain("held_start_of_day", [Cell(str(one), int(one)) for one in values], codes),
        "date": _iso(date_column("date", "date", days)),
    }
    columns = [by_name[mapped.column] for mapped in family.columns]
    for column, mapped in zip(columns, family.columns, strict=True):
        column.header = mapped.published
    return Frame(family.table, columns, len(kept))


def _plain(name: str, cells: list[Cell], codes: Sequence[int] | Counts) -> Column:
    return Column(name, name, cells, np.asarray(codes, dtype=np.int64), quoted=False)


def _iso(column: Column) -> Column:
    """The same days, written year first."""
    column.cells = [Cell(str(cell.value), cell.value) for cell in column.cells]
    return column


def _headcount_months(frame: Frame) -> dict[str, dict[str, dict[str, int]]]:
    """Nights and rows by facility and month, over the rows that a reader keeps with a count."""
    code, count, day = (frame.column(name) for name in ("facility_code", "held_start_of_day", "date"))
    assert code
    assert count
    assert day
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in np.flatnonzero(frame.kept()).tolist():
        people, when = count.cell(row).value, day.cell(row).value
        if isinstance(people, int) and isinstance(when, date):
            months = found.setdefault(str(code.cell(row).value), {})
            month = months.setdefault(f"{when:%Y-%m}", {"nights": 0, "days": 0})
            month["nights"] += people
            month["days"] += 1
    return found
