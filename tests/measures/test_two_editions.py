"""Two publications of one series: the newer answers, both are judged, and a month that breaks off stays whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sojourn.measures import measure
from sojourn.record.opened import Record
from tiny import made, write_facility_days


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The older ends on 15 July with 60 people at Alpha from July on, the newer on 20 August with 40."""
    folder: Path = tmp_path_factory.mktemp("editions") / "files"
    folder.mkdir()
    write_facility_days(folder / "invented_older.parquet", date(2025, 7, 15), 60)
    write_facility_days(folder / "invented_newer.parquet", date(2025, 8, 20), 40)
    record = Record(made(folder))
    yield record
    record.close()


def test_the_newer_edition_answers(editions: Record) -> None:
    """Both cover June; the one whose data reach furthest is asked."""
    finding = measure("facility_population").ask(editions, {"facility": "AAAAAAA", "period": "2025-07-10"})
    assert finding.value == 40
    assert finding.provenance.releases == ("ddp_facility_days/facilities-daily-population@2025-08-20",)


def test_the_newer_edition_gives_the_change_and_the_older_widens_it(editions: Record) -> None:
    """The value is that of the newest series, whatever the alphabet says."""
    given = {"facility": "AAAAAAA", "before": "2025-06", "after": "2025-07-01..2025-07-15"}
    finding = measure("population_change").ask(editions, given)
    assert finding.value == pytest.approx(-0.6)
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == pytest.approx((-0.6, -0.4))


def test_a_named_older_edition_still_answers(editions: Record) -> None:
    """Whoever checks an old text needs the old release."""
    given = {"facility": "AAAAAAA", "period": "2025-07-10", "release": "facilities-daily-population@2025-07-15"}
    assert measure("facility_population").ask(editions, given).value == 60


@pytest.mark.parametrize("name", ["facility_population", "women_share"])
def test_a_month_that_breaks_off_has_the_mean_of_its_days(editions: Record, name: str) -> None:
    """Twenty days of August are covered; the mean divides by twenty."""
    given = {"facility": "BBBBBBB", "period": "2025-08"} | ({"of": "held"} if name == "women_share" else {})
    (month,) = measure(name).ask(editions, given).rows
    assert month[1] == (205 if name == "women_share" else 200)
