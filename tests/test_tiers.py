"""The tier of an answer follows from what it tells about people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sojourn.tables import Attribute
from sojourn.tiers import GRAINS, TIERS, Grain, Setting, Tier, Told, tier_of


@pytest.mark.parametrize(
    ("attributes", "grain", "smallest", "expected"),
    [
        ([], "none", 1, "P0"),
        (["place", "day"], "day", 1, "P0"),
        (["case"], "day", 1, "P0"),
        (["nationality"], "none", 1, "P0"),
        (["nationality"], "year", 1, "P0"),
        (["sex"], "year", 1, "P0"),
        (["criminality"], "year", None, "P0"),
        (["nationality"], "month", 11, "P1"),
        (["nationality"], "month", 10, "P2"),
        (["nationality"], "month", None, "P1"),
        (["nationality"], "day", 1000, "P2"),
        (["sex"], "day", 1000, "P2"),
        (["nationality", "place"], "year", 11, "P1"),
        (["nationality", "place"], "year", 10, "P2"),
        (["nationality", "sex"], "year", 11, "P1"),
        (["nationality", "sex"], "none", 1, "P2"),
        (["age"], "none", 100_000, "P2"),
        (["age", "nationality"], "year", 100_000, "P2"),
        (["person"], "none", 100_000, "P3"),
        (["person", "age"], "day", 1, "P3"),
    ],
)
def test_the_tier_follows_from_attributes_grain_and_smallest_cell(
    attributes: list[Attribute], grain: Grain, smallest: float | None, expected: Tier
) -> None:
    """The rules of docs/THREATS.md, one line each."""
    assert tier_of(attributes, grain, smallest) == expected


@pytest.mark.parametrize(
    ("attributes", "grain", "cells", "setting", "expected"),
    [
        (["place"], "month", [3], "hearings", "P2"),
        (["place"], "month", [30], "hearings", "P0"),
        (["place"], "year", [3], "hearings", "P0"),
        (["place"], "day", [300], "hearings", "P2"),
        (["place"], "day", [3], "held", "P0"),
        (["nationality"], "year", [3], "held", "P2"),
        (["place"], "year", [3], "moves", "P2"),
        ([], "year", [3], "moves", "P2"),
        ([], "year", [11], "moves", "P0"),
        (["person"], "year", [3], "moves", "P3"),
        ([], "day", [], "moves", "P0"),
    ],
)
def test_few_people_are_told_of_less_where_others_see_them(
    attributes: list[Attribute], grain: Grain, cells: list[float], setting: Setting, expected: Tier
) -> None:
    """A hearing, a transfer and a day in detention are known to somebody besides the person."""
    assert Told.of(attributes, (grain,), cells, setting).tier == expected


def test_zero_is_no_small_count() -> None:
    """Nobody is told of by it; and of several periods the finest counts."""
    expected = Told(frozenset({"nationality"}), "month", (12,))
    assert Told.of(("nationality", ""), ("year", "month"), (0, None, 12)) == expected


attributes_told = some.frozensets(some.sampled_from([one for one in TIERS if one]))
cells_told = some.lists(some.integers(1, 30)).map(tuple)
settings_told = some.sampled_from(["", "hearings", "held", "moves"])


@given(attributes_told, some.sampled_from(GRAINS), cells_told, settings_told, attributes_told, cells_told)
def test_telling_more_never_makes_a_tier_less_strict(
    attributes: frozenset[Attribute],
    grain: Grain,
    cells: tuple[int, ...],
    setting: Setting,
    more: frozenset[Attribute],
    others: tuple[int, ...],
) -> None:
    """Two figures on one page have the strictest tier of both, and hiding counts betters no more than its form."""
    plain = Told(attributes, grain, cells, setting)
    assert plain.also(more, others).tier >= plain.tier
    assert plain.form <= plain.tier
