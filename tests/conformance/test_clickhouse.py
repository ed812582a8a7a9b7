"""The SQL of the measures gives the same rows on a second engine (ClickHouse, inside this process)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from measures.court.asylum_court import asylum_record
from measures.custody.moved_people import moved_record
from measures.refuge.printed_figures import printed_record
from measures.sql_of_measures import statements
from sojourn.engine.connect import connect, vocabulary
from sojourn.record.opened import Record
from sojourn.tables import TABLES
from tiny import tiny_record

chdb_session = pytest.importorskip("chdb.session", reason="chdb is not installed (pip install .[conformance])")
pytestmark = pytest.mark.conformance

SETTINGS = "SET join_use_nulls = 1, cast_keep_nullable = 1, union_default_mode = 'DISTINCT'"
"""A missing partner of a join and a cast of nothing are NULL, and UNION is distinct, as everywhere else."""
ANSWERS = "SETTINGS output_format_json_quote_64bit_integers = 0"


WORLDS: dict[str, Callable[[], Record]] = {
    "tiny": tiny_record,
    "moved": moved_record,
    "asylum": asylum_record,
    "printed": printed_record,
}
"""Records of removals and workbooks, of stints, of the courts, and of printed figures about asylum in Canada."""


@pytest.fixture(scope="module")
def clickhouse() -> Iterator[Any]:
    """An engine with the vocabulary."""
    session = chdb_session.Session()
    session.query(SETTINGS)
    for statement in re.sub(r"--[^\n]*", "", vocabulary("clickhouse")).split(";"):
        if statement.strip():
            session.query(statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
    yield session
    session.close()


def _fill(session: Any, world: str, record: Record, folder: Path) -> None:
    """Give the engine every table of a record."""
    session.query(f"CREATE DATABASE IF NOT EXISTS {world} ENGINE = Atomic")
    session.query(f"USE {world}")
    for name in TABLES:
        part = _exported(record, name, folder)
        session.query(f"CREATE TABLE {name} ENGINE = Memory AS SELECT * FROM file('{part}', Parquet)")


def _exported(record: Record, name: str, folder: Path) -> Path:
    """A table of the record as one Parquet file."""
    path = folder / f"{name}.parquet"
    with connect() as engine:
        engine.execute(record.view(TABLES[name]))
        engine.execute(f"COPY {name} TO '{path}' (FORMAT parquet)")
    return path


def _bound(sql: str, parameters: dict[str, Any]) -> str:
    """The statement with its parameters as literals."""
    return re.sub(r"\$(\w+)", lambda found: _literal(parameters[found[1]]), sql)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, datetime):
        return f"CAST('{value}' AS TIMESTAMP)"
    if isinstance(value, date):
        return f"toDate32('{value}')"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: str(cell) if isinstance(cell, date) else cell for name, cell in row.items()} for row in rows]


def _asked(session: Any, sql: str) -> list[dict[str, Any]]:
    answer = str(session.query(f"{sql}\n{ANSWERS}", "JSONEachRow"))
    return [json.loads(line) for line in answer.splitlines()]


def test_the_functions_of_the_vocabulary_agree(clickhouse: Any) -> None:
    """The same six days round the turn of months, years and fiscal years."""
    days = [
        date(2016, 2, 29),
        date(2016, 9, 30),
        date(2016, 10, 1),
        date(2016, 12, 31),
        date(2017, 1, 1),
        date(2024, 3, 10),
    ]
    calls = "us_fiscal_year({0}) AS f, month_of({0}) AS m, iso_weekday({0}) AS w, "
    calls += "nights_between({0}, CAST('2025-01-01' AS DATE)) AS n"
    end, start = "CAST('2024-03-11 01:59:59' AS TIMESTAMP)", "CAST('2024-03-10 01:00:00' AS TIMESTAMP)"
    sql = ["SELECT " + calls.format(f"CAST('{day}' AS DATE)") for day in days]
    sql += [f"SELECT elapsed_hours({start}, {end}) AS h", f"SELECT elapsed_hours({end}, {start}) AS h"]
    with connect() as engine:
        expected = [
            _plain([dict(zip(("f", "m", "w", "n"), engine.execute(one).fetchall()[0], strict=False))])
            for one in sql[:-2]
        ]
        hours = [engine.execute(one).fetchall()[0][0] for one in sql[-2:]]
    assert [_asked(clickhouse, one) for one in sql[:-2]] == expected
    assert [_asked(clickhouse, one)[0]["h"] for one in sql[-2:]] == hours


@pytest.mark.parametrize("world", WORLDS)
def test_every_statement_of_the_measures_agrees(clickhouse: Any, world: str, tmp_path: Path) -> None:
    """Counts, series, curves, largest days and comparisons, to the last digit."""
    record = WORLDS[world]()
    _fill(clickhouse, world, record, tmp_path)
    heard = statements(record)
    wrong = {}
    for sql, (parameters, rows) in heard.items():
        other = _asked(clickhouse, _bound(sql, parameters))
        if not _equal(_plain(rows), other):
            wrong[sql] = (rows[:3], other[:3])
    assert len(heard) > 15
    assert wrong == {}


def _equal(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    """Equal rows; engines may order missing values first or last, and numbers may differ by 1e-9."""
    return sorted(map(_key, one)) == sorted(map(_key, other))


def _key(row: dict[str, Any]) -> str:
    cells = {name: round(cell, 9) if isinstance(cell, float) else cell for name, cell in row.items()}
    whole = {name: int(cell) if isinstance(cell, float) and cell.is_integer() else cell for name, cell in cells.items()}
    return json.dumps(whole, sort_keys=True)
