"""Invented counts with what was expected of them, and what R (surveillance) says of the evidence that they bring.

`python -m stats.oracles.excess` from tests/ stores what R says under excess.json, with the versions that said it.
"""

from __future__ import annotations

import csv
import json
import subprocess
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from stats.oracles.ask import missing_in_r

HERE = Path(__file__).parent
PACKAGES = ("surveillance", "jsonlite")
SETS = [
    (count, expected, size)
    for count, expected, size in product((1, 2, 3, 5, 8, 20, 60), (0.1, 0.4, 2.0, 6.5), (0.5, 2.0, 7.5, 100.0))
    if expected < count <= 20 * expected
]
"""Counts above what is expected, the expected number, and the size of the negative binomial distribution.

Beyond some twenty times the expected R's steps towards the factor diverge, and it says 0.
"""


def lacking() -> str:
    """Why R cannot be asked on this machine; empty where it can."""
    return missing_in_r(PACKAGES)


@cache
def asked() -> dict[str, Any]:
    """What R says now."""
    with TemporaryDirectory() as name:
        with (Path(name) / "counts.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("count", "expected", "size"), *SETS])
        told = subprocess.run(
            ["Rscript", str(HERE / "excess.R"), name], capture_output=True, text=True, check=True
        ).stdout
    document: dict[str, Any] = json.loads(told)
    return document


def stored() -> dict[str, Any]:
    """What R said when it was last stored."""
    document: dict[str, Any] = json.loads((HERE / "excess.json").read_text(encoding="utf-8"))
    return document


if __name__ == "__main__":
    (HERE / "excess.json").write_text(json.dumps(asked(), indent=1) + "\n", encoding="utf-8")
