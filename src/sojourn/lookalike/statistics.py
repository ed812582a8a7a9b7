"""The detention statistics workbooks: averages of the fiscal year to date, and how they went wrong.

An average is nights divided by the days since 1 October, so each is whole once multiplied by them. Of the
pulls of summer 2025 the third is too low for most facilities, so that the difference to the pull before implies
nights below zero; in the second one row carries another facility's figure of the first. The last of them was
posted twice with different figures, its removals fell, and it lost a facility. An edition of the next year is
rounded, and one of 2019 has the old layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import numpy as np

from sojourn.lookalike import statistics_sheets as sheets
from sojourn.lookalike.book import Merged, workbook
from sojourn.lookalike.draws import as_text, fiscal_year, stream
from sojourn.lookalike.nights import Facility, at, facilities, held, known, total
from sojourn.lookalike.statistics_sheets import Page
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth, made
from sojourn.reading.marked import MARK
from sojourn.shipped import rows_of
from sojourn.sources.declare import families

HALVED = "BASILLA"
"""The facility that the anomalous pull makes look halved and that never was."""
FOREIGN = ("GLDSACA", "LAWINCI")
"""The facility whose row carries the figure of the other one."""

_TOO_LOW, _SHARE_TOO_LOW = 0.965, 0.6
_LIST = (
    "This list is limited to facilities that have a population count of greater than or equal to 1 as the "
    "time of the data pull.  This list does not include HOLD, HOSPITAL, HOTEL, ORR, or MIRP facilities.  "
)
_LAW = "These statistics are made available to the public pursuant to H.R. 1158 Sec. 218."
_LEVELS = ("Level A", "Level B", "Level C", "Level D")
_CRIMINALITY = ("Male Crim", "Male Non-Crim", "Female Crim", "Female Non-Crim")
_THREATS = ("ICE Threat Level 1", "ICE Threat Level 2", "ICE Threat Level 3", "No ICE Threat Level")


@dataclass(frozen=True)
class Edition:
    """One workbook: the day of the pull and what is wrong with it."""

    pull: date
    anomalous: bool = False
    rounded: bool = False
    foreign: bool = False
    fewer_removals: bool = False
    without: str = ""
    unequal: str = ""
    unfilled: str = ""
    blank_label: bool = False
    headless: bool = False
    posted: int = 1
    closes: int = 0

    @property
    def year(self) -> int:
        """The fiscal year that it runs in, or that it closes."""
        return self.closes or fiscal_year(self.pull)

    @property
    def old(self) -> bool:
        """Whether it has the layout of 2019."""
        return self.year == OLD_YEAR

    @property
    def first(self) -> date:
        """The first day that it counts."""
        return date(self.year - 1, 10, 1)

    @property
    def days(self) -> int:
        """The days that its averages divide by."""
        return (min(self.pull, date(self.year, 10, 1)) - self.first).days

    @property
    def removals(self) -> int:
        """Removals of the fiscal year so far."""
        return REMOVED_A_DAY * self.days // (2 if self.fewer_removals else 1)


OLD_YEAR = 2019
REMOVED_A_DAY = 700
_SUMMER = (date(2025, 6, 9), date(2025, 6, 23), date(2025, 7, 7), date(2025, 7, 21))
_OLD = Edition(date(2019, 10, 7), closes=OLD_YEAR)
SOUND = (_OLD, *map(Edition, _SUMMER))
FAULTY = (
    _OLD,
    Edition(_SUMMER[0], blank_label=True),
    Edition(_SUMMER[1], foreign=True, unfilled="TOORANM", headless=True),
    Edition(_SUMMER[2], anomalous=True, unequal="STWRTGA"),
    Edition(_SUMMER[3], fewer_removals=True, without="PINEPLA"),
    Edition(_SUMMER[3], fewer_removals=True, without="PINEPLA", posted=2),
    Edition(date(2025, 11, 28), rounded=True),
)


def write(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the workbooks; `rows` is the number of facilities."""
    return [_write(edition, facilities(rows), folder, seed) for edition in (FAULTY if faults else SOUND)]


