"""Rows taken from their bytes are what the engine makes of the same lines as text: the same values, and the same rows left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import pytest
from duckdb.func import SPECIAL
from hypothesis import example, given, settings
from hypothesis import strategies as st

from court_reading import CASE_CODES, case, lines_of
from sojourn.engine.connect import connect
from sojourn.reading import distinct
from sojourn.reading.tabbed import Form, prove
from sojourn.tables.court.plain import Plain
from sojourn.tables.court.typed import REFUSE, Typed
from tiny_court import DAY, PUBLISHED, headers_of

WIDTHS = {"A_TblCase": 0, "tbl_Court_Motions": 2, "tbl_schedule": 0}
"""Tables with every kind of column, and how many cells more than names their rows may have."""
CELLS = [
    "", " ", "  ", "0", "1", "00", "0000", "1 ", " 1", "-5", "+5", "1e3", "1.0", "1.5", "9" * 16, "9" * 17, "9" * 19,
    "Y", "N", "y", "RU", "RU ", "SP", "NA", "N/A", "N/A       ", "???", "ñ", "Ñ\u00a0", '"', "\\", "\x1f", "x" * 23,
    "x" * 64, "x" * 65, "7/1988", " 7/1988 ", "13/1988", "7/88", "0900", "2024-02-30 00:00:00.000",
    "1899-12-31 00:00:00.000", "1900-01-01 00:00:00.000", "2099-12-31 23:59:59.999", "2100-01-01 00:00:00.000",
    "2024-02-01", " 2024-02-01 00:00:00.000 ", "2024-02-01T00:00:00", "20240201", "infinity", "epoch",
    DAY.format("2024-02-01"), DAY.format("2023-08-01"),
]  # fmt: skip
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r\0"), max_size=70)
CELL = st.one_of(st.sampled_from(CELLS), TEXT)
CHANGES = st.lists(st.dictionaries(st.integers(0, 60), CELL, max_size=4), min_size=1, max_size=30)
"""For each row, the cells that are not what they usually are."""


def typed_of(published: str) -> Typed:
    """The rules of a table, with code lists."""
    headers = headers_of(published)
    table = PUBLISHED[published]
    codes = {column.name: CASE_CODES[column.lookup] for column in table.columns if column.lookup in CASE_CODES}
    return Typed(table, Form(tuple(headers), b"\n", len(headers) + WIDTHS[published]), codes)


@contextmanager
def engine_of(typed: Typed) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[str]]]:
    """An engine that knows the types of the rules, and the lines that it refuses."""
    refused: list[str] = []

    def refuse(line: str) -> bool:
        refused.append(line)
        return False

    with closing(connect()) as engine:
        for statement in typed.types:
            engine.execute(statement)
        engine.create_function(REFUSE, refuse, ["VARCHAR"], "BOOLEAN", null_handling=SPECIAL, side_effects=True)
        yield engine, refused


def as_text(engine: duckdb.DuckDBPyConnection, typed: Typed, lines: Sequence[bytes]) -> list[tuple[Any, ...]]:
    """What the engine makes of lines."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "proved.tsv"
        path.write_bytes(b"".join(line + b"\n" for line in lines))
        return engine.execute(typed.proved(path)).fetchall() if lines else []


def taken(
    engine: duckdb.DuckDBPyConnection, typed: Typed, blocks: Sequence[Sequence[bytes]]
) -> tuple[list[tuple[Any, ...]], list[bytes]]:
    """The rows that are taken from blocks of lines, and the lines that are left."""
    plain, left = Plain(typed, typed.form, engine), []
    for lines in blocks:
        block = b"".join(line + b"\n" for line in lines)
        ends, proved = prove(block, typed.form)
        assert proved.all()
        left += [line for line, is_taken in zip(lines, plain.take(block, ends, proved), strict=True) if not is_taken]
    with plain.rows() as select:
        return engine.execute(select).fetchall(), left


def usual(published: str, number: int) -> list[str]:
    """A row that is in order."""
    if published == "A_TblCase":
        return lines_of([case(number)], "\n")[1].decode().split("\t")
    cells = {"id": str(number), "integer": "3", "date": DAY.format("2024-02-01"), "code": "A", "yes_no": "1"}
    columns = [PUBLISHED[published].column_of(name) for name in headers_of(published)]
    return [cells.get(column.kind, "") if column else "" for column in columns]


