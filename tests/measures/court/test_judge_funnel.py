"""The stages before one judge, counted by hand (see asylum_court.py)."""

from __future__ import annotations

import pytest

from measures.court.asylum_court import asylum_record
from measures.sql_of_measures import Listening
from measures.test_sql_lint import faults
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.court import judge_funnel
from sojourn.record.opened import Record
from sojourn.tables.court.counted import COURT_COMPLETIONS_BY_JUDGE


def funnel(**given: str) -> Finding:
    """The funnel of an invented judge."""
    return measure("judge_funnel").ask(asylum_record(), given)


def test_the_stages_of_a_judge_are_counted() -> None:
    """64 cases, two decided in absence; every application is in one stage."""
    expected = {
        "completed proceedings": 64,
        "moved to another court (change of venue, transfer)": 0,
        "first completions of a case": 64,
        "later completions (reopened, sent back)": 0,
        "decided in absence": 2,
        "removal orders in absence": 2,
        "asylum applications": 64,
        "abandoned": 1,
        "withdrawn": 4,
        "not adjudicated, or other": 0,
        "closed administratively": 3,
        "moved with the case": 1,
        "asylum denied, no other relief": 43,
        "asylum granted": 5,
        "other relief": 5,
        "no decision, reserved, or a letter that is not known": 2,
    }
    finding = funnel(judge="CAT")
    assert {row[0]: row[1] for row in finding.rows} == expected
    assert (finding.value, finding.denominator) == (64, 64)


def test_a_case_completed_again_is_a_later_completion() -> None:
    """JAD and VJO, one name: thirty first completions and the one that CAT had completed before."""
    stages = {row[0]: row[1] for row in funnel(judge="JAD").rows}
    assert (stages["first completions of a case"], stages["later completions (reopened, sent back)"]) == (30, 1)


def test_each_stage_names_its_whole() -> None:
    """A count without what it is a part of has no meaning."""
    assert {row[2] for row in funnel(judge="CAT", court="Jena").rows} == {
        "64 completed proceedings",
        "64 first completions of a case",
        "64 asylum applications",
    }


def test_a_court_where_the_judge_never_sat_has_zero_of_all() -> None:
    """Zero is an answer: the denominator says that the judge's proceedings are elsewhere."""
    finding = funnel(judge="CAT", court="OAK")
    assert (finding.value, finding.denominator) == (0, 64)


def test_a_placeholder_is_said_to_be_no_person() -> None:
    """VJ1 is a visiting judge without a name."""
    assert any("VJ1 is not a person" in caveat.text for caveat in funnel(judge="VJ1").caveats)


def test_a_funnel_of_one_day_stays_on_this_machine() -> None:
    """Who was heard on a day is known to others."""
    assert funnel(judge="CAT").tier == "P0"
    assert funnel(judge="CAT", period="2024-03-05").tier == "P2"


def test_a_judge_must_be_named() -> None:
    """Without a judge there is no funnel."""
    with pytest.raises(BadParameter, match="parameter judge"):
        funnel()


def test_an_unknown_judge_or_period_is_not_covered(tiny: Record) -> None:
    """No release, no such code, no such time: three reasons and no number."""
    assert funnel(judge="ZZZ").status == "not covered"
    assert funnel(judge="CAT", period="FY2031").status == "not covered"
    assert measure("judge_funnel").ask(tiny, {"judge": "CAT"}).status == "not covered"


def test_the_statements_are_portable() -> None:
    """They hold to the shared vocabulary."""
    listening = Listening(asylum_record())
    measure("judge_funnel").ask(listening, {"judge": "CAT", "court": "JNA", "period": "FY2024"})
    listening.close()
    assert {sql: faults(sql) for sql in listening.heard if faults(sql)} == {}


@pytest.mark.parametrize("judge", ["CAT", "JAD"])
@pytest.mark.parametrize("court", [None, "JNA"])
@pytest.mark.parametrize("period", [None, "FY2024", "2024", "2024-03"])
def test_counts_made_with_the_release_give_the_stages_of_its_rows(
    judge: str, court: str | None, period: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fiscal years are counted when the release is built, and days are asked of the rows."""
    given = {name: text for name, text in (("judge", judge), ("court", court), ("period", period)) if text}
    found = funnel(**given)
    assert (COURT_COMPLETIONS_BY_JUDGE.name in found.provenance.sql) == (period in {None, "FY2024"})
    monkeypatch.setattr(judge_funnel, "COUNTS", {"a table that no release has"})
    rows = funnel(**given)
    assert COURT_COMPLETIONS_BY_JUDGE.name not in rows.provenance.sql
    assert (found.rows, found.value, found.denominator) == (rows.rows, rows.value, rows.denominator)
