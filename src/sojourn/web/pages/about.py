"""Pages about Sojourn: how numbers come about, what words mean, and how to tell that a site is real."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import count
from pathlib import Path
from typing import Final

from markupsafe import Markup

from sojourn.publish.method import method_page
from sojourn.web.asked import Asked, Page, Route
from sojourn.words.legal_terms import legal_terms

_HEADING: Final = re.compile(r"<h([2-6])>(.*?)</h\1>")
_AROUND: Final = '<section class="scroll" tabindex="0" aria-label="Table {}"><table>'
_TERM: Final = re.compile(r"\*\*(.+?)\*\*: (.+)")


def method(_asked: Asked) -> Page:
    """Every estimator in plain words, with how often its interval held."""
    return Page("method.html", {"text": _method()})


def glossary(_asked: Asked) -> Page:
    """One word for each thing, and legal terms in each language with the English beside."""
    terms = {"terms": _TERM.findall(_document("glossary.md")), "legal_terms": legal_terms()}
    return Page("glossary.html", terms)


def real(_asked: Asked) -> Page:
    """Is this site real: what Sojourn never asks, and how to find the government's own pages."""
    return Page("real.html")


@cache
def _method() -> Markup:
    """The page of methods as HTML; raw HTML in it would be escaped."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - for this page alone

    text = method_page(json.loads(_document("coverage.json")))
    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    made = made.replace("<th>", '<th scope="col">').replace("</table>", "</table></section>")
    made = _HEADING.sub(_with_id, made)
    numbers = count(1)
    made = re.sub("<table>", lambda _: _AROUND.format(next(numbers)), made)
    return Markup(made)  # noqa: S704 - html is off


def _with_id(heading: re.Match[str]) -> str:
    """A heading that the page's own links find, under the name that a Markdown reader gives it."""
    level, text = heading.groups()
    name = re.sub(r"[^\w -]", "", re.sub(r"<[^>]*>", "", text)).lower().replace(" ", "-")
    return f'<h{level} id="{name}">{text}</h{level}>'


def _document(name: str) -> str:
    """A document of the project: beside this package once it is installed, else in the checkout."""
    packed = Path(__file__).parents[1] / "docs" / name
    path = packed if packed.is_file() else Path(__file__).parents[4] / "docs" / name
    return path.read_text(encoding="utf-8")


ROUTES: Final = (
    Route("/method", method, kept=True),
    Route("/glossary", glossary, kept=True),
    Route("/real", real, kept=True),
)
