"""What is known of a facility, with who says so; and the codes that one release has and another lacks."""

from __future__ import annotations

import dataclasses

import pytest

from facility_lists import listed_record
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.facilities.court_locations import contradiction, court_links
from sojourn.measures.facilities.places import Place

DAYS, HEADCOUNT = "facilities-daily-population@2025-06-03", "facility-headcount@2025-06-02"


def known(facility: str, **given: str) -> Finding:
    """What the invented lists say."""
    return measure("facility_identity").ask(listed_record(), {"facility": facility, **given})


def told(finding: Finding, fact: str) -> list[tuple[object, ...]]:
    """The rows of one kind of fact, without the kind."""
    return [row[1:] for row in finding.rows if row[0] == fact]


def codes(**given: str) -> Finding:
    """What one release has and the other lacks."""
    return measure("facility_codes").ask(listed_record(), given)


def test_every_name_stands_with_its_release_and_days() -> None:
    """On the last of three days nobody was held, so the name was last seen on the second."""
    names = told(known("alphala"), "name (people held)")
    assert [(name, source, str(first), str(last)) for name, source, first, last in names] == [
        ("ALPHA STAGING FACILI", f"ddp_facility_days/{DAYS}", "2025-06-01", "2025-06-02"),
        ("no name, the code alone", f"uwchr_headcount/{HEADCOUNT}", "2025-06-01", "2025-06-02"),
    ]


def test_the_only_number_is_that_of_the_codes_that_fit() -> None:
    """How many lists repeat a fact is no measure of its truth."""
    finding = known("ALPHALA")
    assert (finding.value, finding.denominator) == (1, 6)
    assert finding.sentence.startswith("ALPHALA is ALPHA STAGING FACILI, staging, ALPHA, LA; 3 names in ")
    assert any("copy from each other" in caveat.text for caveat in finding.caveats)


def test_lists_that_disagree_on_the_state_are_both_shown() -> None:
    """With a warning."""
    finding = known("BRAVOTX")
    assert [row[0] for row in told(finding, "place")] == [
        "BRAVO, MS (address: conflict, of 2 sources)",
        "BRAVO, TX",
    ]
    assert any(caveat.text.startswith("The lists disagree on the state: ") for caveat in finding.caveats)


def test_the_field_office_comes_with_coordinates_from_the_list_of_offices() -> None:
    """The office of ERO, not that of the lawyers in the same city."""
    assert [row[0] for row in told(known("ALPHALA"), "field office of the area")] == [
        "New Orleans Field Office, 1 Drive, St. Rose at 29.9500, -90.2500"
    ]


def test_a_name_that_fits_several_codes_gives_them_all() -> None:
    """Two Clark County jails."""
    finding = known("Clark County Jail")
    assert [row[0] for row in finding.rows] == ["CLARKAA", "CLARKBB"]
    assert finding.value == 2


def test_a_name_that_fits_one_code_says_how_it_was_found() -> None:
    """Somebody who reads the page can check it."""
    assert known("bravo").sentence.startswith("BRAVOTX ('bravo' was found by all the words: ")


def test_a_facility_that_no_list_places_is_not_placed_by_its_letters() -> None:
    """And the finding says so."""
    finding = known("NOPLACE")
    assert "in a place that no list states" in finding.sentence
    assert any("its state is not guessed" in caveat.text for caveat in finding.caveats)


def test_one_release_alone_can_be_asked() -> None:
    """Then only its words are shown."""
    assert {row[2] for row in known("ALPHALA", release=DAYS).rows} == {f"ddp_facility_days/{DAYS}"}


@pytest.mark.parametrize("name", ["ZZZZZZZ", "Redacted", "'; DROP TABLE facilities; --"])
def test_what_nobody_lists_is_not_covered(name: str) -> None:
    """A mistyped code is told from an unknown facility by the reader, not by us."""
    finding = known(name)
    assert (finding.status, finding.value) == ("not covered", None)


def test_an_empty_name_is_refused() -> None:
    """It would fit everything."""
    with pytest.raises(BadParameter):
        known("")


def test_codes_that_vanish_are_counted_by_type() -> None:
    """The hospital has no name in any release, so its type is unknown; the hotel and a jail are new."""
    finding = codes()
    assert (finding.numerator, finding.denominator) == (1, 4)
    assert [row[:4] for row in finding.rows] == [
        ("unknown", 1, 1, 0),
        ("county jail", 2, 0, 1),
        ("staging", 1, 0, 0),
        ("hotel", 0, 0, 1),
    ]
    assert finding.rows[0][4] == "DELTAHO"


def test_only_days_that_both_releases_cover_count() -> None:
    """The series end on different days."""
    assert codes().parameters["period"] == "2025-06-01..2025-06-02"
    assert codes(period="2024").status == "not covered"


def test_a_list_can_be_compared_with_a_series() -> None:
    """A list has no days; its withheld rows are no codes."""
    finding = codes(earlier="facility-list-2017", later=DAYS)
    assert (finding.numerator, finding.denominator) == (0, 3)
    assert finding.details["new"] == ["CLARKBB", "NOPLACE"]


def test_two_lists_can_be_compared() -> None:
    """CLARKAA is gone from the registry and CLARKBB is new there."""
    finding = codes(earlier="facility-list-2017", later="facilities@2026-07-09")
    assert (finding.details["gone"], finding.details["new"]) == (["CLARKAA"], ["CLARKBB"])


def test_an_unknown_release_is_answered_with_those_there_are() -> None:
    """Names of releases are long."""
    assert "it has: " in codes(earlier="nowhere").reason


def test_a_court_link_against_the_lists_is_refused() -> None:
    """The same link stands where the state agrees or is not known."""
    link = next(one for one in court_links() if one.hearing_location == "JNA")
    there, elsewhere = Place("list", "LA", "NOL", "JENA", "", ""), Place("list", "TX", "SNA", "JENA", "", "")
    assert contradiction(link, (there,)) == ""
    assert contradiction(link, ()) == ""
    assert contradiction(link, (there, elsewhere)) == "list puts the facility in the state TX, the link in LA"
    moved = dataclasses.replace(there, city="BASILE")
    assert contradiction(link, (moved,)) == "list puts the facility in the city BASILE, the link in JENA"


def test_every_court_link_has_its_evidence_or_the_reason_why_there_is_none() -> None:
    """No link without either."""
    assert all(link.evidence and link.source for link in court_links())
    assert all(link.evidence.startswith("not linked: ") != bool(link.facility_code) for link in court_links())
