"""Lengths of stay in the release of tests/measures/custody/counted_stays.py, counted by hand, and in that of tests/tiny_custody.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

import tiny_custody
from measures.custody.counted_stays import stays_record
from measures.sql_of_measures import Listening
from measures.test_sql_lint import faults
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.custody.stay_lengths import LEFT, LONGER, UNTIL
from sojourn.measures.custody.stays_on_a_day import Snapshot


def ask(*by: str, **given: str) -> Finding:
    """A finding about the counted release."""
    return measure("length_of_stay").ask(stays_record(), given, by)


def row(finding: Finding, figure: str, which: str, at: float) -> tuple[Any, ...]:
    """What the table says about a figure: value, limits, and the stays seen."""
    [found] = [one[3:] for one in finding.rows if one[:3] == (figure, which, at)]
    return found


def told(finding: Finding) -> str:
    """All caveats."""
    return " ".join(caveat.text for caveat in finding.caveats)


def test_half_of_those_who_entered_in_june_had_left_after_twenty_days() -> None:
    """Of 90, 40 left after 10 days and 30 after 20."""
    finding = ask(period="2025-06")
    assert (finding.status, finding.value, finding.numerator, finding.denominator) == ("answered", 20, 90, 90)
    assert finding.sentence == "Half of 90 stays that began in 2025-06 had ended within 20 days."
    assert finding.tier == "P0"


def test_stays_that_are_still_open_count_for_as_long_as_they_were_seen() -> None:
    """Of 10 open for 29.7 days and 10 for 16 hours none is left at 40 days: 0.6 times 30/60 were held before, then nobody."""
    finding = ask(period="2025-06..2025-11")
    assert row(finding, LONGER, "any", 7)[:1] == (1,)
    assert row(finding, LONGER, "any", 30) == (0.3, 0.2136, 0.3911, 20)
    assert row(finding, LONGER, "any", 60)[0] == 0
    assert "20 of 110 stays had not ended when the release ends (2025-11-30)" in told(finding)


def test_exits_compete() -> None:
    """30 of 100 leave on bond, 40 and then all 20 left by removal; of one exit alone the curve would say more."""
    finding = ask(period="2025-06..2025-11")
    assert row(finding, LEFT, "removal", 30)[0] == 0.4
    assert row(finding, LEFT, "removal", 60)[0] == 0.7
    assert row(finding, LEFT, "bond", 60)[0] == row(finding, LEFT, "released", 60)[0] == 0.3
    assert [one for one in finding.rows if one[1] == "parole"] == []


def test_stays_that_began_before_the_release_count_from_its_first_day() -> None:
    """Thirty join 20 after 29.7 days, so 20 of 50 leave at 40; one of 101 had left after 3 days."""
    finding = ask()
    assert row(finding, LONGER, "any", 60)[0] == pytest.approx(100 / 101 * 0.3 * 30 / 50, abs=1e-4)
    assert row(finding, LEFT, "removal", 60)[0] == pytest.approx((1 + 40 + 30 * 20 / 50) / 101, abs=1e-4)
    assert row(finding, LEFT, "removal", 365)[0] == pytest.approx((1 + 40 + 30) / 101, abs=1e-4)
    assert "30 stays began before 2024-10-01" in told(finding)
    assert "seen in the release" in finding.sentence


def test_stays_that_all_began_before_the_release_have_no_curve_from_the_start() -> None:
    """Thirty are left of those who entered in September 2024; who left within a month is not in the files."""
    finding = ask(period="2024-09-01..2024-10-01")
    assert (finding.status, finding.denominator) == ("not determinable", 30)
    assert finding.reason == (
        "every one of these stays began before 2024-10-01, and those that ended within 29.7 days are not in the release"
    )


def test_a_curve_whose_first_risk_set_empties_is_not_read() -> None:
    """One man of Mexico is seen from the start and leaves after 3 days; 30 are seen later and stay a year."""
    finding = ask(citizenship="MEXICO", longer_than="30")
    assert (finding.status, finding.value) == ("not determinable", None)
    assert "all of those at risk had ended after 3 days although others lasted longer" in finding.reason


def test_a_share_of_stays_longer_than_some_days() -> None:
    """Of 90, 50 stayed longer than 15 days."""
    finding = ask(period="2025-06", longer_than="15")
    assert finding.value == pytest.approx(5 / 9)
    assert (finding.numerator, finding.denominator, finding.unit) == (50, 90, "share")
    assert finding.sentence == "An estimated 56 % of 90 stays that began in 2025-06 lasted longer than 15 days."


def test_days_that_no_stay_was_seen_for_are_not_determinable() -> None:
    """Of 60 men of Russia 40 left after 10 days, and the others were seen for 29.7 days at most: 444 are not reached."""
    finding = ask(period="2025-06..2025-11", citizenship="RUSSIA", sex="Male", longer_than="444")
    assert (finding.status, finding.value, finding.denominator) == ("not determinable", None, 60)
    assert finding.reason.endswith(
        "the longest was seen for 29.7 days by the end of the release, which does not reach the answer; nothing is "
        "extrapolated, but without a period stays that began earlier tell more. Citizenship: RUSSIA. Sex: Male"
    )
    assert row(finding, LONGER, "any", 7)[0] == 1
    assert row(finding, LONGER, "any", 30) == (None, None, None, 0)


def test_the_question_of_444_days_is_answered_for_adults_who_entered_louisiana() -> None:
    """85 known adults by year of birth less the ten born in 2008: 75, of whom five may have been 17; five have no year."""
    finding = ask(state="LA", period="FY2025", age="adults", longer_than="444")
    assert (finding.value, finding.numerator, finding.denominator) == (0, 0, 75)
    assert finding.interval
    assert finding.interval.high == pytest.approx(0.0611, abs=1e-4)
    assert "the person may have been 17: 5." in told(finding)
    assert "blank, redacted or unknown: 5." in told(finding)
    assert finding.tier == "P2"
    assert finding.sentence == (
        "An estimated 0.0 % of 75 stays that began in FY2025 lasted longer than 444 days. Age by year of birth: adults. "
        "State: LA. Stays counted: those that began there."
    )


def test_people_under_18_are_too_few_here() -> None:
    """Ten entered before 1 January of the year in which they turn 18."""
    assert ask(age="under_18").status == "too few"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"within": "15"}, 40),
        ({"within": "60", "exit": "removal"}, 60),
        ({"within": "60", "exit": "bond"}, 30),
        ({"within": "60", "exit": "released"}, 30),
        ({"within": "60", "exit": "other"}, 0),
    ],
)
def test_the_share_that_had_left_by_some_days(given: dict[str, str], expected: int) -> None:
    """By any exit, by one, and let out in any way."""
    finding = ask(period="2025-06", **given)
    assert finding.numerator == expected
    assert finding.value == pytest.approx(expected / 90)
    assert finding.interval


def test_a_split_gives_each_group_its_own_curve_and_few_only_their_number() -> None:
    """70 Russians, 30 of whom left on bond; 20 Canadians are too few for a share."""
    finding = ask("citizenship", period="FY2025", within="30", exit="released")
    assert finding.columns[:3] == ("citizenship", "stays", "ended")
    expected = [("CANADA", 20, 20, None), ("MEXICO", 1, 1, None), ("RUSSIA", 70, 70, 0.4286)]
    assert [one[:4] for one in finding.rows] == expected


def test_a_split_by_sex_has_medians() -> None:
    """Women left after 20 days; of 61 men 40 after 10."""
    rows = ask("sex", period="FY2025").rows
    assert [(one[0], one[1], one[6]) for one in rows] == [("Female", 30, 20), ("Male", 61, 10)]


@pytest.mark.parametrize("which", ["first", "longest", "any"])
def test_the_facility_of_a_stay_may_be_meant_in_three_ways(which: str) -> None:
    """All 90 of June were at A alone."""
    assert ask(facility="AAAAAAA", facility_is=which, period="2025-06").denominator == 90


def test_people_held_on_a_day_stay_longer_than_people_entering() -> None:
    """On 15 June 30 are there who stay 20 days, 20 who stay 40, and 30 who stay a year; those of 10 days have left."""
    finding = ask(among="held", period="2025-06-15")
    assert (finding.value, finding.denominator) == (40, 80)
    assert row(finding, "days of this share, from the shortest", "so_far", 0.5)[0] == 14.7
    assert row(finding, "days of this share, from the shortest", "remaining", 0.5)[0] == 25.3
    assert row(finding, "share longer than these days", "total", 30)[0] == 0.625
    assert "averaging the stays of recent entrants that have ended errs the other way" in told(finding)
    assert finding.tier == "P0"


def test_people_held_longer_than_some_days_by_then() -> None:
    """Thirty of 80 had been there for 287.7 days."""
    finding = ask(among="held", period="2025-06-15", time="so_far", longer_than="100")
    assert (finding.value, finding.numerator) == (0.375, 30)
    assert finding.sentence == (
        "Of 80 stays of people held at the midnight that ended 2025-06-15, 38 % had lasted longer than 100 days by then."
    )


def test_people_held_by_sex_are_for_this_machine_only() -> None:
    """A day by a personal attribute is never published."""
    finding = ask("sex", among="held", period="2025-06-15")
    assert finding.tier == "P2"
    assert [one[:4] for one in finding.rows] == [("Female", 30, 30, 14.7), ("Male", 50, 50, 287.7)]


def held(*people: tuple[int, int, bool]) -> Snapshot:
    """People by days so far, days after, and whether they have left."""
    rows: list[Mapping[str, Any]] = [
        {"so_far": 24 * so_far, "remaining": 24 * after, "has_ended": ended, "matches": 1, "stays": 1}
        for so_far, after, ended in people
    ]
    return Snapshot(rows)


def test_totals_of_those_who_are_still_held_are_bounded_and_not_estimated() -> None:
    """Two have left after 10 and 30 days in all; two go on, after 12 and 40: half to three quarters last beyond 20."""
    people = held((5, 5, True), (25, 5, True), (2, 10, False), (30, 10, False))
    assert people.bounds(20) == (0.5, 0.75)
    assert people.longer("total", 20) is None
    assert people.longer("total", 11)
    assert people.quantile("total", 0.25)[0] == 10
    assert people.quantile("total", 0.5)[0] is None


def test_what_remains_is_censored_where_the_release_ends() -> None:
    """One of four leaves after 5 days, three are followed for 10: 0.75 remain longer than 10, and no median is reached."""
    people = held((1, 5, True), (2, 10, False), (3, 10, False), (50, 10, False))
    remaining = people.longer("remaining", 10)
    assert remaining
    assert remaining[0] == 0.75
    assert people.quantile("remaining", 0.5)[0] is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"among": "held"}, "must be one day"),
        ({"among": "held", "period": "2025-06"}, "must be one day"),
        ({"among": "held", "period": "2025-06-15", "within": "5"}, "about people entering"),
        ({"time": "so_far"}, "about people held"),
        ({"exit": "removal"}, "needs within"),
        ({"within": "5", "longer_than": "5"}, "exclude each other"),
    ],
)
def test_a_question_that_contradicts_itself_is_refused(given: dict[str, str], message: str) -> None:
    """An answer to half of it would be taken for the whole."""
    with pytest.raises(BadParameter, match=message):
        ask(**given)


def test_a_stay_at_several_facilities_cannot_be_split_by_facility() -> None:
    """It would count at each."""
    with pytest.raises(BadParameter, match="cannot be split by facility"):
        ask("facility", facility_is="any")


def test_stays_that_run_backwards_are_counted_apart() -> None:
    """One of 2025-06 ends the day before it begins."""
    assert "as they end before they begin: 1." in told(ask(period="2025-06"))


def test_the_tiny_release_by_hand() -> None:
    """27 stays; four are open: those of farid, galina, tomas and wim. Two rows have no person id."""
    finding = measure("length_of_stay").ask(tiny_custody.record(), {})
    assert (finding.denominator, finding.numerator) == (27, 23)
    assert "counts as a stay of its own: 2." in told(finding)
    assert row(finding, UNTIL, "any", 0.5)[0] == finding.value


@pytest.mark.parametrize(
    ("by", "given"),
    [
        ((), {"age": "adults", "sex": "Male", "longer_than": "30"}),
        (("citizenship", "sex", "criminality", "fiscal_year", "facility"), {"facility_is": "longest"}),
        ((), {"facility": "AAAAAAA", "facility_is": "any"}),
        (("fiscal_year",), {"among": "held", "period": "2025-06-15", "age": "adults"}),
    ],
)
def test_the_statements_are_portable(by: tuple[str, ...], given: dict[str, str]) -> None:
    """What differs between engines without a word is not in them."""
    listening = Listening(stays_record())
    measure("length_of_stay").ask(listening, given, by)
    assert [wrong for sql in listening.heard for wrong in faults(sql)] == []
    listening.close()
