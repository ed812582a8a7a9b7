"""The files of a release, each with the truth about its sheets."""

from __future__ import annotations

import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sojourn.lookalike.book import lock_file
from sojourn.lookalike.court.archive import Piece, piece
from sojourn.lookalike.detention import packing
from sojourn.lookalike.detention.cells import Setting, Shown
from sojourn.lookalike.detention.layouts import Layout
from sojourn.lookalike.detention.rendering import Placed
from sojourn.lookalike.detention.sheets import Oddities, XmlRows, inline, letters
from sojourn.lookalike.detention.world_rows import Planned
from sojourn.lookalike.forms import banner
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth, made
from sojourn.reading.marked import MARK

SHOWN_OF_A_KIND = 200
"""Planted faults of one kind that the truth lists for a sheet; it counts all."""
HIDDEN_ROWS = 3


@dataclass(frozen=True)
class Contents:
    """What the files of a release are made of: its rows, its sheets, their rendered pieces, the refused rows."""

    setting: Setting
    plan: Planned
    placed: Sequence[Placed]
    pieces: Mapping[int, Sequence[packing.Packed]]
    refused: set[int]


def write(contents: Contents, file: str, folder: Path) -> Made:
    """Write one file and its truth; the first workbook has a hidden and an empty sheet and a lock beside it."""
    setting, plan = contents.setting, contents.plan
    mine = {at: one for at, one in enumerate(contents.placed) if one.sheet.file == file}
    path, layout = folder / f"invented_{file}", setting.layout
    spoilt = 0 in mine and bool(mine[0].found) and not layout.form.text
    parts = {at: (piece.taken() for piece in contents.pieces[at]) for at in mine}
    if layout.parquet:
        _write_parquet(setting, path, parts[0])
    elif layout.form.text:
        [(at, one)] = mine.items()
        _write_text(setting, one, path, parts[at])
    else:
        _write_book(setting, mine, path, parts, _hidden(setting, mine[0], plan) if spoilt else [])
    truth = Truth(path.name, setting.family.source, setting.family.id, setting.seed)
    for one in mine.values():
        truth.parts.append(_part(contents, one))
        truth.faults += _faults(one, plan, layout)
    if spoilt:
        _tell_the_rest(truth, contents, path)
    return made(path, truth)


def _tell_the_rest(truth: Truth, contents: Contents, path: Path) -> None:
    """Put into the truth what is no sheet of rows, and lay the lock file."""
    rows = min(HIDDEN_ROWS, len(contents.placed[0].lines))
    table = contents.setting.family.table
    truth.parts.append(PartTruth("Hidden", table, Account(rows, quarantined=rows), {}))
    truth.faults += [
        Fault("hidden sheet", "Hidden", 0, "", "", "quarantined"),
        Fault("empty sheet", "", 0, "", "Empty", "ignored"),
        Fault("spreadsheet lock file", "", 0, "", lock_file(path).name, "ignored"),
    ]


def _part(contents: Contents, one: Placed) -> PartTruth:
    plan = contents.plan
    notes = sum(map(bool, one.notes))
    rejected = sum(row in contents.refused for row in {*one.odd.cells, *one.odd.extra})
    repaired = len({found.row for found in one.found if found.outcome == "repaired"})
    rows = len(one.lines)
    account = Account(
        rows + notes,
        rows - rejected - repaired,
        repaired,
        rejected + notes,
        len(one.odd.blank_before) + one.notes.count(""),
    )
    mine = np.zeros(plan.rows.number, dtype=bool)
    mine[one.sheet.rows] = True
    counts = Counter({kind: int(mine[some].sum()) for kind, some in plan.planted.items()})
    counts.update(found.kind for found in one.found)
    return PartTruth(
        one.sheet.name, contents.setting.family.table, account, {"faults": {kind: n for kind, n in counts.items() if n}}
    )


