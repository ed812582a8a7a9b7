"""What left a table: with a decision, of cases that stay, and from whom more than a draw by lot would take."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from compare.months import Month, after, compared, first
from sojourn.compare import Comparison
from sojourn.compare.losses import Dimension, Losses

DAY = "{} 00:00:00.000"
CASES, PROCEEDINGS, APPLICATIONS = "A_TblCase", "B_TblProceeding", "tbl_Court_Appln"
JUDGES, NATIONS = ("QQA", "QQB", "QQC", "QQD", "QQE"), ("RU", "NA", "MX")


def many() -> Month:
    """A release of 600 cases with one proceeding and one application each: judge, court and nationality in turn."""
    month = first()
    cases, proceedings, applications = [], [], []
    for number in range(600):
        case, nation = {"IDNCASE": str(number)}, NATIONS[number // 5 % 3]
        proceeding = {**case, "IDNPROCEEDING": str(number), "IJ_CODE": JUDGES[number % 5], "NAT": nation}
        court = ("JNA", "NOL")[number // 15 % 2]
        proceedings.append({**proceeding, "BASE_CITY_CODE": court, "INPUT_DATE": DAY.format("2026-05-29")})
        received = DAY.format(f"20{20 + number // 30 % 5}-03-01")
        letter = ("D", "G", "")[number // 10 % 3]
        applications.append({**case, "IDNPROCEEDING": str(number), "IDNPROCEEDINGAPPLN": str(number), "APPL_CODE": "ASYL", "APPL_RECD_DATE": received, "APPL_DEC": letter})  # fmt: skip
        cases.append({**case, "NAT": nation, "CASE_TYPE": "RMV", "LANG": "RUS", "CUSTODY": "D"})
    month.tables = {CASES: cases, PROCEEDINGS: proceedings, APPLICATIONS: applications}
    return month


def lost(found: Comparison) -> Losses:
    """The losses of the table of applications."""
    losses = next(one for one in found.keyed if one.table == "court_applications").losses
    assert losses
    return losses


def without(keys: Sequence[int], cases: Sequence[int], folder: pytest.TempPathFactory) -> Comparison:
    """`many` against a release without these applications, and without these cases."""
    older = many()
    newer = after(older)
    newer.withdraw(APPLICATIONS, *map(str, keys))
    newer.withdraw(CASES, *map(str, cases))
    return compared(folder.mktemp("months"), older, newer)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Thirty applications of judge QQC are gone, and two of the cases in which they were made."""
    return without([number for number in range(600) if number % 5 == 2][:30], [2, 7], tmp_path_factory)


def test_what_is_gone_is_counted_with_its_denominators(planted: Comparison) -> None:
    """Numbers 2, 7, 12 ... 147, two in each ten: ten with D, ten with G, ten blank; of all 600 a third are blank."""
    expected = (30, 600, 20, 400)
    losses = lost(planted)
    assert (losses.vanished, losses.rows, losses.decided, losses.decided_rows) == expected


def test_applications_that_are_gone_while_their_case_stays_are_counted(planted: Comparison) -> None:
    """The signature of 2020."""
    expected = 28
    assert lost(planted).case_stays == expected


def test_the_planted_judge_is_found_and_nobody_else(planted: Comparison) -> None:
    """Applications know neither judge nor court: both come through their proceeding."""
    [hit] = [one for one in lost(planted).hit if one.by == "judge"]
    assert (hit.value, hit.vanished, hit.cases, hit.rows, hit.expected) == ("QQC", 30, 30, 120, 6.0)
    assert {one.by for one in lost(planted).hit} <= {
        "judge",
        "year",
    }  # the thirty are the first by number, so by year too


def test_groups_of_one_kind_add_up_to_all(planted: Comparison) -> None:
    """No row falls between groups: blank is one of them."""
    losses = lost(planted)
    kinds = {one.by for one in losses.groups}
    assert kinds == {"court", "judge", "nationality", "year", "decision"}
    assert {kind: sum(one.vanished for one in losses.groups if one.by == kind) for kind in kinds} == dict.fromkeys(
        kinds, 30
    )


