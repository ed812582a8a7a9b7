"""The document of deadlines, and what is written from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from refuge.us.any_facts import DAYS, KNOWN
from sojourn.errors import UnknownName
from sojourn.refuge.facts import Person
from sojourn.refuge.us.deadlines import deadlines
from sojourn.refuge.us.document import document
from sojourn.refuge.us.text import deadlines_text
from sojourn.refuge.words import languages

LAW_DAY = date(2026, 10, 6)
FACTS = {
    "judge_decision_day": date(2026, 9, 24),
    "judge_decision_given": "oral",
    "board_decision_day": "never",
    "appeal_waived": False,
    "manner_of_entry": "between_ports",
    "held_in": "FL",
    "third_country_notice_day": date(2026, 10, 5),
}
SPOKEN = {"says", "title", "notices", "ask", "why", "found", "ask_a_lawyer", "day_says", "standing_says", "workings"}
"""Keys below which there are sentences."""
every_language = pytest.mark.parametrize("language", languages())


def told(language: str = "en", facts: dict[str, Any] = FACTS, law_day: date = LAW_DAY) -> dict[str, Any]:
    """The document of one person."""
    return document([deadlines(Person("one", {}, us=facts), law_day)], language)


def clock(made: dict[str, Any], item: str) -> dict[str, Any]:
    """One clock of the first person."""
    found = next(one for one in made["people"][0]["clocks"] if one["item"] == item)
    assert isinstance(found, dict)
    return found


def shape(value: Any) -> Any:
    """A document without its sentences."""
    if isinstance(value, dict):
        return {key: shape(below) for key, below in value.items() if key not in SPOKEN}
    return [shape(below) for below in value] if isinstance(value, list) else value


def rules_told(value: Any) -> Iterator[dict[str, Any]]:
    """Every part of a document that tells a rule or an order."""
    if isinstance(value, dict):
        if "rule" in value or "order" in value:
            yield value
        for below in value.values():
            yield from rules_told(below)
    if isinstance(value, list):
        for below in value:
            yield from rules_told(below)


@every_language
def test_every_language_has_the_same_structure(language: str) -> None:
    """Ids, days, standings and lists are equal; sentences alone differ."""
    expected = shape(told("en")) | {"language": language}

    assert shape(told(language)) == expected


def test_nothing_is_told_as_fact() -> None:
    """Each rule and each order carries that it is not verified, and who says it."""
    parts = list(rules_told(told()))

    assert len(parts) > 30
    assert [one for one in parts if not one["not_verified"]["says"].startswith("Not verified: ")] == []
    assert [one for one in parts if one["not_verified"]["said_by"] not in one["not_verified"]["says"]] == []


@every_language
def test_the_text_shows_every_mark(language: str) -> None:
    """A mark that is in the document alone warns nobody."""
    made = told(language)
    text = re.sub(r"\s+", " ", deadlines_text(made))

    for one in rules_told(made):
        assert one["not_verified"]["says"] in text


def test_the_answer_comes_first_and_says_why() -> None:
    """The day, that it had not passed on the day asked, the reason, and by when to verify it."""
    appeal = clock(told(law_day=date(2026, 9, 25)), "board_appeal")

    assert appeal["says"] == [
        "Act by: Monday, 5 October 2026 (not verified).",
        "It is the earliest candidate date. It rests on a text that a court set aside; a later order could bring it "
        "back, so the earlier date is the safe one.",
        "Have it verified by: Wednesday, 30 September 2026.",
    ]


def test_a_day_that_has_passed_is_said_to_have_passed() -> None:
    """Silence would lose the late filing that may still be possible."""
    appeal = clock(told(), "board_appeal")

    assert appeal["passed"]
    assert appeal["says"][1].startswith("This day had passed")


def test_the_shift_is_shown_with_the_day_before_and_after() -> None:
    """And each closed day between."""
    ten, thirty = clock(told(), "board_appeal")["candidates"]

    assert (ten["counted"], ten["day"], ten["shift"]) == ("2026-10-04", "2026-10-05", "8 CFR 1003.38(b)")
    assert [one["day"] for one in thirty["passed_over"]] == ["2026-10-24", "2026-10-25"]
    assert (thirty["filed"], thirty["workings"][-1].split(";")[0]) == ("received", "It has to be received by then")
    assert thirty["workings"][-2] == "Moved to the next working day (8 CFR 1003.38(b)): Monday, 26 October 2026."


def test_the_order_over_the_ten_days_is_told_with_its_court_day_and_reach() -> None:
    """And that its later fate is not known."""
    order = clock(told(), "board_appeal")["candidates"][0]["orders"][0]

    assert (order["made"], order["in_effect_from"], order["territory"]) == ("2026-03-08", "2026-03-08", "nationwide")
    assert "D.D.C. (Judge Moss)" in order["says"]
    assert order["says"].endswith("Whether a later order changed this is not known here.")


def test_an_order_that_waits_says_from_when() -> None:
    """Fifteen days after 25 February 2026."""
    facts = {"third_country_notice_day": date(2026, 3, 1)}
    order = clock(told(facts=facts, law_day=date(2026, 3, 2)), "third_country")["candidates"][0]["orders"][0]

    assert "In effect from: Thursday, 12 March 2026." in order["says"]


def test_the_circuit_is_told_with_its_day_and_its_caveat() -> None:
    """The Eleventh Circuit's mandate is withheld, so what it allows is possible only."""
    bond = next(one for one in clock(told(), "bond")["statements"] if one["rule"] == "bond_circuit_allows")

    assert (bond["standing"], bond["circuit"]["id"], bond["circuit"]["decided"]) == ("possible", "11", "2026-05-06")
    assert "The mandate of that decision is withheld" in bond["circuit"]["says"]


