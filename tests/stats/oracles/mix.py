"""Invented strata and sets of trials, and what R (metafor, lme4) says about them and about Greene's refugee appeals.

`python -m stats.oracles.mix` from tests/ stores what R says under mix.json, with the versions that said it.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sojourn.stats.stratified import Strata, strata
from stats.oracles.ask import missing_in_r

HERE = Path(__file__).parent
PACKAGES = ("lme4", "metafor", "carData", "jsonlite")


@dataclass(frozen=True)
class Trials:
    """Grouped trials with a unit and a design, whose first column is 1."""

    successes: NDArray[np.int64]
    trials: NDArray[np.int64]
    unit: NDArray[np.int64]
    design: NDArray[np.float64]


def invented_strata() -> dict[str, Strata]:
    """Few large strata, many in which the unit has one or two trials, and some that lack one of the two."""
    return {
        "few large strata": strata([40, 75, 12], [60, 80, 40], [300, 500, 90], [600, 700, 300]),
        "many small strata": _small(Random(11)),
        "some strata lack one": strata([3, 0, 4, 1], [5, 0, 9, 2], [6, 2, 0, 9], [11, 4, 0, 20]),
    }


def _small(draw: Random) -> Strata:
    trials, peers = ([draw.randint(1, most) for _ in range(40)] for most in (2, 12))
    return strata([draw.randint(0, n) for n in trials], trials, [draw.randint(0, n) for n in peers], peers)


def invented_models() -> dict[str, Trials]:
    """Units that differ much, some that differ little, and few units with many trials."""
    return {
        "forty units": _drawn(Random(21), rows=200, units=40, effects=4, spread=1.0, most=6),
        "close units": _drawn(Random(22), rows=150, units=15, effects=3, spread=0.3, most=4),
        "six units": _drawn(Random(23), rows=60, units=6, effects=2, spread=0.8, most=30),
    }


def _drawn(draw: Random, *, rows: int, units: int, effects: int, spread: float, most: int) -> Trials:
    own = [draw.gauss(0, spread) for _ in range(units)]
    by = [draw.gauss(0, 0.7) for _ in range(effects + 1)]
    successes, trials, unit = np.zeros((3, rows), np.int64)
    made = Trials(successes, trials, unit, np.ones((rows, effects + 1)))
    for at in range(rows):
        made.unit[at] = at if at < units else draw.randrange(units)
        made.design[at, 1:] = [draw.randint(0, 1) for _ in range(effects)]
        odds = float(made.design[at] @ by) + own[made.unit[at]]
        made.trials[at] = draw.randint(1, most)
        made.successes[at] = sum(draw.random() < 1 / (1 + exp(-odds)) for _ in range(made.trials[at]))
    return made


@cache
def lacking() -> str:
    """Why R cannot be asked on this machine; empty where it can."""
    return missing_in_r(PACKAGES)


@cache
def asked() -> tuple[dict[str, Any], dict[str, Trials]]:
    """What R says now, and the sets of trials that it was asked about."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for title, one in invented_strata().items():
            columns = (one.successes, one.trials, one.peer_successes, one.peer_trials)
            header = ["successes", "trials", "peer_successes", "peer_trials"]
            _write(folder / "strata" / f"{title}.csv", header, np.column_stack(columns))
        for title, model in invented_models().items():
            header = ["successes", "trials", "unit", *(f"x{at}" for at in range(1, model.design.shape[1]))]
            whole = np.column_stack([model.successes, model.trials, model.unit, model.design[:, 1:]])
            _write(folder / "models" / f"{title}.csv", header, whole)
        words = ["Rscript", str(HERE / "mix.R"), name]
        said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        return json.loads(said), {path.stem: _read(path) for path in sorted((folder / "models").glob("*.csv"))}


def _write(path: Path, header: list[str], rows: NDArray[Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(header)
        out.writerows(rows.tolist())


def _read(path: Path) -> Trials:
    rows = np.loadtxt(path, delimiter=",", skiprows=1)
    whole = rows[:, :3].astype(np.int64)
    return Trials(whole[:, 0], whole[:, 1], whole[:, 2], np.column_stack([np.ones(len(rows)), rows[:, 3:]]))


def stored() -> dict[str, Any]:
    """What R said when it was last stored."""
    document: dict[str, Any] = json.loads((HERE / "mix.json").read_text(encoding="utf-8"))
    return document


def main() -> None:
    """Store what R says, to twelve digits."""
    if reason := lacking():
        sys.exit(reason)
    text = json.dumps(json.loads(json.dumps(asked()[0]), parse_float=lambda one: float(f"{float(one):.12g}")), indent=0)
    (HERE / "mix.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
