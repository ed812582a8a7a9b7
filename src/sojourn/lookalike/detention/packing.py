"""Pieces of rows put together as a workbook, a gzip text or a Parquet file; equal pieces make equal bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from sojourn.engine.connect import connect, quoted
from sojourn.lookalike.court.archive import END_OF_STREAM, Archive, Piece, combined, piece
from sojourn.reading.marked import MARK

LEVEL = 3
"""Compression; higher levels cost more than they save."""
_CREATED = (2000, 1, 1)
"""A fixed day, so that the same seed gives the same bytes."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
"""Styles 1 and 2 are a day and a day with its time."""


@dataclass(frozen=True)
class Packed:
    """A compressed piece in a file of its own."""

    path: Path
    crc: int
    size: int

    def taken(self) -> Piece:
        """The piece; its file is removed."""
        data = self.path.read_bytes()
        self.path.unlink()
        return Piece(data, self.crc, self.size)


@dataclass
class SheetParts:
    """A sheet: its name, what stands above its rows, the pieces of rows, what stands below."""

    name: str
    head: str
    pieces: Iterable[Piece]
    tail: str = ""
    hidden: bool = False


def packed(text: bytes, path: Path) -> Packed:
    """Compress a piece into a file."""
    made = piece(text, LEVEL)
    path.write_bytes(made.data)
    return Packed(path, made.crc, made.size)


def workbook(path: Path, strings: str, sheets: Sequence[SheetParts]) -> None:
    """Write a workbook; `strings` is its part of shared texts."""
    with Archive(path, _CREATED) as archive:
        for name, text in _shell(sheets):
            archive.add(name, [piece(text.encode())])
        archive.add("xl/sharedStrings.xml", [piece(strings.encode())])
        for number, sheet in enumerate(sheets, 1):
            archive.add(f"xl/worksheets/sheet{number}.xml", _sheet(sheet))


def _sheet(sheet: SheetParts) -> Iterator[Piece]:
    yield piece(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{sheet.head}'.encode())
    yield from sheet.pieces
    yield piece(f"{sheet.tail}</sheetData></worksheet>".encode())


def _shell(sheets: Sequence[SheetParts]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    parts = {f"/xl/worksheets/sheet{number}.xml": f"{_TYPE}.worksheet+xml" for number in numbers}
    parts |= {
        "/xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
        "/xl/styles.xml": f"{_TYPE}.styles+xml",
        "/xl/sharedStrings.xml": f"{_TYPE}.sharedStrings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    yield (
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        f'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
    )
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    yield "_rels/.rels", _relations([(f"{_OFFICE}/officeDocument", "xl/workbook.xml"), (core, "docProps/core.xml")])
    yield (
        "docProps/core.xml",
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>{escape(MARK)}</dc:description></cp:coreProperties>',
    )
    yield "xl/styles.xml", _STYLES
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}"{" state=" + quoteattr("hidden") if sheet.hidden else ""} r:id="rId{number}"/>'
        for number, sheet in zip(numbers, sheets, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
    )
    own = [(f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    own += [(f"{_OFFICE}/styles", "styles.xml"), (f"{_OFFICE}/sharedStrings", "sharedStrings.xml")]
    yield "xl/_rels/workbook.xml.rels", _relations(own)


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def gzip_text(path: Path, head: str, pieces: Iterable[Piece], tail: str) -> None:
    """Write a gzip text of one stream from pieces."""
    crc = size = 0
    with path.open("wb") as file:
        file.write(b"\x1f\x8b\x08\0\0\0\0\0\0\xff")
        for one in (piece(head.encode()), *pieces, piece(tail.encode())):
            file.write(one.data)
            crc, size = combined(crc, one.crc, one.size), size + one.size
        file.write(END_OF_STREAM + struct.pack("<II", crc, size & 0xFFFFFFFF))


def parquet(path: Path, csv: Path, columns: dict[str, str]) -> None:
    """Write a Parquet file from a text whose columns have these types."""
    types = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in columns.items())
    with connect(memory_mib=1024) as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv({quoted(str(csv))}, delim = '|', quote = '\"', escape = '\"', header = false, "
            f"auto_detect = false, columns = {{{types}}})) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)"
        )
