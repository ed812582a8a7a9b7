"""The sheet of facilities: one row a facility, under a header whose columns move and change between editions.

The average of a facility is the sum of its classification levels. Two other breakdowns of the same people, by
sex and criminality and by threat level, must add up to the same; where they do not, the file is wrong somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sojourn.errors import HeaderMismatch, UnreadableFile
from sojourn.reading.sheet import address
from sojourn.sources.declare import normal
from sojourn.sources.ice_detention_statistics.blocks import Figure, Rows
from sojourn.sources.ice_detention_statistics.divisor import divisor, number, whole_for
from sojourn.sources.ice_detention_statistics.printed import HEADERS, account, row_of, runs
from sojourn.sources.own import OwnRows

LEVELS = ("level a", "level b", "level c", "level d")
BREAKDOWNS = {
    "sex and criminality": ("male crim", "male non-crim", "female crim", "female non-crim"),
    "threat level": ("ice threat level 1", "ice threat level 2", "ice threat level 3", "no ice threat level"),
}
"""The other breakdowns that must add up to the levels, where a sheet has all their columns."""
MANDATORY = "mandatory"
WOMEN = ("female crim", "female non-crim")
PLACE = ("name", "city", "state")

_PULLED = re.compile(r"IIDS\)?[,;:]?\s*(?:as of\s*)?(\d{1,2}/\d{1,2}/\d{4}|[A-Z][a-z]+ \d{1,2}, \d{4})")
_STAY = re.compile(r"fy ?(\d\d) alos")
_TITLE = re.compile(r"ICE FACILITIES DATA, (?:EO)?FY", re.IGNORECASE)
_SUM = re.compile(r"(?:grand )?totals?\b", re.IGNORECASE)
_TODO = (
    "compare with sources/ice_detention_statistics/README.md, and give columns the headers that ICE gave them before"
)
_TITLE_ROWS = 12
_LONGEST_GROUP = 60
"""Letters of the longest heading of a group of columns; a longer text beside them is a note."""
_GROUP_ROWS = 3
FEWEST_MISFITS = 3
"""Rows from which a common divisor of misfits is no chance."""
SAME_NIGHTS = 0.5
"""Nights by which two breakdowns may differ: half of one person for one night."""
ROUNDED_APART = 4.0
"""People by which two sums of four rounded figures may differ."""


def header(rows: Rows) -> int | None:
    """The index of the header row; None where the sheet is not that of facilities."""
    titled = is_titled(rows)
    for at, row in enumerate(rows):
        names = {normal(cell) for cell in row}
        if not _lacking(names) and (titled or "detloc" not in names):
            return at
    return None


def is_titled(rows: Rows) -> bool:
    """Whether the title of the sheet of facilities stands in one of its first rows, whatever its columns are."""
    return any(_TITLE.match(cell.strip()) for row in rows[:_TITLE_ROWS] for cell in row)


def _lacking(names: set[str]) -> list[str]:
    """The headers of the sheet of facilities that are not among these."""
    lacking = [name for name in (*PLACE, *LEVELS) if name not in names]
    return lacking + ([] if any(_STAY.fullmatch(name) for name in names) else ["FY.. ALOS"])


def _mismatch(rows: Rows) -> HeaderMismatch:
    """Which headers of a sheet with the title of facilities are missing from the row that has most of them."""
    at, row = max(enumerate(rows), key=lambda one: -len(_lacking({normal(cell) for cell in one[1]})))
    lacking = ", ".join(_lacking({normal(cell) for cell in row}))
    return HeaderMismatch(
        f"its title is that of the sheet of facilities, and its columns differ (missing from row {at + 1}: {lacking})",
        todo=_TODO,
    )


@dataclass(frozen=True)
class Facility:
    """One line of the sheet: its cells by normalised header, and the sum of its levels where it prints any."""

    line: int
    cells: dict[str, str]

    def total(self, names: tuple[str, ...]) -> float | None:
        """The sum of some columns; None where none of them has a figure, or one holds something else (`<11`)."""
        found = [number(cell) for name in names if (cell := self.cells.get(name, ""))]
        figures = [value for value in found if value is not None]
        return sum(figures) if figures and len(figures) == len(found) else None

    @property
    def place(self) -> tuple[str, ...]:
        """Name, city and state as printed."""
        return tuple(self.cells.get(name, "") for name in PLACE)

    @property
    def average(self) -> float | None:
        """The average daily population; None where a level is no number or there is none."""
        return self.total(LEVELS)

    @property
    def is_sum(self) -> bool:
        """Whether the line adds up those above it: it would be counted as a facility."""
        return bool(_SUM.match(self.place[0])) and not any(self.place[1:])


class Sheet:
    """The sheet of facilities, read by the names of its columns.

    Raises:
        HeaderMismatch: it has its title and lacks columns, or they are headed with another year.
        UnreadableFile: no day of the pull.
    """

    def __init__(self, rows: Rows) -> None:
        found = header(rows)
        if found is None:
            raise _mismatch(rows)
        self.rows, self.at = rows, found
        self.names = [normal(cell) for cell in rows[found]]
        self.printed = [" ".join(cell.split()) for cell in rows[found]]
        self.pulled = _pulled(rows[:found])
        fiscal = 2000 + int(next(stay[1] for name in self.names if (stay := _STAY.fullmatch(name))))
        self.first = date(fiscal - 1, 10, 1)
        self.fiscal = f"FY{fiscal}"
        self._refuse_other_year()

    def _refuse_other_year(self) -> None:
        """Refuse a header of a year that was not running, or just over, on the day of the pull."""
        after = (self.pulled - date(self.first.year + 1, 10, 1)).days
        if self.pulled <= self.first or (after > 0 and self.divisor == after):
            raise HeaderMismatch(
                f"its columns are headed {self.fiscal}, and its figures of {self.divisor or 'unknown'} days, pulled on "
                f"{self.pulled}, are of another fiscal year",
                where=f"row {self.at + 1}",
                todo="look which year the file is about, and correct the header or the day of the pull",
            )

    @property
    def facilities(self) -> list[Facility]:
        """Every line that names a facility in a place, with figures or without."""
        return [one for one in self.lines if not one.is_sum]

    @cached_property
    def lines(self) -> list[Facility]:
        """Every line of a facility, and those that add them up."""
        lines = enumerate(self.rows[self.at + 1 :], self.at + 2)
        every = (
            Facility(line, {name: cell.strip() for name, cell in zip(self.names, row, strict=False) if name})
            for line, row in lines
        )
        return [one for one in every if any(one.place[1:]) or any(one.cells.get(name) for name in LEVELS)]

    @property
    def stated(self) -> int:
        """The days from 1 October to the pull, or to the end of the fiscal year."""
        return min((self.pulled - self.first).days, (date(self.first.year + 1, 10, 1) - self.first).days)

    @cached_property
    def divisor(self) -> int | None:
        """The divisor of the averages; None in a file of whole numbers."""
        return divisor([one.average for one in self.facilities if one.average is not None])

    @property
    def days(self) -> int:
        """The days that the averages divide by, stated where they cannot be recovered."""
        return self.divisor or self.stated

    @cached_property
    def misfits(self) -> list[Facility]:
        """Facilities whose average is no whole number of nights."""
        if self.divisor is None:
            return []
        return [one for one in self.facilities if one.average is not None and not whole_for(one.average, self.days)]

    @cached_property
    def other_days(self) -> int | None:
        """The divisor that the misfits have in common, that of the edition from which they come.

        Fewer than three rows would fit some number of days by chance.
        """
        if len(self.misfits) < FEWEST_MISFITS:
            return None
        return divisor([one.average for one in self.misfits if one.average is not None])

    def groups(self) -> list[str]:
        """The heading above each column, from the row of merged cells above the header; else the sheet's title."""
        above = self.rows[max(0, self.at - _GROUP_ROWS) : self.at]
        best = max(above, key=lambda row: sum(bool(cell.strip()) for cell in row), default=[])
        title = next((cell for row in self.rows[: self.at] for cell in row if _TITLE.match(cell.strip())), "Facilities")
        groups, current = [], " ".join(title.split())
        for at in range(len(self.names)):
            cell = " ".join(best[at].split()) if at < len(best) else ""
            current = cell if 0 < len(cell) <= _LONGEST_GROUP else current
            groups.append(current)
        return groups

    def cell(self, one: Facility, names: tuple[str, ...]) -> str:
        """The address of the columns of a facility: K17, or K17:N17."""
        ends = [address(one.line, self.names.index(name)) for name in (names[0], names[-1])]
        return ends[0] if ends[0] == ends[1] else ":".join(ends)


