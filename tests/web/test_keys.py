"""The link that works once, and what needs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from web.visit import OURS, Visit, read, texts

NULL = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
CLAIMS = Path("claims/fell-by-half.toml")


@pytest.fixture
def visit() -> Visit:
    """A site whose link nobody has followed."""
    return Visit()


def test_the_link_gives_a_cookie_that_no_other_site_can_send(visit: Visit) -> None:
    """Strict, for no script, and for this site alone."""
    answer = visit.client.get(visit.keys.link)

    assert answer.status_code == 303
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=strict" in answer.headers["set-cookie"].lower()


def test_the_link_works_once(visit: Visit) -> None:
    """A link that stays in the history of a terminal or a browser opens nothing."""
    link = visit.keys.link
    visit.client.get(link)

    assert visit.client.get(link).status_code == 403
    assert visit.keys.link == ""


@pytest.mark.parametrize("link", ["/key/guess", "/key/%00", "/key/\u00e9"])
def test_another_link_gives_nothing(visit: Visit, link: str) -> None:
    """Guesses leave the true link as it is."""
    assert visit.client.get(link).status_code == 403
    assert visit.keys.link


def test_asking_for_the_head_of_the_link_does_not_use_it_up(visit: Visit) -> None:
    """A program that looks ahead must not lock the reader out."""
    visit.client.head(visit.keys.link)

    assert visit.keys.link


def test_nothing_is_judged_without_the_key(visit: Visit) -> None:
    """Who cannot read the terminal cannot put work on the machine."""
    assert visit.client.post("/en/claims-pasted", data={"claims": "x"}, headers=OURS).status_code == 403
    assert (
        visit.client.post(
            "/en/claims-pasted", data={"claims": "x"}, headers={**OURS, "Cookie": "sojourn=x"}
        ).status_code
        == 403
    )


@pytest.mark.parametrize("headers", [OURS, NULL])
def test_a_pasted_file_is_judged_and_forgotten(
    visit: Visit, headers: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newsroom pastes its sentences; browsers name the origin null where pages send no referrer."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    visit.client.get(visit.keys.link)

    answer = visit.client.post(
        "/en/claims-pasted", data={"claims": CLAIMS.read_text(encoding="utf-8")}, headers=headers
    )

    assert answer.status_code == 200
    assert "Definition, source and how to repeat it" in texts(read(answer.text))
    assert not list(tmp_path.iterdir())


def test_a_pasted_file_that_is_none_says_why_without_a_path(visit: Visit) -> None:
    """The message is for a reader; where the text lay for a moment is nobody's business."""
    visit.client.get(visit.keys.link)

    answer = visit.client.post("/en/claims-pasted", data={"claims": "= <b>"}, headers=OURS)

    assert answer.status_code == 422
    assert "the pasted text" in answer.text
    assert "/tmp" not in answer.text


def test_a_public_site_has_no_key_and_takes_no_form() -> None:
    """What is open to all writes nothing for anyone."""
    public = Visit(public=True)

    assert public.client.get(public.keys.link).status_code == 404
    assert public.client.post("/en/claims-pasted", data={"claims": "x"}, headers=OURS).status_code == 404
