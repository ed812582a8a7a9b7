"""The logic of flights on the real files, against figures that were published or counted by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from flights import real_files as files
from sojourn.flights.airports import code_of, find, is_us
from sojourn.flights.checks import unknown_airports
from sojourn.flights.classify import ice_evidence, is_flag, surest
from sojourn.flights.legs import Flown, Visited, legs_of_visits, visits_of_events
from sojourn.flights.observers import read_log, totals
from sojourn.flights.registration import disagreements, registration_of
from sojourn.flights.rules import ice_callsign, known_aircraft, on_the_day, staging

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def folder(real_files: Path) -> Path:
    """The folder of flight files."""
    found = real_files / "flights"
    if not found.is_dir():
        pytest.skip(f"no flight files in {found}")
    return found


@pytest.fixture(scope="module")
def visited(folder: Path) -> Visited:
    """The visits of the 899 events."""
    return visits_of_events(files.events(folder))


@pytest.fixture(scope="module")
def flown(visited: Visited) -> Flown:
    """The legs between them."""
    return legs_of_visits(visited.visits)


def test_899_events_make_657_visits_and_461_legs(visited: Visited, flown: Flown) -> None:
    """As counted independently before this code was written; what stands alone is reported."""
    assert sum(len(visit.lines) for visit in visited.visits) == 899
    assert (len(visited.visits), len(flown.legs)) == (657, 461)
    assert len(visited.unpaired) + 2 * 236 + 3 * 3 == 899


def test_the_legs_are_391_31_and_33_if_only_codes_with_k_and_tj_are_domestic(flown: Flown) -> None:
    """The count of others; it takes OFFAIRPORT and two American fields without ICAO code for places abroad."""
    us = Counter(
        tuple(code[0] == "K" or code[:2] == "TJ" for code in (leg.origin, leg.destination)) for leg in flown.legs
    )

    assert (us[True, True], us[True, False], us[False, True], us[False, False]) == (391, 31, 33, 6)


def test_by_the_airports_themselves_394_are_domestic_and_10_have_an_unknown_end(flown: Flown) -> None:
    """Three legs more than by the letters, since 05LS and 06MO lie in Louisiana and Missouri."""
    known = [leg for leg in flown.legs if find(leg.origin) and find(leg.destination)]
    us = Counter((is_us(leg.origin), is_us(leg.destination)) for leg in known)

    assert len(flown.legs) - len(known) == 10
    assert (us[True, True], us[True, False], us[False, True], us[False, False]) == (394, 27, 28, 2)


def test_40_domestic_gaps_of_4_to_11_hours_leave_from_five_hubs(flown: Flown) -> None:
    """With San Antonio, which also stages flights, they are 42; a flight abroad may hide in each."""
    long = [leg for leg in flown.legs if is_us(leg.origin) and is_us(leg.destination) and 4 <= leg.hours <= 11]
    from_hubs = [leg for leg in long if staging([leg.origin], date(2025, 4, 20))]

    assert len(from_hubs) == 42
    assert sum(leg.origin != "KSAT" for leg in from_hubs) == 40


def test_the_one_airport_that_no_list_has_is_reported(folder: Path) -> None:
    """Six events are at OFFAIRPORT; SPIM is read through the list of replaced codes."""
    (fault,) = unknown_airports(files.events(folder), ())

    assert (fault.what, len(fault.lines)) == ("no list of airports has OFFAIRPORT", 6)


def test_the_log_of_minneapolis_adds_up(folder: Path) -> None:
    """161 flights, 4,944 people boarded, and estimates by vehicle 1.6 above the count on average."""
    found = totals(files.minneapolis(folder))

    assert (found.flights, found.boarded, found.undated) == (161, 4_944, 0)
    assert found.count_minus_convoy is not None
    assert found.count_minus_convoy.flights == 97
    assert found.count_minus_convoy.mean == pytest.approx(-1.6, abs=0.05)
    assert found.count_minus_convoy.deviation == pytest.approx(8.8, abs=0.05)


def test_the_log_of_minneapolis_has_three_wrong_aircraft(folder: Path) -> None:
    """A letter too many once, and twice a link to the sister aircraft; links that show two aircraft show the right one."""
    log = files.minneapolis(folder)

    faults = disagreements((one.source, one.line, one.address, one.registration) for one in log)

    assert [fault.lines for fault in faults] == [(11,), (17,), (110,)]
    assert "N9598BP is written, but the address ad563d is N959BP's" in faults[2].what
    assert sum(bool(one.address) for one in log) == 157


def test_the_log_of_yakima_has_126_lines_of_which_12_tell_of_no_flight(folder: Path) -> None:
    """122 lines have a date that can be read, 100 of them Tuesdays."""
    found = totals(files.yakima(folder))

    assert (found.entries, found.undated, sum(found.weekdays), found.weekdays[1]) == (126, 4, 122, 100)
    assert (found.in_vain, found.flights) == (12, 114)


def test_routes_in_the_log_of_minneapolis_that_its_own_entries_deny_are_reported(folder: Path) -> None:
    """Among them a route without Minneapolis and one that leads from an airport to itself."""
    faults = [
        fault.lines[0] for fault in read_log(files.minneapolis(folder)).faults if fault.kind == "route against visit"
    ]

    assert {26, 45, 88} <= set(faults)
    assert len(faults) == 8


def test_all_listed_aircraft_agree_with_their_registration(folder: Path) -> None:
    """14 of 14, and all of them are in the rules."""
    lines = (folder / "aircraft.csv").read_text(encoding="utf-8").splitlines()[1:]
    listed = [(line.split(",")[0].lower(), line.split(",")[1]) for line in lines]

    assert [registration_of(address) for address, _ in listed] == [registration for _, registration in listed]
    (rule,) = on_the_day("tails", date(2025, 4, 9))
    assert set(rule.values) == {address for address, _ in listed}


def test_polls_of_southwest_flag_nothing_and_ices_do(folder: Path) -> None:
    """The publisher's flag fires 121 times that month, always on Southwest; here every call sign and known aircraft of ICE does."""
    polls = [
        (one, datetime.fromisoformat(one["timestamp"]).date(), one["callsign"] or "") for one in files.polls(folder)
    ]
    flagged = [
        (one, day, sign)
        for one, day, sign in polls
        if is_flag(surest(ice_evidence(one["icao24"], [sign], [code_of(one["airport_code"])], day)))
    ]

    assert sum(one["is_charter_operator"] for one, _, _ in polls) == 121
    assert not any(one["is_charter_operator"] or sign.startswith("SWA") for one, _, sign in flagged)
    ices = [one for one, day, sign in polls if ice_callsign(sign, day) or known_aircraft(one["icao24"], day)]
    assert [one for one, _, _ in flagged] == ices
    assert sum(sign.startswith("TYSON") for _, _, sign in flagged) == 5
