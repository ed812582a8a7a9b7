"""Appointments against encounters, the change of rule, the stop: counted by hand from the tiny record of the ports."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.disclosure.gate import pass_gate
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.declare import period
from sojourn.measures.entry.against_encounters import contradictions
from sojourn.measures.entry.ports import months_of
from sojourn.record.opened import Record


def ask(record: Record, name: str, **given: str) -> Finding:
    """Ask a measure."""
    return measure(name).ask(record, given)


def test_appointments_are_divided_by_encounters_at_southwest_ports(at_ports: Record) -> None:
    """160 over 120 + 60 + 40: the northern border and the Border Patrol are not in it."""
    expected = (160, 220)

    found = ask(at_ports, "appointments_against_encounters", nationality="RUSSIA")

    assert (found.numerator, found.denominator) == expected


def test_the_limits_of_the_share_cover_rounding(at_ports: Record) -> None:
    """145 to 175 over 220."""
    expected = (145 / 220, 175 / 220)

    found = ask(at_ports, "appointments_against_encounters", nationality="RUSSIA")

    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx(expected)


def test_more_appointments_than_encounters_is_a_warning() -> None:
    """Of one nationality 100 of 90 encounters in one month: the sources contradict each other, and the month is named."""
    rows = ((date(2023, 4, 1), 100, 90, 100 / 90, 95 / 90, 105 / 90), (date(2023, 5, 1), 10, 90, 0.1, 0.05, 0.15))

    (caveat,) = contradictions(rows)

    assert "in 1 of 2 months (2023-04), by up to 11.1 %" in caveat.text
    assert contradictions(rows[1:]) == ()


def test_the_rest_is_not_compared(at_ports: Record) -> None:
    """OTHER of one table is not OTHER of the other."""
    found = ask(at_ports, "appointments_against_encounters", nationality="OTHER")

    assert found.status == "not determinable"


def test_both_sources_are_in_the_provenance(at_ports: Record) -> None:
    """A number leaves with the files of both."""
    expected = ["cbp_encounters/nationwide-by-area@2023-07", "ohss_monthly_tables/monthly-tables@2023-07"]

    found = ask(at_ports, "appointments_against_encounters")

    assert sorted(found.provenance.releases) == expected
    assert len(found.provenance.files) == 2


def test_the_rule_change_is_a_ratio_of_shares_over_their_rests(at_ports: Record) -> None:
    """100 of 400 before, 60 of 1,830 after: (1/3) / (60/1770)."""
    expected = (100 / 300) / (60 / 1770)

    found = ask(at_ports, "rule_change", nationality="RUSSIA", before="2023-04", after="2023-06..2023-07")

    assert found.value == pytest.approx(expected)


def test_the_rule_change_is_never_said_to_be_an_effect(at_ports: Record) -> None:
    """Title 42 ended in the same week."""
    found = ask(at_ports, "rule_change", nationality="RUSSIA", before="2023-04", after="2023-06")

    assert any("association" in caveat.text and "Title 42" in caveat.text for caveat in found.caveats)
    assert "An association, not an effect." in found.sentence


def test_the_limits_of_the_ratio_take_each_figure_at_its_worst(at_ports: Record) -> None:
    """Before 95 of 405 to 105 of 395; after 25 of 905 to 35 of 895."""
    low = (95 / 405) / (1 - 95 / 405) / ((35 / 895) / (1 - 35 / 895))
    high = (105 / 395) / (1 - 105 / 395) / ((25 / 905) / (1 - 25 / 905))

    found = ask(at_ports, "rule_change", nationality="RUSSIA", before="2023-04", after="2023-06")

    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high))


def test_the_stop_shows_its_arithmetic(at_ports: Record) -> None:
    """3,100 over 31 days is 100 a day, 280 over 28 is 10: 20 x 100 + 11 x 10 is 2,110, which CBP counted."""
    expected = {"arithmetic": "20 days x 100 + 11 days x 10 = 2,110", "days_at_the_number_before": 20.0}

    found = ask(at_ports, "closure", after="2025-02")

    assert expected.items() <= found.details.items()
    assert found.value == pytest.approx(-0.9)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"after": "2025-02..2025-03"}, "not covered"),
        ({"month": "2024-12..2025-01"}, "not determinable"),
        ({"before": "2025-02"}, "not determinable"),
        ({"after": "2025-02-05..2025-02-20"}, "not determinable"),
    ],
)
def test_a_stop_needs_whole_months_on_both_sides(at_ports: Record, given: dict[str, str], status: str) -> None:
    """Otherwise the daily numbers would mean nothing."""
    assert ask(at_ports, "closure", **{"after": "2025-02", **given}).status == status


def test_a_record_without_encounters_covers_nothing(tiny: Record) -> None:
    """The answer says what is missing."""
    assert "no release with encounters" in ask(tiny, "closure").reason


def test_the_months_of_a_period_are_those_that_begin_in_it() -> None:
    """Over the turn of a year, too."""
    expected = [date(2024, 12, 1), date(2025, 1, 1)]

    assert months_of(period("2024-12..2025-01")) == expected


def test_official_totals_stand_side_by_side(at_ports: Record) -> None:
    """The months, the Total rows (10 more) and every press figure, each with its publisher."""
    found = ask(at_ports, "appointment_totals")
    figures = [(row[1], row[4]) for row in found.rows]

    assert found.value == 2230
    assert ("OHSS", 2240) in figures
    assert ("CBP", 936500) in figures
    assert ("OHSS", 771280) in figures


def test_a_total_to_a_month_that_is_not_there_is_not_covered(at_ports: Record) -> None:
    """Nothing is extrapolated."""
    assert ask(at_ports, "appointment_totals", through="2024-01").status == "not covered"


def test_counts_of_a_nationality_pass_the_gate(at_ports: Record) -> None:
    """What says what its counts are of may be published, guarded."""
    asked = [
        ask(at_ports, "rule_change", nationality="RUSSIA", before="2023-04", after="2023-06"),
        ask(at_ports, "appointments_against_encounters", nationality="RUSSIA"),
        ask(at_ports, "closure", after="2025-02"),
    ]

    assert len(pass_gate(asked).only_findings()) == 3
