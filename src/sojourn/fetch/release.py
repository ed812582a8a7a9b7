"""A release fetched whole, or asked for only: resumed where it stopped, and kept beside every earlier one."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Literal

from sojourn.errors import LimitReached, ReleaseConflict, UnreadableFile, UnsafeFile
from sojourn.fetch.held import Held, add, held
from sojourn.fetch.partial import Partial, no_space
from sojourn.fetch.server import Announced, Answer, ask, check_address, not_an_archive
from sojourn.reading.archive import members
from sojourn.reading.limits import system_errors
from sojourn.reading.raw import sha256_of
from sojourn.releases import Renewed, renewed

WAITS = (1, 2, 4)
"""Seconds before a broken connection is taken up again; as often without a new byte, and it is given up."""

_ARCHIVE = b"PK\3\4"

Outcome = Literal["new", "here already", "fetched"]
Say = Callable[[str], None]
Progress = Callable[[int, int], None]
"""Told how many bytes have come, and of how many."""


@dataclass(frozen=True)
class Fetched:
    """What came of it: `new` (asked only: the folder does not hold it), `here already`, or `fetched`.

    `held` is the release in the folder, None where it is not there; `earlier` are the others that the folder holds.
    `resumed_from` is the number of bytes that an earlier connection had brought.
    """

    source: str
    folder: Path
    url: str
    outcome: Outcome
    bytes: int
    modified: datetime | None
    held: Held | None
    earlier: tuple[Held, ...]
    resumed_from: int = 0


def check_release(source: str, folder: Path, *, url: str | None = None, say: Say) -> Fetched:
    """Ask the server for the headers alone, and compare them with what the folder holds; nothing is written.

    Raises:
        UnknownName: no address is known for this source.
        UnreadableFile: no answer, or none that tells.
        UnsafeFile: the server sends on to another host.
    """
    release, address = _addressed(source, url)
    say(f"Asking {address}")
    with system_errors(str(folder)), ask(address, method="HEAD", moved=_moved(release)) as answer:
        say(_size_and_date(answer.announced))
        known = _known(folder, source, answer.announced)
        return _told(source, folder, answer.announced, "here already" if known else "new", known)


def fetch_release(
    source: str, folder: Path, *, url: str | None = None, say: Say, progress: Progress = lambda _come, _all: None
) -> Fetched:
    """Fetch the release that the server has now, unless the folder holds it; go on where an earlier run stopped.

    Raises:
        UnknownName: no address is known for this source.
        UnreadableFile: no answer, or one that is cut short, damaged or no archive.
        UnsafeFile: the server sends on to another host, or the archive is made to do harm.
        LimitReached: it is larger than it may be.
        NoSpace: the disk is full; what came is kept.
        ReleaseConflict: the folder has other bytes under the same name.
    """
    release, address = _addressed(source, url)
    with system_errors(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder, say):
            return _Fetch(release, address, folder, say, progress).run()


def _addressed(source: str, url: str | None) -> tuple[Renewed, str]:
    release = renewed(source)
    address = url or release.address
    check_address(address)
    return release, address


def _moved(release: Renewed) -> str:
    return (
        f"the address may have moved: look for it in {release.listed} and give it with --url "
        f"(by others' account these are no longer in use: {', '.join(release.former)})"
    )


def _size_and_date(announced: Announced) -> str:
    date = f"{announced.modified:%Y-%m-%d %H:%M} UTC" if announced.modified else "on a day that the server does not say"
    return f"The file has {announced.bytes:,} bytes ({announced.bytes / 1e9:.1f} GB), last modified {date}."


def _known(folder: Path, source: str, announced: Announced) -> Held | None:
    """The release in the folder that a server announces again."""
    there = [one for one in held(folder, source) if one.is_what(announced) and one.is_in(folder)]
    return there[-1] if there else None


def _told(
    source: str, folder: Path, announced: Announced, outcome: Outcome, here: Held | None, resumed_from: int = 0
) -> Fetched:
    there = {one.file: one for one in held(folder, source) if one.is_in(folder)}
    earlier = tuple(one for one in there.values() if not here or one.file != here.file)
    return Fetched(
        source, folder, announced.url, outcome, announced.bytes, announced.modified, here, earlier, resumed_from
    )


@contextmanager
def _alone(folder: Path, say: Say) -> Iterator[None]:
    """Two runs that add to one part would mix it. The folder itself is the lock, so that no file is left behind."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another run fetches into this folder; waiting for it.")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class _Fetch:
    def __init__(self, release: Renewed, url: str, folder: Path, say: Say, progress: Progress) -> None:
        self._release = release
        self._url = url
        self._folder = folder
        self._say = say
        self._progress = progress
        self._part = Partial(folder, f"{release.title}.zip")
        self._resumed_from = 0

    def run(self) -> Fetched:
        part = self._part.announced
        if part and part.url == self._url and self._part.is_whole:
            self._say("All bytes came in an earlier run.")
            return self._keep(part)
        return self._transfer()

    def _transfer(self) -> Fetched:
        """Ask until the part is whole; each new byte gives a broken connection all its further tries again."""
        self._say(f"Asking {self._url}")
        waits = list(WAITS)
        while True:
            before = self._part.come
            announced, known = self._receive()
            if known:
                return _told(self._release.source, self._folder, announced, "here already", known)
            if self._part.is_whole:
                return self._keep(announced)
            waits = list(WAITS) if self._part.come > before else waits
            self._wait(waits, announced)

    def _receive(self) -> tuple[Announced, Held | None]:
        """One answer: what it announces, and the release in the folder if it is that; else its bytes are added."""
        with ExitStack() as answers:
            answer = self._ask(answers)
            self._say(_size_and_date(answer.announced))
            known = _known(self._folder, self._release.source, answer.announced)
            if not known:
                self._take(answer)
            return answer.announced, known

    def _wait(self, waits: list[int], announced: Announced) -> None:
        broken = f"the connection broke after {self._part.come:,} of {announced.bytes:,} bytes"
        if not waits:
            raise UnreadableFile(
                broken,
                where=self._url,
                todo="run the same command again later: it goes on from there if the server can",
            )
        self._say(f"Asking again, because {broken}.")
        time.sleep(waits.pop(0))

    def _ask(self, answers: ExitStack) -> Answer:
        """Ask for what is missing, or for all if what is here is of no use."""
        part, come = self._part.announced, self._part.come
        moved = _moved(self._release)
        if not part or part.url != self._url or not 0 < come < part.bytes or not part.condition:
            return answers.enter_context(ask(self._url, moved=moved))
        answer = answers.enter_context(ask(self._url, start=come, condition=part.condition, moved=moved))
        if answer.first == 0 and answer.announced.same_as(part):
            # The server cannot go on, or its tag is weak now and was strong before, and then by the standard the
            # condition fails. Asked without it: what comes is held against the announcement anyway.
            answer = answers.enter_context(ask(self._url, start=come, moved=moved))
        if answer.first and (answer.first != come or not answer.announced.same_as(part)):
            answer = answers.enter_context(ask(self._url, moved=moved))
        return answer

    def _take(self, answer: Answer) -> None:
        """Add what comes to the part."""
        size = answer.announced.bytes
        self._refuse_too_large(size, answer.first)
        pieces = answer.pieces()
        if answer.first:
            self._resumed_from = answer.first
            self._say(f"Going on after the {answer.first:,} bytes that are here.")
        else:
            pieces = chain([self._begun(answer)], pieces)
        self._part.add(pieces, size, lambda come: self._progress(come, size))

    def _refuse_too_large(self, size: int, first: int) -> None:
        if size > self._release.largest:
            raise LimitReached(
                f"it is larger than the {self._release.largest:,} bytes that it may have",
                where=self._url,
                todo="look what it is, and fetch it by hand if it is right",
            )
        room = shutil.disk_usage(self._folder).free + (0 if first else self._part.come)
        if room < size - first:
            raise no_space(f"{size - first:,} bytes are to come, and there is room for {room:,}", self._folder)

    def _begun(self, answer: Answer) -> bytes:
        """The first bytes; only if they are those of an archive does the part begin anew and lose what it had."""
        head = b""
        for piece in answer.pieces():
            head += piece
            if len(head) >= len(_ARCHIVE):
                break
        if answer.announced.bytes < len(_ARCHIVE) or not head.startswith(_ARCHIVE[: len(head)]):
            raise not_an_archive(self._url)
        if len(head) < len(_ARCHIVE):
            return b""  # the connection broke before it told anything
        self._say_why_anew(answer.announced)
        self._part.begin(answer.announced)
        self._resumed_from = 0
        return head

    def _say_why_anew(self, announced: Announced) -> None:
        part, come = self._part.announced, self._part.come
        if part and come:
            unable = announced.same_as(part)
            why = "The server cannot go on in the middle" if unable else "This is not the file that was begun"
            self._say(f"{why}: beginning anew, without the {come:,} bytes that were here.")

    def _keep(self, announced: Announced) -> Fetched:
        """Prove the whole part and give it its name; the same bytes are never kept twice."""
        self._prove()
        fresh = self._entry(announced)
        here = self._same_bytes(fresh)
        add(self._folder, here or fresh)
        if here:
            self._part.drop()
        else:
            self._part.become(self._folder / fresh.file)
        outcome: Outcome = "here already" if here else "fetched"
        return _told(self._release.source, self._folder, announced, outcome, here or fresh, self._resumed_from)

    def _prove(self) -> None:
        """A part that is no whole archive is of no use for going on."""
        try:
            members(self._part.path)
        except (UnreadableFile, UnsafeFile) as error:
            self._part.drop()
            raise type(error)(error.what, where=self._url, todo=error.todo) from error

    def _entry(self, announced: Announced) -> Held:
        sha256 = sha256_of(self._part.path)
        now = datetime.now(UTC).replace(microsecond=0)
        day = f"{announced.modified or now:%Y-%m-%d}"
        return Held(
            self._release.source,
            f"{self._release.title} {day} {sha256[:8]}.zip",
            day,
            sha256,
            announced.bytes,
            announced.url,
            announced.etag,
            announced.modified.isoformat() if announced.modified else None,
            now.isoformat(),
        )

    def _same_bytes(self, fresh: Held) -> Held | None:
        """The release in the folder that has these bytes, with what the server says of it now."""
        listed = [one for one in held(self._folder, fresh.source) if one.sha256 == fresh.sha256]
        for one in [*listed, fresh]:
            path = self._folder / one.file
            if path.is_file() and sha256_of(path) == fresh.sha256:
                return replace(fresh, file=one.file, day=one.day)
        if (self._folder / fresh.file).exists():
            raise ReleaseConflict(
                "it has other bytes than its name says",
                where=str(self._folder / fresh.file),
                todo="move it away and run the same command again",
            )
        return None
