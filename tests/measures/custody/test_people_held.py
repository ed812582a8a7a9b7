"""People held: counted once, by the midnight that is asked for, and never a bare zero."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tiny_custody
from measures.custody.moved_people import AUGUST, DAYS_ONLY, MARCH, moved_record
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.opened import Record
from sojourn.tiers import Tier

A, B, C = "AAAAAAA", "BBBBBBB", "CCCCCCC"
DAYS = st.dates(date(2025, 5, 25), date(2025, 11, 29))


def ask(record: Record, by: tuple[str, ...] = (), **given: str) -> Finding:
    """The answer of people_held."""
    return measure("people_held").ask(record, given, by)


def held(by: tuple[str, ...] = (), **given: str) -> Finding:
    """The same of the tiny record (tests/tiny_custody.py)."""
    return ask(tiny_custody.record(), by, **given)


def moved(by: tuple[str, ...] = (), **given: str) -> Finding:
    """The same of the record of people who were moved."""
    return ask(moved_record(), by, **given)


@pytest.mark.parametrize(
    ("facility", "day", "convention", "expected"),
    [
        (A, "2025-06-01", "end_of_day", 1),  # ana
        (A, "2025-06-04", "end_of_day", 3),  # ana, boris once, carla once; dmitri's negative stint is none
        (A, "2025-06-05", "any_time", 4),  # elena's stint without length is of that day
        (A, "2025-06-05", "end_of_day", 3),
        (A, "2025-06-10", "end_of_day", 3),  # ana left at ten; boris, carla, omar
        (A, "2025-06-10", "any_time", 4),
        (A, "2025-06-11", "start_of_day", 3),
        (A, "2025-06-15", "end_of_day", 6),  # boris, carla, irina, karim and two without an id; jorge left
        (A, "2025-07-04", "end_of_day", 3),  # galina (until she came to B), hugo, lena
        (B, "2025-07-05", "end_of_day", 2),  # galina, marko
        (C, "2025-09-16", "end_of_day", 2),  # tomas, and vera once though two stints overlap
        (C, "2025-11-30", "end_of_day", 3),  # farid, tomas, wim, all open
    ],
)
def test_people_are_counted_as_by_hand(facility: str, day: str, convention: str, expected: int) -> None:
    """Midnights, any time, duplicates, stints without length or below it, open ones."""
    finding = held(facility=facility, period=day, convention=convention)
    assert (finding.value, finding.numerator, finding.denominator) == (expected, expected, 1)


def test_the_mean_divides_by_the_days(tiny_month: Finding) -> None:
    """Ninety-three nights at A in the 30 days of June."""
    expected = sum(
        (
            9,  # ana, 1 to 9 June
            18,  # boris, 2 to 19
            27,  # carla, 3 to 29
            10,  # irina, 11 to 20
            4,  # jorge, 11 to 14
            10,  # karim, 12 to 21
            2 * 3,  # two without an id, 15 to 17
            4 + 5,  # omar, 8 to 11 and 20 to 24
        )
    )
    assert (tiny_month.numerator, tiny_month.denominator) == (expected, 30)
    assert tiny_month.value == pytest.approx(expected / 30)
    assert tiny_month.rows == ((date(2025, 6, 1), round(expected / 30, 2)),)


@pytest.fixture
def tiny_month() -> Finding:
    """A in June 2025."""
    return held(facility=A, period="2025-06")


def test_the_largest_day_is_told_with_its_day(tiny_month: Finding) -> None:
    """Six people on 15 June, the first of two such days."""
    assert (tiny_month.details["largest"], tiny_month.details["largest_day"]) == (6, date(2025, 6, 15))
    assert "The most on one day were 6, on 2025-06-15." in tiny_month.sentence


def test_the_upper_limit_has_the_distance_to_ices_own_averages(tiny_month: Finding) -> None:
    """Midnight counts lie at most 6 per cent below them."""
    assert tiny_month.interval
    assert tiny_month.interval.high == pytest.approx(93 / 30 / 0.94)


def test_a_blank_citizenship_stands_in_the_upper_limit() -> None:
    """Uma at B on 26 August has none; she may be of Canada."""
    finding = held(facility=B, period="2025-08-26", citizenship="CANADA")
    assert finding.interval
    assert finding.value == 0
    assert finding.interval.high == pytest.approx(1 / 0.94)


def test_the_country_counts_each_person_once() -> None:
    """On 9 July galina, hugo, lena, marko, nadia and tomas are held; hugo is at A and at B."""
    country = held(period="2025-07-09")
    facilities = held(facility=f"{A}+{B}+{C}", period="2025-07-09")
    assert (country.value, facilities.value) == (6, 7)
    assert any("overlap at midnight" in caveat.text for caveat in facilities.caveats)


def test_counts_at_any_time_are_never_added_over_facilities() -> None:
    """A transferred person would count twice."""
    with pytest.raises(BadParameter, match="cannot be added over facilities"):
        held(facility=f"{A}+{B}", period="2025-06-10", convention="any_time")
    with pytest.raises(BadParameter, match="cannot be added over facilities"):
        moved(state="LA", period="2025-03-20", convention="any_time")


def test_the_country_at_any_time_is_answered() -> None:
    """Ana is at both on 10 June and counts once: she, boris, carla, dmitri, elena, omar, tomas."""
    assert held(period="2025-06-10", convention="any_time").value == 7


def test_people_without_a_facility_code_are_told_of() -> None:
    """Nadia was somewhere from 4 to 8 July; the release withholds where."""
    finding = held(facility=A, period="2025-07-04..2025-07-07")
    assert any("1 people a day have no facility code" in caveat.text for caveat in finding.caveats)


@settings(max_examples=60)
@given(st.sampled_from([A, B, C]), DAYS, st.sampled_from(["end_of_day", "start_of_day", "any_time"]))
def test_people_held_are_those_whose_stints_touch_the_moment(facility: str, day: date, convention: str) -> None:
    """What the movements add up to is what the stints say one by one."""
    stints = tiny_custody.record().query(
        "SELECT person_number, book_in, until FROM detention_path WHERE facility_code = $facility "
        "AND stint_number IS NOT NULL AND coalesce(length, '') <> 'negative'",
        {"facility": facility},
    )
    night = day - timedelta(days=1) if convention == "start_of_day" else day
    last = night - timedelta(days=1) if convention == "any_time" else night
    expected = {
        row["person_number"]
        for row in stints
        if row["book_in"].date() <= night and (row["until"] is None or row["until"].date() > last)
    }
    assert held(facility=facility, period=str(day), convention=convention).value == len(expected)


@settings(max_examples=40)
@given(DAYS, st.integers(0, 40), st.sampled_from(["", A, B, C]), st.sampled_from(["citizenship", "sex", "criminality"]))
def test_the_rows_of_a_split_add_up_to_the_value(first: date, days: int, facility: str, by: str) -> None:
    """Everyone is in one group, those whose cell is blank in one of their own."""
    last = min(first + timedelta(days=days), date(2025, 11, 30))
    finding = held((by, "day"), facility=facility, period=f"{first}..{last}")
    assert sum(row[-1] for row in finding.rows) == finding.numerator


@settings(max_examples=40)
@given(DAYS, st.sampled_from(["", A, B, C]))
def test_any_time_is_never_less_than_midnight(day: date, facility: str) -> None:
    """Whoever is held at the end of a day was held on it."""
    at_night, at_some_time = (
        held(facility=facility, period=str(day), convention=one).value for one in ("end_of_day", "any_time")
    )
    assert at_night is not None
    assert at_some_time is not None
    assert at_some_time >= at_night


@settings(max_examples=30)
@given(DAYS, st.sampled_from(["", A, B, C]))
def test_the_start_of_a_day_is_the_end_of_the_day_before(day: date, facility: str) -> None:
    """Two publishers differ by that one day."""
    before = day - timedelta(days=1)
    assert (
        held(facility=facility, period=str(day), convention="start_of_day").value
        == held(facility=facility, period=str(before)).value
    )


def test_a_state_is_the_facilities_that_a_list_puts_there() -> None:
    """On 15 March 30 of Russia, 20 of Mexico and the one from X are at L; those of Canada are in Texas."""
    finding = moved(state="LA", period="2025-03-15")
    assert finding.value == 51
    assert any("2 facilities lie in LA by the lists" in caveat.text for caveat in finding.caveats)
    assert any("1 facility codes of the record stand in no list" in caveat.text for caveat in finding.caveats)


def test_zero_in_one_release_is_no_answer_where_others_have_people() -> None:
    """The release of March has F in September only; that of August and the daily series have it in July."""
    finding = moved(facility="FFFFFFF", period="2025-07", release=MARCH)
    assert (finding.status, finding.value) == ("not determinable", None)
    assert "absence in one release is not evidence of absence" in finding.reason
    assert f"{AUGUST} has 40 people a day" in finding.reason
    assert "2025-08-31 has 38 people a day" in finding.reason


def test_none_of_one_citizenship_is_no_answer_where_nobody_at_all_is_listed() -> None:
    """The daily series knows no citizenship, and still it shows that the release lacks people."""
    finding = moved(facility="FFFFFFF", period="2025-07", release=MARCH, citizenship="RUSSIA")
    assert finding.status == "not determinable"
    assert "2025-08-31 has 38 people a day" in finding.reason


def test_none_of_one_citizenship_among_others_is_zero() -> None:
    """Nobody of Mexico is at S in April among thirty of Russia."""
    finding = moved(facility="SSSSSSS", period="2025-04-02", citizenship="MEXICO")
    assert (finding.status, finding.value) == ("answered", 0)


def test_another_release_that_could_tell_is_named() -> None:
    """The rule chooses by coverage; a reader who asks for citizenship learns which release has it."""
    finding = moved(facility="LLLLLLL", period="2016-10..2025-03", citizenship="RUSSIA", release=DAYS_ONLY)
    assert finding.status == "not determinable"
    assert finding.reason.endswith(f"; {MARCH} does (-p release={MARCH})")


def test_a_facility_that_a_release_lacks_is_not_covered() -> None:
    """The release of August has nobody at L at all; that of March had, and the reason says so."""
    finding = moved(facility="LLLLLLL", period="2025-07", release=AUGUST)
    assert finding.status == "not covered"
    assert "no stint there" in finding.reason
    assert finding.reason.endswith("Facility: LLLLLLL")


def test_other_counts_of_the_same_people_stand_beside() -> None:
    """The release of March, which lists the facility and has nobody there; the daily series with the ratio of ours to it."""
    finding = moved(facility="FFFFFFF", period="2025-07", release=AUGUST)
    assert finding.value == 40
    release, series = finding.rivals
    assert (release.value, release.published) == (0, MARCH)
    assert (series.value, series.publisher) == (38, "Deportation Data Project")
    assert "ratio of our count to it 1.053" in series.compares


def test_ices_own_average_stands_beside_with_the_gap() -> None:
    """Twenty-five a night against ICE's 26 over the same year: inside the band in which such ratios lie."""
    finding = moved(facility="LLLLLLL", period="2017-03")
    (rival,) = finding.rivals
    assert (finding.value, rival.value, rival.publisher) == (25, 26, "ICE")
    assert "this release has 25 a night, ratio 0.962, inside the expected band 0.940 to 1.000" in rival.compares


