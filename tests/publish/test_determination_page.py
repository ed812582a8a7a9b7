"""The page of a determination."""

from __future__ import annotations

import html
import re

import pytest

from refuge.household_of import AT_PORT, CROSSED, HELD, told
from sojourn.publish.determination_page import determination_page
from sojourn.refuge.words import languages

every_language = pytest.mark.parametrize("language", languages())


@every_language
@pytest.mark.parametrize("proof", [False, True])
def test_the_page_asks_nothing_of_anybody(language: str, proof: bool) -> None:
    """No script, no request, no field in which a name could be typed."""
    page = determination_page(told(CROSSED, AT_PORT, language=language), proof=proof)

    assert page.startswith("<!doctype html>")
    assert f'<html lang="{language}">' in page
    assert not re.search(r"<script|<input|<form|<img|<link|https?://|@import|url\(", page)


@every_language
def test_the_short_page_is_light_enough_for_a_slow_telephone(language: str) -> None:
    """Below 100 KB for a household."""
    assert len(determination_page(told(CROSSED, AT_PORT, HELD, language=language)).encode()) < 100_000


@every_language
def test_the_page_shows_what_the_document_says(language: str) -> None:
    """Grounds, what follows, what is not settled, what to ask, and what was taken as no."""
    made = told(HELD, language=language)
    page = re.sub(r"\s+", " ", html.unescape(determination_page(made)))
    person = made["people"][0]
    met = [
        one for topic in person["consequences"] for one in topic["follows"] if one["answer"] != "no" and not one["moot"]
    ]

    for one in (*person["grounds"], *met, *person["conflicts"], *person["ask_a_lawyer"], *person["assumed"]):
        assert one["says"] in page
    for text in (*made["notices"], *person["dates_say"], person["eligibility_says"], person["valves"]):
        assert text in page


def test_the_proof_is_on_the_page_where_it_is_asked_for() -> None:
    """A lawyer prints it; a family does not need it."""
    step = "day of arrival, 14 days later (2026-06-15)"

    assert step in determination_page(told(CROSSED), proof=True)
    assert step not in determination_page(told(CROSSED))


def test_a_label_is_text_on_the_page_and_nothing_else() -> None:
    """A facts file may come from anybody."""
    assert "<script>" not in determination_page(told(CROSSED | {"label": "<script>x</script>"}))


def test_a_provision_that_was_not_verified_is_marked_on_the_page() -> None:
    """With a star that the page explains."""
    page = determination_page(told(CROSSED))

    assert "(IRPA 24(1))*" in page
    assert "(IRPA 101(1)(b.2))*" not in page


def test_french_marks_do_not_begin_a_line() -> None:
    """The space before them is one at which no line is broken."""
    page = determination_page(told(CROSSED, language="fr"))

    assert "Droit du\N{NO-BREAK SPACE}: " in page
    assert " :" not in page.split("<body>")[1]
