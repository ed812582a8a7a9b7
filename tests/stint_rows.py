"""Stints as rows of their table, without files, and what is derived from them: for tests of the rules alone."""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import duckdb
from hypothesis import strategies as st

from sojourn.engine.connect import connect, records
from sojourn.record.custody import end_of, make
from sojourn.tables.custody.derived import selects, settled_days
from sojourn.tables.custody.steps import Rules
from sojourn.tables.custody.stints import DETENTION_STINTS
from sojourn.tables.declare import PROVENANCE, STORED

Stint = dict[str, Any]
START = datetime(2025, 6, 1)


def after(hours: int) -> datetime:
    """A moment so many hours after 1 June 2025."""
    return START + timedelta(hours=hours)


@cache
def engine() -> duckdb.DuckDBPyConnection:
    """One engine for all tests of a run."""
    made = connect(keep_order=False)
    atexit.register(engine.cache_clear)
    atexit.register(made.close)
    columns = [f"{column.name} {STORED[column.kind]}" for column in PROVENANCE]
    for column in DETENTION_STINTS.columns:
        columns += [f"{column.name} {STORED[column.kind]}", f"{column.absence} VARCHAR"]
    made.execute(f"CREATE TABLE given ({', '.join(columns)})")
    return made


def derived(stints: Sequence[Stint], rules: Rules | None = None) -> Mapping[str, list[dict[str, Any]]]:
    """The derived tables of some stints; cells that a stint does not give are blank."""
    made = engine()
    made.execute("DELETE FROM given")
    absences = [name for column in DETENTION_STINTS.columns for name in (column.name, column.absence)]
    names = [*(column.name for column in PROVENANCE), *absences]
    rows = [[_cell(row, name) for name in names] for row in placed(stints)]
    made.executemany(f"INSERT INTO given VALUES ({', '.join('?' * len(names))})", rows)
    [(_, last)] = made.execute(settled_days("given")).fetchall()
    make(made, "given", end_of(str(last)), rules)
    return {name: records(made, select) for name, select in selects().items()}


def placed(stints: Sequence[Stint]) -> list[Stint]:
    """Stints with the line of each, in one sheet where they name none."""
    return [{"file": "f", "sheet": "s", "line": line, **row} for line, row in enumerate(stints, 2)]


def _cell(row: Stint, name: str) -> Any:
    if not name.endswith("_absence"):
        return row.get(name)
    return row.get(name, "blank" if row.get(name.removesuffix("_absence")) is None else None)


def stint(person: str | None, place: str | None, book_in: int, book_out: int | None, **more: Any) -> Stint:
    """A stint between two moments, given as hours after 1 June 2025."""
    row = {"person_key": person, "facility_code": place, "book_in": after(book_in), "final_charge": "invented"}
    return {**row, "book_out": None if book_out is None else after(book_out), **more}


_HOURS = st.integers(0, 30).map(lambda step: step * 12)
"""Few moments, many of them midnights, so that stints touch, meet and repeat each other."""


@st.composite
def _stint(draw: st.DrawFn) -> Stint:
    book_in = draw(_HOURS)
    stay = draw(st.sampled_from([None, None, 0, 120]))
    stay_out = draw(st.sampled_from([None, None, None, 240, 360]))
    return stint(
        draw(st.sampled_from([None, "one", "one", "two", "three", "four"])),
        draw(st.sampled_from([None, "A", "A", "B", "C"])),
        book_in,
        draw(st.none() | st.integers(-2, 12).map(lambda step: book_in + step * 12)),
        stay_book_in=None if stay is None else after(stay),
        stay_book_out=None if stay_out is None else after(stay_out),
        release_reason=draw(st.sampled_from([None, "Removed", "Transferred"])),
        citizenship=draw(st.sampled_from([None, "CANADA", "RUSSIA"])),
        sex=draw(st.sampled_from(["Female", "Male"])),
        bond_posted_amount=draw(st.sampled_from([None, 5000.0])),
    )


def stints() -> st.SearchStrategy[list[Stint]]:
    """Invented rows with every fault: repeated ones, open, negative, without an id, with a redacted place."""
    some = st.lists(_stint(), min_size=1, max_size=24)
    return st.tuples(some, st.lists(st.integers(0, 23), max_size=6)).map(
        lambda made: made[0] + [made[0][at % len(made[0])] for at in made[1]]
    )
