"""The site in a true browser, without JavaScript: nothing asked elsewhere, nothing cut off on a narrow screen."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import uvicorn

from sojourn.web.app import application, hosts
from sojourn.web.guard import Allowed
from sojourn.web.keys import Keys
from sojourn.web.serve import listening, settings
from sojourn.web.site import Site
from tiny import tiny_folder

pytestmark = pytest.mark.browser
PATHS = ["/", "/facility/AAAAAAA", "/nationality/RUSSIA", "/ask/removals?period=FY2017&by=month", "/claims/fell-by-half", "/entry", "/canada", "/draw", "/refuge", "/deadlines", "/releases", "/releases/ice_detention_statistics/facilities-year-to-date%402025-06-09/facilities-year-to-date%402025-06-23", "/ledger", "/real", "/method"]  # fmt: skip
NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """A running site over the tiny record."""
    with listening(0) as taken:
        port = taken.getsockname()[1]
        made = application(Site(tiny_folder()), Allowed(hosts(port)), Keys())
        server = uvicorn.Server(settings(made))
        running = threading.Thread(target=server.run, args=([taken],), daemon=True)
        running.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        running.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium, driven by playwright."""
    drive = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("no chromium is installed")
    with ExitStack() as ends:
        driven = ends.enter_context(drive.sync_playwright())
        yield driven.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


@pytest.mark.parametrize("language", ["en", "ru", "fr", "es"])
def test_no_page_asks_elsewhere_or_breaks_its_own_policy(base: str, browser: Any, language: str) -> None:
    """A reader who is watched leaves no trace at another host, and no page needs a script."""
    page = browser.new_context(java_script_enabled=False).new_page()
    elsewhere: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in PATHS:
        page.goto(f"{base}/{language}{path}")

    assert [one for one in elsewhere if not one.startswith(f"{base}/")] == []
    assert said == []


@pytest.mark.parametrize("language", ["en", "ru", "fr", "es"])
def test_nothing_is_cut_off_on_a_narrow_screen(base: str, browser: Any, language: str) -> None:
    """320 pixels are a small telephone, and 1280 pixels enlarged to 400 %."""
    page = browser.new_context(viewport=NARROW).new_page()
    wide = []
    for path in PATHS:
        page.goto(f"{base}/{language}{path}")
        wide.append((path, page.evaluate("document.documentElement.scrollWidth")))

    assert [one for one in wide if one[1] > NARROW["width"]] == []


def test_the_first_thing_that_the_keyboard_reaches_is_the_way_past_the_head(base: str, browser: Any) -> None:
    """Whoever uses no mouse should not step through every link on every page."""
    page = browser.new_context().new_page()
    page.goto(f"{base}/en/")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
