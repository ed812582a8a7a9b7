"""A statement sees the columns that it names and answers as from the whole table; asked for rows, it sees all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from measures.sql_of_measures import statements
from sojourn.engine.connect import connect, records
from sojourn.record.opened import Record
from sojourn.record.views import names
from sojourn.tables import TABLES
from tiny import tiny_record

RUSSIANS = "citizenship = 'RUSSIA' AND release = $release"
BOUND = {"release": "ice_removals/2019-ICFO-53623"}


@pytest.fixture(scope="module")
def opened() -> Iterator[Record]:
    """A record with two releases of removals, of which one lacks columns."""
    record = tiny_record()
    yield record
    record.close()


def test_every_statement_of_the_measures_answers_as_from_whole_tables(opened: Record) -> None:
    """What is left out of a view is what the statement never names."""
    wrong = []
    with connect() as engine:
        for name in TABLES:
            engine.execute(opened.view(TABLES[name]))
        for sql, (parameters, rows) in statements(opened).items():
            if sorted(map(repr, rows)) != sorted(map(repr, records(engine, sql, parameters))):
                wrong.append(sql)
    assert wrong == []


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT * FROM removals WHERE {RUSSIANS}",
        f"SELECT DISTINCT * FROM removals WHERE {RUSSIANS}",
        f"SELECT sex, * FROM removals WHERE {RUSSIANS}",
        f"SELECT r.* FROM removals AS r WHERE {RUSSIANS}",
        f"FROM removals WHERE {RUSSIANS}",
        f"SELECT * FROM (FROM removals WHERE {RUSSIANS})",
        f"SELECT COLUMNS('.*') FROM removals WHERE {RUSSIANS}",
        f"WITH chosen AS (FROM removals) SELECT * FROM chosen WHERE {RUSSIANS}",
    ],
)
def test_a_statement_that_asks_for_rows_has_every_column(opened: Record, sql: str) -> None:
    """Nobody who looks at a row is to see less of it because the condition names few columns."""
    assert names(TABLES["removals"]) <= opened.query(sql, BOUND)[0].keys()


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT removals AS whole FROM removals WHERE {RUSSIANS}",
        f"SELECT r AS whole FROM removals AS r WHERE {RUSSIANS}",
        f"SELECT r AS whole FROM removals r WHERE {RUSSIANS}",
    ],
)
def test_a_row_as_one_cell_has_every_column(opened: Record, sql: str) -> None:
    """The engine gives a row as a cell where the name of a table stands in the place of a column's."""
    assert names(TABLES["removals"]) == opened.query(sql, BOUND)[0]["whole"].keys()


def test_a_column_with_the_name_of_its_table_is_the_column(opened: Record) -> None:
    """ICE's own table of removals is a table, and has a column, of that name."""
    [row] = opened.query("SELECT typeof(any_value(removals)) AS kind FROM official_removals")
    assert row["kind"] == "BIGINT"


def test_texts_and_lower_case_are_no_hindrance(opened: Record) -> None:
    """A text that looks like the end of a statement stays as it is."""
    [row] = opened.query("select 'FROM removals WHERE *' as text, count(*) as rows from removals where SEX = 'Male'")
    assert row["text"] == "FROM removals WHERE *"
    assert row["rows"] == sum(one["sex"] == "Male" for one in opened.query("SELECT * FROM removals"))


def test_a_table_of_which_no_column_is_named_has_its_rows(opened: Record) -> None:
    """Rows can be counted without a word about them."""
    [row] = opened.query("SELECT count(*) AS rows FROM removals")
    assert row["rows"] == len(opened.query("SELECT * FROM removals"))
