"""What is hidden, how long it takes, and how near an outsider comes.

    python benchmarks/hiding.py [--runs N]

The large tables are invented: nationality by facility, 200 x 60, with row totals, column totals and the grand total, all
of which may be hidden. Sizes fall by rank as a power (Zipf), and each cell is scattered around its expected size, as
counts of people are; about half of the cells are zero and a third are 1 to 10. What is timed includes the audit. The
narrowest interval is exact: the largest k for which an audit of its own passes. The small tables are solved both ways:
exactly, and as a table too large for that is.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import table, timed

if TYPE_CHECKING:
    from sojourn.disclosure.linked import LinkedTables

LARGE = {"many small nationalities": (1.5, 1.2, 300_000), "few small nationalities": (1.1, 0.9, 100_000)}
"""How steeply rows and columns fall, and how many people there are."""

SUPPRESS = """
import sys, time
sys.path.insert(0, {folder!r})
from hiding import large
from sojourn.disclosure.suppress import suppress
tables = large({name!r})
start = time.perf_counter()
assert suppress(tables, 11).audit.passed
print(time.perf_counter() - start)
"""

AUDIT = """
import sys, time
sys.path.insert(0, {folder!r})
from hiding import large
from sojourn.disclosure.audit import audit
from sojourn.disclosure.suppress import suppress
tables = large({name!r})
hidden = suppress(tables, 11).hidden
start = time.perf_counter()
assert audit(tables, hidden, 11).passed
print(time.perf_counter() - start)
"""


def with_totals(cells: Any) -> LinkedTables:
    """The linked tables of a table with all its totals."""
    import numpy as np  # noqa: PLC0415 - after the arguments, so that --help is quick
    from scipy.sparse import csr_array, eye_array, kron, vstack  # noqa: PLC0415 - as above

    from sojourn.disclosure.linked import linked_tables  # noqa: PLC0415 - as above

    full = np.pad(cells, ((0, 1), (0, 1)))
    full[-1] = full.sum(axis=0)
    full[:, -1] = full.sum(axis=1)
    height, width = full.shape
    along = [csr_array([[1] * (size - 1) + [-1]]) for size in (height, width)]
    equations = vstack([kron(eye_array(height), along[1]), kron(along[0], eye_array(width))])
    return linked_tables(full.ravel(), equations, ((full > 0) & (full < 11)).ravel())


def large(name: str) -> LinkedTables:
    """A table of 200 x 60."""
    import numpy as np  # noqa: PLC0415 - after the arguments, so that --help is quick

    rows, columns, people = LARGE[name]
    random = np.random.default_rng(5)
    sizes = np.outer(1 / np.arange(1, 201) ** rows, 1 / np.arange(1, 61) ** columns)
    scatter = random.gamma(0.6, 1 / 0.6, sizes.shape)
    return with_totals(random.poisson(sizes / sizes.sum() * people * scatter))


def small(seed: int) -> LinkedTables:
    """A table of 4 x 4 to 6 x 6."""
    import numpy as np  # noqa: PLC0415 - after the arguments, so that --help is quick

    random = np.random.default_rng(seed)
    shape = [(4, 4), (5, 4), (5, 5), (6, 5), (6, 6)][seed % 5]
    return with_totals(np.rint(random.lognormal(3, 1.2, shape)).astype(int) * (random.random(shape) > 0.2))


def narrowest(tables: LinkedTables, hidden: Any) -> int:
    """The width of the attacker's narrowest interval."""
    from sojourn.disclosure.audit import audit  # noqa: PLC0415 - after the arguments, so that --help is quick

    width = 0
    while audit(tables, hidden, width + 1).passed:
        width += 1
    return width


def line(name: str, runs: int) -> list[str]:
    """The figures of a large table."""
    from sojourn.disclosure.suppress import suppress  # noqa: PLC0415 - after the arguments, so that --help is quick

    folder = str(Path(__file__).parent)
    both = timed(SUPPRESS.format(folder=folder, name=name), runs)
    alone = timed(AUDIT.format(folder=folder, name=name), runs)
    tables = large(name)
    hidden = suppress(tables, 11).hidden
    zero, secret = (tables.values == 0).mean(), tables.sensitive
    shares = f"{100 * zero:.0f} %", f"{100 * secret.mean():.0f} %"
    counts = f"{secret.sum():,}", f"{hidden.sum() - secret.sum():,}", f"{narrowest(tables, hidden)}"
    return [name, *shares, *counts, f"{both.seconds:.1f}", f"{alone.seconds:.1f}", f"{both.peak_mib:,.0f}"]


def against_the_fewest(seeds: range) -> list[list[str]]:
    """How many cells each way hides in the small tables, and how long it takes."""
    from sojourn.disclosure.complements import complements  # noqa: PLC0415 - as above
    from sojourn.disclosure.suppress import suppress  # noqa: PLC0415 - as above

    exact, grown, proven, seconds = [], [], 0, [0.0, 0.0]
    for tables in map(small, seeds):
        start = time.perf_counter()
        pattern = suppress(tables, 11, spare_zeros=False)
        middle = time.perf_counter()
        quick, _ = complements(tables, ~tables.sensitive, 11)
        seconds = [seconds[0] + middle - start, seconds[1] + time.perf_counter() - middle]
        exact.append(int(pattern.hidden.sum()))
        grown.append(int(quick.sum()))
        proven += pattern.is_fewest
    ratios = [one / best for one, best in zip(grown, exact, strict=True) if best]
    each = [f"{1000 * total / len(seeds):.0f}" for total in seconds]
    return [
        ["as it comes", f"{sum(exact):,}", f"{proven}", "1.00" if proven == len(seeds) else "?", "", each[0]],
        ["as a large one", f"{sum(grown):,}", "", f"{statistics.mean(ratios):.2f}", f"{max(ratios):.2f}", each[1]],
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    columns = (
        "200 x 60",
        "zero",
        "1 to 10",
        "sensitive",
        "hidden besides",
        "narrowest",
        "s (aim 5)",
        "audit alone, s",
        "MiB",
    )
    table("Suppression and audit, k = 11", columns, [line(name, arguments.runs) for name in LARGE])
    head = ["100 small tables", "hidden", "proven fewest", "ratio (aim 1.2)", "worst", "ms each"]
    table("Against the fewest cells that are safe", head, against_the_fewest(range(100)))


if __name__ == "__main__":
    main()
