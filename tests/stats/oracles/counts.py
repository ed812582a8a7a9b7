"""Invented sets of counts, and what R says about them; `python -m stats.oracles.counts` from tests/ stores it in counts.json."""

from __future__ import annotations

import csv
import json
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from stats.oracles.ask import missing_in_r

HERE = Path(__file__).parent
PACKAGES = ("VGAM", "carData", "numDeriv", "jsonlite")


@dataclass(frozen=True)
class Tally:
    """Successes and trials of each unit of a set."""

    successes: list[int]
    trials: list[int]


def invented() -> dict[str, Tally]:
    """Each set by its name."""
    return {
        "judges far apart": _drawn(1, 40, 4.0, 2.0, most=400),
        "judges near each other": _drawn(2, 25, 90.0, 30.0, most=300),
        "few judges, high shares": _drawn(3, 8, 9.0, 1.0, most=120),
        "one judge without decisions": Tally([12, 30, 41, 0, 8], [60, 80, 50, 0, 40]),
    }


def _drawn(seed: int, units: int, a: float, b: float, most: int) -> Tally:
    """Units of 5 to `most` trials whose true shares follow the distribution Beta(a, b)."""
    draw = Random(seed)
    trials = [draw.randint(5, most) for _ in range(units)]
    shares = [draw.betavariate(a, b) for _ in range(units)]
    return Tally(
        [sum(draw.random() < share for _ in range(n)) for n, share in zip(trials, shares, strict=True)], trials
    )


def read(path: Path) -> Tally:
    """A set of a CSV file, such as those that counts.R writes of the published data."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Tally([int(row["successes"]) for row in rows], [int(row["trials"]) for row in rows])


@cache
def lacking() -> str:
    """Why R cannot be asked on this machine; empty where it can."""
    return missing_in_r(PACKAGES)


@cache
def asked() -> tuple[dict[str, Any], dict[str, Tally]]:
    """What R says now, and the sets that it was asked about."""
    with TemporaryDirectory() as name:
        for title, one in invented().items():
            with Path(name, f"{title}.csv").open("w", encoding="utf-8", newline="") as file:
                out = csv.writer(file)
                out.writerow(["successes", "trials"])
                out.writerows(zip(one.successes, one.trials, strict=True))
        command = ["Rscript", str(HERE / "counts.R"), name]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return json.loads(said), {path.stem: read(path) for path in sorted(Path(name).glob("*.csv"))}


def stored() -> dict[str, Any]:
    """What R said about the invented sets when it was last stored."""
    document: dict[str, Any] = json.loads((HERE / "counts.json").read_text(encoding="utf-8"))
    return document


def main() -> None:
    """Store what R says about the invented sets."""
    document, _ = asked()
    kept = {name: document["sets"][name] for name in invented()}
    text = json.dumps({**document, "sets": kept}, indent=0, sort_keys=True)
    (HERE / "counts.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
