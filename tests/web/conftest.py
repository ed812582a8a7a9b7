"""A running site and a browser, each started once for all tests that drive one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from web.running import Running, chromium, running, whole_site


@pytest.fixture(scope="session")
def open_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The site with everything that it can show, at an address of this machine."""
    with running(whole_site(tmp_path_factory.mktemp("open"))) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium; the test is skipped where it or playwright is missing."""
    drive = pytest.importorskip("playwright.sync_api")
    with ExitStack() as ends:
        found = chromium(ends.enter_context(drive.sync_playwright()))
        if not found:
            pytest.skip("no chromium is installed")
        yield found


@pytest.fixture(scope="session")
def key(open_site: Running, browser: Any) -> Any:
    """The state of a browser that followed the link with the key."""
    return open_site.enter(browser)
