"""One figure that ICE prints in its detention statistics, found by the words of its block, row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.releases import provenance
from sojourn.measures.statistics.pulls import day_of
from sojourn.record.opened import Record
from sojourn.tables.declare import Attribute
from sojourn.tiers import Grain, Told
from sojourn.words.said import Said, said

MOST_LISTED = 40
"""Candidates that a finding lists where several figures match."""
_FEW_DECIMALS = 4
"""Decimals up to which a figure is taken for rounded by hand; others are stored to the last digit."""

_SQL = """
    SELECT release, sheet, cell, block, row_label, column_label, coalesce(period, '') AS period, value, unit, text
    FROM official_statistics WHERE release = $release ORDER BY sheet, line, cell"""

_FILTERS = {"block": "block", "row": "row_label", "column": "column_label", "period": "period", "sheet": "sheet"}
_TOLD: tuple[tuple[str, Attribute], ...] = (
    ("stateless", "nationality"),
    ("protected status", "nationality"),
    ("citizen", "nationality"),
    ("parents of usc", "nationality"),
    ("armed forces", "nationality"),
    ("transgender", "sex"),
    ("male", "sex"),
    ("criminal", "criminality"),
    ("threat level", "criminality"),
    ("facilit", "place"),
    ("responsibility", "place"),
)
"""Words of a label, and what a figure under it tells about people."""

_COLUMNS = (
    *(said("pull"), said("sheet"), said("cell"), said("block"), said("row"), said("column")),
    *(said("period"), said("figure"), said("unit")),
)


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    given = {name: asked[name] or "" for name in _FILTERS}
    rows = _narrowed(_matching(record, given, asked["pull"]), given)
    if not rows:
        told = ", ".join(f"{name} {value!r}" for name, value in asked.items() if value)
        matches = said("no printed figure matches {words}", words=told) if told else said("the record prints no figure")
        return MEASURE.unanswered(record, asked, "not covered", matches)
    if len(rows) > 1:
        return _several(record, asked, rows)
    if rows[0]["value"] is None:
        reason = said(
            "ICE prints {text} in {sheet} {cell} in place of a figure",
            text=repr(rows[0]["text"]),
            sheet=rows[0]["sheet"].strip(),
            cell=rows[0]["cell"],
        )
        return MEASURE.unanswered(record, asked, "not determinable", reason)
    return _single(record, asked, rows[0])


def _matching(record: Record, given: Mapping[str, str], pull: str | None) -> list[dict[str, Any]]:
    """The figures of the newest pull (or the one named) whose labels contain the words given, in any case."""
    releases = [one.id for one in record.releases(table="official_statistics")]
    for release in sorted(releases, key=day_of, reverse=True):
        if pull in (None, release, day_of(release)):
            rows = _figures(record, release)
            found = [
                row
                for row in rows
                if all(given[name].casefold() in row[at].casefold() for name, at in _FILTERS.items())
            ]
            if found:
                return found
    return []


def _figures(record: Record, release: str) -> list[dict[str, Any]]:
    return record.remember(("printed figures", release), lambda: record.query(_SQL, {"release": release}))


def _narrowed(rows: Sequence[dict[str, Any]], given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows whose whole label is the word given, where there are any: `Total` does not mean `Total Detained`."""
    kept = list(rows)
    for name, column in _FILTERS.items():
        whole = [row for row in kept if row[column].casefold() == given[name].casefold()]
        kept = whole if given[name] and whole else kept
    return kept


def _several(record: Record, asked: Mapping[str, Any], rows: Sequence[dict[str, Any]]) -> Finding:
    shown = rows[:MOST_LISTED]
    return Finding(
        **_frame(record, asked, rows),
        status="not determinable",
        reason=said(
            "{figures:number} printed figures match, of pull {pull}; name more of block, row, column, period and sheet (the first "
            "{shown:number} are listed)",
            figures=len(rows),
            pull=day_of(rows[0]["release"]),
            shown=len(shown),
        ),
        columns=_COLUMNS,
        rows=tuple(map(_row, shown)),
    )


