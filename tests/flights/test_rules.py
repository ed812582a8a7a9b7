"""Call signs, carriers and known aircraft are read by dated rules, each with a source."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.flights.airports import find
from sojourn.flights.rules import carrier, ice_callsign, known_aircraft, on_the_day, rules, use_of

DAY = date(2025, 5, 1)


@pytest.mark.parametrize("sign", ["TYSON45", "TYS0N45", "TYSN46A", "TYS45", "ON45", "tyson 45", "TYSON-45"])
def test_an_ice_call_sign_is_read_in_all_spellings(sign: str) -> None:
    """Receivers, typists and the pilots spell it differently."""
    found = ice_callsign(sign, DAY)

    assert found is not None
    assert (found.strength, found.seen) == ("strong", sign)


@pytest.mark.parametrize("sign", ["SWA1234", "TYSON", "ON", "BOSTON45", "N45TY", "GXA6133", "", "TYSONS45", "RPN529"])
def test_other_call_signs_are_none_of_ices(sign: str) -> None:
    """One false flag a day makes a list worthless."""
    assert ice_callsign(sign, DAY) is None


def test_a_call_sign_holds_only_in_its_days() -> None:
    """RPN ended on 7 May 2019, and TYSON is of 2025."""
    assert ice_callsign("RPN529", date(2019, 5, 7)) is not None
    assert ice_callsign("RPN529", date(2019, 5, 8)) is None
    assert ice_callsign("TYSON45", date(2024, 12, 31)) is None


@pytest.mark.parametrize("sign", ["GXA6133", "LYM500", "AWI7732", "OAE1", "VXP54", "BBQ8261", "EAL8270"])
def test_a_carrier_is_a_weak_reason(sign: str) -> None:
    """Its aircraft fly for others most of the time."""
    found = carrier(sign, DAY)

    assert found is not None
    assert found.strength == "weak"


@pytest.mark.parametrize("sign", ["SWA1234", "GXA", "SWQ3501", "GXAX1", "N123GX"])
def test_what_is_not_a_carrier_of_the_day_is_no_reason(sign: str) -> None:
    """SWQ flew for ICE earlier."""
    assert carrier(sign, DAY) is None


def test_a_known_aircraft_is_known_from_its_first_day() -> None:
    """Before it flew for ICE it flew for others."""
    assert known_aircraft("a2bd72", DAY) is not None
    assert known_aircraft("a2bd72", date(2024, 1, 1)) is None
    assert known_aircraft("a00001", DAY) is None


def test_an_airport_has_its_use_from_its_first_day() -> None:
    """Guantanamo was no place for transfers before February 2025."""
    assert use_of("MUGM", "offshore", date(2025, 2, 4)) is not None
    assert use_of("MUGM", "offshore", date(2025, 2, 3)) is None


def test_every_rule_has_a_source_and_values() -> None:
    """A rule that nobody can check is an opinion."""
    assert all(rule.source and rule.values for rule in rules())


def test_every_airport_of_the_rules_exists() -> None:
    """A mistyped code would never match."""
    uses = ("staging", "land port", "offshore", "hand-over", "technical stop")
    codes = [code for use in uses for rule in on_the_day(use, DAY) for code in rule.values]
    codes += [code for rule in rules() if rule.kind == "hand-over" for code in rule.values]

    assert [code for code in codes if (found := find(code)) is None or found.code != code] == []
