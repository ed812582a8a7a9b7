"""Each type of page under axe-core (all rules of WCAG 2.0 to 2.2 at A and AA) and html-validate (its recommended rules)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from web.running import PAGES, Running, body_of, open_page

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCREENS = [
    ({"width": width, "height": height}, scheme)
    for width, height in ((1280, 900), (320, 640))
    for scheme in ("light", "dark")
]
TRANSLATED = ["start", "family", "nationality", "facility", "judge"]
VALIDATOR = os.environ.get("SOJOURN_HTML_VALIDATE") or shutil.which("html-validate")
SETTINGS = {
    "extends": ["html-validate:recommended"],
    "rules": {
        # A form may name several fields alike (HTML, "constructing the entry list"), and lists of ours are sent so: the boxes
        # of "split by" as in addresses (?by=sex&by=month), the kit's choices of sites and its auditors, in their order.
        "form-dup-name": "off",
    },
}


def faults(page: Any, axe: Any) -> list[str]:
    """What axe finds on a page with every part unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = axe.run(page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
    return [
        f"{one['id']}: {node['target']} {node['html'][:120]}"
        for one in found.response["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.fixture(scope="module")
def axe() -> Any:
    """axe-core, as a package brings it; the test is skipped where there is none."""
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_fault_that_axe_can_find(open_site: Running, browser: Any, key: Any, axe: Any, name: str) -> None:
    """Wide and narrow, light and dark; JavaScript is on for axe alone."""
    page = browser.new_context(storage_state=key).new_page()
    open_page(page, open_site.base, name)
    found = {}
    for screen, scheme in SCREENS:
        page.set_viewport_size(screen)
        page.emulate_media(color_scheme=scheme)
        found[f"{screen['width']} {scheme}"] = faults(page, axe)

    assert {screen: told for screen, told in found.items() if told} == {}


@pytest.mark.parametrize("language", ["ru", "fr", "es"])
def test_a_translated_page_has_no_fault_that_axe_can_find(
    open_site: Running, browser: Any, key: Any, axe: Any, language: str
) -> None:
    """Longer words and marks of a draft change what overlaps and what is named."""
    page = browser.new_context(storage_state=key, viewport={"width": 320, "height": 640}).new_page()
    found = {}
    for name in TRANSLATED:
        open_page(page, open_site.base, name, language)
        found[name] = faults(page, axe)

    assert {name: told for name, told in found.items() if told} == {}


def test_axe_finds_a_planted_fault(open_site: Running, browser: Any, axe: Any) -> None:
    """A check that finds nothing anywhere would pass everything."""
    page = browser.new_context().new_page()
    open_page(page, open_site.base, "search")
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('h1').style.color = '#eee'")

    assert {one.split(":")[0] for one in faults(page, axe)} >= {"label", "color-contrast"}


def test_the_markup_of_every_page_is_valid(open_site: Running, browser: Any, key: Any, tmp_path: Path) -> None:
    """By html-validate, where it is installed (npm install html-validate; SOJOURN_HTML_VALIDATE names its program)."""
    if not VALIDATOR:
        pytest.skip("no html-validate on the path, and SOJOURN_HTML_VALIDATE names none")
    page = browser.new_context(java_script_enabled=False, storage_state=key).new_page()
    for name in PAGES:
        (tmp_path / f"{name}.html").write_bytes(body_of(page, open_site.base, name))
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps({"root": True, **SETTINGS}))
    told = subprocess.run(
        [VALIDATOR, "--formatter", "text", str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert told.stdout.replace(f"{tmp_path}/", "") == ""
    assert told.returncode == 0, told.stderr
