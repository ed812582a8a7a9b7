"""One chunk of a release: the rows of some cases in every table, as compressed text, with the account of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from sojourn.lookalike.court import answers, archive, damage, months, planting, text
from sojourn.lookalike.court.world import World, engine, script

CASES = 40_000
"""Cases of a chunk. The text of a release depends on it, so it is the same for every size and every machine."""

SCRIPTS = ("cases", "proceedings", "case_rows", "applications", "hearings", "children", "people", "appeals")


@dataclass(frozen=True)
class Job:
    """What every chunk of one release has in common."""

    world: World
    folder: Path
    line_end: str = "\r\n"
    level: int = 6
    deflate64: bool = False

    @property
    def chunks(self) -> int:
        """How many chunks the release has."""
        return -(-self.world.total // CASES)

    def file_of(self, chunk: int) -> Path:
        """Where the pieces of a chunk wait for the others."""
        return self.folder / f"chunk-{chunk:05d}.bin"

    def answers_of(self, chunk: int) -> Path:
        """Where the answers of a chunk wait for the others."""
        return self.folder / f"answers-{chunk:05d}"


@dataclass(frozen=True)
class Part:
    """One table's share of a chunk: where its compressed piece lies in the chunk's file, and what is in it.

    `is_closed` says that its last line has a line end.
    """

    offset: int
    packed: int
    crc: int
    size: int
    rows: int
    lines: int
    is_closed: bool
    planted: tuple[dict[str, Any], ...] = field(default=())


def make(job: Job, chunk: int) -> dict[str, Part]:
    """Write the pieces and the answers of one chunk; returns its parts by table."""
    connection = _engine(job.world)
    first = replace(job.world, next_month=False)
    _generate(connection, first, chunk)
    connection.execute(script("late", job.world))
    texts = _texts(connection, job, chunk) if chunk < -(-first.cases // CASES) else {}
    if job.world.next_month:
        texts = _next(connection, job, chunk, {table: made.planted for table, made in texts.items()})
    parts = _packed(job, chunk, texts)
    answers.of_chunk(connection, job.world, job.answers_of(chunk))
    return parts


def _generate(connection: duckdb.DuckDBPyConnection, world: World, chunk: int) -> None:
    """Draw the rows of a chunk as the release of this world has them, without damage."""
    first, end = (min(world.total, number * CASES) for number in (chunk, chunk + 1))
    connection.execute(f"SET VARIABLE first_case = {first}; SET VARIABLE end_case = {end}")
    connection.execute(f"SET VARIABLE release_day = DATE '{world.horizon}'")
    for name in SCRIPTS:
        connection.execute(script(name, world))


def _next(
    connection: duckdb.DuckDBPyConnection, job: Job, chunk: int, planted: dict[str, list[planting.Planted]]
) -> dict[str, planting.Text]:
    """The chunk one month on: the rows of the first release are changed, new ones added, all differences told."""
    months.remember(connection)
    _generate(connection, job.world, chunk)
    connection.execute(script("next_month", job.world))
    months.follow(connection)
    texts = {}
    for table in text.tables():
        data = text.blob(connection, table, job.line_end)
        again = planting.plant_again(table, data, planted.get(table, []), job.world.seed, job.line_end.encode())
        answers.keep(connection, table, again.planted)
        texts[table] = again
    job.answers_of(chunk).mkdir(parents=True, exist_ok=True)
    months.changes(connection, job.answers_of(chunk) / "changes.parquet")
    months.withdrawn(connection, job.answers_of(chunk) / "withdrawn.parquet")
    return texts


@cache
def _engine(world: World) -> duckdb.DuckDBPyConnection:
    """The engine of this process: its lists serve every chunk."""
    connection = engine(world)
    answers.lists(connection)
    return connection


def _texts(connection: duckdb.DuckDBPyConnection, job: Job, chunk: int) -> dict[str, planting.Text]:
    """The damaged text of every table; the tables keep the rows that a careful reader keeps."""
    kinds = [damage.KINDS[number] for number in planting.schedule(job.world, CASES).get(chunk, [])]
    found = {}
    for table in text.tables():
        data = text.blob(connection, table, job.line_end)
        here = [kind for kind in kinds if kind.table == table]
        found[table] = planting.plant(table, data, here, job.world.seed, chunk, job.line_end.encode())
        answers.keep(connection, table, found[table].planted)
    return found


def _packed(job: Job, chunk: int, texts: dict[str, planting.Text]) -> dict[str, Part]:
    """Write the pieces of a chunk into its file."""
    open_ended = damage.ends_open(job.world.seed) if job.world.faults and chunk == job.chunks - 1 else frozenset()
    found = {}
    with job.file_of(chunk).open("wb") as file:
        for table, made in texts.items():
            whole = made.data.removesuffix(job.line_end.encode()) if table in open_ended else made.data
            packed = archive.piece(whole, job.level, deflate64=job.deflate64)
            planted = tuple(_told(one) for one in made.planted)
            found[table] = Part(
                file.tell(),
                len(packed.data),
                packed.crc,
                packed.size,
                made.rows,
                made.lines,
                whole == made.data,
                planted,
            )
            file.write(packed.data)
    return found


def _told(one: planting.Planted) -> dict[str, Any]:
    """A damaged place as the truth file tells it; rows and lines are still those of the chunk."""
    return {
        "row": one.row,
        "line": one.line,
        "lines": one.lines,
        "kind": one.kind.name,
        "expected": one.kind.expected,
        "reason": one.kind.reason,
        "raw": _readable(one.struck.line),
        "cells": [_readable(cell) for cell in one.struck.cells],
    }


def _readable(cell: bytes) -> str:
    """Bytes as a reader should decode them: UTF-8, else cp1252."""
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return cell.decode("cp1252")
