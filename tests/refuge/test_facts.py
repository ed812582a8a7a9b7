"""Reading a facts file: strict keys, three values, no identifiers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sojourn.errors import BadFacts
from sojourn.refuge.facts import US, facts, household

PAGE = (Path(__file__).parents[2] / "docs" / "deadlines.md").read_text(encoding="utf-8")


def us(**table: Any) -> dict[str, Any]:
    """The US facts of one person, read."""
    return dict(household({"person": [{"us": table}]}).people[0].us)


def test_an_event_is_a_day_or_never() -> None:
    """What has not happened is known, and not unknown."""
    assert us(release_day=date(2026, 10, 5), bond_decision_day="never") == {
        "release_day": date(2026, 10, 5),
        "bond_decision_day": "never",
    }


def test_what_comes_after_has_not_happened_unless_it_is_said() -> None:
    """Without a decision none was sent; where a file says that one was, its day is counted from, lest a deadline is lost."""
    never = us(judge_decision_day="never")
    said = us(judge_decision_day="never", judge_notice_day=date(2026, 9, 28))

    assert never == {"judge_decision_day": "never", "judge_notice_day": "never"}
    assert said["judge_notice_day"] == date(2026, 9, 28)
    assert "judge_notice_day" not in us(judge_decision_day=date(2026, 9, 24))


def test_an_unknown_fact_is_left_out() -> None:
    """It is neither yes nor no."""
    assert us(detained="unknown", release_day="unknown") == {}


def test_a_person_without_the_table_has_no_us_facts() -> None:
    """The Canadian rules do not need them."""
    assert household({"person": [{}]}).people[0].us == {}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"arival_day": date(2026, 1, 1)}, "Did you mean arrival_day"),
        ({"x": 1}, r"docs/deadlines\.md"),
        ({"a_number": "A1"}, "would identify a person"),
        ({"arrival_day": "2026-01-01"}, "is no day"),
        ({"arrival_day": "soon"}, "is no day"),
        ({"arrival_day": date(9999, 12, 31)}, "in nobody's life"),
        ({"arrival_day": date(1, 1, 1)}, "in nobody's life"),
        ({"detained": "yes"}, "neither true nor false"),
        ({"held_in": "XX"}, "not one of its values"),
        ({"manner_of_entry": ["at_port", "admitted"]}, "not one|several values"),
    ],
)
def test_what_no_rule_understands_is_refused(table: dict[str, Any], says: str) -> None:
    """A typing error never passes for an unknown fact."""
    with pytest.raises(BadFacts, match=says):
        us(**table)


def test_a_table_that_is_none_is_refused() -> None:
    """`us = true` says nothing."""
    with pytest.raises(BadFacts, match="it is no table"):
        household({"person": [{"us": True}]})


@pytest.mark.parametrize("name", facts()[US])
def test_the_page_lists_each_us_fact_with_its_values_and_question(name: str) -> None:
    """A stranger can write a facts file."""
    fact = facts()[US][name]
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))

    assert fact.texts["ask"]["en"] in line
    assert name == "held_in" or all(f'`"{choice}"`' in line for choice in fact.choices)
    assert ('`"never"`' in line) == (fact.kind == "event")
