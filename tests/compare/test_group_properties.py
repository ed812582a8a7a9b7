"""What holds for any two bags of rows: differences add up, order does not matter, and small counts are not printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.compare.grouped import Grouped, compare_by_group
from sojourn.compare.sides import Engine, Pair, Side
from sojourn.engine.connect import connect
from sojourn.record.opened import Release
from sojourn.tables import TABLES
from sojourn.tiers import SMALLEST_CELL

Row = tuple[str | None, date | None, int | str | None]
DAY = date(2025, 6, 1)
CODES = st.sampled_from(["A", "B", None])
DATES = st.sampled_from([DAY + timedelta(days=number) for number in (0, 1, 31)])
HELD = st.lists(st.tuples(CODES, DATES, st.sampled_from([None, 0, 3, 500])), max_size=12)
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["CANADA", "RUSSIA", None]), st.sampled_from([DAY, DAY + timedelta(days=31)]), st.just("Male")
    ),
    max_size=60,
)


@dataclass(frozen=True)
class _Table(Side):
    """A release whose one table stands in the engine."""

    named: str = ""
    has: frozenset[str] = frozenset()

    def parts(self, table: str) -> list[str]:
        return [table]

    def columns(self, table: str) -> set[str]:
        return set(self.has) if table in TABLES else set()

    def relation(self, table: str) -> str:
        assert table in TABLES
        return self.named


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine in memory."""
    opened = connect()
    yield opened
    opened.close()


def side(connection: duckdb.DuckDBPyConnection, name: str, columns: str, rows: Sequence[Row]) -> Side:
    """A release with these rows."""
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
    if rows:
        connection.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", rows)
    names = frozenset(one.split()[0] for one in columns.split(", "))
    release = Release(name, "", (), (), {}, "", "", ())
    return _Table(release, {}, Path(), 0, name, names)


def compared(
    connection: duckdb.DuckDBPyConnection, table: str, columns: str, older: Sequence[Row], newer: Sequence[Row]
) -> list[Grouped]:
    """The comparison of two bags of rows."""
    sides = (side(connection, "was", columns, older), side(connection, "is_now", columns, newer))
    return compare_by_group(Engine(connection, "test"), Pair("test", *sides, ()), table)


def days(connection: duckdb.DuckDBPyConnection, older: Sequence[Row], newer: Sequence[Row]) -> Grouped:
    """Facility-days without bounds: the column of days is named so that no period is looked for."""
    columns = "facility_code VARCHAR, facility_name VARCHAR, held_when_listed BIGINT"
    plain = [[(code, str(day), held) for code, day, held in rows] for rows in (older, newer)]
    [one] = compared(connection, "facilities", columns, *plain)  # type: ignore[arg-type]
    return one


@settings(max_examples=60)
@given(older=HELD, newer=HELD)
def test_differences_add_up(connection: duckdb.DuckDBPyConnection, older: list[Row], newer: list[Row]) -> None:
    """In groups, in amounts, and over the values of a dimension."""
    one = days(connection, older, newer)
    amount = one.amounts[0]
    lines = [line for rollup in one.rollups for line in rollup.lines]
    assert one.older == one.gone + one.changed + one.unchanged
    assert one.newer == one.new + one.changed + one.unchanged
    assert amount.newer - amount.older == amount.gained - amount.lost
    assert (sum(line.gained for line in lines), sum(line.lost for line in lines)) == (amount.gained, amount.lost)


@settings(max_examples=60)
@given(older=HELD, newer=HELD)
def test_the_other_way_round_is_the_mirror(
    connection: duckdb.DuckDBPyConnection, older: list[Row], newer: list[Row]
) -> None:
    """What one lost the other gained."""
    one, other = days(connection, older, newer), days(connection, newer, older)
    assert (one.gone, one.new, one.changed) == (other.new, other.gone, other.changed)
    assert (one.amounts[0].gained, one.amounts[0].lost) == (other.amounts[0].lost, other.amounts[0].gained)


@settings(max_examples=60)
@given(older=HELD, newer=HELD)
def test_nothing_differs_exactly_where_the_bags_are_equal(
    connection: duckdb.DuckDBPyConnection, older: list[Row], newer: list[Row]
) -> None:
    """Two rows of one facility are not one; their order is nothing."""
    one = days(connection, older, newer)
    assert (one.gone + one.new + one.changed == 0) == (Counter(older) == Counter(newer))


@settings(max_examples=40)
@given(older=PEOPLE, newer=PEOPLE)
def test_no_small_count_about_people_is_printed(
    connection: duckdb.DuckDBPyConnection, older: list[Row], newer: list[Row]
) -> None:
    """Neither a count from 1 to 10 nor a difference, by citizenship or sex; the tier is that of what is hidden too."""
    columns = "citizenship VARCHAR, departed_date DATE, sex VARCHAR"
    for one in compared(connection, "removals", columns, older, newer):
        personal = {"citizenship", "sex"}
        lines = [line for rollup in one.rollups if rollup.by in personal for line in rollup.lines]
        counts = [[line.older, line.newer, line.gained, line.lost] for line in lines]
        counts += [[group.older or 0, group.newer or 0] for group in one.largest if personal & set(one.by)]
        printed = [number for each in counts for number in (*each, abs(each[1] - each[0]))]
        assert not [number for number in printed if 0 < number < SMALLEST_CELL]
        assert one.tier == "P2" or not one.hidden


def test_every_column_of_the_test_rows_is_one_of_the_table() -> None:
    """Else nothing would be compared."""
    assert {"facility_code", "facility_name", "held_when_listed"} <= {
        column.name for column in TABLES["facilities"].columns
    }
