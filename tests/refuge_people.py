"""Invented people for properties: a base of the case table, some facts changed, some unknown."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from refuge_cases import bases
from sojourn.refuge.case import UNKNOWN
from sojourn.refuge.facts import LISTS, Fact, Person, facts, household

LAW = date(2026, 11, 28)
TURNS = (
    date(2019, 5, 1), date(2020, 6, 24), date(2020, 6, 25), date(2023, 3, 24), date(2023, 3, 25), date(2024, 2, 29),
    date(2025, 5, 20), date(2025, 6, 2), date(2025, 6, 3), date(2025, 11, 20), date(2026, 3, 26), date(2026, 6, 1),
    date(2026, 6, 14), date(2026, 6, 15),
)  # fmt: skip
"""Days about which the law turns, and days near each other."""
ASKED_OTHERWISE = {"arrival_day": "entry", "arrival_at": "entry", "birth_day": "under_18"}
"""Facts from which others follow, and the fact that rules ask for: stated together they could contradict each other."""


def values_of(fact: Fact) -> list[Any]:
    """The values that a property tries of a fact: all of them, or those that rules look for and one more."""
    if fact.kind == "truth":
        return [True, False]
    if fact.kind == "day":
        return list(TURNS)
    if fact.kind in {"country", "countries"}:
        return [[one] if fact.kind == "countries" else one for one in ("US", "RU", "GB")]
    return [[one] if fact.kind == "choices" else one for one in fact.choices]


def items(of: str) -> st.SearchStrategy[dict[str, Any]]:
    """One item of a list, some of it unknown."""
    return st.fixed_dictionaries(
        {}, optional={id: st.sampled_from(values_of(fact)) for id, fact in facts()[of].items()}
    )


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """The facts of one person."""
    stated = dict(bases()[draw(st.sampled_from(("clear", "land", "crossed", "flown")))])
    free = {id: fact for id, fact in facts()["person"].items() if id not in ASKED_OTHERWISE}
    for id in draw(st.lists(st.sampled_from(sorted(free)), max_size=4, unique=True)):
        stated[id] = draw(st.sampled_from(values_of(free[id])))
    for name in draw(st.lists(st.sampled_from(LISTS), max_size=2, unique=True)):
        stated[name] = draw(st.lists(items(name), max_size=2))
    return draw(forgetting(stated))


@st.composite
def forgetting(draw: st.DrawFn, stated: dict[str, Any]) -> dict[str, Any]:
    """The same facts with some of them unknown: facts, lists, what is in them, whether they are all of it.

    The day of the claim stays, since a claim without one is made on the day whose law is asked.
    """
    known = sorted(set(stated) - {"claim_day"} - {f"{name}_more" for name in LISTS})
    less = {id: value for id, value in stated.items() if id not in draw(st.sets(st.sampled_from(known), max_size=3))}
    for name in draw(st.sets(st.sampled_from(LISTS), max_size=1)):
        if less.get(name):
            at = draw(st.integers(0, len(less[name]) - 1))
            lost = draw(st.sets(st.sampled_from(sorted(facts()[name])), max_size=2))
            kept = {id: value for id, value in less[name][at].items() if id not in lost}
            less[name] = [*less[name][:at], kept, *less[name][at + 1 :]]
        elif name in less:
            less[f"{name}_more"] = UNKNOWN
    return less


def person(document: dict[str, Any]) -> Person:
    """The person of such facts."""
    return household({"person": [document]}).people[0]
