"""What others would flag: their thresholds, held against the comparison as notes and never as our verdict."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn.compare.form import Form
from sojourn.compare.keyed import KeyedTable
from sojourn.words.said import joined, said

RELIEF_DOCKET, DDP = "Relief Docket", "Deportation Data Project"
_SHARE = {"court_cases": 0.001, "court_proceedings": 0.001, "court_applications": 0.005}
"""Share of rows lost from which Relief Docket flags a table, as the project describes itself."""
BLANKS = 0.02
"""Change of the share of blank cells from which the Deportation Data Project warns."""


@dataclass(frozen=True)
class Note:
    """A threshold of someone else for one table, whether it was crossed, and by what."""

    who: str
    table: str
    threshold: str
    crossed: bool
    found: str


def notes_on_rows(table: KeyedTable) -> list[Note]:
    """Thresholds for the number of rows."""
    fewer = table.older - table.newer
    if fewer > 0:
        found = said("{rows:number} fewer of {of:number}", rows=fewer, of=table.older)
    else:
        found = said("{rows:number} more of {of:number}", rows=-fewer, of=table.older)
    notes = [Note(DDP, table.table, said("fewer rows than before"), fewer > 0, found)]
    if share := _SHARE.get(table.table):
        lost = said("{rows:number} of {of:number} vanished", rows=table.vanished, of=table.older)
        notes.append(
            Note(
                RELIEF_DOCKET,
                table.table,
                said("more than {share:share} of rows lost", share=share),
                table.vanished > share * table.older,
                lost,
            )
        )
    return notes


def notes_on_form(form: Form) -> list[Note]:
    """Thresholds for columns, blanks and last days."""
    columns = [said("{column:name} is gone", column=one) for one in form.columns_gone]
    columns += [said("{column:name} is new", column=one) for one in form.columns_new]
    moved = [
        said("{column:name} {older:share} to {newer:share}", column=one.column, older=older, newer=newer)
        for one in form.blanks
        for older, newer in [_shares(form, one.older, one.newer)]
        if abs(newer - older) > BLANKS
    ]
    fell = [
        said("{column:name} {older:name} to {newer:name}", column=one.column, older=one.older, newer=one.newer)
        if one.newer
        else said("{column:name} {older:name} to no day at all", column=one.column, older=one.older)
        for one in form.last_days
        if one.older and (not one.newer or one.newer < one.older)
    ]
    return [
        Note(DDP, form.table, threshold, bool(found), joined(found, "; ") or said("none"))
        for threshold, found in (
            (said("a column new or missing"), columns),
            (said("share of blank cells moved by more than 2 points"), moved),
            (said("last day of a column fell"), fell),
        )
    ]


def _shares(form: Form, older: int, newer: int) -> tuple[float, float]:
    rows = form.stored
    return older / max(rows[0], 1), newer / max(rows[1], 1)
