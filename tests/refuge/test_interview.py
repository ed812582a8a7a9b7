"""The interview: only what can still change the result, lists one by one, an end in sight."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refuge.any_person import people, value_of
from sojourn.refuge.case import UNKNOWN
from sojourn.refuge.facts import NEVER, household
from sojourn.refuge.facts_file import facts_text
from sojourn.refuge.interview import Interview, Question
from sojourn.refuge.told import fact_of

LAW_DAY = date(2026, 11, 28)


def answered(**answers: Any) -> tuple[Interview, list[str]]:
    """An interview with some answers by path, "I do not know" to all else, and the questions in order."""
    interview, asked = Interview(LAW_DAY), []
    while question := interview.next():
        asked.append(question.path)
        interview.answer(question, answers.get(question.path.replace(".", "_"), UNKNOWN))
        if question.is_list:
            answers.pop(question.path, None)
    return interview, asked


def test_whether_a_claim_can_be_made_is_asked_first() -> None:
    """Nothing else matters as much."""
    _, asked = answered()

    assert set(asked[:4]) == {"claim_place", "removal_order", "hearing_pending", "charged_10_years"}


def test_nothing_is_asked_twice() -> None:
    """ "I do not know" is an answer."""
    _, asked = answered()

    assert len(asked) == len(set(asked))


def test_what_cannot_matter_any_more_is_not_asked() -> None:
    """Who did not come from the United States is asked nothing about relatives or papers."""
    _, asked = answered(came_from_us=False)

    assert not {"relative", "document", "faces_death_penalty", "needs_visa_for_us"} & set(asked)
    assert "relative" in answered(came_from_us=True)[1]


def test_the_day_of_the_claim_is_asked_while_a_ground_is_open() -> None:
    """It is never unknown to the rules, for which a claim without a day is made on the day of the law."""
    assert "claim_day" in answered()[1]
    assert "claim_day" not in answered(claim_place="outside_canada")[1]


def test_an_item_of_a_list_is_finished_before_another_is_asked_for() -> None:
    """Questions about one relative stand together."""
    _, asked = answered(came_from_us=True, arrival_at="land_port", relative=True)

    first = asked.index("relative")
    about = [path for path in asked if path.startswith("relative.")]
    assert asked[first + 1 : first + 1 + len(about)] == about
    assert asked[first + 1 + len(about)] == "relative"


def test_no_item_makes_the_list_empty_and_certain() -> None:
    """ "No" is knowledge, unlike silence."""
    interview = Interview(LAW_DAY)
    interview.answer(Question("relative"), False)

    assert interview.facts == {"relative": []}


def test_another_entry_comes_after_the_arrival() -> None:
    """The arrival is an entry too and stays one."""
    interview = Interview(LAW_DAY)
    interview.facts = {"arrival_day": date(2026, 1, 5), "arrival_at": "airport"}
    interview.answer(Question("entry"), True)

    assert interview.facts["entry"] == [{"day": date(2026, 1, 5), "at": "airport"}, {}]
    assert interview.facts["entry_more"] == UNKNOWN


def test_the_place_of_the_arrival_is_asked_once() -> None:
    """Before other entries are asked for; who does not know it is not asked again of the first entry."""
    _, asked = answered(arrival_day=date(2026, 1, 5), entry=True, came_from_us=True)

    assert asked.index("arrival_at") < asked.index("entry")
    assert "entry.0.at" not in asked


@settings(max_examples=5, deadline=None)
@given(st.data())
def test_every_interview_ends_and_can_be_read_again(data: st.DataObject) -> None:
    """Whatever is answered, nothing identifies anybody, and what is saved gives the same household."""
    interview, items = Interview(LAW_DAY), 0
    for _ in range(200):
        question = interview.next()
        if question is None:
            break
        assert question.path.rpartition(".")[2] not in NEVER
        items += question.is_list
        fact = fact_of(question.path)
        known = st.just(items < 6) if fact is None else value_of(fact)
        interview.answer(question, data.draw(st.one_of(st.just(UNKNOWN), known)))
    assert interview.next() is None
    document = {"person": [interview.facts]}
    assert household(tomllib.loads(facts_text(document))) == household(document)


@settings(max_examples=15, deadline=None)
@given(st.lists(people(), min_size=1, max_size=3), st.sampled_from(["unknown", "no"]))
def test_a_facts_file_that_is_written_reads_the_same(some: list[dict[str, Any]], unstated: str) -> None:
    """Days, lists of tables, and empty lists included."""
    document = {"law_day": LAW_DAY, "unstated": unstated, "person": some}

    assert household(tomllib.loads(facts_text(document))) == household(document)


@pytest.mark.parametrize("label", ['"quoted" \\ back', "tab\tand\nline", "Ünï ✓", "a\u2028b"])
def test_a_label_is_written_so_that_toml_reads_it(label: str) -> None:
    """Labels are free text."""
    assert tomllib.loads(facts_text({"person": [{"label": label}]}))["person"][0]["label"] == label
