"""How long a draw of a million registrations takes, and how long to verify it.

    python benchmarks/draw_speed.py [--registrations N] [--runs N]

Invented: eight sites with 1,450 places a day, households of 1 to 6, each with one to three sites, two years of weeks, three
tenths of the places for the longest waiting. "Draw" is `allocate` on a frozen list in memory; "freeze" checks the entries and
makes the root; "verify" is `verify` of a published folder of one round, from the bytes of its files. The floor is what nobody
can avoid: one SHA-256 for each token and a sort.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

from measure import table, timed

if TYPE_CHECKING:
    from sojourn.draw.frozen import Entry, Frozen

HERE = Path(__file__).parent
BEACON = {
    "chain": "quicknet",
    "round": 1000,
    "signature": "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
}
SETUP = "import sys, time; sys.path.insert(0, {here!r}); from draw_speed import *; entries = invented({count})\n"
STEPS = {
    "floor: hash and sort": (
        "import hashlib\nstart = time.perf_counter()\n"
        "sorted(entries, key=lambda one: hashlib.sha256(b'x' * 32 + bytes.fromhex(one.token)).digest())\n"
    ),
    "freeze": "start = time.perf_counter()\nfrozen_list(entries).commitment\n",
    "draw": (
        "from sojourn.draw.allocate import allocate\nfrozen = frozen_list(entries)\nstart = time.perf_counter()\n"
        "allocate(frozen, b'x' * 32)\n"
    ),
}
VERIFY = (
    "import sys, time; sys.path.insert(0, {here!r}); from pathlib import Path\nfrom sojourn.draw.verify import verify\n"
    "start = time.perf_counter()\nassert verify(Path({folder!r})).holds\n"
)
PRINT = "print(time.perf_counter() - start)"


def invented(count: int) -> list[Entry]:
    """Registrations, the same in every run."""
    from sojourn.draw.frozen import Entry  # noqa: PLC0415 - after the arguments, so that --help is quick

    chance = random.Random(count)
    wishes = [tuple(chance.sample(range(8), chance.randint(1, 3))) for _ in range(60)]
    sites = [tuple(f"site {at}" for at in wish) for wish in wishes]
    return [
        Entry(
            chance.randbytes(32).hex(),
            chance.choice((1, 1, 1, 2, 2, 3, 4, 5, 6)),
            chance.randrange(104),
            chance.choice(sites),
        )
        for _ in range(count)
    ]


def frozen_list(entries: list[Entry]) -> Frozen:
    """The list of a day with 1,450 places."""
    from sojourn.draw.frozen import freeze  # noqa: PLC0415 - as above
    from sojourn.draw.policy import Policy  # noqa: PLC0415 - as above

    capacity = {f"site {at}": 181 + (at < 2) for at in range(8)}
    policy = Policy("invented", tuple(capacity), (3, 10), (), 6, 10, 48, 14, 90, "quicknet", 24)
    return freeze(1, policy, capacity, entries, 1000)


def publish(entries: list[Entry], folder: Path) -> None:
    """The folder of one round."""
    from datetime import timedelta  # noqa: PLC0415 - as above

    from sojourn.draw.allocate import allocate, seed_of  # noqa: PLC0415 - as above
    from sojourn.draw.beacon import QUICKNET, read_beacon  # noqa: PLC0415 - as above
    from sojourn.draw.canonical import canonical  # noqa: PLC0415 - as above
    from sojourn.draw.log import Log  # noqa: PLC0415 - as above

    frozen, spoken, log = frozen_list(entries), read_beacon(BEACON, 1000), Log()
    outcomes = allocate(frozen, seed_of(frozen, spoken.randomness))
    spoke = QUICKNET.time_of(1000)
    log.add("freeze", 1, spoke - timedelta(minutes=5), frozen.commitment)
    log.add("draw", 1, spoke + timedelta(minutes=5), outcomes.digest)
    inside = folder / "round-1"
    inside.mkdir()
    documents = {"list": frozen.as_dict(), "beacon": BEACON, "outcomes": outcomes.as_dict()}
    for name, document in documents.items():
        (inside / f"{name}.json").write_bytes(canonical(document))
    (folder / "log.jsonl").write_bytes(log.as_bytes())


def main() -> None:
    """Measure and print."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - as above

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--registrations", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    setup = SETUP.format(here=str(HERE), count=asked.registrations)
    timings = {name: timed(setup + code + PRINT, asked.runs) for name, code in STEPS.items()}
    with TemporaryDirectory() as folder:
        publish(invented(asked.registrations), Path(folder))
        timings["verify"] = timed(VERIFY.format(here=str(HERE), folder=folder) + PRINT, asked.runs)
    floor = timings["floor: hash and sort"].seconds
    rows = [
        (name, f"{one.seconds:.2f}", f"{one.seconds / floor:.1f}", f"{one.peak_mib:,.0f}")
        for name, one in timings.items()
    ]
    table(f"{asked.registrations:,} registrations", ("step", "seconds", "to floor", "peak MiB"), rows)


if __name__ == "__main__":
    main()
