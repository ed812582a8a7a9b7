"""The measure of routine charters, on an invented year with thirteen of them."""

from __future__ import annotations

from functools import cache

import pytest

from measures.departures.charter_record import CHARTERS, record
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.opened import Record


@cache
def asked(citizenship: str, **more: str) -> Finding:
    """What is said of a citizenship in the year."""
    given = {"citizenship": citizenship, "period": "2017-01-02..2017-12-29", "simulations": "19", **more}
    return measure("routine_charters").ask(record(), given)


def test_the_days_with_a_charter_are_counted_and_listed() -> None:
    """Thirteen Tuesdays with 51 Haitians, each beside the one who leaves on every day."""
    finding = asked("HAITI")
    assert finding.value == pytest.approx(13, abs=0.1)
    assert [row[0] for row in finding.rows] == CHARTERS
    assert {row[1] for row in finding.rows} == {51}
    assert finding.interval
    assert finding.interval.low == 13
    assert finding.denominator == 362


def test_the_sentence_says_how_many_and_how_sure() -> None:
    """Number, size of a charter, and the share that the model takes for none."""
    sentence = asked("HAITI").sentence
    assert "On 13 days" in sentence
    assert "about 13 such days a year" in sentence
    assert "less than 0.1 % of these days had none" in sentence


def test_the_prior_and_its_mixing_in_of_transfers_are_said() -> None:
    """Nobody should take the base rate for a fact about removals."""
    texts = " ".join(caveat.text for caveat in asked("HAITI").caveats)
    assert "mixes transfers within the United States in" in texts
    assert "A size is no flight" in texts
    assert "Rows without citizenship are not counted: 1." in texts


def test_few_people_on_single_days_are_no_charter() -> None:
    """An answer of none, with its largest probability."""
    finding = asked("RUSSIA")
    assert finding.status == "answered"
    assert finding.value == pytest.approx(0, abs=0.1)
    assert "On no day" in finding.sentence


def test_days_by_nationality_stay_on_this_machine() -> None:
    """A day and a citizenship single out."""
    assert asked("HAITI").tier == "P2"


def test_the_same_question_has_the_same_id() -> None:
    """The random numbers have a seed."""
    assert asked.__wrapped__("HAITI").id == asked("HAITI").id


@pytest.mark.parametrize(
    ("more", "status", "reason"),
    [
        ({"citizenship": "FRANCE"}, "too few", "0 removals on 362 days"),
        ({"period": "2017-03-01..2017-03-31"}, "too few", "on 31 days"),
        ({"port": "MIAMI"}, "not determinable", "names no port of departure"),
        ({"period": "2025-06..2025-08"}, "not covered", "no release covers"),
        ({"release": "other"}, "not covered", "no release 'other'"),
    ],
)
def test_what_cannot_be_told_has_a_reason(more: dict[str, str], status: str, reason: str) -> None:
    """None of these is zero charters."""
    finding = asked(**{"citizenship": "HAITI", **more})
    assert finding.status == status
    assert reason in finding.reason


def test_no_simulation_is_refused() -> None:
    """Without one it could not be judged whether charters are needed."""
    with pytest.raises(BadParameter, match="no simulation at all"):
        asked("HAITI", simulations="0")


def test_a_small_record_says_that_it_is_too_small(tiny: Record) -> None:
    """Nine Russians in two years."""
    assert measure("routine_charters").ask(tiny, {"citizenship": "RUSSIA"}).status == "too few"
