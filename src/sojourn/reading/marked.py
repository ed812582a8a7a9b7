"""Whether a file says of itself that its rows are invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sojourn.reading.archive import members, stream
from sojourn.reading.limits import MIB, Limits
from sojourn.reading.raw import blocks, kind_of

MARK: Final = "INVENTED by Sojourn - not a government record"
"""The line that every look-alike carries where its format has room for a line."""
TRUTH: Final = ".truth.json"
"""Follows the name of a look-alike in that of the file beside it which says what is true of it, room for a line or not."""


def is_invented(path: Path, limits: Limits) -> bool:
    """Whether a file, or a member of an archive or workbook, has the mark at its beginning, or its truth lies beside it.

    Raises:
        UnreadableFile: the file is damaged.
    """
    beside = path.with_name(path.name + TRUTH)
    return beside.exists() or any(MARK.encode() in start for start in _starts(path, limits))


def _starts(path: Path, limits: Limits) -> Iterator[bytes]:
    if kind_of(path) in {"zip", "workbook"}:
        for member in members(path):
            yield next(stream(path, member, limits, MIB), b"")
    else:
        yield next(blocks(path, limits), b"")
