"""By which columns a table without a key is compared, as `groupings.toml` declares it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sojourn.errors import BadDeclaration
from sojourn.tables import TABLES, Attribute, Column
from sojourn.words.said import said

DECLARED = Path(__file__).with_name("groupings.toml")
ROWS = "rows"
"""The amount that every grouping has: how many rows."""
_STEPS = {
    "": "{}",
    "day": "CAST({} AS DATE)",
    "month": "month_of({})",
    "fiscal year": "us_fiscal_year({})",
    "text": "regexp_replace({}, '[0-9]{{1,4}}[-/][0-9]{{1,2}}[-/][0-9]{{1,4}}', '...', 'g')",
}
TIMES = ("day", "month", "fiscal year")
_COARSER = {"day": "month"}
"""A dimension by day is told by month where it stands alone."""


@dataclass(frozen=True)
class Dimension:
    """One column that makes groups; `step` says how finely: by day, month, fiscal year or text; or it is empty."""

    column: str
    step: str
    attribute: Attribute

    @property
    def name(self) -> str:
        """The dimension in words: `book_in by month`."""
        if self.step == "day":
            return said("{column:name} by day", column=self.column)
        if self.step == "month":
            return said("{column:name} by month", column=self.column)
        if self.step == "fiscal year":
            return said("{column:name} by fiscal year", column=self.column)
        if self.step == "text":
            return said("{column:name} by text", column=self.column)
        return said("{column:name}", column=self.column)

    @property
    def sql(self) -> str:
        """The value of a row."""
        return _STEPS[self.step].format(self.column)

    @property
    def alone(self) -> Dimension:
        """The dimension as it stands alone."""
        return Dimension(self.column, _COARSER.get(self.step, self.step), self.attribute)


@dataclass(frozen=True)
class Grouping:
    """One way to group the rows of a table; `groupings.toml` says what each field means.

    `source` is the table that the rows are of, and `base_day` the column that says when in the table as read.
    """

    table: str
    by: tuple[Dimension, ...]
    alone: frozenset[str]
    of: str
    source: str
    where: str
    rows: str
    day: str
    base_day: str
    amounts: tuple[str, ...]
    unit: str
    per_day: bool
    whole: bool
    large: int
    absences: bool
    names: Mapping[str, str]

    @property
    def columns(self) -> set[str]:
        """The columns that both releases must have."""
        made = {one.column for one in self.by} | {self.day} - {""}
        return made & {column.name for column in TABLES[self.source].columns}

    @property
    def about_people(self) -> bool:
        """Whether a row stands for something that happened to one person, not for a count that somebody published."""
        return any(column.attribute in {"person", "case"} for column in TABLES[self.source].columns)


def groupings(table: str) -> tuple[Grouping, ...]:
    """The groupings of a table; empty where none is declared."""
    return _all().get(table, ())


def told() -> Iterator[str]:
    """What the declaration says in words, for the catalogues: what rows of groups are, and the units of amounts."""
    for grouping in (one for several in _all().values() for one in several):
        yield from (grouping.of, grouping.unit)


@cache
def _all() -> dict[str, tuple[Grouping, ...]]:
    return declared(DECLARED.read_text(encoding="utf-8"))


def declared(text: str) -> dict[str, tuple[Grouping, ...]]:
    """The groupings of every table in a declaration.

    Raises:
        BadDeclaration: it names what is not there, or a column by which people could be joined.
    """
    found = {}
    for table, entry in tomllib.loads(text).items():
        _known(table)
        day, names = entry.get("day", ""), entry.get("names", {})
        found[table] = tuple(_grouping(table, one, day, names) for one in entry["grouping"])
    return found


def _grouping(table: str, one: Mapping[str, Any], day: str, names: Mapping[str, str]) -> Grouping:
    source = one.get("from", table)
    columns = _known(source)
    made = one.get("rows", "")
    by = tuple(_dimension(columns, text, made=bool(made)) for text in one["by"])
    amounts = tuple(one.get("amounts", ()))
    _refuse(table, {name for name in amounts if name not in columns and not made}, "is no column")
    _refuse(table, {name for name in amounts if name in columns and columns[name].attribute}, "is about persons")
    return Grouping(
        table=table,
        by=by,
        alone=frozenset(one.get("alone", one["by"])),
        of=one["of"],
        source=source,
        where=one.get("where", ""),
        rows=made,
        day="" if made else one.get("day", day),
        base_day=day,
        amounts=amounts,
        unit=one.get("unit", one["of"]),
        per_day=one.get("per_day", False),
        whole=one.get("whole", False),
        large=one.get("large", 0),
        absences=one.get("absences", False),
        names=names,
    )


def _known(table: str) -> dict[str, Column]:
    if table not in TABLES:
        raise BadDeclaration(f"no table is called {table!r}", where=str(DECLARED))
    return {column.name: column for column in TABLES[table].columns}


def _dimension(columns: Mapping[str, Column], text: str, *, made: bool) -> Dimension:
    name, _, step = text.partition(" by ")
    if step not in _STEPS or (name not in columns and not made):
        raise BadDeclaration(f"{text!r} is no column, or no step of one", where=str(DECLARED))
    attribute: Attribute = columns[name].attribute if name in columns else ""
    if attribute in {"person", "case"} and columns[name].kind in {"key", "id"}:
        raise BadDeclaration(
            f"{name} tells people apart; rows are never joined by it across releases", where=str(DECLARED)
        )
    return Dimension(name, step, attribute)


def _refuse(table: str, names: Iterable[str], why: str) -> None:
    for name in sorted(names):
        raise BadDeclaration(f"amount {name} of {table} {why}", where=str(DECLARED))
