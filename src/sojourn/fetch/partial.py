"""A file that has come in part: its bytes, and beside them what the server announced when they began to come."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from sojourn.errors import NoSpace
from sojourn.fetch.server import Announced


class Partial:
    """The part of a file in a folder. Its names are hidden, so that a build of the folder does not read it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f".{name}.part"
        self._note = folder / f".{name}.part.json"

    @property
    def come(self) -> int:
        """How much has come."""
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def announced(self) -> Announced | None:
        """What was announced when the part began; None where nothing has come or nothing can be read."""
        try:
            told = json.loads(self._note.read_text(encoding="utf-8"))
            modified = told["last_modified"] and datetime.fromisoformat(told["last_modified"])
            return Announced(told["url"], told["bytes"], told["etag"], told["strong"], modified)
        except (FileNotFoundError, ValueError, TypeError, KeyError):
            return None

    @property
    def is_whole(self) -> bool:
        """Whether as many bytes have come as were announced."""
        announced = self.announced
        return announced is not None and announced.bytes == self.come

    def begin(self, announced: Announced) -> None:
        """Begin anew. The old bytes go before the new note comes: a kill in between leaves nothing to mistake."""
        with self.path.open("wb") as file:
            os.fsync(file.fileno())
        write_whole(self._note, as_dict(announced))

    def add(self, pieces: Iterable[bytes], most: int, progress: Callable[[int], None]) -> None:
        """Append pieces until the part has `most` bytes; `progress` is told how much has come.

        Raises:
            NoSpace: the disk is full; what came is kept.
        """
        try:
            with self.path.open("ab") as file:
                for piece in pieces:
                    file.write(piece[: most - file.tell()])
                    progress(file.tell())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            raise no_space(f"the disk is full after {self.come:,} bytes", self.path.parent) from error

    def become(self, path: Path) -> None:
        """Give the whole file its name."""
        self.path.rename(path)
        self._note.unlink(missing_ok=True)

    def drop(self) -> None:
        """Forget the part."""
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)


def no_space(what: str, folder: Path) -> NoSpace:
    """The error of a folder that cannot hold the file."""
    return NoSpace(
        what, where=str(folder), todo="free some space and run the same command again: it goes on from there"
    )


def as_dict(announced: Announced) -> dict[str, Any]:
    """What was announced, as it is written beside the part."""
    modified = announced.modified
    return {
        "url": announced.url,
        "bytes": announced.bytes,
        "etag": announced.etag,
        "strong": announced.strong,
        "last_modified": modified and modified.isoformat(),
    }


def write_whole(path: Path, document: dict[str, Any]) -> None:
    """Write a JSON document so that a kill leaves the old one or the new one."""
    fresh = path.with_name(f".{path.name.removeprefix('.')}.new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
