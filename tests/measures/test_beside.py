"""One question under each of its definitions, on the same release, with the reason why the figures differ."""

from __future__ import annotations

import pytest

from sojourn.measures import MEASURES, measure
from sojourn.measures.beside import beside
from sojourn.publish.findings_text import Teller
from sojourn.record.opened import Record
from sojourn.words.spoken import words


def test_removals_stand_under_three_clocks(tiny: Record) -> None:
    """Russians of FY2017: six departed then, one departed before and was counted then, and two were counted later."""
    expected = {"departed": 8, "counted": 7, "without_lag": 6}
    told = beside(measure("removals"), tiny, {"period": "FY2017", "citizenship": "RUSSIA"})
    assert {one.choice: one.finding.value for one in told.definitions} == expected
    assert told.finding.value == expected["departed"]


def test_every_definition_keeps_the_filters_and_loses_the_split(tiny: Record) -> None:
    """The table is that of the question asked; beside it stand single figures."""
    told = beside(measure("removals"), tiny, {"period": "FY2017", "sex": "Female"}, ("month",))
    assert told.finding.rows
    assert all(one.finding.parameters["sex"] == "Female" and not one.finding.rows for one in told.definitions)


def test_a_question_with_one_definition_says_so(tiny: Record) -> None:
    """Nobody waits for rivals that there are not."""
    told = beside(measure("arrests"), tiny, {})
    assert told.definitions == ()
    assert "has one definition" in Teller(words("en")).definitions(told)


@pytest.mark.parametrize("name", list(MEASURES))
def test_meanings_are_given_for_all_choices_or_for_none(name: str) -> None:
    """A definition without its reason would be a number without one."""
    for parameter in MEASURES[name].parameters:
        assert set(parameter.meanings) in (set(), set(parameter.choices))
        assert all(text and not text.endswith(".") for text in parameter.meanings.values())


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_days_are_given_for_all_choices_or_for_none(name: str) -> None:
    """A choice without its day would leave the whole list of days on a finding."""
    for parameter in MEASURES[name].parameters:
        assert set(parameter.date_bases) in (set(), set(parameter.choices))


@pytest.mark.parametrize(
    ("clock", "day"), [("", "the day of departure"), ("counted", "the day under which ICE counts")]
)
def test_a_finding_says_the_day_by_which_it_counts_and_not_those_by_which_it_could(
    tiny: Record, clock: str, day: str
) -> None:
    """A reader of one figure need not know which of the days was chosen."""
    given = {"period": "FY2017"} | ({"clock": clock} if clock else {})
    told = MEASURES["removals"].ask(tiny, given).definition.date_basis
    assert told.startswith(day)
    assert "without_lag" not in told
    assert "without_lag" in MEASURES["removals"].definition.date_basis
