"""Invented facts of a person in the United States, of any kind, for tests of what holds of all."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from sojourn.refuge.facts import NEVER_HAPPENED, US, Fact, facts

DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))


def _values(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.kind == "event":
        return DAYS | st.just(NEVER_HAPPENED)
    return st.booleans() if fact.kind == "truth" else st.sampled_from(fact.choices)


KNOWN = st.fixed_dictionaries({}, optional={name: _values(fact) for name, fact in facts()[US].items()})
"""Some facts that are known, the rest unknown."""
