"""The pages of refuge say what the program does."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from sojourn.refuge.assumptions import read_assumptions
from sojourn.refuge.case import UNKNOWN
from sojourn.refuge.determination import decide, determine
from sojourn.refuge.drift import DRIFTED
from sojourn.refuge.fact_page import LAW_DAY, fact_page
from sojourn.refuge.facts import LISTS, facts, household
from sojourn.refuge.population import size
from sojourn.refuge.rules.grounds import GROUNDS

DOCS = Path(__file__).parents[2] / "docs"
FACTS, REFUGE, POPULATION = (
    (DOCS / name).read_text(encoding="utf-8") for name in ("refuge-facts.md", "refuge.md", "refuge-population.md")
)
EXAMPLES = re.findall(r"```toml\n(.*?)```", FACTS, re.DOTALL)


def test_the_page_of_facts_is_the_generated_one() -> None:
    """Renew it with `python -m sojourn.refuge.fact_page > docs/refuge-facts.md`."""
    assert fact_page() == FACTS


@pytest.mark.parametrize("of", ["person", *LISTS])
def test_the_page_lists_every_fact_with_its_values(of: str) -> None:
    """A stranger can write a case."""
    for fact in facts()[of].values():
        line = next(line for line in FACTS.splitlines() if line.startswith(f"| `{fact.id}` |"))
        assert fact.texts["ask"]["en"] in FACTS
        assert fact.kind != "truth" or "`true`, `false`" in line
        assert all(f'`"{choice}"`' in FACTS for choice in fact.choices)


def test_every_example_can_be_read() -> None:
    """The form and three whole cases."""
    assert len(EXAMPLES) == 4
    for example in EXAMPLES:
        assert household(tomllib.loads(example)).people


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, [("ineligible", ("b.2",))]),
        (2, [("eligible", ()), ("ineligible", ("e",))]),
        (3, [("ineligible", ("c.1",))]),
    ],
)
def test_each_example_comes_to_what_the_page_says_of_it(
    number: int, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    """Worked out from the provisions before the rules were run."""
    decided = decide(household(tomllib.loads(EXAMPLES[number])), LAW_DAY)

    assert [(one.eligibility, one.met) for one in decided.people] == expected


def test_every_ground_stands_on_the_page() -> None:
    """In the order of the Act."""
    assert re.findall(r"^\| \(([a-f.\d]+)\) \|", REFUGE, re.MULTILINE) == list(GROUNDS)


@pytest.mark.parametrize(
    ("row", "claim", "met"),
    [
        ("| 1 June | 0 | the Agreement (e)", date(2026, 6, 1), ("e",)),
        ("| 14 June | 13 | the Agreement (e)", date(2026, 6, 14), ("e",)),
        ("| 15 June | 14 | not the Agreement, but (b.2)", date(2026, 6, 15), ("b.2",)),
        ("| 1 June 2027 | 365 | (b.2) |", date(2027, 6, 1), ("b.2",)),
        ("| 2 June 2027 | 366 | (b.2) and (b.1) |", date(2027, 6, 2), ("b.1", "b.2")),
    ],
)
def test_the_table_of_days_is_what_the_rules_say(row: str, claim: date, met: tuple[str, ...]) -> None:
    """Somebody will plan a journey by it."""
    person = tomllib.loads(EXAMPLES[1])["person"][0] | {"claim_day": claim}
    found = determine(household({"unstated": "no", "person": [person]}).people[0], claim)

    assert found.met == met
    assert row in REFUGE


def test_the_page_explains_each_status_of_drift() -> None:
    """In a table of their own."""
    assert [status for status in ("unchanged", *DRIFTED) if f"| `{status}` |" not in REFUGE] == []


def test_the_assumptions_of_the_page_can_be_sized(tmp_path: Path) -> None:
    """A reader begins with them."""
    path = tmp_path / "assumed.toml"
    path.write_text(re.findall(r"```toml\n(.*?)```", POPULATION, re.DOTALL)[0], encoding="utf-8")

    assert sum(size(read_assumptions(path), 1000, 0).eligibility.values()) == 1000


def test_the_word_for_what_is_not_known_stands_on_the_page() -> None:
    """With its quotes, as a file has it."""
    assert f'`"{UNKNOWN}"`' in FACTS
