"""The document of a determination: stable keys, one structure in every language."""

from __future__ import annotations

import ast
import inspect
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refuge.any_person import people
from refuge.household_of import AT_PORT, CROSSED, HELD, follows, ground, one, told
from sojourn.errors import UnknownName
from sojourn.refuge import document as document_module
from sojourn.refuge import lawyer, proof, rules, text
from sojourn.refuge import told as told_module
from sojourn.refuge.case import OneCase
from sojourn.refuge.conflicts import CONFLICTS
from sojourn.refuge.consequences import CONSEQUENCES
from sojourn.refuge.facts import LISTS, facts
from sojourn.refuge.lawyer import _QUESTIONS
from sojourn.refuge.lines import WIDTH
from sojourn.refuge.rule import RULES
from sojourn.refuge.text import determination_text
from sojourn.refuge.words import catalogue, fact_words, languages

SPOKEN = {"says", "title", "notices", "ask", "why", "found", "is", "citation_says", "answer_says", "paragraph_says"}
SPOKEN |= {"eligibility_says", "dates_say", "valves", "can_change_says", "defeated_says", "value_says", "split_says"}
"""Keys below which there are sentences, in all places but where they hold the steps that decide."""
_RULES = Path(rules.__file__).parent
_UNSETTLED = {name for path in _RULES.glob("*.py") for name in re.findall(r'unsettled\("(\w+)"\)', path.read_text())}
"""Questions of law that rules leave open."""
every_language = pytest.mark.parametrize("language", languages())


def shape(value: Any) -> Any:
    """A document without its sentences: whether there is one stays."""
    if isinstance(value, dict):
        return {
            key: bool(below) if key in SPOKEN and not isinstance(below, dict) else shape(below)
            for key, below in value.items()
            if key != "language"
        }
    return [shape(below) for below in value] if isinstance(value, list) else value


@settings(max_examples=12, deadline=None)
@given(people(), st.sampled_from(["no", "unknown"]), st.dates(date(2005, 1, 1), date(2027, 1, 1)))
def test_english_and_french_have_one_structure(person: dict[str, Any], unstated: str, law_day: date) -> None:
    """Nobody gets less in their language: ids, answers, days and lists are equal, whatever the facts."""
    english = told(person, law_day=law_day, unstated=unstated)
    french = told(person, language="fr", law_day=law_day, unstated=unstated)

    assert shape(english) == shape(french)
    assert json.loads(json.dumps(english)) == english


@every_language
def test_every_sentence_that_can_be_needed_is_there(language: str) -> None:
    """A new rule, question, choice or list comes with its words."""
    there = catalogue(language)
    needed = [f"rule.{id}" for id in RULES]
    assert len(_UNSETTLED) == 4
    needed += [f"unsettled.{id}" for id in (*CONFLICTS, *_UNSETTLED, "commencement")]
    needed += [f"topic.{follows.topic}" for follows in CONSEQUENCES]
    needed += [f"lawyer.{id}" for id in _QUESTIONS]
    needed += [f"list.{name}.{text}" for name in LISTS for text in ("is", "item", "some", "more", "why", "found")]
    needed += [
        f"choice.{value}" for of in ("person", *LISTS) for fact in facts()[of].values() for value in fact.choices
    ]

    assert [id for id in needed if id not in there] == []


@every_language
def test_every_fact_can_be_told_and_asked(language: str) -> None:
    """Its question, why it is asked, where it is found, and as it stands in a proof."""
    for of in ("person", *LISTS):
        for fact in facts()[of].values():
            for words in ("ask", "why", "found", "is"):
                assert fact_words(language, fact, words)


def test_a_sentence_with_days_fills_what_its_consequence_counts() -> None:
    """A day that is counted and not told helps nobody, and one that is told and not counted is a gap in a sentence."""
    nothing_known = OneCase({}, date(2026, 11, 28))
    counted = {f"follows.{one.rule.id}": set(one.told(nothing_known)) for one in CONSEQUENCES}
    filled = {
        id: set(re.findall(r"{(\w+)}", text)) for id, text in catalogue("en").items() if id.startswith("follows.")
    }

    assert {id: days for id, days in counted.items() if days} == filled


def test_no_sentence_is_written_in_the_code() -> None:
    """What a reader sees comes from a catalogue, so that it can be translated."""
    for module in (document_module, proof, told_module, text, lawyer):
        tree = ast.parse(inspect.getsource(module))
        docstrings = {
            ast.get_docstring(node, clean=False)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        }
        texts = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert {text for text in texts - docstrings if text.count(" ") > 3 and text.strip()} == set()


def test_day_14_is_the_new_bar_and_the_day_that_follows_is_counted() -> None:
    """Seven days after the notice of 15 June: 22 June 2026 (IRPA 49(2)(b))."""
    person = one(CROSSED)

    assert (person["eligibility"], person["grounds_met"]) == ("ineligible", ["b.2"])
    assert follows(person)["order_after_seven_days"]["days"] == {"on": "2026-06-22"}
    assert "Monday, 22 June 2026" in follows(person)["order_after_seven_days"]["says"]
    assert person["why"][0]["paragraph"] == "b.2"


