"""Aalen-Johansen by hand, by its identities, and by brute force. R and lifelines: test_oracles.py."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sojourn.stats.competing_risks import Incidence, cumulative_incidence
from sojourn.stats.survival import kaplan_meier

Rows = list[tuple[int, int, int, int]]

rows_of_subjects = some.lists(
    some.tuples(some.integers(0, 8), some.integers(1, 9), some.integers(0, 3), some.integers(1, 5)),
    min_size=2,
    max_size=25,
)
"""Entry, length after it, cause (0 where censored), and how many subjects."""


def incidence(rows: Rows, *, late: bool = True) -> Incidence:
    """The estimate of rows; an entry of 0 is the origin itself."""
    return cumulative_incidence(
        [entry + length for entry, length, _, _ in rows],
        [cause for _, _, cause, _ in rows],
        3,
        [count for *_, count in rows],
        [entry - (entry == 0) for entry, *_ in rows] if late else None,
    )


def by_hand(rows: Rows) -> dict[int, list[Fraction]]:
    """Survival and the share of each cause after each time, by exact fractions from the definition."""
    singles = [
        (entry - (entry == 0), entry + length, cause) for entry, length, cause, count in rows for _ in range(count)
    ]
    survival, shares, found = Fraction(1), [Fraction(0)] * 3, {}
    for time in sorted({end for _, end, cause in singles if cause}):
        at_risk = sum(entry < time <= end for entry, end, _ in singles)
        ended = [sum(end == time and cause == one for _, end, cause in singles) for one in (1, 2, 3)]
        shares = [share + survival * Fraction(one, at_risk) for share, one in zip(shares, ended, strict=True)]
        survival *= 1 - Fraction(sum(ended), at_risk)
        found[time] = [survival, *shares]
    return found


def test_five_subjects_by_hand() -> None:
    """One of five leaves by cause 1; of four left one is censored; of three one leaves by 2: 1/5, then 4/5 times 1/3."""
    found = cumulative_incidence([1, 2, 3, 4, 4], [1, 0, 2, 0, 0], 2)
    assert found.share.tolist() == pytest.approx(np.array([[0.2, 0.2], [0.0, 4 / 15]]))
    assert found.total.survival.tolist() == pytest.approx([0.8, 8 / 15])


def test_ends_by_two_causes_at_one_time_share_its_risk_set() -> None:
    """Two causes at time 2 among four subjects: a quarter each, whichever is written first."""
    for causes in ([1, 2, 0, 0], [2, 1, 0, 0]):
        assert cumulative_incidence([2, 2, 3, 3], causes, 2).share[:, 0].tolist() == [0.25, 0.25]


def test_one_minus_kaplan_meier_of_one_cause_is_too_high() -> None:
    """Half leave by cause 1 and half by cause 2; censoring the others would say that all leave by 1."""
    times, causes = [1, 2, 3, 4], [2, 1, 2, 1]
    assert cumulative_incidence(times, causes, 2).share[0, -1] == 0.5
    assert kaplan_meier(times, [cause == 1 for cause in causes]).survival[-1] == 0.0


def test_a_late_entrant_counts_from_its_entry() -> None:
    """At 1 two are at risk and at 3 two: a half of the half that is left leaves by 2."""
    found = cumulative_incidence([1, 3, 3], [1, 2, 0], 2, entries=[-np.inf, -np.inf, 1])
    assert found.share[:, -1].tolist() == [0.5, 0.25]


def test_an_entry_at_the_time_of_an_end_is_not_at_risk_at_it() -> None:
    """The interval of observation is open at its start and closed at its end."""
    found = cumulative_incidence([5, 9, 9], [1, 1, 0], 1, entries=[-1, -1, 5])
    assert found.total.at_risk.tolist() == [2, 2]


def test_a_cause_without_subjects_has_a_share_of_0() -> None:
    """An exit that nobody took is zero of those seen, not missing, and its limit is that of none of four."""
    found = cumulative_incidence([1, 2, 3, 4], [1, 1, 1, 0], 2)
    assert found.share[1].tolist() == [0, 0, 0]
    assert found.by(2, 3) == pytest.approx((0, 0, 0.4899), abs=1e-4)


def test_nobody_has_ended() -> None:
    """All are still held: no times, and a share of 0 as far as they were seen."""
    found = cumulative_incidence([5, 7], [0, 0], 2)
    assert found.share.shape == (2, 0)
    estimate = found.by(1, 4)
    assert estimate
    assert estimate[:2] == (0, 0)
    assert found.by(1, 8) is None


def test_a_first_risk_set_that_empties_is_said_and_not_read() -> None:
    """One subject is seen from the start and leaves at 2; ten enter at 3 and stay to 20: zero would be nonsense."""
    found = cumulative_incidence([2, *[20] * 10], [1, *[2] * 10], 2, entries=[-1, *[3] * 10])
    assert found.total.survival.tolist() == [0, 0]
    assert found.total.emptied == 2
    assert found.total.quantile(0.5) is None
    assert (found.by(2, 10), found.total.longer(10)) == (None, None)
    assert found.total.longer(1) is not None


def test_a_gap_without_anybody_at_risk_ends_what_the_curve_tells() -> None:
    """Seen are the first five days and those after the ninth; nothing is known of the days between."""
    curve = kaplan_meier([3, 5, 5, 12, 14], [True, False, False, True, True], entries=[-1, -1, -1, 9, 9])
    assert curve.of.reach == 5
    assert curve.longer(4) is not None
    assert curve.longer(6) is None
    assert curve.quantile(0.9) is None


def test_subjects_that_all_entered_late_say_from_where() -> None:
    """Nothing is known of those who left before the first entry."""
    assert kaplan_meier([9, 12], [True, True], entries=[4, 6]).of.start == 4
    assert kaplan_meier([9, 12], [True, True], entries=[-np.inf, 6]).of.start == 0


@pytest.mark.parametrize(
    ("times", "causes", "more", "message"),
    [
        ([1], [3], {}, "outside 0 to 2"),
        ([1], [-1], {}, "outside 0 to 2"),
        ([1, 2], [1], {}, "do not belong together"),
        ([5], [1], {"entries": [5]}, "at or after its end"),
        ([-1], [1], {}, "negative"),
        ([1], [1], {"counts": [0]}, "must be subjects"),
    ],
)
def test_subjects_that_cannot_be_are_refused(times: Any, causes: Any, more: dict[str, Any], message: str) -> None:
    """A curve of nonsense would look like any other; whoever enters at the end was never seen."""
    with pytest.raises(ValueError, match=message):
        cumulative_incidence(times, causes, 2, **more)


@given(rows_of_subjects)
def test_shares_and_survival_are_those_of_the_definition(rows: Rows) -> None:
    """Against exact fractions, subject by subject, with ties and late entries."""
    found, expected = incidence(rows), by_hand(rows)
    assert found.total.times.tolist() == list(expected)
    ours = np.vstack([found.total.survival, found.share]).T
    theirs = np.array([[float(one) for one in row] for row in expected.values()]).reshape(ours.shape)
    assert np.allclose(ours, theirs, atol=1e-12)


@given(rows_of_subjects)
def test_shares_and_survival_add_up_to_one(rows: Rows) -> None:
    """Everyone is still there or has left by one way."""
    found = incidence(rows)
    assert np.allclose(found.share.sum(axis=0) + found.total.survival, 1)


@given(rows_of_subjects, some.randoms(use_true_random=False))
def test_neither_counts_nor_order_matter(rows: Rows, draw: Any) -> None:
    """Grouped rows are the single subjects, and subjects have no order."""
    singles = [(entry, length, cause, 1) for entry, length, cause, count in rows for _ in range(count)]
    draw.shuffle(singles)
    one, other = incidence(rows), incidence(singles)
    assert np.array_equal(one.share, other.share)
    assert np.array_equal(one.variance, other.variance)


@given(rows_of_subjects)
def test_entries_of_minus_infinity_are_no_entries(rows: Rows) -> None:
    """Whoever is seen from the origin on needs no entry."""
    times, causes = [length for _, length, _, _ in rows], [cause for *_, cause, _ in rows]
    one = cumulative_incidence(times, causes, 3)
    other = cumulative_incidence(times, causes, 3, entries=[-np.inf] * len(rows))
    assert np.array_equal(one.share, other.share)
    assert np.array_equal(one.variance, other.variance)


@given(rows_of_subjects)
def test_one_cause_alone_is_kaplan_meier_with_greenwoods_error(rows: Rows) -> None:
    """Without competition both estimates are the same, and so are their errors while somebody is left."""
    found = incidence([(entry, length, min(cause, 1), count) for entry, length, cause, count in rows])
    assert np.allclose(found.share[0], 1 - found.total.survival)
    left = found.total.survival > 0
    assert np.allclose(found.standard_error[0][left], found.total.standard_error[left], atol=1e-9)


@given(rows_of_subjects, some.integers(0, 20))
def test_limits_hold_the_share(rows: Rows, time: int) -> None:
    """Limits within 0 and 1 on either side, for every cause and for the total; and None for all or for none."""
    found = incidence(rows)
    estimates = [found.total.longer(time), *(found.by(cause, time) for cause in (1, 2, 3))]
    assert len({estimate is None for estimate in estimates}) == 1
    for estimate in estimates:
        if estimate is not None:
            value, low, high = estimate
            assert 0 <= low <= value + 1e-9
            assert value - 1e-9 <= high <= 1 + 1e-12
