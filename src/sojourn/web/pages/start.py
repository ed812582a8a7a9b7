"""The start: who you are and what you need; search; and the way out."""

from __future__ import annotations

from typing import Final

from sojourn.web.asked import Asked, Page, Route
from sojourn.web.search import search


def start(_asked: Asked) -> Page:
    """Seven ways in; the one of refuge is for this machine alone."""
    return Page("start.html")


def searched(asked: Asked) -> Page:
    """What a search finds; nothing that is typed here is kept."""
    text = asked.first("q")
    with asked.site.record() as record:
        found = search(record, text) if text else []
    return Page("search.html", {"text": text, "found": found, "asked_for": bool(text)})


def leave(_asked: Asked) -> Page:
    """A page that shows nothing."""
    return Page("leave.html")


ROUTES: Final = (
    Route("/", start, kept=True),
    Route("/search", searched),
    Route("/leave", leave, kept=True),
)
