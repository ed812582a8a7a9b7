"""The pictures of docs/site.md, taken anew: `python -m web.pictures [NAME ...]` from the folder `tests`.

They show the invented record of tests/web/whole.py, so that nobody can be singled out; each page says so at its top.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from web.png import pixels, small
from web.running import PAGES, Running, chromium, open_page, running, whole_site

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 120_000


@dataclass(frozen=True)
class Picture:
    """A picture of a page of `PAGES`: its language, the width and height of the screen, the scheme, and where to begin."""

    page: str
    language: str = "en"
    width: int = 1280
    height: int = 1000
    scheme: str = "light"
    top: str = ""
    unfolded: bool = False


_narrow = partial(Picture, width=320, height=1100)
PICTURES: dict[str, Picture] = {
    **{f"site-{name}": Picture(name) for name in PAGES if name not in {"leave", "courts", "facilities"}},
    "site-start-ru-320": _narrow("start", "ru"),
    "site-family-ru-320": _narrow("family", "ru", top="#place"),
    "site-nationality-fr-320": _narrow("nationality", "fr"),
    "site-judge-es-320": _narrow("judge", "es"),
    "site-facility-dark": Picture("facility", scheme="dark"),
    "site-family-court": Picture("family", top="#choose"),
    "site-nationality-weeks": Picture("nationality", top="section:has(td:text-is('2025-11-24'))", unfolded=True),
}
"""Every picture by the name of its file."""


def take(browser: Any, site: Running, state: Any, picture: Picture) -> bytes:
    """A picture as PNG."""
    screen = {"width": picture.width, "height": picture.height}
    context = browser.new_context(viewport=screen, storage_state=state, color_scheme=picture.scheme)
    page = context.new_page()
    open_page(page, site.base, picture.page, picture.language)
    if picture.unfolded:
        page.evaluate(
            "document.querySelectorAll('section.finding details:first-of-type').forEach(one => one.open = true)"
        )
    if picture.top:
        page.locator(picture.top).first.evaluate("one => one.scrollIntoView()")
    made = small(pixels(browser, page.screenshot()))
    context.close()
    return made


def main(names: Sequence[str]) -> None:
    """Write the pictures that are named, or all."""
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder, running(whole_site(Path(folder))) as site, sync_playwright() as drive:
        browser = chromium(drive)
        state = site.enter(browser)
        for name in names or PICTURES:
            made = take(browser, site, state, PICTURES[name])
            (FOLDER / f"{name}.png").write_bytes(made)
            print(f"{name}.png {len(made):,}{' TOO LARGE' if len(made) > LARGEST else ''}")


if __name__ == "__main__":
    main(sys.argv[1:])