def test_what_is_met_comes_first_in_each_topic() -> None:
    """Then what depends on unknown facts, then what does not follow."""
    order = ["yes", "unknown", "no"]
    for topic in one(CROSSED)["consequences"]:
        answers = [order.index(follow["answer"]) for follow in topic["follows"]]
        assert answers == sorted(answers)


def test_an_exception_to_what_does_not_follow_anyway_is_moot() -> None:
    """An ineligible claim has no appeal; whether an exception would shut it too is nobody's question."""
    appeal = follows(one(CROSSED))

    assert (appeal["appeal"]["answer"], appeal["no_appeal_after_exception"]["moot"]) == ("no", True)
    assert "is eligible through an exception" not in determination_text(told(CROSSED))
    assert one(CROSSED)["conflicts"] == []


def test_a_step_that_is_not_known_is_never_told_as_a_fact() -> None:
    """ "The person is outside Canada" without a mark would be a statement."""
    short = determination_text(told({}, unstated="unknown"))

    assert "  - [not known] There is a removal order against the person. (IRPA 99(3))" in short


def test_a_day_that_cannot_be_counted_is_null_and_the_sentence_has_none() -> None:
    """Without a notice there is no day to count from."""
    told_one = follows(one({name: value for name, value in CROSSED.items() if name != "notice_day"}))

    assert told_one["order_after_seven_days"]["days"] == {"on": None}
    assert told_one["order_after_seven_days"]["says"] == "The removal order is in force seven days after the notice."


def test_an_exception_that_is_met_defeats_its_rule() -> None:
    """Not met and defeated are told apart: the sister's case stands on her brother."""
    agreement = ground(one(AT_PORT), "e")

    assert (agreement["answer"], agreement["answer_says"]) == ("no", "defeated")
    assert agreement["defeated_by"] == ["IRPR 159.5(a)"]


def test_an_exception_defeats_nothing_that_is_not_met_anyway() -> None:
    """Who comes by air is not under the Agreement, with or without a brother."""
    agreement = ground(one(AT_PORT | {"arrival_at": "airport"}), "e")

    assert (agreement["answer_says"], agreement["defeated_by"]) == ("not met", [])


def test_the_safety_valves_are_told_whenever_the_agreement_applies() -> None:
    """The Supreme Court's reasons rest on them (2023 SCC 17)."""
    under = one(HELD)

    assert under["grounds_met"] == ["c.1", "e"]
    assert "humanitarian" in under["valves"]
    assert one(CROSSED)["valves"] is None


def test_a_household_that_fares_differently_is_told_so() -> None:
    """Who claims together and who apart is a lawyer's question."""
    assert told(CROSSED, AT_PORT)["split_says"].startswith("The members of this household fare differently.")
    assert told(CROSSED)["split_says"] is None


@pytest.mark.parametrize(
    ("person", "ids"),
    [
        (CROSSED, {"day_of_claim", "review", "newer"}),
        (AT_PORT, {"exception", "newer"}),
        (HELD, {"earlier_claim", "review", "newer"}),
        ({"removal_order": True}, {"order", "newer"}),
    ],
)
def test_what_to_ask_a_lawyer_is_chosen_by_what_applies(person: dict[str, Any], ids: set[str]) -> None:
    """A long list is not read."""
    assert {question["id"] for question in one(person)["ask_a_lawyer"]} == ids


def test_what_was_taken_as_no_is_listed() -> None:
    """`unstated = "no"` must not hide what nobody looked up."""
    assert {"fact": "has_partner", "says": "has a spouse or partner"} in one(CROSSED)["assumed"]
    assert one(CROSSED, unstated="unknown")["assumed"] == []


def test_unknown_facts_come_with_their_question_and_what_they_can_change() -> None:
    """The most deciding first: whether a claim can be made at all."""
    first = one({}, unstated="unknown")["unknown"][0]

    assert (first["fact"], first["can_change"][0]) == ("claim_place", "claim")
    assert first["can_change_says"].startswith("Can change: whether a claim can be made")


def test_a_provision_whose_commencement_was_not_seen_is_marked() -> None:
    """Nothing unverified is printed as fact."""
    law = follows(one(CROSSED))["permit"]["law"]

    assert (law["verified"], law["says"]) == (False, catalogue("en")["page.unverified"])
    assert ground(one(CROSSED), "b.2")["law"] == ground(one(CROSSED), "b.2")["law"] | {
        "law_from": "2026-03-26",
        "applies_from": "2025-06-03",
        "verified": True,
        "says": None,
    }


def test_a_language_that_is_not_there_is_refused() -> None:
    """With those that are."""
    with pytest.raises(UnknownName, match="'xx'"):
        told(CROSSED, language="xx")


@every_language
def test_no_line_of_the_text_is_wider_than_a_terminal(language: str) -> None:
    """The longest language decides."""
    wide = determination_text(told(CROSSED, AT_PORT, HELD, language=language), proof=True)

    assert max(map(len, wide.splitlines())) <= WIDTH
