"""Pictures of pages as small PNG files: at most 256 colours, which is what a page of text and lines has in sight.

The browser that takes a picture also reads it, so that nothing else is needed for it.
"""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
_READ = """async data => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const paper = new OffscreenCanvas(image.width, image.height).getContext('2d');
    paper.drawImage(image, 0, 0);
    const bytes = paper.getImageData(0, 0, image.width, image.height).data;
    let text = '';
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return [image.width, image.height, btoa(text)];
}"""


def pixels(browser: Any, data: bytes) -> Any:
    """The pixels of a picture as a browser reads them: rows, columns, red-green-blue."""
    page = browser.new_page()
    width, height, text = page.evaluate(_READ, base64.b64encode(data).decode())
    page.close()
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)[:, :, :3]


def small(pixels: Any) -> bytes:
    """A picture with a palette: at most `COLOURS` of its own, and each other pixel in the nearest of them.

    Source: PNG specification, third edition, 11.2 (colour type 3).
    """
    image = pixels.astype(np.int32)
    packed = image[:, :, 0] << 16 | image[:, :, 1] << 8 | image[:, :, 2]
    found, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    kept = _kept(found, counts)
    nearest = np.array([_nearest(one, kept) for one in found], np.uint8)
    lines = np.zeros((image.shape[0], image.shape[1] + 1), np.uint8)
    lines[:, 1:] = nearest[places.reshape(packed.shape)]
    palette = b"".join(int(one).to_bytes(3, "big") for one in kept)
    header = struct.pack(">IIBBBBB", image.shape[1], image.shape[0], 8, 3, 0, 0, 0)
    made = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in made)


def _kept(colours: Any, counts: Any) -> Any:
    """All of a few colours; of many, the most frequent, and as many spread evenly over the others."""
    if len(colours) <= COLOURS:
        return colours
    ranked = colours[np.argsort(-counts, kind="stable")]
    rest = np.sort(ranked[COLOURS // 2 :])
    spread = rest[np.linspace(0, len(rest) - 1, COLOURS // 2).astype(int)]
    return np.unique(np.concatenate([ranked[: COLOURS // 2], spread]))


def _nearest(colour: int, kept: Any) -> int:
    """The place of the kept colour at the least distance."""
    parts = [(kept >> shift & 255) - (colour >> shift & 255) for shift in (16, 8, 0)]
    return int(np.argmin(sum(one * one for one in parts)))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
