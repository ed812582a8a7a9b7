"""A browser without a browser: a client of the site over a record, and pages read as browsers read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from starlette.testclient import TestClient

from sojourn.web.app import application, hosts
from sojourn.web.draws import Draws
from sojourn.web.guard import Allowed
from sojourn.web.keys import Keys
from sojourn.web.site import Site
from tiny import tiny_folder

HOST = "127.0.0.1:8000"
BASE = f"http://{HOST}"
OURS = {"Origin": BASE, "Sec-Fetch-Site": "same-origin"}
"""The headers of a form that a page of the site sends."""


class Visit:
    """A site over a record with a client that stands where a browser on this machine stands."""

    def __init__(
        self, folder: Path | None = None, *, public: bool = False, seconds: float = 20.0, draws: tuple[Path, ...] = ()
    ) -> None:
        self.site = Site(folder or tiny_folder(), public, seconds, Draws(draws))
        self.keys = Keys()
        made = application(self.site, Allowed(hosts(8000), kept=public), self.keys)
        self.client = TestClient(made, base_url=BASE, follow_redirects=False, raise_server_exceptions=False)

    def page(self, path: str) -> Element:
        """A page that is there, read strictly."""
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return read(answer.text)


def read(text: str) -> Element:
    """The elements of a page; one that is not well-formed is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(text)
    return root


def texts(root: Element) -> str:
    """All text of a page."""
    return " ".join(" ".join(root.itertext()).split())


def addresses(root: Element) -> Iterator[str]:
    """Every address that a page names in an attribute."""
    for element in root.iter():
        for name, value in element.attrib.items():
            if name in {"href", "src", "action", "srcset", "data", "poster"} or name.endswith("href"):
                yield value


def is_elsewhere(address: str) -> bool:
    """Whether an address leads away from the site."""
    return bool(urlsplit(address).netloc or urlsplit(address).scheme)
