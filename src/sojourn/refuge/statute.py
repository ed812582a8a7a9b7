"""A consolidated statute or regulation of Canada from the Justice Laws XML, provision by provision.

Only the body is read: the schedules "RelatedProvs" (transitional clauses) and "NifProvs" (amendments not in force) repeat
section numbers, and a search of the whole file would find text that is not law. The in-force date that the file prints is a
floor or a last change, never the commencement, so it is kept for comparing and decides nothing.
Source: Justice Laws Website, XML of consolidated Acts and regulations (Open Government Licence - Canada).
"""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sojourn.errors import UnreadableFile, UnsafeFile

_LIMS: Final = "{http://justice.gc.ca/lims}"
_LEVELS: Final = frozenset({"Section", "Subsection", "Paragraph", "Subparagraph", "Clause", "Subclause"})
INSTRUMENTS: Final[Mapping[str, str]] = {
    "I-2.5": "IRPA",
    "SOR/2002-227": "IRPR",
    "DORS/2002-227": "IRPR",
    "I-21": "InterpretationAct",
}
"""The number of an instrument, in English or French, and the name by which Sojourn cites it."""
LARGEST: Final = 64 << 20
"""Bytes above which a file is no statute; the regulations have 1.6 MB."""


@dataclass(frozen=True)
class Text:
    """One provision in one file: its element's ids, the in-force date that the file prints, and its text in one line."""

    citation: str
    fid: str
    id: str
    in_force: str
    text: str

    @property
    def sha256(self) -> str:
        """Hash of the text with all white space joined to single blanks."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Statute:
    """One file: the instrument, its language, the day to which it is current, and its provisions by citation."""

    instrument: str
    language: str
    current_to: date
    provisions: Mapping[str, Text]


def read_statute(path: Path) -> Statute:
    """Read a file.

    Raises:
        UnsafeFile: it declares entities or a document type, or is too large.
        UnreadableFile: it is no XML of a consolidated instrument that Sojourn cites.
    """
    where = str(path)
    try:
        return _statute(_root(path), where)
    except (OSError, ET.ParseError, ValueError, RecursionError) as error:
        raise UnreadableFile(f"it is no XML that can be read: {error}", where=where, todo=_TODO) from error


def _root(path: Path) -> ET.Element:
    """The root element; read as UTF-8 whatever the file declares, so that no other encoding hides an entity."""
    content = path.read_bytes()
    text = content.decode("utf-8-sig") if len(content) <= LARGEST else ""
    if not text or "\0" in text or "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnsafeFile(
            "it declares a document type, or is no UTF-8, or is too large",
            where=str(path),
            todo="get it from Justice Laws",
        )
    return ET.fromstring(text)  # noqa: S314 - no document type, so no entity to expand


def _statute(root: ET.Element, where: str) -> Statute:
    instrument, body, current = _number(root), root.find("Body"), root.get(f"{_LIMS}current-date")
    if instrument not in INSTRUMENTS or body is None or not current:
        raise UnreadableFile(
            f"it is no instrument that Sojourn cites ({instrument or 'no number'})", where=where, todo=_TODO
        )
    name = INSTRUMENTS[instrument]
    texts = {text.citation: text for text in _texts(body, name)}
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang", "en")
    return Statute(name, language, date.fromisoformat(current), texts)


_TODO: Final = "get the XML of the consolidated Act or regulations from laws-lois.justice.gc.ca"


def _number(root: ET.Element) -> str:
    for tag in ("ConsolidatedNumber", "InstrumentNumber"):
        found = root.find(f"./Identification//{tag}")
        if found is not None and found.text:
            return found.text.strip()
    return ""


def _texts(element: ET.Element, above: str) -> Iterator[Text]:
    """The provisions below an element, each cited by the labels on its way down."""
    for child in element:
        if child.tag not in _LEVELS:
            yield from _texts(child, above)
            continue
        citation = _cite(above, child)
        yield Text(
            citation,
            child.get(f"{_LIMS}fid", ""),
            child.get(f"{_LIMS}id", ""),
            child.get(f"{_LIMS}inforce-start-date", ""),
            " ".join(" ".join(child.itertext()).split()),
        )
        yield from _texts(child, citation)


def _cite(above: str, element: ET.Element) -> str:
    label = element.find("Label")
    own = (label.text or "").strip() if label is not None else ""
    if element.tag == "Section":
        return f"{above} {own}"
    return f"{above}({own.strip('()')})"  # French paragraphs are labelled a), English ones (a)
