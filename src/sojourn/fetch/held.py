"""The releases that a folder holds, as `fetched.json` lists them: one entry for each that was fetched."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sojourn.errors import UnreadableFile
from sojourn.fetch.partial import write_whole
from sojourn.fetch.server import Announced

NAME = "fetched.json"
SCHEMA = "sojourn.fetched/1"


@dataclass(frozen=True)
class Held:
    """A release that was fetched: its file in the folder, and what the server said of it.

    `day` is the day of the last change in UTC, or that of fetching where the server does not say; `when` is the
    moment of fetching in UTC.
    """

    source: str
    file: str
    day: str
    sha256: str
    bytes: int
    url: str
    etag: str
    last_modified: str | None
    when: str

    def is_in(self, folder: Path) -> bool:
        """Whether its file is still there, at its size."""
        path = folder / self.file
        return path.is_file() and path.stat().st_size == self.bytes

    def is_what(self, announced: Announced) -> bool:
        """Whether a server announces this very release again."""
        modified = announced.modified and announced.modified.isoformat()
        told = bool(announced.etag or modified)
        theirs = (announced.url, announced.bytes, announced.etag, modified)
        return told and (self.url, self.bytes, self.etag, self.last_modified) == theirs


def held(folder: Path, source: str) -> list[Held]:
    """The releases of a source that were fetched into a folder, oldest first.

    Raises:
        UnreadableFile: the list is damaged.
    """
    return [entry for entry in _read(folder / NAME) if entry.source == source]


def _read(path: Path) -> list[Held]:
    try:
        return [Held(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))["releases"]]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableFile(
            "it is no list of fetched releases", where=str(path), todo="move it away; no release depends on it"
        ) from error


def add(folder: Path, entry: Held) -> None:
    """Put a release on the list; what is there already is only brought up to date."""
    path = folder / NAME
    same = (entry.file, entry.url, entry.etag, entry.last_modified)
    kept = [one for one in _read(path) if (one.file, one.url, one.etag, one.last_modified) != same]
    write_whole(path, {"schema": SCHEMA, "releases": [asdict(one) for one in [*kept, entry]]})
