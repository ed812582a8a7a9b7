"""Faults to plant, each with what a reader should make of it.

Which faults a column can carry follows from how its table declares it: a day that does not exist costs the
row where the day is mandatory, and only the cell elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from sojourn.lookalike.forms import MARKERS
from sojourn.lookalike.frame import Cell, Column, Formula, Frame, Outcome
from sojourn.tables import TABLES

UNLISTED = "ATLANTIS (INVENTED)"
NOTE = "Note: INVENTED trailing note; figures are updated through the day of the pull."
SPACING = 6
"""A fault needs this many rows round itself, so that faults do not touch each other."""


@dataclass(frozen=True)
class Planned:
    """A fault in one cell: which column, how the cell changes, what should become of the row."""

    kind: str
    column: Column
    change: Callable[[Cell], Cell]
    outcome: Outcome


@dataclass(frozen=True)
class Planted:
    """A fault in its row."""

    kind: str
    row: int
    column: str
    raw: str
    outcome: Outcome


def plant(frame: Frame, rng: np.random.Generator, *, book: bool) -> list[Planted]:
    """Plant as many faults as the rows can hold, each in a row of its own."""
    jobs: list[Callable[[int], Planted]] = [_cell_job(frame, planned) for planned in _cell_faults(frame, book=book)]
    jobs += _row_jobs(frame, book=book)
    places = frame.rows // SPACING
    chosen = np.sort(rng.permutation(places)[: len(jobs)]) * SPACING + 1
    planted = [job(int(row)) for job, row in zip(jobs, chosen, strict=False)]
    frame.outcomes |= {one.row: one.outcome for one in planted if one.outcome in {"repaired", "quarantined"}}
    return planted


def _cell_job(frame: Frame, planned: Planned) -> Callable[[int], Planted]:
    def job(row: int) -> Planted:
        column = next(column for column in frame.columns if column is planned.column)
        cell = planned.change(column.cell(row))
        column.put(row, cell)
        return Planted(planned.kind, row, column.header, cell.text if cell.raw is None else cell.raw, planned.outcome)

    return job


def _to(text: str, value: str | int | None = None, native: date | float | None = None) -> Callable[[Cell], Cell]:
    return lambda _: Cell(text, value, native)


def _cell_faults(frame: Frame, *, book: bool) -> Iterator[Planned]:
    table = TABLES[frame.table]
    dates = 0
    first = frame.columns[0]
    if not book and first.quoted and first.name and first.name not in table.mandatory:
        lone = Cell("", None, raw='"\n"')
        yield Planned("first cell of nothing but a line end", first, lambda _: lone, "loaded")
    for column in frame.columns:
        if not column.name:
            continue
        declared, mandatory = table.column(column.name), column.name in table.mandatory
        if declared.kind == "date" and dates < 2:
            dates += not mandatory
            yield from _date_faults(column, book=book, mandatory=mandatory)
        elif declared.closed:
            yield Planned("unknown value of a closed vocabulary", column, _to("INVENTED"), "quarantined")
            yield Planned("blank", column, _to(""), "loaded")
        elif column.name == "citizenship":
            yield from _country_faults(column, book=book)
        elif mandatory:
            yield Planned("mandatory cell blank", column, _to(""), "quarantined")
        else:
            yield from _kind_faults(column, declared.kind, book=book)


def _date_faults(column: Column, *, mandatory: bool, book: bool) -> Iterator[Planned]:
    bad: Outcome = "quarantined" if mandatory else "repaired"
    absent: Outcome = "quarantined" if mandatory else "loaded"
    yield Planned("31 February", column, _to("2/31/2017"), bad)
    yield Planned("year 2115", column, _to("6/1/2115", native=date(2115, 6, 1)), bad)
    yield Planned("two-digit year", column, _to("6/1/17"), bad)
    yield Planned("blank date", column, _to(""), absent)
    yield Planned("redacted date", column, _to(MARKERS[0]), absent)
    yield Planned("NA for a date", column, _to("NA"), absent)
    if book:
        yield Planned("date as text", column, lambda cell: replace(cell, native=None), "loaded")
        yield Planned("date as a bare number", column, _to("43101", native=43101.0), bad)


def _country_faults(column: Column, *, book: bool) -> Iterator[Planned]:
    for marker in MARKERS:
        yield Planned("redaction marker", column, _to(marker), "loaded")
    yield Planned("blank", column, _to(""), "loaded")
    yield Planned("literal NA", column, _to("NA"), "loaded")
    yield Planned("unlisted citizenship", column, _to(UNLISTED, UNLISTED), "loaded")
    yield Planned("blanks round a cell", column, _to("  MEXICO\xa0", "MEXICO"), "loaded")
    if book:
        formula = Cell("MEXICO", "MEXICO", Formula('="MEX"&"ICO"'))
        yield Planned("formula with a stored value", column, lambda _: formula, "loaded")


def _kind_faults(column: Column, kind: str, *, book: bool) -> Iterator[Planned]:
    """Faults of the other columns, once for each that can carry them."""
    if column.name == "operation":
        yield Planned("placeholder", column, _to("--"), "loaded")
    elif column.name == "threat_level" and book:
        yield Planned("text as a number", column, _to("1", "1", 1.0), "loaded")
    elif kind == "key":
        yield Planned("missing id", column, _to(""), "loaded")
    elif kind in {"year", "integer"}:
        yield Planned("no number", column, _to("many"), "repaired")
        yield Planned("literal NA", column, _to("NA"), "loaded")
        if book:
            yield Planned("number as text", column, lambda cell: replace(cell, native=None), "loaded")
        elif kind == "integer":
            yield Planned("comma in a number", column, _to("1,234", 1234), "loaded")
    elif kind == "yes_no":
        yield Planned("neither yes nor no", column, _to("MAYBE"), "repaired")
    elif kind == "text" and column.name in {"landmark", "charge_section", "conviction_charge"}:
        yield from _text_faults(column, book=book)


def _text_faults(column: Column, *, book: bool) -> Iterator[Planned]:
    """What punctuation does to text: each is one cell to whoever reads quotes properly."""
    if book:
        yield Planned("line end in a cell", column, _to("A\nB", "A\nB"), "loaded")
        return
    for kind, text, raw, outcome in _RAW:
        cell = Cell(text, text, raw=raw)
        yield Planned(kind, column, lambda _, cell=cell: cell, outcome)  # type: ignore[misc]


_RAW: tuple[tuple[str, str, str, Outcome], ...] = (
    ("delimiter in a quoted cell", "A|B", '"A|B"', "loaded"),
    ("line end in a quoted cell", "A\nB", '"A\nB"', "loaded"),
    ("doubled quote in a quoted cell", 'A "B"', '"A ""B"""', "loaded"),
    ("quote in an unquoted cell", '5" A', '5" A', "loaded"),
    ("unquoted text", "A", "A", "loaded"),
    ("carriage return in a cell", "A\rB", '"A\rB"', "loaded"),
    ("Latin-1 byte in UTF-8 text", "CA\xd1ON", '"CA\udcd1ON"', "repaired"),
    ("text after a closing quote", "", '"A"B', "quarantined"),
    ("quote that never closes", "", '"A', "quarantined"),
    ("NUL byte", "", '"A\0B"', "quarantined"),
)
"""Kind, text, and the bytes in the file (a lone surrogate stands for a byte that is no UTF-8)."""


