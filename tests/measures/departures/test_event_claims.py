"""Claimed events are counted with their disagreement, and nothing of them passes for a count from records."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from sojourn.findings import Finding
from sojourn.flights.event_claims import OURS
from sojourn.measures import measure
from sojourn.record.opened import Record

SUMMER = {"citizenship": "RUSSIA", "period": "2025-06..2025-08"}


def limits(finding: Finding) -> tuple[float, float]:
    """The limits of an answered finding."""
    assert finding.interval is not None
    return finding.interval.low, finding.interval.high


def test_two_events_are_claimed_for_the_summer_of_2025(tiny: Record) -> None:
    """Nobody leaves out June or August, and every claim places them in the summer."""
    finding = measure("event_claims").ask(tiny, SUMMER)

    assert (finding.value, limits(finding), finding.denominator) == (2, (2, 2), 7)


def test_the_people_of_the_summer_are_the_sums_of_the_lowest_and_highest_claims(tiny: Record) -> None:
    """30 and 30, or 40 and 60."""
    finding = measure("event_claims_people").ask(tiny, SUMMER)

    assert (finding.value, limits(finding), finding.denominator) == (60, (60, 100), 2)


def test_a_contested_event_counts_only_in_the_upper_limit(tiny: Record) -> None:
    """September 2025."""
    finding = measure("event_claims").ask(tiny, {"citizenship": "RUSSIA", "period": "2025"})

    assert (finding.value, limits(finding)) == (3, (3, 4))
    assert any("RU-2025-09 is contested: Radio Svoboda" in one.text for one in finding.caveats)


def test_an_event_that_may_lie_outside_the_period_counts_only_in_the_upper_limit(tiny: Record) -> None:
    """26 or 27 August."""
    finding = measure("event_claims").ask(tiny, {"period": "2025-08-27"})

    assert limits(finding) == (0, 1)


def test_people_of_an_event_that_may_lie_outside_the_period_count_only_in_the_upper_limit(tiny: Record) -> None:
    """If it left on 26 August, nobody left on the 27th."""
    finding = measure("event_claims_people").ask(tiny, {"period": "2025-08-27"})

    assert limits(finding) == (0, 60)


def test_what_others_count_stands_beside_it(tiny: Record) -> None:
    """Three or four, by source, with the words that say so."""
    finding = measure("event_claims").ask(tiny, {"citizenship": "RUSSIA", "period": "2025"})

    assert {one.publisher.partition(" (")[0]: one.value for one in finding.rivals} == {
        "LDSF": 4,
        "Euronews": 4,
        "The Insider": 4,
        "Radio Svoboda": 3,
    }


def test_each_claim_is_listed_with_its_source_and_range(tiny: Record) -> None:
    """A reader sees who says what."""
    finding = measure("event_claims").ask(tiny, {"period": "2025-02..2025-03"})

    assert finding.rows == (
        (
            "VE-2025-03-15",
            "UWCHR",
            None,
            "yes",
            "2025-03-15, departure",
            "2025-03-15",
            None,
            "KHRL-SV",
            None,
            "UWCHR/deport-data-proj, analyze/note/removals.Rmd",
        ),
        (
            "GTMO-2025-02",
            "UWCHR",
            None,
            "yes",
            "2025-02-04 to 2025-02-17, departure",
            "2025-02-04 to 2025-02-17",
            "179 in all, 7 to 15 on each of 13 days",
            "US-MUGM",
            None,
            "UWCHR/deport-data-proj, docs/guantanamo.html",
        ),
    )


def test_a_series_of_days_is_no_disagreement(tiny: Record) -> None:
    """Guantanamo on 13 days."""
    finding = measure("event_claims").ask(tiny, {"period": "2025-02"})

    assert not any("not settled" in one.text for one in finding.caveats)


def test_the_day_of_late_august_is_told_to_be_open(tiny: Record) -> None:
    """With what each source says and how the landing leads to two days."""
    finding = measure("event_claims").ask(tiny, {"period": "2025-08"})

    (warning,) = [one for one in finding.caveats if "RU-2025-08: the day of departure is not settled" in one.text]
    assert "2025-08-26 or 2025-08-27" in warning.text
    assert "UNN and ASTRA says arrival" in warning.text


def test_an_open_number_of_people_is_told(tiny: Record) -> None:
    """January 2026: about 20 prepared, more than 50 by one outlet."""
    finding = measure("event_claims_people").ask(tiny, {"period": "2026-01"})

    assert limits(finding) == (20, 51)
    assert any("names no upper number (at least 20)" in one.text for one in finding.caveats)


@pytest.mark.parametrize("name", ["event_claims", "event_claims_people"])
def test_no_claimed_event_is_no_sign_that_there_was_none(tiny: Record, name: str) -> None:
    """The file of claims is no record of flights."""
    finding = measure(name).ask(tiny, {"citizenship": "HAITI", "period": "2017"})

    assert (finding.status, finding.value) == ("not covered", None)
    assert finding.reason.endswith("for 2017, which is no sign that there was none. Citizenship: HAITI")


def test_events_without_a_number_of_people_give_no_sum(tiny: Record) -> None:
    """None is not zero."""
    finding = measure("event_claims_people").ask(tiny, {"citizenship": "VENEZUELA"})

    assert (finding.status, finding.value) == ("not covered", None)


def test_the_source_is_the_file_of_claims_and_no_release(tiny: Record) -> None:
    """Its hash changes with every claim that is added."""
    finding = measure("event_claims").ask(tiny, SUMMER)

    assert finding.provenance.files == (hashlib.sha256(OURS.read_bytes()).hexdigest(),)
    assert (finding.provenance.releases, finding.provenance.invented) == (("sojourn/events.toml",), False)


def test_what_others_printed_may_be_published(tiny: Record) -> None:
    """It is counted from no row about a person, like the rival figures beside other findings."""
    assert measure("event_claims_people").ask(tiny, SUMMER).tier == "P0"


def test_the_document_has_every_field_with_its_state(tiny: Record) -> None:
    """Programs read the disagreement too."""
    (event,) = measure("event_claims").ask(tiny, {"period": "2025-08"}).as_dict()["details"]["events"]

    assert (event["departure"]["state"], event["departure"]["settled"]) == ("compatible", False)
    assert (event["us_airport"]["agreed"], event["onward_carrier"]["span"]) == (["KAEX"], ["EgyptAir"])
    assert event["people"]["span"] == "30 to 60"
    assert date.fromisoformat(event["departure"]["agreed"]) == date(2025, 8, 27)
