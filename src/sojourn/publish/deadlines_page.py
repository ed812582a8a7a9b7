"""The document of deadlines as one self-contained HTML page: no script, no request, readable without styles, printable."""

from __future__ import annotations

from typing import Any

from sojourn.publish.environment import page_environment
from sojourn.refuge.words import sentence


def deadlines_page(document: dict[str, Any]) -> str:
    """The page, in the language of the document."""
    language = document["language"]
    environment = page_environment()
    environment.globals["words"] = lambda id, **told: sentence(language, f"us.deadlines.{id}", **told)
    return environment.get_template("deadlines.html").render(document=document)