def test_a_circuit_without_a_decision_on_the_day_tells_none() -> None:
    """A decision of May is no law of April."""
    bond = clock(told(law_day=date(2026, 4, 1)), "bond")["statements"][0]

    assert (bond["rule"], bond["circuit"]["bond"], bond["circuit"]["decided"], bond["circuit"]["note"]) == (
        "bond_board_precedent",
        "open",
        None,
        None,
    )


def test_what_does_not_apply_says_which_answer_keeps_it_out() -> None:
    """So that a wrong answer is found."""
    out = clock(told(), "board_appeal")["ruled_out"]

    assert ("board_appeal_waived", "answer", "appeal_waived") in [
        (one["rule"], one["reason"], one["fact"]) for one in out
    ]


def test_a_clock_of_which_nothing_is_known_asks() -> None:
    """With the question, why, and where the answer is found."""
    release = clock(told(), "release_conditions")

    assert (release["status"], release["act_on"]) == ("unknown", None)
    assert release["unknown"][0]["ask"] == "On which day was the person released on bond or on conditions?"
    assert release["unknown"][0]["found"]


@pytest.mark.parametrize(("law_day", "newer"), [(date(2026, 10, 7), False), (date(2026, 10, 8), True)])
def test_a_day_later_than_every_source_says_so(law_day: date, newer: bool) -> None:
    """The law may have changed since."""
    assert any("nothing newer is known" in one for one in told(law_day=law_day)["notices"]) is newer


def test_days_to_come_stand_first_then_days_that_have_passed() -> None:
    """A frightened person reads the top."""
    clocks = told()["people"][0]["clocks"]
    first = [(one["item"], one["act_on"], one["passed"]) for one in clocks[:5]]

    assert first == [
        ("reconsider", "2026-10-26", False),
        ("reopen", "2026-12-23", False),
        ("board_appeal", "2026-10-05", True),
        ("third_country", "2026-10-05", True),
        ("stay_pending_appeal", None, False),
    ]


@settings(max_examples=40)
@given(KNOWN, DAYS)
def test_whatever_the_facts_every_language_can_tell_it(facts: dict[str, Any], law_day: date) -> None:
    """A sentence that is missing for a rare case would be missing on the worst day."""
    made = {language: told(language, facts, law_day) for language in languages()}

    assert len({len(one["people"][0]["clocks"]) for one in made.values()}) == 1
    assert shape(made["fr"]) == shape(made["en"]) | {"language": "fr"}
    for one in made.values():
        assert deadlines_text(one)


def test_a_language_that_is_not_there_is_refused() -> None:
    """Rather than half a page."""
    with pytest.raises(UnknownName):
        told("xx")
