"""Our curves are those of R and of lifelines, to 1e-6 and better: on invented sets always, on published ones where installed.

Stored are the answers about invented sets (r.json, lifelines.json; `python -m stats.oracles.ask` makes them anew). Where the
oracles are installed they are asked again, also about gehan, Rossi, channing, mgus2, abortion, waltons and the Multicenter
AIDS Cohort Study, whose rows are read from the installed packages.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sojourn.stats.competing_risks import Incidence, cumulative_incidence
from sojourn.stats.survival import Curve
from stats.oracles import ask
from stats.oracles.sets import Durations, invented

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
CLOSE = 1e-9
INVENTED = sorted(invented())
PUBLISHED = {
    "r": [
        *("Rossi", "abortion 0", "abortion 1", "channing men", "channing men from 815", "channing women"),
        *("gehan 6-MP", "gehan control", "mgus2"),
    ],
    "lifelines": ["multicenter aids cohort", "waltons"],
}


def ours(one: Durations) -> Incidence:
    """Our estimate of a set."""
    return cumulative_incidence(one.times, one.causes, one.number, one.counts, one.entries)


def numbers(values: Any) -> NDArray[np.float64]:
    """What an oracle says, with what it does not say as no number."""
    return np.array([np.nan if one in {None, "NA", "NaN", "Inf"} else one for one in np.atleast_1d(values)], np.float64)


def compare(found: Incidence, said: dict[str, Any]) -> None:
    """Everything that an oracle says about a set."""
    if "refused" in said:
        assert found.total.emptied is not None
        return
    curve = found.total
    at = [int(np.argmin(np.abs(curve.times - time))) for time in numbers(said["times"])]
    assert np.allclose(curve.times[at], numbers(said["times"]), rtol=0, atol=CLOSE)
    assert np.allclose(curve.survival[at], numbers(said["survival"]), rtol=0, atol=CLOSE)
    left = curve.survival[at] > 0
    for limit, name in zip(curve.band(), ("low", "high"), strict=True):
        assert np.allclose(limit[at][left], numbers(said[name])[left], rtol=0, atol=CLOSE)
    if "at_risk" in said:
        assert curve.at_risk[at].tolist() == said["at_risk"]
        assert np.allclose(curve.standard_error[at][left], numbers(said["error"])[left], rtol=0, atol=CLOSE)
    if "share" in said:
        compare_shares(found, said, at)


def compare_shares(found: Incidence, said: dict[str, Any], at: list[int]) -> None:
    """Shares of all causes, and their errors as lifelines and etm have them.

    R survival has the infinitesimal jackknife, which is the same without late entries and another estimate with them.
    """
    assert np.allclose(found.share[:, at], np.array([numbers(one) for one in said["share"]]), rtol=0, atol=CLOSE)
    if "variance" in said:
        assert np.allclose(
            found.variance[:, at], np.array([numbers(one) for one in said["variance"]]), rtol=0, atol=CLOSE
        )
    if found.total.of.entries is None or (found.total.of.entries < 0).all():
        jackknife = np.array([numbers(one) for one in said.get("jackknife", found.standard_error[:, at])])
        assert np.allclose(found.standard_error[:, at], jackknife, rtol=0, atol=CLOSE)
    for cause, etm in enumerate(said.get("aalen", [])):
        there = [int(np.argmin(np.abs(found.total.times - time))) for time in numbers(etm["times"])]
        assert np.allclose(found.share[cause, there], numbers(etm["share"]), rtol=0, atol=CLOSE)
        assert np.allclose(found.standard_error[cause, there], numbers(etm["error"]), rtol=0, atol=CLOSE)


def compare_quantiles(curve: Curve, said: dict[str, Any]) -> None:
    """Quantiles, and in R their limits, but for four differences that are meant.

    R takes the middle of the step where the curve is flat at the quantile; we and lifelines its start. Where the band is not
    monotone (late entries) R takes some crossing; we the first, which is the wider. At a survival of 0 R has no upper
    limit; we a cautious one. Where the first risk set empties we give nothing.
    """
    if curve.emptied is not None:
        return
    by_r = isinstance(said["quantiles"], dict)
    found = said["quantiles"]["quantile"] if by_r else said["quantiles"]
    flat = [bool(np.isclose(curve.survival, 1 - share).any()) for share in SHARES]
    for share, one, is_flat in zip(SHARES, numbers(found), flat, strict=True):
        if not (by_r and is_flat):
            assert np.isclose(_or_nan(curve.quantile(share)), one, equal_nan=True)
    if not by_r or any((np.diff(limit) > 1e-12).any() for limit in curve.band()):
        return
    for share, low, high in zip(
        SHARES, *(numbers(said["quantiles"][name]) for name in ("lower", "upper")), strict=True
    ):
        limits = [_or_nan(one) for one in curve.quantile_interval(share)]
        assert np.isclose(limits[0], low, equal_nan=True)
        at_the_end = curve.survival[-1] == 0 and limits[1] == curve.times[-1]
        assert np.isclose(limits[1], high, equal_nan=True) or (at_the_end and np.isnan(high))


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


@pytest.mark.parametrize("oracle", ["r", "lifelines"])
@pytest.mark.parametrize("name", INVENTED)
def test_invented_sets_have_the_curves_that_the_oracle_said(oracle: str, name: str) -> None:
    """Ties, counts, late entries, three causes, everyone ended, and a first risk set that empties."""
    said = ask.stored(oracle)["curves"][name]
    found = ours(invented()[name])
    compare(found, said)
    if "quantiles" in said:
        compare_quantiles(found.total, said)


@pytest.mark.oracle
@pytest.mark.parametrize(
    ("oracle", "name"), [(oracle, name) for oracle in PUBLISHED for name in (*INVENTED, *PUBLISHED[oracle])]
)
def test_sets_have_the_curves_that_the_oracle_says_now(oracle: str, name: str) -> None:
    """On their published data too, at every time."""
    if reason := ask.lacking(oracle):
        pytest.skip(reason)
    document, sets = ask.asked(oracle)
    found = ours(sets[name])
    compare(found, document["curves"][name])
    if "quantiles" in document["curves"][name]:
        compare_quantiles(found.total, document["curves"][name])


@pytest.mark.oracle
@pytest.mark.parametrize("oracle", list(PUBLISHED))
def test_the_oracle_still_says_what_is_stored(oracle: str) -> None:
    """Stored answers that nobody can make again would prove nothing."""
    if reason := ask.lacking(oracle):
        pytest.skip(reason)
    now, before = ask.thinned(ask.asked(oracle)[0])["curves"], ask.stored(oracle)["curves"]
    assert set(now) == set(before)
    for name, curve in before.items():
        if "refused" not in curve:
            assert np.allclose(numbers(now[name]["survival"]), numbers(curve["survival"]), rtol=0, atol=CLOSE)
