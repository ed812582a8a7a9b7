"""Kaplan-Meier against hand calculation, published examples and statsmodels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from statsmodels.duration.survfunc import SurvfuncRight

from sojourn.stats.survival import Curve, kaplan_meier, log_log

SIX_MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
Subjects = list[tuple[int, bool, int]]

subjects = some.lists(some.tuples(some.integers(1, 12), some.booleans(), some.integers(1, 9)), min_size=2, max_size=25)


def oracle(times: list[int], happened: list[bool], entries: list[int] | None = None) -> Any:
    """The curve that statsmodels gives."""
    entry = None if entries is None else np.array(entries, float)
    return SurvfuncRight(np.array(times, float), np.array(happened, int), entry=entry)


def test_three_of_four_subjects_by_hand() -> None:
    """Events at 1 and 3, one censored at 2, one at 4: 3/4, then 3/4 times 1/2."""
    curve = kaplan_meier([1, 2, 3, 4], [True, False, True, False])
    assert curve.times.tolist() == [1, 3]
    assert curve.at_risk.tolist() == [4, 2]
    assert curve.survival.tolist() == [0.75, 0.375]
    assert curve.greenwood.tolist() == [1 / 12, 1 / 12 + 1 / 2]


def test_the_survival_of_freireichs_patients_is_the_published_one() -> None:
    """Relapses under 6-MP: the textbook example of the estimate."""
    expected = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    curve = kaplan_meier(SIX_MP, RELAPSED)
    assert curve.survival.round(3).tolist() == expected


@pytest.mark.parametrize(("times", "happened", "expected"), [(SIX_MP, RELAPSED, 23), (PLACEBO, [1] * 21, 8)])
def test_the_medians_of_freireichs_patients_are_the_published_ones(
    times: list[int], happened: list[int], expected: int
) -> None:
    """23 weeks with the drug, 8 without."""
    assert kaplan_meier(times, happened).quantile(0.5) == expected


def test_greenwoods_error_of_freireichs_patients_is_the_published_one() -> None:
    """0.0764 at six weeks, 0.1346 at 23 (Kalbfleisch and Prentice print 0.076 and 0.135)."""
    curve = kaplan_meier(SIX_MP, RELAPSED)
    assert curve.standard_error[[0, -1]].round(4).tolist() == [0.0764, 0.1346]


def test_the_interval_of_a_median_inverts_the_band() -> None:
    """Under 6-MP the lower limit is 13 weeks, and the upper one is not reached."""
    assert kaplan_meier(SIX_MP, RELAPSED).quantile_interval(0.5) == (13, None)


def test_a_share_that_is_hit_exactly_counts_as_reached() -> None:
    """Two of four at time 2: half have had the event by then."""
    assert kaplan_meier([1, 2, 3, 4], [True] * 4).quantile(0.5) == 2


def test_a_share_that_nobody_reaches_has_no_time() -> None:
    """With most censored the median lies outside the data; inventing one would mislead."""
    curve = kaplan_meier([1, 5, 5, 5], [True, False, False, False])
    assert curve.quantile(0.5) is None
    assert curve.quantile_interval(0.5)[1] is None


def test_those_censored_at_an_event_were_at_risk_at_it() -> None:
    """The convention of Kaplan and Meier for ties."""
    curve = kaplan_meier([2, 2], [True, False])
    assert (curve.at_risk.tolist(), curve.survival.tolist()) == ([2], [0.5])


def test_the_share_beyond_a_time_has_limits_also_at_its_ends() -> None:
    """Before the first event Wilson's of those at risk; when all have ended, the last limit before times Wilson's of none."""
    curve = kaplan_meier(PLACEBO, [True] * 21)
    assert curve.longer(0.5) == pytest.approx((1, 0.8454, 1), abs=1e-4)
    assert curve.longer(8) == pytest.approx((8 / 21, 0.1831, 0.5778), abs=1e-4)
    assert curve.longer(30) == pytest.approx((0, 0, 0.1970 * 0.7935), abs=1e-3)


def test_a_share_beyond_what_was_seen_is_not_given() -> None:
    """Six are still in remission at 35 weeks; nothing is known of week 36."""
    curve = kaplan_meier(SIX_MP, RELAPSED)
    assert curve.longer(35) is not None
    assert curve.longer(36) is None


def test_a_late_entrant_is_not_at_risk_before_it_is_seen() -> None:
    """Left truncation: the third subject enters at 1, when the first event has happened."""
    curve = kaplan_meier([1, 2, 3], [True, True, True], entries=[0, 0, 1])
    assert curve.at_risk.tolist() == [2, 2, 1]
    assert curve.survival.tolist() == [0.5, 0.25, 0.0]


def test_nobody_with_the_event_gives_an_empty_curve() -> None:
    """All still wait: no time, and no quantile."""
    curve = kaplan_meier([3, 4], [False, False])
    assert curve.times.size == 0
    assert curve.quantile(0.25) is None


@pytest.mark.parametrize(
    ("times", "happened", "more"),
    [
        ([1, 2], [True], {}),
        ([[1, 2]], [[True, True]], {}),
        ([-1], [True], {}),
        ([float("nan")], [True], {}),
        ([], [], {}),
        ([1], [True], {"counts": [0]}),
        ([1, 2], [True, True], {"counts": [2, -1]}),
        ([1], [True], {"entries": [1]}),
    ],
)
def test_durations_that_cannot_be_are_refused(times: Any, happened: Any, more: dict[str, Any]) -> None:
    """A curve of nonsense would look like any other."""
    with pytest.raises(ValueError, match=r"."):
        kaplan_meier(times, happened, **more)


def spread(rows: Subjects) -> tuple[list[int], list[bool]]:
    """Rows with counts as single subjects."""
    return [time for time, _, count in rows for _ in range(count)], [
        did for _, did, count in rows for _ in range(count)
    ]


def counted(rows: Subjects) -> Curve:
    """The curve of rows with counts."""
    return kaplan_meier([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


@given(subjects)
def test_counts_stand_for_subjects(rows: Subjects) -> None:
    """Grouped rows from the engine give the curve of the single cases."""
    one, other = counted(rows), kaplan_meier(*spread(rows))
    assert one.times.tolist() == other.times.tolist()
    assert np.array_equal(one.survival, other.survival)
    assert np.array_equal(one.greenwood, other.greenwood)


@given(subjects)
def test_the_curve_is_that_of_statsmodels(rows: Subjects) -> None:
    """An independent implementation gives the same survival and error."""
    curve, other = counted(rows), oracle(*spread(rows))
    kept = np.isin(other.surv_times, curve.times)
    assert np.allclose(curve.survival, other.surv_prob[kept])
    assert np.array_equal(curve.at_risk, other.n_risk[kept])
    assert np.allclose(curve.standard_error, np.nan_to_num(other.surv_prob_se[kept]))


@settings(max_examples=50)
@given(some.lists(some.tuples(some.integers(0, 9), some.integers(1, 9), some.booleans()), min_size=3, max_size=20))
def test_late_entries_are_those_of_statsmodels(rows: list[tuple[int, int, bool]]) -> None:
    """Entries lie half a day before whole days, so that no tie rule decides."""
    entries = [2 * enter for enter, _, _ in rows]
    times = [2 * (enter + stay) - 1 for enter, stay, _ in rows]
    happened = [did for _, _, did in rows]
    curve, other = kaplan_meier(times, happened, entries=entries), oracle(times, happened, entries)
    kept = np.isin(other.surv_times, curve.times)
    assert np.allclose(curve.survival, other.surv_prob[kept])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@given(subjects)
def test_the_interval_of_the_median_is_that_of_statsmodels(rows: Subjects) -> None:
    """Its test of the transformed survival is the inversion of our band, wherever it has a time to show.

    Where the survival falls to 0 it takes that time for the upper limit, as if the error were 0 there; we do not.
    """
    curve, other = counted(rows), oracle(*spread(rows))
    expected = other.quantile_ci(0.5, method="cloglog")
    assume(not np.isnan(expected[0]))
    low, high = curve.quantile_interval(0.5)
    assert low == expected[0]
    if not (curve.survival[-1] == 0 and expected[1] == curve.times[-1]):
        assert (np.inf if high is None else high) == expected[1]


@given(subjects)
def test_the_band_holds_the_survival(rows: Subjects) -> None:
    """Limits within 0 and 1, on either side of the estimate; the survival never rises."""
    curve = counted(rows)
    low, high = curve.band()
    assert (low >= 0).all()
    assert (low <= curve.survival + 1e-12).all()
    assert (curve.survival <= high + 1e-12).all()
    assert (high <= 1).all()
    assert (np.diff(curve.survival) <= 0).all()


def test_an_error_beyond_all_bounds_leaves_everything_open() -> None:
    """The transformation runs out of numbers there; the limits are 0 and 1, and nothing is said of the share."""
    low, high = log_log(np.array([1e-9]), np.array([1.0]), 0.95)
    assert (low.tolist(), high.tolist()) == ([0.0], [1.0])