def test_a_zero_that_nobody_contradicts_is_still_no_evidence() -> None:
    """Nobody else has a count of B in September."""
    finding = held(facility=B, period="2025-09-05..2025-09-20")
    assert finding.value == 0
    assert any("Zero in one release is not evidence" in caveat.text for caveat in finding.caveats)


def test_a_column_that_says_nothing_gives_no_answer() -> None:
    """The release of the days without citizenship cannot count Russians; it must not answer zero."""
    finding = moved(facility="LLLLLLL", period="2017-03", citizenship="RUSSIA")
    assert (finding.status, finding.value) == ("not determinable", None)
    assert finding.reason == f"release {DAYS_ONLY} says nothing of citizenship"


@pytest.mark.parametrize(
    ("by", "given", "expected"),
    [
        ((), {"facility": "LLLLLLL", "period": "2025-03"}, "P0"),
        (("day",), {"facility": "LLLLLLL", "period": "2025-03"}, "P0"),
        ((), {"facility": "LLLLLLL", "period": "2025-03", "citizenship": "RUSSIA"}, "P1"),
        ((), {"facility": "LLLLLLL", "period": "2025-03", "citizenship": "CANADA"}, "P2"),
        (("day",), {"period": "2025-03", "citizenship": "RUSSIA"}, "P2"),
        ((), {"period": "2025-03-05", "citizenship": "RUSSIA"}, "P2"),
        (("citizenship",), {"period": "2025-03"}, "P2"),
        (("citizenship",), {"period": "2025-03-22..2025-03-31"}, "P2"),
    ],
)
def test_the_tier_follows_from_the_question(by: tuple[str, ...], given: dict[str, str], expected: Tier) -> None:
    """Day and personal attribute, or fewer than 11 with one, stay on this machine."""
    assert moved(by, **given).tier == expected


def test_the_largest_day_is_not_told_with_a_personal_attribute() -> None:
    """A day with a citizenship stays on this machine, and the month may leave it."""
    finding = moved(facility="LLLLLLL", period="2025-03", citizenship="RUSSIA")
    assert finding.tier == "P1"
    assert finding.details == {}
    assert "on one day" not in finding.sentence
