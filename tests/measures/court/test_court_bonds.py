"""Bond decisions in the release of tests/measures/court/counted_court.py, counted by hand."""

from __future__ import annotations

import pytest

from measures.court.counted_court import KEYS, Release, counted_record, record_of
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.court.published import court_rivals
from sojourn.measures.declare import period


def ask(*by: str, **given: str) -> Finding:
    """A finding about the counted release."""
    return measure("bond_outcomes").ask(counted_record(), given, by)


def test_the_last_decision_of_a_case_counts() -> None:
    """20 lowered after a refusal, 5 released on recognizance, 5 moot at Jena; 40 lowered at New Orleans."""
    finding = ask()
    assert (finding.numerator, finding.denominator) == (65, 70)
    assert dict(finding.rows)["nothing left to decide"] == 5
    assert dict(finding.rows)["denied"] == 0


def test_amounts_of_zero_are_no_amounts() -> None:
    """20 of 5,000 and 40 of 3,000 dollars; releases on recognizance carry a zero."""
    finding = ask()
    assert (finding.details["amounts"], finding.details["median_bond"]) == (60, 3000)


def test_bonds_by_court_show_no_median_of_few() -> None:
    """20 amounts at Jena are fewer than 25."""
    rows = ask("court").rows
    assert [(row[0], row[1], row[2], row[-1]) for row in rows] == [
        ("JENA, LA (JNA)", 30, 25, None),
        ("NEW ORLEANS, LA (NOL)", 40, 40, 3000),
    ]


@pytest.mark.parametrize(("period", "expected"), [("FY2023", "answered"), ("FY2024", "too few")])
def test_the_day_of_the_last_decision_places_a_case(period: str, expected: str) -> None:
    """All were decided last on 1 June 2023."""
    assert ask(period=period).status == expected


def test_two_decisions_on_one_day_are_told_apart_by_their_number() -> None:
    """The first case of Jena was refused and lowered on one day; the greater number is the later row."""
    assert ask(court="JNA").numerator == 25


def test_every_letter_has_its_group() -> None:
    """Every documented letter once in 28 cases, and a letter that nobody knows."""
    release = Release()
    for letter in ("C", "R", "G", "F", "N", "S", "E", "L", "I", "J", "D", "A", "W", "O", "Z", *"CCCCCCCCCCC"):
        case = release.case()
        release.proceeding(case)
        release.bond(case, "NOL", letter, "2024-01-02", "1500")
    release.asylum("1001", "5001", "D", "2024-01-01")
    finding = measure("bond_outcomes").ask(record_of(release.files()), {})
    assert finding.rows == (
        ("granted", 15),
        ("denied", 4),
        ("amount raised", 1),
        ("no power to decide", 2),
        ("nothing left to decide", 1),
        ("withdrawn", 1),
        ("other, or not recorded", 2),
    )
    assert finding.caveats[1].text.startswith("Of the 20 cases granted, denied or raised alone, 75 % were granted")


def test_a_release_without_bonds_is_not_determinable() -> None:
    """No table is not zero bonds."""
    release = Release([name for name in KEYS if name != "D_TblAssociatedBond"])
    release.asylum(release.case(), release.proceeding("1001"), "D", "2024-01-01")
    finding = measure("bond_outcomes").ask(record_of(release.files()), {})
    assert finding.status == "not determinable"
    assert finding.reason.endswith("has no table D_TblAssociatedBond (bond proceedings)")


@pytest.mark.parametrize(("asked", "expected"), [("2025-10..2025-12", [26.1]), ("FY2023", [])])
def test_trac_stands_beside_its_quarter(asked: str, expected: list[float]) -> None:
    """26.1 per cent in the first quarter of FY2026, and only there."""
    assert [rival.value for rival in court_rivals("bond_outcomes", {}, period(asked))] == expected
