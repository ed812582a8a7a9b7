"""Whether a file says of itself that its rows are invented."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sojourn.reading.limits import MIB, Limits
from sojourn.reading.raw import blocks, kind_of

MARK: Final = "INVENTED by Sojourn - not a government record"
"""The line that every look-alike carries where its format has room for a line."""
TRUTH: Final = ".truth.json"
"""Follows the name of a look-alike in that of the file beside it which says what is true of it, room for a line or not."""


def is_invented(path: Path, limits: Limits) -> bool:
    """Whether a file that could be read, or a part of an archive or workbook, begins with the mark, or its truth lies beside it."""
    beside = path.with_name(path.name + TRUTH)
    return beside.exists() or any(MARK.encode() in start for start in _starts(path, limits))


def _starts(path: Path, limits: Limits) -> Iterator[bytes]:
    if kind_of(path) in {"zip", "workbook"}:
        with zipfile.ZipFile(path) as archive:
            yield from (_start(archive, member) for member in archive.infolist())
    else:
        yield next(blocks(path, limits), b"")


def _start(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The first bytes of a part; none of one that cannot be unpacked: a reader that needed it has refused the file."""
    try:
        with archive.open(member) as part:
            return part.read(MIB)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return b""
