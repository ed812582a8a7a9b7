"""What the first readers of a site would wait for, done before it says that it is open: some second of work."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from sojourn.web.render import environment
from sojourn.web.search import places
from sojourn.web.site import Site
from sojourn.words.languages import LANGUAGES

SLOW: Final = ("scipy.optimize", "scipy.sparse", "scipy.special")
"""Modules that measures import when they first need them, so that a command that needs none starts at once."""


def warm(site: Site) -> None:
    """Import what is slow to import, compile the templates, and open the record with its views and its lists of places."""
    for name in SLOW:
        import_module(name)
    for language in LANGUAGES:
        made = environment(language)
        for name in made.list_templates(extensions=["html"]):
            made.get_template(name)
    if site.has_record:
        for record in site.records():
            record.open()
            places(record)
