"""The page of deadlines."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest

from sojourn.publish.deadlines_page import deadlines_page
from sojourn.refuge.facts import Person
from sojourn.refuge.us.deadlines import deadlines
from sojourn.refuge.us.document import document
from sojourn.refuge.words import languages

FACTS = {"judge_decision_day": date(2026, 9, 24), "manner_of_entry": "between_ports", "held_in": "FL"}
every_language = pytest.mark.parametrize("language", languages())


def told(language: str, label: str = "one") -> dict[str, Any]:
    """The document of one person."""
    return document([deadlines(Person(label, {}, us=FACTS), date(2026, 10, 6))], language)


@every_language
def test_the_page_asks_nothing_of_anybody(language: str) -> None:
    """No script, no request, no field in which an A-number could be typed; and light enough for a slow telephone."""
    page = deadlines_page(told(language))

    assert page.startswith("<!doctype html>")
    assert f'<html lang="{language}">' in page
    assert not re.search(r"<script|<input|<form|<img|<link|https?://", page)
    assert len(page.encode()) < 100_000


@every_language
def test_the_page_shows_every_mark_and_every_day(language: str) -> None:
    """A mark that is in the document alone warns nobody."""
    made = told(language)
    page = re.sub(r"\s+", " ", html.unescape(deadlines_page(made)))

    for clock in made["people"][0]["clocks"]:
        for one in (*clock["candidates"], *clock["statements"], *clock["ruled_out"]):
            assert one["not_verified"]["says"] in page
            assert one["says"] in page
        assert all(one["day_says"] in page for one in clock["candidates"])
        assert all(notice in page for notice in made["notices"])


def test_a_label_is_text_on_the_page_and_nothing_else() -> None:
    """A facts file may come from anybody."""
    assert "<script>" not in deadlines_page(told("en", "<script>x</script>"))