def test_what_is_gone_by_lot_hits_nobody(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Sixty drawn by lot."""
    numbers = random.Random(3).sample(range(600), 60)
    losses = lost(without(numbers, [], tmp_path_factory))
    assert losses.hit == []
    assert losses.case_stays == 60


def test_counts_by_nationality_are_for_this_machine_where_they_are_small(planted: Comparison) -> None:
    """Releases come monthly: what left between two is a count of a month."""
    smallest = min(one.vanished for one in lost(planted).groups if one.by == "nationality")
    assert smallest < 11
    assert planted.tier == "P2"


def test_court_and_judge_are_told_of_asylum_applications_only(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One asylum application and one for withholding are gone; year and decision are told of both."""
    older = first()
    newer = after(older, change=lambda month: month.withdraw(APPLICATIONS, "1", "2"))
    expected = {
        "year": Dimension("year", 2, 4),
        "decision": Dimension("decision", 2, 4),
        "court": Dimension("court", 1, 3),
        "judge": Dimension("judge", 1, 3),
        "nationality": Dimension("nationality", 1, 3),
    }
    losses = lost(compared(tmp_path_factory.mktemp("months"), older, newer))
    assert {one.by: one for one in losses.dimensions} == expected


def charged(cases: int) -> Month:
    """Twenty charges: ten of proceedings of judge QQA at Jena in so many cases, ten of one of judge QQB."""
    month = first()
    new = [{"IDNPROCEEDING": str(600 + number), "IDNCASE": str(2000 + number), "IJ_CODE": "QQA", "BASE_CITY_CODE": "JNA", "NAT": "RU", "OSC_DATE": DAY.format("2023-05-01"), "CASE_TYPE": "RMV"} for number in range(cases)]  # fmt: skip
    month.add(PROCEEDINGS, *new)
    month.add(CASES, *({"IDNCASE": str(2000 + number), "NAT": "RU", "CASE_TYPE": "RMV"} for number in range(cases)))
    charge = {"CHARGE": "212a", "CHG_STATUS": "S"}
    month.tables["B_TblProceedCharges"] = [
        {
            **charge,
            "IDNPRCDCHG": str(number),
            "IDNCASE": str(2000 + number % cases),
            "IDNPROCEEDING": str(600 + number % cases),
        }
        if number < 10
        else {**charge, "IDNPRCDCHG": str(number), "IDNCASE": "1003", "IDNPROCEEDING": "504"}
        for number in range(20)
    ]
    return month


def charges_lost(older: Month, folder: Path) -> Losses:
    """What the first ten charges leave behind when they go."""
    newer = after(older)
    newer.tables["B_TblProceedCharges"] = newer.tables["B_TblProceedCharges"][10:]
    losses = compared(folder, older, newer, tables=["court_charges"]).keyed[0].losses
    assert losses
    return losses


def test_rows_without_a_judge_have_that_of_their_proceeding(tmp_path: Path) -> None:
    """Charges: all ten of judge QQA are gone, none of the ten of judge QQB."""
    hit = {(one.by, one.value): (one.vanished, one.cases, one.rows) for one in charges_lost(charged(10), tmp_path).hit}
    expected = {("judge", "QQA"): (10, 10, 10), ("court", "JNA"): (10, 10, 10), ("year", "2023"): (10, 10, 10), ("nationality", "RU"): (10, 10, 10)}  # fmt: skip
    assert hit == expected


def test_rows_of_one_case_count_once(tmp_path: Path) -> None:
    """A case that is withdrawn takes all its rows along, which says nothing of its judge."""
    losses = charges_lost(charged(1), tmp_path)
    [judge] = [one for one in losses.groups if one.by == "judge"]
    assert (judge.vanished, judge.cases) == (10, 1)
    assert losses.hit == []
