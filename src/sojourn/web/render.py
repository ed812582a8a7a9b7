"""From a page to HTML: one Jinja environment a language, and what stands on every page whatever it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import BytecodeCache, ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from sojourn import __version__
from sojourn.findings import YEARS
from sojourn.publish.drawings.svg import Drawing
from sojourn.publish.environment import speak
from sojourn.web.asked import Asked, Page
from sojourn.words.languages import LANGUAGES
from sojourn.words.refusals import refusal
from sojourn.words.spoken import Words, spaced, words

MOST_ROWS: Final = 150
"""Rows of a table that a page shows; CSV and JSON have all of them."""
_INLINE_STYLE: Final = ' style="max-width:100%;height:auto"'


class _Compiled(BytecodeCache):
    """Templates as they were compiled for one language, for the others; in memory alone."""

    def __init__(self) -> None:
        self._templates: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with a template that is known."""
        if bucket.key in self._templates:
            bucket.bytecode_from_string(self._templates[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self._templates[bucket.key] = bucket.bytecode_to_string()


_COMPILED: Final = _Compiled()
_OF_A_LANGUAGE: Final = ("number", "cell", "day", "spaced", "told")


def _when_rendered(make: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that is not computed at compiling, even of what is constant: the template is compiled for all languages."""

    @pass_context
    def made(_context: Context, *given: Any) -> Any:
        return make(*given)

    return made


@cache
def environment(language: str) -> Environment:
    """The templates with the messages of a language."""
    made = Environment(
        loader=ChoiceLoader(
            [PackageLoader("sojourn.web"), PrefixLoader({"publish": PackageLoader("sojourn.publish")})]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=_COMPILED,
    )
    spoken = words(language)
    speak(made, spoken)
    made.filters |= {"number": spoken.number, "cell": spoken.cell, "day": spoken.day, "drawn": drawn}
    made.filters["spaced"] = lambda part: Markup(spaced(escape(part), language))  # noqa: S704
    for name in _OF_A_LANGUAGE:
        made.filters[name] = _when_rendered(made.filters[name])
    made.filters["refusal"] = refusal
    made.filters["cells"] = _when_rendered(lambda row, columns: table_cells(row, columns, spoken))
    made.globals |= {
        "languages": tuple(LANGUAGES.values()),
        "most_rows": MOST_ROWS,
        "version": __version__,
    }
    return made


def table_cells(row: Sequence[Any], columns: Sequence[str], spoken: Words) -> Markup:
    """The cells of a row of a table; the number of a year has no mark for thousands.

    A page has up to a thousand cells, each of which a template would look at for five times as long.
    """
    told = []
    for name, value in zip(columns, row, strict=True):
        if isinstance(value, int | float) and not isinstance(value, bool):
            told.append(f'<td class="number">{value if name in YEARS else spoken.cell(value)}</td>')
        else:
            day = ' class="day"' if isinstance(value, date) else ""
            told.append(f"<td{day}>{escape(spoken.cell(value))}</td>")
    return Markup("".join(told))  # noqa: S704 - every cell that is no number is escaped


def rendered(page: Page, asked: Asked, path: str) -> str:
    """The HTML of a page whose address is `path` below the language."""
    template = environment(asked.words.language.code).get_template(page.template)
    return template.render(**page.values, **frame(page, asked, path))


def frame(page: Page, asked: Asked, path: str) -> dict[str, Any]:
    """What every page is given: addresses, the other languages, and what to say above all else."""
    pairs = [(name, one) for name, all_ in asked.query.items() for one in all_]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return {
        "to": asked.to,
        "desk": asked.site.desk is not None and not asked.site.public,
        "here": {code: f"/{code}{path}{query}" for code in LANGUAGES},
        "public": asked.site.public,
        "served": asked.site.served,
        "manifest": asked.site.manifest,
        "key": asked.key,
        "invented": page.of_record and asked.site.invented,
        "stays_here": page.tier in {"P2", "P3"}
        or any(one.tier in {"P2", "P3"} and (one.value is not None or one.rows) for one in page.findings),
    }


def drawn(drawing: Drawing) -> Markup:
    """The SVG of a drawing for a page, whose style sheet says what its inline style says; `element` escaped what is data."""
    return Markup(drawing.svg.replace(_INLINE_STYLE, "", 1))  # noqa: S704 - made by drawings.svg, which escapes
