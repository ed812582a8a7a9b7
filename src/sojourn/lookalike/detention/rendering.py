"""The rows of sheets rendered by several processes, each piece into a file of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from sojourn.lookalike.detention import packing
from sojourn.lookalike.detention.cells import Setting, Shown
from sojourn.lookalike.detention.layouts import LAYOUTS, Sheet
from sojourn.lookalike.detention.oddities import Found
from sojourn.lookalike.detention.rows import Rows
from sojourn.lookalike.detention.sheets import Odd, Oddities, TextRows, XmlRows
from sojourn.lookalike.detention.world import Flags, Numbers
from sojourn.reading.limits import end_with_parent
from sojourn.sources.declare import families

PIECE = 40_000
"""Rows that a worker renders at once."""
PROCESSES = 2
FEWEST_FOR_WORKERS = 100_000
"""Rows from which a second process is worth its start."""


@dataclass
class Placed:
    """A sheet with its place in the release: headers, lines of its rows, and what was planted into single rows."""

    sheet: Sheet
    headers: list[str]
    lines: Numbers
    odd: Oddities = field(default_factory=Oddities)
    found: list[Found] = field(default_factory=list)
    respelt: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Job:
    """Rows of one sheet to render in a worker."""

    family: str
    seed: int
    scratch: Path
    sheet: int
    start: int
    stop: int


def keep(scratch: Path, rows: Rows, flagged: Flags, placed: Sequence[Placed]) -> None:
    """Put the rows where workers find them without copying."""
    for one in fields(Rows):
        np.save(scratch / f"{one.name}.npy", getattr(rows, one.name))
    np.save(scratch / "flagged.npy", flagged)
    for at, each in enumerate(placed):
        np.save(scratch / f"rows-{at}.npy", each.sheet.rows)
        np.save(scratch / f"lines-{at}.npy", each.lines)
        told = {
            "headers": each.headers,
            "cells": {
                str(row): {name: vars(odd) for name, odd in cells.items()} for row, cells in each.odd.cells.items()
            },
            "extra": {str(row): text for row, text in each.odd.extra.items()},
            "blank_before": sorted(each.odd.blank_before),
        }
        (scratch / f"sheet-{at}.json").write_text(json.dumps(told), encoding="utf-8")


def pieces(setting: Setting, number: int, placed: Sequence[Placed], scratch: Path) -> dict[int, list[packing.Packed]]:
    """Render every sheet; pieces stand in the order of their rows."""
    jobs = [
        _Job(setting.family.id, setting.seed, scratch, at, start, min(start + PIECE, len(one.lines)))
        for at, one in enumerate(placed)
        for start in range(0, len(one.lines), PIECE)
    ]
    found: dict[int, list[packing.Packed]] = {at: [] for at in range(len(placed))}
    for job, one in zip(jobs, _rendered(jobs, number), strict=True):
        found[job.sheet].append(one)
    return found


def _rendered(jobs: Sequence[_Job], number: int) -> Iterator[packing.Packed]:
    if number < FEWEST_FOR_WORKERS:
        yield from map(_render, jobs)
        return
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
        yield from pool.map(_render, jobs)


def _render(job: _Job) -> packing.Packed:
    """Render some rows of a sheet into a compressed file; the one call that a worker makes."""
    setting = Setting(families()[f"ice_detentions/{job.family}"], LAYOUTS[job.family], job.seed)
    told = json.loads((job.scratch / f"sheet-{job.sheet}.json").read_text(encoding="utf-8"))
    numbers = np.load(job.scratch / f"rows-{job.sheet}.npy", mmap_mode="r")[job.start : job.stop]
    lines = np.load(job.scratch / f"lines-{job.sheet}.npy", mmap_mode="r")[job.start : job.stop]
    shown = _shown(job.scratch, np.asarray(numbers))
    odd = Oddities(
        {int(row): {name: Odd(**cell) for name, cell in cells.items()} for row, cells in told["cells"].items()},
        {int(row): text for row, text in told["extra"].items()},
        set(told["blank_before"]),
    )
    layout = setting.layout
    if layout.form.text or layout.parquet:
        text = TextRows(setting, told["headers"]).piece(shown, np.asarray(numbers), odd)
    else:
        text = XmlRows(setting, told["headers"]).piece(shown, np.asarray(numbers), np.asarray(lines), odd)
    return packing.packed(text, job.scratch / f"piece-{job.sheet}-{job.start}")


def _shown(scratch: Path, numbers: Numbers) -> Shown:
    columns = {one.name: np.load(scratch / f"{one.name}.npy", mmap_mode="r")[numbers] for one in fields(Rows)}
    return Shown(Rows(**columns), np.load(scratch / "flagged.npy", mmap_mode="r")[numbers])
