"""Our figures of case mix are those of R (metafor, lme4) and of statsmodels.

Stored are R's answers about invented sets, and its figures for Greene's appeals (mix.json; `python -m stats.oracles.mix` makes
them anew). Where R is installed it is asked again, also about Greene, whose rows are read from the installed package.
"""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest
import statsmodels.api as statsmodels
from numpy.typing import NDArray

from sojourn.stats.random_intercept import Logit, logistic, random_intercept
from sojourn.stats.stratified import Pooled, Strata, pooled_difference, pooled_odds_ratio, pooled_ratio
from stats.oracles import mix

DIGITS = 1e-10
"""Closed formulas agree to the last stored digit but rounding."""
ESTIMATES = 1e-5
"""Two optimisers stop at two places of one flat top: our slope there is 1e-10, that of lme4 up to 1e-4."""
ERRORS = 3e-4
"""lme4 takes second derivatives by differences of values; ours are differences of exact slopes."""
LIKELIHOOD = 1e-6
POINTS = (1, 9)
GREENE = -177.9152
"""Log-likelihood of the published model of Greene and Shaffer's appeals (judge, rater, language, location, success)."""


def said_of_strata(found: Pooled, said: dict[str, float], *, logarithm: bool) -> None:
    """Value, error, and for ratios the limits, as metafor has them; its limits of the difference are Wald's."""
    told = log(found.value) if logarithm else found.value
    assert told == pytest.approx(said["value"], abs=DIGITS)
    assert found.error == pytest.approx(said["error"], abs=DIGITS)
    if logarithm:
        assert (log(found.low), log(found.high)) == pytest.approx((said["low"], said["high"]), abs=DIGITS)


def said_of_model(found: Logit, said: dict[str, Any]) -> None:
    """Everything that lme4 says about a model."""
    assert np.allclose(found.effects, said["effects"], rtol=0, atol=ESTIMATES)
    assert np.allclose(found.errors, said["errors"], rtol=0, atol=ERRORS)
    assert found.log_likelihood == pytest.approx(said["log_likelihood"], abs=LIKELIHOOD)
    if "tau" in said:
        assert found.tau == pytest.approx(said["tau"], abs=ESTIMATES)
        assert np.allclose(found.units, said["units"], rtol=0, atol=ESTIMATES)
        assert np.allclose(found.unit_errors, said["unit_errors"], rtol=0, atol=ESTIMATES)


def compare(one: mix.Trials, said: dict[str, Any]) -> None:
    """The plain regression, and those with a random intercept at each number of points."""
    said_of_model(logistic(one.successes, one.trials, one.design), said["plain"])
    for points in POINTS:
        if name := f"points_{points}" if f"points_{points}" in said else "":
            said_of_model(random_intercept(one.successes, one.trials, one.design, one.unit, points), said[name])


@pytest.mark.parametrize("name", sorted(mix.invented_strata()))
def test_pooled_figures_are_those_that_metafor_said(name: str) -> None:
    """Sato's variance, that of Greenland and Robins, and that of Robins, Breslow and Greenland."""
    one, said = mix.invented_strata()[name], mix.stored()["strata"][name]
    said_of_strata(pooled_difference(one), said["difference"], logarithm=False)
    said_of_strata(pooled_ratio(one), said["ratio"], logarithm=True)
    said_of_strata(pooled_odds_ratio(one), said["odds_ratio"], logarithm=True)


@pytest.mark.parametrize("name", sorted(mix.invented_models()))
def test_models_are_those_that_lme4_said(name: str) -> None:
    """Fixed effects, errors, spread, each unit's effect and the likelihood, by Laplace and by nine points."""
    compare(mix.invented_models()[name], mix.stored()["models"][name])


def _tables(one: Strata) -> list[NDArray[np.int64]]:
    kept = one.within
    columns = (kept.successes, kept.trials, kept.peer_successes, kept.peer_trials)
    return [np.array([[a, n - a], [c, m - c]]) for a, n, c, m in zip(*columns, strict=True)]


@pytest.mark.parametrize("name", sorted(mix.invented_strata()))
def test_pooled_figures_are_those_of_statsmodels(name: str) -> None:
    """A second opinion, in Python."""
    one = mix.invented_strata()[name]
    other, found = statsmodels.stats.StratifiedTable(_tables(one)), pooled_odds_ratio(one)
    assert (found.value, found.error) == pytest.approx((other.oddsratio_pooled, other.logodds_pooled_se), abs=DIGITS)
    assert (found.low, found.high) == pytest.approx(other.oddsratio_pooled_confint(), abs=DIGITS)
    assert pooled_ratio(one).value == pytest.approx(other.riskratio_pooled, abs=DIGITS)


@pytest.mark.parametrize("name", sorted(mix.invented_models()))
def test_the_plain_regression_is_that_of_statsmodels(name: str) -> None:
    """A second opinion, in Python."""
    one = mix.invented_models()[name]
    counts = np.column_stack([one.successes, one.trials - one.successes])
    other = statsmodels.GLM(counts, one.design, family=statsmodels.families.Binomial()).fit(tol=1e-14)
    found = logistic(one.successes, one.trials, one.design)
    assert np.allclose(found.effects, other.params, rtol=0, atol=1e-9)
    assert np.allclose(found.errors, other.bse, rtol=0, atol=1e-9)


@pytest.mark.oracle
def test_r_says_the_same_now_and_of_greene_too() -> None:
    """The published likelihood, and the model with a random intercept for each judge."""
    if reason := mix.lacking():
        pytest.skip(reason)
    said, sets = mix.asked()
    for name, one in sets.items():
        compare(one, said["models"][name])
    plain = sets["Greene with judges"]
    assert logistic(plain.successes, plain.trials, plain.design).log_likelihood == pytest.approx(GREENE, abs=5e-5)


@pytest.mark.oracle
def test_r_still_says_what_is_stored() -> None:
    """Stored answers that nobody can make again would prove nothing."""
    if reason := mix.lacking():
        pytest.skip(reason)
    now, before = mix.asked()[0], mix.stored()
    assert now["strata"] == {
        name: {kind: pytest.approx(numbers, abs=DIGITS) for kind, numbers in one.items()}
        for name, one in before["strata"].items()
    }
    for name, models in before["models"].items():
        for kind, numbers in models.items():
            assert now["models"][name][kind]["effects"] == pytest.approx(numbers["effects"], abs=ESTIMATES)
            assert now["models"][name][kind]["log_likelihood"] == pytest.approx(
                numbers["log_likelihood"], abs=LIKELIHOOD
            )
