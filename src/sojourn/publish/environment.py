"""How pages are written: strict templates in which whatever comes from outside is text and nothing else."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from sojourn.words.said import Joined
from sojourn.words.spoken import Words, words


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
    """Give an environment the messages of a language, `words`, and the filter `told`."""
    environment.install_gettext_translations(spoken.messages, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["words"] = spoken
    environment.filters["told"] = lambda text: told(text, spoken)


def told(text: str, spoken: Words) -> Markup:
    """What is said, in the language of the page where its catalogue has it, else in English; of texts that are joined, each.

    The class `spoken` lets the style sheet mark what nobody has reviewed.
    """
    if spoken.language.code == "en" or not text:
        return escape(text)
    if isinstance(text, Joined) and not spoken.tells(text):
        return escape(text.between).join([told(part, spoken) for part in text.parts])
    if spoken.tells(text):
        return Markup('<span class="spoken">{}</span>').format(spoken.tell(text))
    return Markup('<span lang="en">{}</span>').format(text)
