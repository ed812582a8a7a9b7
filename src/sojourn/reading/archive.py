"""The members of a zip archive, read one after the other without unpacking it to disk.

A court release is one zip of 4 to 5 GB that holds 97 files of 15 to 20 GB (some years packed with Deflate64,
which the standard library refuses), so a member is handed on block by block, and nothing is ever written.
Damage is never data: an archive without a whole directory is refused before its first byte is read, and a
member counts as read only when its length and its checksum are what the directory says.
"""

from __future__ import annotations

import contextlib
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import inflate64
from isal import isal_zlib  # with its checksum three times as fast as zlib on tabbed text
from isal.igzip_lib import IsalError

from sojourn.errors import UnreadableFile, UnsafeFile
from sojourn.reading.limits import MIB, Limits
from sojourn.reading.raw import check_unpacked

STORED, DEFLATE, DEFLATE64 = 0, 8, 9

_UTF8_NAME = 0x800
_PROTECTED = 0x1 | 0x40 | 0x2000  # encrypted, strongly encrypted, directory encrypted
_LOCAL = struct.Struct("<4s22xHH")  # signature, length of the name, length of the extra field
_END = struct.Struct("<4s16xH")  # signature, length of the comment
_PACKED = MIB
_PACKED64 = 4096  # inflate64 unpacks all it is given, up to 26,000 times as much: about 100 MiB


@dataclass(frozen=True)
class Member:
    """One file in an archive, as the directory of the archive describes it; sizes and `offset` in bytes."""

    name: str
    size: int
    packed: int
    crc: int
    method: int
    offset: int

    @property
    def climbs(self) -> bool:
        """Whether its name leads out of a folder: harmless here, where nothing is written, but worth a note."""
        drive = self.name[1:2] == ":"
        return drive or self.name.startswith("/") or ".." in PurePosixPath(self.name).parts


def members(path: Path) -> list[Member]:
    """The files of an archive in the order of its directory, zip64 or not; folders are left out.

    Only the end of the archive is read.

    Raises:
        UnreadableFile: it is cut short, damaged, empty, protected by a password, or names a member twice.
        UnsafeFile: members share bytes, as only archives made to overflow a disk do.
    """
    directory = _directory(path)
    for info in directory:
        if info.flag_bits & _PROTECTED:
            raise UnreadableFile(
                f"its member {_name(info)!r} is protected by a password",
                where=str(path),
                todo="ask for a copy without one",
            )
    found = [
        Member(_name(info), info.file_size, info.compress_size, info.CRC, info.compress_type, info.header_offset)
        for info in directory
        if info.file_size or not _name(info).endswith("/")
    ]
    _refuse_twins(found, path)
    return found


def stream(path: Path, member: Member, limits: Limits, block: int = 8 * MIB) -> Iterator[bytes]:
    """The unpacked bytes of a member, in pieces of about `block` bytes or less.

    A piece is proved only when the last one has come: length and checksum are known at the end.

    Raises:
        UnreadableFile: the member is damaged, cut short or longer than stated, or packed in an unknown way.
        UnsafeFile: it unpacks beyond its stated size, or beyond the ratio that an honest file can have.
        LimitReached: it unpacks beyond the allowed size.
    """
    where = f"{path} ({member.name})"
    check_unpacked(member.size, member.packed, limits, where)
    done = crc = 0
    with path.open("rb") as file:
        for piece in _unpacked(_packed(file, member, where), member, block, where):
            done += len(piece)
            if done > member.size:
                raise UnsafeFile(
                    f"it unpacks beyond the {member.size:,} bytes it states", where=where, todo="fetch it again"
                )
            crc = isal_zlib.crc32(piece, crc)
            if piece:
                yield piece
    if done < member.size:
        raise _damaged(f"it ends after {done:,} of {member.size:,} bytes", where)
    if crc != member.crc:
        raise _damaged("its checksum is wrong", where)


def _damaged(what: str, where: str) -> UnreadableFile:
    return UnreadableFile(what, where=where, todo="fetch it again")


def _directory(path: Path) -> list[zipfile.ZipInfo]:
    """The entries of the directory, held against the bytes of the archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries, start, comment = archive.infolist(), archive.start_dir, archive.comment
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, EOFError) as error:
        raise _damaged(f"the archive is cut short or damaged ({error})", str(path)) from error
    _refuse_misplaced(entries, start, path)
    with path.open("rb") as file:
        file.seek(path.stat().st_size - _END.size - len(comment))
        if _END.unpack(file.read(_END.size)) != (b"PK\5\6", len(comment)):
            raise _damaged("the archive does not end with its directory", str(path))
    return entries


def _refuse_misplaced(entries: list[zipfile.ZipInfo], start: int, path: Path) -> None:
    """Members follow each other from the first byte on.

    Where they do not, what was found is not the directory of this archive: one that is cut short inside a member
    that is an archive itself ends with that member's directory.
    """
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    if not places or places[0][0] != 0:
        raise _damaged("its directory does not describe its bytes", str(path))
    for (offset, packed), (following, _) in pairwise([*places, (start, 0)]):
        if offset + _LOCAL.size + packed > following:
            raise UnsafeFile("its members share bytes", where=str(path), todo="do not trust it; fetch it again")


def _name(info: zipfile.ZipInfo) -> str:
    """The name of an entry: UTF-8 where marked or where its bytes are, else the code page of the first zips."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode()
    # Some archivers of Windows write its own separator, which the format forbids.
    return name.replace("\\", "/") if info.create_system == 0 else name


def _refuse_twins(found: list[Member], path: Path) -> None:
    for name, times in Counter(member.name for member in found).items():
        if times > 1:
            raise UnreadableFile(
                f"it holds {times} members named {name!r}", where=str(path), todo="unpack it and give the right files"
            )


def _packed(file: BinaryIO, member: Member, where: str) -> Iterator[bytes]:
    """The packed bytes of a member, as small as its method needs them."""
    file.seek(member.offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\3\4"):
        raise _damaged("it does not stand where the directory says", where)
    _, name, extra = _LOCAL.unpack(head)
    file.seek(name + extra, 1)
    left, size = member.packed, _PACKED64 if member.method == DEFLATE64 else _PACKED
    while left and (chunk := file.read(min(left, size))):
        left -= len(chunk)
        yield chunk
    if left:
        raise _damaged(f"the archive ends {left:,} bytes too early", where)


def _unpacked(chunks: Iterator[bytes], member: Member, block: int, where: str) -> Iterator[bytes]:
    if member.method not in {STORED, DEFLATE, DEFLATE64}:
        raise UnreadableFile(
            f"its compression (method {member.method}) is not known", where=where, todo="unpack it and give the folder"
        )
    try:
        if member.method == DEFLATE:
            yield from _inflated(chunks, block)
        else:
            yield from _gathered(map(inflate64.Inflater().inflate, chunks) if member.method else chunks, block)
    except (IsalError, ValueError) as error:  # type: ignore[misc]  # the stub has an instance; ValueError: inflate64
        raise _damaged(f"its packed bytes are damaged ({error})", where) from error


def _inflated(chunks: Iterator[bytes], block: int) -> Iterator[bytes]:
    inflater = isal_zlib.decompressobj(-15)
    for chunk in chunks:
        rest = chunk
        while rest and not inflater.eof:
            yield inflater.decompress(rest, block)
            rest = inflater.unconsumed_tail
    yield inflater.flush()


def _gathered(pieces: Iterator[bytes], block: int) -> Iterator[bytes]:
    """Small pieces joined until they make a block."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= block:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
