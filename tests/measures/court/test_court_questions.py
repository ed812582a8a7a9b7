"""What all measures of the courts share: the release, names and codes, reasons for no figure, portable SQL."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import settings

from measures.court.counted_court import counted_record
from measures.sql_of_measures import Listening
from measures.test_sql_lint import faults
from measures.test_wholeness import hold_whole, questions
from sojourn.errors import BadParameter
from sojourn.measures import MEASURES, Measure, measure
from sojourn.record.opened import Record

COURT = (
    *("pending_cases", "completions", "in_absentia", "bond_outcomes", "appeals_filed", "granted_then_appealed"),
    *("time_to_decision", "continuances", "representation"),
)
RELEASE = "eoir_cases/eoir@2026-07-01"
every_measure = pytest.mark.parametrize("name", COURT)


def given(name: str, **more: str) -> dict[str, str]:
    """Parameters that the measure takes, with its required one."""
    known = {parameter.name for parameter in MEASURES[name].parameters}
    return {key: value for key, value in {"period": "FY2024", **more}.items() if key in known}


@every_measure
def test_a_record_without_a_court_release_is_not_covered(name: str, tiny: Record) -> None:
    """A claim that rests on it stays open."""
    finding = measure(name).ask(tiny, given(name))
    assert (finding.status, finding.value) == ("not covered", None)
    assert finding.reason == "the record has no release of the immigration courts (EOIR case data)"


@every_measure
def test_a_finding_names_its_release_and_file(name: str) -> None:
    """Release and hash, whatever was asked."""
    needed = {"continuances": {"period": "1980..2026"}, "time_to_decision": {"others": "leave"}}
    finding = measure(name).ask(counted_record(), needed.get(name, {}))
    assert finding.status == "answered"
    assert finding.provenance.releases == (RELEASE,)
    assert all(len(file) == 64 for file in finding.provenance.files)
    assert finding.provenance.invented


@every_measure
def test_a_release_that_is_not_there_is_not_covered(name: str) -> None:
    """The reason lists those that are."""
    finding = measure(name).ask(counted_record(), {**given(name), "release": "2019-09-01"})
    assert finding.status == "not covered"
    assert RELEASE in finding.reason


@pytest.mark.parametrize("name", [name for name in COURT if "court" in given(name, court="x")])
def test_a_court_that_the_release_does_not_have_is_not_covered(name: str) -> None:
    """A code that stands nowhere would count zero people."""
    finding = measure(name).ask(counted_record(), given(name, court="ZZZ"))
    assert finding.status == "not covered"
    assert "has no court ZZZ" in finding.reason


def test_a_court_that_is_missing_beside_others_is_said() -> None:
    """Baton Rouge has no code before FY2026; Jena still counts."""
    finding = measure("pending_cases").ask(counted_record(), {"court": "JNA+BTR"})
    assert finding.value == 4
    assert any("has no court BTR" in caveat.text for caveat in finding.caveats if caveat.severity == "warning")


def test_a_misspelt_court_is_refused_with_suggestions() -> None:
    """A name that fits none."""
    with pytest.raises(BadParameter, match="JNA"):
        measure("pending_cases").ask(counted_record(), {"court": "Jenna, Louisiana"})


@pytest.mark.parametrize("name", [name for name in COURT if name != "pending_cases"])
def test_a_period_after_the_release_is_not_covered(name: str) -> None:
    """The release knows nothing of later days; that is not zero."""
    finding = measure(name).ask(counted_record(), {"period": "FY2031"})
    assert finding.status in {"not covered", "not determinable"}


@every_measure
def test_the_statements_are_portable(name: str) -> None:
    """One SQL text for all engines (docs/decisions/0003)."""
    listening = Listening(counted_record())
    for by in ((), *((one,) for one in MEASURES[name].dimensions)):
        for more in ({}, {"court": "JNA", "nationality": "RU+MX", "detained": "yes", "case_type": "RMV"}):
            measure(name).ask(listening, given(name, **more), by)
    found = {sql: faults(sql) for sql in listening.heard}
    assert found
    assert {sql: wrong for sql, wrong in found.items() if wrong} == {}


def test_a_blank_cell_stands_in_the_interval() -> None:
    """Nothing is blank here, so the limits of a filtered count are the count."""
    finding = measure("completions").ask(counted_record(), {"nationality": "RU"})
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == (30, 30)


@settings(max_examples=150)
@drawn(questions("court_"))
def test_no_number_stands_alone(question: tuple[Measure, dict[str, str], tuple[str, ...]]) -> None:
    """With every table of the courts there: value in its interval, denominator, sentence, hashes; else a reason."""
    hold_whole(counted_record(), *question)
