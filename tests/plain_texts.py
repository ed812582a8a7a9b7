"""Texts that no language could say again: what is neither a message with its values nor declared in a catalogue."""

from __future__ import annotations

from sojourn.measures import MEASURES
from sojourn.web.catalogues import messages
from sojourn.words.said import Joined, Said
from sojourn.words.spoken import FINDINGS

DECLARED = {one.id for one in messages(FINDINGS)} | {name for one in MEASURES.values() for name in one.dimensions}


def plain(text: str) -> list[str]:
    """The parts of a text that no language could say again."""
    if isinstance(text, Joined):
        return [one for part in text.parts for one in plain(part)]
    if isinstance(text, Said):
        return [one for value in text.values.values() if isinstance(value, Said | Joined) for one in plain(value)]
    return [] if not text or text in DECLARED else [text]
