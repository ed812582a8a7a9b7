"""What is said in a language: whole sentences from catalogues, and numbers and days as each language writes them.

A language has two catalogues in `locale/<language>/LC_MESSAGES`: `pages.po` for the words of the site's templates,
`findings.po` for what measures, verdicts and the terminal say. What nobody who answers for a language has read is
marked as a draft where it is shown; `locale/reviewed.toml` names who has.
"""

from __future__ import annotations

import io
import re
import tomllib
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, Final

from sojourn.words.figures import rough
from sojourn.words.languages import LANGUAGES, Language
from sojourn.words.said import Joined, Said, filled, said, wordless

LOCALE: Final = Path(__file__).with_name("locale")
PAGES: Final = "pages"
FINDINGS: Final = "findings"
DOMAINS: Final = (PAGES, FINDINGS)
_YES_NO: Final = {True: said("yes"), False: said("no")}


class Words:
    """One language: the messages of pages and of findings, and its numbers and days."""

    def __init__(
        self, language: Language, messages: NullTranslations, findings: NullTranslations, *, reviewed: bool
    ) -> None:
        """With `reviewed`, somebody who answers for the language has read its catalogues."""
        self.language = language
        self.messages = messages
        self.findings = findings
        self.reviewed = reviewed

    def tell(self, text: str) -> str:
        """What measures and verdicts say, in this language as far as its catalogue has it, else in English."""
        if self.language.code == "en":
            return text
        if isinstance(text, Joined):
            return text.between.join(map(self.tell, text.parts))
        if isinstance(text, Said):
            return filled(self._form(text), text.values, self)
        return self.findings.gettext(text) if text else text

    def tells(self, text: str) -> bool:
        """Whether this language has words of its own for the whole of a text; names and codes need none."""
        if self.language.code == "en":
            return True
        if isinstance(text, Joined):
            return all(map(self.tells, text.parts))
        if isinstance(text, Said):
            parts = [one for one in text.values.values() if isinstance(one, Said | Joined)]
            own = self._form(text) not in {text.message, text.many} or wordless(text.message)
            return own and all(map(self.tells, parts))
        return not text or self.findings.gettext(text) != text

    def _form(self, text: Said) -> str:
        """The message in this language, before its places are filled."""
        if text.many:
            return self.findings.ngettext(text.message, text.many, text.values["count"])
        return self.findings.gettext(text.message)

    def points(self, difference: float) -> str:
        """A difference of two shares in percentage points, with its sign; what rounds to zero has none."""
        rounded = round(100 * difference, 1)
        return self._signed(rounded) if rounded else self._decimal(0.0, 1)

    def number(self, value: float | None) -> str:
        """A number as the language writes it, no more exact than `figures.number` prints it."""
        if value is None:
            return "–"
        return self._decimal(value, 0 if float(value).is_integer() else 1 if abs(value) >= 10 else 2)

    def percent(self, share: float) -> str:
        """A share as per cent, as exact as `figures.percent` prints it in a sentence."""
        return self._decimal(100 * share, 0 if 0.01 <= share <= 0.99 else 1) + "\u00a0%"

    def share(self, share: float) -> str:
        """A share as per cent with one decimal, as a value beside its limits."""
        return self._decimal(100 * share, 1) + "\u00a0%"

    def change(self, change: float) -> str:
        """A relative change as per cent with its sign and one decimal."""
        return self._signed(100 * change) + "\u00a0%"

    def ratio(self, ratio: float) -> str:
        """A ratio with three decimals."""
        return self._decimal(ratio, 3)

    def _signed(self, value: float) -> str:
        return ("+" if value >= 0 else "") + self._decimal(value, 1)

    def amount(self, value: float) -> str:
        """A number with all its decimals, as it stands in a drawing."""
        return f"{value:,.10g}".translate(self._marks)

    def tenths(self, value: float) -> str:
        """A number with one decimal."""
        return self._decimal(value, 1)

    def hundredths(self, value: float) -> str:
        """A number with two decimals."""
        return self._decimal(value, 2)

    def rough(self, share: float) -> str:
        """A share as per cent with two digits that count."""
        return rough(share).translate(self._marks).replace(" ", "\u00a0")

    def name(self, name: object) -> str:
        """A name, a code or a day as it is."""
        return str(name)

    def opening(self, text: str) -> str:
        """A text in this language, with its first letter as a capital."""
        told = self.tell(text)
        return told[:1].upper() + told[1:]

    def _decimal(self, value: float, places: int) -> str:
        """A number with as many decimals, rounded to even as Babel does, whose patterns take ten times as long for each cell."""
        written = f"{value:,}" if type(value) is int and not places else f"{Decimal(str(value)):,.{places}f}"
        return written.translate(self._marks) if self._marks else written

    @cached_property
    def _marks(self) -> dict[int, str]:
        """The language's marks in place of those of a program; empty where they are the same."""
        from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol  # noqa: PLC0415

        locale = self.language.locale
        marks = {",": get_group_symbol(locale), ".": get_decimal_symbol(locale), "-": get_minus_sign_symbol(locale)}
        return str.maketrans({mark: own for mark, own in marks.items() if own != mark})

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
        return self.change(value) if unit == "relative change" else self.share(value)

    def cell(self, cell: Any) -> str:
        """A cell of a table; a small share keeps three decimals, a day and a text of a source stand as they are."""
        if cell is None:
            return ""
        if isinstance(cell, bool):
            return self.tell(_YES_NO[cell])
        if isinstance(cell, int | float):
            return self._plain(cell)
        if isinstance(cell, Said | Joined):
            return self.tell(cell)
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
        return Words(language, NullTranslations(), NullTranslations(), reviewed=True)
    reviewed = tomllib.loads((LOCALE / "reviewed.toml").read_text(encoding="utf-8"))
    pages, findings = (_compiled(catalogue(code, domain), code) for domain in DOMAINS)
    return Words(language, pages, findings, reviewed=code in reviewed)


def catalogue(code: str, domain: str) -> Path:
    """The file of messages of a language: of pages or of findings."""
    return LOCALE / code / "LC_MESSAGES" / f"{domain}.po"


def _compiled(path: Path, code: str) -> GNUTranslations:
    """A catalogue as gettext reads it, with the spaces of its language held fast; fuzzy messages are left out."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as file:
        read = read_po(file)
    for message in read:
        if message.id and (said := message.string):  # the one without an id is the head of the catalogue
            message.string = spaced(said, code) if isinstance(said, str) else tuple(spaced(one, code) for one in said)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return GNUTranslations(compiled)


_BEFORE_MARKS: Final = re.compile(" (?=[:;?!»](?:[ <]|$))|(?<=«) ", re.MULTILINE)
"""The space that French sets before some marks and inside its quotation marks, where no line may break."""


def spaced(text: str, code: str) -> str:
    """A text with the spaces of its language before marks held fast."""
    return _BEFORE_MARKS.sub("\N{NO-BREAK SPACE}", text) if code == "fr" else text
