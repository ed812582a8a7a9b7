"""Invented people with any facts, for properties."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from sojourn.refuge.facts import LISTS, Fact, facts

DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def value_of(fact: Fact) -> st.SearchStrategy[Any]:
    """A value that the fact can have."""
    several = st.lists(st.sampled_from(fact.choices or ("US", "RU", "GB")), min_size=1, max_size=2, unique=True)
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "truth": st.booleans(),
        "day": DAYS,
        "country": st.sampled_from(("US", "RU", "GB")),
        "countries": several,
        "choices": several,
    }
    return kinds[fact.kind] if fact.kind in kinds else st.sampled_from(fact.choices)


def tables(of: str) -> st.SearchStrategy[dict[str, Any]]:
    """A person or an item of a list, in which any fact may be absent."""
    return st.fixed_dictionaries({}, optional={name: value_of(fact) for name, fact in facts()[of].items()})


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    """A person of a facts file, with lists."""
    person = draw(tables("person"))
    for listed in LISTS:
        if draw(st.booleans()):
            person[listed] = draw(st.lists(tables(listed), max_size=2))
    return person
