"""Catalogues of messages, brought up to date with the templates: `python -m sojourn.web.catalogues`.

New messages come in empty, those that changed are marked fuzzy, and a test fails until somebody has written them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from sojourn.web.words import DOMAIN, LANGUAGES, catalogue

TEMPLATES: Final = Path(__file__).with_name("templates")
WIDTH: Final = 110


def messages() -> Catalog:
    """Every message of the templates, with the templates in which it stands."""
    found = Catalog(project=DOMAIN, charset="utf-8")
    for path in sorted(TEMPLATES.glob("*.html")):
        with path.open("rb") as file:
            for line, message, comments, context in extract("jinja2.ext:babel_extract", file, options=_OPTIONS):
                found.add(message, None, [(path.name, line)], auto_comments=comments, context=context)
    return found


_OPTIONS: Final = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}


def read(code: str) -> Catalog:
    """The catalogue of a language."""
    with catalogue(code).open("rb") as file:
        return read_po(file, locale=code)


def renew() -> None:
    """Bring the catalogue of every language but English up to date."""
    now = messages()
    for code in LANGUAGES:
        if code != "en":
            held = read(code) if catalogue(code).is_file() else Catalog(locale=code, project=DOMAIN)
            held.update(now, no_fuzzy_matching=True, update_creation_date=False)
            catalogue(code).parent.mkdir(parents=True, exist_ok=True)
            with catalogue(code).open("wb") as file:
                write_po(
                    file,
                    held,
                    width=WIDTH,
                    omit_header=False,
                    ignore_obsolete=True,
                    sort_output=True,
                    include_lineno=False,
                )


if __name__ == "__main__":
    renew()
