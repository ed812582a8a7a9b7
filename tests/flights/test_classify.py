"""A leg is ICE's with evidence, has its class with a reason, and a carrier alone flags nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flights.nouns_made import ONE, STRANGER, flown
from sojourn.flights.classify import classify, ice_evidence, is_flag, may_hide_a_stop, surest
from sojourn.flights.nouns import Confidence, Leg

DAY = date(2025, 5, 1)


@pytest.mark.parametrize(
    ("aircraft", "sign", "airport", "expected"),
    [
        (STRANGER, "SWA1234", "KAEX", "none"),
        (STRANGER, "GXA6133", "KAEX", "weak"),
        (STRANGER, "TYS0N45", "KDEN", "strong"),
        (ONE, "", "KDEN", "moderate"),
        (ONE, "GXA6133", "KDEN", "moderate"),
        (ONE, "GXA6133", "KAEX", "strong"),
    ],
)
def test_the_evidence_is_as_strong_as_its_strongest_reason(
    aircraft: str, sign: str, airport: str, expected: Confidence
) -> None:
    """Weak reasons do not add up: a carrier's own charter from a staging airport would become a removal."""
    assert surest(ice_evidence(aircraft, [sign], [airport], DAY)) == expected


def test_a_carrier_alone_is_never_a_flag() -> None:
    """One public monitor flagged an airline 785 times and was right not once."""
    assert [is_flag(one) for one in ("none", "weak", "moderate", "strong")] == [False, False, True, True]


@pytest.mark.parametrize(
    ("leg", "expected", "confidence"),
    [
        (flown("KAEX-MGGT", 0, 3), "removal", "strong"),
        (flown("KAEX-DGAA", 0, 12), "removal", "moderate"),
        (flown("MGGT-KAEX", 0, 3), "return", "strong"),
        (flown("KDEN-KAEX", 0, 2.5), "transfer", "moderate"),
        (flown("KDEN-KBRO", 0, 2.5), "removal by land", "weak"),
        (flown("KAEX-MUGM", 0, 3), "transfer", "moderate"),
        (flown("KAEX-GOBD", 0, 9), "unknown", "none"),
        (flown("HECA-UUDD", 0, 4.5, aircraft="010123"), "onward", "moderate"),
        (flown("MHLM-MGGT", 0, 1), "removal", "strong"),
        (flown("KELP-OFFAIRPORT", 0, 2), "unknown", "none"),
        (flown("KAEX-KELP", 0, 9), "unknown", "none"),
    ],
)
def test_a_leg_has_its_class_by_its_ends(leg: Leg, expected: str, confidence: str) -> None:
    """Each class once, and what cannot be told."""
    (one,) = classify([leg])

    assert (one.leg_class, one.confidence, one.is_ice) == (expected, confidence, "strong")
    assert one.evidence[-1].seen


def test_a_domestic_leg_before_one_abroad_is_a_connection() -> None:
    """People are gathered on it for the removal."""
    found = classify([flown("KDEN-KAEX", 0, 2.5), flown("KAEX-MGGT", 4, 7)])

    assert [one.leg_class for one in found] == ["connection", "removal"]


def test_what_is_not_flagged_has_no_class() -> None:
    """A carrier's charter to Guatemala is no removal."""
    (one,) = classify([flown("KAEX-MGGT", 0, 3, callsign="GXA1", aircraft=STRANGER)])

    assert (one.is_ice, one.leg_class, one.confidence) == ("weak", "unknown", "none")


def test_an_observer_at_the_fence_is_strong_evidence_and_a_route_on_paper_moderate() -> None:
    """The observer saw one stop; the rest of the day's route was read off a tracker."""
    seen = flown("KDEN-KMSP", 0, 2, "log", "", STRANGER)
    claim = replace(flown("KELP-KDEN", -4, -2, "log", "", STRANGER), claimed=True)

    found = classify([seen, claim], {"log"})

    assert [one.is_ice for one in found] == ["moderate", "strong"]


@pytest.mark.parametrize(("hours", "expected"), [(2.5, False), (3.9, False), (5, True), (11, True), (11.5, False)])
def test_a_long_domestic_leg_may_hide_a_stop(hours: float, expected: bool) -> None:
    """From Alexandria to El Paso it is two hours."""
    assert may_hide_a_stop(flown("KAEX-KELP", 0, hours)) is expected