def _single(record: Record, asked: Mapping[str, Any], row: dict[str, Any]) -> Finding:
    value, half = row["value"], _rounding(row["value"])
    unit = row["unit"] or said("as printed")
    return Finding(
        **(_frame(record, asked, [row]) | {"unit": unit}),
        value=value,
        numerator=value,
        denominator=1,
        denominator_is=said("the printed figure itself: ICE prints no denominator with it"),
        interval=Interval(value - half, value + half, _exactness(value, half)),
        columns=_COLUMNS,
        rows=(_row(row),),
        sentence=said(
            "ICE's pull of {pull} prints {value:number} ({unit}) in {sheet} {cell}: {block}, row {row}, column {column}, "
            "{period}.",
            pull=day_of(row["release"]),
            value=value,
            unit=unit,
            sheet=row["sheet"].strip(),
            cell=row["cell"],
            block=row["block"],
            row=row["row_label"],
            column=row["column_label"],
            period=row["period"] or said("no period"),
        ),
    )


def _exactness(value: float, half: float) -> Said:
    """How exact a printed figure is."""
    if value.is_integer():
        return said("a whole number, printed as counted")
    return said("half of the last printed digit") if half else said("stored to the last digit of a spreadsheet number")


def _rounding(value: float) -> float:
    """Half of the last digit of a figure that was rounded before it was stored; 0 for whole and for full figures."""
    decimals = len(repr(value).partition(".")[2].rstrip("0"))
    return 0.5 * 10.0**-decimals if 0 < decimals <= _FEW_DECIMALS else 0.0


def _row(row: dict[str, Any]) -> tuple[Any, ...]:
    figure = row["text"] if row["value"] is None else row["value"]
    labels = (row["block"], row["row_label"], row["column_label"], row["period"])
    return day_of(row["release"]), row["sheet"].strip(), row["cell"], *labels, figure, row["unit"] or ""


def _frame(record: Record, asked: Mapping[str, Any], rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    release = next(one for one in record.releases(table="official_statistics") if one.id == rows[0]["release"])
    empty = [Caveat(_ZERO)] if any(row["value"] == 0 for row in rows) else []
    newest = said("Answered from the newest pull that prints it, {pull}.", pull=day_of(release.id))
    chosen = [] if asked["pull"] else [Caveat(newest)]
    touched = [one for one in release.defects if any(f"{row['cell']}" in one for row in rows[:1])]
    return {
        "measure": MEASURE.id,
        "parameters": dict(asked),
        "unit": MEASURE.unit,
        "definition": MEASURE.definition,
        "provenance": provenance(record, (release,), "official_statistics", _SQL),
        "caveats": (
            *(*chosen, *empty, *_CAVEATS),
            *(Caveat(said("Known of the file: {defect}.", defect=one), "warning") for one in touched),
        ),
        "told": Told.of(_attributes(rows), (_grain(rows),), (row["value"] for row in rows)),
    }


def _attributes(rows: Sequence[dict[str, Any]]) -> set[Attribute]:
    words = " ".join(f"{row['block']} {row['row_label']} {row['column_label']}" for row in rows).casefold()
    return {attribute for word, attribute in _TOLD if word in words}


def _grain(rows: Sequence[dict[str, Any]]) -> Grain:
    """Months where a period names more than a fiscal year."""
    return "year" if all(len(row["period"].split()) <= 1 for row in rows) else "month"


_ZERO = said("ICE prints 0 for months that are still to come, and in some pulls for months that it no longer fills.")

_CAVEATS = (
    Caveat(
        said(
            "A figure of the running fiscal year counts from 1 October to the day of the pull, and later pulls revise it."
        )
    ),
    Caveat(
        said(
            "The figure is ICE's own; Sojourn computed nothing, and the footnotes of the workbook say what ICE leaves out."
        )
    ),
)

MEASURE = Measure(
    id="official_statistics",
    estimators=("printed_figure",),
    definition=Definition(
        question="What does ICE print for a row and column of its biweekly detention statistics?",
        counted="what ICE counts under the title, row and column that the finding names",
        not_counted="what the workbook's footnotes leave out",
        date_basis="the period that ICE prints; without one, the fiscal year to the day of the pull",
        estimator="none: the printed figure, where exactly one matches the words given",
    ),
    unit="as printed",
    parameters=(
        Parameter("block", "text", "words of the title above the figure (ICE Removals)"),
        Parameter("row", "text", "words of the label to its left (Total)"),
        Parameter("column", "text", "words of the header above it (Total)"),
        Parameter("period", "text", "month, quarter or year as printed, fiscal years with four digits (FY2026 Jan)"),
        Parameter("sheet", "text", "words of the sheet's name (Detention)"),
        Parameter("pull", "text", "the day of a pull (2026-01-22); empty means the newest that prints it"),
    ),
    tables=("official_statistics",),
    answer=_answer,
    dimensions={},
    example="-p block=Removals -p row=Total",
)
