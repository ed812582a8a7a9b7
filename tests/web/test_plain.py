"""What pages say in the reader's own language: the size of a list beside bounds, bands, and pages about places that are not there."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.web.asked import Asked
from sojourn.web.pages.nationality import nationality
from sojourn.web.plain import BANDS, MOST_LISTED, Line, in_bands, list_size
from sojourn.web.site import Question
from sojourn.words.spoken import words
from tiny import tiny_record
from web.visit import Visit, texts
from web.whole import whole_folder


@cache
def nothing() -> Finding:
    """A finding without a figure."""
    return measure("removals").unanswered(tiny_record(), {}, "not covered", "it is of no matter here")


@pytest.fixture(scope="module")
def visit() -> Visit:
    """The site on this machine, over the whole invented record."""
    return Visit(whole_folder())


@given(st.integers(0, MOST_LISTED))
def test_the_size_of_a_list_is_read_as_it_is_typed(size: int) -> None:
    """Nothing is nothing, and zero is a number."""
    assert list_size(str(size)) == size
    assert list_size("") is None


@pytest.mark.parametrize("text", ["-1", "12.5", "1e3", "1 000", "²", "٣", "1000001", "9" * 40, "Ivanov"])
def test_what_is_no_size_of_a_list_is_refused(text: str) -> None:
    """A name that is typed by mistake is refused, and stands in no answer."""
    with pytest.raises(BadParameter, match="a whole number") as refused:
        list_size(text)

    assert text not in str(refused.value)


@given(st.integers(0, 500), st.floats(0, 200), st.floats(0, 200))
def test_a_list_is_within_above_or_below(size: int, low: float, more: float) -> None:
    """One of the three, whatever the bounds; without a figure, none."""
    line = Line("held", "held", nothing(), low, low, low + more, "")

    assert (line.beside(size) == "above") == (size > low + more)
    assert (line.beside(size) == "below") == (size < low)
    assert Line("held", "held", nothing(), None, None, None, "").beside(size) is None


def test_each_facility_is_in_the_band_of_its_mean(visit: Visit) -> None:
    """15.5 at ALPHA (tests/web/whole.py), farid for 11 nights of 30 at CHARLIE; a name where it has one, else the code."""
    held = visit.site.one(Question.of("people_held", ("facility",), citizenship="RUSSIA", period="2025-11"))

    assert in_bands(held, {"AAAAAAA": "ALPHA"}) == [(11, 50, ["ALPHA"]), (0, 1, ["CCCCCCC"])]
    assert [low for low, _ in BANDS] == sorted((low for low, _ in BANDS), reverse=True)


def test_weeks_and_facilities_of_a_nationality_are_on_this_machine_alone(visit: Visit) -> None:
    """A public page shows months of the country; who leaves a jail in a week is for nobody else."""
    public = Visit(whole_folder(), public=True)
    asked = [Asked(one.site, words("en"), {"country": "RUSSIA"}) for one in (visit, public)]
    here, there = (nationality(one).values for one in asked)

    assert here["weeks"].finding.rows
    assert here["bands"]
    assert (there["weeks"], there["bands"]) == (None, [])
    assert "week by week" not in texts(public.page("/en/nationality/RUSSIA?list=40"))


def test_a_family_that_names_no_place_has_what_needs_none(visit: Visit) -> None:
    """Whom to ask, free lawyers and false sites stand there before anything is chosen."""
    text = texts(visit.page("/en/family"))

    assert "justice.gov/eoir/list-pro-bono-legal-service-providers" in text
    assert "Choose the place in the list above" in text
    assert "After May 31, 2027, check each of them" in text


@pytest.mark.parametrize("query", ["facility=ZZZZZZZ", "court=ZZZ", "facility=<script>"])
def test_a_place_that_is_not_in_the_record_is_refused(visit: Visit, query: str) -> None:
    """With what to do, and nothing of it run."""
    answer = visit.client.get(f"/en/family?{query}")

    assert answer.status_code == 400
    assert "Choose one from the list" in answer.text
    assert "<script" not in answer.text


def test_a_judge_of_another_court_is_no_judge_of_this_one(visit: Visit) -> None:
    """A link with a judge who did not decide there shows the court alone."""
    text = texts(visit.page("/en/family?court=JNA&judge=JAD"))

    assert text.count("This does not predict your case") == 1
