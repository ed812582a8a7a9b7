"""The measure of assembly, on an invented release in which Russians were gathered before two groups."""

from __future__ import annotations

import atexit
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

import tiny_custody
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.lookalike.make import make
from sojourn.measures import measure
from sojourn.record.build import build
from sojourn.record.opened import Record

FIRST, LAST = date(2025, 4, 1), date(2025, 6, 29)
GROUPS = (date(2025, 5, 14), date(2025, 6, 11))


def stint(day: date, code: str, citizenship: str, number: int) -> tiny_custody.Row:
    """One day in a staging facility."""
    until = f"{day + timedelta(days=1)}"
    return tiny_custody.stint(
        f"{day:%m%d}{code}{number}",
        "A",
        f"{day}",
        until,
        "Removed",
        stay=(f"{day}", until, "Removed"),
        who=(citizenship, "Male", tiny_custody.PENDING),
        **{"Detention Facility Code": code, "Detention Facility": code},
    )


@cache
def record() -> Record:
    """Two Guatemalans a day into two facilities; four Russians into Florence on each of the two days before a group."""
    files = Path(mkdtemp(prefix="sojourn-assembly-"), "files")
    atexit.register(rmtree, files.parent, ignore_errors=True)
    files.mkdir()
    days = [FIRST + timedelta(days=at) for at in range((LAST - FIRST).days + 1)]
    rows = [stint(day, code, "GUATEMALA", at) for day in days for code in ("JENATLA", "FSF") for at in range(2)]
    gathered = [day for day in days if any(0 < (group - day).days <= 2 for group in GROUPS)]
    rows += [stint(day, "FSF", "RUSSIA", 5 + at) for day in gathered for at in range(4)]
    tiny_custody.write(files / "invented_Detentions_FY25.xlsx", 2025, tuple(rows))
    build(files.parent / "record", [files], invented=True)
    return Record(files.parent / "record")


@cache
def asked(**more: str) -> Finding:
    """What is said of the group of 11 June."""
    given = {"group": "2025-06-11", "citizenship": "RUSSIA", "permutations": "199", **more}
    return measure("assembly").ask(record(), given)


def test_the_share_of_the_group_among_the_book_ins_is_told() -> None:
    """Eight Russians beside four Guatemalans on each of seven days."""
    finding = asked()
    assert (finding.numerator, finding.denominator) == (8, 36)
    assert finding.details["signal"]
    assert finding.details["best_days"] == 2
    assert finding.details["p"] == pytest.approx(1 / 200)


def test_several_citizenships_are_one_group() -> None:
    """Groups are of several nationalities, and their spelling is read like any other."""
    assert asked(citizenship="russia+iran").parameters["citizenship"] == "RUSSIA+IRAN"
    assert asked(citizenship="RUSSIA+GUATEMALA").numerator == 36


def test_earlier_groups_are_held_against_it() -> None:
    """The group of May was gathered in the same way; a day of April was not."""
    finding = asked(earlier="2025-05-14:RUSSIA; 2025-04-20..2025-04-21:RUSSIA")
    assert finding.details["earlier_groups"] == 2
    assert finding.details["earlier_groups_at_least_as_concentrated"] == 1
    assert "Of 2 earlier groups 1 had a signal" in finding.sentence


def test_a_day_as_any_other_is_no_signal() -> None:
    """No Russian was booked in before 1 June."""
    finding = asked(group="2025-06-01")
    assert "that is no signal" in finding.sentence


def test_nationality_place_and_day_stay_on_this_machine() -> None:
    """However many people there are."""
    assert asked(citizenship="GUATEMALA").tier == "P2"


def test_it_says_that_it_looks_back_and_names_no_single_facility() -> None:
    """Nothing in it helps to find a person today."""
    finding = asked()
    assert any("nothing is said of any later day" in caveat.text for caveat in finding.caveats)
    assert {row[0] for row in finding.rows} <= {
        "all staging facilities",
        "South-west",
        "Gulf",
        "Florida and Puerto Rico",
    }


def test_a_group_that_outlasts_the_release_is_refused() -> None:
    """Its last day is not in the record."""
    with pytest.raises(BadParameter, match="Sojourn says nothing of later days"):
        asked(group="2025-06-28..2025-07-02")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"group": "2025-07-01"}, "no release covers"),
        ({"group": "2030-01-01"}, "no release covers"),
        ({"group": "2025-04-03"}, "within the 7 days before the group"),
    ],
)
def test_days_outside_the_release_are_not_covered(given: dict[str, str], reason: str) -> None:
    """The day after its end least of all."""
    finding = asked(**given)
    assert finding.status == "not covered"
    assert reason in finding.reason


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"earlier": "2025-05-14"}, "names no citizenship"),
        ({"earlier": "2025-06-20:RUSSIA"}, "is not before that of"),
        ({"earlier": "2025-05-14:RUSIA"}, "not in the vocabulary country"),
        ({"citizenship": "RUSSIA+NARNIA"}, "not in the vocabulary country"),
        ({"horizon": "8"}, "Give at most 7"),
    ],
)
def test_a_question_that_cannot_be_is_refused(given: dict[str, str], message: str) -> None:
    """With what to do instead."""
    with pytest.raises(BadParameter, match=message):
        asked(**given)


def test_a_record_without_stints_does_not_cover_it(tiny: Record) -> None:
    """Removals do not say where people were before."""
    assert measure("assembly").ask(tiny, {"group": "2017-06-01", "citizenship": "RUSSIA"}).status == "not covered"


def test_a_release_without_staging_facilities_cannot_tell() -> None:
    """Three invented jails, none of which is one."""
    finding = measure("assembly").ask(tiny_custody.record(), {"group": "2025-06-20", "citizenship": "RUSSIA"})
    assert finding.status == "not determinable"


def test_a_release_without_citizenship_cannot_tell(tmp_path: Path) -> None:
    """The release of FY2012-2023 has none."""
    make("ice_detentions", 300, tmp_path / "files", family="foia-2023-icfo-42034", faults=False)
    build(tmp_path / "record", [tmp_path / "files"], invented=True)
    finding = measure("assembly").ask(Record(tmp_path / "record"), {"group": "2022-06-20", "citizenship": "RUSSIA"})
    assert (finding.status, "says nothing of citizenship" in finding.reason) == ("not determinable", True)