def _faults(one: Placed, plan: Planned, layout: Layout) -> list[Fault]:
    """The faults of a sheet on their lines; of those of stints and stays the first of each kind."""
    line_of = np.zeros(plan.rows.number, dtype=np.int64)
    line_of[one.sheet.rows] = one.lines
    name, told = one.sheet.name, []
    for kind, rows in plan.planted.items():
        mine = rows[line_of[rows] > 0][:SHOWN_OF_A_KIND]
        told += [Fault(kind, name, int(line_of[row]), "", "", "loaded") for row in mine]
    for found in one.found:
        line = int(line_of[found.row]) - (found.outcome == "blank")
        told.append(Fault(found.kind, name, line, found.column, found.raw, found.outcome))
    if one.respelt:
        told.append(Fault("header in another spelling", name, layout.form.banner + 1, *one.respelt, "loaded"))
        told.append(Fault("columns in another order", name, 0, "", "", "loaded"))
    last = int(one.lines[-1])
    told += [
        Fault("trailing note", name, last + at, "", note, "quarantined") for at, note in enumerate(one.notes, 1) if note
    ]
    return told


def _headers(one: Placed) -> list[str]:
    return [one.respelt[1] if one.respelt and header == one.respelt[0] else header for header in one.headers]


def _banner(setting: Setting, one: Placed) -> list[str]:
    title = f"Detentions for FY{one.sheet.year}" if one.sheet.year else "Detentions, prior years"
    return banner(setting.layout.form, title, MARK)


def _write_book(
    setting: Setting,
    mine: Mapping[int, Placed],
    path: Path,
    parts: Mapping[int, Iterable[Piece]],
    more: list[packing.SheetParts],
) -> None:
    books = []
    for at, one in mine.items():
        tail = "".join(_line(int(one.lines[-1]) + below, [note]) for below, note in enumerate(one.notes, 1) if note)
        books.append(packing.SheetParts(one.sheet.name, _head(setting, one), parts[at], tail))
    packing.workbook(path, XmlRows(setting, next(iter(mine.values())).headers).strings.xml(), [*books, *more])


def _head(setting: Setting, one: Placed) -> str:
    lines = [[text] for text in _banner(setting, one)] + [_headers(one)]
    return "".join(_line(number, cells) for number, cells in enumerate(lines, 1))


def _line(number: int, cells: Sequence[str]) -> str:
    texts = "".join(inline(f"{letters(at)}{number}", text) for at, text in enumerate(cells))
    return f'<row r="{number}">{texts}</row>'


def _hidden(setting: Setting, one: Placed, plan: Planned) -> list[packing.SheetParts]:
    """A few rows again on a hidden sheet, which must not count, and a sheet without anything."""
    some = one.sheet.rows[:HIDDEN_ROWS]
    shown = Shown(plan.rows.taken(some), np.zeros(len(some), dtype=bool))
    model = replace(one, sheet=replace(one.sheet, name="Hidden"))
    lines = setting.layout.form.banner + 2 + np.arange(len(some))
    text = XmlRows(setting, one.headers).piece(shown, some, lines, Oddities())
    head = packing.SheetParts("Hidden", _head(setting, model), [piece(text)], hidden=True)
    return [head, packing.SheetParts("Empty", "", [])]


def _write_text(setting: Setting, one: Placed, path: Path, pieces: Iterable[Piece]) -> None:
    padding = "|" * (len(one.headers) - 1)
    head = "".join((f'"{line}"' if line else "") + padding + "\n" for line in _banner(setting, one))
    head += "|".join(f'"{header}"' for header in _headers(one)) + "\n"
    packing.gzip_text(path, head, pieces, "".join(note + "\n" for note in one.notes))


_TYPES = {"moment": "TIMESTAMP", "day": "DATE", "number": "DOUBLE"}


def _write_parquet(setting: Setting, path: Path, pieces: Iterable[Piece]) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".csv") as file:
        for one in pieces:
            file.write(zlib.decompressobj(-15).decompress(one.data))
        file.flush()
        types = {mapped.published: _TYPES.get(cells.kind, "VARCHAR") for mapped, cells in setting.columns()}
        packing.parquet(path, Path(file.name), types)
