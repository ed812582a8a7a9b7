"""Routine charters of one nationality: planted ones are found, crowded days are not judged, and every answer is whole."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from sojourn.errors import BadParameter, UnknownName
from sojourn.groups.departures import from_arrays
from sojourn.groups.nouns import Departures
from sojourn.groups.routine import ARTS, Routine, routine_charters

FIRST = date(2017, 1, 2)
WEEKS = 40
CHARTERS = [FIRST + timedelta(days=1 + 28 * at) for at in range(10)]
"""Every fourth Tuesday."""


@cache
def planted() -> Departures:
    """Haiti: one a day and 60 on every fourth Tuesday; Russia: one on every third day; Mexico: 60 a day, much scattered."""
    span = [FIRST + timedelta(days=at) for at in range(7 * WEEKS)]
    crowd = np.random.default_rng(4).negative_binomial(3, 3 / 63, len(span)).tolist()
    rows = [(day, "HAITI", 61 if day in CHARTERS else 1, "MIAMI" if day in CHARTERS else "NEWARK") for day in span]
    rows += [(day, "RUSSIA", 1, "NEWARK") for day in span[::3]]
    rows += [(day, "MEXICO", people, "LAREDO") for day, people in zip(span, crowd, strict=True) if people]
    days, names, people, places = zip(*rows, strict=True)
    return from_arrays(np.array(days), names, people, first=span[0], last=span[-1], places=places)


@cache
def found(citizenship: str, place: str = "") -> Routine:
    """The charters of a nationality."""
    return routine_charters(planted(), citizenship, place=place, simulations=19)


def test_planted_charters_are_called_and_no_other_day() -> None:
    """Ten Tuesdays with 60 more than the one of every day."""
    assert [day.day for day in found("HAITI").days if day.charter >= 0.9] == CHARTERS
    assert found("HAITI").called == 10
    assert found("HAITI").low == found("HAITI").high == 10
    assert found("HAITI").cannot_tell == ""


def test_charter_days_a_year_follow_from_the_days_of_the_period() -> None:
    """Ten in 280 days are 13 in a year."""
    assert found("HAITI").per_year == pytest.approx(10 * 365.25 / 280, rel=0.01)


def test_people_on_a_charter_have_limits_that_hold_the_planted_number() -> None:
    """Sixty on each, though about a hundred are expected beforehand."""
    assert found("HAITI").load_low < 60 < found("HAITI").load_high


def test_a_nationality_that_leaves_one_by_one_has_no_charter() -> None:
    """Nothing is called, and there is no share of false alarms of nothing."""
    few = found("RUSSIA")
    assert (few.called, few.false_alarms, few.cannot_tell) == (0, None, "")
    assert few.charter_days < 0.1


def test_crowded_days_are_not_judged() -> None:
    """Where counts without any charter fit as well, no charter can be told from a busy day."""
    assert found("MEXICO").cannot_tell


def test_each_day_has_probabilities_of_every_number_of_charters() -> None:
    """They add up to one, and the limits of the number enclose the most probable one."""
    for day in found("HAITI").days:
        assert sum(day.probabilities) == pytest.approx(1)
        assert day.fewest <= int(np.argmax(day.probabilities)) <= day.most
        assert day.charter == pytest.approx(sum(day.probabilities[1:]))


def test_the_share_of_false_alarms_is_the_mean_over_called_days() -> None:
    """What the model itself takes for none."""
    called = [1 - day.charter for day in found("HAITI").days if day.charter >= 0.9]
    assert found("HAITI").false_alarms == pytest.approx(np.mean(called))


def test_one_port_is_judged_by_its_own_departures() -> None:
    """The charters left from Miami alone, so Newark has none."""
    assert found("HAITI", "MIAMI").called == 10
    assert found("HAITI", "NEWARK").called == 0


def test_the_same_seed_gives_the_same_answer() -> None:
    """A figure that is cited must come again."""
    assert routine_charters(planted(), "HAITI", simulations=19) == found("HAITI")


def test_a_nationality_or_place_that_is_not_there_is_refused() -> None:
    """Zero charters of nobody would be a statement."""
    with pytest.raises(UnknownName, match="nobody of citizenship 'NARNIA'"):
        routine_charters(planted(), "NARNIA")
    with pytest.raises(UnknownName, match="The rows name: LAREDO, MIAMI, NEWARK"):
        routine_charters(planted(), "HAITI", place="MESA")


def test_no_simulation_is_refused() -> None:
    """Without any there is no telling whether charters are needed."""
    with pytest.raises(BadParameter, match="0 simulations"):
        routine_charters(planted(), "HAITI", simulations=0)


def test_the_prior_is_that_of_the_published_figures() -> None:
    """8,288 of 189,605 people removed in FY2017 left on commercial flights: 4.4 %."""
    assert 1 - ARTS.aboard == pytest.approx(0.0437, abs=1e-4)
