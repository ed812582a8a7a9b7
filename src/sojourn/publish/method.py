"""The page docs/method.md: every estimator in plain words, its sources, its measured coverage, and who uses it.

`python -m sojourn.publish.method docs/coverage.json > docs/method.md` renews it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sojourn.measures import MEASURES
from sojourn.stats.estimators import Estimator, estimators

_HEAD = """# Every number has a method, and every interval was tried

Each estimator is explained in plain words, with its sources and with how often its interval held the truth when the truth was known. An interval of 95 per cent should hold it in 95 of 100 cases. Where it does not, the figure says so.

`benchmarks/coverage.py` measures the figures; a dash stands for exact sums over all outcomes, a number of runs for a simulation. `least` is the worst share of the setting, where that was looked for. This page is generated (`python -m sojourn.publish.method docs/coverage.json > docs/method.md`).

Words follow the numbers: "denied 45 of 50 (90 %, 79-96 %)". A rate describes past cases and predicts nothing about one person. Below its floor a measure gives no rate at all, and says "too few"."""


def method_page(coverage: Mapping[str, Any]) -> str:
    """The page, from the measured coverage."""
    parts = [_HEAD, _by_measure(), *(_estimator(one, coverage) for one in estimators().values())]
    return "\n\n".join(parts) + "\n"


def _by_measure() -> str:
    known = estimators()
    lines = ["| measure | value and interval | floor |", "|---|---|---|"]
    for name, one in MEASURES.items():
        titles = ", ".join(f"[{known[used].title.lower()}](#{_anchor(known[used].title)})" for used in one.estimators)
        lines.append(f"| `{name}` | {titles} | {one.minimum or 'none'} |")
    return "## Which measure uses what\n\n" + "\n".join(lines)


def _anchor(title: str) -> str:
    """The anchor that a heading has on a page."""
    return "".join(letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter == "-")


def _estimator(one: Estimator, coverage: Mapping[str, Any]) -> str:
    used = [f"`{name}`" for name, measure in MEASURES.items() if one.id in measure.estimators]
    parts = [f"## {one.title}", one.says]
    if one.sources:
        parts.append("Sources: " + " · ".join(one.sources))
    parts.append(f"Used by {', '.join(used)}." if used else "No measure prints it; it stands beside for comparison.")
    if one.coverage:
        parts.append("\n".join(_figures(one.coverage, coverage)))
    return "\n\n".join(parts)


def _figures(methods: Sequence[str], coverage: Mapping[str, Any]) -> Iterator[str]:
    yield "| interval | setting | should hold | held | least | runs |"
    yield "|---|---|---|---|---|---|"
    for method in methods:
        for figure in (one for one in coverage["figures"] if one["method"] == method):
            yield (
                f"| {coverage['methods'][method].rstrip('.')} | {figure['setting']} | {100 * figure['nominal']:.1f} % "
                f"| {100 * figure['coverage']:.1f} % | {_least(figure['least'])} | {figure['runs'] or '–'} |"
            )


def _least(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"


if __name__ == "__main__":
    print(method_page(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), end="")
