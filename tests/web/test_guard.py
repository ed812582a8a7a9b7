"""What the server refuses before any page is made."""

from __future__ import annotations

import pytest
from starlette.exceptions import HTTPException

from sojourn.web import guard
from web.visit import BASE, HOST, Visit


@pytest.fixture(scope="module")
def visit() -> Visit:
    """The site on this machine."""
    return Visit()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1:8000.evil.example", "", "[::1]:8000"]
)
def test_another_name_is_not_answered(visit: Visit, host: str) -> None:
    """A name that was bound to this machine for a moment (DNS rebinding) must open nothing."""
    assert visit.client.get("/en/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", [HOST, "localhost:8000", "LOCALHOST:8000"])
def test_the_names_of_this_machine_are_answered(visit: Visit, host: str) -> None:
    """Both names of this machine are what people type."""
    assert visit.client.get("/en/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "FOO"])
def test_only_reading_and_sending_a_form_are_known(visit: Visit, method: str) -> None:
    """A verb that nothing needs is one that somebody else wants."""
    assert visit.client.request(method, "/en/").status_code == 405


@pytest.mark.parametrize("path", ["/en/", "/en/ask/removals", "/api/v1/measures", "/key/x", "/style.css"])
def test_a_page_for_reading_takes_no_form(visit: Visit, path: str) -> None:
    """Nothing that is read may be written."""
    answer = visit.client.post(path, headers={"Origin": BASE, "Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 405


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_another_site_cannot_read(visit: Visit, headers: dict[str, str]) -> None:
    """A page in another tab must not learn from times or sizes what the record holds."""
    assert visit.client.get("/en/releases", headers=headers).status_code == 403


def test_a_link_may_be_followed(visit: Visit) -> None:
    """Whoever clicks a link in a message comes to the page; nothing changes by it."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}

    assert visit.client.get("/en/real", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": BASE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost:8000"},
    ],
)
def test_a_form_of_another_site_is_refused_before_its_key_is_looked_at(visit: Visit, headers: dict[str, str]) -> None:
    """A form that another page sends in the reader's name (CSRF)."""
    answer = visit.client.post("/en/claims-pasted", data={"claims": "x"}, headers=headers)

    assert answer.status_code == 403
    assert answer.text == "The request comes from another site.\n"


def test_a_long_address_is_refused(visit: Visit) -> None:
    """A parameter of megabytes must cost nothing; the client of this test sends no more than 64 KiB."""
    whole = {"type": "http", "method": "GET", "headers": [(b"host", HOST.encode())], "raw_path": b"/en/search"}
    refusal = guard.refused({**whole, "query_string": b"q=" + b"a" * 10_000_000}, {HOST})

    assert visit.client.get("/en/search?q=" + "a" * 60_000).status_code == 414
    assert refusal
    assert refusal.status_code == 414


def test_a_large_body_is_refused_by_its_head_and_by_its_bytes(visit: Visit) -> None:
    """A body may say that it is short, or say nothing."""
    headers = {"Origin": BASE, "Sec-Fetch-Site": "same-origin"}
    secret = visit.keys.link
    visit.client.get(secret)

    def endless() -> list[bytes]:
        return [b"claims=" + b"a" * 100_000] * 4

    known = visit.client.post("/en/claims-pasted", content=b"a" * (guard.LARGEST_BODY + 1), headers=headers)
    unknown = visit.client.post("/en/claims-pasted", content=iter(endless()), headers=headers)

    assert (known.status_code, unknown.status_code) == (413, 413)


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/en/../../etc/passwd", "/en/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/en/facility/%00", "/en/claims/..%2f..%2fpyproject", "/en/\ud83d\ude00", "/xx/", "/en/facility/" + "A" * 200, "/style.css/x"],
)  # fmt: skip
def test_strange_paths_find_nothing(visit: Visit, path: str) -> None:
    """A path is a name of a page and never one of a file."""
    answer = visit.client.get(path.encode("utf-16", "surrogatepass").decode("utf-16"))

    assert answer.status_code in {400, 404, 422}
    assert "root:" not in answer.text


@pytest.mark.parametrize("path", ["/en/", "/en/nowhere", "/api/v1/measures", "/style.css", "/"])
def test_every_answer_tells_the_browser_what_it_may_not_do(visit: Visit, path: str) -> None:
    """A flaw in a page must find no script, no frame and no other host to work with."""
    headers = visit.client.get(path).headers

    assert headers["content-security-policy"] == guard.POLICY
    assert "unsafe" not in guard.POLICY
    assert "script-src" not in guard.POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers
    assert "set-cookie" not in headers


def test_a_page_of_this_machine_is_not_kept_by_the_browser(visit: Visit) -> None:
    """Small numbers about people must not lie in a cache."""
    assert visit.client.get("/en/").headers["cache-control"] == "no-store"


def test_refusals_too_carry_the_headers(visit: Visit) -> None:
    """What is refused is answered as carefully as what is shown."""
    assert visit.client.get("/en/", headers={"Host": "evil.example"}).headers["x-frame-options"] == "DENY"


def test_too_many_at_once_are_sent_away(monkeypatch: pytest.MonkeyPatch, visit: Visit) -> None:
    """A machine that is asked too much must still answer somebody."""
    monkeypatch.setattr(guard, "MOST_WAITING", 0)

    assert visit.client.get("/en/").status_code == 503


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/ru/releases", "Запрос пришёл с другого сайта.\n\nThe request comes from another site.\n"),
        ("/es/releases", "La petición viene de otro sitio.\n\nThe request comes from another site.\n"),
        ("/en/releases", "The request comes from another site.\n"),
        ("/api/v1/measures", "The request comes from another site.\n"),
    ],
)
def test_a_refusal_is_told_in_the_language_of_the_address_and_in_english(visit: Visit, path: str, told: str) -> None:
    """Whoever is refused before there is a page should know why, too."""
    assert visit.client.get(path, headers={"Sec-Fetch-Site": "cross-site"}).text == told


@pytest.mark.parametrize(("status", "told"), [(408, "took too long to arrive"), (413, "is too large")])
def test_a_form_that_is_not_taken_is_told_apart_from_a_page_that_is_not_there(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, status: int, told: str
) -> None:
    """Whoever sent too much would look for a page that is there."""

    async def refused(_request: object) -> bytes:
        raise HTTPException(status)

    monkeypatch.setattr("starlette.requests.Request.body", refused)
    answer = visit.client.post("/en/deadlines", headers={"Origin": BASE, "Sec-Fetch-Site": "same-origin"})

    assert (answer.status_code, told in answer.text) == (status, True)
