"""Frames as delimited text: quoted text, bare days, banner lines padded with delimiters."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sojourn.lookalike.frame import Cell, Column, Frame

CHUNK = 200_000
DELIMITER = "|"


@dataclass(frozen=True)
class Style:
    """How the text stands in its file."""

    banner: tuple[str, ...] = ()
    line_end: str = "\n"
    byte_order_mark: bool = False
    last_line_end: bool = True
    quoted_header: bool = True

    @property
    def first_line(self) -> int:
        """The line of the first row."""
        return len(self.banner) + 2


def write_text(path: Path, frame: Frame, style: Style) -> None:
    """Write a gzip text; the same frame gives the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", compresslevel=3, fileobj=raw, mtime=0) as file:
        if style.byte_order_mark:
            file.write(b"\xef\xbb\xbf")
        file.write(_bytes("".join(line + style.line_end for line in _head(frame, style))))
        for chunk in _chunks(frame, style):
            file.write(chunk)
        file.write(_bytes("".join(style.line_end + note for note in frame.notes)))
        if style.last_line_end:
            file.write(style.line_end.encode())


def _head(frame: Frame, style: Style) -> Iterator[str]:
    padding = DELIMITER * (len(frame.columns) - 1)
    for line in style.banner:
        yield (f'"{line}"' if line else "") + padding
    yield DELIMITER.join(f'"{header}"' if style.quoted_header else header for header in frame.headers)


def _chunks(frame: Frame, style: Style) -> Iterator[bytes]:
    """The rows in pieces, each with a line end before all of its rows but the first of the file."""
    rendered = [np.array([_render(column, cell) for cell in column.cells], dtype=object) for column in frame.columns]
    for start in range(0, frame.rows, CHUNK):
        stop = min(start + CHUNK, frame.rows)
        cells = [
            texts[column.codes[start:stop]].tolist() for texts, column in zip(rendered, frame.columns, strict=True)
        ]
        lines = list(map(DELIMITER.join, zip(*cells, strict=True)))
        for row in sorted({*frame.before, *frame.extra, *frame.cut} & set(range(start, stop))):
            lines[row - start] = _spoilt(frame, row, [one[row - start] for one in cells], style)
        yield _bytes((style.line_end if start else "") + style.line_end.join(lines))


def _spoilt(frame: Frame, row: int, cells: list[str], style: Style) -> str:
    """A row with what was planted round it."""
    extra = [frame.extra[row]] if row in frame.extra else []
    line = DELIMITER.join((cells[:-1] if row in frame.cut else cells) + extra)
    return style.line_end.join([*frame.before.get(row, []), line])


def _render(column: Column, cell: Cell) -> str:
    if cell.raw is not None:
        return cell.raw
    if not column.quoted or not cell.text:
        return cell.text
    return '"' + cell.text.replace('"', '""') + '"'


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
