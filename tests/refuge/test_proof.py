"""The proof as it is told: sentences, facts used, and what stands above."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from refuge.household_of import AT_PORT, CROSSED, follows, ground, one


def steps(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A step and all below it."""
    yield step
    for below in step.get("steps", ()):
        yield from steps(below)


def says(person: dict[str, Any], paragraph: str) -> list[str]:
    """The sentences of a ground's proof."""
    return [step["says"] for step in steps(ground(person, paragraph)["proof"])]


def test_a_comparison_is_a_sentence_with_facts_and_days() -> None:
    """1 June and 14 days is 15 June, and the claim is made on that day."""
    assert (
        "The day of the claim (2026-06-15) is this day or later: day of arrival, 14 days later (2026-06-15)."
        in says(one(CROSSED), "b.2")
    )


def test_a_choice_is_told_in_words_with_what_counts() -> None:
    """Nobody has to know the values of a facts file."""
    assert "place of arrival: between ports. What counts: between ports." in says(one(CROSSED), "b.2")
    assert "place of arrival: between ports. What counts: land port or rail port." in says(one(CROSSED), "e")


def test_a_fact_of_an_item_names_the_item() -> None:
    """Of several relatives it is plain which one is meant."""
    assert "the relative is in Canada (relative 1): yes." in says(one(AT_PORT), "e")


def test_a_fact_that_is_not_stated_is_unknown_or_taken_as_no() -> None:
    """And never silently false."""
    assert "stateless: not stated, taken as no." in says(one(CROSSED), "e")
    assert "stateless: not known." in says(one(CROSSED, unstated="unknown"), "e")


def test_the_fact_of_a_step_has_path_and_value() -> None:
    """A program can lead back to the facts file."""
    used = [step["fact"] for step in steps(ground(one(AT_PORT), "e")["proof"]) if "fact" in step]

    assert {"path": "relative.0.status", "value": "citizen", "value_says": "citizen", "assumed": False} in used
    assert {"path": "stateless", "value": None, "value_says": "not stated, taken as no", "assumed": True} in used


def test_a_rule_is_told_once_and_then_pointed_at() -> None:
    """The grounds stand in many consequences; their proofs would fill a book."""
    again = [
        step for step in steps(follows(one(CROSSED))["sent_to_country_of_arrival"]["proof"]) if step["kind"] == "rule"
    ]

    assert (again[1]["rule"], again[1]["shown_above"], again[1]["steps"]) == ("third_country", True, [])


def test_an_unsettled_question_stands_in_the_proof() -> None:
    """As a step that no fact can close."""
    questions = [step for step in steps(ground(one(CROSSED), "b.2")["proof"]) if step["kind"] == "unsettled"]

    assert [step["answer"] for step in questions] == ["unknown"]
