"""The server as it runs, asked by somebody who does not keep to any rule: real connections, byte by byte."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn

from sojourn.web import guard, patience
from sojourn.web.app import application, hosts
from sojourn.web.guard import HEADERS, LARGEST_BODY, Allowed
from sojourn.web.keys import Keys
from sojourn.web.serve import listening, settings
from sojourn.web.site import Site
from tiny import tiny_folder

SECONDS = 20
MEGABYTES = 10_000_000


@contextmanager
def running() -> Iterator[int]:
    """The server of the command in a thread of its own; its port."""
    with listening(0) as taken:
        port = taken.getsockname()[1]
        site = Site(tiny_folder())
        server = uvicorn.Server(settings(application(site, Allowed(hosts(port)), Keys())))
        thread = threading.Thread(target=server.run, args=([taken],))
        thread.start()
        try:
            yield port
        finally:
            server.should_exit = True
            thread.join(SECONDS)
            site.close()
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server that is asked by all tests that leave its patience as it is."""
    with running() as at:
        yield at


def sent(port: int, *parts: bytes) -> str:
    """What comes back for some bytes; a server that stops reading closes, and what it said until then counts."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as asked:
        try:
            for part in parts:
                asked.sendall(part)
        except OSError:
            pass
        return received(asked)


def received(asked: socket.socket) -> str:
    """All that a connection says until it is closed."""
    found = b""
    try:
        while piece := asked.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found.decode("latin-1")


def head(port: int, line: str, *more: str) -> bytes:
    """A request without a body, as bytes; the connection ends after it."""
    return "\r\n".join([line, f"Host: 127.0.0.1:{port}", "Connection: close", *more, "", ""]).encode("latin-1")


def status(answer: str) -> int:
    """The status of an answer; 0 where the connection was closed without a word."""
    return int(answer.split(" ")[1]) if answer else 0


def guarded(answer: str) -> bool:
    """Whether an answer has each header of the guard, once."""
    lines = [line.split(": ", 1) for line in answer.partition("\r\n\r\n")[0].split("\r\n")[1:]]
    told = [(name.lower(), value) for name, value in lines]
    return all(told.count((name.lower(), value)) == 1 for name, value in HEADERS.items())


@pytest.mark.parametrize(
    ("line", "statuses"),
    [
        ("GET /en/real HTTP/1.1", {200}),
        ("HEAD /en/real HTTP/1.1", {200}),
        ("OPTIONS * HTTP/1.1", {405}),
        ("TRACE /en/ HTTP/1.1", {405}),
        ("CONNECT 127.0.0.1:22 HTTP/1.1", {405}),
        ("get /en/ HTTP/1.1", {405}),
        ("FROBNICATE /en/ HTTP/1.1", {405}),
        ("GET /../../etc/passwd HTTP/1.1", {404}),
        ("GET /en/..%2f..%2f..%2fetc/passwd HTTP/1.1", {404}),
        ("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", {404}),
        ("GET /en/facility/%00 HTTP/1.1", {400, 404}),
        ("GET /en\\..\\..\\windows HTTP/1.1", {307, 404}),
        ("GET //evil.example/ HTTP/1.1", {404}),
        ("GET ///// HTTP/1.1", {404}),
        ("GET /en/%c0%ae%c0%ae/%c0%af HTTP/1.1", {404}),
        ("GET /en/facility/%ed%a0%80 HTTP/1.1", {400, 404}),
        ("GET /en/facility/%e2%80%ae%cc%81%e2%80%8b HTTP/1.1", {400, 404}),
        ("GET http://evil.example/en/ HTTP/1.1", {400, 404}),
        ("GET /en/search?q=%00%ff%fe%e2%80%ae HTTP/1.1", {200}),
        ("GET /api/v1/ask/removals?period=2017&period=2018 HTTP/1.1", {400}),
        ("GET /api/v1/ask/removals?=&&&=&%00=%00 HTTP/1.1", {400}),
        ("GET /en/facility/a%0d%0aSet-Cookie:%20a=b HTTP/1.1", {400, 404}),
        (f"GET /en/search?q={'a' * 5000} HTTP/1.1", {414}),
        ("GET /en/ HTTP/9.9", {200, 400}),
        ("GET /en/ ", {400}),
        ("\x16\x03\x01\x02\x00\x01\x00\x01", {400}),
        ("GET /en/ HTTP/1.1\r\nHost: evil.example", {400, 421}),
        ("GET /en/ HTTP/1.1\r\n folded", {400}),
        ("GET /en/ HTTP/1.1\r\nTransfer-Encoding: gzip, chunked", {400, 501}),
        ("POST /en/refuge HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6", {400}),
        ("POST /en/refuge HTTP/1.1\r\nContent-Length: -1", {400}),
        (f"POST /en/refuge HTTP/1.1\r\nContent-Length: {10**30}", {400, 413}),
    ],
)
def test_a_strange_request_is_answered_with_a_status_and_every_header(port: int, line: str, statuses: set[int]) -> None:
    """Whatever comes: never an error of our own, never a file of the machine, and the browser is told what it may not do."""
    answer = sent(port, head(port, line))

    assert status(answer) in statuses, answer[:200]
    assert guarded(answer), answer[:600]
    assert "root:" not in answer
    assert status(answer) != 307 or f"\r\nlocation: http://127.0.0.1:{port}/" in answer
    assert "\r\nSet-Cookie" not in answer.partition("\r\n\r\n")[0]


@pytest.mark.parametrize("path", ["/en/search?q={}", "/en/{}", "/api/v1/ask/{}", "/api/v1/ask/removals?{}=1", "/api/v1/csv/removals?period={}", "/en/ask/removals?citizenship={}"])  # fmt: skip
@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "</svg><script>x</script>", "javascript:alert(1)", "' onmouseover='x"])  # fmt: skip
def test_what_is_sent_comes_back_only_as_text(port: int, path: str, text: str) -> None:
    """A page shows what was typed, and a browser must not run it: it is escaped, or no page for a browser."""
    quoted = "".join(f"%{byte:02x}" for byte in text.encode())
    answer = sent(port, head(port, f"GET {path.format(quoted)} HTTP/1.1"))
    top, _, body = answer.partition("\r\n\r\n")

    assert status(answer) in {200, 400, 404}
    assert "application/json" in top or "<script" not in body
    assert "text/html" not in top or ('href="javascript' not in body and "' onmouseover='" not in body)


@pytest.mark.parametrize(
    "line",
    [
        "Cookie: " + "=;" * 2000,
        "Cookie: sojourn=\x00\x01",
        'Cookie: sojourn="; Path=/; sojourn=a; $Version=1',
        "Cookie: a=b; a=c; =; ;;;",
        "Range: bytes=0-0",
        "Range: bytes=-1,0-99999999999999999999",
        "If-Modified-Since: never",
        "Accept-Language: " + ",".join(["ru;q=x"] * 300),
        "Accept-Encoding: br, gzip;q=-1",
        "Upgrade: websocket\r\nSec-WebSocket-Key: x",
        "Expect: 100-continue",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-For: 8.8.8.8\r\nForwarded: host=evil.example",
        "X-HTTP-Method-Override: DELETE",
    ],
)
def test_a_strange_header_changes_nothing(port: int, line: str) -> None:
    """Cookies in no form, parts of an answer, other languages, other hosts: the page, whole, or a refusal."""
    plain = sent(port, head(port, "GET /en/real HTTP/1.1")).partition("\r\n\r\n")[2]
    answer = sent(port, head(port, "GET /en/real HTTP/1.1", line))

    assert status(answer) in {200, 400}
    assert guarded(answer)
    assert status(answer) == 400 or plain in answer
    assert "evil.example" not in answer


@pytest.mark.parametrize("what", ["address", "header", "many headers", "body", "chunks"])
def test_ten_megabytes_are_cut_off(port: int, what: str) -> None:
    """Neither memory nor time is spent on them, and the next one is answered."""
    form = ["Origin: null", "Sec-Fetch-Site: same-origin", "Content-Type: application/x-www-form-urlencoded"]
    sized = head(port, "POST /en/refuge/interview HTTP/1.1", *form, f"Content-Length: {MEGABYTES}")
    chunked = head(port, "POST /en/refuge/interview HTTP/1.1", *form, "Transfer-Encoding: chunked")
    piece = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    begun = time.monotonic()
    answer = {
        "address": lambda: sent(port, b"GET /en/search?q=" + b"a" * MEGABYTES, b" HTTP/1.1\r\n\r\n"),
        "header": lambda: sent(port, head(port, "GET /en/ HTTP/1.1")[:-2] + b"X: " + b"a" * MEGABYTES, b"\r\n\r\n"),
        "many headers": lambda: sent(port, head(port, "GET /en/ HTTP/1.1")[:-2] + b"X: a\r\n" * 1_500_000, b"\r\n"),
        "body": lambda: sent(port, sized, b"a" * MEGABYTES),
        "chunks": lambda: sent(port, chunked, *[piece] * (MEGABYTES // 0x10000), b"0\r\n\r\n"),
    }[what]()

    assert status(answer) in {0, 400, 413, 414}  # closed without a word where the rest was still being sent
    assert not answer or guarded(answer)
    assert time.monotonic() - begun < SECONDS
    assert status(sent(port, head(port, "GET /en/real HTTP/1.1"))) == 200
    assert MEGABYTES > LARGEST_BODY


def test_two_requests_in_one_are_two_or_none(port: int) -> None:
    """A length and chunks at once would let one server read what another took for a body (request smuggling)."""
    inner = head(port, "GET /en/nowhere HTTP/1.1")
    both = head(port, "POST /en/ HTTP/1.1", "Content-Length: 4", "Transfer-Encoding: chunked")
    answer = sent(port, both + b"0\r\n\r\n" + inner)

    assert status(answer) in {400, 403, 405}
    assert answer.count("HTTP/1.1 ") == 1


def test_whoever_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that are silent, or send a byte now and then, end; others are answered meanwhile (slow loris)."""
    monkeypatch.setattr(patience, "HEAD_SECONDS", 1.0)
    with running() as port:
        silent, slow = (socket.create_connection(("127.0.0.1", port), timeout=SECONDS) for _ in range(2))
        with silent, slow:
            begun = time.monotonic()
            for byte in b"GET /":
                slow.sendall(bytes([byte]))
                time.sleep(0.1)
            assert status(sent(port, head(port, "GET /en/real HTTP/1.1"))) == 200
            assert (received(silent), received(slow)) == ("", "")
            assert time.monotonic() - begun < SECONDS / 2


def test_the_longest_silent_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many silent connections must not keep out the one that asks."""
    monkeypatch.setattr(patience, "MOST_CONNECTIONS", 8)
    with running() as port:
        held = [socket.create_connection(("127.0.0.1", port), timeout=SECONDS) for _ in range(20)]
        answer = sent(port, head(port, "GET /en/real HTTP/1.1"))
        first = received(held[0])
        for one in held:
            one.close()

    assert status(answer) == 200
    assert first == ""


def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as may wait at once would otherwise keep all others out for a minute."""
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.5)
    with running() as port:
        form = ["Origin: null", "Sec-Fetch-Site: same-origin", "Content-Length: 100"]
        with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as asked:
            asked.sendall(head(port, "POST /en/refuge/interview HTTP/1.1", *form) + b"path=")
            answer = received(asked)

    assert status(answer) == 408
    assert guarded(answer)
