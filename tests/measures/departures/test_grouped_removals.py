"""The removals in novel groups, by month and citizenship: what of the groups may leave the machine."""

from __future__ import annotations

from datetime import date

from measures.departures.grouped_people import EVERYBODY, grouped_record
from sojourn.disclosure.gate import pass_gate
from sojourn.findings import Finding
from sojourn.measures import measure


def grouped(*by: str, **given: str) -> Finding:
    """The removals in novel groups of the invented record."""
    return measure("grouped_removals").ask(grouped_record(), {"permutations": "30", **given}, by)


def test_the_members_of_all_groups_are_counted() -> None:
    """Thirty, twenty and twenty-seven."""
    finding = grouped()

    assert (finding.value, finding.denominator) == (77, EVERYBODY)


def test_a_group_over_the_turn_of_a_month_counts_in_both() -> None:
    """By the day of departure, as every count of removals."""
    expected = (
        (date(2017, 1, 1), "GHANA", 30),
        (date(2017, 1, 1), "LIBERIA", 20),
        (date(2017, 1, 1), "NEPAL", 12),
        (date(2017, 2, 1), "NEPAL", 15),
    )

    assert grouped("month", "citizenship").rows == expected
    assert grouped("month", period="2017-02").rows == ((date(2017, 2, 1), 15),)


def test_one_citizenship_counts_its_own_people() -> None:
    """Not those who left with them."""
    assert grouped(citizenship="GHANA").value == 30
    assert grouped("fiscal_year", citizenship="NEPAL").rows == ((2017, 27),)


def test_a_table_without_small_cells_passes_the_gate_as_it_is() -> None:
    """Every cell is eleven or more here, so the table stands as it is."""
    finding = grouped("month", "citizenship")

    (shown,) = pass_gate([finding]).only_findings()

    assert finding.tier == "P1"
    assert finding.breakdown
    assert shown.rows == finding.rows


def test_nationalities_with_few_people_in_a_month_can_be_left_out() -> None:
    """So that the others can be named by month: twelve of Nepal in January are too few for thirteen, fifteen in February not."""
    finding = grouped("month", "citizenship", least="13")

    assert [row[1:] for row in finding.rows] == [("GHANA", 30), ("LIBERIA", 20), ("NEPAL", 15)]
    assert finding.value == 65
