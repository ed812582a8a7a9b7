"""Charts and cells in the languages of the site: what is ours is told, what sources wrote stands as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from xml.etree.ElementTree import Element

import pytest

from sojourn.findings import Finding
from sojourn.web.charts import drawing_of
from sojourn.web.site import Question, Site
from sojourn.words.said import Joined, said
from sojourn.words.spoken import words
from tiny import tiny_folder
from web.visit import Visit
from web.whole import whole_folder

CHARTED = {
    "/court/JNA": 2,
    "/court/JNA/judge/CAT": 1,
    "/facility/AAAAAAA": 7,
    "/nationality/RUSSIA": 7,
    "/entry": 2,
    "/flights?period=2025-04": 2,
    "/groups?period=2016-11..2016-12": 1,
}
"""Pages of the whole invented record and how many charts they have."""
THE_SAME_IN_ANY_LANGUAGE = re.compile(
    r"\S*[@_-]\S*|\([^()]*\)|`[^`]*`|\bSojourn\b|\bS-\w+|\bKaplan-Meier\b|\bNatural Earth\b|\b[0-9a-f]{12}\b"
)
"""Names of releases and programs, ids, codes, and the English term that stands in brackets beside a legal word."""
SVG = "{http://www.w3.org/2000/svg}"
TOLD = {f"{SVG}{tag}" for tag in ("text", "title", "desc")}
ENGLISH_WORD = re.compile(r"[A-Za-z]*[a-z][A-Za-z]+")


@cache
def visit() -> Visit:
    """One site over the whole record, whose local pages may be asked."""
    made = Visit(whole_folder(), seconds=120.0)
    made.client.get(made.keys.link)
    return made


def drawn_texts(page: Element) -> list[list[str]]:
    """The texts of each chart of a page, with those that are only heard or shown on pointing."""
    return [[one.text or "" for one in chart.iter() if one.tag in TOLD] for chart in page.iter(f"{SVG}svg")]


@pytest.mark.parametrize("path", CHARTED)
def test_a_russian_page_has_no_english_word_in_its_charts(path: str) -> None:
    """A word that stays English tells its reader nothing, and frightens."""
    charts = drawn_texts(visit().page(f"/ru{path}"))

    assert len(charts) == CHARTED[path]
    left = {text for chart in charts for text in chart if ENGLISH_WORD.search(THE_SAME_IN_ANY_LANGUAGE.sub(" ", text))}
    assert left == set()


def test_an_english_word_in_a_chart_is_found() -> None:
    """A test that never fails proves nothing: the English page has words in every chart."""
    charts = drawn_texts(visit().page("/en/court/JNA"))

    assert len(charts) == CHARTED["/court/JNA"]
    assert all(ENGLISH_WORD.search(THE_SAME_IN_ANY_LANGUAGE.sub(" ", " ".join(chart))) for chart in charts)


def of_thousands() -> Finding:
    """Removals by year that need a sign between thousands."""
    found = Site(tiny_folder()).one(Question.of("removals", ("month",), period="FY2017"))
    years = ((2019, 1234), (2020, 4001), (2021, 3500))
    return replace(found, columns=(said("fiscal_year"), found.columns[1]), rows=years)


@pytest.mark.parametrize(
    ("code", "told", "axis"), [("en", "1,234", "4,000"), ("ru", "1\u00a0234", "4\u00a0000"), ("fr", "1\u00a0234", "4\u00a0000"), ("es", "1,234", "4,000")]
)  # fmt: skip
def test_numbers_of_a_chart_are_those_of_its_readers(code: str, told: str, axis: str) -> None:
    """1,234 is one and a quarter to who reads Russian or French."""
    drawing = drawing_of(of_thousands(), words(code))

    assert drawing
    assert told in drawing.svg
    assert f">{axis}<" in drawing.svg


def test_an_english_chart_is_the_same_whoever_speaks() -> None:
    """The site, the terminal and a publication draw one picture."""
    assert drawing_of(of_thousands()) == drawing_of(of_thousands(), words("en"))


def test_stages_and_their_hidden_counts_are_told() -> None:
    """Whole messages, so that each language orders stage, count and whole itself."""
    rows = (
        (said("asylum applications"), 1049, "1,049 asylum applications"),
        (said("asylum granted"), "hidden", "1,049"),
    )
    found = replace(of_thousands(), columns=("stage", "count", "of"), rows=rows)

    drawing = drawing_of(found, words("fr"))

    assert drawing
    assert "demandes d’asile\u00a0: 1\u00a0049<" in drawing.svg.replace("&#x27;", "’")
    assert "hidden" not in drawing.svg


def test_a_cell_of_ours_is_told_and_one_of_the_agency_stands() -> None:
    """An office of the agency that is called as one of our words is still an office."""
    spoken = words("ru")

    assert spoken.cell(said("too few")) == spoken.tell(said("too few")) != "too few"
    assert spoken.cell(Joined("; ", [said("not a person"), said("too few")])).count("; ") == 1
    assert spoken.cell("inside") == "inside"
    assert (spoken.cell(True), spoken.cell(False)) == ("да", "нет")
    assert (words("en").cell(True), words("en").cell(said("inside"))) == ("yes", "inside")
