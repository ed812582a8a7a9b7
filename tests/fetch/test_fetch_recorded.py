"""A file whose hash is known beforehand is fetched whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from fetch.court_server import Offer, serving
from sojourn.errors import UnreadableFile, UnsafeFile
from sojourn.fetch.recorded import fetch_recorded
from sojourn.releases import Download

CONTENT = b"country,removals\nINVENTED,7\n"


@pytest.fixture
def listed() -> Iterator[Offer]:
    """A small file on a server that does all that it should."""
    with serving(Offer(CONTENT, kind="text/plain")) as served:
        yield served


def download(offer: Offer, content: bytes = CONTENT) -> Download:
    """What is recorded of a file on that server."""
    return Download("removals.csv", offer.url, hashlib.sha256(content).hexdigest(), len(content), "CC0", "invented")


def test_a_file_comes_under_its_name(listed: Offer, tmp_path: Path) -> None:
    """Asked for once, and nothing else is left in the folder."""
    found = fetch_recorded(download(listed), tmp_path / "data")

    assert (found.name, found.read_bytes()) == ("removals.csv", CONTENT)
    assert list(found.parent.iterdir()) == [found]
    assert listed.asked == [("GET", "", "")]


@pytest.mark.parametrize("recorded", [CONTENT.replace(b"7", b"8"), CONTENT + b"more"])
def test_other_bytes_are_refused(listed: Offer, tmp_path: Path, recorded: bytes) -> None:
    """Whoever holds the address holds neither the hash nor the size."""
    with pytest.raises(UnsafeFile, match="not those that were recorded"):
        fetch_recorded(download(listed, recorded), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_cut_short_is_no_other_file(listed: Offer, tmp_path: Path) -> None:
    """A broken connection is to be tried again, and changed bytes are not."""
    listed.cuts = [5]
    with pytest.raises(UnreadableFile, match=f"broke after 5 of {len(CONTENT)} bytes"):
        fetch_recorded(download(listed), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_another_host_is_not_asked(listed: Offer, tmp_path: Path) -> None:
    """It would learn who fetches."""
    listed.sends_on_to = "https://elsewhere.invalid/removals.csv"
    with pytest.raises(UnsafeFile, match="sends on to"):
        fetch_recorded(download(listed), tmp_path)


def test_a_missing_file_is_said_to_be_missing(listed: Offer, tmp_path: Path) -> None:
    """With the status of the server."""
    listed.status = 404
    with pytest.raises(UnreadableFile, match="status 404"):
        fetch_recorded(download(listed), tmp_path)
