"""Workbooks against each other: every fault that the look-alike plants is found, with row and cell, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sojourn.findings import Finding
from sojourn.lookalike import Made, make
from sojourn.lookalike.statistics import FOREIGN
from sojourn.measures import measure
from sojourn.measures.statistics.pulls import Listed, Pull, error_of, pair, paired, pulls
from sojourn.record.build import build
from sojourn.record.inputs import sighted
from sojourn.record.opened import Record

FACILITIES = 60


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    """Seven invented workbooks, with the truth about them."""
    return make("ice_detention_statistics", FACILITIES, tmp_path_factory.mktemp("workbooks"))


@pytest.fixture(scope="module")
def record(made: list[Made], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The record of them."""
    folder = tmp_path_factory.mktemp("record")
    build(folder, [one.path for one in made], invented=True)
    opened = Record(folder)
    yield opened
    opened.close()


def ask(record: Record, name: str = "statistics_pulls", **given: str) -> Finding:
    """A finding from the invented workbooks."""
    return measure(name).ask(record, given)


def told(finding: Finding, kind: str) -> list[tuple[str, str, str]]:
    """Where, what and the words of the rows of one kind."""
    return [(str(row[1]), str(row[2]), str(row[4])) for row in finding.rows if row[0] == kind]


def release_of(record: Record, day: str) -> str:
    """The release of a pull."""
    return next(one.release for one in pulls(record) if one.release.endswith(f"@{day}"))


def test_every_printed_figure_of_every_sheet_is_read(record: Record, made: list[Made]) -> None:
    """Number and sum of the figures are those of the truth, in both layouts."""
    sql = (
        "SELECT sheet, count(value) AS figures, round(coalesce(sum(value), 0), 6) AS sum FROM official_statistics "
        "WHERE file = $file GROUP BY 1"
    )
    files = {Path(name).name: sha for sha, names in _names(record).items() for name in names}
    for one in made:
        expected = {
            part.sheet: (part.answers["figures"], part.answers["sum"])
            for part in one.truth.parts
            if part.answers.get("figures")
        }
        rows = record.query(sql, {"file": files[one.path.name][:16]})
        found = {row["sheet"]: (row["figures"], row["sum"]) for row in rows}
        for sheet, (figures, total) in expected.items():
            assert (sheet, *found[sheet]) == (sheet, figures, pytest.approx(total))


def _names(record: Record) -> dict[str, list[str]]:
    return sighted(record.folder)


def test_a_foreign_row_is_matched_to_the_facility_whose_figure_it_repeats(record: Record) -> None:
    """The pull before is in the record, so its facility is named."""
    ((where, name, words),) = told(ask(record, pull="2025-06-23"), "foreign row")
    assert "GOLDEN STATE ANNEX" in name
    assert "the figure of INVENTED WINN CORRECTIONAL CENTER in pull 2025-06-09" in words
    assert where.startswith("row ")
    assert FOREIGN == ("GLDSACA", "LAWINCI")


def test_facilities_with_fewer_nights_than_before_are_those_of_the_truth(record: Record, made: list[Made]) -> None:
    """The anomalous pull, counted from the truth of both workbooks."""
    before, after = (one.truth.parts[0].answers["facilities"] for one in (made[2], made[3]))
    foreign = made[1].truth.parts[0].answers["facilities"][FOREIGN[1]]["nights"] / 251 * 265
    before = before | {FOREIGN[0]: {"nights": foreign}}
    both = before.keys() & after.keys()
    fewer = [code for code in both if after[code]["nights"] < before[code]["nights"]]
    finding = ask(record, pull="2025-07-07")
    assert (finding.numerator, finding.denominator) == (len(fewer), len(both))
    assert "the file changed, not the facilities" in finding.sentence


def test_unequal_breakdowns_and_blanks_are_told_with_their_cells(record: Record) -> None:
    """One threat level is one person too high; one facility has no figure; one header row is missing."""
    july = told(ask(record, pull="2025-07-07"), "defect of the file")
    june = told(ask(record, pull="2025-06-23"), "defect of the file")
    assert [words for _, _, words in july if "STEWART" in words and "by threat level" in words]
    assert [words for _, _, words in june if words.startswith("facilities without any figure stand in row ")]
    assert [words for _, _, words in june if words.startswith("no header row stands above rows ")]


def test_a_label_that_is_missing_is_told(record: Record) -> None:
    """The figures are kept, under the area that they stand below."""
    words = [words for _, _, words in told(ask(record, pull="2025-06-09"), "defect of the file")]
    assert [one for one in words if one.startswith("figures without a label stand in row ")]
    rows = record.query("SELECT value FROM official_statistics WHERE row_label = 'Atlanta / (no label)' ORDER BY value")
    assert [row["value"] for row in rows] == [40, 80.5]


def test_a_total_that_fell_is_told_with_its_cell(record: Record) -> None:
    """Removals of the fiscal year so far can only grow."""
    day = next(row[0] for row in ask(record).rows if row[0].startswith("2025-07-21"))
    ((where, what, words),) = told(ask(record, pull=day), "total that fell")
    assert (where, what) == ("Detention FY25 P22", "removals")
    assert words == "102,550 removals so far, 195,300 in pull 2025-07-07"


