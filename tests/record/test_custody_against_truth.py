"""Look-alike detention releases through a whole build: path, stays and movements are the true ones, to the row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from custody_truth import DERIVED, Built, built, differences, stays_put_together_otherwise, value
from sojourn.lookalike.detention.layouts import LAYOUTS

MARCH = "foia-2026-icli-00005"


@pytest.fixture(scope="module")
def march(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The release of March 2026, invented and built once for all."""
    return built(tmp_path_factory.mktemp("march"), 6000, 1, MARCH)


@pytest.mark.parametrize("family", LAYOUTS)
def test_derived_tables_are_the_true_ones_in_every_layout(tmp_path: Path, family: str) -> None:
    """With times and without, with stays and without, with ids and without: every row of every table is right."""
    one = built(tmp_path, 2500, 1, family)

    assert {name: differences(one, name) for name in DERIVED} == {name: [] for name in DERIVED}
    assert stays_put_together_otherwise(one) == []


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_derived_tables_are_the_true_ones_at_other_seeds(tmp_path: Path, seed: int) -> None:
    """Faults fall on other stays."""
    one = built(tmp_path, 4000, seed, MARCH)

    assert {name: differences(one, name) for name in DERIVED} == {name: [] for name in DERIVED}
    assert stays_put_together_otherwise(one) == []


def test_every_row_is_accounted_for(march: Built) -> None:
    """What was planted to be refused is refused, what was planted to be mended is mended, all else is loaded."""
    sheets = [sheet for sheet in march.record.manifest.sheets if sheet.table == "detention_stints"]
    accounts = [made.truth.account for made in march.made]

    for name in ("rows", "loaded", "repaired", "quarantined", "blank"):
        assert sum(sheet.ledger[name] for sheet in sheets) == sum(getattr(one, name) for one in accounts), name


def test_people_stays_and_exits_are_counted_right(march: Built) -> None:
    """The numbers that pages print."""
    told = march.told()
    exits = march.record.query(
        "SELECT coalesce(exit, 'open') AS exit, count(*) AS stays FROM detention_stays GROUP BY 1"
    )

    assert value(march, "SELECT count(DISTINCT person_number) FROM detention_path") == told["people"]
    assert value(march, "SELECT count(*) FROM detention_stays") == told["stays"]
    assert value(march, "SELECT count(stint_number) FROM detention_path") == told["stints"]
    assert {row["exit"]: row["stays"] for row in exits} == {name: n for name, n in told["exits"].items() if n}


@pytest.mark.parametrize("convention", ["midnight", "any_time"])
def test_people_held_in_the_country_are_the_true_ones_on_every_day(march: Built, convention: str) -> None:
    """Both conventions, from the first day to the last."""
    told = march.told()["people_held"]
    first, last = date.fromisoformat(told["first_day"]), date.fromisoformat(told["last_day"])

    assert held(march, convention, first, last) == told[convention]


def held(one: Built, convention: str, first: date, last: date) -> list[int]:
    """People held in the country on each day, added up from the movements of a record in plain Python."""
    rows = one.record.query(
        "SELECT date, sum(came - gone) AS change FROM detention_movements "
        f"WHERE scope = 'country' AND convention = '{convention}' GROUP BY 1 ORDER BY 1"
    )
    changes: dict[date, int] = {row["date"]: int(row["change"]) for row in rows}
    people = sum(change for day, change in changes.items() if day < first)
    series = []
    for number in range((last - first).days + 1):
        people += changes.get(first + timedelta(number), 0)
        series.append(people)
    return series


def test_routes_are_the_true_ones(march: Built) -> None:
    """Who was moved from where to where, and the last facility before a removal."""
    told = march.told()
    moved = march.record.query(
        "SELECT before, facility_code, count(*) AS n FROM (SELECT facility_code, lag(facility_code) OVER "
        "(PARTITION BY stay_number ORDER BY stint_number) AS before FROM detention_path WHERE stint_number IS NOT NULL) "
        "AS path WHERE facility_code <> before GROUP BY 1, 2 ORDER BY 1, 2"
    )
    last = march.record.query(
        "SELECT coalesce(last_facility, '') AS code, count(*) AS n FROM detention_stays WHERE exit = 'removal' GROUP BY 1"
    )

    assert [list(row.values()) for row in moved] == sorted(told["transfers"])
    assert {row["code"]: row["n"] for row in last} == told["last_before_removal"]


@pytest.mark.slow
def test_a_release_of_full_size_is_derived_as_true(tmp_path: Path) -> None:
    """2.6 million stints, the size of the release of March 2026."""
    one = built(tmp_path, 2_600_000, 1, MARCH)

    found: dict[str, Sequence[Any]] = {name: differences(one, name) for name in DERIVED}
    assert found == {name: [] for name in DERIVED}
    assert stays_put_together_otherwise(one) == []
    expected = one.told()
    assert value(one, "SELECT count(*) FROM detention_stays") == expected["stays"]
