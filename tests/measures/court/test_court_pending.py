"""Pending and completed cases of the release in tests/measures/court/counted_court.py, counted by hand."""

from __future__ import annotations

import pytest

from measures.court.counted_court import ask, bare_record
from sojourn.measures import measure


@pytest.mark.parametrize(("definition", "expected"), [("eoir", 33), ("trac", 32)])
def test_eoir_and_trac_count_other_pending_cases(definition: str, expected: int) -> None:
    """26 + 4 + 3 of removal for EOIR; TRAC adds 2 of credible fear and leaves out 3 closed administratively."""
    finding = ask("pending_cases", definition=definition)
    assert (finding.value, finding.denominator) == (expected, 35)
    assert finding.rows == (("EOIR", 33), ("TRAC", 32))


def test_the_day_of_the_release_stands_in_the_sentence() -> None:
    """A number of pending cases has no meaning without its day."""
    expected = "33 cases pending on 2026-06-30 as EOIR counts; 32 as TRAC counts."
    assert ask("pending_cases").sentence == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"court": "JNA"}, 4),
        ({"court": "jena"}, 4),
        ({"court": "NOL"}, 29),
        ({"court": "JNA+NOL"}, 33),
        ({"detained": "yes"}, 4),
        ({"detained": "no"}, 29),
        ({"nationality": "MX"}, 33),
        ({"nationality": "russia"}, 0),
        ({"case_type": "RMV"}, 33),
        ({"case_type": "cfr", "definition": "trac"}, 2),
    ],
)
def test_filters_narrow_the_pending_cases(given: dict[str, str], expected: int) -> None:
    """By court in code or name, by nationality, case type and place."""
    assert ask("pending_cases", **given).value == expected


def test_pending_cases_split_by_court_carry_names() -> None:
    """Codes alone mislead: OAK is not Oakland."""
    finding = ask("pending_cases", "court")
    assert finding.columns == ("court", "pending, EOIR", "pending, TRAC")
    assert finding.rows == (("JENA, LA (JNA)", 4, 4), ("NEW ORLEANS, LA (NOL)", 29, 28))


def test_published_figures_stand_beside_the_whole_country_only() -> None:
    """EOIR's total is no rival of one court."""
    assert {rival.publisher for rival in ask("pending_cases").rivals} == {"EOIR", "TRAC"}
    assert ask("pending_cases", court="JNA").rivals == ()


def test_a_nationality_at_a_small_court_stays_on_this_machine() -> None:
    """Four people of one nationality at one court."""
    assert ask("pending_cases", nationality="MX", court="JNA").tier == "P2"


@pytest.mark.parametrize(("step", "expected"), [("all", 125), ("first", 125), ("later", 0)])
def test_a_move_to_another_court_is_no_completion(step: str, expected: int) -> None:
    """FY2024 has 30 + 50 + 40 + 5 completions, and four proceedings that moved a case."""
    finding = ask("completions", period="FY2024", step=step)
    assert (finding.value, finding.denominator) == (expected, 125)
    assert finding.caveats[1].text.startswith("4 proceedings that only moved")


def test_first_and_later_completions_by_year() -> None:
    """Three cases of 2024 were completed again in 2025; three were closed in 2022."""
    finding = ask("completions", "fiscal_year")
    assert finding.columns == ("fiscal_year", "first completions", "later completions")
    assert finding.rows == ((2023, 3, 0), (2024, 125, 0), (2025, 0, 3))
    assert finding.value == 131


def test_completions_of_one_judge_give_no_rate() -> None:
    """All proceedings are of judge QQA: a count, with its whole beside it."""
    finding = ask("completions", judge="QQA", court="JNA")
    assert (finding.value, finding.denominator, finding.unit) == (30, 131, "completions")


def test_a_small_release_answers_small_counts() -> None:
    """Counts need no minimum: two completions, of which one is the later of its case, and a move."""
    finding = measure("completions").ask(bare_record(), {})
    assert finding.rows == (("first", 2), ("later", 0))