def test_a_facility_that_vanished_is_told(record: Record) -> None:
    """With the row in which it stood before."""
    day = next(row[0] for row in ask(record).rows if row[0].startswith("2025-07-21"))
    names = [name for _, name, _ in told(ask(record, pull=day), "vanished facility")]
    assert names == ["INVENTED PINE PRAIRIE ICE PROCESSING CENTER"]


def test_two_files_of_one_day_are_duplicate_pulls(record: Record) -> None:
    """Each has a release of its own and knows of the other."""
    days = [row[0] for row in ask(record).rows if row[0].startswith("2025-07-21")]
    assert len(days) == 2
    for day, other in (days, days[::-1]):
        assert [where for where, _, _ in told(ask(record, pull=day), "duplicate pull")] == [other]


def test_the_overview_says_for_each_pull_whether_it_can_be_differenced(record: Record) -> None:
    """The second pull against the first can; after that, an anomaly, its echo, a twin, another year's rounding."""
    reasons = [row[-1] for row in ask(record).rows]
    assert reasons[2] == ""
    assert [bool(reason) for reason in reasons] == [True, True, False, True, True, True, True]
    assert reasons[4].startswith("the figures of pull 2025-07-07 are anomalous themselves")
    assert reasons[5].startswith("it is of the same day as pull 2025-07-21")


def test_an_unknown_pull_is_not_covered(record: Record) -> None:
    """The reason lists what there is."""
    assert ask(record, pull="1999-01-01").status == "not covered"
    assert "not an earlier one" in ask(record, pull="2025-06-23", earlier="2019-10-07").reason


def test_a_record_without_workbooks_is_not_covered(tiny: Record) -> None:
    """A pull that is not in the record, in a record that has others."""
    assert ask(tiny, pull="2030-01-01").status == "not covered"


def test_a_printed_figure_is_given_with_its_cell(record: Record) -> None:
    """ICE prints no denominator, and the finding says so."""
    found = ask(record, "official_statistics", block="ICE Removals", row="Total", pull="2025-06-09")
    assert (found.value, found.numerator, found.denominator) == (251 * 700, 251 * 700, 1)
    assert "ICE prints no denominator" in found.denominator_is
    assert "Detention FY25 P22" in found.sentence
    assert found.tier == "P0"


def test_a_rounded_figure_has_half_of_its_last_digit_as_interval(record: Record) -> None:
    """14.46 days were printed with two decimals."""
    found = ask(
        record, "official_statistics", block="2025 Quarter 1", row="Disciplinary", column="Days", pull="2025-06-09"
    )
    assert found.interval
    assert (found.interval.low, found.interval.high) == pytest.approx((14.455, 14.465))


def test_a_whole_label_wins_over_one_that_contains_it(record: Record) -> None:
    """`CBP` is a row of its own and part of others."""
    found = ask(
        record, "official_statistics", block="Initial Book-Ins by Arresting", row="CBP", column="Oct", pull="2025-06-09"
    )
    assert found.value == 50


def test_figures_by_nationality_and_month_are_not_published_exactly(record: Record) -> None:
    """The tier follows from what the labels say about people."""
    found = ask(
        record, "official_statistics", block="Temporary Protected", row="Burma", column="FY2024", pull="2025-06-09"
    )
    assert (found.value, found.tier) == (5, "P0")
    listed = ask(record, "official_statistics", block="by Arresting Agency, Month and Criminality", pull="2025-06-09")
    assert listed.status == "not determinable"


def listing(release: str, days: int, *rows: tuple[str, str, float]) -> Pull:
    """A pull of facilities in one state."""
    listed = [
        Listed(release, line, name, city, "TX", days, average, "") for line, (name, city, average) in enumerate(rows, 8)
    ]
    return Pull(release, date(2024, 10, 1), days, tuple(listed))


def test_a_cut_name_is_paired_with_the_whole_one() -> None:
    """As ALEXANDRIA STAGING FACILI; a short beginning or another town is no proof."""
    earlier = listing("a", 265, ("ALEXANDRIA STAGING FACILITY", "ALEXANDRIA", 5.0), ("PINE JAIL", "TOWN", 5.0))
    later = listing("b", 279, ("ALEXANDRIA STAGING FACILI", "ALEXANDRIA", 5.0), ("PINE JAIL ANNEX", "TOWN", 5.0))
    pairs = pair(earlier, later)
    assert [one.name for one, _ in pairs.both] == ["ALEXANDRIA STAGING FACILITY"]
    assert ([one.name for one in pairs.vanished], [one.name for one in pairs.new]) == (
        ["PINE JAIL"],
        ["PINE JAIL ANNEX"],
    )


def test_abbreviations_and_other_towns_do_not_hide_a_facility() -> None:
    """The same words in one state are one facility."""
    earlier = listing("a", 265, ("ADAMS COUNTY DET CENTER", "NATCHEZ", 5.0))
    later = listing("b", 279, ("ADAMS COUNTY DETENTION CENTER", "WASHINGTON", 5.0))
    assert len(pair(earlier, later).both) == 1


def test_a_rounded_average_between_pulls_is_off_by_the_days_so_far() -> None:
    """Two people over 279 and 265 days, spread over 14: 77.7 people. Whole nights lose nothing."""
    assert error_of(265, 279, rounded=True) == pytest.approx(2 * 544 / 14)
    assert error_of(265, 279, rounded=False) == 0


def test_pairs_of_releases_that_are_not_there_are_empty(record: Record) -> None:
    """No error, and nothing paired."""
    assert paired(record, "nowhere", release_of(record, "2025-06-23")).both == ()
