"""The site under load: `sojourn serve` as a process of its own, asked by many readers at once.

python benchmarks/site_load.py RECORD [--public] [--minutes N] [--soak N] [--readers N] [--pause S]

An address is uncached when it is asked for the first time, and cached once it has been answered. Readers and server share the
processors of one machine, so the figures hold for the two together. The memory is that of the server alone.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from measure import INSTALLED, table

from sojourn.measures.court.release import CourtRelease, court_release
from sojourn.record.opened import Record
from sojourn.web.search import countries_named, places

KINDS = {
    "judge": 0.35,
    "court": 0.15,
    "nationality": 0.2,
    "facility": 0.15,
    "ask": 0.1,
    "start": 0.03,
    "releases": 0.02,
}
"""What readers ask for, as shares."""
POPULAR = 1.1
"""Exponent of the popularity of addresses: the second is asked for half as often as the first, and so on (Zipf)."""
LANGUAGES = ("en", "ru", "fr", "es")
Addresses = dict[str, list[str]]


@dataclass
class Server:
    """A server that is running."""

    process: subprocess.Popen[str]
    port: int

    @property
    def mib(self) -> float:
        """Its resident memory now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024

    @property
    def busy(self) -> float:
        """Seconds of processor time that it has used, which other work on the machine changes least."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Times:
    """Milliseconds of answers by kind and whether the address was asked for the first time, and what went wrong."""

    taken: dict[tuple[str, bool], list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def of(self, *, first: bool, kind: str = "") -> list[float]:
        """The times of one kind, or of all."""
        return sorted(
            one for (name, new), all_ in self.taken.items() if new == first and kind in {"", name} for one in all_
        )


@contextmanager
def served(record: Path, *, public: bool) -> Iterator[Server]:
    """`sojourn serve` over a record."""
    command = [str(Path(sys.executable).with_name("sojourn")), "serve", "--record", str(record)]
    process = subprocess.Popen(
        [*command, *(["--public"] if public else [])],
        stderr=subprocess.PIPE,
        text=True,  # standard output is for answers
        env=INSTALLED,
    )
    try:
        assert process.stderr
        said = process.stderr.readline()
        yield Server(process, urlsplit(said.split()[-1]).port or 0)
    finally:
        process.terminate()
        process.wait()


def addresses(folder: Path) -> Addresses:
    """The addresses of each kind of page, the largest judges first."""
    record = Record(folder)
    known = places(record)
    release = court_release(record, None)
    assert isinstance(release, CourtRelease), "the record has no release of the courts"
    judges = record.query(
        "SELECT own_court AS court, own_judge AS judge FROM court_decisions WHERE release = $release AND own_court IS NOT NULL "
        "AND own_judge IN (SELECT code FROM court_codes WHERE list = 'tblLookupJudge') "
        "GROUP BY ALL ORDER BY count(*) DESC, 1, 2 LIMIT 2000",
        {"release": release.id},
    )
    courts = [one.code for one in known if one.kind == "court"]
    countries = sorted(countries_named(record))
    random.Random(1).shuffle(countries)
    found = {
        "judge": [f"court/{one['court']}/judge/{one['judge']}" for one in judges],
        "court": [f"court/{one}" for one in courts],
        "nationality": [f"nationality/{quote(one)}" for one in countries],
        "facility": [f"facility/{one.code}" for one in known if one.kind == "facility"],
        "ask": [f"ask/asylum_outcomes?court={one}&by=fiscal_year" for one in courts],
        "years": [f"ask/asylum_outcomes?by=court&by=fiscal_year&period=FY{one}..FY2025" for one in range(2000, 2025)],
        "start": [""],
        "releases": ["releases"],
    }
    record.close()
    return found


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Callable[[str], asyncio.Future[int]]]:
    """A function that asks for an address and gives the status of the answer, over one connection that stays open."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def asked(address: str) -> int:
        writer.write(f"GET /{address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        length = next(int(one.split(":")[1]) for one in lines if one.startswith("content-length"))
        await reader.readexactly(length)
        return int(lines[0].split()[1])

    try:
        yield lambda address: asyncio.ensure_future(asked(address))
    finally:
        writer.close()


async def one_reader(
    port: int, choose: Callable[[], tuple[str, str]], pause: float, until: float, times: Times
) -> None:
    """Ask for one page after another; with pauses, readers do not all begin in one instant."""
    if pause:
        await asyncio.sleep(random.expovariate(1 / pause))
    while time.monotonic() < until:
        try:
            async with connected(port) as ask:
                while time.monotonic() < until:
                    kind, address = choose()
                    first = address not in times.known
                    start = time.perf_counter()
                    status = await ask(address)
                    times.taken.setdefault((kind, first), []).append(1000 * (time.perf_counter() - start))
                    times.known.add(address)
                    if status != 200:
                        times.errors.append(f"{status} {address}")
                    if pause:
                        await asyncio.sleep(random.expovariate(1 / pause))
        except (OSError, asyncio.IncompleteReadError) as error:
            if pause and isinstance(error, asyncio.IncompleteReadError | ConnectionResetError):
                continue  # the server closes what was idle for five seconds
            times.errors.append(f"{type(error).__name__}: {error}")


async def many(port: int, readers: int, choose: Callable[[], tuple[str, str]], pause: float, seconds: float) -> Times:
    """As many readers at once."""
    times = Times()
    until = time.monotonic() + seconds
    await asyncio.gather(*(one_reader(port, choose, pause, until, times) for _ in range(readers)))
    return times


def mixed(
    found: Addresses, chance: random.Random, languages: Sequence[str] = LANGUAGES
) -> Callable[[], tuple[str, str]]:
    """Pages as many readers choose them: each kind by its share, each address by its popularity, half of all in English."""
    weights = {kind: [1 / (at + 1) ** POPULAR for at in range(len(all_))] for kind, all_ in found.items()}

    def choose() -> tuple[str, str]:
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        language = chance.choice((languages[0], *languages))
        return kind, f"{language}/{chance.choices(found[kind], weights[kind])[0]}"

    return choose


def among(kind: str, some: Sequence[str]) -> Callable[[], tuple[str, str]]:
    """One of some addresses of a kind, each as likely."""
    return lambda: (kind, f"en/{random.choice(some)}")


def row(name: str, taken: Sequence[float], errors: int, seconds: float, busy: float | None = None) -> list[str]:
    """A line of the table; `busy` are the seconds of processor time of the server, where it did nothing else."""
    if not taken:
        return [name, "0", "", "", "", "", "", str(errors)]
    ordered = sorted(taken)
    middle, high = statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    figures = (f"{middle:.1f}", f"{high:.1f}", f"{ordered[-1]:.0f}", f"{len(ordered) / seconds:.0f}")
    each = "" if busy is None else f"{1000 * busy / len(ordered):.1f}"
    return [name, str(len(ordered)), *figures, each, str(errors)]


COLUMNS = ("pages", "answers", "p50 ms", "p95 ms", "longest", "a second", "processor ms", "errors")


def mix(record: Path, found: Addresses, options: argparse.Namespace) -> None:
    """Many readers, cached and uncached apart."""
    seconds = 60 * options.minutes
    with served(record, public=options.public) as server:
        before = server.mib
        times = asyncio.run(many(server.port, options.readers, mixed(found, random.Random(2)), options.pause, seconds))
        rows = [
            row(f"{name}, {'uncached' if first else 'cached'}", times.of(first=first, kind=kind), 0, seconds)
            for first in (True, False)
            for kind, name in {"": "ALL", **{kind: kind for kind in KINDS}}.items()
        ]
        title = f"{options.readers} readers, {options.pause} s between pages, {seconds:.0f} s"
        table(f"{title}; {len(times.errors)} errors", COLUMNS, rows)
        print(f"  memory {before:.0f} MiB before, {server.mib:.0f} after; errors: {times.errors[:5]}")


def without_pause(record: Path, found: Addresses, options: argparse.Namespace) -> None:
    """Readers without pause on one kind of page: the first time through, and then again and again."""
    rows = []
    with served(record, public=options.public) as server:
        for kind, number in (("judge", 100), ("nationality", 30)):
            some = found[kind][:number]
            start, clock = server.busy, time.perf_counter()
            first = asyncio.run(each_once(server.port, options.readers, kind, iter(some)))
            middle, seconds = server.busy, time.perf_counter() - clock
            again = asyncio.run(many(server.port, options.readers, among(kind, some), 0, 20))
            taken, later = first.of(first=True), [*again.of(first=False), *again.of(first=True)]
            name = f"{kind}, {number} pages once each"
            rows.append(row(name, taken, len(first.errors), seconds, middle - start))
            rows.append(row(f"{kind}, the same again", later, len(again.errors), 20, server.busy - middle))
        table(f"{options.readers} readers without pause", COLUMNS, rows)
        print(f"  memory {server.mib:.0f} MiB after")


async def each_once(port: int, readers: int, kind: str, fresh: Iterator[str]) -> Times:
    """Every address once, by as many readers."""
    times = Times()

    async def reader() -> None:
        async with connected(port) as ask:
            for address in fresh:
                start = time.perf_counter()
                status = await ask(f"en/{address}")
                times.taken.setdefault((kind, True), []).append(1000 * (time.perf_counter() - start))
                if status != 200:
                    times.errors.append(f"{status} {address}")

    await asyncio.gather(*(reader() for _ in range(readers)))
    return times


def alone(record: Path, found: Addresses, options: argparse.Namespace) -> None:
    """One reader: pages from a process that was just started, pages asked for the first time, and again."""
    rows = []
    kinds = ("judge", "nationality", "court", "facility", "years")
    for kind in kinds:
        cold = []
        for at in range(3):
            with served(record, public=options.public) as server:
                cold += asyncio.run(each_once(server.port, 1, kind, iter(found[kind][at : at + 1]))).of(first=True)
        rows.append(row(f"{kind}, from a cold server", cold, 0, sum(cold) / 1000))
    with served(record, public=options.public) as server:
        for kind in kinds:
            *some, other = found[kind][:21]
            asyncio.run(each_once(server.port, 1, kind, iter([other])))
            for name in ("first time, warm server", "again"):
                start = server.busy
                times = asyncio.run(each_once(server.port, 1, kind, iter(some)))
                taken = times.of(first=True)
                rows.append(row(f"{kind}, {name}", taken, len(times.errors), sum(taken) / 1000, server.busy - start))
    table("one reader", COLUMNS, rows)


def soak(record: Path, found: Addresses, options: argparse.Namespace) -> None:
    """Five pages a second, with the memory from minute to minute."""

    async def watched(server: Server) -> tuple[Times, list[float]]:
        asking = asyncio.ensure_future(many(server.port, 5, mixed(found, random.Random(3)), 1.0, 60 * options.soak))
        memory = [server.mib]
        while not asking.done():
            await asyncio.wait([asking], timeout=60)
            memory.append(server.mib)
        return asking.result(), memory

    with served(record, public=options.public) as server:
        times, memory = asyncio.run(watched(server))
    rows = [
        row(name, times.of(first=first), 0, 60 * options.soak)
        for first, name in ((True, "uncached"), (False, "cached"))
    ]
    table(f"5 pages a second for {options.soak} minutes; {len(times.errors)} errors", COLUMNS, rows)
    print("  memory, MiB by minute:", " ".join(f"{one:.0f}" for one in memory), "; errors:", times.errors[:5])


PARTS = {"alone": alone, "mix": mix, "without_pause": without_pause, "soak": soak}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--public", action="store_true")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--soak", type=float, default=20)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--only", choices=PARTS, action="append")
    options = parser.parse_args()
    found = addresses(options.record)
    for name in options.only or PARTS:
        PARTS[name](options.record, found, options)


if __name__ == "__main__":
    main()
