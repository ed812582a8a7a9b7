"""Where releases come from: folders on this machine, and the files that can be fetched."""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from sojourn.errors import NothingToRead, UnknownName, UnreadableFile, UnsafeFile
from sojourn.reading.limits import system_errors

SECONDS = 20


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


def fetch(download: Download, folder: Path) -> Path:
    """Fetch one file, check its hash, and put it in place whole.

    Raises:
        UnreadableFile: the network or the address fails.
        UnsafeFile: the bytes are not those that were recorded.
    """
    with system_errors(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with urlopen(download.address, timeout=SECONDS) as answer:  # noqa: S310 - https addresses of downloads.toml only
                content = answer.read(download.bytes + 1)
        except (URLError, TimeoutError, ConnectionError) as error:
            raise UnreadableFile(
                f"it cannot be fetched ({error})", where=download.address, todo="check the network, or fetch it by hand"
            ) from error
        if hashlib.sha256(content).hexdigest() != download.sha256:
            raise UnsafeFile("its bytes are not those that were recorded", where=download.address, todo="do not use it")
        fresh = folder / f".{download.name}.part"
        fresh.write_bytes(content)
        return fresh.replace(folder / download.name)
