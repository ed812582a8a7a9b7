"""Pages that follow from the record alone are made once, in turn, and sent as they were; a browser may ask whether they changed."""

from __future__ import annotations

import asyncio
import threading

import pytest

from sojourn.errors import LimitReached
from sojourn.web.pages import ROUTES
from sojourn.web.site import SLOTS, Question, Site
from tiny import tiny_folder
from web.visit import Visit

PATH = "/en/nationality/RUSSIA"


@pytest.fixture
def public() -> Visit:
    """A public site."""
    return Visit(public=True)


@pytest.fixture
def local() -> Visit:
    """A site on this machine."""
    return Visit()


def test_a_page_is_made_once(local: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second reader waits for nothing, and sees the same."""
    first = local.client.get(PATH)
    monkeypatch.setattr("sojourn.web.app._answered", None)

    again = local.client.get(PATH)

    assert again.status_code == 200
    assert again.content == first.content


def test_each_language_and_each_question_is_a_page_of_its_own(local: Visit) -> None:
    """What is kept under one address is never sent for another."""
    addresses = ("/en/ask/removals", "/ru/ask/removals", "/en/ask/removals?citizenship=RUSSIA", "/en/exhibit/removals")

    assert len({local.client.get(one).content for one in addresses * 2}) == len(addresses)


def test_an_error_is_not_kept(local: Visit) -> None:
    """Addresses that do not exist are without number."""
    assert local.client.get("/en/nationality/NOWHERE").status_code == 400
    assert local.site.pages.total == 0


def test_a_page_on_which_something_took_too_long_is_not_kept(local: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine may have been busy; the next reader gets another try."""

    def late(_site: Site, _question: Question) -> LimitReached:
        return LimitReached("the question took too long and was stopped")

    with monkeypatch.context() as busy:
        busy.setattr(Site, "_tried", late)
        assert "took too long" in local.client.get(PATH).text
    assert local.site.pages.total == 0
    assert "took too long" not in local.client.get(PATH).text


def test_a_browser_that_has_the_page_of_a_public_site_is_not_sent_it_again(public: Visit) -> None:
    """Pages of 100 KB over a slow line need not travel twice."""
    first = public.client.get(PATH)
    again = public.client.get(PATH, headers={"If-None-Match": first.headers["etag"]})
    another = public.client.get("/en/nationality/CANADA", headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304
    assert not again.content
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert another.status_code == 200


def test_a_page_of_this_machine_has_no_mark_to_ask_by(local: Visit) -> None:
    """Its browser keeps nothing, so there is nothing to ask about; and a mark tells what was on the page."""
    answer = local.client.get(PATH)

    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_pages_that_depend_on_more_than_the_record_are_not_kept() -> None:
    """A form, a key, a folder of a draw, and what somebody typed into the search."""
    kept = {one.path for one in ROUTES if one.kept}

    assert not any(one.writes for one in ROUTES if one.kept)
    assert not kept & {"/search", "/claims", "/draw", "/groups", "/day/{day}", "/refuge", "/deadlines"}
    assert {"/court/{court}/judge/{judge}", "/nationality/{country}", "/ask/{measure}"} <= kept


def test_pages_are_made_in_turn_and_what_nobody_waits_for_is_left_out() -> None:
    """With fifty readers, two pages at a time are more pages in a second than fifty."""
    site, at_once, most, made = Site(tiny_folder()), 0, 0, list[int]()
    counting, go_on = threading.Lock(), threading.Event()

    def make(number: int) -> None:
        nonlocal at_once, most
        with counting:
            at_once += 1
            most = max(most, at_once)
        go_on.wait(10)
        with counting:
            at_once -= 1
            made.append(number)

    async def asked() -> None:
        waiting = [asyncio.ensure_future(site.in_turn(make, number)) for number in range(8)]
        await asyncio.sleep(0.1)
        waiting[-1].cancel()
        await asyncio.sleep(0.1)
        go_on.set()
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(asked())

    assert most == SLOTS
    assert sorted(made) == list(range(7))
