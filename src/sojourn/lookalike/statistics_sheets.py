"""The other sheets of a detention statistics workbook: small, in the two layouts, with side-by-side blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sojourn.lookalike.book import Merged
from sojourn.lookalike.truth import Account
from sojourn.reading.marked import MARK

MONTHS = ("Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep")
LAW = "These statistics are made available to the public pursuant to the Fiscal Year 2025 appropriations."
AGENCY = "U.S. Immigration and Customs Enforcement"
NO_TECHNOLOGY = "No Tech"
"""A technology that occurs once in its block, so that it looks like an area."""

_KINDS = ("Convicted Criminal", "Pending Criminal Charges", "Other Immigration Violator")
_REASONS = ("Bonded Out", "Order of Recognizance")


@dataclass
class Page:
    """A sheet in the making: its cells by row and column from 0, and which rows hold figures or headers."""

    name: str
    cells: dict[tuple[int, int], object] = field(default_factory=dict)
    figures: set[int] = field(default_factory=set)
    headers: set[int] = field(default_factory=set)
    repaired: set[int] = field(default_factory=set)

    def text(self, row: int, *texts: str) -> None:
        """Lines of text from a row on, in the first column."""
        self.cells |= {(row + down, 0): text for down, text in enumerate(texts) if text}

    def block(
        self,
        row: int,
        left: int,
        title: str,
        headers: Sequence[Sequence[object]],
        rows: Sequence[Sequence[object]],
        gap: int = 0,
    ) -> int:
        """A title, headers and rows with their top left corner in a cell; returns the row below."""
        width = max(map(len, [*headers, *rows]))
        self.cells[row, left] = Merged(title, width)
        row += 1 + gap
        for line in headers:
            self._put(row, left, line)
            self.headers.add(row)
            row += 1
        for line in rows:
            self._put(row, left, line)
            self.figures |= {row} if any(isinstance(cell, (int, float)) for cell in line) else set()
            row += 1
        return row

    def _put(self, row: int, left: int, line: Sequence[object]) -> None:
        self.cells |= {(row, left + at): cell for at, cell in enumerate(line) if cell != ""}

    def rows(self) -> list[list[object]]:
        """The rows as the workbook takes them."""
        height, width = (1 + max(cell[at] for cell in self.cells) for at in (0, 1))
        return [[self.cells.get((row, at), "") for at in range(width)] for row in range(height)]

    def account(self) -> Account:
        """What a reader should count: a line with figures is a row."""
        used = {row for row, _ in self.cells}
        rows, repaired = len(self.figures), len(self.repaired)
        return Account(rows, rows - repaired, repaired, 0, 1 + max(used) - len(used))

    def numbers(self) -> dict[str, object]:
        """How many figures the sheet prints, and their sum."""
        found = [
            cell for (row, _), cell in self.cells.items() if row in self.figures and isinstance(cell, (int, float))
        ]
        return {"figures": len(found), "sum": round(sum(found), 6)}


def header() -> Page:
    """The first sheet, of text alone."""
    page = Page("Header")
    page.text(0, "ICE Detention Statistics", LAW, MARK)
    return page


def footnotes() -> Page:
    """The last sheet: terms and definitions, and no figure."""
    page = Page("Footnotes")
    page.text(0, AGENCY, LAW, "ICE FOOTNOTES", "Term", "ADP", MARK)
    page.cells |= {(3, 1): "Definition", (4, 1): "Average daily population"}
    return page


def alternatives(year: int, pull: date, *, old: bool, blank: bool) -> Page:
    """Alternatives to detention: two levels in one column, and in the new layout a second block beside the first.

    `blank` leaves the label of one technology empty.
    """
    page = Page(f"ATD FY{year % 100}" + ("" if old else " YTD"))
    page.text(0, AGENCY, LAW, MARK, f"ICE ALTERNATIVES TO DETENTION DATA, FY{year % 100}")
    row = 6
    if not old:
        title = f"FY{year % 100} thru {pull:%B} Court Appearance: Total Hearings*"
        counts = [("Attended", 60, 0.6), ("Failed to Attend", 40, 0.4), ("Total", 100, 1)]
        page.block(row, 4, title, [("Metric", "Count", "%")], counts)
        known = [("SmartLINK", 250, 300.5), (NO_TECHNOLOGY, 1, 0), ("Total", 251, 300.5)]
        page.block(row, 0, "ATD Active Population by Technology", [("Technology", "Count", "Daily Tech Cost")], known)
        page.text(row + 5, "Data from BI Inc. Participants Report")
    second = "" if blank else "Ankle Monitor"
    areas = [("Total", 251, 300.5), ("Atlanta", 101, 200.25), ("SmartLINK", 60, 100.5), (NO_TECHNOLOGY, 1, 34)]
    areas += [(second, 40, 80.5), ("Boston", 100, 90.75), ("SmartLINK", 70, 70), ("Ankle Monitor", 30, 20)]
    areas += [("Chicago", 50, 45.5), ("SmartLINK", 40, 40.25), ("Ankle Monitor", 10, 66)]
    title = f"Active ATD Participants and Average Length in Program, FY{year % 100}"
    page.block(row + 8, 0, title, [("AOR/Technology", "Count", "Average Length in Program")], areas)
    return page


def detention(year: int, days: int, removals: int, *, old: bool) -> Page:
    """The main sheet: blocks beside and below each other; months still to come are 0."""
    page = Page(f"Detention FY{year % 100}")
    page.text(0, AGENCY, LAW, f"ICE DETENTION DATA, FY{year}", MARK)
    family = "FRC" if old else "FSC"
    disposed = [("Total", 20, 980, 1000), ("Expedited Removal (I-860)", 15, 385, 400), ("Other", 5, 595, 600)]
    title = "ICE Currently Detained by Processing Disposition and Detention Facility Type"
    page.block(7, 0, title, [("Processing Disposition", family, "Adult", "Total")], disposed)
    if not old:
        waited = [(f"FY{year}", "", 0, 68.5, 68.5)]
        title = "Average Time from USCIS Fear Decision Service Date to ICE Release (In Days)"
        page.block(7, 6, title, [("ICE Release Fiscal Year", "", family, "Adult", "Total")], waited)
    _criminality(page, 13, year, days)
    _totals(page, 19, year, days, removals, family, old=old)
    _book_outs(page, 24, year, days, old=old)
    _averages(page, 34, year, days)
    return page


def _months(days: int, level: int) -> list[int]:
    """A figure for each month that has begun, 0 for the others."""
    return [level + at if 30 * at < days else 0 for at in range(len(MONTHS))]


def _criminality(page: Page, row: int, year: int, days: int) -> None:
    told = [
        ("Total", 600, 0.6, 400, 0.4, 1000),
        (_KINDS[0], 500, 1.0, 0, 0.0, 500),
        (_KINDS[2], 100, 0.2, 400, 0.8, 500),
    ]
    title = f"ICE Currently Detained by Criminality and Arresting Agency: FY{year}"
    page.block(row, 0, title, [("Criminality", "ICE", "Percent ICE", "CBP", "Percent CBP", "Total")], told)
    border, ice = _months(days, 50), _months(days, 150)
    both = [one + other for one, other in zip(border, ice, strict=True)]
    agencies = [("Total", *both, sum(both)), ("CBP", *border, sum(border)), ("ICE  ", *ice, sum(ice))]
    title = f"ICE Initial Book-Ins by Arresting Agency and Month: FY{year}"
    page.block(row, 8, title, [("Agency", *MONTHS, "Total")], agencies)


def _totals(page: Page, row: int, year: int, days: int, removals: int, family: str, *, old: bool) -> None:
    title = f"ICE Initial Book-Ins by Facility Type and Criminality: FY{year}"
    booked = [("Total", 40 * days, 60 * days, 100 * days, 200 * days), (family, 0, 1, 9, 10)]
    page.block(row, 0, title, [("Facility Type", *_KINDS, "Total")], booked)
    title = f"ICE Final {'Releases' if old else 'Book Outs'} by Facility Type: FY{year}"
    page.block(row, 7, title, [("Facility Type", "", "Total")], [("Total", "", 180 * days), (family, "", 8)])
    label = "" if old else "Removals"
    removed = [("Total", "", removals), (f"Removals with an {family} Detention", "", removals // 10)]
    page.block(row, 13, f"ICE Removals: FY{year}", [(label, "", "Removals" if old else "Total")], removed)


def _book_outs(page: Page, row: int, year: int, days: int, *, old: bool) -> None:
    """The old layout has criminality beside, the new one below each reason, and months beside."""
    if old:
        reasons = [(reason, 3, 2, 1, 6) for reason in ("Total", *_REASONS)]
        title = f"ICE Final Releases by Release Reason and Criminality: FY{year}"
        page.block(row, 0, title, [("Release Reason", *_KINDS, "Total")], reasons)
        return
    lines: list[tuple[object, ...]] = [("Total", "", *(4 * n for n in _months(days, 3)), 4 * sum(_months(days, 3)))]
    for reason in _REASONS:
        lines.append((reason, "Total", *(2 * n for n in _months(days, 3)), 2 * sum(_months(days, 3))))
        lines += [("", kind, *_months(days, 3), sum(_months(days, 3))) for kind in (_KINDS[0], _KINDS[2])]
    title = f"ICE Final Book Outs by Release Reason, Month and Criminality: FY{year}"
    page.block(row, 0, title, [("Release Reason", "Criminality", *MONTHS, "Total")], lines)


def _averages(page: Page, row: int, year: int, days: int) -> None:
    for what in ("Daily Population", "Length of Stay"):
        lines = [(name, *(n + 0.25 for n in _months(days, 20)), 25.5) for name in _nested()]
        title = f"ICE Average {what} by Arresting Agency, Month and Criminality: FY{year}"
        row = 3 + page.block(row, 0, title, [("Agency", *MONTHS, "FY Overall")], lines)


def _nested() -> list[str]:
    return [name for agency in ("CBP Average", "ICE Average  ", "Average ") for name in (agency, _KINDS[0], _KINDS[2])]


def in_custody(pull: date) -> Page:
    """In-custody length of stay: years and months as merged headers over the middle and the end of each month."""
    page = Page(" ICLOS and Detainees")
    years = ("Population ", Merged(str(pull.year - 1), 4), "", "", "", Merged(str(pull.year), 2), "")
    months = ("", Merged("November", 2), "", Merged("December", 2), "", Merged("January", 2), "")
    headers = [years, months, ("", *("mid ", "end") * 3)]
    whole = [(name, 50.25, 49.5, 48.75, 47.5, 46.25, 45.5) for name in ("Adult Facility Aliens", "Total")]
    row = page.block(0, 0, "Average In Custody Length of Stay (ICLOS)", headers, whole, gap=2)
    parts: list[Sequence[object]] = []
    for name in ("Adult Facility Aliens", "Total"):
        parts += [(name,), ("0-180 Days", 90, 91, 92, 93, 94, 95), ("181-365 Days", 10, 9, 8, 7, 6, 5)]
        parts.append(("Total", *[100] * 6))
    page.block(row + 1, 0, "Detainees", headers, parts, gap=2)
    page.headers |= {row + at for at in (4, 5, 6)}
    page.text(row + 17, MARK)
    return page


def bonds(year: int) -> Page:
    """Bonds by month, whose header has no label and holds days."""
    page = Page("Monthly Bond Statistics")
    months = [date(year - 1, month, 1) for month in (10, 11, 12)]
    lines = [("Total ICE Final Book Outs", 900, 950, 990), ("Bond Posted Book Outs/Releases (%)", 0.05, 0.06, 0.075)]
    lines += [("Average Bond Amount ($)", 7000, 7100.5, 7200.25), ("ALOS (Days)", 51.5, 53.75, 58.25)]
    row = page.block(0, 0, f"FY{year} Bonded Out Book Outs Count and ALOS", [("", *months)], lines, gap=1)
    page.text(row + 1, MARK)
    return page


def semiannual(year: int) -> Page:
    """Two small blocks, one with years in its rows and one with years in its columns, some of them blank."""
    page = Page("Semiannual")
    page.text(0, "The data contained within this Semiannual page has been refreshed.")
    rows = [(f"FY{one}", 20 + one % 7) for one in range(year - 2, year + 1)]
    row = page.block(2, 0, "United States Citizen Arrests", [("Fiscal Year", "Arrests")], rows)
    years = [f"FY{one}" for one in range(year - 2, year + 1)]
    nations = [("Afghanistan", "", "", 23), ("Burma (Myanmar)", 4, 5, 6), ("Haiti", 40, 50, 60)]
    title = "Temporary Protected Status Countries Arrests"
    page.block(row + 1, 0, title, [("Citizenship Country", *years)], nations)
    page.text(row + 8, MARK)
    return page


def segregation(pull: date, *, headless: bool) -> Page:
    """Placements by month; `headless` leaves the header of the second month out, as ICE once did."""
    page = Page("Monthly Segregation")
    page.text(0, f"{AGENCY}\nThis Segregation Review Management System (SRMS) data is invented.", MARK)
    rows = [("INVENTED FACILITY ONE", 12), ("INVENTED FACILITY TWO", 3), ("Grand Total", 15)]
    first, second = (f"{date(pull.year, month, 1):%B %Y}" for month in (2, 1))
    row = page.block(4, 0, first, [("Facilities", "Placement Count")], rows) + 2
    end = page.block(row, 0, second, [] if headless else [("Facilities", "Placement Count")], rows)
    page.repaired = set(range(row + 1, end)) if headless else set()
    return page


def vulnerable(year: int) -> Page:
    """Placements by reason and quarter, with a note below."""
    page = Page("Vulnerable & Special Population")
    page.text(0, "Definition for Vulnerable and Special Populations ", MARK)
    headers = ("Placement Reason", "Number of Placements", "Average Number of Consecutive Days in Segregation")
    rows = [("Disciplinary", 41, 14.46), ("Protective Custody", 2, 11), ("Grand Total", 43, 14.3)]
    row = page.block(4, 0, f"Fiscal Year (FY) {year} Quarter 1 Data", [headers], rows)
    page.text(row + 1, "* Data represents 40 unique detainees.")
    return page
