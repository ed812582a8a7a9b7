"""Readers for sheets whose rows do not stand under one header, and for JSON; a source keeps its own in `read.py`.

Such a sheet is small: its reader gets every row as text and gives back rows under the columns that
`columns/<family>.csv` lists, each with its line. A JSON text may be long: its reader gets one element after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import Family, families

Rows = list[list[str]]


@dataclass
class OwnRows:
    """Rows as (line, cells in the order of `headers`), the account of the sheet's lines, and what was noticed.

    `ledger.rows` counts sheet rows; one sheet row may give several rows here. `edition` tells publications of
    one layout apart, such as the day of the pull. `mended` lists lines that were read by a rule of repair.
    """

    headers: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    ledger: Ledger
    edition: str = ""
    defects: list[str] = field(default_factory=list)
    mended: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class OwnReader:
    """`finds` tells from the first rows whether the sheet is meant; `read` reads it whole.

    What `certain` readers find can be nothing else, so no other layout is looked for.
    """

    finds: Callable[[Rows], bool]
    read: Callable[[Rows], OwnRows]
    certain: bool = False


@dataclass(frozen=True)
class Unfit:
    """A row that has no one reading, and why; `text` is its own where that is not the whole element."""

    reason: str
    text: str = ""


@dataclass(frozen=True)
class JsonReader:
    """`keys` are those that every object has; `rows` gives the rows of one object, as cells in the order of the columns.

    Numbers in an object are texts (see `reading.json_text`).
    """

    keys: frozenset[str]
    rows: Callable[[dict[str, Any]], Iterable[list[str] | Unfit]]


@cache
def own_readers() -> dict[Family, OwnReader]:
    """The reader of each family that has its own."""
    return {family: _reader(family) for family in families().values() if family.form == "own"}


@cache
def json_readers() -> dict[Family, JsonReader]:
    """The reader of each family that is published as JSON."""
    return {family: _reader(family) for family in families().values() if family.form == "json"}


def _reader(family: Family) -> Any:
    return import_module(f"sojourn.sources.{family.source}.read").READERS[family.id]
