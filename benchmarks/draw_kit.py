"""The clinic kit under load: many desks ask at a fixed rate, and each answer is timed from when it was due.

python benchmarks/draw_kit.py [SECONDS] [PER_SECOND] [DESKS]    default: 60 65 8

The mix is 2 registrations, 6 renewals, 1 confirmation and 1 cancellation in 10. A request that had to wait for its desk counts
from the moment at which it was due, so that a slow answer cannot hide those behind it.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from measure import table

from sojourn.draw.beacon import QUICKNET
from sojourn.draw.kit.households import register, renew, standing
from sojourn.draw.kit.ledger import status
from sojourn.draw.kit.offers import cancel, confirm
from sojourn.draw.kit.rounds import draw, freeze
from sojourn.draw.kit.store import Kit, create
from sojourn.draw.policy import read_policy
from sojourn.errors import BadDraw

HOUSEHOLDS = 3000
PLACES = 2000
TARGET = 300
"""Milliseconds within which 95 of 100 requests are to be answered."""
POLICY = {
    "schema": "sojourn.draw.policy/1", "name": "load", "sites": ["north", "south"], "reserved": [1, 2], "classes": [],
    "largest": 6, "hold_days": 10, "confirm_hours": 23, "horizon_days": 7, "keep_days": 30, "beacon": "quicknet",
    "wait_hours": 12,
}  # fmt: skip
BEACON = {
    "chain": "quicknet",
    "round": 1000,
    "signature": "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
}
SPOKE = QUICKNET.time_of(1000)
Timed = list[tuple[str, float, bool]]
ACTIONS: dict[str, Callable[[Kit, str], Any]] = {
    "register": lambda kit, _: register(kit, 2, ["south"]),
    "renew": renew,
    "confirm": confirm,
    "cancel": cancel,
}
MIX = ["register"] * 2 + ["renew"] * 6 + ["confirm", "cancel"]


def prepared(path: Path) -> list[str]:
    """A kit with a round drawn, and the codes of its households; the clock stands in August 2023, when the beacon spoke."""
    with create(path, read_policy(POLICY), lambda: SPOKE - timedelta(hours=1)) as kit:
        codes = [register(kit, 1 + at % 4, ["south", "north"]).code for at in range(HOUSEHOLDS)]
        freeze(kit, {"north": PLACES // 2, "south": PLACES // 2}, QUICKNET.time_of(999), ["an auditor"])
        kit.clock = clock
        draw(kit, BEACON)
    return codes


def clock() -> datetime:
    """The moment at which all requests come."""
    return SPOKE


def desk(path: Path, codes: list[str], dues: list[float], seed: int, results: Any) -> None:
    """Do one thing at each due moment."""
    chance, timed = random.Random(seed), []
    with Kit(path, clock) as kit:
        for due in dues:
            time.sleep(max(0.0, due - time.time()))
            action, code = chance.choice(MIX), chance.choice(codes)
            try:
                ACTIONS[action](kit, code)
                busy = False
            except BadDraw as error:
                busy = "busy" in str(error)
            timed.append((action, 1000 * (time.time() - due), busy))
    results.put(timed)


def loaded(path: Path, codes: list[str], seconds: int, per_second: int, desks: int) -> Timed:
    """Milliseconds of each request of all desks."""
    context = get_context("spawn")
    results, start = context.Queue(), time.time() + 3
    dues = [start + at / per_second for at in range(seconds * per_second)]
    working = [
        context.Process(target=desk, args=(path, codes, dues[number::desks], number, results))
        for number in range(desks)
    ]
    for process in working:
        process.start()
    timed = [one for _ in working for one in results.get()]
    for process in working:
        process.join()
    return timed


def main(seconds: int = 60, per_second: int = 65, desks: int = 8) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kit.db"
        start = time.perf_counter()
        codes = prepared(path)
        made = time.perf_counter() - start
        timed = loaded(path, codes, seconds, per_second, desks)
        with Kit(path, clock) as kit:
            now = status(kit)
            assert standing(kit, codes[0])
    print(f"{HOUSEHOLDS:,} households registered one by one, frozen and drawn in {made:.1f} s")
    title = f"{desks} desks, {per_second} requests a second for {seconds} s"
    table(
        title,
        ["request", "number", "median ms", "p95 ms", "longest ms"],
        [_row(name, timed) for name in (*ACTIONS, "all")],
    )
    refused = sum(busy for _, _, busy in timed)
    p95 = statistics.quantiles([one for _, one, _ in timed], n=20)[-1]
    print(f"turned away as busy: {refused}; p95 {p95:.0f} ms of {TARGET}; books: {now.amiss or 'they agree'}")


def _row(name: str, timed: Timed) -> list[str]:
    took = [one for action, one, _ in timed if name in (action, "all")]
    p95 = statistics.quantiles(took, n=20)[-1]
    return [name, f"{len(took):,}", f"{statistics.median(took):.1f}", f"{p95:.1f}", f"{max(took):.1f}"]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
