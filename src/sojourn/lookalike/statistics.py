"""The detention statistics workbooks: averages of the fiscal year to date, and how they went wrong.

An average is nights divided by the days since 1 October, so each is whole once multiplied by them. Of the
three pulls of summer 2025 the middle one is too low for most facilities, so that the difference to the pull
before implies nights below zero; one row carries another facility's figure; an edition of the next year is
rounded.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import numpy as np

from sojourn.lookalike.book import Merged, workbook
from sojourn.lookalike.draws import as_text, fiscal_year, stream
from sojourn.lookalike.nights import Facility, at, facilities, held, total
from sojourn.lookalike.truth import MARK, Account, Fault, Made, PartTruth, Truth, made
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
_THREATS = ("ICE Threat Level 1", "ICE Threat Level 2", "ICE Threat Level 3", "No ICE Threat Level")


@dataclass(frozen=True)
class Edition:
    """One workbook: the day of the pull and what is wrong with it."""

    pull: date
    anomalous: bool = False
    rounded: bool = False
    foreign: bool = False

    @property
    def year(self) -> int:
        """The fiscal year that it runs in."""
        return fiscal_year(self.pull)

    @property
    def first(self) -> date:
        """The first day that it counts."""
        return date(self.year - 1, 10, 1)

    @property
    def days(self) -> int:
        """The days that its averages divide by."""
        return (self.pull - self.first).days


_SUMMER = (date(2025, 6, 23), date(2025, 7, 7), date(2025, 7, 21))
SOUND = tuple(map(Edition, _SUMMER))
FAULTY = (
    Edition(_SUMMER[0], foreign=True),
    Edition(_SUMMER[1], anomalous=True),
    Edition(_SUMMER[2]),
    Edition(date(2025, 11, 28), rounded=True),
)


def write(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the workbooks; `rows` is the number of facilities."""
    return [_write(edition, facilities(rows), folder, seed) for edition in (FAULTY if faults else SOUND)]


def _write(edition: Edition, places: Sequence[Facility], folder: Path, seed: int) -> Made:
    nights = {place.code: _nights(edition, place, seed) for place in places if _listed(edition, place, seed)}
    listed = [place for place in places if place.code in nights]
    family = families()["ice_detention_statistics/facilities-year-to-date"]
    path = folder / f"invented_FY{edition.year % 100}_detentionStats{edition.pull + timedelta(days=14):%m%d%Y}.xlsx"
    layout = _Layout(edition)
    body = [layout.row(place, nights[place.code], _swapped(edition, place, nights), seed) for place in listed]
    with workbook(path) as book:
        book.rows("Header", [[MARK]])
        book.rows(layout.sheet, [*layout.above(), layout.headers, *body])
        book.rows("Footnotes", [[MARK]])
    truth = Truth(path.name, family.source, family.id, seed, [_part(edition, listed, nights, layout)])
    truth.faults = _faults(edition, listed, layout)
    return made(path, truth)


def _listed(edition: Edition, place: Facility, seed: int) -> bool:
    """Whether anybody is held on the day of the pull."""
    return bool(held(place, seed)[at(edition.pull)] >= 1)


def _nights(edition: Edition, place: Facility, seed: int) -> int:
    """Nights of the year to date as this edition has them."""
    nights = held(place, seed)
    true = total(nights, edition.first, edition.days)
    if not edition.anomalous:
        return true
    interval = total(nights, _SUMMER[0], (edition.pull - _SUMMER[0]).days)
    if place.code == HALVED:
        return true - interval + round(interval * 0.45)
    low = stream(seed, "anomaly", place.code).random() < _SHARE_TOO_LOW
    return round((true - interval) * _TOO_LOW) if low else true


def _swapped(edition: Edition, place: Facility, nights: dict[str, int]) -> float | None:
    """The figure of another facility, with the divisor of two weeks before, where a row carries one."""
    swapped = edition.foreign and place.code == FOREIGN[0] and FOREIGN[1] in nights
    return nights[FOREIGN[1]] / (edition.days - 14) if swapped else None


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
        by_sex = zip(("Male", "Male", "Female", "Female"), ("Crim", "Non-Crim") * 2, strict=True)
        split = dict(zip(_LEVELS, _parts(rng, nights, 4), strict=True))
        split |= dict(zip(_THREATS, _parts(rng, nights, 4), strict=True))
        crime = [*_parts(rng, nights - women, 2), *_parts(rng, women, 2)]
        split |= {f"{sex} {kind}": part for (sex, kind), part in zip(by_sex, crime, strict=True)}
        split["Mandatory"] = round(nights * 0.6)
        known: dict[str, object] = {name: self._average(part) for name, part in split.items()}
        if swapped is not None:
            known |= dict.fromkeys(_LEVELS, 0) | {"Level A": swapped}
        known |= {"Name": place.name, "City": place.city, "State": place.state, "AOR": place.area}
        known |= {
            "Address": "1 INVENTED ROAD",
            "Type Detailed": "DIGSA",
            "Male/Female": "Female/Male",
            f"FY{self._yy} ALOS": 30.5,
        }
        return [known.get(header, "") for header in self.headers]

    def _average(self, nights: int) -> float:
        average = nights / self._edition.days
        return float(round(average)) if self._edition.rounded else average


def _headers(layout: str) -> list[tuple[str, str]]:
    path = Path(__file__).parent / "statistics_headers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["group"], row["header"]) for row in csv.DictReader(file, strict=True) if row["layout"] == layout]


def _parts(rng: np.random.Generator, whole: int, number: int) -> list[int]:
    """Whole numbers that add up to a whole."""
    cuts = np.sort(rng.integers(0, whole + 1, number - 1))
    return [int(part) for part in np.diff([0, *cuts.tolist(), whole])]


def _part(edition: Edition, listed: Sequence[Facility], nights: dict[str, int], layout: _Layout) -> PartTruth:
    told = {place.code: {"name": place.name, "nights": nights[place.code]} for place in listed}
    answers = {"pull": str(edition.pull), "days": edition.days, "facilities": told}
    return PartTruth(layout.sheet, "official_averages", Account(len(listed), len(listed), blank=0), answers)


def _faults(edition: Edition, listed: Sequence[Facility], layout: _Layout) -> list[Fault]:
    codes = [place.code for place in listed]
    faults = []
    if edition.rounded:
        faults.append(Fault("rounded edition", layout.sheet, 0, "", as_text(edition.pull), "loaded"))
    if edition.anomalous:
        faults.append(Fault("averages too low", layout.sheet, 0, "", as_text(edition.pull), "loaded"))
    if edition.foreign and set(FOREIGN) <= set(codes):
        faults.append(
            Fault(
                "foreign row",
                layout.sheet,
                layout.first_line + codes.index(FOREIGN[0]),
                "Level A",
                FOREIGN[1],
                "loaded",
            )
        )
    return faults
