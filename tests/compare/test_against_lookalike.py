"""The comparison against the truth that an invented release and its next month tell about each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from sojourn.compare import Comparison, compare
from sojourn.lookalike.make import make
from sojourn.record.build import build
from sojourn.record.opened import Record
from sojourn.tables.court.declare import court_tables

CASES = 3000
PUBLISHED = {table.family.published: table for table in court_tables().values()}


@dataclass
class Months:
    """The comparison of two invented months, and the truth: (table, change, column) to rows or cells."""

    found: Comparison
    truth: Counter[tuple[str, str, str]]


def two_months(folder: Path, cases: int, seed: int) -> Months:
    """A world of so many cases and its next month, compared."""
    for family in (None, "next-month"):
        make("eoir_cases", cases, folder / str(family), seed=seed, family=family)
    build(folder / "record", list(folder.glob("*/*.zip")), invented=True)
    record = Record(folder / "record")
    older, newer = (one.id for one in record.releases("eoir_cases"))
    [changes] = folder.glob("next-month/*.truth/changes.parquet")
    return Months(compare(record, "eoir_cases", older, newer), Counter(dict(told(changes))))


@pytest.fixture(
    scope="module", params=[1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)]
)
def months(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Months:
    """A small world."""
    return two_months(tmp_path_factory.mktemp("world"), CASES, request.param)


def told(changes: Path) -> Iterator[tuple[tuple[str, str, str], int]]:
    """What the truth file counts; left out are columns that are never stored, and the lawyers, whose key is one."""
    with duckdb.connect() as engine:
        rows = engine.execute(
            f"""SELECT "table", change, coalesce("column", ''), count(*) FROM '{changes}' GROUP BY ALL"""
        ).fetchall()
    for published, change, header, counted in rows:
        table = PUBLISHED[published]
        column = table.column_of(header) if header else None
        if table.key and (not header or (column and column.kept)):
            yield (table.name, change, column.name if column else ""), counted


def test_every_withdrawal_addition_and_changed_column_is_found_and_nothing_else(months: Months) -> None:
    """Table by table, column by column."""
    found = {(one.table, "vanished", ""): one.vanished for one in months.found.keyed}
    found |= {(one.table, "added", ""): one.added for one in months.found.keyed}
    found |= {(one.table, "changed", each.column): each.changed for one in months.found.keyed for each in one.columns}
    assert {key: rows for key, rows in found.items() if rows} == dict(months.truth)


def hit(months: Months) -> set[tuple[str, str, str | None]]:
    """Every group that lost more than its share."""
    return {(one.table, each.by, each.value) for one in months.found.keyed if one.losses for each in one.losses.hit}


def test_nothing_but_the_planted_concentration_is_found(months: Months) -> None:
    """Whole cases that go along are no concentration. In so small a world too little is planted to be found for sure."""
    assert {(table, by) for table, by, _ in hit(months)} <= {
        ("court_applications", by) for by in ("court", "decision", "nationality")
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_the_planted_concentration_is_found(tmp_path: Path, seed: int) -> None:
    """Grants of New York are withdrawn; in a world of 20,000 cases that shows."""
    expected = {("court_applications", "court", "NYC"), ("court_applications", "decision", "G")}
    assert hit(two_months(tmp_path, 20_000, seed)) == expected
