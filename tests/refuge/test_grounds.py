"""The grounds of IRPA 101(1) on the days that decide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sojourn.refuge.determination import determine
from sojourn.refuge.facts import household
from sojourn.refuge.truth import Answer

BEFORE, SINCE = date(2026, 3, 25), date(2026, 3, 26)


def answers(law_day: date, **person: Any) -> dict[str, str]:
    """The answer of each paragraph for one person."""
    one = household({"person": [person]}).people[0]
    return {ground.paragraph: ground.answer.word for ground in determine(one, law_day).grounds}


@pytest.mark.parametrize(("claim", "third_country", "late"), [(14, "yes", "no"), (15, "no", "yes")])
def test_between_ports_day_13_is_the_agreement_and_day_14_the_new_bar(
    claim: int, third_country: str, late: str
) -> None:
    """Any text that says "wait 14 days" is wrong since 26 March 2026."""
    found = answers(
        date(2026, 6, claim),
        came_from_us=True,
        nationality=["RU"],
        stateless=False,
        entry=[{"day": date(2026, 6, 1), "at": "between_ports"}],
        relative=[],
        under_18=False,
        document=["none"],
        needs_visa_for_canada=True,
        refused_us_without_hearing=False,
        returned_permanent_resident=False,
        faces_death_penalty=False,
    )

    assert (found["e"], found["b.2"]) == (third_country, late)


@pytest.mark.parametrize(
    ("law_day", "claim", "bar"),
    [
        (BEFORE, date(2025, 6, 3), "no"),
        (SINCE, date(2025, 6, 2), "no"),
        (SINCE, date(2025, 6, 3), "yes"),
        (SINCE, date(2025, 1, 10), "no"),
    ],
)
def test_the_one_year_bar_reaches_back_to_claims_of_june_2025(law_day: date, claim: date, bar: str) -> None:
    """Royal assent made claims ineligible that were made months before."""
    found = answers(law_day, claim_day=claim, entry=[{"day": date(2024, 1, 10), "at": "airport"}])

    assert found["b.1"] == bar


def test_an_unknown_entry_leaves_the_bar_unknown() -> None:
    """An absent fact is neither yes nor no."""
    assert answers(SINCE)["b.1"] == Answer.UNKNOWN.word
