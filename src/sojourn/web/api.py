"""The JSON API: every measure with the parameters that it declares, and the OpenAPI document made from them.

The shapes are those of `--json` (docs/json.md). Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute
from starlette.routing import Route as Path_

from sojourn import __version__
from sojourn.errors import LimitReached, SojournError, UnknownName, UsageError
from sojourn.findings import Finding
from sojourn.measures import MEASURES, measure
from sojourn.measures.declare import Measure, Parameter
from sojourn.publish import catalogue, ledgers
from sojourn.sources.declare import vocabulary
from sojourn.web.site import Question, Site

ROOT: Final = "/api/v1"
SPLIT: Final = "by"
"""The name in an address of a dimension to split by; no parameter has it."""


def routes(site: Site) -> list[BaseRoute]:
    """The routes of the API."""
    return [
        Path_(f"{ROOT}/openapi.json", _told(lambda _: openapi()), methods=["GET"]),
        Path_(f"{ROOT}/measures", _told(lambda _: _measures()), methods=["GET"]),
        Path_(f"{ROOT}/releases", _told(lambda _: _releases(site)), methods=["GET"]),
        Path_(f"{ROOT}/ask/{{measure}}", _told(lambda request: _found(site, request).as_dict()), methods=["GET"]),
        Path_(f"{ROOT}/csv/{{measure}}", _csv(site), methods=["GET"]),
    ]


def question_of(name: str, pairs: list[tuple[str, str]]) -> Question:
    """The question in an address.

    Raises:
        UnknownName: the measure does not exist, or a parameter is given twice.
    """
    given = [(key, value) for key, value in pairs if key != SPLIT and value]
    twice = {key for key, _ in given if [one for one, _ in given].count(key) > 1}
    if twice:
        raise UnknownName(f"{min(twice)!r} is given twice", todo="give each parameter once")
    return Question.of(measure(name).id, [value for key, value in pairs if key == SPLIT], **dict(given))


def _found(site: Site, request: Request) -> Finding:
    return site.one(question_of(request.path_params["measure"], request.query_params.multi_items()))


def _told(make: Callable[[Request], Mapping[str, Any]]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await run_in_threadpool(make, request))
        except SojournError as error:
            return _refused(error)

    return endpoint


def _csv(site: Site) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            found = await run_in_threadpool(_found, site, request)
        except SojournError as error:
            return _refused(error)
        name = f'attachment; filename="{found.measure}-{found.id}.csv"'
        return PlainTextResponse(found.as_csv(), headers={"Content-Disposition": name}, media_type="text/csv")

    return endpoint


def _refused(error: SojournError) -> Response:
    return JSONResponse({"schema": "sojourn.error/1", "error": error.as_dict()}, status_of(error))


def status_of(error: SojournError) -> int:
    """The HTTP status of an error: 503 where it took too long, 400 where the question cannot be asked, else 422."""
    if isinstance(error, LimitReached):
        return 503
    return 400 if isinstance(error, UsageError) else 422


def _measures() -> dict[str, Any]:
    return {"schema": "sojourn.measures/1", "measures": [catalogue.as_dict(one) for one in MEASURES.values()]}


def _releases(site: Site) -> dict[str, Any]:
    with site.record() as record:
        return ledgers.releases(record)


def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API, with one path for each measure.

    Source: OpenAPI Initiative, OpenAPI Specification 3.1.1.
    """
    paths: dict[str, Any] = {
        f"{ROOT}/measures": _path("Every measure with its definition and parameters.", []),
        f"{ROOT}/releases": _path("The releases of the record.", []),
        f"{ROOT}/openapi.json": _path("This document.", []),
    }
    for one in MEASURES.values():
        described = [_described(parameter) for parameter in one.parameters] + _dimensions(one)
        paths[f"{ROOT}/ask/{one.id}"] = _path(one.definition.question, described)
        paths[f"{ROOT}/csv/{one.id}"] = _path(one.definition.question, described, "text/csv")
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Sojourn, the open record of asylum and removal",
            "version": __version__,
            "description": "Not a government service. It never asks for a name or a number of a person.",
        },
        "paths": paths,
    }


def _path(summary: str, parameters: list[dict[str, Any]], media: str = "application/json") -> dict[str, Any]:
    schema = {"type": "string"} if media == "text/csv" else {"type": "object"}
    answers = {"200": {"description": "The answer.", "content": {media: {"schema": schema}}}}
    if parameters:
        failed = {"description": "The question cannot be asked, or takes too long.", "content": _ERROR}
        answers |= dict.fromkeys(("400", "422", "503"), failed)
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


_ERROR: Final = {"application/json": {"schema": {"type": "object", "required": ["schema", "error"]}}}


def _described(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if parameter.choices:
        schema["enum"] = list(dict.fromkeys(parameter.choices))
    elif parameter.vocabulary and not parameter.several:
        schema["examples"] = sorted(set(vocabulary(parameter.vocabulary).standard.values()))[:5]
    if parameter.kind == "number":
        schema["pattern"] = "^[0-9]+$"
    if parameter.default:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.help,
        "schema": schema,
    }


def _dimensions(one: Measure) -> list[dict[str, Any]]:
    if not one.dimensions:
        return []
    items = {"type": "string", "enum": list(one.dimensions)}
    schema = {"type": "array", "items": items}
    return [
        {"name": SPLIT, "in": "query", "required": False, "explode": True, "description": "Split by.", "schema": schema}
    ]
