"""Every page of the site, as a browser would read it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from sojourn.web.pages import groups
from sojourn.words.languages import LANGUAGES
from web.visit import Visit, addresses, is_elsewhere, read, texts

EVERYWHERE = [
    "/",
    "/family",
    "/search?q=rossiya",
    "/measures",
    "/ask/removals",
    "/ask/removals?period=FY2017&by=month",
    "/exhibit/removals?period=FY2017&by=month",
    "/court",
    "/nationality",
    "/nationality/RUSSIA",
    "/facility",
    "/facility/AAAAAAA",
    "/flights?period=2025-06",
    "/entry",
    "/canada",
    "/draw",
    "/releases",
    "/releases/ice_detention_statistics/facilities-year-to-date%402025-06-09/facilities-year-to-date%402025-06-23",
    "/ledger",
    "/method",
    "/glossary",
    "/real",
    "/leave",
]
HERE = ["/groups", "/day/2016-11-02", "/claims", "/claims/fell-by-half", "/refuge", "/refuge/interview", "/deadlines"]
LARGEST = 100_000
GOLDEN = Path(__file__).parent / "golden" / "exhibit.html"


@pytest.fixture(scope="module")
def local() -> Visit:
    """The site on this machine."""
    return Visit()


@pytest.fixture(scope="module")
def public() -> Visit:
    """The site as others would see it."""
    return Visit(public=True)


@pytest.mark.parametrize("path", EVERYWHERE + HERE)
def test_a_page_is_well_formed_and_loads_nothing_from_elsewhere(local: Visit, path: str) -> None:
    """A reader who is watched must not be betrayed by a font, a script or a picture of another host."""
    page = local.page(f"/en{path}")

    assert not [one for one in addresses(page) if is_elsewhere(one)]
    assert {one.tag for one in page.iter()}.isdisjoint({"script", "img", "iframe", "object", "embed", "video", "style"})
    assert not [name for one in page.iter() for name in one.attrib if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("path", EVERYWHERE + HERE)
def test_a_page_can_be_read_aloud(local: Visit, path: str) -> None:
    """Whoever hears a page needs one heading, labels for fields, captions and scopes for tables, and names for drawings."""
    page = local.page(f"/en{path}")
    labelled = {one.attrib.get("for") for one in page.iter("label")}
    ids = [one.attrib["id"] for one in page.iter() if "id" in one.attrib]

    assert len(list(page.iter("h1"))) == 1
    assert all(one.find("caption") is not None for one in page.iter("table")) or path == "/method"
    assert all("scope" in one.attrib for one in page.iter("th"))
    assert all(
        one.attrib.get("id") in labelled or one.attrib.get("type") == "checkbox"
        for kind in ("input", "select", "textarea")
        for one in page.iter(kind)
    )
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path", ["/", "/facility/AAAAAAA", "/nationality/RUSSIA", "/real", "/ask/removals?period=FY2017&by=month"]
)
def test_a_page_is_small_in_each_language(local: Visit, language: str, path: str) -> None:
    """A page must come through on a slow connection of a telephone."""
    answer = local.client.get(f"/{language}{path}")

    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) < LARGEST


@pytest.mark.parametrize("path", EVERYWHERE[:-1])
def test_a_public_page_says_what_it_is_and_shows_no_small_number_about_people(public: Visit, path: str) -> None:
    """What stays on this machine must not be on a public page, whatever the address asks for."""
    page = texts(public.page(f"/en{path}"))

    assert "This is not a government site. It never asks for a name" in page
    assert "For this machine only" not in page


@pytest.mark.parametrize("path", [*HERE, "/groups?period=2017-04"])
def test_pages_of_this_machine_are_not_public(public: Visit, path: str) -> None:
    """Who left on which day, and verdicts on small numbers, are for the machine of the person who asks."""
    assert public.client.get(f"/en{path}").status_code == 404


def test_a_page_with_small_numbers_says_that_it_stays_here(local: Visit) -> None:
    """A screen that is copied should say so itself."""
    assert "For this machine only" in texts(local.page("/en/day/2016-11-02"))


def test_a_search_for_groups_answers_and_a_long_one_is_refused(local: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is no place for a search of minutes."""
    monkeypatch.setattr(groups, "DEALT", "5")

    assert "novel groups" in texts(local.page("/en/groups?period=2017-04"))
    assert local.client.get("/en/groups?period=FY2017").status_code == 400


def test_invented_rows_are_named_before_anything_else(local: Visit) -> None:
    """Nobody may take made-up rows for a fact."""
    main = next(local.page("/en/").iter("main"))

    assert texts(main).startswith("Invented data: the rows were made up by a program.")


def test_no_page_has_a_field_for_a_person(local: Visit) -> None:
    """A page that asks for a name or a number teaches people to give them."""
    asked = {
        one.attrib.get("name", "")
        for path in EVERYWHERE + HERE
        for one in local.page(f"/en{path}").iter("input")
        if one.attrib.get("type") != "checkbox"
    }

    assert asked <= {
        "q",
        "period",
        "clock",
        "citizenship",
        "sex",
        "area",
        "disposition_code",
        "case_category",
        "release",
        "law_day",
        "facts",
        "list",
    }


def test_the_exhibit_is_as_it_was(local: Visit) -> None:
    """A change of words or markup is seen before it is published; the release's numbers are counted in tests/tiny.py."""
    made = local.client.get("/en/exhibit/removals?period=FY2017&by=sex").text
    shown = re.sub(r"S-[a-z0-9]{8}|[0-9a-f]{64}|Sojourn \d[\w.]*", "…", made)

    assert shown == GOLDEN.read_text(encoding="utf-8")


def test_a_page_that_is_not_there_is_a_page_with_a_way_back(local: Visit) -> None:
    """A dead end frightens."""
    answer = local.client.get("/ru/nowhere")

    assert answer.status_code == 404
    assert "Такой страницы нет" in texts(read(answer.text))


def test_a_question_that_cannot_be_asked_says_why(local: Visit) -> None:
    """A period that cannot be is the reader's typing error, not a crash."""
    answer = local.client.get("/en/ask/removals?period=FY17")

    assert answer.status_code == 400
    assert "is no period" in answer.text


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "'; DROP TABLE removals; --", '"><svg onload=x>', "=1+1", "\u202egnp", "a" * 90],
)
@pytest.mark.parametrize(
    "path",
    [
        "/en/search?q=",
        "/en/ask/removals?area=",
        "/en/ask/people_held?facility=",
        "/en/flights?period=",
        "/en/ask/removals?disposition_code=",
    ],
)
def test_hostile_text_stays_text(local: Visit, path: str, text: str) -> None:
    """What is typed comes back in the page and must not become part of it."""
    answer = local.client.get(path.split("?", maxsplit=1)[0], params={path.split("?")[1].rstrip("="): text})

    assert answer.status_code in {200, 400}
    assert "<script" not in answer.text
    assert "<svg onload" not in answer.text
    read(answer.text)
