"""The application: routes in four languages, the style sheet, the key, the JSON API; errors as pages."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute
from starlette.routing import Route as Path_
from starlette.types import ASGIApp

from sojourn.errors import SojournError
from sojourn.web import api
from sojourn.web.asked import Asked, Download, Page, Route
from sojourn.web.body import fields
from sojourn.web.guard import Allowed, Guard, plainly
from sojourn.web.keys import COOKIE, Keys
from sojourn.web.openapi import ROOT
from sojourn.web.pages import ROUTES, kit
from sojourn.web.render import rendered
from sojourn.web.site import Site
from sojourn.words.languages import LANGUAGES, language_of, preferred
from sojourn.words.said import said
from sojourn.words.spoken import words

STYLE: Final = (Path(__file__).with_name("static") / "sojourn.css").read_bytes()
Endpoint = Callable[[Request], Awaitable[Response]]


def application(site: Site, allowed: Allowed, keys: Keys) -> ASGIApp:
    """The site behind its guard."""
    every = ROUTES + (kit.ROUTES if site.desk else ())
    shown = [one for one in every if not (site.public and (one.local or one.writes))]
    routes: list[BaseRoute] = [Path_("/", _first(site), methods=["GET"]), Path_("/style.css", _style, methods=["GET"])]
    if not site.public:
        routes.append(Path_("/key/{secret}", _giving(keys), methods=["GET"]))
    routes += [_routed(site, keys, one) for one in shown]
    routes += api.routes(site)
    made = Starlette(routes=routes, exception_handlers={HTTPException: _missing(site), Exception: _broken})
    return Guard(made, allowed)


def _routed(site: Site, keys: Keys, route: Route) -> Path_:
    methods = ["POST"] if route.writes else ["GET"]
    return Path_(f"/{{language}}{route.path}", _page(site, keys, route), methods=methods)


def _page(site: Site, keys: Keys, route: Route) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        if request.path_params["language"] not in LANGUAGES:
            raise HTTPException(404)
        if route.kept:
            return await _kept(site, route, request)
        key = keys.fits(request.cookies.get(COOKIE, ""))
        if route.writes and route.keyed and not key:
            raise HTTPException(403)
        form = fields(request.headers.get("content-type", ""), await request.body()) if route.writes else {}
        page, asked = await run_in_threadpool(_answered, site, route, request, key, form)
        if isinstance(page, Download):
            attached = {"Content-Disposition": f'attachment; filename="{page.name}"'}
            return Response(page.content, media_type=page.media_type, headers=attached)
        return HTMLResponse(await run_in_threadpool(_body, page, asked, request), page.status)

    return endpoint


async def _kept(site: Site, route: Route, request: Request) -> Response:
    """A page that is the same for everybody: as it was sent before, or made in its turn."""
    address = f"{request.url.path}?{request.url.query}"
    known = site.pages.get(address)
    body, status = (known, 200) if known else await site.in_turn(_made, site, route, request, address)
    if not site.public or status != 200:
        return HTMLResponse(body, status)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return HTMLResponse(body, headers={"ETag": tag})


def _made(site: Site, route: Route, request: Request, address: str) -> tuple[bytes, int]:
    """A page, kept from now on where it stays as it is; another reader may have asked for it while this one waited."""
    known = site.pages.get(address)
    if known is not None:
        return known, 200
    page, asked = _answered(site, route, request, key=False, form={})
    assert isinstance(page, Page), "a download is the answer to a form, which is never kept"
    body = _body(page, asked, request)
    if page.status == 200 and page.settled:
        site.pages.put(address, body)
    return body, page.status


def _answered(
    site: Site, route: Route, request: Request, key: bool, form: dict[str, list[str]]
) -> tuple[Page | Download, Asked]:
    """What a route makes of a request, and the request as the page is told it: without what a form held."""
    query = form if route.writes else _query(request)
    path = {name: str(value) for name, value in request.path_params.items() if name != "language"}
    asked = Asked(site, words(request.path_params["language"]), path, query, key)
    try:
        page = route.make(asked)
    except SojournError as error:
        page = Page("error.html", {"error": error}, status=api.status_of(error))
    return page, Asked(site, asked.words, path, {}, key) if route.writes else asked


def _body(page: Page, asked: Asked, request: Request) -> bytes:
    language = request.path_params["language"]
    return rendered(page, asked, request.url.path.removeprefix(f"/{language}")).encode()


def _query(request: Request) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        found.setdefault(name, []).append(value)
    return found


def _missing(site: Site) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def page(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if request.url.path.startswith(f"{ROOT}/"):
            return api.missing(error)
        asked = Asked(site, words(language_of(request.url.path)))
        told = Page("missing.html", {"status": error.status_code})
        return HTMLResponse(rendered(told, asked, "/"), error.status_code, error.headers)

    return page


async def _broken(request: Request, _error: Exception) -> Response:
    """What is wrong with Sojourn itself is told on the terminal, not to whoever asks."""
    why = said("Sojourn stopped at an error of its own; the terminal says where.")
    return PlainTextResponse(plainly(request.url.path, why), 500)


def _first(site: Site) -> Endpoint:
    """The start in the language of the browser; without a record, the kit."""

    async def endpoint(request: Request) -> Response:
        language = preferred(request.headers.get("accept-language", ""))
        page = "" if site.has_record else kit.PATH
        return RedirectResponse(f"/{language}/{page}", 302, {"Vary": "Accept-Language"})

    return endpoint


async def _style(_request: Request) -> Response:
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def _giving(keys: Keys) -> Endpoint:
    """The link that works once; it gives the key as a cookie that no other site's request carries."""

    async def endpoint(request: Request) -> Response:
        key = keys.exchange(request.path_params["secret"]) if request.method == "GET" else None
        if key is None:
            raise HTTPException(403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, key, httponly=True, samesite="strict", path="/")
        return answer

    return endpoint


def hosts(port: int, more: Sequence[str] = ()) -> frozenset[str]:
    """The names under which a server on a port of this machine is answered."""
    return frozenset({f"127.0.0.1:{port}", f"localhost:{port}", *(one.lower() for one in more)})
