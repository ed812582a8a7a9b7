"""A stop is an airport by any of its codes, or a country whose airport is not said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sojourn.flights import countries
from sojourn.flights.countries import country_of
from sojourn.flights.places import place
from sojourn.sources.declare import vocabulary

ROWS = list(csv.DictReader(Path(countries.__file__).with_suffix(".csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("code", ["KIWA", "IWA", "AZA", "iwa "])
def test_mesa_is_mesa_under_each_of_its_codes(code: str) -> None:
    """ICE writes FAA codes, trackers ICAO's, tickets IATA's."""
    expected = ("KIWA", "US", "America/Phoenix")

    found = place(code)

    assert found is not None
    assert (found.code, found.country, found.zone) == expected


def test_two_letters_are_a_country_whose_airport_is_open() -> None:
    """Most reports say Moscow or El Salvador and no airport."""
    found = place("RU")

    assert found is not None
    assert (found.country, found.is_airport) == ("RU", False)


@pytest.mark.parametrize("code", ["", "ZZ", "QQQQ", "MOSCOW"])
def test_what_no_list_has_is_no_place(code: str) -> None:
    """It is for the caller to say where that stood."""
    assert place(code) is None


def test_each_citizenship_of_the_vocabulary_has_a_country_or_the_reason_why_none() -> None:
    """A spelling that is missing would pass for a country that no flight reaches."""
    expected = set(vocabulary("country").standard.values())

    assert {row["citizenship"] for row in ROWS} == expected
    assert len(ROWS) == len(expected)
    assert all(bool(row["country"]) or row["note"] for row in ROWS)


@pytest.mark.parametrize(
    ("citizenship", "expected"),
    [
        ("RUSSIA", "RU"),
        ("HAITI", "HT"),
        ("CHINA, PEOPLES REPUBLIC OF", "CN"),
        ("KOSOVO", "XK"),
        ("WEST BANK", "PS"),
        ("USSR", ""),
        ("STATELESS", ""),
    ],
)
def test_a_citizenship_leads_to_the_code_of_the_airport_lists(citizenship: str, expected: str) -> None:
    """States that no longer exist lead to none; their successors are not guessed."""
    assert country_of(citizenship) == expected
