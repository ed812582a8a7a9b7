"""docs/coverage.json says how often each interval holds the truth, for every method that benchmarks/coverage.py measures."""

from __future__ import annotations

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
STORED: dict[str, Any] = json.loads((ROOT / "docs" / "coverage.json").read_text(encoding="utf-8"))
EXACT = ("wilson_share", "jeffreys_share", "exact_share", "newcombe_difference", "koopman_ratio")
"""Those that are counted and not drawn, in a second or two."""


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The benchmark as a module, under a name that no package has."""
    folder = ROOT / "benchmarks"
    monkeypatch.syspath_prepend(str(folder))
    spec = spec_from_file_location("benchmarks_coverage", folder / "coverage.py")
    assert spec
    assert spec.loader
    made = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, made)
    spec.loader.exec_module(made)
    return made


def test_the_file_has_every_method_that_is_measured(benchmark: Any) -> None:
    """A new interval without its figures would be believed for nothing."""
    expected = {method.__name__ for method in benchmark.FIGURES}
    assert {one["method"] for one in STORED["figures"]} == expected == set(STORED["methods"])
    assert STORED["seed"] == benchmark.SEED


def test_each_figure_is_a_share_with_its_setting() -> None:
    """What was drawn, how often, and what the limits say of themselves."""
    for one in STORED["figures"]:
        assert 0 <= one["coverage"] <= 1
        assert one["nominal"] in {0.95, 0.998}
        assert one["setting"]
        assert one["runs"] >= 0


@pytest.mark.parametrize("name", EXACT)
def test_figures_that_are_counted_are_those_of_the_file(benchmark: Any, name: str) -> None:
    """No random number is in them, so they are the same everywhere."""
    method = next(one for one in benchmark.FIGURES if one.__name__ == name)
    expected = [(one["setting"], one["coverage"], one["least"]) for one in STORED["figures"] if one["method"] == name]
    found = [(one.setting, one.coverage, one.least) for one in benchmark.measured(method)]
    assert [one[0] for one in found] == [one[0] for one in expected]
    assert [one[1:] for one in found] == [pytest.approx(one[1:], abs=2e-4) for one in expected]


@pytest.mark.slow
def test_figures_that_are_drawn_are_those_of_the_file(benchmark: Any) -> None:
    """The same seed, the same figures, but for the last rounding."""
    for one, stored in zip(benchmark.document()["figures"], STORED["figures"], strict=True):
        assert (one["method"], one["setting"]) == (stored["method"], stored["setting"])
        assert one["coverage"] == pytest.approx(stored["coverage"], abs=5e-3)


@pytest.mark.parametrize(
    ("method", "least"),
    [("wilson_share", 0.949), ("newcombe_difference", 0.949), ("koopman_ratio", 0.949), ("exact_share", 0.95)],
)
def test_intervals_of_shares_hold_the_truth_as_often_as_they_say(method: str, least: float) -> None:
    """On average over the true shares, in every size of sample."""
    assert min(one["coverage"] for one in STORED["figures"] if one["method"] == method) >= least


def test_what_judge_variation_prints_holds_the_truth_as_often_as_it_says() -> None:
    """To about one in a hundred, from five judges on; the funnel at both of its levels."""
    for method in ("posterior_adjusted", "funnel_additive", "probability_above", "spread_profile"):
        for one in STORED["figures"]:
            if one["method"] == method:
                assert one["coverage"] >= one["nominal"] - 0.012
