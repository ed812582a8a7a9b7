"""The last airport under a US carrier is not the country of citizenship; what flew on is claimed, and what it was is left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from groups.flown import group, mission
from sojourn.flights.event_claims import EventClaim, read_events
from sojourn.groups.hand_over import hand_over

DAY = date(2031, 5, 6)


def claim(event: str, name: str) -> EventClaim:
    """A claim of our own file."""
    return next(one for found in read_events().events if found.id == event for one in found.claims if one.id == name)


def test_cairo_is_a_hand_over_for_citizens_of_russia() -> None:
    """The US aircraft went no further, and EgyptAir is said to have flown on."""
    found = hand_over(claim("RU-2025-12", "together"))

    assert found is not None
    assert (found.airport, found.country, found.citizenships) == ("HECA", "EG", ("RUSSIA",))
    assert [(hop.destination.code, hop.carrier, hop.status) for hop in found.onward] == [
        ("UUDD", "EgyptAir", "claimed")
    ]
    assert [one.rule for one in found.evidence] == ["hand-over claimed", "onward hop claimed"]
    assert {one.strength for one in found.evidence} == {"weak"}


def test_a_claim_without_a_hand_over_has_none() -> None:
    """It is not guessed from the places."""
    assert hand_over(claim("RU-2025-08", "tpm")) is None


def test_a_hand_over_in_the_country_of_citizenship_is_none() -> None:
    """They were home."""
    egyptians = replace(claim("RU-2025-12", "together"), citizenships=("EGYPT",))

    assert hand_over(egyptians) is None


def test_a_hand_over_whose_onward_hop_nobody_tells_is_still_one() -> None:
    """September 2025: Cairo, and no more."""
    found = hand_over(claim("RU-2025-09", "ldsf"))

    assert found is not None
    assert (found.airport, found.onward) == ("HECA", ())


def test_a_flight_that_reaches_no_members_country_may_be_a_hand_over() -> None:
    """Or a removal to a third country, or another flight: rows and legs do not say."""
    found = hand_over(group(DAY, "RUSSIA"), mission(DAY, "KIWA", "KBWI", "HECA"))

    assert found is not None
    assert (found.airport, found.citizenships, found.onward) == ("HECA", ("RUSSIA",), ())
    assert found.cannot_tell == (
        "Whether RUSSIA were handed over at HECA, removed to that country, or not aboard cannot be told from rows and legs."
    )


def test_stops_of_a_charter_for_several_are_not_taken_for_a_hand_over() -> None:
    """Egyptians go home on it, so Cairo may be their stop."""
    found = hand_over(group(DAY, "EGYPT", "RUSSIA"), mission(DAY, "KIWA", "HECA"))

    assert found is not None
    assert found.citizenships == ("RUSSIA",)
    assert "may be stops of a charter for several nationalities" in found.cannot_tell


def test_a_flight_that_reaches_every_members_country_hands_nobody_over() -> None:
    """Ghana and Nigeria on one flight to both."""
    assert hand_over(group(DAY, "GHANA", "NIGERIA"), mission(DAY, "KAEX", "DGAA", "DNMM")) is None


def test_a_group_without_a_flight_or_without_a_stop_abroad_has_no_hand_over() -> None:
    """There is no last airport to speak of."""
    people = group(DAY, "RUSSIA")

    assert (hand_over(people), hand_over(people, mission(DAY, "KAEX", "KMIA"))) == (None, None)


def test_a_citizenship_without_a_country_of_today_is_not_said_to_be_handed_over() -> None:
    """Nobody can be flown to a state that is no more."""
    assert hand_over(group(DAY, "USSR"), mission(DAY, "KIWA", "HECA")) is None
