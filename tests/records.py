"""What a record in a folder holds, for tests to compare."""

from __future__ import annotations

from pathlib import Path

from sojourn.record import manifest as stored
from sojourn.record.opened import Record


def bytes_of(record: Path) -> dict[str, bytes]:
    """Everything that a record is, by path: the manifest and what it names."""
    manifest = stored.read(record)
    assert manifest
    return {name: (record / name).read_bytes() for name in sorted({*manifest.paths(), stored.NAME})}


def rows_in(record: Path) -> int:
    """The removals that a record counts."""
    [row] = Record(record).query("SELECT count(*) AS rows FROM removals")
    return int(row["rows"])
