"""Readers for tables and JSON objects of which some cells must be converted before they can be loaded.

`columns/<family>.csv` lists the published headers or keys as for any family, and the cells that a source makes of
them: their notes begin with `derived: `.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from sojourn.errors import DuplicateHeader, HeaderMismatch
from sojourn.reading.ledger import Ledger
from sojourn.sources.declare import Family, Mapped, families, normal
from sojourn.sources.own import JsonReader, OwnReader, OwnRows, Rows, Unfit

Cells = dict[str, str]
"""Published header, or name of a derived cell, to text."""

Convert = Callable[[Cells], bool]
"""Changes and adds cells of a row; True where it had to mend what is published."""

MEANT = 0.75
"""Share of the headers that a family always has from which a row is meant for it."""
_ROWS_ABOVE = 6


def is_published(mapped: Mapped) -> bool:
    """Whether a cell stands in the file; others are derived."""
    return not mapped.note.startswith("derived: ")


class _Table:
    """A table under one header row, wherever among the first rows that stands."""

    def __init__(self, family: Family, convert: Convert, rename: Callable[[list[str]], list[str]]) -> None:
        self._family = family
        self._convert = convert
        self._rename = rename
        self._published = {name: mapped for mapped in family.columns if is_published(mapped) for name in mapped.names}
        self._always = [mapped for mapped in family.required if is_published(mapped)]
        self._stored = [mapped.published for mapped in family.columns if mapped.column]

    def finds(self, rows: Rows) -> bool:
        """Whether a header row of the family stands among the first rows."""
        return self._header(rows) is not None

    def _header(self, rows: Rows) -> int | None:
        for at, row in enumerate(rows[:_ROWS_ABOVE]):
            present = {self._published[name].published for name in self._names(row) if name in self._published}
            if len([one for one in self._always if one.published in present]) >= MEANT * len(self._always):
                return at
        return None

    def _names(self, row: list[str]) -> list[str]:
        names = self._rename([normal(cell) for cell in row])
        while names and not names[-1]:
            names.pop()
        return names

    def read(self, rows: Rows) -> OwnRows:
        """Every row below the header, converted.

        Raises:
            HeaderMismatch: a header is new or gone.
            DuplicateHeader: a header stands twice.
        """
        header = self._header(rows)
        assert header is not None, "only a table that was found is read"
        published = self._checked(self._names(rows[header]), header + 1)
        own = OwnRows(tuple(self._stored), [], Ledger(lines=len(rows), banner=header, header=1))
        for line, row in enumerate(rows[header + 1 :], header + 2):
            if not any(cell.strip() for cell in row):
                own.ledger.blank += 1
                continue
            own.ledger.rows += 1
            cells = dict.fromkeys(self._stored, "") | dict(zip(published, row, strict=False))
            if self._convert(cells):
                own.mended.add(line)
            own.rows.append((line, [cells[name] for name in self._stored]))
        return own

    def _checked(self, names: list[str], line: int) -> list[str]:
        found = {self._published[name].published for name in names if name in self._published}
        missing = [mapped.published for mapped in self._always if mapped.published not in found]
        unknown = [name or "(empty)" for name in names if name not in self._published]
        if missing or unknown:
            raise HeaderMismatch(
                f"row {line} looks like family {self._family.source}/{self._family.id}, but columns differ "
                f"(missing: {', '.join(missing) or 'none'}; not known: {', '.join(unknown) or 'none'})",
                todo=f"compare with sources/{self._family.source}/columns/{self._family.id}.csv",
            )
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise DuplicateHeader(
                f"the header {twice[0]!r} stands twice in row {line}", todo="get the file as published"
            )
        return [self._published[name].published for name in names]


def as_published(names: list[str]) -> list[str]:
    """The headers, none renamed."""
    return names


def table_reader(family: str, convert: Convert, rename: Callable[[list[str]], list[str]] = as_published) -> OwnReader:
    """A reader of a table; `rename` tells headers apart that stand twice."""
    table = _Table(families()[family], convert, rename)
    return OwnReader(table.finds, table.read)


def json_reader(family: str, convert: Convert) -> JsonReader:
    """A reader of flat objects, each of which is one row."""
    declared = families()[family]
    stored = [mapped.published for mapped in declared.columns if mapped.column]
    keys = frozenset(mapped.published for mapped in declared.required if is_published(mapped))

    def rows(element: dict[str, Any]) -> Iterator[list[str] | Unfit]:
        cells = dict.fromkeys(stored, "") | {key: as_text(value) for key, value in element.items()}
        convert(cells)
        yield [cells[name] for name in stored]

    return JsonReader(keys, rows)


def as_text(value: Any) -> str:
    """A JSON value as the text of a cell; null is an empty one."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return json.dumps(value)
