"""What the first readers of a site would wait for: a second of work before it says that it is open, and one behind their backs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

from sojourn.web.asked import Asked, Page
from sojourn.web.pages import courts, facility, nationality
from sojourn.web.render import environment
from sojourn.web.search import Kind, Place, places
from sojourn.web.site import Site
from sojourn.words.languages import LANGUAGES
from sojourn.words.spoken import words

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


def make_first_pages(site: Site) -> None:
    """Let a page of each kind be made, so that what is read once for all pages of a kind is known before one is asked for.

    Whoever asks meanwhile waits for one of them at most. A public site makes none: it counts what it has shown.
    """
    if site.public or not site.has_record:
        return
    with site.record() as record:
        first = {place.kind: place for place in reversed(places(record))}
    for kind, place in first.items():
        if kind in _PAGES:
            site.behind(_PAGES[kind], Asked(site, words("en"), _path(place)))


_PAGES: Final[Mapping[Kind, Callable[[Asked], Page]]] = {
    "country": nationality.nationality,
    "facility": facility.facility,
    "court": courts.court,
    "judge": courts.judge,
}


def _path(place: Place) -> dict[str, str]:
    """The place as the address of its page has it."""
    return {"court": place.court, place.kind: place.code} if place.court else {place.kind: place.code}
