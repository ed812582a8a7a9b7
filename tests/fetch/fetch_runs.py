"""A fetch into a folder, and what it left there."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from fetch.court_server import Offer
from sojourn.errors import UnreadableFile
from sojourn.fetch.release import Fetched, check_release, fetch_release

PART = ".EOIR Case Data.zip.part"


class Run:
    """A fetch into a folder, with what it said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []

    def fetch(self, offer: Offer) -> Fetched:
        return fetch_release("eoir_cases", self.folder, url=offer.url, say=self.said.append)

    def check(self, offer: Offer) -> Fetched:
        return check_release("eoir_cases", self.folder, url=offer.url, say=self.said.append)

    def broken(self, offer: Offer, *cuts: int) -> None:
        """A fetch whose connection breaks for good."""
        offer.cuts[:] = [*cuts, 0, 0, 0]
        with pytest.raises(UnreadableFile, match="the connection broke after"):
            self.fetch(offer)

    @property
    def archives(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.glob("*.zip")}

    @property
    def listed(self) -> list[dict[str, object]]:
        document = json.loads((self.folder / "fetched.json").read_text(encoding="utf-8"))
        assert document["schema"] == "sojourn.fetched/1"
        return list(document["releases"])

    @property
    def hidden(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if path.name.startswith("."))


def name_of(content: bytes, day: str = "2026-07-01") -> str:
    """The name that a release is kept under."""
    return f"EOIR Case Data {day} {hashlib.sha256(content).hexdigest()[:8]}.zip"
