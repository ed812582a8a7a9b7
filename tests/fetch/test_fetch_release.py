"""A release is fetched whole or not at all, goes on where it stopped, and stands beside every earlier one."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from fetch.court_server import AUGUST, Offer, archive, serving
from fetch.fetch_runs import PART, Run, name_of
from sojourn.errors import (
    UnreadableFile,
)
from sojourn.fetch import partial
from sojourn.fetch import release as fetching


def test_a_release_is_kept_under_its_day_and_hash(run: Run, offer: Offer) -> None:
    """So that no later one takes its name."""
    came = run.fetch(offer)
    assert run.archives == {name_of(offer.content): offer.content}
    assert (came.outcome, came.resumed_from, came.earlier) == ("fetched", 0, ())
    assert run.hidden == []


def test_the_list_says_where_the_bytes_came_from(run: Run, offer: Offer) -> None:
    """Address, day, hash, size, tag, date and the moment of fetching."""
    run.fetch(offer)
    (entry,) = run.listed
    when = str(entry.pop("when"))
    expected = {
        "source": "eoir_cases",
        "file": name_of(offer.content),
        "day": "2026-07-01",
        "sha256": hashlib.sha256(offer.content).hexdigest(),
        "bytes": len(offer.content),
        "url": offer.url,
        "etag": "a1",
        "last_modified": "2026-07-01T13:00:05+00:00",
    }
    assert entry == expected
    assert when.endswith("+00:00")


def test_address_size_and_date_are_said_before_the_bytes_come(run: Run, offer: Offer) -> None:
    """Whoever sees them can still stop it."""
    run.fetch(offer)
    size = len(offer.content)
    expected = [
        f"Asking {offer.url}",
        f"The file has {size:,} bytes (0.0 GB), last modified 2026-07-01 13:00 UTC.",
    ]
    assert run.said == expected


def test_the_same_release_is_not_fetched_twice(run: Run, offer: Offer) -> None:
    """Tag, date and size are known: not a byte is taken, and nothing is written."""
    first = run.fetch(offer)
    before = {path: path.stat().st_mtime_ns for path in run.folder.iterdir()}
    again = run.fetch(offer)
    assert again.outcome == "here already"
    assert again.held == first.held
    assert {path: path.stat().st_mtime_ns for path in run.folder.iterdir()} == before


def test_the_same_bytes_under_a_new_tag_are_not_kept_twice(run: Run, offer: Offer) -> None:
    """The tag is noted, so that the next run knows it."""
    run.fetch(offer)
    offer.etag, offer.modified = '"b2"', AUGUST
    assert run.fetch(offer).outcome == "here already"
    assert list(run.archives) == [name_of(offer.content)]
    assert run.hidden == []
    assert run.check(offer).outcome == "here already"


def test_a_new_release_stands_beside_the_earlier_one(run: Run, offer: Offer) -> None:
    """An agency that drops rows is seen only when the older release is at hand."""
    july, august = offer.content, archive(seed=1)
    run.fetch(offer)
    offer.content, offer.etag, offer.modified = august, '"b2"', AUGUST
    came = run.fetch(offer)
    assert run.archives == {name_of(july): july, name_of(august, "2026-08-03"): august}
    assert [one.file for one in came.earlier] == [name_of(july)]
    assert [entry["day"] for entry in run.listed] == ["2026-07-01", "2026-08-03"]


def test_a_release_that_was_deleted_is_fetched_again(run: Run, offer: Offer) -> None:
    """The list alone holds no bytes."""
    run.fetch(offer)
    (run.folder / name_of(offer.content)).unlink()
    assert run.check(offer).outcome == "new"
    assert run.fetch(offer).outcome == "fetched"
    assert len(run.listed) == 1


def test_a_broken_connection_is_taken_up_again(run: Run, offer: Offer) -> None:
    """Within one run, and with the bytes of the original."""
    offer.cuts = [50_000, 60_000]
    assert run.fetch(offer).resumed_from == 110_000
    assert run.archives == {name_of(offer.content): offer.content}
    assert [asked[1] for asked in offer.asked] == ["", "bytes=50000-", "bytes=110000-"]


def test_a_later_run_goes_on_from_there(run: Run, offer: Offer) -> None:
    """What came is kept when the connection stays broken."""
    run.broken(offer, 70_000)
    assert run.hidden == [PART, f"{PART}.json"]
    offer.cuts, offer.asked = [], []
    assert run.fetch(offer).resumed_from == 70_000
    assert offer.asked == [("GET", "bytes=70000-", '"a1"')]
    assert run.archives == {name_of(offer.content): offer.content}
    assert run.hidden == []


def test_a_weak_tag_is_no_condition_and_the_date_is(run: Run, offer: Offer) -> None:
    """RFC 9110, 13.1.5."""
    offer.etag = 'W/"a1"'
    run.broken(offer, 70_000)
    offer.cuts, offer.asked = [], []
    assert run.fetch(offer).resumed_from == 70_000
    assert offer.asked == [("GET", "bytes=70000-", offer.modified)]


def test_a_tag_that_turns_weak_is_the_same_tag(run: Run, offer: Offer) -> None:
    """The agency's server is said to give now the one form and now the other."""
    run.broken(offer, 70_000)
    offer.cuts, offer.etag = [], 'W/"a1"'
    assert run.fetch(offer).resumed_from == 70_000
    assert run.archives == {name_of(offer.content): offer.content}
    offer.etag = '"a1"'
    assert run.check(offer).outcome == "here already"


