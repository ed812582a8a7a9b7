"""In-absentia shares and representation in the release of tests/measures/court/counted_court.py, counted by hand."""

from __future__ import annotations

import pytest

from measures.court.counted_court import ask, bare_record
from sojourn.measures import measure
from sojourn.stats.proportions import wilson


@pytest.mark.parametrize(
    ("denominator", "absent", "whole"),
    [
        ("initial_nondetained", 60, 90),
        ("initial_all", 65, 125),
        ("all_with_pending", 65, 158),
    ],
)
def test_the_denominator_decides_the_share_in_absentia(denominator: str, absent: int, whole: int) -> None:
    """B 20 and C 40 away of 90 not detained; with D 65 of 125; with the 33 pending cases 65 of 158."""
    finding = ask("in_absentia", period="FY2024", denominator=denominator)
    assert (finding.numerator, finding.denominator) == (absent, whole)
    assert finding.value == absent / whole
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == wilson(absent, whole)


def test_all_three_denominators_stand_side_by_side() -> None:
    """Whoever quotes one sees the others."""
    rows = ask("in_absentia", period="FY2024").rows
    assert [row[:4] for row in rows] == [
        ("initial_nondetained", 60, 90, 0.6667),
        ("initial_all", 65, 125, 0.52),
        ("all_with_pending", 65, 158, 0.4114),
    ]


def test_a_move_with_the_person_away_is_no_completion_in_absentia() -> None:
    """One of the four moves of FY2024 is marked so; it stands nowhere."""
    finding = ask("in_absentia", "court", period="FY2024", denominator="initial_all")
    assert [row[:3] for row in finding.rows] == [("JENA, LA (JNA)", 0, 30), ("NEW ORLEANS, LA (NOL)", 65, 95)]


def test_pending_cases_cannot_be_split_by_year_of_completion() -> None:
    """They have none; the reason says so."""
    finding = ask("in_absentia", "fiscal_year", denominator="all_with_pending")
    assert finding.status == "not determinable"


def test_the_figure_of_gao_stands_beside_its_years() -> None:
    """34 per cent, for FY2016 to FY2023, nationwide."""
    assert [rival.value for rival in ask("in_absentia", period="FY2016..FY2024").rivals] == [34]
    assert ask("in_absentia", period="FY2024").rivals == ()


@pytest.mark.parametrize(
    ("given", "part", "whole"),
    [
        ({}, 13, 33),
        ({"court": "JNA"}, 0, 4),
        ({"among": "decided"}, 40, 128),
        ({"among": "decided", "period": "FY2024"}, 40, 125),
        ({"among": "decided", "court": "JNA"}, 10, 30),
        ({"among": "decided", "detained": "no"}, 30, 98),
        ({"among": "decided", "nationality": "RU"}, 10, 30),
        ({"among": "ordered_removed", "period": "FY2024"}, 10, 90),
        ({"among": "ordered_removed"}, 13, 93),
    ],
)
def test_government_lawyers_represent_nobody(given: dict[str, str], part: int, whole: int) -> None:
    """The 20 of B ordered removed have rows of the side INS only, and count as unrepresented."""
    finding = ask("representation", **given)
    if whole < 25:
        assert finding.status == "too few"
    else:
        assert (finding.numerator, finding.denominator) == (part, whole)


def test_the_three_groups_stand_side_by_side() -> None:
    """Pending, decided and ordered removed are three answers."""
    assert [row[1:3] for row in ask("representation").rows] == [(13, 33), (40, 128), (13, 93)]


def test_representation_by_court_shows_no_share_of_few() -> None:
    """Four pending cases at Jena give no percentage."""
    rows = ask("representation", "court").rows
    assert rows[0] == ("JENA, LA (JNA)", 0, 4, None, None, None)
    assert rows[1][:3] == ("NEW ORLEANS, LA (NOL)", 13, 29)


def test_pending_cases_have_no_year() -> None:
    """A period beside pending cases would be ignored, so it is refused with a reason."""
    assert ask("representation", period="FY2024").status == "not determinable"


def test_a_release_without_representatives_says_so() -> None:
    """Appearances on the case alone find fewer."""
    finding = measure("representation").ask(bare_record(), {})
    assert (finding.status, finding.value) == ("too few", None)
