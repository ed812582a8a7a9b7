"""The site's words in four languages: whole sentences from catalogues, and numbers and days as each language writes them.

A catalogue is `locale/<language>/LC_MESSAGES/sojourn.po`. What nobody who answers for a language has read is marked as a
draft on the page; `locale/reviewed.toml` names who has.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, Final

LOCALE: Final = Path(__file__).with_name("locale")
DOMAIN: Final = "sojourn"


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


class Words:
    """One language: its messages, and its numbers and days."""

    def __init__(self, language: Language, messages: NullTranslations, *, reviewed: bool) -> None:
        """With `reviewed`, somebody who answers for the language has read its catalogue."""
        self.language = language
        self.messages = messages
        self.reviewed = reviewed

    def number(self, value: float | None) -> str:
        """A number as the language writes it, no more exact than `findings.number` prints it."""
        if value is None:
            return "–"
        return self._decimal(value, 0 if float(value).is_integer() else 1 if abs(value) >= 10 else 2)

    def percent(self, share: float) -> str:
        """A share as per cent with one decimal."""
        return self._decimal(100 * share, 1) + "\u00a0%"

    def _decimal(self, value: float, places: int) -> str:
        """A number with as many decimals, rounded to even as Babel does, whose patterns take ten times as long for each cell."""
        return f"{Decimal(str(value)):,.{places}f}".translate(self._marks)

    @cached_property
    def _marks(self) -> dict[int, str]:
        """The language's marks in place of those of a program."""
        from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol  # noqa: PLC0415

        locale = self.language.locale
        marks = {",": get_group_symbol(locale), ".": get_decimal_symbol(locale), "-": get_minus_sign_symbol(locale)}
        return str.maketrans(marks)

    def day(self, day: date | str) -> str:
        """A day in words."""
        from babel.dates import format_date  # noqa: PLC0415 - Babel is for pages alone

        try:
            known = date.fromisoformat(day) if isinstance(day, str) else day
        except ValueError:
            return str(day)
        return format_date(known, "long", locale=self.language.locale)

    def value(self, unit: str, value: float | None) -> str:
        """A value of a finding in its unit: shares and changes as per cent."""
        if value is None or not unit.startswith(("share", "relative change")):
            return self.number(value)
        sign = "+" if unit == "relative change" and value > 0 else ""
        return sign + self.percent(value)

    def cell(self, cell: Any) -> str:
        """A cell of a table; a small share keeps three decimals, a day and a text stand as they are."""
        if cell is None:
            return ""
        if isinstance(cell, bool):
            return "yes" if cell else "no"
        if isinstance(cell, int | float):
            return self._plain(cell)
        return cell.isoformat() if isinstance(cell, date) else str(cell)

    def _plain(self, cell: float) -> str:
        return self._decimal(cell, 3) if -1 < cell < 1 and cell != 0 else self.number(cell)


@cache
def words(code: str) -> Words:
    """A language of the site by its code.

    Raises:
        KeyError: the site has no such language.
    """
    language = LANGUAGES[code]
    if code == "en":
        return Words(language, NullTranslations(), reviewed=True)
    reviewed = tomllib.loads((LOCALE / "reviewed.toml").read_text(encoding="utf-8"))
    return Words(language, _compiled(catalogue(code)), reviewed=code in reviewed)


def catalogue(code: str) -> Path:
    """The file of messages of a language."""
    return LOCALE / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def _compiled(path: Path) -> GNUTranslations:
    """A catalogue as gettext reads it; fuzzy messages are left out."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as file:
        read = read_po(file)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return GNUTranslations(compiled)


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
