"""What each way of averaging says about stays whose law is known: why the measure does it as it does."""

from __future__ import annotations

from math import exp

import pytest

from stats.simulated_stays import MEAN, figures, truth


def test_the_law_is_that_of_the_worked_example() -> None:
    """Mean 34.5 days, median 6.6, and 18.5 in 100 stay longer than 60 days, by hand from the formulas."""
    assert pytest.approx(34.5) == MEAN
    assert truth(6.6) == pytest.approx(0.5, abs=0.003)
    assert truth(60) == pytest.approx(0.184, abs=0.001)


def test_late_entries_give_the_true_share_and_ignoring_them_does_not() -> None:
    """Whoever was there when the files begin is there because the stay was long."""
    found = figures()
    assert found["share longer than 60, with entries"] == pytest.approx(truth(60), abs=0.005)
    assert found["share longer than 60, entering alone"] == pytest.approx(truth(60), abs=0.005)
    assert found["share longer than 60, entries ignored"] > 1.25 * truth(60)
    assert found["median, with entries"] == pytest.approx(6.6, abs=0.2)


def test_people_held_on_a_day_stay_more_than_four_times_as_long() -> None:
    """The mean of stays that a day shows is the second moment over the first, 158 days; they have served half of it."""
    found = figures()
    second = (0.75 * 2 * 6**2 + 0.25 * 60**2 * 6) / MEAN
    assert second == pytest.approx(158, abs=0.2)
    assert found["mean of their whole stays"] == pytest.approx(second, rel=0.04)
    assert found["mean of their time so far"] == pytest.approx(second / 2, rel=0.04)


def test_what_is_still_to_come_is_what_the_law_says() -> None:
    """Half of those held go on for 56.2 days: there the area under the share longer is half of the mean."""
    held = 4.5 * (1 - exp(-56.2 / 6)) + 0.25 * (120 - exp(-56.2 / 60) * (120 + 56.2))
    assert held == pytest.approx(MEAN / 2, rel=0.002)
    assert figures()["median still to come on that day"] == pytest.approx(56.2, rel=0.04)


def test_ended_stays_of_recent_entrants_are_far_too_short() -> None:
    """A stay that is long has not ended yet."""
    found = figures()
    assert found["mean of ended stays of the last 30 days"] < MEAN / 4
    assert found["mean of ended stays in the files"] < MEAN
