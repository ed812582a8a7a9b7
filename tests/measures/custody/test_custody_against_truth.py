"""The measures of detention on a look-alike release say what its planted truth says, to the person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb
import pytest

from custody_truth import Built, built
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.custody.question import FEW, NOT_RECORDED
from sojourn.measures.declare import days_of_month, period

PERIOD = "2024-01..2026-02"


@pytest.fixture(scope="module")
def march(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The release of March 2026, invented and built once for all."""
    return built(tmp_path_factory.mktemp("measured"), 6000, 5, "foia-2026-icli-00005")


def ask(one: Built, name: str, by: tuple[str, ...] = (), **given: str) -> Finding:
    """An answer from the record."""
    return measure(name).ask(one.record, given, by)


def means(nights: Mapping[str, Mapping[str, int]]) -> dict[tuple[str, date], float]:
    """People a day, by facility and month of the period, from nights."""
    asked = period(PERIOD)
    months = {month: period(month[:7]).first for counts in nights.values() for month in counts}
    return {
        (facility, months[month]): round(count / days_of_month(months[month], asked), 2)
        for facility, counts in nights.items()
        for month, count in counts.items()
        if count and facility and asked.first <= months[month] <= asked.last
    }


def true_rows(one: Built, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query over the tables of the truth, of the period."""
    asked = period(PERIOD)
    with duckdb.connect() as engine:
        for name in ("path", "stays"):
            engine.execute(f"CREATE VIEW {name} AS SELECT * FROM '{one.truth / name}.parquet'")
        return engine.execute(sql, {"first": asked.first, "last": asked.last}).fetchall()


def test_people_held_are_the_true_ones(march: Built) -> None:
    """Every facility and month, through every planted fault."""
    truth: dict[str, Any] = march.told()["people_held"]
    expected = means(truth["nights_by_facility_and_month"])
    finding = ask(march, "people_held", ("facility", "month"), period=PERIOD)
    counted = {(facility, month): mean for facility, month, mean in finding.rows if facility != NOT_RECORDED}
    assert counted == expected


def test_faults_are_the_planted_ones(march: Built) -> None:
    """Duplicates by both rules, histories cut short, paperwork order, late ends, open ends that disagree."""
    told = march.told()
    faults = told["stay_faults"]
    counts = ask(march, "stay_faults").details
    assert (counts["row_count"], counts["stays"], counts["stints"]) == (told["rows"], told["stays"], told["stints"])
    assert {"identical": counts["identical"], "same start": counts["same_start"]} == told["duplicates"]
    assert counts["by_project"] == told["ddp_duplicates"]
    assert counts["rebooks"] == told["rebooks"]
    assert counts["disagree"] == faults["open disagrees"]
    for fault, name in (
        ("truncated", "truncated"),
        ("paperwork order", "paperwork"),
        ("late", "late"),
        ("last stint later", "early"),
    ):
        assert (counts[f"{name}_short"], counts[f"{name}_long"]) == (
            faults[fault]["below a day"],
            faults[fault]["a day or more"],
        )


def test_routes_are_the_true_ones(march: Built) -> None:
    """Each route of eleven or more, and the others together."""
    routes = true_rows(
        march,
        "SELECT origin, facility_code, count(*) FROM (SELECT facility_code, book_in, lag(facility_code) OVER "
        "(PARTITION BY stay_number ORDER BY stint_number) AS origin FROM path WHERE stint_number IS NOT NULL) "
        "WHERE origin <> facility_code AND book_in::DATE BETWEEN $first AND $last GROUP BY ALL",
    )
    finding = ask(march, "transfers", ("origin", "destination"), period=PERIOD)
    assert finding.value == sum(count for *_, count in routes)
    assert {row for row in finding.rows if row[0] != FEW} == {route for route in routes if route[2] >= 11}


def test_last_facilities_are_the_true_ones(march: Built) -> None:
    """All stays that ended in a removal."""
    [(there, removals)] = true_rows(
        march,
        "SELECT count(*) FILTER (WHERE last_facility = 'JENATLA'), count(*) FROM stays "
        "WHERE exit = 'removal' AND ended::DATE BETWEEN $first AND $last",
    )
    finding = ask(march, "last_before_removal", facility="JENATLA", period=PERIOD)
    assert (finding.numerator, finding.denominator) == (there, removals)
