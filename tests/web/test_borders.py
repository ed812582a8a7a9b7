"""Pages of CBP One and of Canada, and one nationality in both, over records whose answers are counted by hand."""

from __future__ import annotations

import pytest

from measures.refuge.printed_figures import printed_record
from sojourn.web.asked import Asked
from sojourn.web.site import Question
from sojourn.words.languages import LANGUAGES
from sojourn.words.spoken import words
from tiny_ports import ports_record
from web.visit import Visit, texts


@pytest.fixture(scope="module")
def at_ports() -> Visit:
    """A site over the tiny record of the ports (tests/tiny_ports.py)."""
    return Visit(ports_record().folder)


@pytest.fixture(scope="module")
def in_canada() -> Visit:
    """A site over the invented figures about Canada (tests/measures/refuge/printed_figures.py)."""
    return Visit(printed_record().folder)


def test_the_page_of_the_border_has_months_closure_and_totals(at_ports: Visit) -> None:
    """Of 2,230 appointments by month; the compared spans need a nationality, and the page says so."""
    text = texts(at_ports.page("/en/entry"))

    assert "2,230 CBP One appointments were processed" in text
    assert "The end on 20 January 2025" in text
    assert "Totals of each publisher, side by side" in text
    assert "Choose a nationality to compare its share before and after." in text


def test_the_rule_of_may_2023_is_asked_of_one_nationality(at_ports: Visit) -> None:
    """Russians had 160 appointments of 2,230; the choice stays chosen."""
    page = at_ports.page("/en/entry?nationality=RUSSIA")
    chosen = [one for one in page.iter("option") if "selected" in one.attrib]

    assert "160 CBP One appointments were processed out of 2,230" in texts(page)
    assert "Choose a nationality to compare" not in texts(page)
    assert [one.text for one in chosen] == ["RUSSIA"]


def test_a_nationality_that_the_edition_does_not_name_is_no_zero(at_ports: Visit) -> None:
    """Chile is named in June and is under OTHER in July."""
    text = texts(at_ports.page("/en/entry?nationality=CHILE"))

    assert "counts CHILE under OTHER; it is named in edition 2023-06" in text


def test_the_chart_of_appointments_marks_the_rule_and_the_end(at_ports: Visit) -> None:
    """The places of May 2023 and January 2025 are there although no row is of them; of FY2023 alone, the end is not."""
    questions = [Question.of("appointments", ("month",), period=period) for period in ("", "FY2023")]
    whole, year = (one.drawing for one in Asked(at_ports.site, words("en")).show(*questions))

    assert whole
    assert whole.svg.count('stroke-dasharray="3 2"') == 2
    assert "appointments ended on 20 January 2025" in whole.svg
    assert year
    assert year.svg.count('stroke-dasharray="3 2"') == 1
    assert "Dashed at 2025-01" not in year.svg


def test_the_page_of_canada_keeps_publishers_apart_and_has_offices(in_canada: Visit) -> None:
    """UNHCR and the Board do not agree on Russians in 2021: 40 of 45, and 45 with the refused hidden."""
    text = texts(in_canada.page("/en/canada?origin=RUS&period=2021"))

    assert "Claims by type of office, all origins" in text
    assert "2,021" not in text
    assert "Claims accepted, by UNHCR" in text
    assert "Claims accepted, by the Immigration and Refugee Board" in text


def test_a_nationality_has_its_claims_in_canada_under_the_name_used_there(in_canada: Visit) -> None:
    """ICE writes RUSSIA, UNHCR Russian Federation; 105 claims at first instance in 2019 and 2021."""
    text = texts(in_canada.page("/en/nationality/RUSSIA"))

    assert "Claims accepted, by UNHCR" in text
    assert "not named there" not in text


def test_a_country_that_canada_does_not_name_is_no_zero(in_canada: Visit) -> None:
    """The Soviet Union stands in ICE's files and in no figure of Canada."""
    text = texts(in_canada.page("/en/nationality/USSR"))

    assert "This country is not named there under any name that Sojourn knows for it. That is not zero." in text
    assert "Claims accepted, by UNHCR" not in text


@pytest.mark.parametrize("path", ["/canada?origin=XXX", "/canada?period=2021-06", "/entry?nationality=%3Cb%3E"])
def test_a_question_that_cannot_be_asked_leaves_the_rest_of_the_page(in_canada: Visit, path: str) -> None:
    """A mistyped address must not hide what can be answered."""
    page = in_canada.client.get(f"/en{path}")

    assert page.status_code == 200
    assert "This could not be asked" in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_offices_published_stays_on_a_public_site(language: str) -> None:
    """The gate lets rounded official figures of months through; the sentence of the measure gives way to the question."""
    public = Visit(ports_record().folder, public=True)
    answer = public.client.get(f"/{language}/entry?nationality=RUSSIA")

    assert answer.status_code == 200
    assert '<span class="value">160</span>' in answer.text
