"""The layout in an invented language whose every sentence is two fifths longer: a language to come has room, too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sojourn.web import render
from sojourn.words.languages import LANGUAGES
from sojourn.words.spoken import Words
from web.marked import Marked
from web.running import PAGES, Running, open_page, running, whole_site

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def longer_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site of its own, since pages are kept, in which pages and measures speak the invented language."""
    spoken = Words(LANGUAGES["ru"], Marked(), Marked(), reviewed=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "words", lambda _language: spoken)
        made = render.environment.__wrapped__("ru")
        patch.setattr(render, "environment", lambda _language: made)
        with running(whole_site(tmp_path_factory.mktemp("longer"))) as found:
            yield found


@pytest.fixture(scope="module")
def longer_key(longer_site: Running, browser: Any) -> Any:
    """The state of a browser that followed the link with the key."""
    return longer_site.enter(browser)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_room_for_longer_words(longer_site: Running, browser: Any, longer_key: Any, name: str) -> None:
    """On a small telephone no page is wider than the screen, with every part unfolded."""
    page = browser.new_context(viewport=NARROW, storage_state=longer_key).new_page()
    open_page(page, longer_site.base, name)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert name == "leave" or "⟦" in page.content()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
