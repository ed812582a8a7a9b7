"""An interview that the browser carries, whatever the browser sends."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.errors import BadFacts
from sojourn.refuge.determination import decide
from sojourn.refuge.facts import LISTS, facts, household
from sojourn.web.sitting import ANOTHER, Sitting

LAW_DAY = date(2026, 11, 28)
PATHS = [
    *facts()["person"],
    *LISTS,
    *(f"{name}.{at}.{one}" for name in LISTS for at in (0, 1) for one in facts()[name]),
]
VALUES = [
    "yes",
    "no",
    "unknown",
    "RU",
    "RU,US",
    "2026-01-01",
    "2021-06-01",
    "inland",
    "land_port",
    "citizen,other",
    "",
    ",",
]
answer = st.one_of(
    st.just(ANOTHER),
    st.builds("{}={}".format, st.sampled_from(PATHS), st.sampled_from(VALUES)),
    st.text(max_size=20),
)


@settings(max_examples=150)
@given(st.lists(answer, max_size=12))
def test_any_answers_give_a_question_a_result_or_a_refusal(answers: list[str]) -> None:
    """What is carried in a page can be changed by whoever holds it, and must never stop the site."""
    sitting = Sitting(LAW_DAY, tuple(answers))
    try:
        people = household(sitting.document)
    except BadFacts:
        return

    assert sitting.question is None or sitting.question.path
    assert len(decide(people, LAW_DAY).people) == answers.count(ANOTHER) + 1


def test_an_answer_and_back_is_where_it_was() -> None:
    """Going back must leave no trace of the answer."""
    sitting = Sitting(LAW_DAY, ("claim_place=inland",))

    assert sitting.answered("relative", ["yes"]).back() == sitting
    assert sitting.another().back() == sitting


def test_an_answer_is_carried_as_it_was_given() -> None:
    """Several countries are one answer; fields that stay empty are none."""
    sitting = Sitting(LAW_DAY).answered("nationality", ["RU", "", " MD "])

    assert sitting.answers == ("nationality=RU,MD",)
    assert sitting.document["person"] == [{"label": "1", "nationality": ["RU", "MD"]}]


def test_i_do_not_know_is_asked_no_more_and_is_no_fact() -> None:
    """Not knowing is neither yes nor no."""
    before = Sitting(LAW_DAY)
    first = before.question
    assert first
    after = before.answered(first.path, ["unknown"])

    assert after.question != first
    assert after.document["person"] == [{"label": "1"}]


@pytest.mark.parametrize(("path", "given"), [("relative", ["yes", "no"]), ("claim_day", ["soon"]), ("claim_place", ["moon"]), ("nationality", ["Russia"]), ("removal_order", [])])  # fmt: skip
def test_a_value_that_the_question_does_not_take_is_refused(path: str, given: list[str]) -> None:
    """A misread answer would decide something."""
    with pytest.raises(ValueError, match=r"no answer|isoformat"):
        Sitting(LAW_DAY).answered(path, given)
