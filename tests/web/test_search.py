"""Search over places, in any alphabet and with errors."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.sources.declare import vocabulary
from sojourn.web.search import _OTHER_NAMES, Place, latin, places, search
from tiny import tiny_record

KNOWN = (
    Place("country", "RUSSIA", "RUSSIA"),
    Place("country", "KYRGYZSTAN", "KYRGYZSTAN"),
    Place("country", "MEXICO", "MEXICO"),
    Place("facility", "BASILLA", "SOUTH LOUISIANA ICE PROC CTR", "BASILE, LA"),
    Place("facility", "JENATLA", "CENTRAL LOUISIANA ICE PROC CTR", "JENA, LA"),
    Place("court", "OAK", "OAKDALE, LA"),
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Россия", "RUSSIA"),
        ("russie", "RUSSIA"),
        ("rusia", "RUSSIA"),
        ("rusia ", "RUSSIA"),
        ("russai", "RUSSIA"),
        ("Киргизия", "KYRGYZSTAN"),
        ("México", "MEXICO"),
        ("basile", "BASILLA"),
        ("basille", "BASILLA"),
        ("south louisiana", "BASILLA"),
        ("Джена", "JENATLA"),
        ("jenatla", "JENATLA"),
        ("okdale", "OAK"),
    ],
)
def test_a_place_is_found_however_it_is_typed(text: str, code: str) -> None:
    """Families type what they heard, in the letters that they have."""
    assert search(KNOWN, text)[0].code == code


@pytest.mark.parametrize("text", ["", "   ", "zzzzqqq", "***"])
def test_nothing_is_offered_for_nothing(text: str) -> None:
    """A wrong place is worse than none."""
    assert search(KNOWN, text) == []


def test_an_airport_is_found_by_its_code() -> None:
    """Flights are told by airports."""
    first = search(KNOWN, "aex")[0]

    assert (first.kind, first.code) == ("airport", "KAEX")


def test_every_country_with_other_names_is_in_the_list_of_countries() -> None:
    """A name for a country that has no page would lead nowhere."""
    assert set(_OTHER_NAMES) <= set(vocabulary("country").standard.values())


def test_facilities_of_the_record_are_found_once_each() -> None:
    """A facility in several releases is one place."""
    codes = [one.code for one in places(tiny_record()) if one.kind == "facility"]

    assert len(codes) == len(set(codes))
    assert {"AAAAAAA", "BBBBBBB", "CCCCCCC", "EEEEEEE"} <= set(codes)


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_can_be_searched_for(text: str) -> None:
    """What people paste has no rules."""
    assert len(search(KNOWN, text)) <= len(KNOWN) + 1
    assert latin(text).isascii()
