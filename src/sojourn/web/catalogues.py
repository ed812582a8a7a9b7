"""Catalogues of messages, brought up to date with templates, code and declarations: `python -m sojourn.web.catalogues`.

New messages come in empty, those that nothing says any more go, and a test fails until somebody has written them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

import sojourn
from sojourn.compare.groupings import told as told_groups
from sojourn.measures import MEASURES
from sojourn.measures.court.published import told_figures
from sojourn.measures.declare import Measure
from sojourn.measures.entry.totals import what_totals_count
from sojourn.measures.published import comparisons
from sojourn.sources.declare import sources
from sojourn.sources.rounding import ROUNDINGS
from sojourn.tables import TABLES
from sojourn.words import said
from sojourn.words.languages import LANGUAGES
from sojourn.words.spoken import DOMAINS, FINDINGS, PAGES, catalogue

PACKAGE: Final = Path(sojourn.__file__).parent
TEMPLATES: Final = ("web/templates/*.html", "publish/templates/cards.html")
"""The templates whose words are in catalogues; those of refuge and of deadlines have words of their own, in law."""
WIDTH: Final = 110
_SAYS: Final = {"said": 1, "said_count": 2}
"""The functions that say something, and how many of their arguments are messages."""


def messages(domain: str) -> Catalog:
    """Every message of pages or of findings, with where it stands."""
    found = Catalog(project="sojourn", charset="utf-8")
    for where, line, message in _of_templates() if domain == PAGES else _of_findings():
        added = found.add(message, None, [(where, line)])
        if domain == FINDINGS:
            added.flags.discard("python-format")  # its places are {name}; a per cent sign is a per cent sign
    return found


def _of_templates() -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    for path in (path for pattern in TEMPLATES for path in sorted(PACKAGE.glob(pattern))):
        with path.open("rb") as file:
            for line, message, _comments, _context in extract("jinja2.ext:babel_extract", file, options=_OPTIONS):
                yield path.name, line, message


_OPTIONS: Final = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}


def _of_findings() -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    """What the code says, and what measures declare."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if f"from {said.__name__} import" in text:
            for call in ast.walk(ast.parse(text)):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _SAYS:
                    yield str(path.relative_to(PACKAGE)), call.lineno, _literals(call, _SAYS[call.func.id], path)
    yield from (("measures/court/reference_figures.csv", 0, text) for text in told_figures())
    for measure in MEASURES.values():
        yield from ((f"measures/{measure.id}", 0, text) for text in declared(measure) if text)
    yield from (("compare/groupings.toml", 0, text) for text in told_groups())
    for source in sources().values():
        yield f"sources/{source.id}", 0, source.title
        yield from ((f"tables/{one.table}", 0, TABLES[one.table].title) for one in source.families)
    yield from (("sources/rounding.py", 0, rounding.says) for rounding in ROUNDINGS.values())
    yield from (("measures/published_figures.csv", 0, text) for text in comparisons())
    yield from (("measures/entry/appointment_totals.csv", 0, text) for text in what_totals_count())


def _literals(call: ast.Call, number: int, path: Path) -> str | tuple[str, ...]:
    """The messages of a call.

    Raises:
        TypeError: one is no literal, so that no catalogue could have it.
    """
    texts = [one.value for one in call.args[:number] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if len(texts) != number:
        raise TypeError(f"{path}, line {call.lineno}: a message is no literal; write the sentence where it is said")
    return texts[0] if number == 1 else tuple(texts)


def declared(measure: Measure) -> Iterator[str]:
    """What a measure declares in words."""
    yield from vars(measure.definition).values()
    yield measure.unit
    for parameter in measure.parameters:
        yield parameter.help
        yield from parameter.meanings.values()
        yield from parameter.date_bases.values()
    yield from measure.dimensions  # they head the columns of a split
    yield from (dimension.help for dimension in measure.dimensions.values())


def read(code: str, domain: str) -> Catalog:
    """A catalogue of a language."""
    with catalogue(code, domain).open("rb") as file:
        return read_po(file, locale=code)


_HEAD: Final[Mapping[str, str]] = {
    "project": "sojourn",
    "version": "0.1",
    "msgid_bugs_address": "none",
    "last_translator": "nobody yet <>",
    "language_team": "none",
    "header_comment": "# What measures, verdicts and the terminal say. Who answers for it stands in locale/reviewed.toml.",
}


def renew() -> None:
    """Bring the catalogues of every language but English up to date."""
    for domain in DOMAINS:
        now = messages(domain)
        for code in LANGUAGES:
            if code != "en":
                _renew(code, domain, now)


def _renew(code: str, domain: str, now: Catalog) -> None:
    path = catalogue(code, domain)
    held = read(code, domain) if path.is_file() else Catalog(locale=code, fuzzy=False, **_HEAD)
    held.update(now, no_fuzzy_matching=True, update_creation_date=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, held, width=WIDTH, ignore_obsolete=True, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    renew()