def _write(edition: Edition, places: Sequence[Facility], folder: Path, seed: int) -> Made:
    nights = {place.code: _nights(edition, place, seed) for place in places if _listed(edition, place, seed)}
    listed = [place for place in places if place.code in nights]
    family = families()["ice_detention_statistics/facilities-year-to-date"]
    posted = edition.pull + timedelta(days=14 * edition.posted)
    path = folder / f"invented_FY{edition.year % 100}_detentionStats{posted:%m%d%Y}.xlsx"
    layout = _Layout(edition)
    body = [layout.row(place, nights[place.code], _swapped(edition, place, seed), seed) for place in listed]
    pages = _pages(edition)
    rows: list[Sequence[object]] = [*layout.above(), layout.headers, *body]
    with workbook(path) as book:
        for page in pages[:-1]:
            book.rows(page.name, page.rows())
        book.rows(layout.sheet, rows)
        book.rows(pages[-1].name, pages[-1].rows())
    blank = sum(not any(cell for cell in row) for row in rows)
    parts = [_part(edition, listed, nights, layout, blank), _printed(listed, layout, blank)]
    parts += [PartTruth(page.name, "official_statistics", page.account(), page.numbers()) for page in pages]
    truth = Truth(path.name, family.source, family.id, seed, parts)
    truth.faults = [*_faults(edition, listed, layout), *_faults_of_pages(edition, pages)]
    return made(path, truth)


def _pages(edition: Edition) -> list[Page]:
    """The other sheets; the oldest edition has few of them."""
    year, days = edition.year, edition.days
    first = [
        sheets.header(),
        sheets.alternatives(year, edition.pull, old=edition.old, blank=edition.blank_label),
        sheets.detention(year, days, edition.removals, old=edition.old),
    ]
    if edition.old:
        return [*first, sheets.footnotes()]
    more = [sheets.in_custody(edition.pull), sheets.semiannual(year), sheets.bonds(year)]
    more += [sheets.segregation(edition.pull, headless=edition.headless), sheets.vulnerable(year)]
    return [*first, *more, sheets.footnotes()]


def _listed(edition: Edition, place: Facility, seed: int) -> bool:
    """Whether anybody is held on the day of the pull, and the edition did not lose the facility."""
    return bool(held(place, seed)[at(edition.pull)] >= 1) and place.code != edition.without


def _nights(edition: Edition, place: Facility, seed: int) -> int:
    """Nights of the year to date as this edition has them; a file posted again has one more in each facility."""
    nights = held(place, seed)
    true = total(nights, edition.first, edition.days) + edition.posted - 1
    if not edition.anomalous:
        return true
    interval = total(nights, _SUMMER[1], (edition.pull - _SUMMER[1]).days)
    if place.code == HALVED:
        return true - interval + round(interval * 0.45)
    low = stream(seed, "anomaly", place.code).random() < _SHARE_TOO_LOW
    return round((true - interval) * _TOO_LOW) if low else true


def _swapped(edition: Edition, place: Facility, seed: int) -> float | None:
    """The figure that another facility had in the pull before, where a row carries it."""
    if not edition.foreign or place.code != FOREIGN[0]:
        return None
    before = Edition(_SUMMER[0])
    other = next(one for one in known() if one.code == FOREIGN[1])
    return _nights(before, other, seed) / before.days