@pytest.mark.parametrize("honest", [True, False])
def test_a_file_that_changed_in_between_is_fetched_anew(run: Run, offer: Offer, honest: bool) -> None:
    """Whether or not the server keeps to the condition: two releases are never mixed into one."""
    run.broken(offer, 70_000)
    offer.cuts, offer.content, offer.etag, offer.modified = [], archive(seed=1), '"b2"', AUGUST
    offer.keeps_condition = honest
    came = run.fetch(offer)
    assert came.resumed_from == 0
    assert run.archives == {name_of(offer.content, "2026-08-03"): offer.content}
    assert any(line.startswith("This is not the file that was begun: beginning anew") for line in run.said)


def test_a_file_that_became_shorter_is_fetched_anew(run: Run, offer: Offer) -> None:
    """Status 416: the place to go on from is beyond its end."""
    run.broken(offer, 150_000)
    offer.cuts, offer.content, offer.modified = [], archive(size=1000), None
    came = run.fetch(offer)
    assert (came.resumed_from, came.bytes) == (0, len(offer.content))


def test_a_server_without_ranges_begins_anew(run: Run, offer: Offer) -> None:
    """And says so."""
    run.broken(offer, 70_000)
    offer.cuts, offer.ranges = [], False
    assert run.fetch(offer).resumed_from == 0
    assert run.archives == {name_of(offer.content): offer.content}
    assert "The server cannot go on in the middle: beginning anew, without the 70,000 bytes that were here." in run.said


def test_a_server_without_ranges_that_always_breaks_is_given_up(run: Run, offer: Offer) -> None:
    """Beginning anew is not getting on."""
    offer.ranges, offer.cuts = False, [70_000] * 20
    with pytest.raises(UnreadableFile, match="the connection broke after 70,000"):
        run.fetch(offer)


def test_without_tag_and_date_it_begins_anew(run: Run, offer: Offer) -> None:
    """Nothing tells whether the rest belongs to what is here; the day is the day of fetching."""
    offer.etag = offer.modified = None
    run.broken(offer, 70_000)
    offer.cuts = []
    came = run.fetch(offer)
    assert came.held
    assert (came.resumed_from, came.held.day) == (0, came.held.when[:10])


def test_another_address_begins_anew(run: Run, offer: Offer) -> None:
    """Equal tags of two servers say nothing."""
    run.broken(offer, 70_000)
    with serving(replace(offer, cuts=[], content=archive(seed=1))) as other:
        assert run.fetch(other).resumed_from == 0
        assert run.archives == {name_of(other.content): other.content}


def test_a_kill_in_the_middle_leaves_a_part_that_goes_on(run: Run, offer: Offer) -> None:
    """No handler runs at SIGKILL: what is on disk must be enough."""
    offer.pause = 0.05
    code = "from sojourn.cli import main; main(prog_name='sojourn')"
    words = ["fetch", "eoir_cases", "--url", offer.url, "--to", str(run.folder)]
    running = subprocess.Popen([sys.executable, "-c", code, *words], stderr=subprocess.DEVNULL)
    part = run.folder / PART
    ends = time.monotonic() + 30
    while time.monotonic() < ends and not (part.exists() and part.stat().st_size > 40_000):
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.wait()
    offer.pause = 0.0
    come = part.stat().st_size
    assert 40_000 < come < len(offer.content)
    assert run.fetch(offer).resumed_from == come
    assert run.archives == {name_of(offer.content): offer.content}


@pytest.mark.parametrize(
    ("place", "name", "requests"), [(fetching, "add", 1), (partial.Partial, "become", 1), (Path, "unlink", 2)]
)
def test_a_kill_at_the_end_is_taken_up_too(
    run: Run, offer: Offer, place: object, name: str, requests: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the list, before the name, before the last note goes: the next run puts it right without a byte more."""

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(place, name, killed)
        with pytest.raises(KeyboardInterrupt):
            run.fetch(offer)
    came = run.fetch(offer)
    assert run.archives == {name_of(offer.content): offer.content}
    assert len(run.listed) == 1
    assert [asked[0] for asked in offer.asked] == ["GET"] * requests
    assert came.held


def test_check_asks_for_the_headers_alone(run: Run, offer: Offer) -> None:
    """And writes nothing, not even the folder."""
    came = run.check(offer)
    assert (came.outcome, came.held, came.bytes) == ("new", None, len(offer.content))
    assert offer.asked == [("HEAD", "", "")]
    assert not run.folder.exists()


def test_check_knows_what_is_here_and_what_is_new(run: Run, offer: Offer) -> None:
    """The agency renews the file under one address; tag, date and size tell."""
    run.fetch(offer)
    assert run.check(offer).outcome == "here already"
    offer.etag, offer.modified = '"b2"', AUGUST
    came = run.check(offer)
    assert (came.outcome, [one.day for one in came.earlier]) == ("new", ["2026-07-01"])
