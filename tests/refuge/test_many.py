"""One rule text for one person and for many: the arrays must say what the proofs say."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sojourn.refuge.assumptions import Assumptions, read_assumptions
from sojourn.refuge.determination import determine
from sojourn.refuge.facts import LISTS, Fact, facts, household
from sojourn.refuge.many import Choices, Column, Many, ManyCases
from sojourn.refuge.population import size
from sojourn.refuge.rules.grounds import GROUNDS

LAW = date(2026, 11, 28)
DAYS = st.dates(date(2019, 1, 1), date(2026, 11, 28))


def value_of(fact: Fact) -> st.SearchStrategy[Any]:
    """A value that a fact can have; of countries those that rules look for, and one more."""
    if fact.kind == "truth":
        return st.booleans()
    return DAYS if fact.kind == "day" else st.sampled_from(fact.choices or ("US", "RU", "GB"))


def values(of: str) -> st.SearchStrategy[dict[str, Any]]:
    """Facts of a person or of an item of a list, some of them left out."""
    drawn = {name: value_of(fact) for name, fact in facts()[of].items()}
    return st.fixed_dictionaries({}, optional=drawn)


PEOPLE = st.fixed_dictionaries(
    {"claim_day": DAYS, "under_18": st.booleans()},
    optional={name: st.lists(values(name), max_size=2) for name in LISTS},
)


@given(values("person"), PEOPLE)
def test_arrays_and_proofs_agree_on_every_ground(stated: dict[str, Any], listed: dict[str, Any]) -> None:
    """A programme is sized by the same law that a person is told."""
    person = household({"person": [stated | listed]}).people[0]
    case = person.case(LAW)
    many = ManyCases(as_columns(case.values), 1, LAW)
    answers = {}
    for paragraph, rule in GROUNDS.items():
        met = rule(many)
        assert isinstance(met, Many)
        answers[paragraph] = int(met.answers[0])

    assert answers == {ground.paragraph: int(ground.answer) for ground in determine(person, LAW).grounds}


def as_columns(stated: Any, path: str = "") -> dict[str, Column]:
    """The facts of one person as arrays of one."""
    columns: dict[str, Column] = {}
    for name, value in stated.items():
        if isinstance(value, bool):
            columns[path + name] = np.array([2 if value else 0], np.int8)
        elif isinstance(value, date):
            columns[path + name] = np.array([value], "datetime64[D]")
        elif isinstance(value, str):
            columns[path + name] = Choices((value,), np.zeros(1, np.int8))
        elif name in LISTS:
            columns[path + name] = np.array([2], np.int8)
            for at, item in enumerate(value):
                columns[f"{path}{name}.{at}"] = np.array([2], np.int8)
                columns |= as_columns(item, f"{path}{name}.{at}.")
        else:
            columns[path + name] = Choices(tuple(value), np.arange(len(value), dtype=np.int8).reshape(1, -1))
    return columns


def test_a_population_is_counted_once_each() -> None:
    """Whoever cannot be placed is counted as unknown, not left out."""
    assumed = Assumptions(LAW, {"came_from_us": {"yes": 0.5}, "claim_place": {"inland": 1.0}}, {}, unstated_is_no=False)

    sized = size(assumed, 250_000, seed=1)

    assert sum(sized.eligibility.values()) == 250_000


def test_the_same_seed_gives_the_same_people(tmp_path: Path) -> None:
    """A figure that cannot be drawn again cannot be cited."""
    path = tmp_path / "assumed.toml"
    path.write_text(
        'law_day = 2026-11-28\nunstated = "no"\n[person]\ncame_from_us = { yes = 0.3, no = 0.7 }\n'
        "arrival_at = { land_port = 0.5, airport = 0.5 }\nclaim_place = { at_port_of_entry = 1.0 }\n"
    )
    assumed = read_assumptions(path)

    assert size(assumed, 10_000, 7) == size(assumed, 10_000, 7)


def test_a_known_share_comes_out_as_that_share() -> None:
    """Three in ten from the United States by land, no exception stated: three in ten under the Agreement."""
    shares = {
        "came_from_us": {"yes": 0.3, "no": 0.7},
        "arrival_at": {"land_port": 1.0},
        "claim_place": {"at_port_of_entry": 1},
    }
    assumed = Assumptions(LAW, {**shares, "needs_visa_for_canada": {"yes": 1}}, {}, unstated_is_no=True)

    sure, _ = size(assumed, 100_000, seed=3).grounds["e"]

    assert abs(sure / 100_000 - 0.3) < 0.01


@given(DAYS, st.integers(1, 4))
def test_years_are_counted_alike_on_arrays(day: date, years: int) -> None:
    """29 February and every other day: one way of counting."""
    from sojourn.refuge.days import years_after
    from sojourn.refuge.many import ManyDays

    expected = years_after(day, years)

    assert ManyDays(np.array([day], "datetime64[D]")).plus_years(years).days[0] == np.datetime64(expected, "D")
    assert expected - day <= timedelta(days=366 * years)
