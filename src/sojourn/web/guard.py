"""What every request passes first and every answer passes last: who may ask, how much, and what a browser may do with it.

Another page in the same browser can send requests to a server on this machine. It cannot set the Host that a browser sends,
nor its Origin, nor Sec-Fetch-Site, and a cookie with SameSite=Strict does not travel with it.
Source: OWASP ASVS 5.0, 3.4 and 3.5; W3C, Fetch Metadata Request Headers; W3C, Content Security Policy Level 3.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sojourn.words.languages import language_of
from sojourn.words.said import said
from sojourn.words.spoken import words

LONGEST_URL: Final = 4096
LARGEST_BODY: Final = 256 * 1024
BODY_SECONDS: Final = 10.0
"""How long the body of a request may take to come; so many slow ones as may wait would keep all others out."""
MOST_WAITING: Final = 64
SECONDS: Final = 60.0
"""How long one request may take in all; a query is stopped before (`site.SECONDS`)."""
READING: Final = frozenset({"GET", "HEAD"})
POLICY: Final = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_NO_MORE: Final[Mapping[str, str]] = {}


@dataclass(frozen=True)
class Allowed:
    """Whom the server answers: the names in the header Host, and whether answers may be kept by a browser."""

    hosts: Set[str]
    kept: bool = False


class Guard:
    """An application behind its checks."""

    def __init__(self, application: ASGIApp, allowed: Allowed) -> None:
        self._application = application
        self._allowed = allowed
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        answering = self._with_headers(send)
        refusal = refused(scope, self._allowed.hosts) or self._busy(scope)
        if refusal:
            await refusal(scope, receive, answering)
            return
        self._waiting += 1
        try:
            await asyncio.wait_for(self._application(scope, _limited(receive), answering), SECONDS)
        except TimeoutError:
            too_long = _refusal(scope, 503, said("The answer took too long. Ask for less at once."))
            await too_long(scope, receive, answering)
        finally:
            self._waiting -= 1

    def _busy(self, scope: Scope) -> PlainTextResponse | None:
        return _refusal(scope, 503, said("Too many requests at once.")) if self._waiting >= MOST_WAITING else None

    def _with_headers(self, send: Send) -> Send:
        async def answering(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "public, max-age=300" if self._allowed.kept else "no-store"
            await send(message)

        return answering


def refused(scope: Scope, hosts: Set[str]) -> PlainTextResponse | None:
    """Why a request is not answered; None where it is."""
    headers = Headers(scope=scope)
    if headers.get("host", "").lower() not in hosts or len(headers.getlist("host")) != 1:
        return _refusal(scope, 421, said("This name is not answered here."))
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_URL:
        return _refusal(scope, 414, said("The address is too long."))
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        return _refusal(scope, 413, said("The request is too large."))
    if scope["method"] not in {*READING, "POST"}:
        return _refusal(scope, 405, said("Only GET, HEAD and POST are answered."), {"Allow": "GET, HEAD, POST"})
    if not _from_here(scope["method"], headers):
        return _refusal(scope, 403, said("The request comes from another site."))
    return None


def _from_here(method: str, headers: Headers) -> bool:
    """Whether a request comes from this site, the address bar, or (for reading alone) a link that somebody followed.

    A browser whose pages send no referrer names the origin of a form "null", so that Sec-Fetch-Site decides there.
    """
    site, origin = headers.get("sec-fetch-site", ""), headers.get("origin", "")
    here = origin in {f"http://{headers['host']}", f"https://{headers['host']}"}
    if method in READING:
        followed = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        return (not origin or here or origin == "null") and (site in {"", "none", "same-origin"} or followed)
    return site in {"", "same-origin"} and (here or (origin == "null" and site == "same-origin"))


def _limited(receive: Receive) -> Receive:
    """A body that may not grow beyond its limit, whatever its head says, nor come for longer than others wait."""
    seen, until, whole = 0, asyncio.get_running_loop().time() + BODY_SECONDS, False

    async def received() -> Message:
        nonlocal seen, whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408) from None
        whole = not message.get("more_body", False)
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY:
            raise HTTPException(413)
        return message

    return received


def _refusal(scope: Scope, status: int, why: str, headers: Mapping[str, str] = _NO_MORE) -> PlainTextResponse:
    return PlainTextResponse(plainly(scope.get("path", ""), why), status, {"Cache-Control": "no-store", **headers})


def plainly(path: str, text: str) -> str:
    """A refusal without a page: in the language of the address, with the English below."""
    told = words(language_of(path)).tell(text)
    return f"{told}\n" if told == text else f"{told}\n\n{text}\n"
