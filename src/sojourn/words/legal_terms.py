"""Legal terms in four languages, always with the English beside: one term for one thing in every text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("legal_terms.toml")


@dataclass(frozen=True)
class LegalTerm:
    """A term: in English, as each language says it, and the beginnings of words by which a translation is known to have it."""

    english: str
    said: Mapping[str, str]
    stems: Mapping[str, tuple[str, ...]]

    def stands_in(self, english: str) -> bool:
        """Whether an English text has the term as words of their own, in the singular or the plural."""
        return re.search(rf"\b{re.escape(self.english)}s?\b", english, re.IGNORECASE) is not None

    def is_kept(self, translation: str, language: str) -> bool:
        """Whether a translation has the term of its language, or the English one."""
        text = translation.casefold()
        return any(stem.casefold() in text for stem in (*self.stems[language], self.english))


@cache
def legal_terms() -> tuple[LegalTerm, ...]:
    """Every term, in the order of its English."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["term"]
    terms = (
        LegalTerm(one["english"], one["said"], {code: tuple(stems) for code, stems in one["stems"].items()})
        for one in entries
    )
    return tuple(sorted(terms, key=lambda term: term.english.casefold()))
