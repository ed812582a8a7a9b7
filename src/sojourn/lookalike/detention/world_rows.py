"""From a world to the rows of one release: what it covers, what it hides, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sojourn.lookalike.detention import later, planting
from sojourn.lookalike.detention.cells import Setting
from sojourn.lookalike.detention.chains import stints
from sojourn.lookalike.detention.layouts import LAYOUTS, Layout, shown
from sojourn.lookalike.detention.rows import BLANK, NEVER, Rows, published
from sojourn.lookalike.detention.world import DAY, Flags, Numbers, Span, stays
from sojourn.lookalike.draws import number_of, stream

BEFORE = "foia-2026-icli-00005"
"""The release with which a later one of the same world is compared."""


@dataclass
class Planned:
    """The rows of a release, which of them have no fault, what was planted, and what changed since the one before."""

    rows: Rows
    sound: Flags
    planted: dict[str, Numbers]
    changes: dict[str, Any]


def planned(setting: Setting, rows: int, *, faults: bool) -> Planned:
    """The rows of a release of about this many rows."""
    layout = setting.layout
    mine = _clean(setting, rows)
    changes: dict[str, Any] = {}
    if layout.later:
        earlier = Setting(setting.family, LAYOUTS[BEFORE], setting.seed)
        changes = {"since": BEFORE} | later.changes(_clean(earlier, rows), mine)
    rng = stream(setting.seed, "ice_detentions", setting.family.id, "faults")
    if "2026" in setting.family.id:
        planting.redact(mine, rng)
    if not faults or mine.number < 2:
        return _finished(layout, Planned(mine, np.ones(mine.number, dtype=bool), {}, changes))
    planter = planting.plant(mine, rng)
    sound = ~planter.spoilt[planter.rows.stay]
    return _finished(layout, Planned(planter.rows, sound, planter.planted, changes))


def _clean(setting: Setting, rows: int) -> Rows:
    layout = setting.layout
    span = Span(rows, setting.seed, layout.first, layout.last)
    world = stays(span)
    first, past = number_of(layout.first) * DAY, (number_of(layout.form.last) + 1) * DAY
    mine = published(world, stints(span, world), first, past)
    return shown(layout, later.changed(mine) if layout.later else mine)


def _finished(layout: Layout, made: Planned) -> Planned:
    if layout.days_only:
        made.rows.cut_to_days()
    return made


def without_lacking(setting: Setting, rows: Rows) -> Rows:
    """The rows as a reader has them, who finds only the columns that the family has."""
    there = {mapped.column for mapped in setting.family.columns}
    lacking = {
        "person": ("person_key", BLANK),
        "stay_book_in": ("stay_book_in", NEVER),
        "stay_book_out": ("stay_book_out", NEVER),
        "facility": ("facility_code", BLANK),
        "reason": ("release_reason", BLANK),
        "stay_reason": ("stay_release_reason", BLANK),
        "citizenship": ("citizenship", BLANK),
        "sex": ("sex", BLANK),
        "criminality": ("criminality", BLANK),
        "birth_year": ("birth_year", BLANK),
    }
    seen = rows.taken(np.arange(rows.number))
    for name, (column, absent) in lacking.items():
        if column not in there or (name == "birth_year" and setting.family.id.endswith("march")):
            setattr(seen, name, np.full(rows.number, absent))
    return seen
