"""The document of a determination as one self-contained HTML page."""

from __future__ import annotations

from typing import Any

from sojourn.publish.people_page import people_page


def determination_page(document: dict[str, Any], *, proof: bool = False) -> str:
    """The page, in the language of the document; with `proof` also what does not follow, and the steps behind every answer."""
    return people_page(document, "determination.html", "page", proof=proof)
