"""The document of deadlines as one self-contained HTML page: no script, no request, readable without styles, printable."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from sojourn.refuge.words import sentence


def deadlines_page(document: dict[str, Any]) -> str:
    """The page, in the language of the document."""
    language = document["language"]
    environment = Environment(
        loader=PackageLoader("sojourn.refuge.us"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = lambda id, **told: sentence(language, f"us.deadlines.{id}", **told)
    return environment.get_template("deadlines.html").render(document=document)
