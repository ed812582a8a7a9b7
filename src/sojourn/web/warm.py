"""What the first readers of a site would wait for, done before it says that it is open: two or three seconds of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Final

from sojourn.errors import SojournError
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
    """Import what is slow to import, compile the templates, open the record with its views, and make a page of each kind."""
    for name in SLOW:
        import_module(name)
    for language in LANGUAGES:
        made = environment(language)
        for name in made.list_templates(extensions=["html"]):
            made.get_template(name)
    if site.has_record:
        for record in site.records():
            record.open()
        _make_first_pages(site)


def _make_first_pages(site: Site) -> None:
    """Make a page of each kind, so that what is read once for all pages of a kind is known.

    A public site makes none: it counts what it has shown.
    """
    with site.record() as record:
        first = {place.kind: place for place in reversed(places(record))}
    for kind in () if site.public else _PAGES.keys() & first.keys():
        with suppress(SojournError):  # whoever asks for the page is told
            _PAGES[kind](Asked(site, words("en"), _path(first[kind])))


_PAGES: Final[Mapping[Kind, Callable[[Asked], Page]]] = {
    "country": nationality.nationality,
    "facility": facility.facility,
    "court": courts.court,
    "judge": courts.judge,
}


def _path(place: Place) -> dict[str, str]:
    """The place as the address of its page has it."""
    return {"court": place.court, place.kind: place.code} if place.court else {place.kind: place.code}
