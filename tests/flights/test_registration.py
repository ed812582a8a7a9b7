"""US addresses and registrations follow from each other, both ways and over the whole range."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.flights.registration import FIRST, LAST, address_of, aircraft, disagreements, normal, registration_of

addresses = st.integers(FIRST, LAST).map(lambda number: f"{number:06x}")


@given(addresses)
def test_an_address_is_found_again_through_its_registration(address: str) -> None:
    """A check that loses aircraft would report errors where there are none."""
    registration = registration_of(address)

    assert registration is not None
    assert address_of(registration) == address


@given(st.tuples(addresses, addresses))
def test_two_addresses_never_share_a_registration(pair: tuple[str, str]) -> None:
    """Otherwise one aircraft could be taken for another."""
    one, other = pair

    assert (registration_of(one) == registration_of(other)) == (one == other)


@pytest.mark.slow
def test_every_address_of_the_block_is_found_again() -> None:
    """The whole range, once."""
    assert all(address_of(registration_of(f"{one:06x}") or "") == f"{one:06x}" for one in range(FIRST, LAST + 1))


@pytest.mark.parametrize(
    ("address", "registration"),
    [
        ("a00001", "N1"),
        ("a00002", "N1A"),
        ("a00003", "N1AA"),
        ("a00259", "N1ZZ"),
        ("a0025a", "N10"),
        ("adf7c7", "N99999"),
        ("a2f016", "N289GX"),
        ("ad563d", "N959BP"),
    ],
)
def test_known_pairs_agree(address: str, registration: str) -> None:
    """The ends of the block by the rule that makes it, and two aircraft of the US registry."""
    assert registration_of(address) == registration
    assert address_of(registration) == address


@pytest.mark.parametrize("text", ["a00000", "adf7c8", "c03d51", "~a2f016", "a2f01", "", "zzzzzz"])
def test_what_is_no_us_address_has_no_registration(text: str) -> None:
    """The military's part of the block, other countries, and no addresses at all."""
    assert registration_of(text) is None


@pytest.mark.parametrize("text", ["N9598BP", "N0", "N1I", "N1O", "N123456", "C-GABC", "", "?"])
def test_what_is_no_n_number_has_no_address(text: str) -> None:
    """N9598BP is one character too long: a real slip of the pen."""
    assert address_of(text) is None


@pytest.mark.parametrize(
    ("written", "expected"), [(" n289 gx", "N289GX"), ("N-289GX", "N289GX"), ("c-gabc", "C-GABC"), ("?", "?")]
)
def test_a_registration_has_one_spelling(written: str, expected: str) -> None:
    """Hyphens belong to the registrations of other countries, and to none of the US."""
    assert normal(written) == expected


def test_an_aircraft_is_named_by_its_address_where_that_can_be_known() -> None:
    """One aircraft has one name, so that its legs can be merged."""
    assert aircraft("A2F016", "N289GX") == aircraft("", "N289GX") == "a2f016"
    assert aircraft("", "c-gabc") == "C-GABC"


def test_a_log_is_held_against_itself() -> None:
    """A disagreement is reported with its line, and neither of the two is repaired."""
    log = [
        ("log", 2, "a2f016", "N289GX"),
        ("log", 3, "ad563d", "N9598BP"),
        ("log", 4, "", "N1"),
        ("log", 5, "c03d51", "C-GABC"),
    ]

    faults = disagreements(log)

    assert [(fault.kind, fault.source, fault.lines) for fault in faults] == [
        ("address against registration", "log", (3,))
    ]
    assert "ad563d is N959BP's" in faults[0].what
