"""Rows decided together: effects by hand, against statsmodels, and a bootstrap that repeats itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from statsmodels.api import OLS

from sojourn.stats.clusters import (
    Clusters,
    bootstrap_mean,
    by_cluster,
    clustered_share,
    design_effect,
    effective_rows,
)
from sojourn.stats.proportions import wilson

rows = some.lists(some.tuples(some.integers(0, 1), some.integers(0, 6)), min_size=2, max_size=60).filter(
    lambda held: len({key for _, key in held}) > 1
)


def clusters(held: list[tuple[int, int]]) -> Clusters:
    """Rows with their cluster."""
    return by_cluster([one for one, _ in held], [key for _, key in held])


def test_rows_are_summed_by_their_cluster() -> None:
    """Keys of any kind, in their order."""
    found = by_cluster([1, 0, 1, 1], ["b", "a", "b", "a"])
    assert (found.totals.tolist(), found.rows.tolist(), found.mean) == ([1, 2], [2, 2], 0.75)


def test_clusters_of_one_row_have_no_effect() -> None:
    """Everybody alone: as many rows as there are, and the variance of a simple sample."""
    found = by_cluster([1, 0, 0, 1, 1], range(5))
    assert design_effect(found) == pytest.approx(1)
    assert effective_rows(found) == pytest.approx(5)


def test_families_decided_together_count_as_one_each() -> None:
    """Ten families of four, five granted: ten pairs of equal deviation, 10/9 * 10 * 2^2 / 40^2 over (1/4) / 39."""
    found = Clusters(np.array([4.0, 0.0] * 5), np.full(10, 4.0))
    assert design_effect(found) == pytest.approx(10 / 9 * 40 / 1600 * 4 * 39)
    assert effective_rows(found) == pytest.approx(40 / (10 / 9 * 40 / 1600 * 4 * 39))


@given(rows)
def test_the_effect_is_that_of_a_clustered_regression(held: list[tuple[int, int]]) -> None:
    """The mean as a regression on nothing, its variance by cluster against that of ordinary least squares."""
    found, values = clusters(held), np.array([one for one, _ in held], float)
    if found.mean in {0.0, 1.0}:
        return
    keys = np.array([key for _, key in held])
    fitted = OLS(values, np.ones(len(values)))
    robust = fitted.fit(cov_type="cluster", cov_kwds={"groups": keys}).cov_params()[0, 0]
    assert design_effect(found) == pytest.approx(robust / fitted.fit().cov_params()[0, 0], abs=1e-9)


def test_where_all_rows_agree_the_clusters_are_what_counts() -> None:
    """Twenty rows in four hearings, all denied: worth four, and the limit is that of four."""
    found = Clusters(np.full(4, 5.0), np.full(4, 5.0))
    assert effective_rows(found) == 4
    share, low, high = clustered_share(found)
    assert (share, high) == (1, 1)
    assert low < wilson(4, 4)[0]


@given(rows, some.sampled_from([0.9, 0.95, 0.998]))
def test_clustered_limits_hold_the_share(held: list[tuple[int, int]], level: float) -> None:
    """Within 0 and 1, and no narrower than Wilson's of all rows."""
    share, low, high = clustered_share(clusters(held), level)
    own_low, own_high = wilson(round(share * len(held)), len(held), level)
    assert 0 <= low <= share <= high <= 1
    assert high - low >= own_high - own_low - 1e-9


def test_the_same_seed_gives_the_same_limits() -> None:
    """A figure that changes from run to run cannot be cited."""
    found = by_cluster(np.arange(400) ** 2 % 7 / 3, np.arange(400) // 3)
    assert bootstrap_mean(found, seed=7) == bootstrap_mean(found, seed=7)
    assert bootstrap_mean(found, seed=7) != bootstrap_mean(found, seed=8)


def test_a_bootstrap_of_two_clusters_by_hand() -> None:
    """0 of 1 and 3 of 3: a quarter of the draws have only the first, a quarter only the second."""
    found = Clusters(np.array([0.0, 3.0]), np.array([1.0, 3.0]))
    mean, low, high = bootstrap_mean(found, seed=1, draws=500)
    assert (mean, low, high) == (0.75, 0, 1)


def test_a_bootstrap_has_the_error_of_the_mean() -> None:
    """400 families: the limits lie about two clustered errors from the mean."""
    draw = np.random.default_rng(4)
    sizes = draw.integers(1, 6, 400)
    found = Clusters((sizes * (draw.random(400) < 0.7)).astype(float), sizes.astype(float))
    _, low, high = bootstrap_mean(found, seed=1, draws=4000)
    error = np.sqrt(design_effect(found) * found.mean * (1 - found.mean) / (sizes.sum() - 1))
    assert high - low == pytest.approx(2 * 1.96 * error, rel=0.05)


def test_a_mean_of_other_things_than_shares_can_be_drawn() -> None:
    """Days in court by family."""
    found = by_cluster([10.0, 12.5, 90.0, 3.0], [1, 1, 2, 3])
    mean, low, high = bootstrap_mean(found, seed=1)
    assert mean == 28.875
    assert 3 <= low <= mean <= high <= 90


def test_clusters_that_cannot_be_are_refused() -> None:
    """One cluster has no spread, and a mean of nothing is none."""
    with pytest.raises(ValueError, match="two clusters"):
        design_effect(by_cluster([1, 0], [3, 3]))
    with pytest.raises(ValueError, match="two clusters"):
        bootstrap_mean(by_cluster([1, 0], [3, 3]), seed=1)
    with pytest.raises(ValueError, match="successes"):
        design_effect(by_cluster([2.5, 0], [3, 4]))
    with pytest.raises(ValueError, match="belong together"):
        by_cluster([1], [1, 2])
    with pytest.raises(ValueError, match="belong together"):
        by_cluster([], [])
