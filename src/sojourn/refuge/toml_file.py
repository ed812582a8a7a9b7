"""Reading TOML that may come from anybody: small, in short lines, and refused in one message where it cannot be read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from sojourn.errors import BadFacts

LARGEST: Final = 256 << 10
"""Bytes of the largest file; a household of twenty has about twenty thousand."""
LONGEST_LINE: Final = 4096
"""Bytes of the longest line: the time to read a key with dots grows with the square of their number."""


def read_toml(path: Path, page: str) -> dict[str, Any]:
    """The document of a file; `page` is where its form is described.

    Raises:
        BadFacts: it is too large, or no TOML.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadFacts(f"it cannot be read: {error}", where=str(path), todo=f"see {page}") from error
    return toml_in(content, str(path), page)


def toml_in(content: bytes, where: str, page: str) -> dict[str, Any]:
    """The document of the bytes of a file; raises as `read_toml`."""
    try:
        if len(content) > LARGEST:
            raise BadFacts(f"it has {len(content):,} bytes", where=where, todo=f"write at most {LARGEST:,}")
        if max(map(len, content.splitlines()), default=0) > LONGEST_LINE:
            raise BadFacts("a line is too long", where=where, todo=f"write at most {LONGEST_LINE:,} bytes a line")
        return tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadFacts(f"it cannot be read: {error}", where=where, todo=f"see {page}") from error