def _pulled(rows: Rows) -> date:
    for row in rows:
        for cell in row:
            if found := _PULLED.search(cell):
                return datetime.strptime(found[1], "%m/%d/%Y" if "/" in found[1] else "%B %d, %Y").date()
    raise UnreadableFile(
        "the sheet of facilities does not say when it was pulled", todo="get the workbook as ICE posted it"
    )


def read_averages(rows: Rows) -> OwnRows:
    """The average of each facility with the divisor of the sheet, and what is wrong with the sheet."""
    sheet = Sheet(rows)
    cells = [(one.line, _average(sheet, one)) for one in sheet.facilities if any(one.cells.get(n) for n in LEVELS)]
    ledger = account(rows, {line for line, _ in cells}, [sheet.at + 1])
    headers = ("facility_name", "city", "state", "period", "period_start", "period_end", "days", "average")
    return OwnRows(
        (*headers, "women_average", "defect"), cells, ledger, edition=str(sheet.pulled), defects=list(_defects(sheet))
    )


def _average(sheet: Sheet, one: Facility) -> list[str]:
    """A facility as a row of the table; a sum with a cell that is no number stays text, which no reader takes for one."""
    printed = [one.cells[name] for name in LEVELS if one.cells.get(name)]
    average = " + ".join(printed) if one.average is None else repr(one.average)
    women = one.total(WOMEN)
    end = sheet.first + timedelta(days=sheet.days - 1)
    period = [f"year to date, pull of {sheet.pulled}", str(sheet.first), str(end), str(sheet.days)]
    return [*one.place, *period, average, "" if women is None else repr(women), _defect(sheet, one)]


