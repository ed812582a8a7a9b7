"""What must hold of every person, whatever their facts: no step of reasoning is lost or invented."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refuge_cases import rows
from refuge_people import ASKED_OTHERWISE, LAW, documents, forgetting, person, values_of
from sojourn.refuge.determination import NO_CLAIM, SUSPENDED, Determination, decide, determine
from sojourn.refuge.facts import Household, facts
from sojourn.refuge.rules.grounds import GROUNDS
from sojourn.refuge.truth import Answer, Known

QUICK = settings(max_examples=30)
CITIZEN = {"relation": "sibling", "in_canada": True, "status": ["citizen"]}
EXCEPTIONS: tuple[dict[str, Any], ...] = (
    {"relative": [CITIZEN]},
    {"relative": [CITIZEN | {"status": ["protected_person"]}]},
    {"relative": [CITIZEN | {"status": ["claimant"], "adult": True, "claim_referred": True, "claim_ended": False}]},
    {"relative": [CITIZEN | {"status": ["work_permit"], "adult": True, "permit_excluded": False}]},
    {"under_18": True, "accompanied": False, "has_partner": False, "parent_in_canada_or_us": False},
    {"document": ["temporary_resident_visa"], "document_transit_only": False},
    {"needs_visa_for_canada": False, "needs_visa_for_us": True},
    {"refused_us_without_hearing": True},
    {"returned_permanent_resident": True},
    {"faces_death_penalty": True},
    {"nationality": ["US"]},
)


def answers(found: Determination) -> dict[str, Answer]:
    """Every ground and consequence."""
    grounds = {one.paragraph: one.answer for one in found.grounds}
    return grounds | {one.id: one.answer for one in found.consequences}


@st.composite
def more_and_less(draw: st.DrawFn) -> tuple[Determination, Determination]:
    """One person, and the same of whom less is known."""
    document = draw(documents())
    return determine(person(document), LAW), determine(person(draw(forgetting(document))), LAW)


@QUICK
@given(more_and_less())
def test_to_know_less_never_settles_anything(both: tuple[Determination, Determination]) -> None:
    """What is open stays open, and what was settled is settled alike or open (Kleene's logic is monotonous)."""
    more, less = both
    settled, open_or_settled = answers(more), answers(less)

    assert {id: one for id, one in open_or_settled.items() if one not in {settled[id], Answer.UNKNOWN}} == {}
    assert more.eligibility != "unknown" or less.eligibility == "unknown"


@QUICK
@given(more_and_less())
def test_to_learn_a_fact_turns_no_outcome_round(both: tuple[Determination, Determination]) -> None:
    """Eligible stays eligible; ineligible gives way to a graver word alone, and the rule that says so is named."""
    more, less = both
    gravity = ["unknown", "eligible", "ineligible", "suspended", "cannot claim"]

    if less.eligibility == "eligible":
        assert more.eligibility == "eligible"
    if less.eligibility != "unknown":
        assert gravity.index(more.eligibility) >= gravity.index(less.eligibility)
    if more.eligibility not in {"eligible", "unknown"}:
        assert more.why
        assert all(step.kind == "rule" and step.provision for step in more.why)


@QUICK
@given(st.lists(documents(), min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_a_household_does_not_matter(members: list[dict[str, Any]], random: Any) -> None:
    """Each member is told the same, wherever they stand in the file."""
    labelled = [person(one | {"label": str(at)}) for at, one in enumerate(members)]
    shuffled = random.sample(labelled, len(labelled))
    first, second = (decide(Household(tuple(people)), LAW) for people in (labelled, shuffled))

    assert {one.label: answers(one) for one in first.people} == {one.label: answers(one) for one in second.people}
    assert first.split == second.split


def late_bars(document: dict[str, Any], claim_day: date) -> tuple[Answer, ...]:
    """The two bars of a claim made on a day."""
    found = answers(determine(person(document | {"claim_day": claim_day}), LAW))
    return found["b.1"], found["b.2"]


@QUICK
@given(documents(), st.dates(date(2025, 6, 3), date(2026, 11, 1)), st.integers(1, 500))
def test_a_later_claim_never_escapes_the_bars(document: dict[str, Any], first: date, days: int) -> None:
    """Who is late is later still; only another entry in between leaves the crossing open, never shut out."""
    before, after = late_bars(document, first), late_bars(document, first + timedelta(days=days))
    entered = [entry.get("day", first) for entry in document.get("entry", ())]

    assert all(later for soon, later in zip(before, after, strict=True) if soon is Answer.YES)
    assert before[0] is not Answer.YES or after[0] is Answer.YES
    assert before[1] is not Answer.YES or after[1] is Answer.YES or any(day > first for day in entered)


@QUICK
@given(documents(), st.sampled_from(EXCEPTIONS))
def test_an_exception_never_adds_the_agreement(document: dict[str, Any], excepted: dict[str, Any]) -> None:
    """A relative, a visa or being alone and young can only help."""
    without, found = determine(person(document), LAW), determine(person(document | excepted), LAW)

    assert answers(found)["e"] <= answers(without)["e"]


def outcome(document: dict[str, Any], law_day: date = LAW) -> tuple[Answer, ...]:
    """Whether a claim can be made and decided on, and the answer of each ground."""
    case = person(document).case(law_day)
    found = [rule(case) for rule in (*NO_CLAIM, *SUSPENDED, *GROUNDS.values())]
    return tuple(one.answer for one in found if isinstance(one, Known))


def decides(found: Determination) -> set[str]:
    """The unknown facts that are told to matter for the claim or a ground; of a list, its name."""
    listed = [one.path for one in found.unknown if {"claim", *GROUNDS} & set(one.can_change)]
    return {path.partition(".")[0] for path in listed}


@settings(max_examples=12)
@given(documents())
def test_a_fact_that_is_not_asked_for_changes_nothing(document: dict[str, Any]) -> None:
    """An interview may stop when nothing is listed: whatever else is true, the outcome stands."""
    asked = decides(determine(person(document), LAW))
    silent = [
        fact
        for id, fact in facts()["person"].items()
        if id not in document and id not in asked and ASKED_OTHERWISE.get(id) not in {*asked, *document}
    ]
    stands = outcome(document)

    assert [
        (fact.id, value)
        for fact in silent
        for value in values_of(fact)
        if outcome(document | {fact.id: value}) != stands
    ] == []


OPEN = [
    (row.id, fact)
    for row in rows()
    for fact in sorted(decides(determine(row.household.people[0], row.law_day)))
    if len(row.facts) == 1 and fact in facts()["person"] and not row.id.startswith(("nothing-", "outside-"))
]


@pytest.mark.parametrize(("id", "fact"), OPEN)
def test_a_fact_that_is_asked_for_can_change_something(id: str, fact: str) -> None:
    """With some values of the other unknown facts, one value of it gives another outcome than the rest."""
    row = next(row for row in rows() if row.id == id)
    others = sorted({one for owner, one in OPEN if owner == id} - {fact})
    tried = [
        dict(zip(others, given, strict=True))
        for given in product(*(values_of(facts()["person"][one]) for one in others))
    ]

    def outcomes(rest: dict[str, Any]) -> set[tuple[Answer, ...]]:
        stated = row.facts[0] | rest
        return {outcome(stated | {fact: value}, row.law_day) for value in values_of(facts()["person"][fact])}

    assert any(len(outcomes(rest)) > 1 for rest in tried)
