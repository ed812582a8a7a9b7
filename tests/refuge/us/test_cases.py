"""The deadlines of the table cases/deadlines.csv: facts, law day, item, what must come, source."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from pathlib import Path

import pytest

from sojourn.refuge.facts import household
from sojourn.refuge.us.deadlines import Clock, deadlines
from sojourn.refuge.us.pack import Rule, pack

with (Path(__file__).parent / "cases" / "deadlines.csv").open(encoding="utf-8", newline="") as opened:
    ROWS = list(csv.DictReader(opened))
RULES = [rule for item in pack().items for rule in item.rules]


def clock(facts: str, law_day: str, item: str) -> Clock:
    """The clock of one item, of a person whose facts are the content of an inline table."""
    person = household({"person": [tomllib.loads(f"us = {{ {facts} }}")]}).people[0]
    return next(one for one in deadlines(person, date.fromisoformat(law_day)).clocks if one.item.id == item)


def parts(expected: str) -> set[str]:
    """What a cell of the table lists."""
    return {part for part in expected.split(" | ") if part}


def rules_in(row: dict[str, str]) -> set[str]:
    """The rules that a row expects."""
    return {part.split(" ")[0].split(":")[0] for part in parts(row["expected"])}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['item']}: {row['case']}" for row in ROWS])
def test_each_case_gives_what_the_table_says(row: dict[str, str]) -> None:
    """Every candidate before and after its shift, with its standing, and nothing else."""
    found = clock(row["facts"], row["law_day"], row["item"])

    told = {f"{one.rule.id} {one.counted}>{one.day}:{one.standing}" for one in found.candidates}
    told |= {f"{one.rule.id}:{one.standing}" for one in found.statements}
    assert (told, str(found.act_on or "")) == (parts(row["expected"]), row["act_on"])


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_each_rule_has_a_case_that_meets_it_and_one_that_does_not(rule: Rule) -> None:
    """A rule that nothing tests could be wrong on any day."""
    met = [row["case"] for row in ROWS if rule.id in rules_in(row)]
    failed = [row["case"] for row in ROWS if row["item"] == rule.item and rule.id not in rules_in(row)]

    assert met
    assert failed


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_each_rule_has_citation_span_and_who_says_it(rule: Rule) -> None:
    """Nothing is law for ever, and nothing stands without a name behind it."""
    assert rule.citation
    assert rule.said_by
    assert rule.law_from < (rule.law_until or date.max)


def test_each_row_names_its_source_and_none_stands_twice() -> None:
    """A case without a source is an opinion."""
    assert len(ROWS) >= 60
    assert [row["case"] for row in ROWS if not row["source"]] == []
    assert len({(row["item"], row["case"]) for row in ROWS}) == len(ROWS)
