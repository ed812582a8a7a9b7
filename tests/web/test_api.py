"""The JSON API: what the declarations say, and nothing else."""

from __future__ import annotations

import csv
import io

import pytest

from sojourn.measures import MEASURES, measure
from sojourn.web.openapi import ROOT, SPLIT, openapi
from tiny import tiny_record
from web.visit import Visit


@pytest.fixture(scope="module")
def visit() -> Visit:
    """The site on this machine."""
    return Visit()


def test_every_measure_has_a_path_with_its_parameters() -> None:
    """A programme that reads the description must find every question."""
    described = openapi()["paths"]

    for name, one in MEASURES.items():
        listed = {parameter["name"] for parameter in described[f"{ROOT}/ask/{name}"]["get"]["parameters"]}
        assert listed == {parameter.name for parameter in one.parameters} | ({SPLIT} if one.dimensions else set())


def test_no_parameter_has_the_name_of_the_split() -> None:
    """One name in an address must mean one thing."""
    assert not [name for name, one in MEASURES.items() if SPLIT in {parameter.name for parameter in one.parameters}]


def test_the_answer_is_that_of_the_command_line(visit: Visit) -> None:
    """One finding has one JSON form, wherever it is asked for."""
    expected = measure("removals").ask(tiny_record(), {"period": "FY2017"}, ("sex",)).as_dict()

    assert visit.client.get(f"{ROOT}/ask/removals?period=FY2017&by=sex").json() == expected


def test_the_csv_is_that_of_the_finding(visit: Visit) -> None:
    """What a spreadsheet opens has the citation above it."""
    answer = visit.client.get(f"{ROOT}/csv/removals?period=FY2017&by=sex")
    lines = list(csv.reader(io.StringIO(answer.text)))

    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert lines[0][0].startswith("removals S-")
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("ask/nothing", 400, "S201"),
        ("ask/removals?nothing=1", 400, "S201"),
        ("ask/removals?period=x", 400, "S202"),
        ("ask/removals?period=2017&period=2018", 400, "S201"),
        ("ask/removals?by=nothing", 400, "S201"),
        ("ask/removals?by=sex&by=sex", 400, "S201"),
        ("csv/removals?sex=%3Dcmd", 400, "S202"),
    ],
)
def test_a_wrong_question_is_answered_with_our_error(visit: Visit, path: str, status: int, code: str) -> None:
    """A programme tells errors apart by their code."""
    answer = visit.client.get(f"{ROOT}/{path}")

    assert answer.status_code == status
    assert answer.json()["schema"] == "sojourn.error/1"
    assert answer.json()["error"]["code"] == code


@pytest.mark.parametrize(("path", "schema"), [("measures", "sojourn.measures/1"), ("releases", "sojourn.releases/1")])
def test_lists_have_the_shapes_of_the_command_line(visit: Visit, path: str, schema: str) -> None:
    """The shapes of docs/json.md hold here too."""
    assert visit.client.get(f"{ROOT}/{path}").json()["schema"] == schema
