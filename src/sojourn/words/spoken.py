"""What is said in a language: whole sentences from catalogues, and numbers and days as each language writes them.

A language has two catalogues in `locale/<language>/LC_MESSAGES`: `pages.po` for the words of the site's templates,
`findings.po` for what measures, verdicts and the terminal say. What nobody who answers for a language has read is
marked as a draft where it is shown; `locale/reviewed.toml` names who has.
"""

from __future__ import annotations

import io
import tomllib
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, Final

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
        from babel.numbers import format_decimal  # noqa: PLC0415

        rounded = round(100 * difference, 1)
        return format_decimal(rounded, "+#,##0.0;-#,##0.0" if rounded else "0.0", locale=self.language.locale)

    def number(self, value: float | None) -> str:
        """A number as the language writes it, no more exact than `findings.number` prints it."""
        from babel.numbers import format_decimal  # noqa: PLC0415 - Babel is for pages alone

        if value is None:
            return "–"
        whole = float(value).is_integer()
        pattern = "#,##0" if whole else "#,##0.0" if abs(value) >= 10 else "#,##0.00"
        return format_decimal(value, pattern, locale=self.language.locale)

    def percent(self, share: float) -> str:
        """A share as per cent, as exact as `findings.percent` prints it in a sentence."""
        return self._percent(share, "0" if 0.01 <= share <= 0.99 else "0.0")

    def share(self, share: float) -> str:
        """A share as per cent with one decimal, as a value beside its limits."""
        return self._percent(share, "#,##0.0")

    def change(self, change: float) -> str:
        """A relative change as per cent with its sign and one decimal."""
        return self._percent(change, "+#,##0.0;-#,##0.0")

    def ratio(self, ratio: float) -> str:
        """A ratio with three decimals."""
        from babel.numbers import format_decimal  # noqa: PLC0415

        return format_decimal(ratio, "#,##0.000", locale=self.language.locale)

    def amount(self, value: float) -> str:
        """A number with all its decimals, as it stands in a drawing."""
        from babel.numbers import format_decimal  # noqa: PLC0415

        return format_decimal(f"{value:.10g}", "#,##0.##########", locale=self.language.locale)

    def tenths(self, value: float) -> str:
        """A number with one decimal."""
        from babel.numbers import format_decimal  # noqa: PLC0415

        return format_decimal(value, "#,##0.0", locale=self.language.locale)

    def hundredths(self, value: float) -> str:
        """A number with two decimals."""
        from babel.numbers import format_decimal  # noqa: PLC0415

        return format_decimal(value, "#,##0.00", locale=self.language.locale)

    def _percent(self, share: float, pattern: str) -> str:
        from babel.numbers import format_decimal  # noqa: PLC0415

        return format_decimal(100 * share, pattern, locale=self.language.locale) + "\u00a0%"

    def day(self, day: date | str) -> str:
        """A day in words."""
        from babel.dates import format_date  # noqa: PLC0415

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
        from babel.numbers import format_decimal  # noqa: PLC0415

        if -1 < cell < 1 and cell != 0:
            return format_decimal(cell, "0.000", locale=self.language.locale)
        return self.number(cell)


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
    pages, findings = (_compiled(catalogue(code, domain)) for domain in DOMAINS)
    return Words(language, pages, findings, reviewed=code in reviewed)


def catalogue(code: str, domain: str) -> Path:
    """The file of messages of a language: of pages or of findings."""
    return LOCALE / code / "LC_MESSAGES" / f"{domain}.po"


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
