"""Appointments by month and nationality: counted by hand from the tiny record of the ports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.opened import Record
from tiny_ports import JULY as EDITION
from tiny_ports import Rows, built, workbook

APRIL, JUNE, JULY = date(2023, 4, 1), date(2023, 6, 1), date(2023, 7, 1)


def ask(record: Record, by: tuple[str, ...] = (), **given: str) -> Finding:
    """Ask for appointments."""
    return measure("appointments").ask(record, given, by)


def test_appointments_are_the_sum_of_the_printed_months(at_ports: Record) -> None:
    """100 + 30 + 30 of 400 + 900 + 930."""
    expected = (160, 2230)

    found = ask(at_ports, nationality="RUSSIA")

    assert (found.numerator, found.denominator) == expected


def test_the_interval_is_five_for_each_figure(at_ports: Record) -> None:
    """Three figures, each rounded to the nearest ten."""
    expected = (145, 175)

    found = ask(at_ports, nationality="RUSSIA")

    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == expected


def test_a_share_has_limits_of_both_roundings(at_ports: Record) -> None:
    """25 to 35 of 895 to 905 in June."""
    expected = (round(30 / 900, 4), round(25 / 905, 4), round(35 / 895, 4))

    row = ask(at_ports, by=("month",), nationality="RUSSIA").rows[1]

    assert row[3:] == expected


def test_months_that_are_not_applicable_are_no_zero(at_ports: Record) -> None:
    """March 2023 prints X."""
    expected = [APRIL, JUNE, JULY]

    found = ask(at_ports, by=("month",))

    assert [row[0] for row in found.rows] == expected


def test_a_split_by_nationality_has_the_rest(at_ports: Record) -> None:
    """What the edition does not name stands as OTHER, in an order that the figures do not decide."""
    expected = [("MEXICO", 1300), ("RUSSIA", 160), ("OTHER", 770)]

    found = ask(at_ports, by=("nationality",))

    assert [row[:2] for row in found.rows] == expected


def test_the_printed_total_stands_beside_the_sum(at_ports: Record) -> None:
    """Of the whole fiscal year of an edition, as a rival."""
    expected = [160.0]

    found = ask(at_ports, nationality="RUSSIA", period="FY2023")

    assert [rival.value for rival in found.rivals] == expected


def test_an_earlier_edition_answers_by_its_name(at_ports: Record) -> None:
    """Revisions are kept: April was 390 in the edition of June."""
    expected = 390

    found = ask(at_ports, period="2023-04", edition="2023-06")

    assert found.value == expected


def test_a_nationality_that_an_edition_does_not_name_is_not_zero(at_ports: Record) -> None:
    """And the edition that names it is told."""
    found = ask(at_ports, nationality="CHILE")

    assert found.status == "not determinable"
    assert "named in edition 2023-06" in found.reason


@pytest.mark.parametrize(
    ("given", "status", "reason"),
    [
        ({"period": "2022"}, "not covered", "2023-04 to 2023-07"),
        ({"period": "2023-06-03"}, "not determinable", "by month"),
        ({"edition": "2031-01"}, "not covered", "it has: 2023-06, 2023-07"),
    ],
)
def test_what_cannot_be_answered_says_why(at_ports: Record, given: dict[str, str], status: str, reason: str) -> None:
    """No figure is no zero."""
    found = ask(at_ports, (), **given)

    assert found.status == status
    assert reason in found.reason


def test_a_month_without_figures_between_others_is_told(at_ports: Record) -> None:
    """The edition has no May: a sum from April to July is not one of four months."""
    told = [str(caveat.text) for caveat in ask(at_ports).caveats if caveat.severity == "warning"]

    assert told == ["Edition 2023-07 has no figure for 2023-05, and so these months are not counted."]
    assert [caveat for caveat in ask(at_ports, period="2023-06..2023-07").caveats if caveat.severity == "warning"] == []


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[[Rows], Record]:
    """Builds a record of one sheet of appointments."""

    def _damaged(rows: Rows) -> Record:
        return built([workbook(tmp_path / "invented.xlsx", {"CBP One Appointments": rows})])

    return _damaged


def test_a_figure_that_cannot_be_read_is_not_counted_under_the_rest(damaged: Callable[[Rows], Record]) -> None:
    """The edition names the nationality; one of its months has a dash."""
    rows = [*EDITION[:6], ["", "June", 900, "-", 500, 370], *EDITION[7:]]

    found = ask(damaged(rows), nationality="RUSSIA")

    assert (found.status, found.reason) == ("not determinable", "edition 2023-07 has no figure of RUSSIA for 2023-06")


def test_an_edition_of_which_no_row_was_loaded_is_no_error(damaged: Callable[[Rows], Record]) -> None:
    """Its rows are in the quarantine, and the answer says where to look."""
    rows = [*EDITION[:3], *([f"year {at}", *row[1:]] for at, row in enumerate(EDITION[3:8]))]

    found = ask(damaged(rows))

    assert found.status == "not covered"
    assert "could be loaded: `sojourn quarantine` says why" in found.reason


def test_a_record_without_editions_covers_nothing(tiny: Record) -> None:
    """The answer says what is missing."""
    assert ask(tiny).status == "not covered"


def test_a_nationality_by_month_is_guarded(at_ports: Record) -> None:
    """By month and nationality an answer is of tier P1, and over a whole year it may be published."""
    assert ask(at_ports, nationality="RUSSIA", period="2023-06").tier == "P1"
    assert ask(at_ports, nationality="RUSSIA", period="FY2023").tier == "P0"
    assert ask(at_ports, by=("month",)).tier == "P0"


def test_every_printed_count_says_what_it_is_of(at_ports: Record) -> None:
    """The gate needs a key for each count: three rows, the headline and its denominator."""
    expected = 5

    found = ask(at_ports, by=("month",), nationality="RUSSIA")

    assert found.breakdown is not None
    assert len({count.key for count in found.breakdown.counts}) == expected
