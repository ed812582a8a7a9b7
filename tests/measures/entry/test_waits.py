"""A stated wait is consistent with a set of pools and policies, and gives a number only for a pool that is given."""

from __future__ import annotations

from typing import Any

import pytest

from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.opened import Record


def ask(record: Record, **given: str) -> Finding:
    """Ask for the waits of July 2023, which has 930 appointments on 31 days: 30 a day."""
    return measure("wait_under_policies").ask(record, {"period": "2023-07", **given})


def pools(found: Finding) -> dict[float, tuple[Any, Any]]:
    """The pools of each share reserved."""
    return {row[0]: (row[1], row[2]) for row in found.rows}


def test_without_a_pool_there_is_a_set_and_no_number(at_ports: Record) -> None:
    """The pools were never published."""
    found = ask(at_ports)

    assert found.status == "not determinable"
    assert found.value is None
    assert "never published" in found.reason
    assert len(found.rows) == 11


def test_a_mean_wait_fits_one_range_of_pools_under_every_policy(at_ports: Record) -> None:
    """55 days at 925/31 places to 65 days at 935/31."""
    expected = {(round(55 * 925 / 31), round(65 * 935 / 31))}

    assert set(pools(ask(at_ports)).values()) == expected


def test_a_longest_wait_needs_a_share_reserved(at_ports: Record) -> None:
    """Where every place is drawn nobody's wait is bounded; where none is, the longest is the mean."""
    found = pools(ask(at_ports, statement="longest", days_least="60", days_most="60"))

    assert found[0.0] == (None, None)
    assert found[1.0] == (round(60 * 925 / 31), round(60 * 935 / 31))


def test_two_thirds_in_eight_weeks_rule_out_large_shares_reserved(at_ports: Record) -> None:
    """With half reserved at most half are drawn before the longest wait."""
    found = pools(ask(at_ports, statement="within", days_least="56", days_most="56"))

    assert found[0.5] == (None, None)
    assert found[0.3][0] is not None


def test_a_pool_that_is_given_has_a_mean_wait(at_ports: Record) -> None:
    """1,800 people at 30 places a day wait 60 days in the mean."""
    found = ask(at_ports, pool_least="1800", pool_most="1800")

    assert found.value == pytest.approx(60)
    assert found.denominator == pytest.approx(30)


def test_the_pool_that_is_given_is_held_against_the_set(at_ports: Record) -> None:
    """3,000 people would wait 100 days, not two months."""
    found = ask(at_ports, pool_least="3000", pool_most="3000")

    assert {row[-1] for row in found.rows} == {"no"}


@pytest.mark.parametrize(
    "given",
    [
        {"pool_least": "1000"},
        {"pool_least": "0", "pool_most": "10"},
        {"days_least": "70", "days_most": "60"},
        {"statement": "within", "per_cent_most": "120"},
    ],
)
def test_parameters_that_make_no_question_are_refused(at_ports: Record, given: dict[str, str]) -> None:
    """With the reason."""
    assert ask(at_ports, **given).status == "not determinable"
