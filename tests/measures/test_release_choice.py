"""Which release answers: one rule, said with every finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from invented import removal, write_removals
from sojourn.measures import measure
from sojourn.measures.declare import period
from sojourn.measures.releases import RULE, Chosen, NoRelease, choose
from sojourn.record.build import build
from sojourn.record.opened import Record

DAILY, HEADCOUNT = (
    "ddp_facility_days/facilities-daily-population@2025-08-31",
    "uwchr_headcount/facility-headcount@2025-08-05",
)
NATIONWIDE, SEATTLE = "ice_removals/2019-ICFO-53623", "ice_removals/uw-v-dhs-seattle@2018-03-01"


@pytest.mark.parametrize(
    ("table", "words", "expected"),
    [
        ("facility_days", "2025-06", DAILY),
        ("facility_days", "2025-08", DAILY),
        ("facility_days", None, DAILY),
        ("removals", "FY2017", NATIONWIDE),
        ("removals", None, NATIONWIDE),
        ("removals", "2018-03", SEATTLE),
        ("book_ins", "FY2017", "ice_book_ins/uw-v-dhs-seattle@2018-03-01"),
    ],
)
def test_the_rule_chooses(tiny: Record, table: str, words: str | None, expected: str) -> None:
    """Nationwide before partial, whole coverage before part, the furthest data before others."""
    chosen = choose(tiny, table, period(words) if words else None, None)
    assert isinstance(chosen, Chosen)
    assert chosen.release.id == expected


@pytest.mark.parametrize("named", [HEADCOUNT, "facility-headcount@2025-08-05"])
def test_a_named_release_answers(tiny: Record, named: str) -> None:
    """By its full id or without its source."""
    chosen = choose(tiny, "facility_days", period("2025-06"), named)
    assert isinstance(chosen, Chosen)
    assert chosen.release.id == HEADCOUNT


def test_the_covered_part_of_a_period_is_known(tiny: Record) -> None:
    """Means must divide by the days that are covered, not by those asked for."""
    chosen = choose(tiny, "facility_days", period("2025-08..2025-12"), None)
    assert isinstance(chosen, Chosen)
    assert (chosen.period.days, chosen.covered.days) == (153, 31)


def test_no_release_is_said_with_what_there_is(tiny: Record) -> None:
    """The reason lists coverage, so that the next question can be right."""
    chosen = choose(tiny, "facility_days", period("2026-06"), None)
    assert isinstance(chosen, NoRelease)
    assert f"{DAILY} covers 2025-05-01 to 2025-08-31" in chosen.reason


def test_the_rule_is_printed_unless_the_reader_chose(tiny: Record) -> None:
    """A reader who did not choose must see who did."""
    chosen = measure("removals").ask(tiny, {"period": "FY2017"})
    named = measure("removals").ask(tiny, {"period": "FY2017", "release": NATIONWIDE})
    assert any(RULE in caveat.text for caveat in chosen.caveats)
    assert not any(RULE in caveat.text for caveat in named.caveats)


def test_every_answer_names_release_and_files(tiny: Record) -> None:
    """Only the files that feed the table count as its source."""
    finding = measure("removals").ask(tiny, {"period": "FY2017"})
    removal_files = {sheet.file for sheet in tiny.manifest.sheets if sheet.release == NATIONWIDE}
    assert finding.provenance.releases == (NATIONWIDE,)
    assert set(finding.provenance.files) == removal_files
    assert finding.provenance.invented


def test_a_release_without_loaded_rows_is_named(files: Path, record: Path) -> None:
    """The record has it, and why it does not answer is in the quarantine."""
    write_removals(files / "removals.csv", [removal({"Departed Date": "never"})])
    build(record, [files])

    chosen = choose(Record(record), "removals", None, None)

    assert isinstance(chosen, NoRelease)
    assert chosen.reason == (
        "no row of removals could be loaded from ice_removals/2019-ICFO-53623: `sojourn quarantine` says why"
    )
