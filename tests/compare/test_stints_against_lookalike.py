"""Two invented releases of the stints of one world against the truth of what the later one shows otherwise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from compare.editions import grouped
from sojourn.compare import Comparison, compare
from sojourn.compare.grouped import Grouped
from sojourn.lookalike.make import make
from sojourn.record.build import build
from sojourn.record.opened import Record

EARLIER, LATER = "foia-2026-icli-00005", "hausman-2026-08"


@dataclass
class World:
    """The comparison of two releases of one world, the truth about their differences, and the folder of both."""

    found: Comparison
    truth: dict[str, Any]
    folder: Path

    def by(self, *dimensions: str) -> Grouped:
        """One grouping."""
        return grouped(self.found, *dimensions)

    @property
    def vanished(self) -> dict[str, int]:
        """Stints of each facility that the later release lacks."""
        found: dict[str, int] = self.truth["rows_vanished_by_facility"]
        return found

    @property
    def empty(self) -> str:
        """The facility without anybody in July and August 2025."""
        code: str = self.truth["facility_without_anybody"]["code"]
        return code


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """12,000 stints without faults of files, which each release has of its own."""
    folder = tmp_path_factory.mktemp("world")
    for family in (EARLIER, LATER):
        make("ice_detentions", 12_000, folder / family, seed=5, family=family, faults=False)
    build(folder / "record", [folder / EARLIER, folder / LATER], invented=True)
    found = compare(Record(folder / "record"), "ice_detentions", "2026-ICLI-00005", LATER)
    truth = json.loads((folder / LATER / f"invented_{LATER}.truth" / "truth.json").read_text())
    return World(found, truth["changes"], folder)


def lost(one: Grouped, by: str) -> dict[str | None, float]:
    """What each value of a dimension lost."""
    [rollup] = [each for each in one.rollups if each.by == by]
    return {line.value: line.lost for line in rollup.lines}


def beyond(world: World, one: Grouped) -> dict[str, int]:
    """True stints of the earlier release by facility that were booked in on no day of the period."""
    assert one.period
    path = world.folder / EARLIER / f"invented_{EARLIER}.truth" / "path.parquet"
    with duckdb.connect() as engine:
        rows = engine.execute(
            f"""SELECT facility_code, count(*) FROM '{path}' WHERE CAST(book_in AS DATE)
            NOT BETWEEN DATE '{one.period.first}' AND DATE '{one.period.last}' GROUP BY 1"""
        ).fetchall()
    return dict(rows)


def test_every_planted_facility_is_found_with_its_stints_and_no_other(world: World) -> None:
    """Every book-in of a hospital and of the empty facility that lies in the period of both."""
    one = world.by("facility_code", "book_in by day")
    apart = beyond(world, one)
    expected = {code: world.vanished[code] - apart.get(code, 0) for code in world.truth["facilities_vanished"]}
    assert lost(one, "facility_code") == {**expected, world.empty: world.vanished[world.empty]}


def test_the_facilities_that_vanish_are_named(world: World) -> None:
    """Code and name."""
    [places] = [one for one in world.by("facility_code", "book_in by day").rollups if one.by == "facility_code"]
    assert sorted(one.split()[0] for one in places.gone) == sorted(world.truth["facilities_vanished"])
    assert places.new == ()
    assert places.ratio == 1.0


def test_nothing_came_and_no_group_is_larger_than_before(world: World) -> None:
    """Later rows lie beyond the period."""
    one = world.by("facility_code", "book_in by day")
    assert (one.new, one.amounts[0].gained) == (0, 0)
    assert one.outside[1] > 0


def test_the_facility_without_anybody_is_an_absence_and_no_evidence(world: World) -> None:
    """In both months, by the nights."""
    nights = world.by("facility_code", "month by month")
    months = {one.month: one.newer for one in nights.absences if one.place == world.empty}
    assert months == {"2025-07": 0, "2025-08": 0}


def test_rewritten_book_outs_show_by_day(world: World) -> None:
    """A book-out that moves leaves one day and comes to another; some move within a day or meet another on their new one."""
    [count] = world.by("facility_code", "book_out by day").amounts
    assert 0 < count.gained <= world.truth["book_outs_rewritten"]
    assert count.lost > count.gained


def test_nights_equal_those_counted_day_by_day_from_the_true_movements(world: World) -> None:
    """By another way than the comparison: every day of every facility, added up."""
    one = world.by("facility_code", "month by month")
    assert one.period
    nights = []
    for family in (EARLIER, LATER):
        path = world.folder / family / f"invented_{family}.truth" / "movements.parquet"
        sql = f"""SELECT sum(m.came - m.gone) FROM '{path}' AS m,
            (SELECT unnest(generate_series(DATE '{one.period.first}', DATE '{one.period.last}', INTERVAL 1 DAY)) AS day)
            WHERE m.scope = 'facility' AND m.convention = 'midnight' AND m.date <= day"""
        with duckdb.connect() as engine:
            [(total,)] = engine.execute(sql).fetchall()
        nights.append(total)
    assert [one.amounts[0].older, one.amounts[0].newer] == nights


def test_no_count_below_eleven_about_citizenship_is_printed(world: World) -> None:
    """And what is not printed decides the tier."""
    one = world.by("citizenship", "book_in by month")
    [countries] = [each for each in one.rollups if each.by == "citizenship"]
    printed = [number for line in countries.lines for number in (line.older, line.newer, line.moved)]
    assert min((number for number in printed if number), default=11) >= 11
    assert (one.tier, world.found.tier) == ("P2", "P2")
    assert one.hidden > 0
