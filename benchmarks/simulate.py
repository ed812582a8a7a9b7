"""How long simulations take: two years of a million people, against a floor, the core itself, and Ciw.

    python benchmarks/simulate.py [--runs N]

The floor is what no draw can do without: one random number a person and day, and the first of them found. The core is
`allocate`, which hashes and makes an object of each household; Ciw is a queue simulator by others (extra `oracles`).
"""

from __future__ import annotations

import argparse
import importlib.util

from measure import table, timed

YEARS = """
import time
from sojourn.draw.simulation.run import run
from sojourn.draw.simulation.scenario import Option, Scenario
from sojourn.draw.simulation.what_if import SUPPOSED_SIZES
sizes = SUPPOSED_SIZES if {households} else (1.0,)
scenario = Scenario("two years", ({places},) * {days}, {pool}, ({places}.0,) * {days}, (), sizes)
start = time.perf_counter()
run(scenario, Option("it", {order!r}, {reserved}), 1)
print(time.perf_counter() - start)
"""

FLOOR = """
import time
import numpy as np
random = np.random.default_rng(1)
start = time.perf_counter()
for _ in range({days}):
    np.argpartition(random.integers(0, 2**64, {pool}, np.uint64), {places})
print(time.perf_counter() - start)
"""

CORE = """
import hashlib, time
from sojourn.draw.allocate import allocate
from sojourn.draw.frozen import Entry, freeze
from sojourn.draw.policy import Policy
policy = Policy("p", ("here",), (3, 10), (), 6, 10, 24, 7, 30, "chain", 24)
entries = [Entry(hashlib.sha256(b"%d" % at).hexdigest(), 1, at, ("here",)) for at in range({pool})]
frozen = freeze(1, policy, {{"here": {places}}}, entries, 1)
start = time.perf_counter()
allocate(frozen, bytes(32))
print(time.perf_counter() - start)
"""

CIW = """
import time
import ciw
network = ciw.create_network(
    arrival_distributions=[ciw.dists.Sequential([0.5] + [1.0] * ({days} - 1) + [1e9])],
    batching_distributions=[ciw.dists.Deterministic({places})],
    service_distributions=[ciw.dists.Deterministic(0.01)],
    number_of_servers=[ciw.Slotted(slots=[1.0], slot_sizes=[{places}])],
    service_disciplines=[ciw.disciplines.SIRO],
)
simulation = ciw.Simulation(network)
start = time.perf_counter()
simulation.simulate_until_max_time({days} - 0.75)
print(time.perf_counter() - start)
"""


def years(runs: int) -> list[list[str]]:
    """Two years of daily rounds with a million waiting."""
    size = {"places": 1_450, "days": 731, "pool": 1_000_000}
    floor = timed(FLOOR.format(**size), runs).seconds
    rows = [["floor: a number a person and day", f"{floor:.0f}", "1.0", ""]]
    for name, order, reserved, households in (
        ("draw", "draw", (0, 1), False),
        ("mixture 3/10, households", "draw", (3, 10), True),
        ("first come, households", "draw", (1, 1), True),
        ("race", "race", (0, 1), False),
    ):
        took = timed(YEARS.format(**size, order=order, reserved=reserved, households=households), runs)
        rows.append([name, f"{took.seconds:.0f}", f"{took.seconds / floor:.1f}", f"{took.peak_mib:,.0f}"])
    return rows


def peers(runs: int) -> list[list[str]]:
    """The same work by the core and by Ciw."""
    size = {"places": 1_450, "days": 1, "pool": 100_000}
    ours = timed(YEARS.format(**size, order="draw", reserved=(3, 10), households=False), runs).seconds
    core = timed(CORE.format(**size), runs).seconds
    rows = [["one day, 100,000 waiting", "allocate", f"{core:.3f}", f"{ours:.3f}", f"{core / ours:.0f}"]]
    if importlib.util.find_spec("ciw"):
        small = {"places": 20, "days": 1_000, "pool": 0}
        ours = timed(YEARS.format(**small, order="draw", reserved=(0, 1), households=False), runs).seconds
        theirs = timed(CIW.format(**small), runs).seconds
        rows.append(["1,000 days, 20 places", "Ciw", f"{theirs:.3f}", f"{ours:.3f}", f"{theirs / ours:.0f}"])
    return rows


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    table("731 days, 1,450 places, 1,000,000 waiting", ("rule", "s (aim 600)", "to the floor", "MiB"), years(runs))
    table("Peers", ("work", "peer", "its s", "our s", "ratio"), peers(runs))


if __name__ == "__main__":
    main()
