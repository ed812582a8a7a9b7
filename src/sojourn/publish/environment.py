"""How pages are written: strict templates in which whatever comes from outside is text and nothing else."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from sojourn.words.said import Joined, Said
from sojourn.words.spoken import Words, words

MOST_PLAIN: Final = 2048
"""Texts without a place for a value whose form in a language is kept: words of definitions, heads of columns."""


def page_environment(spoken: Words | None = None) -> Environment:
    """An environment over the templates of this folder, with the messages of a language and the filter `told`."""
    spoken = spoken or words("en")
    made = Environment(
        loader=PackageLoader("sojourn.publish"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    speak(made, spoken)
    return made


def speak(environment: Environment, spoken: Words) -> None:
    """Give an environment the messages of a language, `words`, and the filter `told`.

    A page has some 200 messages, nearly all without a place for a value, so each of these is put into words once.
    """
    environment.install_gettext_translations(spoken.messages, newstyle=True)  # type: ignore[attr-defined]
    message = cache(lambda text: Markup(spoken.messages.gettext(text)))  # noqa: S704 - a literal of a template
    whole = cache(lambda text: message(text) % {})
    plain = lru_cache(MOST_PLAIN, typed=True)(lambda text: told(text, spoken))

    def gettext(text: str, **values: Any) -> Markup:
        found: Markup = message(text) % values if values else whole(text)
        return found

    environment.globals |= {"words": spoken, "_": gettext}
    environment.filters["told"] = lambda text: plain(text) if _has_no_values(text) else told(text, spoken)


def _has_no_values(text: str) -> bool:
    return type(text) is str or (type(text) is Said and not text.values)


def told(text: str, spoken: Words) -> Markup:
    """What is said, in the language of the page where its catalogue has it, else in English; of texts that are joined, each.

    The class `spoken` lets the style sheet mark what nobody has reviewed.
    """
    if spoken.language.code == "en" or not text:
        return escape(text)
    if isinstance(text, Joined) and not spoken.tells(text):
        return escape(text.between).join([told(part, spoken) for part in text.parts])
    if spoken.tells(text):
        return Markup(f'<span class="spoken">{escape(spoken.tell(text))}</span>')  # noqa: S704 - what is told is escaped
    return Markup(f'<span lang="en">{escape(text)}</span>')  # noqa: S704
