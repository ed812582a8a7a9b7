"""The scan of one block equals one that is written in plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.leaving import leaving, with_group
from groups.slow import slow_groups, slow_scan
from sojourn.groups.baseline import Usual, expected, learn
from sojourn.groups.windows import PENALTY, Block, background, best_windows, member_evidence, scanned

USUAL = Usual(
    citizenships=("A", "B", "C"),
    share=np.array([0.02, 0.18, 0.8]),
    weekday=np.linspace(0.5, 1.5, 21).reshape(7, 3),
    size=np.array([3.0, 1e6, 20.0]),
    cap=np.array([2.0, 4.0, 12.0]),
    weight=15.0,
)
blocks = st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=9).filter(
    lambda rows: any(any(row) for row in rows)
)


@settings(max_examples=60)
@given(blocks, st.integers(0, 6))
def test_the_scan_equals_the_slow_one(rows: list[list[int]], start: int) -> None:
    """Two programs written apart make the same mistake seldom."""
    weekday = [(start + day) % 7 for day in range(len(rows))]
    slow = slow_scan(rows, weekday, USUAL, 2, PENALTY)

    fast = scanned(np.array(rows, np.float64), np.array(weekday), USUAL, 2)

    for (first, last), weight in slow.items():
        assert fast[last - first][first] == pytest.approx(weight, rel=1e-6, abs=1e-6)
    found = [(one.first, one.last) for one in best_windows(fast, 1.0)]
    assert len(found) == len(slow_groups(slow, 1.0))


@settings(max_examples=60)
@given(blocks, st.integers(0, 2), st.integers(1, 40))
def test_more_people_never_lower_the_evidence_of_their_window(rows: list[list[int]], who: int, more: int) -> None:
    """A larger group must not be found less easily than a smaller one."""
    weekday = np.arange(len(rows)) % 7
    before = np.array(rows, np.float64)
    after = before.copy()
    after[0, who] += more + USUAL.cap[who]
    full = before.copy()
    full[0, who] += USUAL.cap[who]

    less = member_evidence(full, weekday, USUAL, 1)[0, who]

    assert member_evidence(after, weekday, USUAL, 1)[0, who] >= less - 1e-9


def test_a_window_does_not_count_for_its_own_expectation() -> None:
    """Else a group would excuse itself."""
    rows = np.array([[0, 0, 10.0], [0, 4, 10], [0, 0, 10]])
    weekday = np.array([0, 1, 2])
    share = USUAL.weight * USUAL.share[1] / (20 + USUAL.weight)

    found = expected(rows, weekday, USUAL, 1)[1, 1]

    assert found == pytest.approx(share * 14 * USUAL.weekday[1, 1])


def test_the_background_keeps_no_more_of_a_group_than_is_expected() -> None:
    """Sixty people of one nationality would make clusters of their own when labels are dealt."""
    departures = with_group(leaving(90), 30, ALGERIA=60)
    usual = learn(departures)
    block = Block(188, departures.counts, np.arange(90) % 7)
    windows = best_windows(scanned(departures.counts.astype(np.float64), block.weekday, usual, 2), 10.0)

    left = background(block, windows, usual)

    assert [(one.first, one.last) for one in windows] == [(30, 30)]
    assert left.counts[30, 0] == 1
    assert np.array_equal(np.delete(left.counts, 30, axis=0), np.delete(departures.counts, 30, axis=0))
