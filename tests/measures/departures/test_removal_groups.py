"""Novel groups as a finding: with their members, their error rates and what the rows cannot say."""

from __future__ import annotations

from datetime import date

import pytest

from measures.departures.grouped_people import EVERYBODY, grouped_record, short_record
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure


def groups(**given: str) -> Finding:
    """The novel groups of the invented record."""
    return measure("removal_groups").ask(grouped_record(), {"permutations": "30", **given})


def test_each_group_has_a_row_a_member() -> None:
    """Two nationalities on one day are one group, one nationality on two days is one."""
    expected = [
        (1, date(2017, 1, 9), date(2017, 1, 9), "GHANA", 30),
        (1, date(2017, 1, 9), date(2017, 1, 9), "LIBERIA", 20),
        (2, date(2017, 1, 31), date(2017, 2, 1), "NEPAL", 27),
    ]

    finding = groups()

    assert [row[:5] for row in finding.rows] == expected
    assert (finding.value, finding.numerator, finding.denominator) == (2, 2, EVERYBODY)


def test_the_interval_takes_off_what_coincidence_brings() -> None:
    """300 days at one false alarm a year bring 0.82 groups."""
    finding = groups()

    assert finding.interval
    assert finding.interval.low == pytest.approx(2 - 300 / 365.25)
    assert finding.interval.high == 2


def test_only_groups_with_a_citizenship_and_in_a_period_are_listed() -> None:
    """The group is shown whole: who left with them is part of the answer."""
    finding = groups(citizenship="LIBERIA", period="2017-01")

    assert [row[3] for row in finding.rows] == ["GHANA", "LIBERIA"]
    assert groups(period="2017-03").value == 0


def test_groups_stay_on_this_machine() -> None:
    """A day and a nationality single people out."""
    assert groups().tier == "P2"
    assert groups(period="FY2017").tier == "P2"


def test_a_rate_that_the_permutations_cannot_show_is_refused() -> None:
    """One permutation of 300 days has less than one year."""
    with pytest.raises(BadParameter, match="cannot show"):
        groups(permutations="1")


def test_a_release_that_is_not_there_is_not_covered() -> None:
    """No release is not the same as no group."""
    assert groups(release="nowhere").status == "not covered"


def test_a_release_of_a_few_days_has_nothing_usual() -> None:
    """Twenty days cannot say what a usual Monday is."""
    record = short_record()

    finding = measure("removal_groups").ask(record, {})

    assert finding.status == "not determinable"
    assert "fewer than 28 days" in finding.reason
