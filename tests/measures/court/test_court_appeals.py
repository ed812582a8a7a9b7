"""Appeals in the release of tests/measures/court/counted_court.py, counted by hand."""

from __future__ import annotations

import pytest

from measures.court.counted_court import ask, bare_record
from sojourn.measures import measure


def test_appeals_are_counted_by_who_filed_them() -> None:
    """Five of respondents, one of both, four of the government; the bond appeal is none of them."""
    finding = ask("appeals_filed")
    assert finding.columns == ("filed_by", "appeals", "decided by the Board", "pending at the Board")
    assert finding.rows == (("Respondent (A)", 5, 0, 5), ("Both (B)", 1, 0, 1), ("DHS (I)", 4, 3, 1))
    assert finding.value == 10


def test_a_category_in_small_letters_is_the_same_category() -> None:
    """One appeal of the government is of `ij`."""
    assert ask("appeals_filed", filed_by="i").value == 4


def test_appeals_by_decision_of_the_board() -> None:
    """Three dismissed, seven not decided yet."""
    assert [row[:2] for row in ask("appeals_filed", "board_decision").rows] == [("Dismissed (DIS)", 3), ("none yet", 7)]


def test_appeals_are_placed_by_their_filing() -> None:
    """All were filed in FY2024."""
    assert ask("appeals_filed", period="FY2024").value == 10
    assert ask("appeals_filed", period="FY2023").value == 0


@pytest.mark.parametrize(("within", "expected"), [("any", 4), ("30_days", 3)])
def test_grants_that_the_government_appealed(within: str, expected: int) -> None:
    """Three after 19 days, one of both sides after 45; not the one filed before the grant, not the bond appeal."""
    finding = ask("granted_then_appealed", within=within)
    assert (finding.numerator, finding.denominator) == (expected, 30)
    assert finding.rows[0][:3] == (30, 4, 3)


def test_grants_by_year_and_court() -> None:
    """All 30 were granted at New Orleans in FY2024."""
    finding = ask("granted_then_appealed", "fiscal_year", "court")
    assert [row[:5] for row in finding.rows] == [(2024, "NEW ORLEANS, LA (NOL)", 30, 4, 3)]


def test_a_court_with_few_grants_gives_no_share() -> None:
    """Jena granted none."""
    assert ask("granted_then_appealed", court="JNA").status == "too few"


@pytest.mark.parametrize("name", ["appeals_filed", "granted_then_appealed"])
def test_a_release_without_appeals_is_not_determinable(name: str) -> None:
    """No table of appeals is not zero appeals."""
    finding = measure(name).ask(bare_record(), {})
    assert (finding.status, finding.value) == ("not determinable", None)
    assert "has no table tblAppeal" in finding.reason
