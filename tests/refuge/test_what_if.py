"""The same facts under the law of other days."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from sojourn.refuge.facts import household
from sojourn.refuge.what_if import history, turning_days

CROSSED = {
    "came_from_us": True,
    "nationality": ["RU"],
    "arrival_at": "between_ports",
    "arrival_day": date(2023, 2, 1),
    "claim_place": "inland",
    "needs_visa_for_canada": True,
}


def test_before_26_march_2026_this_person_could_claim() -> None:
    """The sentence that a family asks for: when the door closed, and which provision closed it."""
    person = household({"unstated": "no", "person": [CROSSED]}).people[0]

    spells = history(person, date(2026, 11, 28))

    assert [(spell.first, spell.determination.eligibility) for spell in spells] == [
        (date(2023, 2, 1), "eligible"),
        (date(2026, 3, 26), "ineligible"),
    ]
    assert {"IRPA 101(1)(b.1)", "IRPA 101(1)(b.2)"} <= set(spells[1].because)


def test_the_history_begins_with_the_arrival_wherever_the_file_has_it() -> None:
    """An arrival among the entries is the same arrival."""
    listed = {"entry": [{"day": date(2023, 2, 1), "at": "between_ports"}], "came_from_us": True, "nationality": ["RU"]}
    person = household({"unstated": "no", "person": [listed]}).people[0]

    assert history(person, date(2026, 11, 28))[0].first == date(2023, 2, 1)


def test_the_last_spell_may_be_the_day_asked_alone() -> None:
    """The spell before it ends on the day before, and no day stands in two."""
    person = household({"unstated": "no", "person": [CROSSED]}).people[0]

    spells = history(person, date(2026, 3, 26))

    assert [(spell.first, spell.last) for spell in spells[-2:]] == [
        (date(2023, 2, 1), date(2026, 3, 25)),
        (date(2026, 3, 26), date(2026, 3, 26)),
    ]


def test_spells_follow_each_other_without_a_gap() -> None:
    """Each day of the law is in one spell."""
    person = household({"unstated": "no", "person": [CROSSED | {"claim_day": date(2023, 2, 3)}]}).people[0]

    spells = history(person, date(2026, 11, 28))

    assert all((after.first - before.last).days == 1 for before, after in pairwise(spells))
    assert spells[-1].last == date(2026, 11, 28)


def test_a_floor_of_the_record_is_no_turning_day() -> None:
    """The consolidation prints 2012-12-15 for texts that are older: nothing changed that day for a claimant."""
    assert date(2023, 3, 25) in turning_days()
    assert date(2003, 1, 1) not in turning_days()
