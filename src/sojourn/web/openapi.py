"""The description of the JSON API in OpenAPI 3.1, made from the declarations of the measures and the shapes of the documents.

Source: OpenAPI Initiative, OpenAPI Specification 3.1.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sojourn import __version__
from sojourn.measures import MEASURES
from sojourn.measures.declare import MOST_DIGITS, Measure, Parameter
from sojourn.publish.shapes import SHAPES
from sojourn.sources.declare import vocabulary

ROOT: Final = "/api/v1"
SPLIT: Final = "by"
"""The name in an address of a dimension to split by; no parameter has it."""

JSON: Final = "application/json"
_SPAN: Final = "([Ff][Yy] ?[0-9]{4}|[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)"
_PERIOD: Final = rf"{_SPAN}( *\.\. *{_SPAN})?"
_PERIODS: Final = ("FY2017", "2025", "2025-06", "2025-01-20..2025-07-31")
_CSV: Final[Mapping[str, Any]] = {
    "text/csv": {"schema": {"type": "string", "description": "The table, with the citation above it."}}
}
_VERSIONING: Final = (
    "Not a government service. It never asks for a name or a number of a person, and nothing here writes. "
    "The number in the address (v1) grows when a key or a parameter changes its meaning or goes away, and so does the number "
    "after the slash in `schema` of each document; new keys, measures and parameters may appear at any time."
)
_REFUSALS: Final[Mapping[str, str]] = {
    "403": "The request comes from a page of another site.",
    "405": "Only GET and HEAD are answered.",
    "413": "The request is too large.",
    "414": "The address is too long.",
    "421": "This name of a host is not answered here.",
}


def openapi() -> dict[str, Any]:
    """The document, with two paths for each measure: the finding as JSON and its table as CSV."""
    paths = {
        f"{ROOT}/measures": _path("measures", "Every measure with its definition and parameters.", _json("Measures")),
        f"{ROOT}/releases": _path("releases", "The releases of the record.", _json("Releases"), fails=("422", "503")),
        f"{ROOT}/openapi.json": _path("openapi", "This document.", {JSON: {"schema": {"type": "object"}}}),
    }
    for one in MEASURES.values():
        question, parameters = one.definition.question, [*map(_described, one.parameters), *_dimensions(one)]
        for what, content in (("ask", _finding(one)), ("csv", _CSV)):
            paths[f"{ROOT}/{what}/{one.id}"] = _path(
                f"{what}_{one.id}", question, content, parameters=parameters, fails=("400", "422", "503")
            )
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Sojourn, the open record of asylum and removal",
            "version": __version__,
            "description": _VERSIONING,
        },
        "paths": paths,
        "components": {"schemas": {**SHAPES, **_vocabularies()}, "responses": _failures()},
    }


def _path(
    id: str, summary: str, content: Mapping[str, Any], *, parameters: Sequence[Any] = (), fails: Sequence[str] = ()
) -> dict[str, Any]:
    failures = {status: {"$ref": f"#/components/responses/Failed{status}"} for status in (*fails, *_REFUSALS)}
    answers = {"200": {"description": "The answer.", "content": content}, **dict(sorted(failures.items()))}
    return {"get": {"operationId": id, "summary": summary, "parameters": list(parameters), "responses": answers}}


def _json(name: str) -> dict[str, Any]:
    return {JSON: {"schema": _ref(name)}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _finding(one: Measure) -> dict[str, Any]:
    """The shape of a finding of one measure."""
    its_own = {"type": "object", "properties": {"measure": {"const": one.id}}}
    return {JSON: {"schema": {"allOf": [_ref("Finding"), its_own]}}}


def _failures() -> dict[str, Any]:
    """What is answered instead: our error where the question cannot be answered, a sentence where the guard refuses."""
    errors = {
        "400": "The question cannot be asked: a parameter or value that does not exist.",
        "422": "The record or one of its files cannot answer.",
        "503": "It takes too long, or too many questions are asked at once.",
    }
    made = {status: {"description": text, "content": _json("Error")} for status, text in errors.items()}
    said = {"text/plain": {"schema": {"type": "string"}}}
    made["503"]["content"] = {**_json("Error"), **said}
    made |= {status: {"description": text, "content": said} for status, text in _REFUSALS.items()}
    made["405"]["content"] = {**_json("Error"), **said}
    return {f"Failed{status}": one for status, one in made.items()}


def _described(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": " ".join([parameter.help, *_meanings(parameter)]),
        "schema": _values(parameter),
    }


def _meanings(parameter: Parameter) -> list[str]:
    return [f"{choice}: {meaning}." for choice, meaning in parameter.meanings.items()]


def _values(parameter: Parameter) -> dict[str, Any]:
    """The values of a parameter: its choices, a vocabulary of the sources, digits, a period, or any text.

    An empty value is one that was left out, as a form sends it.
    """
    schema: dict[str, Any] = {"type": "string"}
    empty = [] if parameter.required else [""]
    if parameter.choices:
        schema["enum"] = list(dict.fromkeys((*parameter.choices, *empty)))
    elif parameter.vocabulary:
        one: dict[str, Any] = {**_ref(_vocabulary_name(parameter.vocabulary))}
        schema = schema if parameter.several else {"anyOf": [one, {"const": ""}]} if empty else one
        schema["examples"] = sorted(set(vocabulary(parameter.vocabulary).standard.values()))[:3]
    elif parameter.kind == "number":
        schema["pattern"] = f"^[0-9]{{{0 if empty else 1},{MOST_DIGITS}}}$"
    elif parameter.kind == "period":
        schema |= {"pattern": f"^({_PERIOD}){'?' if empty else ''}$", "examples": list(_PERIODS)}
    if parameter.default:
        schema["default"] = parameter.default
    return schema


def _vocabularies() -> dict[str, Any]:
    """The vocabularies that parameters take one value of, in the spellings of the sources; case does not count."""
    used = {one.vocabulary for each in MEASURES.values() for one in each.parameters if one.vocabulary}
    return {_vocabulary_name(name): {"type": "string", "enum": sorted(vocabulary(name).known)} for name in sorted(used)}


def _vocabulary_name(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _dimensions(one: Measure) -> list[dict[str, Any]]:
    """The parameter that splits, with what each dimension is."""
    if not one.dimensions:
        return []
    said = "; ".join(f"{name}: {dimension.help}" for name, dimension in one.dimensions.items())
    items = {"type": "string", "enum": list(one.dimensions)}
    schema = {"type": "array", "items": items, "uniqueItems": True}
    return [
        {
            "name": SPLIT,
            "in": "query",
            "required": False,
            "explode": True,
            "description": f"Split by; give it again for more. {said}.",
            "schema": schema,
        }
    ]
