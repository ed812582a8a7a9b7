"""What a comparison says of the form of the files: their accounts, columns that came or went, and defects."""

from __future__ import annotations

from collections.abc import Iterator

from sojourn.compare.form import Form
from sojourn.compare.report import Comparison
from sojourn.compare.sides import Pair
from sojourn.publish.sections import GAP, NOTHING, Grid, Paragraph, Part, Section
from sojourn.words.said import joined, said


def forms_said(one: Comparison) -> Section:
    if not one.forms:
        return NOTHING
    rows = [
        (each.table, *(count for name in _LEDGER for count in each.counts[name]), *(each.odd or ("", "")))
        for each in one.forms
    ]
    damaged = tuple(row for row in rows if any(row[3:]))
    clean = len(rows) - len(damaged)
    parts: list[Part] = [Grid(_FORM_COLUMNS, damaged), GAP] if damaged else []
    if clean and damaged:
        told = said("No row was repaired, refused or odd in {clean:number} other table(s).", clean=clean)
        parts.append(Paragraph(told, "  "))
    elif clean:
        parts.append(Paragraph(said("No row was repaired, refused or odd."), "  "))
    parts += [Paragraph(text, "    ", "  ! ") for each in one.forms for text in _form(each)]
    return Section(_form_head(one.pair), tuple(parts))


_LEDGER = ("lines", "repaired", "quarantined")
_FORM_COLUMNS = (
    said("table"),
    said("lines"),
    said("lines, now"),
    said("repaired"),
    said("repaired, now"),
    said("quarantined"),
    said("quarantined, now"),
    said("odd rows"),
    said("odd rows, now"),
)


def _form_head(pair: Pair) -> str:
    sizes = [f"{side.bytes / side.rows:.0f}" for side in (pair.older, pair.newer) if side.rows]
    if len(sizes) == 2:
        return said(
            "Form of the files: {older:name} and {newer:name} bytes a row, packed", older=sizes[0], newer=sizes[1]
        )
    if sizes:
        return said("Form of the files: {size:name} bytes a row, packed", size=sizes[0])
    return said("Form of the files")


def _form(one: Form) -> Iterator[str]:
    declared = {each.column: each.declared for each in one.validity}
    gone, new = (
        joined((_column(name, declared.get(name)) for name in columns), ", ")
        for columns in (one.columns_gone, one.columns_new)
    )
    if gone:
        yield said("{table:name} no longer has {columns}.", table=one.table, columns=gone)
    if new:
        yield said("{table:name} now has {columns}.", table=one.table, columns=new)
    before, now = one.stated
    if before:
        yield joined([said("{table:name}, before:", table=one.table), f"{before}."])
    if now:
        yield joined([said("{table:name}, now:", table=one.table), f"{now}."])
    for why in one.reasons:
        if why.older != why.newer:
            counts = said("{older:number} rows before, {newer:number} now.", older=why.older, newer=why.newer)
            yield joined([said("{table:name}, refused because", table=one.table), f"{why.reason}:", counts])
    for text in one.noticed:
        yield joined([said("{table:name}:", table=one.table), f"{text}."])


def _column(name: str, declared: str | None) -> str:
    if declared:
        return said("{column:name} ({declared})", column=name, declared=declared)
    return said("{column:name}", column=name)
