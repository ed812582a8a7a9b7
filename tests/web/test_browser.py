"""The site in a true browser: nothing asked elsewhere, nothing cut off, everything by keyboard, the way out without a script."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from sojourn.web.app import STYLE
from web.running import PAGES, Running, body_of, open_page

pytestmark = pytest.mark.browser
LANGUAGES = ["en", "ru", "fr", "es"]
IN_ENGLISH = {"question", "determination", "clocks"}
"""Pages behind forms that are written in English and French alone; tests/web/test_refuge.py asks them in French."""
REFUSED = ("status of 400 (Bad Request)", "status of 404 (Not Found)")
"""What a browser says of the two pages that tell of an error."""
NARROW = {"width": 320, "height": 640}
ENLARGED = {"width": 1280, "height": 1024}
LARGEST = 100_000
REACHABLE = """[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(one => one.checkVisibility() && one.type !== 'radio')"""
"""All that a keyboard must reach; of radio buttons it reaches one, and the arrows do the rest."""
MARK = "document.activeElement.dataset.reached = getComputedStyle(document.activeElement).outlineStyle"
STEPS = 4
"""Keys for one element: a date has three fields and a button of its own."""


def names(language: str) -> list[str]:
    """The types of page that a language has."""
    return [one for one in PAGES if language == "en" or one not in IN_ENGLISH]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_asks_elsewhere_or_breaks_its_own_policy(
    open_site: Running, browser: Any, key: Any, language: str
) -> None:
    """A reader who is watched leaves no trace at another host, and no page needs a script."""
    page = browser.new_context(java_script_enabled=False, storage_state=key).new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    for name in names(language):
        open_page(page, open_site.base, name, language)

    assert [one for one in asked if not one.startswith(f"{open_site.base}/")] == []
    assert [one for one in said if not one.endswith(REFUSED)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off_on_a_narrow_screen(open_site: Running, browser: Any, key: Any, language: str) -> None:
    """320 pixels are a small telephone; with every part unfolded, too."""
    page = browser.new_context(viewport=NARROW, storage_state=key).new_page()
    wide = {}
    for name in names(language):
        open_page(page, open_site.base, name, language)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wide[name] = page.evaluate("document.documentElement.scrollWidth")

    assert {name: width for name, width in wide.items() if width > NARROW["width"]} == {}


@pytest.mark.parametrize("name", ["start", "family", "nationality", "facility", "judge", "cards"])
def test_nothing_is_cut_off_at_400_per_cent(open_site: Running, browser: Any, key: Any, name: str) -> None:
    """1280 pixels enlarged to 400 % have the room of 320, drawn with four times as many points."""
    narrow = {"width": ENLARGED["width"] // 4, "height": ENLARGED["height"] // 4}
    page = browser.new_context(viewport=narrow, device_scale_factor=4, storage_state=key).new_page()
    open_page(page, open_site.base, name)

    assert page.evaluate("devicePixelRatio") == 4
    assert page.evaluate("document.documentElement.scrollWidth") <= narrow["width"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_small(open_site: Running, browser: Any, key: Any, name: str) -> None:
    """A page must come through on a slow connection of a telephone, with its style sheet."""
    page = browser.new_context(java_script_enabled=False, storage_state=key).new_page()
    sizes = [len(gzip.compress(one)) for one in (body_of(page, open_site.base, name), STYLE)]

    assert all(sizes)
    assert sum(sizes) < LARGEST


def test_the_first_thing_that_the_keyboard_reaches_is_the_way_past_the_head(open_site: Running, browser: Any) -> None:
    """Whoever uses no mouse should not step through every link on every page."""
    page = browser.new_context().new_page()
    page.goto(f"{open_site.base}/en/")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"


@pytest.mark.parametrize("name", ["start", "family", "search", "ask", "nationality", "refuge", "question", "claims"])
def test_everything_is_reached_by_keyboard_and_seen_there(
    open_site: Running, browser: Any, key: Any, name: str
) -> None:
    """Each link, field and button comes once, with an outline; what a mouse can do, a keyboard can."""
    page = browser.new_context(storage_state=key).new_page()
    open_page(page, open_site.base, name)
    wanted = page.evaluate(f"{REACHABLE}.length")
    for _ in range(STEPS * wanted):
        page.keyboard.press("Tab")
        page.evaluate(MARK)
    missed = page.evaluate(f"{REACHABLE}.filter(one => !one.dataset.reached).map(one => one.outerHTML)")
    unseen = page.evaluate(f"{REACHABLE}.filter(one => one.dataset.reached === 'none').map(one => one.outerHTML)")

    assert wanted > 15
    assert (missed, unseen) == ([], [])


def test_a_page_is_left_by_keyboard_without_a_script(open_site: Running, browser: Any) -> None:
    """Two keys after the way past the head; the page that follows shows nothing and names nothing."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{open_site.base}/ru/nationality/RUSSIA")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/leave")

    assert "RUSSIA" not in page.content()
    assert "Sojourn" not in page.content()


@pytest.mark.parametrize("name", ["family", "nationality", "facility", "exhibit", "determination"])
def test_paper_has_the_answer_and_no_controls(open_site: Running, browser: Any, key: Any, name: str) -> None:
    """Nobody can press a button on paper, and a folded menu takes the place of a figure."""
    page = browser.new_context(java_script_enabled=False, storage_state=key).new_page()
    open_page(page, open_site.base, name)
    seen = [one for one in page.locator("button, nav, input, select, .leave, .links").all() if one.is_visible()]
    page.emulate_media(media="print")
    printed = [one for one in page.locator("button, nav, input, select, .leave, .links").all() if one.is_visible()]

    assert seen
    assert printed == []
    assert page.locator("h1").is_visible()
    assert "government site" in page.locator("aside.notgov").inner_text()
