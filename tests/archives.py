"""Zips written by hand, so that tests may say in them what no library would write."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

import inflate64

from sojourn.reading.archive import DEFLATE, DEFLATE64


def deflate64(content: bytes) -> bytes:
    """Packed by the method that Windows chooses for large files."""
    packer = inflate64.Deflater()
    return bytes(packer.deflate(content) + packer.flush())


def packed_by(content: bytes, method: int) -> bytes:
    """Packed by the method of this number."""
    if method == DEFLATE64:
        return deflate64(content)
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush() if method == DEFLATE else content


def archive(
    contents: Mapping[str, bytes] | list[tuple[str, bytes]],
    method: int = DEFLATE,
    *,
    size: int | None = None,
    crc: int | None = None,
    flags: int = 0,
    encoding: str = "ascii",
    system: int = 3,
    packed: bytes | None = None,
) -> bytes:
    """A zip written by hand, so that it may say what no library would write."""
    body, directory = b"", b""
    entries = contents.items() if isinstance(contents, Mapping) else contents
    for name, content in entries:
        data = packed_by(content, method) if packed is None else packed
        stated = len(content) if size is None else size
        sums = struct.pack("<III", zlib.crc32(content) if crc is None else crc, len(data), stated)
        raw = name.encode(encoding)
        common = struct.pack("<HHHHH", 45, flags, method, 0, 33) + sums + struct.pack("<HH", len(raw), 0)
        directory += b"PK\1\2" + bytes([45, system]) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + raw
        body += b"PK\3\4" + common + raw + data
    count = len(entries)
    return body + directory + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
