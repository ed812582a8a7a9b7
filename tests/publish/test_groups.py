"""Groups as text, JSON and drawing: a block a group, error rates, alternatives, and what stays on this machine."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from publish.drawings.invented_flights import MISSION
from sojourn.findings import Definition, Finding, Provenance
from sojourn.flights.coverage import Coverage
from sojourn.groups.linking import link
from sojourn.groups.nouns import Group, Member
from sojourn.measures.departures.removal_groups import _columns, _rows
from sojourn.publish.groups import Answer, as_dict, groups_of
from sojourn.publish.groups_drawn import timeline_of
from sojourn.publish.groups_text import groups_text
from sojourn.tiers import Told

YEAR = (date(2024, 10, 1), date(2025, 9, 30))
GROUP = Group(
    first=date(2025, 4, 10),
    last=date(2025, 4, 11),
    members=(Member("GUATEMALA", 40, 3.25, 30.0, 42.0), Member("HONDURAS", 12, 0.5, 9.0, 12.0)),
    evidence=87.25,
    q=0.004,
    false_alarms_per_year=0.02,
    alternatives=("chance, at the false alarm rate given", "several small parties <b>"),
    cannot_tell="The rows name no flight.",
)


@pytest.fixture
def finding() -> Finding:
    """A finding of one group in an invented release."""
    return Finding(
        measure="removal_groups",
        parameters={"period": "FY2025"},
        unit="groups",
        definition=Definition("Who left together?", "groups", "others", "the day of departure", "scan"),
        provenance=Provenance(("invented/2025",), ("ab" * 32,), "SELECT 1", invented=True),
        told=Told.of(("nationality", "day"), ("day",), (40, 12)),
        sentence="One group left in FY2025.",
    )


@pytest.fixture
def answered(finding: Finding) -> Answer:
    """That finding with its group."""
    return Answer(finding, (GROUP,), YEAR, YEAR)


def unwrapped(answer: Answer) -> str:
    """The text of an answer in one line."""
    return " ".join(groups_text(answer).split())


def test_a_group_is_a_block(answered: Answer) -> None:
    """Days and people, each member with what was expected and the excess, then how sure and what else it may be."""
    text = unwrapped(answered)
    assert "2025-04-10 to 2025-04-11: 52 people" in text
    assert "GUATEMALA 40 3.2 36.8 30.0 to 42.0" in text
    assert "Evidence: 87.2 nats; q 0.004; 0.02 false alarms a year" in text
    assert "It may also be: chance, at the false alarm rate given; several small parties <b>." in text
    assert "Cannot tell: The rows name no flight." in text


def test_a_nationality_by_day_stays_on_this_machine(answered: Answer) -> None:
    """Text, JSON and drawing say so, each before all else."""
    assert "THIS MACHINE ONLY" in groups_text(answered).splitlines()[1]
    assert (as_dict(answered)["tier"], as_dict(answered)["stays_on_this_machine"]) == ("P2", True)
    svg = ElementTree.fromstring(timeline_of(answered).svg)
    texts = [one.text or "" for one in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert "THIS MACHINE ONLY" in " ".join(texts[:8])
    assert "INVENTED DATA" in " ".join(texts[:8])


def test_the_document_is_json(answered: Answer) -> None:
    """What was not asked for is null, which is not an empty list."""
    told = json.loads(json.dumps(as_dict(answered)))
    assert told["groups"][0]["departed"] == 52
    assert told["groups"][0]["first"] == "2025-04-10"
    assert (told["routine"], told["assembly"], told["links"]) == (None, None, None)


def test_groups_come_from_the_finding(finding: Finding) -> None:
    """The finding is rendered, and nothing is computed again: its table has a row for each member."""
    listed = replace(finding, columns=_columns(), rows=tuple(_rows(1, GROUP)))
    assert groups_of(listed) == (GROUP,)


def test_flights_that_fit_are_told_with_their_reasons(answered: Answer) -> None:
    """A fit is no identification."""
    linked = replace(answered, links=link([GROUP], [MISSION], Coverage().seen))
    text = unwrapped(linked)
    assert "Flights: 1 flight fits." in text
    assert "a00001, started 2025-04-10, KAEX-MGGT-KAEX" in text
    assert "destination in the chain" in text
    fit = as_dict(linked)["links"][0]["fits"][0]
    assert (fit["started"], fit["groups_that_fit"]) == ("2025-04-10", 1)
    assert fit["hand_over"]["airport"] == "MGGT"


def test_no_flight_says_what_its_absence_means(answered: Answer) -> None:
    """Where nobody watched, it means nothing."""
    linked = replace(answered, links=link([GROUP], [], Coverage().seen))
    assert "No flight fits; the place of departure is not known" in unwrapped(linked)


def test_assembly_stands_in_the_block_of_its_group(answered: Answer, finding: Finding) -> None:
    """Also where there is no figure, with the reason."""
    missing = replace(finding, status="not covered", sentence="", reason="no release covers these days")
    text = unwrapped(replace(answered, assembly=(missing,)))
    assert "Assembly: no figure (not covered): no release covers these days." in text


def test_no_group_is_a_sentence(finding: Finding) -> None:
    """Nothing found among what was scanned is a result."""
    assert "No group was found." in groups_text(Answer(finding, (), YEAR, YEAR))


def test_the_timeline_has_groups_and_scheduled_days(answered: Answer, finding: Finding) -> None:
    """Circles and bars; days that no charter is called on are not drawn."""
    routine = replace(
        finding,
        parameters={"citizenship": "GUATEMALA"},
        columns=("day of departure", "removed", "expected", "probability of a charter"),
        rows=((date(2025, 4, 1), 120, 9.0, 0.99), (date(2025, 4, 2), 15, 9.0, 0.2)),
    )
    rows = timeline_of(replace(answered, routine=routine)).rows
    assert [(row[2], row[3]) for row in rows] == [("looks like a scheduled charter", 120), ("novel group", 52)]


def test_hostile_text_stays_text(answered: Answer) -> None:
    """Place and citizenship come from files."""
    hostile = replace(GROUP, members=(replace(GROUP.members[0], citizenship="<script>"),))
    assert "<script" not in timeline_of(replace(answered, groups=(hostile,))).svg
