"""Pages about the people of a facts file: no script, no request, readable without styles, printable."""

from __future__ import annotations

from typing import Any

from sojourn.publish.environment import page_environment
from sojourn.refuge.words import sentence
from sojourn.words.spoken import spaced


def people_page(document: dict[str, Any], template: str, sentences: str, **told: Any) -> str:
    """The page of a document in its language; `sentences` is what the ids of the template's own sentences begin with."""
    environment = page_environment()
    environment.globals["words"] = lambda id, **filled: sentence(document["language"], f"{sentences}.{id}", **filled)
    return spaced(environment.get_template(template).render(document=document, **told), document["language"])
