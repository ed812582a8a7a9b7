"""The bars: met, not met, and cannot say, on invented counts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sojourn.draw.simulation import bars
from sojourn.draw.simulation.counts import Counts
from sojourn.draw.simulation.dated_places import places_in
from sojourn.draw.simulation.fairness import judge
from sojourn.draw.simulation.replay import level_of_may
from sojourn.draw.simulation.scenario import Option

Keyed = dict[tuple[str, str, str], int]


def steady(factor: float = 1.01) -> Keyed:
    """Appointments at a factor of the places."""
    return {("appointments", month, "TOTAL"): round(places_in(month) * factor) for month in bars.STEADY_MONTHS}


def shares(series: str, months: Sequence[str], **by_nationality: float) -> Keyed:
    """A thousand in each month, by share of nationalities."""
    found = {(series, month, "TOTAL"): 1000 for month in months}
    return found | {
        (series, month, name.upper()): round(1000 * share) for month in months for name, share in by_nationality.items()
    }


def test_places_explain_appointments_where_each_month_is_within_two_per_cent() -> None:
    """R1 met, not met for one month off, and undecided where a month is missing."""
    whole = steady()
    off = whole | {("appointments", "2024-02", "TOTAL"): 45_000}
    short = {key: count for key, count in whole.items() if key[1] != "2024-08"}

    found = [bars.places_explain_appointments(Counts(each)) for each in (whole, off, short, {})]

    assert [bar.status for bar in found] == ["met", "not met", "cannot say", "cannot say"]
    assert "2024-02" in found[1].why
    assert "2024-08" in found[2].why


def race(border: dict[str, float]) -> Keyed:
    """Russia has 15 % in the race and 3 % in the draw, two others 50 and 40 %; `border` is who came before."""
    return {
        **shares("appointments", bars.RACE_MONTHS, russia=0.15, cuba=0.45, haiti=0.35),
        **shares("appointments", bars.DRAW_MONTHS, russia=0.03, cuba=0.50, haiti=0.40),
        **shares("border", bars.BEFORE_MONTHS, **border),
    }


@pytest.mark.parametrize(
    ("border", "status"),
    [
        ({"russia": 0.03, "cuba": 0.5, "haiti": 0.4}, "met"),
        ({"russia": 0.06, "cuba": 0.5, "haiti": 0.4}, "not met"),
        ({"russia": 0.03, "cuba": 0.2, "haiti": 0.1}, "cannot say"),
        ({"cuba": 0.5, "haiti": 0.4}, "cannot say"),
    ],
)
def test_speed_explains_a_share_only_where_the_stand_in_holds_for_others(border: dict[str, float], status: str) -> None:
    """R2 must say when it cannot: who asked was never published."""
    assert bars.speed_explains_share(Counts(race(border)), "RUSSIA").status == status


def test_the_speed_weight_is_the_odds_over_those_of_the_stand_in() -> None:
    """0.15 / 0.85 over 0.03 / 0.97."""
    bar = bars.speed_explains_share(Counts(race({"russia": 0.03, "cuba": 0.5, "haiti": 0.4})), "RUSSIA")

    weight = next(row["value"] for row in bar.rows if row["figure"].startswith("speed weight"))
    assert weight == pytest.approx(5.706, abs=0.001)


def test_without_appointments_speed_is_not_judged() -> None:
    """R2 on an empty record."""
    assert bars.speed_explains_share(Counts({}), "RUSSIA").status == "cannot say"


def test_appointments_are_within_ports_but_for_rounding_and_never_for_the_rest() -> None:
    """R4: 1,010 may be 1,005; "other" names different people in different files."""
    ports = {("ports", "2023-07", "RUSSIA"): 1005, ("ports", "2023-07", "OTHER"): 1}
    fits = {("appointments", "2023-07", "RUSSIA"): 1010, ("appointments", "2023-07", "OTHER"): 99}
    above = {("appointments", "2023-07", "RUSSIA"): 1020}

    found = [bars.appointments_within_ports(Counts(each)) for each in (ports | fits, ports | above, fits)]

    assert [bar.status for bar in found] == ["met", "not met", "cannot say"]


def test_the_closure_is_fitted_on_the_months_before() -> None:
    """R5: 100 a day beside appointments give 19.5 days of 1,450 and 31 of 100."""
    before = {
        ("ports", month, "TOTAL"): places_in(month) + 100 * days
        for month, days in zip(bars.LAST_MONTHS, (31, 30, 31), strict=True)
    }
    expected = 28_275 + 3_100

    found = [bars.closure(Counts(before | {("ports", "2025-01", "TOTAL"): count})) for count in (expected, 35_000)] + [
        bars.closure(Counts(before))
    ]

    assert [bar.status for bar in found] == ["met", "not met", "cannot say"]
    assert found[0].rows[1]["value"] == expected


def test_the_pair_of_waits_is_that_of_a_pure_draw() -> None:
    """R3 is met without a reserve and not met with a half for the longest waiting."""
    found = [
        bars.pair_of_waits(judge(level_of_may(), option, 0, 1))
        for option in (Option("draw"), Option("half", reserved=(1, 2)))
    ]

    assert [bar.status for bar in found] == ["met", "not met"]
