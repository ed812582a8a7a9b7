"""The beta-binomial fit by hand, at its edges, and against R (see oracles/counts.py)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.optimize import approx_fprime
from scipy.stats import betabinom

from sojourn.stats.beta_binomial import Fitted, Method, counts_of, fit, log_likelihood
from sojourn.stats.shrinkage import Posterior, shrink
from stats.oracles import counts as oracle

INVENTED = sorted(oracle.invented())
METHODS: list[Method] = ["moments", "likelihood", "adjusted"]
units = some.lists(
    some.integers(0, 60).flatmap(lambda trials: some.tuples(some.integers(0, trials), some.just(trials))),
    min_size=1,
    max_size=12,
).filter(lambda rows: any(trials for _, trials in rows))


def fitted(rows: list[tuple[int, int]], method: Method) -> Fitted:
    """The fit of one group."""
    return fit([x for x, _ in rows], [n for _, n in rows], method=method)


def test_moments_of_two_units_by_hand() -> None:
    """2 of 10 and 8 of 10: spread 10 (0.3^2 + 0.3^2) = 1.8, over 1/4 is 7.2; (7.2 - 1) / (20 - 2 - 180/20) = 6.2/9."""
    found = fit([2, 8], [10, 10], method="moments")
    assert found.mean.tolist() == [0.5]
    assert found.correlation == pytest.approx([6.2 / 9])
    assert found.spread == pytest.approx([np.sqrt(0.25 * 6.2 / 9)])


def test_the_likelihood_is_that_of_the_beta_binomial_distribution() -> None:
    """It differs from the one of scipy by the binomial coefficients alone."""
    x, n = np.array([3, 7, 0]), np.array([10, 9, 4])
    counts, level = counts_of(x, n), np.array([[0.0], [np.log(2.0)]])
    tilted = np.array([[np.log(0.6 / 0.4)], [np.log(5.0)]])
    expected = float((betabinom.logpmf(x, n, 3, 2) - betabinom.logpmf(x, n, 1, 1)).sum())
    assert log_likelihood(counts, tilted) - log_likelihood(counts, level) == pytest.approx([expected])


@given(units)
def test_the_likelihood_is_level_at_its_maximum(rows: list[tuple[int, int]]) -> None:
    """Where the fit is inside its bounds, no small step is uphill."""
    found = fitted(rows, "likelihood")
    if not np.isfinite(found.precision[0]) or not found.covariance.any():
        return
    counts = counts_of([x for x, _ in rows], [n for _, n in rows])
    at = np.array([np.log(found.mean / (1 - found.mean)), np.log(found.precision)]).ravel()
    slope = approx_fprime(at, lambda one: float(log_likelihood(counts, one.reshape(2, 1))[0]), 1e-6)
    assert np.abs(slope).max() < 1e-3


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "rows",
    [[(3, 10)], [(0, 0), (3, 10)], [(0, 5), (0, 0), (0, 8)], [(5, 5), (8, 8)], [(10, 20)] * 4, [(0, 9), (9, 9)]],
)
def test_counts_at_the_edge_have_a_fit_and_a_posterior(rows: list[tuple[int, int]], method: Method) -> None:
    """One unit, no trial, no success, only successes, all the same, all or nothing: numbers, and in order."""
    found = fitted(rows, method)
    known = shrink([x for x, _ in rows], [n for _, n in rows], found)
    low, high = known.interval()
    assert 0 <= found.mean[0] <= 1
    assert found.precision[0] > 0
    assert np.isfinite(found.spread).all()
    assert ((low >= 0) & (low <= known.mean) & (known.mean <= high) & (high <= 1)).all()
    assert np.isfinite(known.above(0.5)).all()


@pytest.mark.parametrize("method", ["moments", "likelihood"])
def test_units_of_the_same_share_have_no_spread(method: Method) -> None:
    """Counts that vary less than one common share lets them: the precision is infinite, and the share that of all."""
    found = fitted([(50, 100)] * 10, method)
    assert found.precision.tolist() == [np.inf]
    assert found.spread.tolist() == [0]
    assert found.quantile(0.1).tolist() == [0.5]


def test_units_of_one_common_share_are_known_as_well_as_it_is() -> None:
    """500 of 1,000 together: Beta(500.5, 500.5) for each."""
    known = shrink([50] * 10, [100] * 10, fitted([(50, 100)] * 10, "likelihood"))
    assert known.successes.tolist() == [500.5] * 10
    assert known.failures.tolist() == [500.5] * 10


def test_an_adjusted_fit_never_says_that_all_are_alike() -> None:
    """Ten units with exactly half each may still differ a little."""
    found = fitted([(50, 100)] * 10, "adjusted")
    assert np.isfinite(found.precision[0])
    assert 0 < found.spread[0] < 0.05


@given(units)
def test_shrinkage_moves_towards_the_mean_of_the_group(rows: list[tuple[int, int]]) -> None:
    """Every posterior mean lies between the unit's own share and that of its group."""
    found = fitted(rows, "adjusted")
    if not np.isfinite(found.precision[0]):
        return
    known = shrink([x for x, _ in rows], [n for _, n in rows], found)
    for (successes, trials), mean in zip(rows, known.mean, strict=True):
        own = successes / trials if trials else found.mean[0]
        assert min(own, found.mean[0]) - 1e-9 <= mean <= max(own, found.mean[0]) + 1e-9


