"""The tables of the immigration-court release, made of what the source declares about each published column.

Rows are many (170 million), so a part stores values only; what a cell held that is no value of its kind stands in
the one column `oddities`. Which published column fills which of ours, how it is read and whether it is kept at
all: `sources/eoir_cases/columns/*.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import cast, get_args

from sojourn.errors import BadDeclaration
from sojourn.shipped import rows_of
from sojourn.sources.declare import FOLDER, Family, normal, source
from sojourn.tables.declare import Attribute, Column, Kind, Table

SOURCE = "eoir_cases"
EXTRACT = "it is an extract: no Count.txt says how many rows the release has"
"""What is noticed of a release of which only some rows are there; every finding from it says so."""

_ATTRIBUTES: dict[str, Attribute] = {
    "nationality": "nationality",
    "language": "nationality",
    "deported_to_1": "nationality",
    "deported_to_2": "nationality",
    "sex": "sex",
    "birth_band": "age",
    "criminal_indicator": "criminality",
    "aggravated_felon": "criminality",
    "charge": "criminality",
    "court": "place",
    "hearing_location": "place",
    "state": "place",
    "updated_state": "place",
}
ODDITIES = Column(
    "oddities",
    "text",
    "cells that held no value of their kind: column=text, separated by semicolons; empty for nearly all rows",
    "person",
)
_KEPT = {"yes", "no", "band"}


@dataclass(frozen=True)
class CourtColumn:
    """One published column: what it fills, how it is read, and whether Sojourn stores it.

    `missing` are texts that mean no value in this column; `lookup` is the published code list (`file.column`);
    `keep` is yes, no (never stored) or band (stored in bands of five years). A file is recognised by the columns that
    it `always` has, and `expected` ones are reported where they are missing; a row without its `mandatory` one, the
    key, cannot be loaded. `since` and `until` are the months from and to which releases have it, empty where not known.
    """

    published: str
    name: str
    kind: Kind
    missing: tuple[str, ...]
    lookup: str
    keep: str
    aliases: tuple[str, ...]
    always: bool
    expected: bool
    mandatory: bool
    meaning: str
    since: str
    until: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling, normalised."""
        return tuple(normal(name) for name in (self.published, *self.aliases))

    @property
    def kept(self) -> bool:
        """Whether its values are stored without the owner's leave."""
        return self.keep != "no"


@dataclass(frozen=True)
class CourtTable:
    """One published table of the release."""

    family: Family
    columns: tuple[CourtColumn, ...]

    @property
    def name(self) -> str:
        """Our name of the table."""
        return self.family.table

    @property
    def key(self) -> str:
        """The column that names a row of the table."""
        return self.family.key

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its file without `.csv`, case folded."""
        return tuple(name.strip().casefold() for name in (self.family.published, *self.family.aliases.split("|")))

    def column_of(self, header: str) -> CourtColumn | None:
        """The column that a published header fills."""
        return next((column for column in self.columns if normal(header) in column.names), None)

    def with_missing(self, words: tuple[str, ...]) -> CourtTable:
        """The table as a file has it in which some words mean no value in every column."""
        return replace(self, columns=tuple(replace(one, missing=(*one.missing, *words)) for one in self.columns))

    def table(self) -> Table:
        """The table as the record shows it."""
        columns = tuple(
            Column(
                column.name,
                column.kind,
                column.meaning,
                _attribute(column),
            )
            for column in self.columns
            if column.kept
        )
        return Table(
            name=self.name,
            title=self.family.title,
            grain=f"one row per {(self.key or 'row').removesuffix('_id').replace('_', ' ')} as the court numbers them",
            columns=(*columns, ODDITIES),
            mandatory=tuple(column.name for column in self.columns if column.mandatory),
            compact=True,
        )


def _attribute(column: CourtColumn) -> Attribute:
    if column.name in _ATTRIBUTES:
        return _ATTRIBUTES[column.name]
    if column.kind == "id":
        return "person"
    return "day" if column.kind == "date" else ""


def _column(row: dict[str, str], key: str, where: str) -> CourtColumn:
    if row["kind"] not in get_args(Kind) or row["keep"] not in _KEPT:
        raise BadDeclaration(f"column {row['published']!r} has kind {row['kind']!r}, keep {row['keep']!r}", where=where)
    return CourtColumn(
        published=row["published"],
        name=row["column"] or row["published"].casefold(),
        kind=cast("Kind", row["kind"]),
        missing=_list(row["missing"]),
        lookup=row["lookup"].casefold(),
        keep=row["keep"],
        aliases=_list(row["aliases"]),
        always=row["presence"] == "always",
        expected=row["presence"] != "documented" and not row["until"] and not row["published"].startswith("_"),
        mandatory=bool(key) and row["column"] == key,
        meaning=row["note"],
        since=row["since"],
        until=row["until"],
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(" | ") if one.strip())


@cache
def court_tables() -> dict[str, CourtTable]:
    """Every table of the release, by our name."""
    tables = {}
    for family in source(SOURCE).families:
        path = FOLDER / SOURCE / "columns" / f"{family.id}.csv"
        columns = tuple(_column(row, family.key, str(path)) for row in rows_of(path))
        tables[family.table] = CourtTable(family, columns)
    return tables


@dataclass(frozen=True)
class Lookup:
    """One published code list and the columns of it that Sojourn knows; empty where it does not."""

    file: str
    aliases: tuple[str, ...]
    title: str
    code: str
    label: str
    case_type: str
    kind: str
    active: str
    keep_not: tuple[str, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its file without `.csv`, case folded."""
        return tuple(name.casefold() for name in (self.file, *self.aliases))


@cache
def lookups() -> tuple[Lookup, ...]:
    """Every code list of the release."""
    return tuple(
        Lookup(
            file=row["file"],
            aliases=_list(row["aliases"]),
            title=row["title"],
            code=row["code"],
            label=row["label"],
            case_type=row["case_type"],
            kind=cast("Kind", row["kind"]),
            active=row["active"],
            keep_not=tuple(map(str.casefold, _list(row["keep_not"]))),
        )
        for row in rows_of(FOLDER / SOURCE / "lookups.csv")
    )


@cache
def detained_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words in the label of a hearing location that show a place of detention, and phrases that deny it."""
    rows = [(row["words"], row["shows"]) for row in rows_of(FOLDER / SOURCE / "detained_places.csv")]
    shows = tuple(words for words, what in rows if what == "detained")
    return shows, tuple(words for words, what in rows if what != "detained")
