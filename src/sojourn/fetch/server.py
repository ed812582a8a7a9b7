"""One request to a server: what it announces, and the bytes from a given place on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from sojourn.errors import BadParameter, UnreadableFile, UnsafeFile
from sojourn.reading.limits import MIB

SECONDS = 60
"""A server that is silent for so long is given up."""

_AGENT = "Python-urllib"  # true, and common: the request does not say that it comes from Sojourn
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_RANGE_NOT_SATISFIABLE = 416
_LATER = "try again later; what came so far is kept"


@dataclass(frozen=True)
class Announced:
    """What a server says of a file before its first byte.

    `etag` has neither quotes nor the mark of a weak one, because servers give one file now the weak form and now
    the strong one; it is empty and `modified` None where the server gives none.
    """

    url: str
    bytes: int
    etag: str
    strong: bool
    modified: datetime | None

    @property
    def condition(self) -> str:
        """The value of If-Range: a strong tag, else the date (RFC 9110, 13.1.5 forbids a weak tag)."""
        if self.etag and self.strong:
            return f'"{self.etag}"'
        return format_datetime(self.modified, usegmt=True) if self.modified else ""

    def same_as(self, other: Announced) -> bool:
        """Whether both are one file, as far as a server can tell; without tag and date nothing can be told."""
        told = bool(self.etag or self.modified)
        return told and self._identity == other._identity

    @property
    def _identity(self) -> tuple[object, ...]:
        return (self.url, self.bytes, self.etag, self.modified)


@dataclass(frozen=True)
class Answer:
    """What a server announces, and its bytes from place `first` on."""

    announced: Announced
    first: int
    body: HTTPResponse

    def pieces(self) -> Iterator[bytes]:
        """The bytes until the server ends or the connection breaks: who takes them counts them."""
        with suppress(OSError, HTTPException):
            while piece := self.body.read1(MIB):
                yield piece


def check_address(url: str) -> None:
    """Refuse what is not https; plain http only within this machine.

    Raises:
        BadParameter: another scheme, no host, or a password in the address, which would be written down.
    """
    parts = urlsplit(url)
    near = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
    if not (parts.scheme == "https" or near) or not parts.hostname or "@" in parts.netloc:
        raise BadParameter(
            f"{url!r} is no address to fetch from", todo="give one that begins with https:// and has no password"
        )


@contextmanager
def ask(url: str, *, method: str = "GET", start: int = 0, condition: str = "", moved: str = "") -> Iterator[Answer]:
    """Ask for a file, from byte `start` on if `condition` still holds; `moved` is what to do about a 404.

    The server may answer from byte 0 all the same: `first` of the answer tells.

    Raises:
        UnreadableFile: no answer, no such file, no size, or a web page in place of the file.
        UnsafeFile: it sends on to another host.
    """
    wanted = {"Range": f"bytes={start}-", "If-Range": condition} if start else {}
    headers = {"User-Agent": _AGENT, **{name: value for name, value in wanted.items() if value}}
    with _response(Request(url, headers=headers, method=method), moved) as response:  # noqa: S310 - check_address
        first, total = _extent(response, url)
        yield Answer(_announced(url, total, response.headers), first, response)


def _response(request: Request, moved: str) -> HTTPResponse:
    try:
        response = build_opener(_SameHost).open(request, timeout=SECONDS)
    except HTTPError as error:
        error.close()
        if error.code == _RANGE_NOT_SATISFIABLE and request.has_header("Range"):
            return _response(_whole(request), moved)
        raise _refused(error.code, request.full_url, moved) from error
    except (URLError, HTTPException, OSError) as error:
        reason = getattr(error, "reason", error)
        raise UnreadableFile(
            f"no answer ({reason})", where=request.full_url, todo=f"check the network, or {_LATER}"
        ) from error
    assert isinstance(response, HTTPResponse)
    return response


def _whole(request: Request) -> Request:
    return Request(request.full_url, headers={"User-Agent": _AGENT}, method=request.get_method())  # noqa: S310 - as above


def _refused(status: int, url: str, moved: str) -> UnreadableFile:
    todo = moved if status in {404, 410} and moved else _LATER
    return UnreadableFile(f"the server answers with status {status}", where=url, todo=todo)


class _SameHost(HTTPRedirectHandler):
    """Follows to other addresses of the same host only, and asks there as it asked here."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        if (here.scheme, here.netloc) != (there.scheme, there.netloc):
            fp.close()
            raise UnsafeFile(
                f"the server sends on to {there.scheme}://{there.netloc}",
                where=req.full_url,
                todo="give the new address with --url if you trust it",
            )
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        if request:
            request.method = req.get_method()  # else a question for headers alone becomes a download
        return request


def _extent(response: HTTPResponse, url: str) -> tuple[int, int]:
    """The place of the first byte that comes, and the size of the whole file."""
    headers = response.headers
    if headers.get_content_type() in {"text/html", "application/xhtml+xml"}:
        raise not_an_archive(url)
    span, _, total = headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
    first = span.partition("-")[0]
    if response.status == 206 and first.isdigit() and total.isdigit():
        return int(first), int(total)
    size = headers.get("Content-Length", "")
    if response.status != 200 or not size.isdigit():
        raise UnreadableFile("the server does not say how large the file is", where=url, todo="fetch it by hand")
    return 0, int(size)


def not_an_archive(url: str) -> UnreadableFile:
    """The error about a web page, or anything else, where an archive is expected."""
    return UnreadableFile(
        "the server sends no zip archive, perhaps a web page with a message",
        where=url,
        todo="open the address in a browser to see what it says",
    )


def _announced(url: str, size: int, headers: HTTPMessage) -> Announced:
    tag = headers.get("ETag", "").strip()
    strong = not tag.startswith("W/")
    return Announced(url, size, tag.removeprefix("W/").strip('"'), strong, _date(headers.get("Last-Modified", "")))


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None