def _defect(sheet: Sheet, one: Facility) -> str:
    if sheet.divisor is None:
        return "rounded"
    if one not in sheet.misfits:
        return ""
    fits = f": it fits {sheet.other_days} days" if sheet.other_days else ""
    return f"does not fit the divisor of its file{fits}"


def _defects(sheet: Sheet) -> Iterator[str]:
    """What is wrong with the sheet, each with row and cell."""
    if all(one.average is None for one in sheet.facilities):
        yield "no average can be read"
    elif sheet.divisor is None:
        yield "every figure is a whole number: the file is rounded, and no interval can be computed from it"
    elif sheet.divisor != sheet.stated:
        yield f"the figures divide by {sheet.divisor} days, the pull of {sheet.pulled} says {sheet.stated}"
    for one in sheet.misfits:
        fits = f", but for {sheet.other_days}" if sheet.other_days else ""
        yield (
            f"row {one.line} ({sheet.cell(one, LEVELS)}, {one.place[0]}, {one.average:,.2f}) is no whole number of nights "
            f"for {sheet.days} days{fits}: its figure comes from elsewhere"
        )
    yield from _unequal(sheet)
    yield from _repeated(sheet)
    blank = [one.line for one in sheet.facilities if one.average is None and not any(map(one.cells.get, LEVELS))]
    if blank:
        yield f"facilities without any figure stand in {runs(blank)}"
    yield from _gaps(sheet)


def _unequal(sheet: Sheet) -> Iterator[str]:
    """Breakdowns of one facility that do not add up to the same; in a rounded file within what rounding explains."""
    allowed = ROUNDED_APART if sheet.divisor is None else SAME_NIGHTS / sheet.days
    apart = 0
    for one in sheet.facilities:
        for name, columns in BREAKDOWNS.items():
            other = one.total(columns) if set(columns) <= set(sheet.names) else None
            if one.average is None or other is None:
                continue
            apart += 0 < abs(other - one.average) <= allowed and sheet.divisor is None
            if abs(other - one.average) > allowed:
                yield (
                    f"row {one.line} ({sheet.cell(one, columns)}, {one.place[0]}): by {name} {other:,.2f}, by level "
                    f"{one.average:,.2f} ({sheet.cell(one, LEVELS)})"
                )
        mandatory = one.total((MANDATORY,))
        if mandatory is not None and one.average is not None and mandatory > one.average + allowed:
            yield (
                f"row {one.line} ({sheet.cell(one, (MANDATORY,))}, {one.place[0]}): {mandatory:,.2f} held under mandatory "
                f"detention are more than the {one.average:,.2f} held"
            )
    if apart:
        yield f"{apart} breakdowns differ from the sum of the levels by no more than rounding explains"


def _repeated(sheet: Sheet) -> Iterator[str]:
    first: dict[tuple[str, ...], int] = {}
    for one in sheet.facilities:
        line = first.setdefault(one.place, one.line)
        if line != one.line:
            yield f"rows {line} and {one.line} are both {', '.join(one.place)}"


def _gaps(sheet: Sheet) -> Iterator[str]:
    """Levels left blank in a row that prints others."""
    for one in sheet.facilities:
        blank = [name for name in LEVELS if not one.cells.get(name)]
        if 0 < len(blank) < len(LEVELS):
            yield f"row {one.line} ({sheet.cell(one, (blank[0],))}, {one.place[0]}) leaves {', '.join(blank)} blank"


def read_printed(rows: Rows) -> OwnRows:
    """Every cell of the sheet below its header, under the name of its facility."""
    sheet = Sheet(rows)
    groups, named = sheet.groups(), sheet.names.index("name")
    cells: list[tuple[int, list[str]]] = []
    for one in sheet.lines:
        row = rows[one.line - 1]
        for at, text in enumerate(row):
            if text.strip() and at != named:
                column = (sheet.printed[at],) if at < len(sheet.printed) and sheet.printed[at] else ()
                block = groups[at] if at < len(groups) else groups[-1]
                figure = Figure(one.line, at, text.strip(), block, (one.place[0],), column)
                cells.append((one.line, row_of(figure, sheet.fiscal)))
    stray = [(line, cell) for line, cell in cells if not cell[3]]
    defects = [f"row {line} ({cell[0]}) stands under no header; its row was refused" for line, cell in stray]
    return OwnRows(HEADERS, cells, account(rows, {line for line, _ in cells}, [sheet.at + 1]), defects=defects)
