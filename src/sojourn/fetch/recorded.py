"""A file whose hash was recorded beforehand, fetched whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sojourn.errors import UnreadableFile, UnsafeFile
from sojourn.fetch.server import ask
from sojourn.reading.limits import system_errors
from sojourn.releases import Download


def fetch_recorded(download: Download, folder: Path) -> Path:
    """Fetch one file, check its hash, and put it in place whole.

    Raises:
        UnreadableFile: no answer, no such file, or a connection that breaks.
        UnsafeFile: the server sends on to another host, or the bytes are not those that were recorded.
    """
    with system_errors(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        content = _content(download)
        if hashlib.sha256(content).hexdigest() != download.sha256:
            raise _other_bytes(download)
        fresh = folder / f".{download.name}.part"
        fresh.write_bytes(content)
        return fresh.replace(folder / download.name)


def _content(download: Download) -> bytes:
    """The bytes; none are taken of a file that has another size."""
    with ask(download.address) as answer:
        if answer.announced.bytes != download.bytes:
            raise _other_bytes(download)
        content = b"".join(answer.pieces())
    if len(content) < download.bytes:
        raise UnreadableFile(
            f"the connection broke after {len(content):,} of {download.bytes:,} bytes",
            where=download.address,
            todo="try again later, or fetch it by hand",
        )
    return content


def _other_bytes(download: Download) -> UnsafeFile:
    return UnsafeFile("its bytes are not those that were recorded", where=download.address, todo="do not use it")
