"""One sheet of the workbook: its title, its columns by the headers above them, and its figures row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sojourn.errors import DuplicateHeader, HeaderMismatch
from sojourn.reading.ledger import Ledger
from sojourn.reading.sheet import letters
from sojourn.sources.own import Rows

FIRST = "Return to Table of Contents"
"""The link in the first cell of every sheet of tables."""
CONTENTS = "Table of Contents"
MONTHS = (
    *("October", "November", "December", "January", "February", "March"),
    *("April", "May", "June", "July", "August", "September"),
)
"""In the order of the federal fiscal year."""
TOTAL = "Total"

_YEAR_AND_MONTH = ("Fiscal Year", "Month")
_ROWS_ABOVE = 8
_LEAST_LETTERS = 3
_TITLE = re.compile(r"(?P<subject>.+?)(?: by Fiscal Year)?[:,] Fiscal Years? \d{4}\b.*")
_LAST_MONTH = re.compile(r"\((?P<month>[A-Z][a-z]+) (?P<year>\d{4})\)$")
_YEAR = re.compile(r"(?:FY ?)?(\d{4})(?:\.0)?(?P<running> YTD)?")
_FOOTNOTE = re.compile(r"(?P<label>.*[^\d\s])(?P<mark>\d{1,2})")
_NOTE = re.compile(r"(\d{1,2})(?=[A-Z“\"])")
_TODO = "compare with sources/ohss_monthly_tables/README.md"


@dataclass(frozen=True)
class Heading:
    """The headers above one column, without the numbers of their footnotes."""

    at: int
    group: str
    category: str

    @cached_property
    def letters(self) -> str:
        """The name of the column, such as K."""
        return letters(self.at)


@dataclass(frozen=True)
class Line:
    """One row of figures: the fiscal year of its block, and its month or that it is a total."""

    line: int
    fiscal_year: int | None
    running: bool
    label: str
    cells: list[str]

    def cell(self, at: int) -> str:
        """The text in a column; empty beyond the end of the row."""
        return self.cells[at].strip() if at < len(self.cells) else ""

    @cached_property
    def span(self) -> str:
        """Month, fiscal year or year to date; empty where the label is neither a month nor Total."""
        if self.label == TOTAL:
            return "year to date" if self.running else "fiscal year"
        return "month" if self.label in MONTHS else ""

    @cached_property
    def month(self) -> str:
        """The first day of the month as a date; empty in a total."""
        if self.span != "month" or self.fiscal_year is None:
            return ""
        before = self.label in MONTHS[:3]
        return f"{self.fiscal_year - before}-{_number(self.label):02}-01"


def header_row(rows: Rows) -> int | None:
    """The place of the row that begins with Fiscal Year and Month."""
    for at, row in enumerate(rows[:_ROWS_ABOVE]):
        if tuple(cell.strip() for cell in row[:2]) == _YEAR_AND_MONTH:
            return at
    return None


def _number(month: str) -> int:
    """The number of a month in the calendar year; 0 for what is none."""
    return (MONTHS.index(month) + 9) % 12 + 1 if month in MONTHS else 0


def _whole(label: str) -> str:
    """A month that is cut to three letters or more, in full; every other label as it is."""
    cut = label.removesuffix(".")
    return next((month for month in MONTHS if len(cut) >= _LEAST_LETTERS and month.startswith(cut)), label)


class Sheet:
    """A sheet of tables, checked.

    Raises:
        HeaderMismatch: no title with its fiscal years, no header row, or figures under no header.
        DuplicateHeader: two columns carry the same headers.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._header = self._header_row()
        self._title, self._titled = self._title_row()
        self.headings = self._headings()
        self.edition = max((line.month[:7] for line in self.lines), default="")

    @property
    def subject(self) -> str:
        """The title without its years."""
        return self._title["subject"]

    @property
    def defects(self) -> list[str]:
        """What the title says of the last month and the rows do not hold."""
        stated = _LAST_MONTH.search(self._title[0])
        if not stated or f"{stated['year']}-{_number(stated['month']):02}" == self.edition:
            return []
        return [f"the title of {self.subject!r} ends with {stated[0]}, and its last month is {self.edition}"]

    def _header_row(self) -> int:
        found = header_row(self._rows)
        if found is not None:
            return found
        raise self._mismatch(f"no row with {' and '.join(_YEAR_AND_MONTH)} among the first {_ROWS_ABOVE}")

    def _title_row(self) -> tuple[re.Match[str], int]:
        for at, row in enumerate(self._rows[: self._header]):
            found = _TITLE.fullmatch(" ".join(row[0].split())) if row else None
            if found:
                return found, at
        raise self._mismatch("no title that ends with its fiscal years above the header row")

    def _headings(self) -> tuple[Heading, ...]:
        header = self._rows[self._header]
        groups = self._groups()
        headings = []
        for at, cell in enumerate(header[2:], 2):
            label = self._label(cell)
            if label:
                headings.append(Heading(at, groups[at], label))
        known = {heading.at for heading in headings}
        for row in self.lines:
            beside = [at for at, cell in enumerate(row.cells) if cell.strip() and at > 1 and at not in known]
            if beside:
                raise self._mismatch(f"row {row.line} has a figure under no header (column {beside[0] + 1})")
        self._refuse_doubles(headings)
        return tuple(headings)

    def _groups(self) -> list[str]:
        """The group of each column: the texts of the rows between title and header, each up to the next one."""
        width = len(self._rows[self._header])
        levels: list[list[str]] = []
        for row in self._rows[self._titled + 1 : self._header]:
            cells = [*row, *[""] * (width - len(row))]
            group = ""
            level = []
            for at, cell in enumerate(cells):
                starts_above = any(above[at] != above[at - 1] for above in levels) if at else False
                group = self._label(cell) or ("" if starts_above else group)
                level.append(group)
            levels.append(level)
        return [" / ".join(filter(None, parts)) for parts in zip(*levels, strict=True)] if levels else [""] * width

    def _label(self, cell: str) -> str:
        """A header without the number of its footnote, where the sheet has a footnote of that number."""
        text = " ".join(cell.split())
        found = _FOOTNOTE.fullmatch(text)
        return found["label"] if found and found["mark"] in self._notes else text

    @cached_property
    def _notes(self) -> frozenset[str]:
        starts = (_NOTE.match(row[0]) for row in self._rows[self._header + 1 :] if row)
        return frozenset(found[1] for found in starts if found)

    def _refuse_doubles(self, headings: Sequence[Heading]) -> None:
        counted = Counter((heading.group, heading.category) for heading in headings)
        twice = [" / ".join(filter(None, path)) for path, times in counted.items() if times > 1]
        if twice:
            raise DuplicateHeader(
                f"sheet {self.subject!r}: the header {twice[0]!r} stands twice in row {self._header + 1}", todo=_TODO
            )

    @cached_property
    def lines(self) -> list[Line]:
        """The rows of figures, in their order."""
        found: list[Line] = []
        year, running = None, False
        for at, row in enumerate(self._rows[self._header + 1 :], self._header + 2):
            if not any(cell.strip() for cell in row[1:]):
                continue
            stated = _YEAR.match(row[0].strip())
            if stated:
                year, running = int(stated[1]), bool(stated["running"])
            elif row[0].strip():
                year, running = None, False
            found.append(Line(at, year, running, _whole(row[1].strip()), row))
        return found

    def ledger(self) -> Ledger:
        """The account of the sheet's lines: what has figures is a row, and what stands below without is a note."""
        rows = {line.line for line in self.lines}
        ledger = Ledger(lines=len(self._rows), rows=len(rows), header=1)
        for at, row in enumerate(self._rows, 1):
            if at in rows or at == self._header + 1:
                continue
            if not any(cell.strip() for cell in row):
                ledger.blank += 1
            elif at <= self._header:
                ledger.banner += 1
            else:
                ledger.notes += 1
        return ledger

    def parts(self) -> dict[int, tuple[int, ...]]:
        """For the column of each total, the columns that make it up.

        The first column of a group is its total where its header alone begins with Total, and so is the first column of
        the sheet; the latter is made of the totals of the groups where there are any.
        """
        groups: dict[str, list[Heading]] = {}
        for heading in self.headings:
            groups.setdefault(heading.group, []).append(heading)
        leading = [several[0] for several in groups.values()]
        made = {
            first.at: tuple(one.at for one in rest)
            for first, *rest in groups.values()
            if rest and first.category.startswith(TOTAL) and not any(one.category.startswith(TOTAL) for one in rest)
        }
        totals = [one.at for one in leading if one.category.startswith(TOTAL)]
        top = self.headings[0].at if self.headings else -1
        if not leading[0].group and len(groups) > 1 and len(totals) == len(groups) and top not in made:
            made[top] = tuple(at for at in totals if at != top)
        return made

    def blocks(self) -> Iterator[tuple[Line, list[Line]]]:
        """Each Total row with the rows of months below it."""
        totals = [at for at, line in enumerate(self.lines) if line.label == TOTAL]
        for start, end in pairwise([*totals, len(self.lines)]):
            yield self.lines[start], self.lines[start + 1 : end]

    def _mismatch(self, what: str) -> HeaderMismatch:
        title = next((cell for row in self._rows[1:3] for cell in row[:1] if cell.strip()), "(no title)")
        return HeaderMismatch(f"sheet {title[:60]!r} looks like a monthly table of OHSS, but {what}", todo=_TODO)