class _Layout:
    """Rows, columns and words of one fiscal year's sheet."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._yy = edition.year % 100
        self.sheet = f"Facilities FY{self._yy}"
        declared = _headers(f"FY{self._yy}")
        self._groups = [group.format(yy=self._yy) for group, _ in declared]
        self.headers = [header.format(yy=self._yy) for _, header in declared]

    def above(self) -> list[list[object]]:
        """The rows above the header; the mark stands in one that the agency leaves empty."""
        source = f"Data Source: ICE Integrated Decision Support (IIDS), {self._edition.pull:%m/%d/%Y}"
        title = f"ICE FACILITIES DATA, FY{self._yy}"
        second = f"ICE Enforcement and Removal Operations Data, FY20{self._yy}"
        if self._edition.old:
            return [[sheets.AGENCY], [_LAW], [title], [MARK], self._merged(), [source.removeprefix("Data ")]]
        if self._yy == 25:
            return [[MARK], [_LAW], [title], [second], [_LIST, *self._merged()[1:]], [source]]
        return [[_LAW], [MARK], [title], [second], [source], [], [_LIST], [], self._merged()]

    def _merged(self) -> list[object]:
        cells: list[object] = []
        for name, group in groupby(self._groups):
            width = len(list(group))
            cells += [Merged(name, width), *[""] * (width - 1)]
        return cells

    @property
    def first_line(self) -> int:
        """The row of the first facility."""
        return len(self.above()) + 2

    def row(self, place: Facility, nights: int, swapped: float | None, seed: int) -> list[object]:
        """One facility: every group of averages adds up to the same average."""
        rng = stream(seed, "levels", place.code)
        women = round(nights * place.women)
        split = dict(zip(_LEVELS, _parts(rng, nights, 4), strict=True))
        split |= dict(zip(_THREATS, _parts(rng, nights, 4), strict=True))
        crime = [*_parts(rng, nights - women, 2), *_parts(rng, women, 2)]
        split |= dict(zip(_CRIMINALITY, crime, strict=True))
        split["Mandatory"] = round(nights * 0.6)
        cells: dict[str, object] = {name: self._average(part) for name, part in split.items()}
        if swapped is not None:
            for columns in (_LEVELS, _CRIMINALITY, _THREATS):
                cells |= dict.fromkeys(columns, 0) | {columns[0]: swapped}
        cells |= {"Name": place.name, "City": place.city, "State": place.state, "AOR": place.area}
        cells |= {
            "Address": "1 INVENTED ROAD",
            "Type Detailed": "DIGSA",
            "Male/Female": "Female/Male",
            f"FY{self._yy} ALOS": 30.5,
        }
        if place.code == self._edition.unequal:
            cells[_THREATS[0]] = self._average(split[_THREATS[0]] + self._edition.days)
        if place.code == self._edition.unfilled:
            cells |= dict.fromkeys([*split, f"FY{self._yy} ALOS"], "")
        return [cells.get(header, "") for header in self.headers]

    def _average(self, nights: int) -> float:
        average = nights / self._edition.days
        return float(round(average)) if self._edition.rounded else average


def _headers(layout: str) -> list[tuple[str, str]]:
    path = Path(__file__).parent / "statistics_headers.csv"
    return [(row["group"], row["header"]) for row in rows_of(path) if row["layout"] == layout]


def _parts(rng: np.random.Generator, whole: int, number: int) -> list[int]:
    """Whole numbers that add up to a whole."""
    cuts = np.sort(rng.integers(0, whole + 1, number - 1))
    return [int(part) for part in np.diff([0, *cuts.tolist(), whole])]


def _part(
    edition: Edition, listed: Sequence[Facility], nights: dict[str, int], layout: _Layout, blank: int
) -> PartTruth:
    """The averages; a facility without a figure is listed and has none."""
    told = {
        place.code: {"name": place.name, "nights": nights[place.code]}
        for place in listed
        if place.code != edition.unfilled
    }
    answers = {"pull": str(edition.pull), "days": edition.days, "facilities": told}
    return PartTruth(layout.sheet, "official_averages", Account(len(told), len(told), blank=blank), answers)


def _printed(listed: Sequence[Facility], layout: _Layout, blank: int) -> PartTruth:
    """The same sheet cell by cell."""
    account = Account(len(listed), len(listed), blank=blank)
    return PartTruth(layout.sheet, "official_statistics", account, {"facilities": len(listed)})


def _faults(edition: Edition, listed: Sequence[Facility], layout: _Layout) -> list[Fault]:
    """What is planted in the sheet of facilities; line 0 for what the whole sheet or a missing row tells."""
    sheet, pull = layout.sheet, as_text(edition.pull)
    faults = []
    if edition.rounded:
        faults.append(Fault("rounded edition", sheet, 0, "", pull, "loaded"))
    if edition.anomalous:
        faults.append(Fault("averages too low", sheet, 0, "", pull, "loaded"))
    if edition.posted > 1:
        faults.append(Fault("duplicate pull", sheet, 0, "", pull, "loaded"))
    if edition.without:
        faults.append(Fault("vanished facility", sheet, 0, "Name", edition.without, "loaded"))
    lines = {place.code: layout.first_line + at for at, place in enumerate(listed)}
    rows = (
        ("foreign row", FOREIGN[0] if edition.foreign else "", "Level A", FOREIGN[1]),
        ("unequal breakdowns", edition.unequal, _THREATS[0], edition.unequal),
        ("facility without a figure", edition.unfilled, "Level A", edition.unfilled),
    )
    faults += [
        Fault(kind, sheet, lines[code], column, raw, "loaded") for kind, code, column, raw in rows if code in lines
    ]
    return faults


def _faults_of_pages(edition: Edition, pages: Sequence[Page]) -> list[Fault]:
    """What is planted in the other sheets."""
    named = {page.name.split(" FY")[0]: page for page in pages}
    faults = []
    if edition.fewer_removals:
        faults.append(Fault("total that fell", named["Detention"].name, 0, "Total", str(edition.removals), "loaded"))
    if edition.headless:
        page = named["Monthly Segregation"]
        lines = sorted(row + 1 for row in page.repaired)
        faults += [Fault("header row missing", page.name, line, "", "", "repaired") for line in lines]
    if edition.blank_label:
        faults.append(Fault("label missing", named["ATD"].name, 0, "AOR/Technology", "", "loaded"))
    return faults
