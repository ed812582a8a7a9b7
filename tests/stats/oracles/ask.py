"""Asks R and lifelines about every set; `python -m stats.oracles.ask` from tests/ stores what they say.

Stored are at most twelve times of each curve, under r.json and lifelines.json, with the versions that said it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from stats.oracles import sets

HERE = Path(__file__).parent
PACKAGES = ("survival", "etm", "MASS", "carData", "KMsurv", "jsonlite")
MOST = 12


def commands() -> dict[str, list[str]]:
    """How each oracle is run, by the name under which its answers are stored."""
    return {"r": ["Rscript", str(HERE / "curves.R")], "lifelines": [sys.executable, str(HERE / "curves.py")]}


@cache
def lacking(oracle: str) -> str:
    """Why an oracle cannot be asked on this machine; empty where it can."""
    if oracle == "lifelines":
        return "" if find_spec("lifelines") else "lifelines is not installed (pip install .[oracles])"
    return missing_in_r(PACKAGES)


def missing_in_r(packages: Sequence[str]) -> str:
    """Why R cannot be asked with these packages; empty where it can."""
    if not shutil.which("Rscript"):
        return "R is not installed (Debian: r-base-core)"
    tests = "; ".join(f"if (!requireNamespace('{one}', quietly = TRUE)) cat('{one} ')" for one in packages)
    missing = subprocess.run(["Rscript", "-e", tests], capture_output=True, text=True, check=True).stdout.split()
    return f"R has no package {', '.join(missing)} (Debian: r-cran-...)" if missing else ""


@cache
def asked(oracle: str) -> tuple[dict[str, Any], dict[str, sets.Durations]]:
    """What an oracle says now, whole, and the sets that it was asked about."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        sets.write(folder)
        said = subprocess.run([*commands()[oracle], name], capture_output=True, text=True, check=True).stdout
        return json.loads(said), {path.stem: sets.read(path) for path in sorted(folder.glob("*.csv"))}


def stored(oracle: str) -> dict[str, Any]:
    """What an oracle said when it was last stored."""
    document: dict[str, Any] = json.loads((HERE / f"{oracle}.json").read_text(encoding="utf-8"))
    return document


def thinned(document: dict[str, Any]) -> dict[str, Any]:
    """The same with at most twelve times of each curve, numbers to twelve digits."""
    return {**document, "curves": {name: _thin(one) for name, one in document["curves"].items()}}


def _thin(curve: dict[str, Any]) -> dict[str, Any]:
    steps = len(curve.get("times", []))
    kept = sorted({round(at * (steps - 1) / (MOST - 1)) for at in range(MOST)}) if steps > MOST else list(range(steps))

    def thin(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: thin(one) for name, one in value.items()}
        if isinstance(value, list) and len(value) == steps and not isinstance(value[0], list | dict):
            return [thin(value[at]) for at in kept]
        if isinstance(value, list):
            return [thin(one) for one in value]
        return float(f"{value:.12g}") if isinstance(value, float) else value

    return {name: thin(one) for name, one in curve.items()}


def main() -> None:
    """Store what every oracle that is installed says."""
    for oracle in commands():
        if reason := lacking(oracle):
            print(f"{oracle}: left as it is, {reason}", file=sys.stderr)
            continue
        text = json.dumps(thinned(asked(oracle)[0]), indent=0, sort_keys=True)
        (HERE / f"{oracle}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
