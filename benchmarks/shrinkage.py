"""1,500 judges in 30 years at once: `python benchmarks/shrinkage.py` prints medians of fresh processes; the aim is 1 s.

Each year is one group: the distribution of its judges is fitted, every judge is shrunk towards it, and the 45,000 rows get
their interval and the probability to lie above the year's median. Imports are not counted.
"""

from __future__ import annotations

from measure import table, timed

AIM = 1.0

CODE = """
import time
import numpy as np
from scipy import special
from sojourn.stats.beta_binomial import fit
from sojourn.stats.shrinkage import shrink
random = np.random.default_rng(1)
years = np.repeat(np.arange(30), 1500)
trials = random.negative_binomial(1, 0.01, years.size)
found = random.binomial(trials, random.beta(4, 2, years.size))
start = time.perf_counter()
fitted = fit(found, trials, years, {method!r})
known = shrink(found, trials, fitted, years)
known.interval()
known.above(fitted.quantile(0.5)[years])
print(time.perf_counter() - start)
"""


def main() -> None:
    """Print the table."""
    rows = []
    for method in ("moments", "likelihood", "adjusted"):
        timing = timed(CODE.format(method=method))
        rows.append((method, f"{timing.seconds:.2f}", f"{AIM:.0f}", f"{timing.peak_mib:.0f}"))
    table("45,000 rows in 30 groups", ("fit", "seconds", "aim", "MiB"), rows)


if __name__ == "__main__":
    main()
