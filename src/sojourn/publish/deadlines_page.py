"""The document of deadlines as one self-contained HTML page."""

from __future__ import annotations

from typing import Any

from sojourn.publish.people_page import people_page


def deadlines_page(document: dict[str, Any]) -> str:
    """The page, in the language of the document."""
    return people_page(document, "deadlines.html", "us.deadlines")
