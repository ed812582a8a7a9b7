"""A server on this machine that offers one invented archive, and fails as a test tells it to."""

from __future__ import annotations

import io
import random
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JULY = "Wed, 01 Jul 2026 13:00:05 GMT"
AUGUST = "Mon, 03 Aug 2026 14:30:00 GMT"
_BLOCK = 4096


def archive(seed: int = 0, size: int = 200_000) -> bytes:
    """An archive with one member of invented bytes that do not pack."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr("EOIR Case Data/A_TblCase.csv", random.Random(seed).randbytes(size))
    return made.getvalue()


@dataclass
class Offer:
    """What the server offers, how it fails, and what it was asked: method, Range, If-Range."""

    content: bytes
    etag: str | None = '"a1"'
    modified: str | None = JULY
    status: int = 200
    kind: str = "application/zip"
    ranges: bool = True
    keeps_condition: bool = True
    says_size: bool = True
    sends_on_to: str = ""
    pause: float = 0.0
    cuts: list[int] = field(default_factory=list)
    """After how many bytes the connection breaks, answer by answer; whole once the list is used up."""
    url: str = ""
    asked: list[tuple[str, str, str]] = field(default_factory=list)


@contextmanager
def serving(offer: Offer) -> Iterator[Offer]:
    """Serve an offer; its `url` leads to it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Bound", (_Handler,), {"offer": offer}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    offer.url = f"http://127.0.0.1:{server.server_port}/EOIR%20Case%20Data.zip"
    try:
        yield offer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    offer: Offer

    def do_GET(self) -> None:
        first = self._answered("GET")
        if first is not None:
            with suppress(ConnectionError):
                self._send(self.offer.content[first:])

    def do_HEAD(self) -> None:
        self._answered("HEAD")

    def log_message(self, format: str, *args: object) -> None:
        """Tests read what was asked from the offer."""

    def _answered(self, method: str) -> int | None:
        """Send the headers; the place of the first byte, or None where no byte follows."""
        offer = self.offer
        offer.asked.append((method, self.headers.get("Range", ""), self.headers.get("If-Range", "")))
        if offer.sends_on_to and self.path != offer.sends_on_to:
            self._sends_on()
            return None
        first = self._first()
        status = 416 if first > len(offer.content) else 206 if first else offer.status
        self.send_response(status)
        self.send_header("Content-Type", offer.kind)
        for name, value in (("ETag", offer.etag), ("Last-Modified", offer.modified)):
            if value:
                self.send_header(name, value)
        if offer.says_size:
            self.send_header("Content-Length", str(max(len(offer.content) - first, 0)))
        if status == 206:
            self.send_header("Content-Range", f"bytes {first}-{len(offer.content) - 1}/{len(offer.content)}")
        self.end_headers()
        return None if status == 416 else first

    def _sends_on(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.offer.sends_on_to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _first(self) -> int:
        wanted, condition = self.headers.get("Range", ""), self.headers.get("If-Range", "")
        holds = not (condition and self.offer.keeps_condition) or condition in {self.offer.modified, self.offer.etag}
        if not wanted or not self.offer.ranges or not holds:
            return 0
        return int(wanted.removeprefix("bytes=").removesuffix("-"))

    def _send(self, content: bytes) -> None:
        most = self.offer.cuts.pop(0) if self.offer.cuts else len(content)
        for start in range(0, most, _BLOCK):
            self.wfile.write(content[start : min(start + _BLOCK, most)])
            time.sleep(self.offer.pause)
        self.close_connection = True
