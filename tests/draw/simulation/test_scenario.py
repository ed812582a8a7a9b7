"""Scenario files and options in words: what is wrong is named with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sojourn.draw.simulation.scenario import Option, option_of, read_scenario
from sojourn.errors import BadDraw, BadParameter, SojournError

GOOD = """
title = "a clinic"
days = 30
places = 6
pool = 200
arrivals = 6
sizes = [45, 22, 14, 10, 5, 4]
warm_up = 5

[[option]]
name = "three tenths"
reserved = "3/10"

[[option]]
name = "race"
order = "race"
packing = "skip"
requests = "daily"

[[kind]]
name = "slow"
weight = 9
asks = 700

[[kind]]
name = "fast"
speed = 5
"""


def written(folder: Path, text: str) -> Path:
    """A scenario file."""
    path = folder / "scenario.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_scenario_is_read_whole(tmp_path: Path) -> None:
    """Every key of the page."""
    scenario = read_scenario(written(tmp_path, GOOD))

    assert (scenario.places, scenario.pool, scenario.arrivals[0]) == ((6,) * 30, 200, 6)
    assert scenario.options == (
        Option("three tenths", reserved=(3, 10)),
        Option("race", "race", (0, 1), "skip", "daily"),
    )
    assert [(one.name, one.weight, one.speed, one.asks) for one in scenario.kinds] == [
        ("slow", 9, 1, 700),
        ("fast", 1, 5, 1000),
    ]


def test_places_come_from_the_dated_table_where_none_are_given(tmp_path: Path) -> None:
    """The last day of 1,250 a day and the first of 1,450."""
    text = 'title = "record"\ndays = 2\nfirst = 2023-06-29\npool = 9\npool_at_end = 11\n'

    scenario = read_scenario(written(tmp_path, text))

    assert list(scenario.places) == [1250, 1450]
    assert list(scenario.arrivals) == [1251, 1451]
    assert scenario.first == date(2023, 6, 29)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("days = 30", "days = 0", "days"),
        ("days = 30", "", "days"),
        ("days = 30", "days = 99999999", "days"),
        ("places = 6", "places = -1", "places"),
        ("places = 6", "places = 6.5", "places"),
        ("places = 6", "", "no places"),
        ("places = 6", "first = 2020-01-01", "no places"),
        ("pool = 200", "pool = 999999999999", "people"),
        ("pool = 200", 'pool = "many"', "pool"),
        ("arrivals = 6", "arrivals = -6", "people"),
        ("arrivals = 6", "arrivals = nan", "arrivals"),
        ("arrivals = 6", "", "arrivals"),
        ("[45, 22, 14, 10, 5, 4]", "[0, 0]", "sizes"),
        ("[45, 22, 14, 10, 5, 4]", '["x"]', "sizes"),
        ("[45, 22, 14, 10, 5, 4]", "[nan]", "sizes"),
        ("warm_up = 5", "warm_up = 30", "warm-up"),
        ("warm_up = 5", "bucket_days = 0", "bucket"),
        ("warm_up = 5", "bucket_days = 99999999999", "bucket"),
        ('"3/10"', '"11/10"', "share"),
        ('"3/10"', '"1/0"', "share"),
        ('"3/10"', '"a third"', "share"),
        ('"race"\npacking', '"lot"\npacking', "order"),
        ('name = "race"', 'name = "three tenths"', "one name"),
        ("asks = 700", "asks = 1700", "asks"),
        ("speed = 5", "speed = 0", "speed"),
        ("speed = 5", "speed = inf", "speed"),
        ("speed = 5", "haste = 5", "haste"),
        ("[[kind]]", "[[sort]]", "sort"),
    ],
)
def test_a_scenario_that_cannot_be_is_refused(tmp_path: Path, before: str, after: str, said: str) -> None:
    """A figure from a wrong supposition looks like any other."""
    assert before in GOOD
    path = written(tmp_path, GOOD.replace(before, after))

    with pytest.raises(SojournError, match=said):
        read_scenario(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("race", Option("race", "race")),
        ("race, skip, daily", Option("race, skip, daily", "race", (0, 1), "skip", "daily")),
        ("first come", Option("first come", reserved=(1, 1))),
        ("mixture 3/10", Option("mixture 3/10", reserved=(3, 10))),
        ("draw, stop", Option("draw, stop", packing="stop")),
    ],
)
def test_an_option_is_given_in_words(text: str, expected: Option) -> None:
    """As it is said, so it is written."""
    assert option_of(text) == expected


@pytest.mark.parametrize("text", ["", "lottery", "mixture", "mixture 2", "mixture -1/2", "draw, jump", "mixture ½"])
def test_words_that_are_no_option_are_refused(text: str) -> None:
    """The message lists what there is."""
    with pytest.raises(BadParameter):
        option_of(text)


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    """With the file's name."""
    with pytest.raises(BadDraw, match=r"scenario\.toml"):
        read_scenario(written(tmp_path, "title = "))
