"""Legal terms: each in every language, and one term for one thing in every catalogue."""

from __future__ import annotations

import pytest

from sojourn.web.catalogues import read
from sojourn.words.languages import LANGUAGES
from sojourn.words.legal_terms import legal_terms
from sojourn.words.spoken import DOMAINS

TRANSLATED = [code for code in LANGUAGES if code != "en"]


def test_every_term_is_said_in_every_language_and_known_by_its_stems() -> None:
    """The glossary has no gap, and the stems are those of the term that it shows."""
    for term in legal_terms():
        assert sorted(term.said) == sorted(term.stems) == sorted(TRANSLATED), term.english
        assert all(term.is_kept(term.said[code], code) for code in TRANSLATED), term.english


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_calls_a_legal_thing_by_its_term(code: str, domain: str) -> None:
    """Two words for one thing make a reader look for two things; a lost term can cost a deadline."""
    lost = [
        (term.english, message.id, text)
        for message in read(code, domain)
        if message.id and message.string
        for english in ([message.id] if isinstance(message.id, str) else message.id)
        for text in ([message.string] if isinstance(message.string, str) else message.string)
        for term in legal_terms()
        if text and term.stands_in(english) and not term.is_kept(text, code)
    ]

    assert lost == []