@given(some.lists(units, min_size=1, max_size=5), some.sampled_from(METHODS))
def test_groups_are_fitted_as_if_each_stood_alone(groups: list[list[tuple[int, int]]], method: Method) -> None:
    """Thirty years at once give what thirty fits give."""
    rows = [(x, n, group) for group, held in enumerate(groups) for x, n in held]
    x, n, of = (list(column) for column in zip(*rows, strict=True))
    together = fit(x, n, of, method)
    known = shrink(x, n, together, of)
    alone = [fitted(held, method) for held in groups]
    assert together.mean == pytest.approx(np.concatenate([one.mean for one in alone]), abs=1e-6)
    assert together.spread == pytest.approx(np.concatenate([one.spread for one in alone]), abs=1e-5)
    for group, held in enumerate(groups):
        own = shrink([a for a, _ in held], [b for _, b in held], alone[group])
        assert known.mean[np.array(of) == group] == pytest.approx(own.mean, abs=1e-5)


def test_a_distribution_known_with_an_error_widens_what_is_known() -> None:
    """The same fit without its error gives the narrower intervals."""
    tally = oracle.invented()["few judges, high shares"]
    found = fit(tally.successes, tally.trials, method="adjusted")
    plain = Fitted(found.mean, found.precision, np.zeros((1, 2, 2)), found.successes, found.trials)
    low, high = shrink(tally.successes, tally.trials, found).interval()
    narrow_low, narrow_high = shrink(tally.successes, tally.trials, plain).interval()
    assert (high - low > narrow_high - narrow_low).all()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (([1], [1, 2]), "do not belong together"),
        (([3], [2]), "3 of 2 is no proportion"),
        (([0], [0]), "must have a trial"),
        (([], []), "must have a trial"),
        (([1, 1], [2, 2], [0, -1]), "below 0"),
        (([1, 1], [2, 2], [0, 2]), "must have a trial"),
    ],
)
def test_counts_that_cannot_be_are_refused(given: Any, message: str) -> None:
    """A fit of nonsense would look like any other."""
    with pytest.raises(ValueError, match=message):
        fit(*given)


def test_a_group_without_a_distribution_is_refused() -> None:
    """Units of a group that was not fitted."""
    with pytest.raises(ValueError, match="2 groups, and 1 distributions"):
        shrink([1, 1], [2, 2], fit([1], [2]), [0, 1])


