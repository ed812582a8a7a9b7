"""The description of the JSON API is true: every answer has a status, a type and a shape that stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from sojourn.measures import MEASURES
from sojourn.measures.declare import Parameter
from sojourn.publish.shapes import SHAPES, shape_of
from sojourn.web.openapi import ROOT, openapi
from web.visit import Visit

DOCUMENTS = {
    "Measures": "measures",
    "Releases": "releases",
    "Error": "ask/nothing",
    "Finding": "ask/removals?period=FY2017&by=sex&clock=counted",
}


@pytest.fixture(scope="module")
def visit() -> Visit:
    """The site on this machine."""
    return Visit()


def disagreements(shape: Mapping[str, Any], document: Any, where: str = "") -> Iterator[str]:
    """Where the keys of a document are not those of its shape."""
    if "properties" in shape and isinstance(document, dict):
        described = shape["properties"]
        yield from (f"{where}.{name}" for name in set(described) ^ set(document))
        for name in set(described) & set(document):
            yield from disagreements(described[name], document[name], f"{where}.{name}")
    for one in document if isinstance(document, list) else ():
        yield from disagreements(shape.get("items", {}), one, f"{where}[]")
    for one in shape.get("anyOf", ()):
        if one.get("type") == "object" and document is not None:
            yield from disagreements(one, document, where)


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_has_exactly_the_keys_that_are_printed(visit: Visit, name: str) -> None:
    """A key that is printed and not described, or described and not printed, is a fault of the description."""
    document = visit.client.get(f"{ROOT}/{DOCUMENTS[name]}").json()

    assert sorted(disagreements(SHAPES[name], document)) == []


def test_a_shape_is_made_only_of_what_documents_hold() -> None:
    """A new kind of value must be described before it is printed."""
    with pytest.raises(TypeError, match="no document holds"):
        shape_of(bytes)


@pytest.mark.parametrize("name", MEASURES)
def test_each_parameter_is_described_with_what_it_takes(name: str) -> None:
    """Whoever writes a programme must not have to read the code."""
    described = {one["name"]: one for one in openapi()["paths"][f"{ROOT}/ask/{name}"]["get"]["parameters"]}
    for parameter in MEASURES[name].parameters:
        one = described[parameter.name]
        assert one["description"].startswith(parameter.help)
        assert one["required"] == parameter.required
        assert one["schema"].get("default", "") == parameter.default
        assert _says_its_values(parameter, one["schema"])


def _says_its_values(parameter: Parameter, schema: Mapping[str, Any]) -> bool:
    """Whether choices are enumerated, numbers and periods have a form, and vocabularies examples."""
    if parameter.choices:
        return set(schema["enum"]) - {""} == set(parameter.choices) - {""}
    if parameter.kind in {"period", "number"}:
        return "pattern" in schema
    return bool(schema.get("examples")) or not parameter.vocabulary


def test_every_reference_leads_somewhere() -> None:
    """A programme that makes a client from the description follows each."""
    document = openapi()
    components = document["components"]

    def references(value: Any) -> Iterator[str]:
        for name, one in value.items() if isinstance(value, dict) else enumerate(value):
            if name == "$ref":
                yield one
            elif isinstance(one, dict | list):
                yield from references(one)

    named = set(references(document))
    assert named == {f"#/components/{part}/{name}" for part in components for name in components[part]}


@pytest.mark.parametrize("name", ["cls", "self", "measure", "by_", "\x00", "given", "release\n"])
def test_a_parameter_of_any_name_is_refused_and_breaks_nothing(visit: Visit, name: str) -> None:
    """A name in an address is a text, never the name of something in the code."""
    answer = visit.client.get(f"{ROOT}/ask/removals", params={name: "1"})

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "S201"


@pytest.mark.parametrize("path", ["nothing", "ask", "ask/removals/more", "csv/", "%00"])
def test_an_address_that_is_not_there_is_answered_as_the_api_answers(visit: Visit, path: str) -> None:
    """A programme must not have to read a page for people."""
    answer = visit.client.get(f"{ROOT}/{path}")

    assert answer.status_code == 404
    assert answer.json()["schema"] == "sojourn.error/1"


def test_a_document_that_is_only_read_says_so(visit: Visit) -> None:
    """RFC 9110: 405 names what is allowed."""
    headers = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
    answer = visit.client.post(f"{ROOT}/measures", headers=headers)

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert answer.json()["schema"] == "sojourn.error/1"
    assert visit.client.request("TRACE", f"{ROOT}/measures").headers["allow"] == "GET, HEAD, POST"
