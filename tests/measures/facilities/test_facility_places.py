"""Codes in a state or area: only where a list says so, with the list, and the rest told."""

from __future__ import annotations

import pytest

from facility_lists import listed_record
from sojourn.errors import BadParameter
from sojourn.measures.facilities.identity import codes_of
from sojourn.measures.facilities.places import codes_in_use, places_of
from sojourn.record.opened import Record
from tiny import tiny_record

LIST, REGISTRY = "ice_facility_list/facility-list-2017", "detentionsystemdata/facilities@2026-07-09"


@pytest.fixture(name="record")
def _record() -> Record:
    return listed_record()


def test_each_code_of_a_state_names_the_lists_that_say_so(record: Record) -> None:
    """CLARKAA stands in one list, ALPHALA in both."""
    assert codes_of(record, state="la").evidence == {"ALPHALA": f"{REGISTRY}, {LIST}", "CLARKAA": LIST}


def test_an_area_may_be_given_by_its_code_or_its_name(record: Record) -> None:
    """Readers know New Orleans; the lists say NOL."""
    expected = ("ALPHALA", "BRAVOTX", "CLARKAA")
    assert codes_of(record, area="NOL").codes == expected
    assert codes_of(record, area="new orleans").codes == expected


def test_state_and_area_must_both_hold_in_one_list(record: Record) -> None:
    """BRAVOTX is in NOL in one list and in Texas in the other, and in both in none."""
    assert codes_of(record, state="TX", area="NOL").codes == ()


def test_a_code_that_lists_put_in_two_states_is_disputed(record: Record) -> None:
    """It counts in both states, and each finding can say so."""
    assert codes_of(record, state="TX").disputed == {"BRAVOTX": f"{LIST}; but MS in {REGISTRY}"}
    assert "BRAVOTX" in codes_of(record, state="MS")


def test_codes_that_no_list_places_are_told_and_never_guessed(record: Record) -> None:
    """DELTAHO does not end in a state, and nothing is made of the last two letters of any code."""
    assert codes_of(record, state="LA").unknown == ("DELTAHO", "NOPLACE")


def test_only_codes_in_use_can_be_unknown(record: Record) -> None:
    """Whoever counts people needs the codes that have people."""
    assert codes_in_use(record) == {"ALPHALA", "BRAVOTX", "CLARKAA", "CLARKBB", "DELTAHO", "NOPLACE"}


def test_a_withheld_row_is_no_code(record: Record) -> None:
    """ICE's list prints Redacted in place of 207 codes."""
    assert places_of(record, "Redacted") == ()
    assert "Redacted" not in codes_of(record, area="NOL").evidence


def test_a_row_without_a_code_places_nothing(record: Record) -> None:
    """The registry's slugs are no codes, and the place of this one contradicts its field office."""
    with pytest.raises(BadParameter, match="knows the state 'WA'"):
        codes_of(record, state="WA")


@pytest.mark.parametrize("given", [{}, {"state": "ZZ"}, {"area": "Narnia"}])
def test_a_place_that_no_list_knows_is_refused(record: Record, given: dict[str, str]) -> None:
    """A misspelt state would count nobody."""
    with pytest.raises(BadParameter):
        codes_of(record, **given)


def test_the_lists_sources_stand_beside_a_place(record: Record) -> None:
    """The registry says how many of its sources give the address, and whether they agree."""
    said = {place.release: place.agreement for place in places_of(record, "BRAVOTX")}
    assert said == {LIST: "", REGISTRY: "conflict, of 2 sources"}


def test_without_lists_every_code_is_unknown() -> None:
    """The tiny record lists one facility."""
    found = codes_of(tiny_record(), state="LA")
    assert found.codes == ("EEEEEEE",)
    assert set(found.unknown) == {"AAAAAAA", "BBBBBBB", "CCCCCCC"}
