"""Connections to the engine, with its limits, its vocabulary and its errors named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from sojourn.errors import LimitReached, NoSpace, SojournError, UnreadableFile
from sojourn.words.said import said

VOCABULARY = Path(__file__).parent / "vocabulary"
SOUND: dict[str, Any] = {"disabled_optimizers": "join_filter_pushdown"}
"""Settings without which DuckDB 2.0 cannot be trusted: filters that a join pushes down lose rows where the join spills
(duckdb issue 25702), and with them some outer joins stop with an internal error (issue 24807; met here)."""

_STEADY: dict[str, Any] = SOUND | {
    "autoinstall_known_extensions": False,  # installing one would be a network request nobody asked for
    "autoload_known_extensions": False,
}

PARQUET = "FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2"
"""How the parts of a record are stored. V2 keeps days, and numbers that count on, as differences: fewer bytes, sooner written."""


@cache
def vocabulary(engine: str = "duckdb") -> str:
    """The SQL that defines the shared functions on one engine (duckdb, clickhouse or spark)."""
    return (VOCABULARY / f"{engine}.sql").read_text(encoding="utf-8")


_ahead: list[duckdb.DuckDBPyConnection] = []


def open_ahead() -> None:
    """Open an engine that the next `connect` takes, here or in each process that is forked from this one.

    This one has no thread of its own, so that a fork finds it whole.
    """
    _ahead[:] = [_opened({"threads": 1, "async_threads": 0})]


def _opened(config: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """An engine in memory that knows the vocabulary."""
    connection = duckdb.connect(config=_STEADY | config)
    connection.execute("SET enable_progress_bar = false")  # standard output is for answers
    connection.execute(vocabulary())
    return connection


def connect(
    *,
    memory_mib: int = 512,
    threads: int = 1,
    spill: Path | None = None,
    readable: Sequence[Path] | None = None,
    keep_order: bool = True,
) -> duckdb.DuckDBPyConnection:
    """An engine in memory; with `readable`, it can open files in those folders and nowhere else, for good.

    Without `keep_order` rows come in any order unless sorted, which spares memory and time in large joins.
    """
    config: dict[str, Any] = {
        "memory_limit": f"{memory_mib}MiB",
        "threads": threads,
        "preserve_insertion_order": keep_order,
    }
    if spill:
        config["temp_directory"] = str(spill)
    if _ahead:
        connection = _ahead.pop()
        for name, value in config.items():
            connection.execute(f"SET {name} = {quoted(str(value))}")
        connection.execute("RESET async_threads")
    else:
        connection = _opened(config)
    if readable is not None:
        connection.execute("SET parquet_metadata_cache = true")  # parts are named by their content and never change
        folders = ", ".join(quoted(str(folder)) for folder in readable)
        connection.execute(f"SET allowed_directories = [{folders}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    return connection


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts: Sequence[str]) -> str:
    """Texts as an SQL list of literals, in brackets of their own."""
    return "[" + ", ".join(map(quoted, texts)) + "]"


@contextmanager
def engine_errors(where: str) -> Iterator[None]:
    """Give the engine's failures our names: no space, no memory, damaged file."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise LimitReached(
            said("the engine needs more memory ({error:name})", error=error),
            where=where,
            todo=said("raise SOJOURN_ENGINE_MIB"),
        ) from error
    except duckdb.IOException as error:
        raise _disk_error(error, where) from error
    except duckdb.InterruptException as error:
        raise LimitReached(
            said("the question took too long and was stopped"), where=where, todo=said("ask for less at once")
        ) from error
    except duckdb.InvalidInputException as error:
        raise UnreadableFile(
            said("the engine cannot read it ({error:name})", error=error), where=where, todo=said("fetch it again")
        ) from error


def _disk_error(error: duckdb.Error, where: str) -> SojournError:
    text = str(error)
    if re.search(r"no space|disk full|quota|No space left|max_temp_directory_size", text, re.IGNORECASE):
        return NoSpace(said("the disk is full"), where=where, todo=said("free some space; the old record is whole"))
    return UnreadableFile(
        said("the engine cannot read or write it ({text:name})", text=text),
        where=where,
        todo=said("check the disk and the file"),
    )


def columns(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The columns of a query as numpy arrays (masked where cells are absent); only parameters that the text names are bound."""
    return dict(cursor.execute(sql, _named(sql, parameters)).fetchnumpy())


def records(
    cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries; only parameters that the text names are bound."""
    result = cursor.execute(sql, _named(sql, parameters))
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _named(sql: str, parameters: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (parameters or {}).items() if re.search(rf"\${name}\b", sql)}
