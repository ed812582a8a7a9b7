"""Where releases come from: folders on this machine, and the files that can be fetched."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sojourn.errors import NothingToRead, UnknownName


@dataclass(frozen=True)
class Download:
    """A file that may be fetched: its address, the hash of its bytes, its size and licence."""

    name: str
    address: str
    sha256: str
    bytes: int
    licence: str
    what: str


@dataclass(frozen=True)
class Renewed:
    """A release that its agency renews under one address; `former` addresses are dead, by others' account.

    `title` begins the name of each file that is kept, `listed` says where the agency names the address, and
    `largest` is the number of bytes beyond which nothing is fetched.
    """

    source: str
    title: str
    address: str
    former: tuple[str, ...]
    listed: str
    largest: int


def downloads() -> tuple[Download, ...]:
    """The files of `downloads.toml` whose bytes are known."""
    return tuple(Download(**entry) for entry in _declared()["file"])


def renewed(source: str) -> Renewed:
    """The release of a source that its agency renews.

    Raises:
        UnknownName: no address is known for this source.
    """
    known = {
        entry["source"]: Renewed(**{**entry, "former": tuple(entry["former"])}) for entry in _declared()["renewed"]
    }
    if source not in known:
        raise UnknownName(f"no address is known for {source!r}", todo=f"those that can be fetched: {', '.join(known)}")
    return known[source]


def _declared() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((Path(__file__).parent / "downloads.toml").read_text(encoding="utf-8"))


def places() -> list[Path]:
    """Where files are looked for: SOJOURN_FILES (several with the path separator between), ./data, ../shared/data."""
    given = os.environ.get("SOJOURN_FILES", "")
    named = [Path(text) for text in given.split(os.pathsep) if text]
    return named or [Path("data"), Path("../shared/data")]


def find_inputs() -> tuple[Path, ...]:
    """The first place that exists; with SOJOURN_FILES, all that it names.

    Raises:
        NothingToRead: no place exists.
    """
    if os.environ.get("SOJOURN_FILES"):
        return tuple(places())
    there = [place for place in places() if place.is_dir()]
    if not there:
        looked = ", ".join(map(str, places()))
        raise NothingToRead(
            "there is no folder of files", where=looked, todo="give files with --files, or set SOJOURN_FILES"
        )
    return (there[0],)
