"""Look-alike court releases through a whole build, held against their truth files: nothing lost, nothing wrong."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sojourn.lookalike import make
from sojourn.record.build import build
from sojourn.record.opened import Record
from sojourn.tables.court.declare import CourtColumn, CourtTable, court_tables

BY_FILE = {f"{table.family.published}.csv": table for table in court_tables().values()}
YES_NO = {"1": True, "Y": True, "0": False, "N": False}


def built(folder: Path, cases: int, seed: int) -> tuple[Record, dict[str, Any]]:
    """The record of a look-alike and the truth about it."""
    made = make("eoir_cases", cases, folder / "made", seed=seed)
    truth = json.loads(next((folder / "made").rglob("truth.json")).read_text(encoding="utf-8"))
    build(folder / "record", [made[0].path], invented=True)
    return Record(folder / "record"), truth


def ledgers(record: Record) -> dict[str, dict[str, int]]:
    """The account of each file, by its name."""
    return {sheet.sheet.partition("/")[2]: sheet.ledger for sheet in record.manifest.sheets if sheet.sheet}


def test_every_account_is_that_of_the_truth(tmp_path: Path) -> None:
    """Lines, rows, blank and continued lines of every table, to the last one."""
    record, truth = built(tmp_path, 1500, seed=11)
    mine = ledgers(record)

    for name, told in truth["files"].items():
        assert (mine[name]["lines"], mine[name]["rows"]) == (told["lines"], told["rows"]), name
        if name in BY_FILE:
            assert mine[name]["blank"] == told["blank_lines"], name
            assert mine[name]["continuation"] == told["continuation_lines"], name


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_damage_is_put_right_or_refused(tmp_path: Path, seed: int) -> None:
    """No damaged row is stored with other cells than the true ones, and what must be refused is."""
    record, truth = built(tmp_path, 300, seed)

    assert wrong(record, truth) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 300))
def test_damage_is_put_right_or_refused_at_many_seeds(tmp_path: Path, seed: int) -> None:
    """The same at two hundred seeds."""
    record, truth = built(tmp_path, 100, seed)

    assert wrong(record, truth) == []


def wrong(record: Record, truth: dict[str, Any]) -> list[str]:
    """What the record says otherwise than the truth about damaged rows, and undamaged rows in quarantine."""
    refused = {(Path(row["sheet"]).name, row["line"]) for row in record.quarantine()}
    damaged = {(one["file"], one["line"]): one for one in truth["damage"]}
    found = [f"{place} is sound and was refused" for place in refused - damaged.keys()]
    kinds: Counter[str] = Counter()
    for place, one in damaged.items():
        if place[0] not in BY_FILE:
            continue
        kinds[one["kind"]] += 1
        if place in refused:
            found += [f"{place} {one['kind']} was refused"] if one["expected"] in {"loaded", "blank"} else []
        elif one["expected"] == "quarantined":
            found.append(f"{place} {one['kind']} was stored")
        elif one["cells"]:
            found += [f"{place} {one['kind']}: {text}" for text in differences(record, BY_FILE[place[0]], one["cells"])]
    assert len(kinds) > 10, "the look-alike has hardly any faults"
    return found


def differences(record: Record, table: CourtTable, cells: list[str]) -> list[str]:
    """The stored cells of a row that are not the true ones; oddities tell what was no value."""
    places = {column.name: at for at, column in enumerate(in_file_order(table)) if at < len(cells)}
    key = cells[places[table.key]].strip()
    rows = record.query(f"SELECT * FROM {table.name} WHERE {table.key} = {int(key)}")
    if len(rows) != 1:
        return [f"{len(rows)} rows have the key {key}"]
    odd = rows[0]["oddities"] or ""
    return [
        f"{column.name} is {rows[0][column.name]!r}, not {cells[places[column.name]]!r}"
        for column in table.columns
        if column.kept and column.name in places and f"{column.name}=" not in odd
        if rows[0][column.name] != value(column, cells[places[column.name]])
    ]


def in_file_order(table: CourtTable) -> list[CourtColumn]:
    """The columns as a release of 2026 has them, which is the order of their declaration."""
    return [column for column in table.columns if column.expected or column.published.startswith("_")]


def value(column: CourtColumn, cell: str) -> Any:
    """The value of a true cell, read by plain Python."""
    text = cell.replace("\0", "").strip(" \t")
    if not text or text in column.missing:
        return None
    if column.kind in {"id", "integer"}:
        return int(text)
    if column.kind == "date":
        return date.fromisoformat(text[:10])
    if column.kind == "yes_no":
        return YES_NO[text]
    return int(text.split("/")[1]) // 5 * 5 if column.kind == "month" else text
