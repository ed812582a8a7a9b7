"""What lifelines says about sets of durations: `python curves.py FOLDER` writes one JSON document to standard output.

FOLDER holds the invented sets as CSV (see sets.py). Two of the published sets that lifelines carries are written beside
them in the same form: waltons, and the Multicenter AIDS Cohort Study, whose subjects enter late. None of their rows is
kept in this repository. lifelines is not in the extra `dev`: it needs matplotlib and an older pandas.
"""

from __future__ import annotations

import csv
import json
import sys
import warnings
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import lifelines
import lifelines.exceptions
import numpy as np
from lifelines.datasets import load_multicenter_aids_cohort_study, load_waltons


def published(folder: Path) -> None:
    """Two sets of lifelines as CSV."""
    waltons = load_waltons()
    _put(folder / "waltons.csv", ((-1, end, int(died)) for end, died in zip(waltons["T"], waltons["E"], strict=True)))
    cohort = load_multicenter_aids_cohort_study()
    columns = (cohort["W"], cohort["T"], cohort["D"])
    seen = ((entry, end, int(died)) for entry, end, died in zip(*columns, strict=True) if entry < end)
    _put(folder / "multicenter aids cohort.csv", seen)


def _put(path: Path, rows: Iterable[tuple[float, float, int]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["start", "stop", "cause", "count"])
        out.writerows((repr(float(entry)), repr(float(end)), cause, 1) for entry, end, cause in rows)


def curves(path: Path) -> dict[str, Any]:
    """Survival, limits, quantiles and, where no times of events are tied, incidences with their variance."""
    start, stop, cause, count = np.loadtxt(path, delimiter=",", skiprows=1, unpack=True)
    try:
        fitted = lifelines.KaplanMeierFitter().fit(stop, cause > 0, entry=start, weights=count)
    except lifelines.exceptions.StatError as refused:
        return {"refused": str(refused)}
    times = np.unique(stop[cause > 0])
    limits = fitted.confidence_interval_.loc[times]
    said = {
        "times": times.tolist(),
        "survival": fitted.survival_function_["KM_estimate"].loc[times].tolist(),
        "low": limits.iloc[:, 0].tolist(),
        "high": limits.iloc[:, 1].tolist(),
        "quantiles": [_finite(fitted.percentile(1 - share)) for share in (0.1, 0.25, 0.5, 0.75, 0.9)],
    }
    if cause.max() > 1 and times.size == (cause > 0).sum() and (count == 1).all():
        said |= _incidences(start, stop, cause.astype(int), times)
    return said


def _incidences(start: Any, stop: Any, cause: Any, times: Any) -> dict[str, Any]:
    fitted = [
        lifelines.AalenJohansenFitter().fit(stop, cause, event_of_interest=one, entry=start)
        for one in range(1, cause.max() + 1)
    ]
    return {
        "share": [one.cumulative_density_.iloc[:, 0].loc[times].tolist() for one in fitted],
        "variance": [one.variance_.loc[times].tolist() for one in fitted],
    }


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def main() -> None:
    """All sets of the folder, and the two published ones."""
    folder = Path(sys.argv[1])
    published(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of shares of 0, whose logarithm it takes, and of tiny risk sets
        said = {path.stem: curves(path) for path in sorted(folder.glob("*.csv"))}
    versions = {name: version(name) for name in ("lifelines", "numpy", "pandas")}
    json.dump({"packages": versions, "curves": said}, sys.stdout)


if __name__ == "__main__":
    main()
