"""Rows as files in the published forms: text, a JSON array, a trace, an answer of state vectors."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

from sojourn.lookalike.flights.rows import Row, headers
from sojourn.lookalike.flights.world import aircraft
from sojourn.reading.marked import MARK

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TEXTS = {"timestamp", "icao24", "callsign", "airport_code", "0", "1"}
"""Keys of which a value is a text although it may look like a number."""


def table(path: Path, family: str, rows: Sequence[Row], delimiter: str) -> None:
    """Write a text under its header row; a name that ends in .gz is packed."""
    names = headers(family)
    text = io.StringIO()
    quoted = delimiter == "|"
    writer = csv.writer(
        text, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator="\n"
    )
    writer.writerow([name.removesuffix(" (2)") for name in names])
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    _write(path, text.getvalue())


def objects(path: Path, rows: Sequence[Row], strange: bool) -> None:
    """Write a JSON array of objects; a strange one ends in an element that is no object."""
    members = [json.dumps({key: _value(key, text) for key, text in row.items()}) for row in rows]
    members += ["null"] if strange else []
    _write(path, "[\n" + ",\n".join(members) + "\n]\n")


def trace(path: Path, rows: Sequence[Row], strange: bool) -> None:
    """Write one trace; a strange one ends in a point that is too short."""
    plane, start = aircraft()[0], int(rows[0]["at"])
    every = [
        [
            int(row["at"]) - start,
            *(_value("", row[str(place)]) for place in range(1, 8)),
            {"flight": f"{row['flight']:<8}"},
        ]
        for row in rows
    ]
    head = {"icao": plane["hex"], "r": plane["registration"], "desc": MARK, "timestamp": start}
    _write(path, json.dumps(head | {"trace": [*every, *([[0.5, 1]] if strange else [])]}))


def states(path: Path, rows: Sequence[Row], strange: bool) -> None:
    """Write an answer of state vectors; a strange one ends in a vector that is too short."""
    every = [[_value(str(place), row[str(place)]) for place in range(12)] for row in rows]
    _write(path, json.dumps({"time": 1744113600, "states": [*every, *([["a00001"]] if strange else [])]}))


def _value(key: str, text: str) -> str | float | bool | None:
    if text in {"", "true", "false"}:
        return None if not text else text == "true"
    if key in _TEXTS or not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def _write(path: Path, text: str) -> None:
    content = text.encode()
    path.write_bytes(gzip.compress(content, 3, mtime=0) if path.suffix == ".gz" else content)
