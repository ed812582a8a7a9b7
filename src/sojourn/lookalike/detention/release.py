"""A whole release of detention stints: rows planned, faults planted, files written, and the truth beside them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from sojourn.errors import UnknownName
from sojourn.lookalike.detention import answers, derived, files, oddities, rendering
from sojourn.lookalike.detention.cells import Setting
from sojourn.lookalike.detention.layouts import LAYOUTS, sheets
from sojourn.lookalike.detention.rendering import Placed
from sojourn.lookalike.detention.rows import NEVER
from sojourn.lookalike.detention.values import values
from sojourn.lookalike.detention.world import Flags, Numbers
from sojourn.lookalike.detention.world_rows import Planned, planned, without_lacking
from sojourn.lookalike.draws import stream
from sojourn.lookalike.faults import NOTE
from sojourn.lookalike.truth import Made
from sojourn.reading.marked import MARK
from sojourn.sources.declare import Family, families

SOURCE = "ice_detentions"
DEFAULT = "foia-2026-icli-00005"


def maker(family: str | None) -> partial[list[Made]]:
    """What writes the releases of a family.

    Raises:
        UnknownName: there is no such family.
    """
    name = family or DEFAULT
    if name not in LAYOUTS:
        raise UnknownName(f"{SOURCE} has no family {name!r}", todo=f"known families: {', '.join(sorted(LAYOUTS))}")
    return partial(write, families()[f"{SOURCE}/{name}"])


def write(family: Family, rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the files of a release of about this many rows, and the truth of each file and of the whole."""
    setting = Setting(family, LAYOUTS[family.id], seed)
    plan = planned(setting, rows, faults=faults)
    placed = _placed(setting, plan, faults=faults)
    refused, flagged = _truth(setting, plan, placed, folder / f"invented_{family.id}.truth", rows)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as name:
        scratch = Path(name)
        rendering.keep(scratch, plan.rows, flagged, placed)
        pieces = rendering.pieces(setting, plan.rows.number, placed, scratch)
        contents = files.Contents(setting, plan, placed, pieces, refused)
        return [files.write(contents, file, folder) for file in _files(placed)]


def _files(placed: Sequence[Placed]) -> list[str]:
    return list(dict.fromkeys(one.sheet.file for one in placed))


def _placed(setting: Setting, plan: Planned, *, faults: bool) -> list[Placed]:
    """Shuffle the rows into their sheets and plant what stands in single cells and lines."""
    layout, number = setting.layout, plan.rows.number
    order = stream(setting.seed, SOURCE, setting.family.id, "order").permutation(number)
    headers = [mapped.published for mapped in setting.family.columns]
    above = 0 if layout.parquet else layout.form.banner + 1
    every = []
    for at, sheet in enumerate(sheets(layout, plan.rows, order)):
        one = Placed(sheet, list(headers), above + 1 + np.arange(len(sheet.rows)))
        if faults and not layout.chunks:
            rng = stream(setting.seed, SOURCE, setting.family.id, "cells", str(at))
            one.odd, one.found = oddities.plant(
                setting, plan.rows, plan.sound, sheet.rows, rng, book=not layout.form.text
            )
            one.lines += np.cumsum(np.isin(sheet.rows, sorted(one.odd.blank_before)))
            _disturb(setting.family, one, at)
        every.append(one)
    if faults and not layout.chunks and every:
        every[-1].notes = ("", NOTE)
    return every


def _disturb(family: Family, placed: Placed, number: int) -> None:
    """The second sheet has its columns in another order and a header in another of its spellings."""
    if number != 1:
        return
    placed.headers.insert(0, placed.headers.pop())
    aliases = {mapped.published: mapped.aliases[0] for mapped in family.columns if mapped.aliases}
    header = next((header for header in placed.headers if header in aliases), "")
    placed.respelt = (header, aliases[header]) if header else None


def _truth(
    setting: Setting, plan: Planned, placed: Sequence[Placed], folder: Path, asked: int
) -> tuple[set[int], Flags]:
    """Write the truth about the whole release; returns the refused rows, and which rows the other rules would flag."""
    seen = without_lacking(setting, plan.rows)
    blank = (seen.stay_book_out == NEVER) & any(one.column == "stay_book_out" for one in setting.family.columns)
    refused: set[int] = set()
    for one in placed:
        rejected, withheld = oddities.read(setting, seen, one.found)
        blank[withheld] = False
        refused |= {*rejected.tolist(), *one.odd.extra}
    kept = np.ones(seen.number, dtype=bool)
    kept[sorted(refused)] = False
    read = derived.Read(seen.taken(kept), _places(placed, seen.number)[kept], blank[kept], values())
    path = derived.path(read)
    told = answers.write(read, path, folder)
    told = _heading(setting, plan, asked) | told
    (folder / "truth.json").write_text(json.dumps(told, indent=1, default=str) + "\n", encoding="utf-8")
    flagged = np.zeros(seen.number, dtype=bool)
    flagged[kept] = path.flagged
    return refused, flagged


def _heading(setting: Setting, plan: Planned, asked: int) -> dict[str, Any]:
    layout = setting.layout
    return {
        "schema": "sojourn.lookalike.detention/1",
        "invented": MARK,
        "source": SOURCE,
        "family": setting.family.id,
        "seed": setting.seed,
        "rows_asked": asked,
        "window_start": str(layout.since or layout.first),
        "last_day": str(layout.form.last),
        "planted": {kind: len(rows) for kind, rows in plan.planted.items()},
        "changes": plan.changes,
    }


def _places(placed: Sequence[Placed], number: int) -> Numbers:
    """For each row where it stands: sheet and line in one number that grows with both."""
    place = np.zeros(number, dtype=np.int64)
    for at, one in enumerate(sorted(placed, key=lambda one: (_files(placed).index(one.sheet.file), one.sheet.name))):
        place[one.sheet.rows] = (at << 40) + one.lines
    return place
