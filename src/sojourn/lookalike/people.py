"""Invented rows about people: removals, arrests and book-ins under the headers of a declared family."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sojourn.lookalike.draws import NO_DAY, Days, date_column, days_between, number_of, pick, stream
from sojourn.lookalike.forms import MARKERS
from sojourn.lookalike.frame import Cell, Codes, Column, Frame, Value
from sojourn.sources.declare import Family, Mapped, vocabulary
from sojourn.tables import TABLES
from sojourn.tables import Column as Declared

LAG = 0.02
"""Share of removals that count in a year and were departures of the year before."""
MISSING_ID = 0.002
REPEATED = 0.03
"""Share of rows that belong to a person who has another row."""
RARE, MOST_A_DAY = "RUSSIA", 6
"""No invented day has more removals of Russians than the busiest real day of FY2016 to FY2019."""

_SAME_VALUES = {
    "operation": "operation",
    "apprehension_state": "state",
    "apprehension_county": "county",
    "arrest_case_category": "case_category",
}
"""Columns whose values stand in `values.csv` under another name than that of their vocabulary."""


@dataclass(frozen=True)
class Batch:
    """The rows to invent for one sheet: how many, of which days, redacted with which markers."""

    family: Family
    rows: int
    seed: int
    first: date
    last: date
    person: str
    law: str
    part: str
    year: int | None = None

    def stream(self, name: str) -> np.random.Generator:
        """The random stream of one column."""
        return stream(self.seed, self.family.source, self.family.id, self.part, name)


def frame(batch: Batch) -> Frame:
    """Clean rows under every header of the family."""
    maker = _Maker(batch)
    columns = [maker.column(mapped) for mapped in batch.family.columns]
    made = Frame(batch.family.table, columns, batch.rows, batch.year)
    _spread_rare(made, batch)
    return made


class _Maker:
    """Makes columns that agree: days follow the key date, countries follow the citizenship."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._table = TABLES[batch.family.table]
        self._counted = days_between(batch.stream("key date"), batch.first, batch.last, batch.rows)
        self._departed = self._lagged() if batch.family.table == "removals" else self._counted
        self._country = pick(batch.stream("citizenship"), "country", batch.rows)

    def column(self, mapped: Mapped) -> Column:
        """The column of one declared header."""
        if not mapped.column:
            return self._unstored(mapped.published)
        declared = self._table.column(mapped.column)
        by_name: dict[str, Callable[[Mapped], Column]] = {
            "birth_date": lambda mapped: self._constant(mapped, self._batch.person),
            "birth_year": self._birth_year,
            "person_key": self._key,
            "threat_level": self._threat,
            "citizenship": lambda mapped: self._place(mapped, 0.0),
            "birth_country": lambda mapped: self._place(mapped, 0.02),
            "departure_country": lambda mapped: self._place(mapped, 0.05),
        }
        if mapped.column in by_name:
            return by_name[mapped.column](mapped)
        if declared.kind == "date":
            return date_column(mapped.published, mapped.column, self._days(mapped.column))
        return self._coded(mapped, declared)

    def _lagged(self) -> Days:
        """Departures: the day counted, except for the late-confirmed ones of the year before."""
        rng = self._batch.stream("lag")
        late = rng.random(self._batch.rows) < LAG
        before = number_of(self._batch.first) - 1 - rng.integers(0, 60, self._batch.rows)
        if self._batch.family.lookup().get("removal date") is None:
            return np.where(late, before, self._counted)
        self._counted = np.where(
            late, number_of(self._batch.first) + rng.integers(0, 30, self._batch.rows), self._counted
        )
        return np.where(late, before, self._counted)

    def _days(self, name: str) -> Days:
        """The days of a date column: the key date itself, or days before it with some blanks."""
        if name in {"removal_date", "arrest_date", "book_in_date"}:
            return self._counted
        if name == "departed_date" and self._batch.family.table == "removals":
            return self._departed
        rng = self._batch.stream(name)
        days = self._departed - rng.geometric(1 / 40, self._batch.rows)
        return np.where(rng.random(self._batch.rows) < 0.05, NO_DAY, days)

    def _constant(self, mapped: Mapped, text: str) -> Column:
        return Column(mapped.published, mapped.column, [Cell(text)], np.zeros(self._batch.rows, dtype=np.int64))

    def _birth_year(self, mapped: Mapped) -> Column:
        years = range(1945, 2011)
        rng = self._batch.stream("birth year")
        codes = np.clip(rng.normal(43, 10, self._batch.rows), 0, len(years) - 1).astype(np.int64)
        return Column(mapped.published, mapped.column, [Cell(str(year), year, year) for year in years], codes)

    def _key(self, mapped: Mapped) -> Column:
        rng = self._batch.stream("person")
        people = max(1, round(self._batch.rows * (1 - REPEATED)))
        codes = np.concatenate([np.arange(people), rng.integers(0, people, self._batch.rows - people)])
        rng.shuffle(codes)
        codes[rng.random(self._batch.rows) < MISSING_ID] = people
        start = f"{self._batch.seed} {self._batch.family.id} {self._batch.part} "
        ids = [hashlib.blake2b(f"{start}{person}".encode(), digest_size=20).hexdigest() for person in range(people)]
        return Column(
            mapped.published,
            mapped.column,
            [*(Cell(one, one) for one in ids), Cell("")],
            codes.astype(np.int64),
        )

    def _threat(self, mapped: Mapped) -> Column:
        """The levels; the release for FY2016 to FY2019 redacts them all."""
        column = self._coded(mapped, self._table.column(mapped.column))
        if self._batch.law in MARKERS[:2]:
            column.cells = [cell if cell.text == "NA" else Cell(self._batch.law) for cell in column.cells]
        return column

    def _place(self, mapped: Mapped, elsewhere: float) -> Column:
        """A country: the citizenship, or for some people another one."""
        texts, own = self._country
        rng = self._batch.stream(mapped.column)
        _, other = pick(rng, "country", self._batch.rows)
        codes = np.where(rng.random(self._batch.rows) < elsewhere, other, own) if elsewhere else own.copy()
        return Column(mapped.published, mapped.column, cells(texts, "country"), codes)

    def _coded(self, mapped: Mapped, declared: Declared) -> Column:
        texts, codes = pick(self._batch.stream(declared.name), _weighted_by(declared), self._batch.rows)
        return Column(mapped.published, mapped.column, self._cells(texts, declared), codes)

    def _cells(self, texts: list[str], declared: Declared) -> list[Cell]:
        hidden = declared.name == "case_category" and "2026-icli" in self._batch.family.id
        made = cells(texts, declared.vocabulary)
        return [Cell(self._batch.law) if hidden and cell.text.startswith("[8G]") else cell for cell in made]

    def _unstored(self, header: str) -> Column:
        """A header that is not stored: identifiers redacted, days plausible, flags NO, the rest blank."""
        words = header.replace("_", " ").casefold()
        if "date" in words.split():
            return date_column(header, "", self._days(header))
        identifies = any(word in words for word in ("identifier", "file numb", " id", "event number"))
        text = self._batch.person if identifies else "NO" if "yes no" in words else ""
        return Column(header, "", [Cell(text)], np.zeros(self._batch.rows, dtype=np.int64))


