"""What can go wrong with a fetch: each with a message, and nothing lost that had come before."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from dataclasses import replace

import pytest

from fetch.court_server import Offer, archive, serving
from fetch.fetch_runs import PART, Run, name_of
from sojourn.errors import (
    BadParameter,
    LimitReached,
    NoSpace,
    ReleaseConflict,
    SojournError,
    UnknownName,
    UnreadableFile,
    UnsafeFile,
)
from sojourn.fetch import release as fetching
from sojourn.fetch.release import fetch_release
from sojourn.fetch.server import check_address
from sojourn.releases import renewed


def test_it_follows_within_the_host_only(run: Run, offer: Offer) -> None:
    """Another host could be anybody's."""
    offer.sends_on_to = "/new/place.zip"
    assert run.check(offer).outcome == "new"
    assert [asked[0] for asked in offer.asked] == ["HEAD", "HEAD"]
    offer.sends_on_to = "http://localhost:9/place.zip"
    with pytest.raises(UnsafeFile, match="the server sends on to http://localhost:9"):
        run.fetch(offer)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"status": 404}, r"status 404\. The address may have moved: look for it in the FOIA library .* --url"),
        ({"status": 503}, r"status 503\. Try again later"),
        ({"kind": "text/html; charset=utf-8"}, "sends no zip archive, perhaps a web page"),
        ({"content": b"<!doctype html>Be patient."}, "sends no zip archive, perhaps a web page"),
        ({"content": b""}, "sends no zip archive, perhaps a web page"),
        ({"says_size": False}, "does not say how large the file is"),
    ],
)
def test_an_answer_that_is_no_release_is_an_error(
    run: Run, offer: Offer, fault: dict[str, object], message: str
) -> None:
    """What happened and what to do; and what had come before stays."""
    run.broken(offer, 70_000)
    bad = replace(offer, cuts=[], asked=[], ranges=False, **fault)  # type: ignore[arg-type]
    with serving(bad), pytest.raises(UnreadableFile, match=message):
        run.fetch(bad)
    assert (run.folder / PART).stat().st_size == 70_000
    assert run.archives == {}


def test_a_server_that_sends_too_little_is_given_up(run: Run, offer: Offer) -> None:
    """After three tries without a new byte."""
    offer.cuts = [199_000, 0, 0, 0]
    size = len(offer.content)
    with pytest.raises(UnreadableFile, match=f"the connection broke after 199,000 of {size:,} bytes"):
        run.fetch(offer)
    assert len(offer.asked) == 4


def test_an_archive_cut_short_at_its_home_is_refused(run: Run, offer: Offer) -> None:
    """All bytes came, and yet the directory at the end is missing; the part is of no use."""
    offer.content = offer.content[:150_000]
    with pytest.raises(UnreadableFile, match="the archive is cut short or damaged"):
        run.fetch(offer)
    assert (run.archives, run.hidden) == ({}, [])


def test_no_network_is_an_error_that_says_so(run: Run) -> None:
    """Port 9 of this machine answers nobody."""
    with pytest.raises(UnreadableFile, match=r"no answer \(.*refused.*\)\. Check the network"):
        run.fetch(Offer(b"", url="http://127.0.0.1:9/a.zip"))


def test_a_silent_server_is_asked_again(run: Run, offer: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
    """No byte for so many seconds counts as a broken connection."""
    monkeypatch.setattr("sojourn.fetch.server.SECONDS", 0.4)
    offer.content, offer.pause = archive(size=8_000), 3.0
    assert run.fetch(offer).resumed_from == 4_096
    assert run.archives == {name_of(offer.content): offer.content}


def test_what_is_too_large_is_refused_before_it_comes(run: Run, offer: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ceiling of the declaration, in bytes."""
    monkeypatch.setattr(fetching, "renewed", lambda name: replace(renewed(name), largest=100_000))
    with pytest.raises(LimitReached, match="larger than the 100,000 bytes"):
        run.fetch(offer)
    assert run.hidden == []


def test_a_disk_without_room_is_said_beforehand(run: Run, offer: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not after 4 GB."""
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1000))
    with pytest.raises(NoSpace, match="bytes are to come, and there is room for 1,000"):
        run.fetch(offer)
    assert run.hidden == []


def test_a_disk_that_fills_up_keeps_what_came(run: Run, offer: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next run goes on."""
    synced = os.fsync

    def full(descriptor: int) -> None:
        if os.fstat(descriptor).st_size > 50_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        synced(descriptor)

    offer.cuts = [60_000]
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(NoSpace, match=r"the disk is full after 60,000 bytes\. Free some space and run the same"):
            run.fetch(offer)
    assert run.fetch(offer).resumed_from == 60_000


def test_a_file_of_the_same_name_is_never_overwritten(run: Run, offer: Offer) -> None:
    """Somebody may have changed it; it is theirs."""
    run.folder.mkdir()
    (run.folder / name_of(offer.content)).write_bytes(b"mine")
    with pytest.raises(ReleaseConflict, match="it has other bytes than its name says"):
        run.fetch(offer)
    assert run.archives == {name_of(offer.content): b"mine"}


def test_a_damaged_list_is_not_written_over(run: Run, offer: Offer) -> None:
    """The user moves it away."""
    run.folder.mkdir()
    (run.folder / "fetched.json").write_text("[]")
    with pytest.raises(UnreadableFile, match="it is no list of fetched releases"):
        run.fetch(offer)


def test_two_runs_wait_for_each_other(run: Run, offer: Offer) -> None:
    """Else their bytes would be mixed in one part."""
    run.folder.mkdir()
    code = "import fcntl, os, sys; f = os.open(sys.argv[1], os.O_RDONLY); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); input()"
    words = [sys.executable, "-c", code, str(run.folder)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin
        assert other.stdout
        other.stdout.readline()
        fetching_says: list[str] = []

        def say(line: str) -> None:
            fetching_says.append(line)
            if line.startswith("Another run"):
                assert other.stdin
                other.stdin.write(b"\n")
                other.stdin.flush()

        came = fetch_release("eoir_cases", run.folder, url=offer.url, say=say)
    assert fetching_says[0] == "Another run fetches into this folder; waiting for it."
    assert came.outcome == "fetched"


@pytest.mark.parametrize(
    "url",
    [
        "http://fileshare.example/a.zip",
        "ftp://fileshare.example/a.zip",
        "file:///etc/passwd",
        "https://name:word@fileshare.example/a.zip",
        "https:///a.zip",
        "EOIR Case Data.zip",
    ],
)
def test_only_https_addresses_are_asked(url: str) -> None:
    """Plain http would let anybody on the way change the bytes; a password would be written down."""
    with pytest.raises(BadParameter):
        check_address(url)


def test_the_declared_address_is_one_that_may_be_asked() -> None:
    """The default of the command."""
    release = renewed("eoir_cases")
    check_address(release.address)
    assert release.address not in release.former
    assert release.largest > 4_560_000_000


def test_a_source_without_an_address_is_an_error_of_usage() -> None:
    """It names those that can be fetched."""
    with pytest.raises(UnknownName, match="eoir_cases") as caught:
        renewed("ice_removals")
    assert isinstance(caught.value, SojournError)
