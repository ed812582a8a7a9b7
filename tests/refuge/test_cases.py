"""The case table: what the provisions and the published decisions say of some three hundred people."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest

from refuge_cases import Expected, Row, bases, rows
from sojourn.refuge.determination import Determination, determine
from sojourn.refuge.rule import RULES, Rule
from sojourn.refuge.truth import Answer, Known

OF_AN_ITEM = frozenset({"not_a_prior_claim"})
"""Rules that are asked of an item of a list, and not of a person; two rows of (c) meet it and do not."""

NEVER_SHUT = frozenset({"public_policy"})
"""The Minister may grant relief to anyone (IRPA 25.2(1)), so no case has a no."""


def told(found: Determination, expected: Expected) -> dict[str, Any]:
    """Of a determination, what a row expects something of."""
    answers = {one.id: one.answer.word for one in found.consequences}
    days = {one.id: one.told for one in found.consequences}
    asked = (*expected.follows, *expected.open, *expected.follows_not)
    return {
        "eligibility": found.eligibility,
        "met": found.met,
        "unknown": tuple(one.paragraph for one in found.grounds if one.answer is Answer.UNKNOWN),
        "consequences": {id: answers[id] for id in asked},
        "days": tuple((id, name, days[id].get(name)) for id, name, _ in expected.days),
    }


def wanted(expected: Expected) -> dict[str, Any]:
    """The same of a row."""
    answers = dict.fromkeys(expected.follows, "yes") | dict.fromkeys(expected.open, "unknown")
    return {
        "eligibility": expected.eligibility,
        "met": expected.met,
        "unknown": expected.unknown,
        "consequences": answers | dict.fromkeys(expected.follows_not, "no"),
        "days": expected.days,
    }


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_the_law_is_told_as_the_table_has_it(row: Row) -> None:
    """Each row was decided from the text before the rules were asked."""
    found = [determine(person, row.law_day) for person in row.household.people]

    assert [told(one, own) for one, own in zip(found, row.expected, strict=True)] == [
        wanted(own) for own in row.expected
    ]


def test_the_table_is_large_and_each_row_is_its_own() -> None:
    """At least 150 cases, none twice, each with its source."""
    ids = Counter(row.id for row in rows())

    assert len(ids) >= 150
    assert ids.most_common(1)[0][1] == 1
    assert all(row.source for row in rows())


def test_a_base_states_every_fact_that_a_ground_asks_for() -> None:
    """Else a row that means to change one fact would leave another open."""
    clear = next(row for row in rows() if row.id == "ordinary-claim")

    assert set(bases()) == {"blank", "clear", "land", "crossed", "flown", "abroad"}
    assert clear.expected[0].unknown == ()


@cache
def answers() -> dict[str, set[Answer]]:
    """What each rule comes to over the whole table."""
    found: dict[str, set[Answer]] = {id: set() for id in RULES}
    for row in rows():
        for case in (person.case(row.law_day) for person in row.household.people):
            for id, rule in RULES.items():
                met = rule(case)
                assert isinstance(met, Known)
                found[id].add(met.answer)
    return found


@pytest.mark.parametrize(
    "rule", [one for one in RULES.values() if one.id not in OF_AN_ITEM | NEVER_SHUT], ids=lambda one: one.id
)
def test_a_rule_is_met_in_one_case_and_not_in_another(rule: Rule) -> None:
    """A rule that nothing ever meets, or that everybody meets, was never tried."""
    assert {Answer.YES, Answer.NO} <= answers()[rule.id]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda one: one.id)
def test_a_rule_has_its_provision_its_dates_and_says_so(rule: Rule) -> None:
    """Nothing is concluded without a text that was law on some day."""
    source = (rule.body.__doc__ or "").partition("Source:")[2]
    section = re.match(r"(IRPA|IRPR) ([\d.]+)", rule.citation)

    assert section
    assert section[1] in source
    assert section[2] in source
    assert rule.version < len(rule.provision.versions)
    assert rule.provision.text_sha256
    assert not rule.exception_to or rule.exception_to in RULES
