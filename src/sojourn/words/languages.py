"""The four languages, and which of them a browser asks for first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Language:
    """A language of the site: its code in paths, its own name, and the locale of its numbers and days.

    Readers of Spanish and French here live in the Americas: `es` would write 12.345,6 where they read 12,345.6.
    """

    code: str
    name: str
    locale: str


LANGUAGES: Final[Mapping[str, Language]] = {
    one.code: one
    for one in (
        Language("en", "English", "en_CA"),
        Language("ru", "Русский", "ru_RU"),
        Language("fr", "Français", "fr_CA"),
        Language("es", "Español", "es_419"),
    )
}


def preferred(accepted: str) -> str:
    """The language of the site that a browser asks for first in its header `Accept-Language`; English where it has none."""
    ranked: list[tuple[float, int, str]] = []
    for at, part in enumerate(accepted[:200].split(",")):
        name, _, quality = part.strip().partition(";q=")
        try:
            ranked.append((-float(quality or 1), at, name[:2].lower()))
        except ValueError:
            continue
    return next((code for _, _, code in sorted(ranked) if code in LANGUAGES), "en")


def language_of(path: str) -> str:
    """The language that an address begins with; English where it begins with none."""
    first = path.split("/", 2)[1:2]
    return first[0] if first and first[0] in LANGUAGES else "en"
