"""Faults in single cells and lines of a sheet, each with what becomes of the row that bears it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from sojourn.lookalike.detention import reasons
from sojourn.lookalike.detention.cells import Setting
from sojourn.lookalike.detention.rows import BLANK, NEVER, Rows
from sojourn.lookalike.detention.sheets import DATE, MOMENT, Odd, Oddities, times
from sojourn.lookalike.detention.world import Flags, Numbers
from sojourn.lookalike.draws import number_of, weights
from sojourn.lookalike.faults import UNLISTED
from sojourn.lookalike.frame import Outcome

UNLISTED_REASON = "INVENTED REASON"
_FAR = date(2115, 6, 1)
_SERIAL = 25_569
_FIELDS = {"facility_code": "facility", "release_reason": "reason"}
"""Columns of the table whose numbers have another name among the rows."""


@dataclass(frozen=True)
class Found:
    """One planted fault in its row; `column` is the header."""

    kind: str
    row: int
    column: str
    raw: str
    outcome: Outcome


@dataclass(frozen=True)
class _Kind:
    """What stands in a column instead, what becomes of the row, and which value a reader then has."""

    kind: str
    column: str
    odd: Odd
    outcome: Outcome = "loaded"
    value: int | None = None


def unlisted_country() -> int:
    """The number of the country that no list has, one after the countries."""
    return len(weights("held_country"))


def unlisted_reason() -> int:
    """The number of the reason that no list has, one after the reasons."""
    return len(reasons.texts())


def _kinds(setting: Setting, *, book: bool) -> Iterator[_Kind]:
    """The faults of cells that a family of an agency can carry."""
    style = DATE if setting.layout.days_only else MOMENT
    far = Odd(f"{_FAR} 00:00:00", float(number_of(_FAR) + _SERIAL), style)
    person = setting.layout.form.person
    yield _Kind("year 2115", "book_out", far, "repaired", NEVER)
    yield _Kind("year 2115", "book_in", far, "quarantined")
    yield _Kind("mandatory cell blank", "book_in", Odd(""), "quarantined")
    yield _Kind("mandatory cell redacted", "book_in", Odd(person), "quarantined")
    yield _Kind("unknown value of a closed vocabulary", "sex", Odd("INVENTED"), "quarantined")
    yield _Kind("blank", "sex", Odd(""), "loaded", BLANK)
    yield _Kind("redaction marker", "citizenship", Odd(person), "loaded", BLANK)
    yield _Kind("literal NA", "citizenship", Odd("NA"), "loaded", BLANK)
    yield _Kind("unlisted citizenship", "citizenship", Odd(UNLISTED), "loaded", unlisted_country())
    yield _Kind("blanks round a cell", "citizenship", Odd("  MEXICO\xa0"), "loaded", 0)
    yield _Kind("blank", "facility_code", Odd(""), "loaded", BLANK)
    yield _Kind("unlisted reason", "release_reason", Odd(UNLISTED_REASON), "loaded", unlisted_reason())
    yield _Kind("redaction marker", "stay_book_out", Odd(person), "loaded", NEVER)
    yield _Kind("redaction marker", "case_category", Odd(person))
    yield _Kind("no number", "bond_set_amount", Odd("many"), "repaired")
    yield _Kind("literal NA", "birth_year", Odd("NA"), "loaded", BLANK)
    yield _Kind("literal NA", "entry_date", Odd("NA"))
    if book:
        yield _Kind("moment as text", "book_in", Odd("as text"))


def plant(
    setting: Setting, rows: Rows, sound: Flags, chosen: Numbers, rng: np.random.Generator, *, book: bool
) -> tuple[Oddities, list[Found]]:
    """Plant one of each into the rows of a sheet, in rows that have no other fault, and tell what was planted."""
    odd, found = Oddities(), []
    headers = {mapped.column: mapped.published for mapped in setting.family.columns if mapped.column}
    kinds = [one for one in _kinds(setting, book=book) if one.column in headers]
    able = rng.permutation(chosen[sound[chosen]])
    for one, row in zip(kinds, able[: len(able) // 2].tolist(), strict=False):
        cell = _as_text(rows, row, setting) if one.kind == "moment as text" else one.odd
        odd.cells[row] = {headers[one.column]: cell}
        found.append(Found(one.kind, row, headers[one.column], cell.text, one.outcome))
    for kind, row in zip(("cell right of the headers", "blank line before"), able[len(kinds) :].tolist(), strict=False):
        if kind == "blank line before":
            odd.blank_before.add(row)
            found.append(Found(kind, row, "", "", "blank"))
        else:
            odd.extra[row] = "INVENTED"
            found.append(Found(kind, row, "", "INVENTED", "quarantined"))
    return odd, found


def _as_text(rows: Rows, row: int, setting: Setting) -> Odd:
    return Odd(times(rows.book_in[row : row + 1] // (1440 if setting.layout.days_only else 1), _unit(setting))[0])


def _unit(setting: Setting) -> str:
    return "day" if setting.layout.days_only else "moment"


def read(setting: Setting, rows: Rows, found: list[Found]) -> tuple[Numbers, Numbers]:
    """Give the rows the values that a reader has; returns the refused rows and those whose stay's end is withheld."""
    columns = {mapped.published: mapped.column for mapped in setting.family.columns}
    for one in found:
        name = columns.get(one.column, "")
        values = [kind.value for kind in _kinds(setting, book=True) if (kind.kind, kind.column) == (one.kind, name)]
        if values and values[0] is not None:
            getattr(rows, _FIELDS.get(name, name))[one.row] = values[0]
    refused = [one.row for one in found if one.outcome == "quarantined"]
    withheld = [one.row for one in found if columns.get(one.column) == "stay_book_out"]
    return np.array(refused, dtype=np.int64), np.array(withheld, dtype=np.int64)
