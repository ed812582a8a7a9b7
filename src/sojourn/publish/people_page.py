"""Pages about the people of a facts file: no script, no request, readable without styles, printable."""

from __future__ import annotations

import re
from typing import Any, Final

from sojourn.publish.environment import page_environment
from sojourn.refuge.words import sentence

_SPACED: Final = re.compile(" (?=[:;?!](?:[ <]|$))", re.MULTILINE)
"""The space that French sets before some marks, which must not begin a line."""


def people_page(document: dict[str, Any], template: str, sentences: str, **told: Any) -> str:
    """The page of a document in its language; `sentences` is what the ids of the template's own sentences begin with."""
    environment = page_environment()
    environment.globals["words"] = lambda id, **filled: sentence(document["language"], f"{sentences}.{id}", **filled)
    return spaced(environment.get_template(template).render(document=document, **told), document["language"])


def spaced(page: str, language: str) -> str:
    """A page with the spaces of its language before marks held fast."""
    return _SPACED.sub("\N{NO-BREAK SPACE}", page) if language == "fr" else page
