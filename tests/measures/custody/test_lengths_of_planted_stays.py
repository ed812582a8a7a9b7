"""Lengths of stay in a look-alike release with every planted fault: counts as planted, curves as the law that drew the stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import NormalDist

import duckdb
import pytest

from sojourn.findings import Finding
from sojourn.lookalike.detention.world import LONG, LONG_DAYS, SHORT_DAYS
from sojourn.lookalike.make import make
from sojourn.measures import measure
from sojourn.measures.custody.stay_lengths import HORIZONS, LEFT, LONGER
from sojourn.record.build import build
from sojourn.record.opened import Record


@dataclass(frozen=True)
class Planted:
    """The record of a look-alike release, and the file of its true stays."""

    record: Record
    stays: Path

    def ask(self, **given: str) -> Finding:
        """A finding about the release."""
        return measure("length_of_stay").ask(self.record, given)

    def count(self, condition: str) -> int:
        """True stays of fiscal year 2025, by a condition on their complete hours and their exit."""
        sql = f"""
            SELECT count(*) FROM (
                SELECT exit, ended, floor((epoch(ended) - epoch(entered)) / 3600) AS hours FROM read_parquet('{self.stays}')
                WHERE entered >= TIMESTAMP '2024-10-01' AND entered < TIMESTAMP '2025-10-01') AS stays
            WHERE {condition}"""
        return int(duckdb.execute(sql).fetchall()[0][0])


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """A release of 8,000 stints in the layout of March 2026."""
    folder = tmp_path_factory.mktemp("planted")
    make("ice_detentions", 8_000, folder / "files", family="foia-2026-icli-00005")
    build(folder / "record", [folder / "files"], invented=True)
    record = Record(folder / "record")
    yield Planted(record, next((folder / "files").glob("*.truth/stays.parquet")))
    record.close()


def law(days: float) -> float:
    """The share of planted stays longer than some days: one in four long, both log-normal."""

    def longer(median: float, spread: float) -> float:
        return 1 - NormalDist().cdf(log(days / median) / spread)

    return (1 - LONG) * longer(*SHORT_DAYS) + LONG * longer(*LONG_DAYS)


@pytest.mark.parametrize("period", ["", "FY2023", "FY2025"])
def test_the_curve_is_that_of_the_law_within_its_error(planted: Planted, period: str) -> None:
    """With open stays, stays from before the release, and every fault: within 3.3 standard errors at each of six days."""
    rows = [row for row in planted.ask(period=period).rows if row[0] == LONGER]
    assert [row[2] for row in rows] == list(HORIZONS)
    for _, _, days, value, low, high, _ in rows:
        assert value == pytest.approx(law(days), abs=3.3 * (high - low) / 3.92)


def test_stays_are_counted_as_planted(planted: Planted) -> None:
    """Exactly: all of a year, those that left by each exit within each span, those that lasted longer."""
    finding = planted.ask(period="FY2025")
    assert finding.denominator == planted.count("true")
    assert finding.numerator == planted.count("ended IS NOT NULL AND hours >= 0")
    counts = {row[1:3]: row[6] for row in finding.rows if row[0] == LEFT and row[1] != "released"}
    expected = {(one, day): planted.count(f"exit = '{one}' AND hours <= {24 * day}") for one, day in counts}
    assert counts == expected
    assert {one for one, _ in counts} >= {"removal", "bond", "parole", "recognizance", "supervision", "other"}


def test_people_held_on_a_day_had_been_there_as_long_as_planted(planted: Planted) -> None:
    """The time so far is known of everyone: counted, not estimated."""
    finding = planted.ask(among="held", period="2025-03-10", time="so_far", longer_than="180")
    held = "ended IS NULL OR ended >= TIMESTAMP '2025-03-11'"
    sql = f"""SELECT count(*), count(*) FILTER (WHERE epoch(TIMESTAMP '2025-03-11') - epoch(entered) >= (180 * 24 + 1) * 3600)
        FROM read_parquet('{planted.stays}') WHERE entered < TIMESTAMP '2025-03-11' AND ({held})"""
    expected = duckdb.execute(sql).fetchall()[0]
    assert (finding.denominator, finding.numerator) == expected