def _weighted_by(declared: Declared) -> str:
    """The name in `values.csv` under which the values of a column stand."""
    if declared.kind == "yes_no":
        return "yes_no"
    return _SAME_VALUES.get(declared.name) or declared.vocabulary or declared.name


def cells(texts: list[str], name: str) -> list[Cell]:
    """Cells of published values with the value that each is stored as."""
    return [Cell(text, stored(text, name)) for text in texts]


def stored(text: str, name: str) -> Value:
    """The standard spelling of a published value; None for a blank, a marker or a placeholder."""
    known = vocabulary(name).standard if name else {}
    if text in {"", "NA"} or text in MARKERS or (name and text in vocabulary(name).empty):
        return None
    return known.get(text, text)


def _spread_rare(made: Frame, batch: Batch) -> None:
    """Give rows beyond the busiest real day of a rare nationality to the most common one."""
    citizenship, day = made.column("citizenship"), made.column(batch.family.key_date)
    if citizenship is None or day is None:
        return
    texts = [cell.text for cell in citizenship.cells]
    rows = np.flatnonzero(citizenship.codes == texts.index(RARE))
    citizenship.codes[_beyond(rows, day.codes)] = texts.index("MEXICO")


def _beyond(rows: Codes, days: Codes) -> Codes:
    """Of these rows, those that come after the first few of their day."""
    order = rows[np.argsort(days[rows], kind="stable")]
    starts = np.searchsorted(days[order], days[order])
    return order[np.arange(len(order)) - starts >= MOST_A_DAY]


def period(year: int, last: date) -> tuple[date, date]:
    """The days of a fiscal year, up to the last day of the release; never empty."""
    first = date(year - 1, 10, 1)
    return first, max(first + timedelta(days=1), min(date(year, 9, 30), last))
