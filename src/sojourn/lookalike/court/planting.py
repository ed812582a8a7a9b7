"""Planting damage into the lines of one chunk, with the account of what is where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from sojourn.lookalike.court import damage, text
from sojourn.lookalike.court.damage import Kind, Line, Struck
from sojourn.lookalike.court.months import key_of
from sojourn.lookalike.court.world import World

UNTOUCHED = 3
"""The first rows of a table stay whole: one of them carries the release's last day."""
_TRIES = 300


@dataclass(frozen=True)
class Planted:
    """One damaged place: the row it belongs to (from 0) and its first line (from 1), both within the chunk."""

    kind: Kind
    row: int
    line: int
    lines: int
    key: bytes
    struck: Struck


@dataclass
class Text:
    """The lines of one table of one chunk, and what was planted in them."""

    data: bytes
    rows: int
    lines: int
    planted: list[Planted] = field(default_factory=list)


def schedule(world: World, chunk_cases: int) -> dict[int, list[int]]:
    """Which kinds of damage (by place in `KINDS`) strike which chunk."""
    found: dict[int, list[int]] = {}
    for number, count in damage.counts(world.cases, world.faults).items():
        rng = np.random.default_rng([world.seed, number])
        for case in rng.integers(0, world.cases, count):
            found.setdefault(int(case) // chunk_cases, []).append(number)
    return found


def plant(table: str, data: bytes, kinds: list[Kind], seed: int, chunk: int, line_end: bytes) -> Text:
    """Strike lines of a table's text; a kind that fits no line of the chunk is left out."""
    if not kinds or not data:
        return _clean(data, line_end)
    lines = data.split(line_end)[:-1]
    rng = np.random.default_rng([seed, chunk, crc32(table.encode())])
    taken: set[int] = set(range(UNTOUCHED)) if chunk == 0 else set()
    struck: dict[int, tuple[Kind, Struck]] = {}
    for kind in kinds:
        for row in _candidates(rng, len(lines)):
            if taken & {row - 1, row, row + 1}:
                continue
            found = _strike(kind, lines[row], seed, line_end)
            if found:
                struck[row] = (kind, found)
                taken.add(row)
                break
    return _written(table, lines, struck, line_end)


def plant_again(table: str, data: bytes, before: list[Planted], seed: int, line_end: bytes) -> Text:
    """Strike the rows that were struck in the release before: the agency's damage stays where it is."""
    if not before or not data:
        return _clean(data, line_end)
    lines = data.split(line_end)[:-1]
    place = _key_place(table)
    rows = {line.split(b"\t")[place]: row for row, line in enumerate(lines)}
    struck = {}
    for one in before:
        found = _strike(one.kind, lines[rows[one.key]], seed, line_end) if one.key in rows else None
        if found:
            struck[rows[one.key]] = (one.kind, found)
    return _written(table, lines, struck, line_end)


def _clean(data: bytes, line_end: bytes) -> Text:
    rows = data.count(line_end)
    return Text(data, rows, rows)


def _strike(kind: Kind, line: bytes, seed: int, line_end: bytes) -> Struck | None:
    """The same line is struck in the same way whatever stands around it."""
    cells = line.split(b"\t")
    key = cells[_key_place(kind.table)]
    rng = np.random.default_rng([seed, crc32(kind.name.encode()), crc32(key)])
    return kind.strike(Line(kind.table, cells, rng, line_end))


def _key_place(table: str) -> int:
    return [column.name for column in text.tables()[table]].index(key_of(table))


def _candidates(rng: np.random.Generator, rows: int) -> Iterator[int]:
    """Rows in a random order: some at random, then all from a random one on."""
    yield from map(int, rng.integers(0, rows, _TRIES))
    start = int(rng.integers(rows))
    yield from ((start + step) % rows for step in range(rows))


def _written(table: str, lines: list[bytes], struck: dict[int, tuple[Kind, Struck]], line_end: bytes) -> Text:
    planted, extra, rows, place = [], 0, len(lines), _key_place(table)
    for row in sorted(struck):
        kind, found = struck[row]
        key = lines[row].split(b"\t")[place]
        if kind.expected == "blank":
            planted.append(Planted(kind, row, row + 1 + extra, 1, key, found))
            lines[row] = line_end + lines[row]
            extra += 1
        else:
            more = found.line.count(b"\n")
            planted.append(Planted(kind, row, row + 1 + extra, 1 + more, key, found))
            lines[row] = found.line
            extra += more
    return Text(line_end.join(lines) + line_end, rows, rows + extra, planted)
