"""Names of facilities: the same, cut, like, wrong, and several."""

from __future__ import annotations

import pytest

from facility_lists import listed_record
from sojourn.measures.facilities.names import Name, codes_named, find, is_cut, known_wrong, words

ALPHA = [Name("ALPHA STAGING FACILITY", "ALPHA", "LA")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BRAVO CO DET CTR", "Bravo County Detention Center"),
        ("FCI-DELTA", "FCI DELTA"),
        ("ECHO FED. CORR. INST.", "ECHO FEDERAL CORRECTIONAL INSTITUTE"),
        ("SOUTH IPC", "SOUTH ICE PROC CTR"),
    ],
)
def test_abbreviations_are_written_out(one: str, other: str) -> None:
    """Releases shorten the same words in their own ways."""
    assert words(one) == words(other)


def test_a_name_cut_at_a_columns_width_is_the_same() -> None:
    """A short name would fit too many."""
    assert is_cut("ALEXANDRIA STAGING FACILI", "ALEXANDRIA STAGING FACILITY")
    assert not is_cut("ALPHA", "ALPHA STAGING FACILITY")


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([Name("OTHER JAIL", "ALPHA", "LA"), Name("ALPHA STAGING FAC", "ELSEWHERE", "LA")], (1, "by name")),
        (
            [Name("ALPHA STAGING FACIL", "ALPHA", "LA"), Name("ALPHA JAIL", "ALPHA", "LA")],
            (0, "by its name, cut short"),
        ),
        (
            [Name("ALPHA STAGING SITE", "ALPHA", "LA"), Name("ALPHA JAIL", "ALPHA", "LA")],
            (0, "the likest name in Alpha"),
        ),
        ([Name("SOMETHING ELSE", "ALPHA", "LA")], (0, "the only facility listed in Alpha")),
        ([Name("ALPHA STAGING FACILITY", "ALPHA", "TX")], None),
        ([Name("ALPHA STAGING FACILITY")] * 2, None),
        ([Name("SOMETHING", "ALPHA", "LA"), Name("ELSE", "ALPHA", "LA")], None),
        ([], None),
    ],
)
def test_a_row_of_a_workbook_is_found_with_the_reason_or_not_at_all(
    candidates: list[Name], expected: tuple[int, str] | None
) -> None:
    """Another state is a contradiction, and two that fit alike are no answer."""
    assert find("ALPHALA", ALPHA, candidates) == expected


@pytest.mark.parametrize(
    ("code", "name", "refused"),
    [
        ("FLDADCI", "BAKER CORRECTIONAL INSTITUTION", True),
        ("FLBAKCI", "BAKER CORRECTIONAL INSTITUTION", False),
        ("STFRCTX", "DILLEY PROCESSING SINGLE ADULT FEMALE", True),
        ("STFRCTX", "DILLEY IMMIGRATION PROCESSING CENTER", False),
    ],
)
def test_links_known_to_be_wrong_are_refused(code: str, name: str, refused: bool) -> None:
    """Two links that others published and that the names of the series contradict (custody.md, section 4)."""
    assert bool(known_wrong(code, name)) == refused


def test_a_wrong_link_is_no_match_even_as_the_only_one_in_town() -> None:
    """Women held alone at Dilley are not the family centre."""
    known = [Name("SOUTH TEXAS FAMILY RESIDENTIAL CENTER", "DILLEY", "TX")]
    assert find("STFRCTX", known, [Name("DILLEY PROCESSING SINGLE ADULT FEMALE", "DILLEY", "TX")]) is None


@pytest.mark.parametrize(
    ("name", "codes", "why"),
    [
        ("Clark Co Jail", ["CLARKAA", "CLARKBB"], "the same name"),
        ("alpha staging facili", ["ALPHALA"], "the same name"),
        ("Alpha Staging F", ["ALPHALA"], "the name cut short"),
        ("bravo", ["BRAVOTX"], "all the words"),
        ("nothing like it", [], ""),
        ("", [], ""),
    ],
)
def test_a_name_gives_every_code_that_it_fits(name: str, codes: list[str], why: str) -> None:
    """No guess between two jails of one name."""
    found = codes_named(listed_record(), name)
    assert [one.code for one in found] == codes
    assert {one.why for one in found} <= {why}


def test_a_name_that_was_linked_wrongly_gives_the_right_code() -> None:
    """With the reason."""
    (found,) = codes_named(listed_record(), "Baker Correctional Institution")
    assert found.code == "FLBAKCI"
    assert "FLDADCI is Dade" in found.why
