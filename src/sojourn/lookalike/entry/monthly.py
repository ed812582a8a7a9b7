"""The workbook of monthly tables: all its sheets, in two editions that name other nationalities."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path

from sojourn.lookalike.book import workbook
from sojourn.lookalike.draws import stream
from sojourn.lookalike.entry.world import FIRST, appointments, months
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth, made
from sojourn.reading.marked import MARK
from sojourn.shipped import rows_of
from sojourn.sources.declare import families

APPOINTMENTS = "CBP One Appointments"
_MISSPELT, _NO_FIGURE, _WRONG_TITLE = "ICE Book-Ins by Citizenship", "DHS Removals by Citizenship", "Nationwide OFO"
"""The sheets with a month that is none, with a text for a figure, and with a title of another month."""
_MOST_YEARS, _MONTHS_OF_YEAR = 11, 13
_ROWS_OF_BOTH = 100
_LINK = "Return to Table of Contents."
_ROUNDED = (
    "Notes: To protect privacy, table cells are rounded to the nearest ten. The totals may not sum due to rounding."
)
_FOOTNOTE = re.compile(r"\D(\d)$")


@dataclass(frozen=True)
class Edition:
    """One posting: its file, its last month, and the nationalities of the sheet of appointments in its order."""

    file: str
    last: date
    named: tuple[str, ...]


_LATE = (
    "Cuba",
    "Venezuela",
    "Haiti",
    "Mexico",
    "Honduras",
    "Colombia",
    "Russia",
    "El Salvador",
    "Guatemala",
    "Ecuador",
)
EDITIONS = (
    Edition(
        "invented_24-0809_ohss_monthly-tables-april-2024.xlsx",
        date(2024, 4, 1),
        ("Cuba", "Venezuela", "Mexico", "Haiti", "Honduras", "Russia", "Colombia", "El Salvador", "Guatemala", "Chile"),
    ),
    Edition("invented_2024_1108_ohss_monthly-tables-july-2024.xlsx", date(2024, 7, 1), _LATE),
)


@dataclass(frozen=True)
class _Layout:
    """The headers of one sheet: groups with their columns."""

    sheet: str
    subject: str
    first_year: int
    groups: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def headers(self) -> list[str]:
        return [header for _, several in self.groups for header in several]

    @property
    def above(self) -> list[str]:
        return [cell for group, several in self.groups for cell in (group, *[""] * (len(several) - 1))]


@cache
def _layouts() -> tuple[_Layout, ...]:
    rows = rows_of(Path(__file__).parent / "sheets.csv")
    layouts = []
    for sheet, lines in groupby(rows, key=lambda row: row["sheet"]):
        several = list(lines)
        groups = tuple((row["group"], tuple(row["headers"].split(" | "))) for row in several)
        layouts.append(_Layout(sheet, several[0]["subject"], int(several[0]["first_year"]), groups))
    return tuple(layouts)


def write(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write both editions, or the later one alone where few rows are asked for.

    `rows` are those of the longest sheets, in whole fiscal years, two at least.
    """
    years = max(2, min(_MOST_YEARS, rows // _MONTHS_OF_YEAR))
    chosen = EDITIONS if rows >= _ROWS_OF_BOTH else EDITIONS[-1:]
    return [_write(edition, years, folder, seed, faults=faults) for edition in chosen]


def _write(edition: Edition, years: int, folder: Path, seed: int, *, faults: bool) -> Made:
    family = families()["ohss_monthly_tables/monthly-tables"]
    path = folder / edition.file
    truth = Truth(path.name, family.source, family.id, seed)
    contents = _contents()
    truth.parts.append(PartTruth("TOC", family.table, Account(blank=sum(not any(row) for row in contents)), {}))
    with workbook(path) as book:
        book.rows("TOC", contents)
        for layout in _layouts():
            sheet = _Sheet(edition, layout, years, seed)
            planted = sheet.plant() if faults else []
            book.rows(layout.sheet, sheet.rows)
            truth.faults += planted
            truth.parts += sheet.parts(planted)
    return made(path, truth)


def _contents() -> list[list[object]]:
    listed: list[list[object]] = [["Invented", layout.subject, layout.first_year] for layout in _layouts()]
    above: list[list[object]] = [["Table of Contents"], [], [MARK], [], ["Category", "Table", "Starting Date"]]
    return [*above, *listed]


class _Sheet:
    """The rows of one sheet, and where its figures stand."""

    def __init__(self, edition: Edition, layout: _Layout, years: int, seed: int) -> None:
        self._edition, self._layout, self._seed = edition, layout, seed
        self._appointments = layout.sheet == APPOINTMENTS
        headers = ["Total", *edition.named, "Other"] if self._appointments else layout.headers
        first = max(layout.first_year, edition.last.year - years + 1)
        self.rows: list[list[object]] = [[_LINK, "", MARK], [self._title(first)]]
        if any(group for group, _ in layout.groups):
            self.rows.append(["", "", *layout.above])
        self.rows.append(["Fiscal Year", "Month", *headers])
        self.first_line = len(self.rows) + 1
        for year in range(first, edition.last.year + 1):
            self.rows += self._block(year)
        self.figures = len(self.rows) - self.first_line + 1
        marks = sorted({found[1] for header in (*headers, *layout.above) if (found := _FOOTNOTE.search(header))})
        notes = [f"{mark}Invented note." for mark in marks]
        source = "Source: invented by Sojourn."
        self.rows += [[note] for note in ("X Not applicable.", *notes, _ROUNDED, source)]

    def _title(self, first: int) -> str:
        return f"{self._layout.subject}: Fiscal Years {first} to 2024 YTD ({self._edition.last:%B} 2024)"

    def _block(self, year: int) -> list[list[object]]:
        """A Total row and its months, each figure rounded for itself."""
        inside = [month for month in months(date(year - 1, 10, 1), self._edition.last) if month < date(year, 10, 1)]
        true = [self._row(month) for month in inside]
        running = self._edition.last < date(year, 9, 1)
        totals = [sum(cell or 0 for cell in column) for column in zip(*true, strict=True)]
        label = f"{year} YTD" if running else year
        lines = [["", f"{month:%B}", *map(_rounded, row)] for month, row in zip(inside, true, strict=True)]
        return [[label, "Total", *map(_rounded, totals)], *lines]

    def _row(self, month: date) -> list[int | None]:
        """The figures of a month, not rounded; None where there were no appointments yet."""
        if self._appointments:
            return self._booked(month)
        leaf = self._leaf(month)
        groups = [_group(headers, leaf, group) for group, headers in self._layout.groups]
        if not self._layout.groups[0][0] and len(groups) > 1:
            groups[0][0] = sum(group[0] for group in groups[1:])
        return [cell for group in groups for cell in group]

    def _leaf(self, month: date) -> Callable[[str], int]:
        def drawn(name: str) -> int:
            return int(stream(self._seed, self._layout.sheet, str(month), name).integers(0, 900))

        return drawn

    def _booked(self, month: date) -> list[int | None]:
        if month < FIRST:
            return [None] * (len(self._edition.named) + 2)
        named = [appointments(month, name, self._seed) for name in self._edition.named]
        rest = [name for name in ("Ecuador", "Chile", "Other") if name not in self._edition.named]
        other = sum(appointments(month, name, self._seed) for name in rest)
        return [sum(named) + other, *named, other]

    def plant(self) -> list[Fault]:
        """Plant what the sheet has of the faults, and say what becomes of each."""
        sheet, line = self._layout.sheet, self.first_line + 2
        if sheet == _MISSPELT:
            self.rows[line - 1][1] = "Novembre"
            return [Fault("month that is none", sheet, line, "Month", "Novembre", "quarantined")]
        if sheet == _NO_FIGURE:
            self.rows[line - 1][3] = "D"
            return [Fault("text for a figure", sheet, line, "Mexico", "D", "repaired")]
        if sheet == _WRONG_TITLE:
            self.rows[1][0] = str(self.rows[1][0]).replace(f"{self._edition.last:%B}", "January")
            return [Fault("title of another month", sheet, 0, "", str(self.rows[1][0]), "loaded")]
        return []

    def parts(self, planted: Sequence[Fault]) -> list[PartTruth]:
        """What a reader should count, in each table that the sheet fills."""
        outcomes = [fault.outcome for fault in planted if fault.line]
        refused, repaired = outcomes.count("quarantined"), outcomes.count("repaired")
        account = Account(self.figures, self.figures - refused - repaired, repaired, refused)
        parts = [PartTruth(self._layout.sheet, "ohss_figures", account, {"rows": self.figures})]
        if self._appointments:
            parts.append(PartTruth(self._layout.sheet, "cbp_one_appointments", account, self._answers()))
        return parts

    def _answers(self) -> dict[str, dict[str, int]]:
        """Appointments of each nationality named, all months, as rounded."""
        counted = list(months(FIRST, self._edition.last))
        return {
            "appointments": {
                name.upper(): sum(int(str(_rounded(appointments(month, name, self._seed)))) for month in counted)
                for name in self._edition.named
            }
        }


def _group(headers: Sequence[str], leaf: Callable[[str], int], group: str) -> list[int]:
    """The figures of one group; its first column is the total of the others where its header says so."""
    figures = [leaf(f"{group} {header}") for header in headers]
    if len(headers) > 1 and headers[0].startswith("Total"):
        figures[0] = sum(figures[1:])
    return figures


def _rounded(figure: int | None) -> object:
    return "X" if figure is None else round(figure, -1)
