"""A finding is whole or it is not made; its id cites it; its renderings say the same thing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.findings import Caveat, Definition, Finding, Interval, Provenance, Rival
from sojourn.publish.findings_text import Teller
from sojourn.tiers import Told
from sojourn.words.figures import number, percent
from sojourn.words.spoken import words

DEFINITION = Definition("How many?", "each row", "other rows", "the day of departure", "complete count")
PROVENANCE = Provenance(
    ("ice_removals/invented",), ("a" * 64, "b" * 64), "SELECT count(*) FROM removals", invented=True
)
FINDING = Finding(
    measure="removals",
    parameters={"period": "FY2017", "clock": "counted", "by": ["month"], "sex": None},
    unit="removals",
    definition=DEFINITION,
    provenance=PROVENANCE,
    told=Told(),
    value=4321.0,
    numerator=4321,
    denominator=226_119,
    denominator_is="all removals",
    interval=Interval(4321, 4400, "complete count"),
    columns=("month", "removals"),
    rows=((date(2016, 10, 1), 4321),),
    caveats=(Caveat("Identical rows are kept."), Caveat("Part of it is missing.", "warning")),
    rivals=(Rival(4300.0, "removals", "ICE", "2017", "another clock"),),
    sentence="4,321 removals out of 226,119 in FY2017.",
    details={"usual": 1.0},
)
OF_FEW = Told.of(("nationality",), ("month",), (2,))
"""What an answer tells that stays on this machine."""
UNANSWERED = Finding(
    "removals", {}, "removals", DEFINITION, Provenance((), (), ""), Told(), "not covered", "no release covers 1999"
)

KEYS = [
    *("schema", "id", "measure", "parameters", "status", "reason", "sentence", "value", "unit"),
    *(
        "numerator",
        "denominator",
        "denominator_is",
        "interval",
        "columns",
        "rows",
        "definition",
        "caveats",
        "rivals",
    ),
    *("tier", "details", "releases", "files", "invented", "sql"),
]


def test_the_json_keys_are_the_documented_ones() -> None:
    """Programs rest on these keys and on their order."""
    assert list(FINDING.as_dict()) == KEYS


def test_a_year_is_printed_without_a_comma() -> None:
    """2,016 removals are a count, 2,016 no year."""
    finding = replace(FINDING, columns=("fiscal_year", "removals"), rows=((2016, 4321),))

    printed = Teller(words("en")).finding(finding)

    assert "2016     4,321" in printed
    assert finding.as_dict()["rows"] == [[2016, 4321]]


def test_the_json_form_is_plain() -> None:
    """Dates are ISO, whole numbers have no fraction, and it can be read back unchanged."""
    document = json.loads(json.dumps(FINDING.as_dict(), allow_nan=False))
    assert document == FINDING.as_dict()
    assert document["value"] == 4321
    assert isinstance(document["value"], int)
    assert document["rows"] == [["2016-10-01", 4321]]
    assert document["interval"] == {"low": 4321, "high": 4400, "method": "complete count"}
    assert document["caveats"][1] == {"text": "Part of it is missing.", "severity": "warning"}
    assert document["rivals"][0]["publisher"] == "ICE"


def test_an_unanswered_finding_has_a_reason_and_no_value() -> None:
    """Null comes with its reason, never alone and never as zero."""
    document = UNANSWERED.as_dict()
    assert (document["status"], document["value"], document["reason"]) == (
        "not covered",
        None,
        "no release covers 1999",
    )
    assert document["interval"] is None


@given(st.permutations(list(FINDING.parameters.items())))
def test_the_id_does_not_depend_on_the_order_of_parameters(items: list[tuple[str, Any]]) -> None:
    """The same question has the same name however it was typed."""
    assert replace(FINDING, parameters=dict(items)).id == FINDING.id


def test_the_id_does_not_depend_on_the_order_of_files() -> None:
    """Files are a set."""
    swapped = replace(PROVENANCE, files=PROVENANCE.files[::-1])
    assert replace(FINDING, provenance=swapped).id == FINDING.id


def test_the_id_is_short_and_stays_the_same() -> None:
    """Printed citations keep their meaning: this id was computed once and written down."""
    expected = "S-d2bkhik3"
    assert expected == FINDING.id


@pytest.mark.parametrize(
    "change",
    [
        {"measure": "arrests"},
        {"parameters": {**FINDING.parameters, "clock": "departed"}},
        {"parameters": {**FINDING.parameters, "area": "Dallas"}},
        {"provenance": replace(PROVENANCE, files=("a" * 64, "c" * 64))},
        {"provenance": replace(PROVENANCE, files=("a" * 64,))},
        {"value": 4322.0},
        {"rows": ((date(2016, 10, 1), 4322),)},
        {"rows": ((date(2016, 11, 1), 4321),)},
    ],
    ids=["measure", "parameter", "new parameter", "bytes", "fewer files", "value", "cell", "day"],
)
def test_the_id_changes_with_what_it_cites(change: Mapping[str, Any]) -> None:
    """Another question, other bytes or another answer is another finding."""
    assert replace(FINDING, **change).id != FINDING.id


@pytest.mark.parametrize(
    "change",
    [
        {"interval": None},
        {"denominator": None},
        {"sentence": ""},
        {"provenance": replace(PROVENANCE, files=())},
        {"status": "too few", "reason": ""},
        {"status": "not covered", "reason": "no release", "value": 1.0},
    ],
    ids=["interval", "denominator", "sentence", "source", "reason", "a value without an answer"],
)
def test_a_bare_number_cannot_be_made(change: Mapping[str, Any]) -> None:
    """Without interval, denominator, sentence, source or reason there is no finding."""
    with pytest.raises(AssertionError):
        replace(FINDING, **change)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_of_the_csv_cannot_become_a_formula(start: str) -> None:
    """A spreadsheet program would run such a text; the apostrophe keeps it a text."""
    hostile = start + 'HYPERLINK("//evil")'
    rows = list(csv.reader(io.StringIO(replace(FINDING, rows=((hostile, -5),), sentence=hostile).as_csv(), newline="")))
    assert rows[1] == ["'" + hostile]
    assert rows[4] == ["'" + hostile, "-5"]


def test_the_csv_has_the_citation_above_the_table() -> None:
    """A table that is passed on alone still says where it comes from."""
    expected = [
        f"removals {FINDING.id}",
        '"4,321 removals out of 226,119 in FY2017."',
        "",
        "month,removals",
        "2016-10-01,4321",
    ]
    assert FINDING.as_csv().splitlines() == expected


def test_the_csv_of_a_single_value_has_its_interval() -> None:
    """Without a table the value stands with denominator and limits."""
    expected = ["value,unit,numerator,denominator,low,high", "4321.0,removals,4321,226119,4321,4400"]
    assert replace(FINDING, columns=(), rows=()).as_csv().splitlines()[3:] == expected


def test_the_paragraph_says_all_of_it() -> None:
    """Answer, range, definition, caveats and source, in this order."""
    expected = (
        "4,321 removals out of 226,119 in FY2017. Range 4,321 to 4,400 (complete count). Counted: each row. Not counted: "
        "other rows. Identical rows are kept. Part of it is missing. Source: ice_removals/invented. "
        f"Sojourn {FINDING.id}."
    )
    assert FINDING.paragraph() == expected


def test_the_paragraph_of_no_answer_says_why() -> None:
    """A report never has a blank where a figure is missing."""
    assert UNANSWERED.paragraph().startswith("There is no figure: no release covers 1999.")


def test_the_repr_is_one_line_with_the_answer() -> None:
    """What a notebook shows."""
    assert repr(FINDING) == f"<Finding {FINDING.id} removals: answered, 4,321 removals>"
    assert repr(UNANSWERED) == f"<Finding {UNANSWERED.id} removals: not covered, no release covers 1999>"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "no figure"),
        (0, "0"),
        (1234567.0, "1,234,567"),
        (62.75, "62.8"),
        (1234.56, "1,234.6"),
        (0.5, "0.50"),
        (-3.14159, "-3.14"),
    ],
)
def test_a_number_is_written_as_people_read_it(value: float | None, expected: str) -> None:
    """Thousands have commas, and there are no digits beyond the first that matter."""
    assert number(value) == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, "50 %"), (0.999, "99.9 %"), (0.004, "0.4 %"), (0, "0.0 %"), (1, "100.0 %")]
)
def test_a_share_is_written_as_per_cent(share: float, expected: str) -> None:
    """A sign after a space, and a decimal only near the ends."""
    assert percent(share) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("share", "25.0 %"), ("share of items", "25.0 %"), ("relative change", "+25.0 %"), ("people", "0.25")],
)
def test_a_value_is_shown_in_its_unit(unit: str, expected: str) -> None:
    """Shares are per cent, changes have a sign, everything else is a number."""
    assert replace(FINDING, unit=unit).shown(0.25) == expected
