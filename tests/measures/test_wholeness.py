"""Whatever is asked, an answer has denominator, interval and source, and no answer has a reason."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.outsider import least_width, small_ones
from measures.court.asylum_court import asylum_record
from measures.custody.moved_people import moved_record
from sojourn.disclosure.gate import pass_gate
from sojourn.errors import GateError, UsageError
from sojourn.findings import Finding
from sojourn.measures import MEASURES, Measure
from sojourn.measures.declare import Parameter
from sojourn.record.opened import Record
from sojourn.tiers import SMALLEST_CELL
from tiny import FACILITIES, tiny_record

CUSTODY = ("LLLLLLL", "TTTTTTT", "LLLLLLL+SSSSSSS", "FFFFFFF", "LA", "TX")
COURT = ("CAT", "duckworth", "VJ1", "JNA", "oakdale", "JNA+OAK", "RU", "mexico", "ZZZ", "RMV")
VALUES = {
    "period": [
        "FY2017",
        "FY2018",
        "2017-04",
        "2016-11-02",
        "2025-06",
        "2025-07-01",
        "2025-03",
        "2025-05..2026-02",
        "1999",
        "FY2016..FY2018",
        "FY2024",
        "FY2024..FY2025",
    ],
    "country": ["RUSSIA", "CANADA", "MEXICO", "FRANCE", "russia"],
    "area": ["New Orleans", "Dallas", "Seattle"],
    "sex": ["Male", "Female", "Unknown"],
    "number": ["0", "1", "2017", "2018", "10000000000000000000"],
    "release": [
        "2026-06-01",
        "2019-ICFO-53623",
        "uw-v-dhs-seattle@2018-03-01",
        "facility-headcount@2025-08-05",
        "nowhere",
    ],
    "text": [*FACILITIES, "ALL", "NOWHERE", "ER", "Located", "'; DROP TABLE removals; --", *COURT, *CUSTODY],
}


def value_of(parameter: Parameter) -> st.SearchStrategy[str | None]:
    """Nothing, or a value that the parameter may have."""
    values = list(parameter.choices) or VALUES[parameter.kind]
    return st.sampled_from(values) if parameter.required else st.none() | st.sampled_from(values)


@st.composite
def questions(draw: st.DrawFn, table: str = "") -> tuple[Measure, dict[str, str], tuple[str, ...]]:
    """A measure (whose first table begins so), parameters and at most two dimensions."""
    asked = [one for one in MEASURES.values() if not table or any(name.startswith(table) for name in one.tables[:1])]
    one = draw(st.sampled_from(asked))
    given = {parameter.name: draw(value_of(parameter)) for parameter in one.parameters}
    by = draw(st.lists(st.sampled_from(sorted(one.dimensions)), max_size=2, unique=True)) if one.dimensions else []
    return one, {name: value for name, value in given.items() if value is not None}, tuple(by)


@settings(max_examples=250)
@given(questions())
def test_no_number_stands_alone(question: tuple[Measure, dict[str, str], tuple[str, ...]]) -> None:
    """Answered: value in its interval, denominator, sentence, hashes, SQL where it asks a table; else a reason and no value."""
    hold_whole(tiny_record(), *question)


@settings(max_examples=200)
@given(questions("detention_stints"))
def test_no_number_about_detention_stands_alone(question: tuple[Measure, dict[str, str], tuple[str, ...]]) -> None:
    """The same of a record with releases of stints."""
    hold_whole(moved_record(), *question)


@settings(max_examples=150)
@given(questions("court_"))
def test_no_number_of_the_courts_stands_alone(question: tuple[Measure, dict[str, str], tuple[str, ...]]) -> None:
    """The same of a record with court releases."""
    hold_whole(asylum_record(), *question)


def hold_whole(record: Record, one: Measure, parameters: dict[str, str], by: tuple[str, ...]) -> None:
    """Ask, and look at what comes back."""
    try:
        finding = one.ask(record, parameters, by)
    except UsageError:
        return
    document = json.loads(json.dumps(finding.as_dict(), allow_nan=False))
    assert document["id"].startswith("S-")
    if finding.status != "answered":
        assert finding.reason
        assert finding.value is None
        return
    assert finding.interval
    assert finding.value is not None
    assert finding.interval.low <= finding.value <= finding.interval.high
    assert finding.denominator is not None
    assert all((finding.denominator_is, finding.sentence, finding.provenance.files, finding.provenance.releases))
    assert finding.provenance.sql or not one.tables
    assert all(len(row) == len(finding.columns) for row in finding.rows)
    hold_its_floor(one, finding)
    hold_the_gate(finding)


def hold_its_floor(one: Measure, finding: Finding) -> None:
    """No share is printed of fewer than the floor of the measure, in the headline or in a row."""
    if finding.unit.startswith("share") and finding.denominator is not None:
        assert finding.denominator >= one.minimum
    shares = [at for at, name in enumerate(finding.columns) if name.startswith("share") or name in {"low", "high"}]
    wholes = [
        at for at, name in enumerate(finding.columns) if name in {"all", "decisions", "cases", "grants", "counted"}
    ]
    for row in finding.rows if shares and len(wholes) == 1 else ():
        assert row[wholes[0]] >= one.minimum or all(row[at] is None for at in shares)


def hold_the_gate(finding: Finding) -> None:
    """What passes has no small count about people, and an outsider cannot work out one that is hidden."""
    try:
        passed = pass_gate([finding])
    except GateError:
        return
    (form,) = passed.findings
    if not isinstance(form, Finding):
        assert finding.tier != "P0"
        return
    assert form.tier in {"P0", "P1"}
    assert form.status == finding.status
    if finding.tier == "P0":
        return
    breakdown = finding.breakdown
    assert breakdown
    told = {count.key: breakdown.told(count.key, count.value).tier for count in breakdown.counts}
    assert small_ones(passed.publication, dict(told)) == []
    assert least_width(passed.publication) >= SMALLEST_CELL
