"""Law drift: what became of the provisions that the rules rest on, in statute files that the user gives.

A provision is known by its citation, by the ids of its element, and by the hash of its text (statute.Text). Only the body of a
file is compared: transitional clauses and amendments not in force repeat section numbers and are never taken. The date in
force that a file prints is a floor or a last change, so a difference in it alone is told apart from a changed text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from sojourn.errors import UnreadableFile
from sojourn.refuge.provisions import current_to, provisions
from sojourn.refuge.rule import RULES
from sojourn.refuge.rules import grounds  # noqa: F401 - fills the register of rules
from sojourn.refuge.statute import Statute, Text

Status = Literal["unchanged", "text changed", "gone", "moved", "date changed"]
DRIFTED: Final[tuple[Status, ...]] = ("text changed", "gone", "moved", "date changed")


@dataclass(frozen=True)
class Anchor:
    """What is known of a provision: its hash in one language, its ids and its printed date where these are known.

    `current_to` is the day to which the file was current from which this is known.
    """

    citation: str
    instrument: str
    language: str
    text_sha256: str
    current_to: date
    fid: str = ""
    id: str = ""
    in_force: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that rest on the provision or on one below it."""
        below = f"{self.citation}("
        return tuple(
            one.id for one in RULES.values() if one.citation == self.citation or one.citation.startswith(below)
        )


@dataclass(frozen=True)
class Compared:
    """What became of one provision in a file; `now` is where its text or its element stands today, None where it is gone."""

    anchor: Anchor
    status: Status
    now: Text | None


@dataclass(frozen=True)
class Drift:
    """A comparison with some files: what was compared, what no file covers, and what is new in the sections of the rules."""

    files: tuple[Statute, ...]
    compared: tuple[Compared, ...]
    not_in_files: tuple[Anchor, ...]
    newer: tuple[Text, ...]

    @property
    def drifted(self) -> tuple[Compared, ...]:
        """The provisions that are not as the rules know them."""
        return tuple(one for one in self.compared if one.status in DRIFTED)


def known_anchors() -> tuple[Anchor, ...]:
    """The provisions of the rules, in both languages; ids are those of the English files, French files have their own."""
    found = []
    for one in provisions().values():
        day = current_to()[one.instrument]
        found.append(Anchor(one.citation, one.instrument, "en", one.text_sha256, day, one.fid, one.id))
        found.append(Anchor(one.citation, one.instrument, "fr", one.french_sha256, day))
    return tuple(found)


def read_anchors(path: Path) -> tuple[Anchor, ...]:
    """The anchors of a list that was derived from English files: instrument, cite, ids, date in force, hash, currency.

    Raises:
        UnreadableFile: it is no such list.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_anchor(one) for one in entries)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFile(
            f"it is no list of anchors: {error}", where=str(path), todo="see docs/refuge.md for its keys"
        ) from error


def _anchor(entry: dict[str, Any]) -> Anchor:
    return Anchor(
        citation=f"{entry['instrument']} {entry['cite']}",
        instrument=entry["instrument"],
        language="en",
        text_sha256=entry["text_sha256"],
        current_to=date.fromisoformat(entry["current_date"]),
        fid=entry["fid"],
        id=entry["id"],
        in_force=entry["in_force"] or "",
    )


def drift(files: Sequence[Statute], anchors: Iterable[Anchor]) -> Drift:
    """Hold what is known of provisions against files; of two files of one instrument and language the last counts."""
    by_kind = {(one.instrument, one.language): one for one in files}
    compared, missing = [], []
    for anchor in anchors:
        file = by_kind.get((anchor.instrument, anchor.language))
        if file is None:
            missing.append(anchor)
        else:
            compared.append(_compare(anchor, file))
    newer = tuple(text for file in by_kind.values() for text in _newer(file))
    return Drift(tuple(by_kind.values()), tuple(compared), tuple(missing), newer)


def _compare(anchor: Anchor, file: Statute) -> Compared:
    here = file.provisions.get(anchor.citation)
    if here is not None and here.sha256 == anchor.text_sha256:
        return Compared(anchor, _same_text(anchor, here), here)
    elsewhere = _elsewhere(anchor, file)
    if elsewhere is not None:
        return Compared(anchor, "moved", elsewhere)
    return Compared(anchor, "gone" if here is None else "text changed", here)


def _same_text(anchor: Anchor, here: Text) -> Status:
    """The text is as known; its element or its printed date may be another."""
    if anchor.id and (anchor.fid, anchor.id) != (here.fid, here.id):
        return "moved"
    before = anchor.in_force or anchor.current_to.isoformat()
    changed = here.in_force != before if anchor.in_force else here.in_force > before
    return "date changed" if changed else "unchanged"


def _elsewhere(anchor: Anchor, file: Statute) -> Text | None:
    """The same text, or else the same element, under another citation."""
    others = [text for text in file.provisions.values() if text.citation != anchor.citation]
    same_text = (text for text in others if text.sha256 == anchor.text_sha256)
    same_element = (text for text in others if anchor.fid and text.fid == anchor.fid)
    return next(same_text, None) or next(same_element, None)


def _newer(file: Statute) -> list[Text]:
    """Provisions in the sections of the rules whose printed date is later than the file behind the rules.

    A new paragraph has no anchor; this is where it shows.
    """
    known = current_to().get(file.instrument)
    if known is None:
        return []
    sections = {one.citation.split("(")[0] for one in provisions().values() if one.instrument == file.instrument}
    return [
        text
        for text in file.provisions.values()
        if text.citation.split("(")[0] in sections and text.in_force > known.isoformat()
    ]
