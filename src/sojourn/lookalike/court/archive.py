"""A zip of pieces that were compressed apart: members are joined without being decompressed, and may pass 4 GiB.

A deflate stream may be cut at a full flush, so pieces made by several processes follow one another in one member
and an empty last block ends it; checksums are combined (RFC 1951; zlib's crc32_combine).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

END_OF_STREAM = b"\x03\x00"
DEFLATE, DEFLATE64 = 8, 9
_DOS_TIME = 0
_ZIP64 = 45
_ALL = 0xFFFFFFFF


@dataclass(frozen=True)
class Piece:
    """A compressed part of a member: its bytes, and checksum and size of what they stand for."""

    data: bytes
    crc: int
    size: int


def piece(text: bytes, level: int = 6, *, deflate64: bool = False) -> Piece:
    """Compress a part of a member; with `deflate64`, by codes alone, which both kinds of deflate read alike."""
    strategy = zlib.Z_HUFFMAN_ONLY if deflate64 else zlib.Z_DEFAULT_STRATEGY
    packer = zlib.compressobj(level, zlib.DEFLATED, -15, 8, strategy)
    return Piece(packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH), zlib.crc32(text), len(text))


@dataclass
class _Member:
    name: bytes
    offset: int
    crc: int = 0
    packed: int = 0
    size: int = 0


class Archive:
    """A zip that is written once, from its first member to its last; equal members make equal bytes."""

    def __init__(self, path: Path, day: tuple[int, int, int], *, deflate64: bool = False) -> None:
        """Start a zip; every member bears the day (year, month, day)."""
        self._file: BinaryIO = path.open("wb")
        self._date = (day[0] - 1980) << 9 | day[1] << 5 | day[2]
        self._method = DEFLATE64 if deflate64 else DEFLATE
        self._members: list[_Member] = []

    def __enter__(self) -> Self:
        """The archive itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the directory, unless an error came between."""
        with self._file:
            if kind is None:
                self._directory()

    def add(self, name: str, pieces: Iterable[Piece]) -> None:
        """Write one member from its pieces."""
        member = _Member(name.encode(), self._file.tell())
        self._members.append(member)
        self._file.write(self._local(member))
        for one in pieces:
            self._file.write(one.data)
            member.crc = combined(member.crc, one.crc, one.size)
            member.packed += len(one.data)
            member.size += one.size
        member.packed += self._file.write(END_OF_STREAM)
        end = self._file.tell()
        self._file.seek(member.offset)
        self._file.write(self._local(member))
        self._file.seek(end)

    def _local(self, member: _Member) -> bytes:
        """The header before a member; its sizes stand in the extra field, which has room for any size."""
        extra = struct.pack("<HHQQ", 1, 16, member.size, member.packed)
        fixed = (0x04034B50, _ZIP64, 0x800, self._method, _DOS_TIME, self._date, member.crc, _ALL, _ALL)
        return struct.pack("<IHHHHHIIIHH", *fixed, len(member.name), len(extra)) + member.name + extra

    def _directory(self) -> None:
        start = self._file.tell()
        for member in self._members:
            extra = struct.pack("<HHQQQ", 1, 24, member.size, member.packed, member.offset)
            fixed = (0x02014B50, _ZIP64, _ZIP64, 0x800, self._method, _DOS_TIME, self._date, member.crc, _ALL, _ALL)
            tail = (len(member.name), len(extra), 0, 0, 0, 0, _ALL)
            self._file.write(struct.pack("<IHHHHHHIIIHHHHHII", *fixed, *tail) + member.name + extra)
        end, count = self._file.tell(), len(self._members)
        self._file.write(
            struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, _ZIP64, _ZIP64, 0, 0, count, count, end - start, start)
        )
        self._file.write(struct.pack("<IIQI", 0x07064B50, 0, end, 1))
        self._file.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, _ALL, _ALL, 0))


def combined(first: int, second: int, size: int) -> int:
    """The CRC-32 of two texts in a row from those of each; `size` is that of the second in bytes."""
    for power in range(size.bit_length()):
        if size >> power & 1:
            first = _times(_shift(power), first)
    return first ^ second


@cache
def _shift(power: int) -> tuple[int, ...]:
    """The matrix over bits that appends 2**power zero bytes to what a checksum stands for."""
    if power == 0:
        one_bit = (0xEDB88320, *(1 << bit for bit in range(31)))
        for _ in range(3):
            one_bit = tuple(_times(one_bit, column) for column in one_bit)
        return one_bit
    half = _shift(power - 1)
    return tuple(_times(half, column) for column in half)


def _times(matrix: tuple[int, ...], vector: int) -> int:
    total = 0
    for column in matrix:
        if not vector:
            break
        if vector & 1:
            total ^= column
        vector >>= 1
    return total