def rows_with(published: str, changes: Sequence[dict[int, str]]) -> list[bytes]:
    """Rows with some cells changed; a place behind the last name adds a cell without one."""
    lines = []
    for number, changed in enumerate(changes, 1):
        cells = usual(published, number)
        cells += [""] * (max([0, *changed]) - len(cells) + 1)
        cells = cells[: len(headers_of(published)) + WIDTHS[published]]
        for at, cell in changed.items():
            if at < len(cells):
                cells[at] = cell
        lines.append("\t".join(cells).encode())
    return lines


@pytest.mark.parametrize("published", WIDTHS)
@given(changes=CHANGES)
@example(changes=[{at: cell} for at in range(45) for cell in CELLS])
@settings(max_examples=8, deadline=None)  # each reads the rows twice, at some 0.4 s
def test_taken_rows_are_those_that_the_engine_reads_from_text(published: str, changes: list[dict[int, str]]) -> None:
    """Whatever stands in the cells; what is not taken is left, and is then read or refused as it always was."""
    lines = rows_with(published, changes)
    typed = typed_of(published)
    with engine_of(typed) as (engine, refused):
        rows, left = taken(engine, typed, [lines[: len(lines) // 2 + 1], lines[len(lines) // 2 + 1 :] or lines[:1]])
        lines += [] if lines[len(lines) // 2 + 1 :] else lines[:1]
        rows += as_text(engine, typed, left)
        found = sorted(refused)
        refused.clear()
        assert sorted(rows, key=repr) == sorted(as_text(engine, typed, lines), key=repr)
        assert found == sorted(refused)


@pytest.mark.parametrize("published", WIDTHS)
def test_rows_in_order_are_taken(published: str) -> None:
    """Padded codes, blanks and empty cells too; a row with an oddity is left."""
    typed = typed_of(published)
    names = [column.kind if (column := typed.table.column_of(name)) else "" for name in headers_of(published)]
    code, day = names.index("code"), names.index("date")
    changes: list[dict[int, str]] = [{}, {code: "R "}, {code: " "}, {day: ""}, {day: " "}, {day: "no day"}]
    with engine_of(typed) as (engine, _):
        lines = rows_with(published, changes)
        rows, left = taken(engine, typed, [lines])
    assert left == lines[-1:]
    assert len(rows) == len(lines) - 1


def test_rows_with_several_codes_of_no_list_are_left() -> None:
    """One alone is usual."""
    typed = typed_of("A_TblCase")
    sex, custody, language = (headers_of("A_TblCase").index(name) for name in ("Sex", "CUSTODY", "LANG"))
    lines = rows_with(
        "A_TblCase", [{sex: "Q"}, {sex: "Q", custody: "Z"}, {custody: "Z"}, {custody: "Z", language: "QQ"}]
    )
    with engine_of(typed) as (engine, refused):
        rows, left = taken(engine, typed, [lines])
        assert (len(rows), left) == (2, [lines[1], lines[3]])
        assert as_text(engine, typed, left) == []
    assert len(refused) == len(left)


def test_a_column_with_too_many_texts_leaves_its_rows_to_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where few rows of a block are plain, no more are looked for."""
    monkeypatch.setattr(distinct, "MOST_TEXTS", 1000)
    typed = typed_of("A_TblCase")
    site = headers_of("A_TblCase").index("UPDATE_SITE")
    lines = rows_with("A_TblCase", [{site: f"S{number}"} for number in range(3000)])
    with engine_of(typed) as (engine, _):
        rows, left = taken(engine, typed, [lines, lines[:10]])
    assert len(rows) + len(left) == len(lines) + 10
    assert 900 < len(rows) < 1000
    assert np.isin(lines[:10], left).all()


def test_numbers_are_never_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Digits need no number of their own."""
    monkeypatch.setattr(distinct, "MOST_TEXTS", 100)
    typed = typed_of("tbl_schedule")
    session = headers_of("tbl_schedule").index("LNGSESSNID")
    lines = rows_with("tbl_schedule", [{session: str(number)} for number in range(3000)])
    with engine_of(typed) as (engine, _):
        rows, left = taken(engine, typed, [lines])
    assert (len(rows), left) == (3000, [])
