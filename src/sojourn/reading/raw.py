"""The bytes of a file: what kind it is, its hash, and its text unpacked within limits."""

from __future__ import annotations

import gzip
import hashlib
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from isal import igzip  # unpacks three times as fast as zlib
from isal.igzip_lib import IsalError

from sojourn.errors import FileChanged, LimitReached, UnreadableFile, UnsafeFile
from sojourn.reading.limits import MIB, Limits

Kind = Literal["text", "gzip", "workbook", "old workbook", "parquet", "zip", "unknown"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = {
    b"ARROW1": "a Feather or Arrow file",
    b"<stata_dta>": "a Stata file",
    b"$FL2": "an SPSS file",
    b"RDX3": "an R file",
    b"RDX2": "an R file",
    b"%PDF": "a PDF",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\xfd7zXZ\0": "an xz archive",
    b"BZh": "a bzip2 archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"SQLite format 3\0": "an SQLite database",
}
"""First bytes of files in which these data are passed on and which Sojourn does not read."""
_HEAD = 512
_BLOCK = MIB
"""Small enough that what is made of a block stays in the cache: 4 MiB at once take a third longer to prove."""


def kind_of(path: Path) -> Kind:
    """What a file is by its first bytes, whatever it is called."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_OLE):
        return "old workbook"
    if head.startswith(b"PK\x03\x04"):
        return "workbook" if _is_workbook(path) else "zip"
    return "text"


def foreign_form(path: Path) -> str:
    """Why a file is in no form that is read, by its first bytes; empty for those that may be."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return "the file is empty"
    unread = next((what for start, what in _FOREIGN.items() if head.startswith(start)), "")
    if unread:
        return f"{unread}, which is not read: get it as xlsx, CSV or Parquet"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"version https://git-lfs"):
        return "a pointer of Git LFS in place of the file: fetch the file itself (git lfs pull)"
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page in place of the file: fetch the file again"
    return ""


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.lower().endswith(("xl/workbook.xml", "xl/workbook.bin")) for name in archive.namelist())
    except zipfile.BadZipFile as error:
        raise UnreadableFile(
            f"its zip directory is damaged ({error})", where=str(path), todo="fetch it again"
        ) from error


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def unchanging(path: Path, sha256: str) -> Iterator[None]:
    """Hold that a file is the same after reading as it was when it was hashed.

    Raises:
        FileChanged: size, time or identity changed in between.
    """
    before = path.stat()
    if not stat.S_ISREG(before.st_mode):
        raise UnreadableFile("it is not a regular file", where=str(path), todo="give a file or a folder")
    yield
    after = path.stat()
    same = (before.st_size, before.st_mtime_ns, before.st_ino) == (after.st_size, after.st_mtime_ns, after.st_ino)
    if not same or sha256_of(path) != sha256:
        raise FileChanged(
            "it changed while it was read", where=str(path), todo="wait until it is complete and build again"
        )


def blocks(path: Path, limits: Limits) -> Iterator[bytes]:
    """The unpacked bytes of a text or gzip file, block by block.

    Raises:
        UnreadableFile: the gzip stream is cut short or damaged.
        UnsafeFile: it unpacks beyond the ratio that an honest file can have.
        LimitReached: it unpacks beyond the allowed size.
    """
    packed = path.stat().st_size
    done = 0
    with path.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream: BinaryIO | igzip.IGzipFile = igzip.IGzipFile(fileobj=raw) if zipped else raw  # type: ignore[no-untyped-call]
        while block := _read(stream, path):
            done += len(block)
            check_unpacked(done, packed, limits, str(path))
            yield block


def _read(stream: BinaryIO | igzip.IGzipFile, path: Path) -> bytes:
    try:
        return stream.read(_BLOCK)
    except EOFError as error:
        raise UnreadableFile("the gzip stream is cut short", where=str(path), todo="fetch it again") from error
    except (gzip.BadGzipFile, IsalError) as error:  # type: ignore[misc]  # the stub has an instance
        raise UnreadableFile(f"the gzip stream is damaged ({error})", where=str(path), todo="fetch it again") from error


def check_unpacked(done: int, packed: int, limits: Limits, where: str) -> None:
    """Stop an archive that unpacks too far; small files may have any ratio.

    Raises:
        UnsafeFile, LimitReached: see `blocks`.
    """
    if done > 64 * MIB and done > packed * limits.ratio:
        raise UnsafeFile(
            f"{packed:,} bytes unpack to more than {limits.ratio} times as much", where=where, todo="do not trust it"
        )
    if done > limits.unpacked_mib * MIB:
        raise LimitReached(
            f"it unpacks to more than {limits.unpacked_mib:,} MiB", where=where, todo="raise SOJOURN_UNPACKED_MIB"
        )
