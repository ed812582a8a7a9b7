"""The four languages: nothing missing, nothing guessed, numbers as their readers write them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from hypothesis import given
from hypothesis import strategies as st

from compare.months import after, first, record_of, two_leave_and_one_turns
from draw.folders import published
from sojourn.measures import MEASURES
from sojourn.web import app, render
from sojourn.web.catalogues import messages, read
from sojourn.words.languages import LANGUAGES, preferred
from sojourn.words.said import places
from sojourn.words.spoken import DOMAINS, FINDINGS, PAGES, Words, words
from web.marked import Marked
from web.visit import Visit, texts
from web.visit import read as read_page

BETWEEN = "/releases/eoir_cases/eoir%402026-06-01/eoir%402026-07-01"
TRANSLATED = [code for code in LANGUAGES if code != "en"]


def written(message: Message) -> list[str]:
    """The forms of a message in its language."""
    return [str(one) for one in message.string] if isinstance(message.string, tuple) else [str(message.string or "")]


def original(message: Message) -> str:
    """The message in English; of a plural its last form."""
    return str(message.id if isinstance(message.id, str) else message.id[-1])


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_message_is_written_in_every_language(code: str, domain: str) -> None:
    """A sentence that falls back to English frightens whoever does not read it; renew with sojourn.web.catalogues."""
    held = {(one.id, one.context): one for one in read(code, domain) if one.id}
    needed = {(one.id, one.context) for one in messages(domain) if one.id}

    assert needed - held.keys() == set()
    assert held.keys() - needed == set()
    assert [one.id for one in held.values() if one.fuzzy or not all(written(one))] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_translation_keeps_the_places_of_its_values(code: str) -> None:
    """A lost place loses a number; a foreign one breaks the page."""
    wrong = [one.id for one in read(code, PAGES) if one.id and len(one.check()) > 0]
    lost = [
        one.id
        for one in read(code, PAGES)
        if one.id
        for text in written(one)
        if set(re.findall(r"%\(\w+\)s", text)) != set(re.findall(r"%\(\w+\)s", original(one)))
    ]

    assert wrong == []
    assert lost == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_translation_of_a_finding_keeps_its_places_and_their_ways(code: str) -> None:
    """A place that is lost loses a number; one whose way is another says a share as a count."""
    assert [
        one.id
        for one in read(code, FINDINGS)
        if one.id
        for text in written(one)
        if text and places(text) != places(original(one))
    ] == []


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [("ru", 1, "1 строка"), ("ru", 2, "2 строки"), ("ru", 5, "5 строк"), ("ru", 11, "11 строк"), ("ru", 21, "21 строка"), ("fr", 0, "0 ligne"), ("fr", 2, "2 lignes"), ("es", 0, "0 filas"), ("es", 1, "1 fila")],
)  # fmt: skip
def test_plurals_follow_the_language(code: str, number: int, said: str) -> None:
    """Russian counts 21 as one; French counts none as one."""
    text = words(code).messages.ngettext("Table: %(num)s row", "Table: %(num)s rows", number) % {"num": number}

    assert text.endswith(said)


@pytest.mark.parametrize(
    ("code", "number", "share", "day"),
    [
        ("en", "12,345.7", "8.4\u00a0%", "September 30, 2018"),
        ("ru", "12\u00a0345,7", "8,4\u00a0%", "30 сентября 2018\u202fг."),
        ("fr", "12\u00a0345,7", "8,4\u00a0%", "30 septembre 2018"),
        ("es", "12,345.7", "8.4\u00a0%", "30 de septiembre de 2018"),
    ],
)
def test_numbers_and_days_are_those_of_the_readers_here(code: str, number: str, share: str, day: str) -> None:
    """12.345 means twelve thousand in Madrid and twelve in Mexico; the readers are in the Americas."""
    spoken = words(code)

    assert (spoken.number(12_345.67), spoken.share(0.0841), spoken.day("2018-09-30")) == (number, share, day)


def test_languages_that_nobody_reviewed_say_so() -> None:
    """A legal term in a draft can cost somebody a deadline."""
    visit = Visit()

    assert "Les mots de cette page dans cette langue sont une ébauche" in texts(visit.page("/fr/"))
    assert 'class="draft"' in visit.client.get("/ru/").text
    assert 'class="draft"' not in visit.client.get("/en/").text


WRONG = (
    "/releases/nothing/a/b",
    "/releases/eoir_cases/eoir%402026-06-01/none",
    "/releases/compare?earlier=eoir_cases/a&later=ice_removals/b",
    "/ask/removal",
    "/ask/removals?period=yesterday",
    "/ask/removals?nationality=XX&nonsense=1",
    "/ask/removals?period=2017&period=2018",
    "/ask/removals?by=hair",
    "/exhibit/removals?period=2018..2017",
    "/facility/_",
    "/nationality/NOWHERE",
    "/court/XXX",
    "/day/never",
    "/groups?period=2017",
    "/draw/7",
    "/claims/none",
    "/no-such-page",
)
"""Addresses that are refused, for most of the reasons that a page can have."""


@pytest.mark.parametrize(
    "path",
    [
        *WRONG,
        BETWEEN,
        "/",
        "/real",
        "/facility/AAAAAAA",
        "/nationality/RUSSIA",
        "/releases",
        "/ledger",
        "/claims",
        "/groups",
        "/search?q=zzz",
        "/measures",
        "/ask/removals",
        "/entry",
        "/canada",
        "/nationality/USSR",
        "/draw",
        "/draw/1",
    ],
)
def test_no_words_of_a_page_stand_outside_the_catalogues(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, path: str
) -> None:
    """What is not in a catalogue is never translated; texts in English and names say that they are English."""
    visit = Visit(two_months(tmp_path) if path == BETWEEN else None, draws=(published(tmp_path / "clinic"),))
    visit.client.get(visit.keys.link)
    marked = Words(LANGUAGES["fr"], Marked(), Marked(), reviewed=True)
    for module in (app, render):
        monkeypatch.setattr(module, "words", lambda _code: marked)
    monkeypatch.setattr(render, "environment", cache(render.environment.__wrapped__))

    answer = visit.client.get(f"/fr{path}")
    left = " ".join(_untagged(read_page(answer.text)))
    while "⟦" in left:
        left = re.sub(r"⟦[^⟦⟧]*⟧", " ", left)

    assert (answer.status_code == 200) == (path not in WRONG)
    assert "~~~~" in answer.text
    assert set(re.findall(r"[A-Za-z]{4,}", IDS.sub(" ", left))) <= NAMES


def two_months(folder: Path) -> Path:
    """A record of two releases of the courts, in which rows left, were rewritten and came."""
    june = first()
    return record_of(folder, june, after(june, change=two_leave_and_one_turns)).folder


NAMES = {"Sojourn", "English", "Français", "Fran", "Español", "Espa", "JSON", "SHA", "sojourn", "eoir", "court"}
NAMES |= {one for name in (*MEASURES, "a-story-of-charter-flights", "fell-by-half") for one in re.split("[_-]", name)}
IDS = re.compile(r"S-[a-z2-7]{8}|[a-z_]+/[^\s;,)]+")
"""Ids of findings and of releases."""


def _untagged(page: object) -> list[str]:
    """The texts of a page that do not say that they are English, without codes, ids and the title."""
    found: list[str] = []

    def walk(element: object) -> None:
        tag, attributes = element.tag, element.attrib  # type: ignore[attr-defined]
        if tag in {"head", "code", "pre", "svg", "option", "td", "th"} or attributes.get("lang") == "en":
            return
        if attributes.get("class") not in {"quiet", "sure"}:
            found.append(element.text or "")  # type: ignore[attr-defined]
        for child in element:  # type: ignore[attr-defined]
            walk(child)
            found.append(child.tail or "")

    walk(page)
    return found


@pytest.mark.parametrize(
    ("accepted", "code"),
    [("fr-CA,fr;q=0.9,en;q=0.8", "fr"), ("de,ru;q=0.5", "ru"), ("en;q=0.2,es;q=0.9", "es"), ("", "en"), ("xx", "en"), ("ru;q=x", "en")],
)  # fmt: skip
def test_the_first_language_is_the_one_that_the_browser_asks_for(accepted: str, code: str) -> None:
    """A frightened reader should not have to find the list of languages."""
    assert preferred(accepted) == code


@given(st.text())
def test_any_wish_of_a_browser_gives_a_language(accepted: str) -> None:
    """A header is whatever somebody sends."""
    assert preferred(accepted) in LANGUAGES
