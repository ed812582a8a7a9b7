"""One JSON text to staged rows: the elements that a source reads, each row placed or kept apart with its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from sojourn.errors import HeaderMismatch, UnreadableFile
from sojourn.reading.json_text import Element, Twice, elements, start_of_json
from sojourn.reading.ledger import Ledger, Reading, Refused
from sojourn.reading.limits import Limits
from sojourn.reading.staged import CELL, StagingFile, without_breaks
from sojourn.sources.converted import MEANT
from sojourn.sources.declare import Family
from sojourn.sources.own import JsonReader, Unfit, json_readers

_LOOKED_AT = 60
"""Elements among which the first object is looked for."""
_AT_ONCE = 5_000
"""Rows that are written together."""
_CONTROL = re.compile("[\0\x1c-\x1f\ud800-\udfff]")
"""What no row may hold; JSON can say it by an escape alone."""


@dataclass(frozen=True)
class JsonText:
    """A JSON text and the family that reads it."""

    path: Path
    family: Family
    reader: JsonReader
    elements: Iterator[Element]

    def write(self, target: Path) -> Reading:
        """Write the staging text and return the account; rows are counted, not yet loaded.

        Raises:
            HeaderMismatch: an object has a key that the family does not know.
            UnreadableFile: the text is broken or cut short.
        """
        return _Writer(self, target).write()


def json_text(path: Path, limits: Limits) -> JsonText | None:
    """A text that a family reads, by the keys of its first object; None where there is none.

    Raises:
        HeaderMismatch: the objects have most keys of a family, and not all.
        UnreadableFile: the text is broken before its first object ends, and its keys are those of a family.
    """
    start = start_of_json(path, limits)
    if not start:
        return None
    every = elements(path, limits)
    seen: list[Element] = []
    try:
        for element in islice(every, _LOOKED_AT):
            seen.append(element)
            keys = set(element.value) if isinstance(element.value, dict) else set()
            for family, reader in json_readers().items():
                if reader.keys <= keys:
                    return JsonText(path, family, reader, chain(seen, every))
    except UnreadableFile:
        if any(all(f'"{key}"' in start for key in reader.keys) for reader in json_readers().values()):
            raise
    _refuse_near(path, seen)
    return None


def _refuse_near(path: Path, seen: list[Element]) -> None:
    """Name the keys that the first object lacks where it has most of a family."""
    first = next((set(one.value) for one in seen if isinstance(one.value, dict)), set())
    for family, reader in json_readers().items():
        missing = sorted(reader.keys - first)
        if len(missing) <= (1 - MEANT) * len(reader.keys):
            raise HeaderMismatch(
                f"it looks like family {family.source}/{family.id}, but its objects have no {', '.join(missing)}",
                where=str(path),
                todo=f"compare with sources/{family.source}/columns/{family.id}.csv",
            )


class _Writer:
    """Places every row of every element; rows are numbered through the file, so that each has a line of its own."""

    def __init__(self, text: JsonText, target: Path) -> None:
        self._text = text
        stored = [mapped for mapped in text.family.columns if mapped.column]
        self._known = frozenset(mapped.published for mapped in text.family.columns)
        self._width = len(stored)
        self._out = StagingFile(target, self._width)
        self._lines: list[str] = []
        self._reading = Reading(tuple(mapped.published for mapped in stored), (), 1, Ledger())

    def write(self) -> Reading:
        with self._out:
            for element in self._text.elements:
                self._place(element)
            self._flush()
        ledger = self._reading.ledger
        ledger.lines = ledger.rows
        return self._reading

    def _place(self, element: Element) -> None:
        fault = self._fault(element)
        rows = self._text.reader.rows(element.value) if not fault else [Unfit(fault, element.text)]
        careful = "\\u" in element.text
        for row in rows:
            self._reading.ledger.rows += 1
            if isinstance(row, Unfit):
                self._refuse(row.text or element.text, row.reason)
            elif careful and _CONTROL.search("".join(row)):
                self._refuse(element.text, "a control character or half a character stands in the row")
            else:
                self._keep(row)

    def _fault(self, element: Element) -> str:
        if not isinstance(element.value, dict):
            return "an element that is no object"
        if isinstance(element.value, Twice):
            return "a key stands twice in one object"
        missing = sorted(self._text.reader.keys - set(element.value))
        if missing:
            return f"the object has no {missing[0]}"
        unknown = sorted(set(element.value) - self._known)
        if unknown:
            family = self._text.family
            raise HeaderMismatch(
                f"element {element.number:,} looks like family {family.source}/{family.id}, "
                f"but has keys that are not known: {', '.join(unknown)}",
                where=str(self._text.path),
                todo=f"compare with sources/{family.source}/columns/{family.id}.csv; a new key is a new line there",
            )
        return ""

    def _keep(self, row: list[str]) -> None:
        line = CELL.join(row)
        staged = without_breaks(line)
        self._reading.line_breaks |= staged is not line
        self._lines.append(staged)
        if len(self._lines) >= _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        if self._lines:
            self._out.bytes(("\n".join(self._lines) + "\n").encode())
            self._lines.clear()

    def _refuse(self, text: str, reason: str) -> None:
        ledger = self._reading.ledger
        self._reading.refused.append(Refused(ledger.rows, text.encode("utf-8", "surrogatepass"), reason))
        ledger.quarantined += 1
        self._flush()
        self._out.gap()
