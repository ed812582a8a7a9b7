"""The engine: what it may open, what its words mean, and the names of its failures."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sojourn.engine.connect import connect, engine_errors, listed, open_ahead, quoted, records, vocabulary
from sojourn.engine.time_limit import time_limit
from sojourn.errors import LimitReached, UnreadableFile


def value(sql: str) -> object:
    """The one value of a query."""
    row = connect().execute(f"SELECT {sql}").fetchone()
    assert row
    return row[0]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("elapsed_hours(TIMESTAMP '2016-01-01 00:30:00', TIMESTAMP '2016-01-01 02:29:59')", 1),
        ("elapsed_hours(TIMESTAMP '2016-01-01 23:59:00', TIMESTAMP '2016-01-02 00:01:00')", 0),
        ("nights_between(TIMESTAMP '2016-01-01 23:59:00', TIMESTAMP '2016-01-02 00:01:00')", 1),
        ("nights_between(DATE '2016-02-28', DATE '2016-03-01')", 2),
        ("iso_weekday(DATE '2024-01-01')", 1),
        ("iso_weekday(DATE '2024-01-07')", 7),
        ("us_fiscal_year(DATE '2016-09-30')", 2016),
        ("us_fiscal_year(DATE '2016-10-01')", 2017),
        ("month_of(TIMESTAMP '2016-02-29 12:00:00')", date(2016, 2, 1)),
        ("(SELECT exact_quantile(number, 0.5) FROM (VALUES (1), (2), (10), (20)) AS rows(number))", 6.0),
        ("(SELECT exact_quantile(number, 0.25) FROM (VALUES (1), (2), (10), (20)) AS rows(number))", 1.75),
    ],
)
def test_a_word_of_the_vocabulary_means_what_it_says(sql: str, expected: object) -> None:
    """Measures use these words on every engine; each figure is counted by hand."""
    assert value(sql) == expected


def test_an_engine_opened_ahead_is_set_as_any_other(tmp_path: Path) -> None:
    """A reader takes the engine that was opened before it was forked, with its own limits."""
    wanted: dict[str, Any] = {"memory_mib": 300, "threads": 2, "spill": tmp_path, "keep_order": False}
    settings = "SELECT name, value FROM duckdb_settings() ORDER BY name"
    fresh = connect(**wanted).execute(settings).fetchall()

    open_ahead()
    ahead = connect(**wanted)

    assert ahead.execute(settings).fetchall() == fresh
    assert ahead.execute("SELECT us_fiscal_year(DATE '2016-10-01')").fetchall() == [(2017,)]


def test_an_engine_opened_ahead_is_taken_once() -> None:
    """Two connections must not share limits."""
    open_ahead()

    first, second = connect(memory_mib=100), connect(memory_mib=200)

    limit = "SELECT current_setting('memory_limit')"
    assert first.execute(limit).fetchall() != second.execute(limit).fetchall()


def test_every_engine_has_every_word() -> None:
    """One SQL text for all engines needs one vocabulary."""
    words = {"elapsed_hours", "nights_between", "iso_weekday", "us_fiscal_year", "exact_quantile", "month_of"}

    missing = {
        (engine, word)
        for engine in ("duckdb", "clickhouse", "spark")
        for word in words
        if word not in vocabulary(engine)
    }

    assert missing == set()


def test_a_confined_engine_opens_nothing_outside_its_folders(tmp_path: Path) -> None:
    """A measure with hostile parameters must not read the disk."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "rows.csv").write_text("a\n1\n")
    connection = connect(readable=[inside])

    assert connection.execute(f"SELECT a FROM read_csv({quoted(str(inside / 'rows.csv'))})").fetchall() == [(1,)]
    with pytest.raises(duckdb.PermissionException):
        connection.execute(f"SELECT a FROM read_csv({quoted(str(outside / 'rows.csv'))})")


@pytest.mark.parametrize(
    "sql",
    [
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "RESET lock_configuration",
        "INSTALL httpfs",
    ],
)
def test_a_confined_engine_stays_confined(tmp_path: Path, sql: str) -> None:
    """The lock is for good."""
    with pytest.raises(duckdb.Error):
        connect(readable=[tmp_path]).execute(sql)


@pytest.mark.parametrize("text", ["plain", "it's", "''", "a;--b", "\\", ""])
def test_a_text_survives_as_a_literal(text: str) -> None:
    """Quotes in a published value must never become SQL."""
    assert value(quoted(text)) == text
    assert value(listed([text, "x"])) == [text, "x"]


def test_only_parameters_that_the_text_names_are_bound() -> None:
    """A measure hands over all of its parameters, and the engine refuses unknown ones."""
    found = records(connect(), "SELECT $year AS year, DATE '2016-01-01' AS day", {"year": 2016, "years": 1})

    assert found == [{"year": 2016, "day": date(2016, 1, 1)}]


def test_a_question_that_takes_too_long_is_stopped() -> None:
    """A minute later the user knows, and the machine is free."""
    begun = datetime.now()

    connection = connect()

    with pytest.raises(LimitReached, match="too long"), engine_errors("here"), time_limit(connection, 0.2):
        connection.execute("SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE hash(a.range, b.range) = 1")

    assert (datetime.now() - begun).seconds < 20


def test_a_question_that_needs_too_much_memory_reaches_a_limit() -> None:
    """The error names the variable that raises the ceiling."""
    with pytest.raises(LimitReached) as caught, engine_errors("here"):
        connect(memory_mib=20).execute("SELECT list(range::VARCHAR || 'some text') FROM range(5000000)")

    assert "SOJOURN_ENGINE_MIB" in caught.value.todo


def test_a_file_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    """The error names the place."""
    with pytest.raises(UnreadableFile) as caught, engine_errors("here"):
        connect().execute(f"SELECT * FROM read_parquet({quoted(str(tmp_path / 'gone.parquet'))})")

    assert caught.value.where == "here"


def test_filters_that_lose_rows_are_off() -> None:
    """DuckDB 2.0 pushes filters down a join that drop rows once the join spills to disk."""
    setting = connect().execute("SELECT current_setting('disabled_optimizers')").fetchone()

    assert setting == ("join_filter_pushdown",)
