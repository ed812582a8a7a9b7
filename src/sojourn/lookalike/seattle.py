"""The Seattle production: one workbook of four detail sheets, a Summary that is true, and footnotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sojourn.lookalike.book import lock_file, workbook
from sojourn.lookalike.draws import fiscal_year, stream
from sojourn.lookalike.enforcement import Sheet
from sojourn.lookalike.faults import plant
from sojourn.lookalike.forms import AGENCY
from sojourn.lookalike.frame import Cell, Formula, Frame
from sojourn.lookalike.people import Batch, frame
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth, made
from sojourn.reading.marked import MARK
from sojourn.sources.declare import Family, families

FIRST, LAST = date(2012, 1, 1), date(2019, 7, 6)
REQUEST = "UW v. DHS - ICE Productions"
ID = "uw-v-dhs-seattle"
EXPEDITED = ("[8F]", "[8G]", "[8H]", "[8I]")
"""The case categories that ICE counts as expedited removals."""

_PERSON, _LAW = "(b)(6),(b)(7)c)", "(b)(7)e)"
_SPAN = "FY2012 - FY2019 YTD (01/01/2012 - 07/06/2019)"
_PLACE = "for the Seattle Area of Responsibility"
_SHEETS = (
    ("Arrests", "ice_arrests", f"{_SPAN} ERO Administrative Arrests {_PLACE}", 0.34, "arrest_date"),
    ("Book Ins", "ice_book_ins", f"{_SPAN} ICE Initial Book Ins {_PLACE}", 0.38, "book_in_date"),
    ("Expedited Removals", "ice_removals", f"{_SPAN} ICE Expedited Removals {_PLACE}", 0.07, "departed_date"),
    ("Other Removals", "ice_removals", f"{_SPAN} Other ICE Removals {_PLACE}", 0.21, "departed_date"),
)
_TITLE_OF_REMOVALS = f"{_SPAN} ICE Removals {_PLACE}"
_FOOTNOTES = (
    "FY2019 YTD data are updated through 07/06/2019. INVENTED.",
    "Most Serious Conviction was not recorded prior to FY2015. INVENTED.",
    "Expedited Removals are defined as having a Case Category of 8F, 8G, 8H or 8I. INVENTED.",
)


def write(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the one workbook of the production; `rows` is the sum over its detail sheets."""
    every = [
        _sheet(name, families()[f"{source}/{ID}"], title, max(1, round(rows * share)), seed)
        for name, source, title, share, _ in _SHEETS
    ]
    for sheet in every if faults else []:
        sheet.planted = plant(sheet.frame, stream(seed, ID, sheet.name, "faults"), book=True)
    path = folder / "invented_UW_v_DHS_ICE_Productions.xlsx"
    totals = {sheet.name: _yearly(sheet.frame, day) for sheet, (*_, day) in zip(every, _SHEETS, strict=True)}
    summary = _summary(totals)
    above = _banner(_SPAN)
    with workbook(path) as book:
        book.rows("Summary", summary)
        for sheet in every:
            book.frame(sheet.name, sheet.frame, _banner(sheet.title))
        book.rows("Footnotes", [[line] for line in (*AGENCY, REQUEST, MARK, *_FOOTNOTES)])
    truth = Truth(path.name, "ice_arrests, ice_book_ins, ice_removals, ice_production_totals", ID, seed)
    truth.parts = [_summary_truth(summary, totals), *(sheet.truth() for sheet in every)]
    truth.faults = [fault for sheet in every for fault in sheet.faults(len(above) + 2, breaks=False)]
    if faults:
        truth.faults.append(Fault("spreadsheet lock file", "", 0, "", lock_file(path).name, "ignored"))
    return [made(path, truth)]


def _banner(title: str) -> list[str]:
    """Six lines; the mark takes the one that the agency leaves empty."""
    return [*AGENCY, REQUEST, "Please review the last tab for footnotes.", MARK, title]


def _sheet(name: str, family: Family, title: str, rows: int, seed: int) -> Sheet:
    made_frame = frame(Batch(family, rows, seed, FIRST, LAST, _PERSON, _LAW, name))
    if family.table == "removals":
        _keep_categories(made_frame, expedited=name.startswith("Expedited"))
    return Sheet(name, title, made_frame)


def _keep_categories(made_frame: Frame, *, expedited: bool) -> None:
    """Hold the case categories of a sheet to the ones that its title names."""
    column = made_frame.column("case_category")
    assert column
    fallback = "[8F] Expedited Removal" if expedited else "[16] Reinstated Final Order"
    column.cells = [
        cell if cell.text.startswith(EXPEDITED) == expedited else Cell(fallback, fallback) for cell in column.cells
    ]


def _yearly(made_frame: Frame, day: str) -> Counter[int]:
    column = made_frame.column(day)
    assert column
    years: Counter[int] = Counter()
    for value, rows in column.counts(made_frame.kept()).items():
        assert isinstance(value, date)
        years[fiscal_year(value)] += rows
    return years


_YEARS = range(2012, 2020)


def _label(year: int) -> str:
    return f"FY{year}" + (" YTD" if year == LAST.year else "")


def _summary(totals: dict[str, Counter[int]]) -> list[list[object]]:
    """The Summary sheet: blocks of a title, a header and one row a year."""
    rows: list[list[object]] = [
        [line] for line in (*AGENCY, REQUEST, "Please review the last tab for footnotes.", MARK)
    ]
    for name, _, title, _, _ in _SHEETS[:2]:
        rows += [
            [title],
            ["Fiscal Year", "Total"],
            *([_label(year), totals[name][year]] for year in _YEARS),
            [],
        ]
    expedited, other = totals["Expedited Removals"], totals["Other Removals"]
    rows += [[_TITLE_OF_REMOVALS], ["Fiscal Year", "Expedited Removals", "Other Removals", "Total"]]
    for year in _YEARS:
        line, total = len(rows) + 1, expedited[year] + other[year]
        rows.append(
            [
                _label(year),
                expedited[year],
                other[year],
                Cell(str(total), total, Formula(f"=SUM(B{line}:C{line})")),
            ]
        )
    return rows


def _summary_truth(summary: Sequence[Sequence[object]], totals: dict[str, Counter[int]]) -> PartTruth:
    periods = sum(bool(row) and str(row[0]).startswith("FY20") and len(row) > 1 for row in summary)
    cells = len(_YEARS) * 5
    answered = {name: {str(year): rows for year, rows in sorted(counts.items())} for name, counts in totals.items()}
    return PartTruth(
        "Summary",
        "official_totals",
        Account(periods, periods, blank=2),
        {"totals": answered, "table_rows": cells},
    )
