"""The JSON API: every measure with the parameters that it declares.

The shapes are those of `--json` (docs/json.md). Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute
from starlette.routing import Route as Path_

from sojourn.errors import LimitReached, SojournError, UnknownName, UsageError
from sojourn.findings import Finding
from sojourn.measures import MEASURES, measure
from sojourn.publish import catalogue, ledgers
from sojourn.web.openapi import ROOT, SPLIT, openapi
from sojourn.web.site import Question, Site
from sojourn.words.said import said


def routes(site: Site) -> list[BaseRoute]:
    """The routes of the API."""
    return [
        Path_(f"{ROOT}/openapi.json", _description, methods=["GET"]),
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
        raise UnknownName(
            said("{name:name} is given twice", name=repr(min(twice))), todo=said("give each parameter once")
        )
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


async def _description(_request: Request) -> Response:
    return Response(await run_in_threadpool(_described), media_type="application/json")


@cache
def _described() -> bytes:
    """The description of the API as it is sent; it follows from the declarations alone."""
    return bytes(JSONResponse(openapi()).body)


def _csv(site: Site) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            found = await run_in_threadpool(_found, site, request)
        except SojournError as error:
            return _refused(error)
        name = f'attachment; filename="{found.measure}-{found.id}.csv"'
        return PlainTextResponse(found.as_csv(), headers={"Content-Disposition": name}, media_type="text/csv")

    return endpoint


def _refused(error: SojournError, status: int = 0, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"schema": "sojourn.error/1", "error": error.as_dict()}, status or status_of(error), headers)


def missing(error: HTTPException) -> Response:
    """An address of the API that is not there, or that is only read."""
    told = UnknownName(
        "there is nothing at this address",
        todo=f"the addresses are in {ROOT}/openapi.json",
    )
    return _refused(told, error.status_code, error.headers)


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