def _row_jobs(frame: Frame, *, book: bool) -> list[Callable[[int], Planted]]:
    def identical(row: int) -> Planted:
        frame.repeat(row + 1)
        return Planted("fully identical row", row + 1, "", "", "loaded")

    def too_long(row: int) -> Planted:
        frame.extra[row] = "INVENTED"
        return Planted("long row" if not book else "cell right of the headers", row, "", "INVENTED", "quarantined")

    def too_long_but_blank(row: int) -> Planted:
        frame.extra[row] = ""
        return Planted("long row, the excess blank", row, "", "", "repaired")

    def too_short(row: int) -> Planted:
        frame.cut.add(row)
        return Planted("short row", row, "", "", "quarantined")

    def blank_line(row: int) -> Planted:
        frame.before.setdefault(row, []).append("")
        return Planted("blank line before", row, "", "", "blank")

    def delimiters_only(row: int) -> Planted:
        frame.before.setdefault(row, []).append("|" * (len(frame.columns) - 1))
        return Planted("line of delimiters before", row, "", "", "blank")

    both: list[Callable[[int], Planted]] = [identical, identical, too_long, blank_line]
    return both if book else [*both, too_long_but_blank, too_short, delimiters_only]


def reorder(frame: Frame) -> None:
    """Move the last column to the front: positions must never be used."""
    frame.columns.insert(0, frame.columns.pop())


def respell(frame: Frame, aliases: dict[str, str]) -> tuple[str, str] | None:
    """Use one declared other spelling of a header; returns what was and what is."""
    for column in frame.columns:
        if column.header in aliases:
            was, column.header = column.header, aliases[column.header]
            return was, column.header
    return None
