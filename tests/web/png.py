"""Pictures of pages as small PNG files: at most 256 colours, which is what a page of text and lines has in sight."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
TRUE_COLOUR = {2: 3, 6: 4}
"""Samples of a pixel by colour type: red, green, blue, and with opacity (PNG specification, third edition, 11.2.1)."""


def chunks(data: bytes) -> dict[bytes, bytes]:
    """The chunks of a file by type; those of one type are joined."""
    assert data[:8] == SIGNATURE
    found: dict[bytes, bytes] = {}
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind = data[at + 4 : at + 8]
        found[kind] = found.get(kind, b"") + data[at + 8 : at + 8 + length]
        at += 12 + length
    return found


def pixels(data: bytes) -> Any:
    """The pixels of a file of eight bits a sample, without interlacing: rows, columns, red-green-blue."""
    read = chunks(data)
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", read[b"IHDR"])
    assert depth == 8
    assert not interlaced
    samples = TRUE_COLOUR[colour]
    raw = np.frombuffer(zlib.decompress(read[b"IDAT"]), np.uint8).reshape(height, 1 + width * samples)
    rows = np.zeros((height, width, samples), np.uint8)
    above = np.zeros((width, samples), np.uint8)
    for at, line in enumerate(raw):
        above = rows[at] = _unfiltered(int(line[0]), line[1:].reshape(width, samples), above)
    return rows[:, :, :3]


def _unfiltered(kind: int, line: Any, above: Any) -> Any:
    """A row as it was before its filter (PNG specification, 9.2): none, left, above, mean of both, or Paeth."""
    if kind == 0:
        return line
    if kind == 1:
        return np.cumsum(line, axis=0, dtype=np.uint8)
    if kind == 2:
        return line + above
    made = np.zeros(line.shape, np.int16)
    left = upper_left = np.zeros(line.shape[1], np.int16)
    wide, up = line.astype(np.int16), above.astype(np.int16)
    for at in range(len(line)):
        before = (left + up[at]) // 2 if kind == 3 else _paeth(left, up[at], upper_left)
        left, upper_left = (wide[at] + before) & 255, up[at]
        made[at] = left
    return made.astype(np.uint8)


def _paeth(left: Any, up: Any, upper_left: Any) -> Any:
    """Whichever of the three neighbours is nearest to left + up - upper left; of equals, in that order."""
    guess = left + up - upper_left
    far = [abs(guess - one) for one in (left, up, upper_left)]
    return np.where((far[0] <= far[1]) & (far[0] <= far[2]), left, np.where(far[1] <= far[2], up, upper_left))


def small(data: bytes) -> bytes:
    """The same picture with a palette: the colours that fill most of it, and each other pixel in the nearest of them."""
    image = pixels(data).astype(np.int32)
    packed = image[:, :, 0] << 16 | image[:, :, 1] << 8 | image[:, :, 2]
    found, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    kept = np.sort(found[np.argsort(-counts, kind="stable")[:COLOURS]])
    nearest = np.array([_nearest(one, kept) for one in found], np.uint8)
    lines = np.zeros((image.shape[0], image.shape[1] + 1), np.uint8)
    lines[:, 1:] = nearest[places.reshape(packed.shape)]
    palette = b"".join(int(one).to_bytes(3, "big") for one in kept)
    header = struct.pack(">IIBBBBB", image.shape[1], image.shape[0], 8, 3, 0, 0, 0)
    made = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in made)


def _nearest(colour: int, kept: Any) -> int:
    """The place of the kept colour at the least distance."""
    parts = [(kept >> shift & 255) - (colour >> shift & 255) for shift in (16, 8, 0)]
    return int(np.argmin(sum(one * one for one in parts)))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