def compare(tally: oracle.Tally, said: dict[str, Any]) -> None:
    """Everything that R says about a set."""
    found = fit(tally.successes, tally.trials)
    assert (found.mean[0], found.precision[0]) == pytest.approx((said["mean"], said["precision"]), rel=1e-6)
    for method in ("likelihood", "adjusted"):
        one = fit(tally.successes, tally.trials, method=method)
        assert one.mean[0] == pytest.approx(said[method]["mean"], rel=1e-6)
        assert one.precision[0] == pytest.approx(said[method]["precision"], rel=1e-6)
        assert one.covariance[0] == pytest.approx(np.array(said[method]["covariance"]), rel=1e-5, abs=1e-8)
    assert [float(found.quantile(share)[0]) for share in (0.1, 0.5, 0.9)] == pytest.approx(said["quantiles"], rel=1e-6)
    compare_posterior(tally, found, said)


def compare_posterior(tally: oracle.Tally, found: Fitted, said: dict[str, Any]) -> None:
    """Mean, limits and probability of each unit, with the distribution taken as known."""
    known = shrink(tally.successes, tally.trials, _certain(found))
    low, high = known.interval()
    assert known.mean == pytest.approx(np.array(said["posterior"]), abs=1e-6)
    assert low == pytest.approx(np.array(said["low"]), abs=1e-6)
    assert high == pytest.approx(np.array(said["high"]), abs=1e-6)
    assert known.above(found.quantile(0.5)) == pytest.approx(np.array(said["above"]), abs=1e-6)


def _certain(found: Fitted) -> Fitted:
    return Fitted(found.mean, found.precision, np.zeros((1, 2, 2)), found.successes, found.trials)


@pytest.mark.parametrize("name", INVENTED)
def test_invented_sets_have_the_fit_that_r_said(name: str) -> None:
    """VGAM's fit, a second maximum by R's own search, its curvature, and R's beta distribution."""
    compare(oracle.invented()[name], oracle.stored()["sets"][name])


@pytest.mark.oracle
@pytest.mark.parametrize("name", [*INVENTED, "lirat", "Greene"])
def test_sets_have_the_fit_that_r_says_now(name: str) -> None:
    """Also litters of rats (VGAM) and refugee appeals by judge (carData), read from the installed packages."""
    if reason := oracle.lacking():
        pytest.skip(reason)
    document, sets = oracle.asked()
    compare(sets[name], document["sets"][name])


@pytest.mark.oracle
def test_r_still_says_what_is_stored() -> None:
    """Stored answers that nobody can make again would prove nothing."""
    if reason := oracle.lacking():
        pytest.skip(reason)
    now, before = oracle.asked()[0]["sets"], oracle.stored()["sets"]
    for name, said in before.items():
        assert now[name]["precision"] == pytest.approx(said["precision"], rel=1e-8)
        assert now[name]["above"] == pytest.approx(said["above"], abs=1e-8)


@pytest.mark.oracle
def test_the_appeals_of_greene_are_the_published_ones() -> None:
    """384 rows, ten judges, 29.7 per cent granted, from 10.3 (of 29) to 60.0 per cent (of 25)."""
    if reason := oracle.lacking():
        pytest.skip(reason)
    tally = oracle.asked()[1]["Greene"]
    shares = sorted((round(100 * x / n, 1), n) for x, n in zip(tally.successes, tally.trials, strict=True))
    assert (sum(tally.trials), len(tally.trials)) == (384, 10)
    assert round(100 * sum(tally.successes) / 384, 1) == 29.7
    assert (shares[0], shares[-1]) == ((10.3, 29), (60.0, 25))


def test_above_counts_the_mass_above_a_value() -> None:
    """Half of Beta(2, 2) lies above one half; all above 0, none above 1; each unit may have its own value."""
    known = Posterior(np.array([2.0, 2.0, 2.0]), np.array([2.0, 2.0, 2.0]))
    assert known.above([0, 0.5, 1]) == pytest.approx([1, 0.5, 0])
    assert known.above(0.5) == pytest.approx([0.5] * 3)
