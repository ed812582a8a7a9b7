"""docs/method.md explains every estimator, with its sources and its measured coverage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sojourn.measures import MEASURES
from sojourn.publish.method import method_page
from sojourn.stats.estimators import Estimator, estimators

ROOT = Path(__file__).parents[2]
COVERAGE = json.loads((ROOT / "docs" / "coverage.json").read_text(encoding="utf-8"))
every_estimator = pytest.mark.parametrize("one", estimators().values(), ids=list(estimators()))


def test_the_page_is_the_generated_one() -> None:
    """Renew it with `python -m sojourn.publish.method docs/coverage.json > docs/method.md`."""
    assert (ROOT / "docs" / "method.md").read_text(encoding="utf-8") == method_page(COVERAGE)


@every_estimator
def test_an_estimator_with_a_function_names_its_source(one: Estimator) -> None:
    """A formula without a paper is a formula of ours."""
    assert len(one.says) > 60
    assert bool(one.sources) == bool(one.functions)


@every_estimator
def test_an_interval_by_chance_has_its_measured_coverage(one: Estimator) -> None:
    """Complete counts and ranges have none: nothing in them is left to chance. That of groups stands in docs/groups-power.md."""
    counted = {
        "complete_count",
        "sources_range",
        "claims_range",
        "evidence_range",
        "printed_figure",
        "differencing",
        "rounded_figure",
        "novel_groups",
        "rounded_figures",
        "months_either_side",
        "waits_in_closed_form",
    }
    assert bool(one.coverage) == (one.id not in counted)
    assert {*one.coverage} <= {figure["method"] for figure in COVERAGE["figures"]}


def test_every_measured_interval_is_explained() -> None:
    """A figure that no estimator claims would stand nowhere."""
    claimed = {method for one in estimators().values() for method in one.coverage}
    assert {figure["method"] for figure in COVERAGE["figures"]} == claimed


def test_every_measure_names_estimators_that_there_are() -> None:
    """And each of those leads to its explanation."""
    assert {used for one in MEASURES.values() for used in one.estimators} <= set(estimators())
