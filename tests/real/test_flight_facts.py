"""Every fact of the collected events and reference totals stands in our files, and no other total."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from sojourn.flights.event_claims import Event, read_events
from sojourn.flights.reference_totals import reference_totals
from sojourn.flights.resolve import resolve

pytestmark = pytest.mark.real

EVENTS = {event.id: event for event in read_events().events}
IDS = ["RU-2025-06", "RU-2025-08", "RU-2025-09", "RU-2025-12", "RU-2026-01", "VE-2025-03-15", "GTMO-2025-02"]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a collected file."""
    return list(csv.DictReader((folder / "flights" / name).read_text(encoding="utf-8").splitlines()))


def collected(folder: Path, name: str) -> dict[str, str]:
    """One collected event."""
    return next(row for row in rows(folder, "known_events.csv") if row["event"] == name)


def said(event: Event) -> str:
    """Everything that our file says of an event, and of how many there were, as one text."""
    return " ".join(repr(one) for one in (*event.claims, *read_events().counts))


def test_the_collected_events_are_ours(real_files: Path) -> None:
    """Seven, by the same names."""
    assert [row["event"] for row in rows(real_files, "known_events.csv")] == IDS
    assert list(EVENTS) == IDS


@pytest.mark.parametrize("name", IDS)
def test_the_collected_days_and_numbers_lie_in_what_our_claims_span(real_files: Path, name: str) -> None:
    """Ours may be wider, where a source says no more than the month."""
    row, event = collected(real_files, name), resolve(EVENTS[name])
    days, people = event.departure.span, event.people.span

    assert days is not None
    assert days.low is not None
    assert days.high is not None
    assert days.low <= date.fromisoformat(row["us_departure_from"])
    assert date.fromisoformat(row["us_departure_to"]) <= days.high
    assert event.citizenships.span == tuple(filter(None, [row["citizenship"]]))
    assert str(people.low if people else "") == row["n_low"]
    assert people is None or people.high in {None, int(row["n_high"])}


@pytest.mark.parametrize("name", IDS)
def test_the_collected_airports_and_sources_stand_in_our_claims(real_files: Path, name: str) -> None:
    """Airport of departure, stops, hand-over, onward hop, references."""
    row, event = collected(real_files, name), EVENTS[name]
    codes = re.findall(r"\b[A-Z]{4}\b", " ".join(row[key] for key in ("us_airport", "stops", "handover", "onward")))
    sources = re.findall(r"[a-z]+\.(?:com|net|ua|global|info|co|org|Rmd|html)\b|\b\d{6,8}\b", row["sources"])
    carriers = re.findall("EgyptAir|A330|El Salvador", row["onward"])

    text = said(event).replace("'SV'", "El Salvador")

    assert [code for code in codes if code not in text] == []
    assert [source for source in sources if source not in text] == []
    assert [carrier for carrier in carriers if carrier not in text] == []


def test_what_is_said_of_people_aboard_stands_in_our_claims() -> None:
    """Co-passengers and words that no column has."""
    expected = {
        "RU-2025-08": ["stops in the Caribbean"],
        "RU-2025-12": ["about 50 Iranians", "Arab countries", "Kuwait", "datetime.datetime(2025, 12, 9, 2, 39)"],
        "RU-2026-01": ["Iranians", "Arabic", "taken off", "datetime.datetime(2026, 1, 26, 21, 23)"],
        "VE-2025-03-15": ["2025-03-31", "2025-04-04", "2025-04-13"],
        "GTMO-2025-02": ["7 to 15 on each of 13 days"],
    }

    missing = {name: [word for word in words if word not in said(EVENTS[name])] for name, words in expected.items()}

    assert not any(missing.values())


def test_every_collected_value_is_one_of_our_totals_and_no_other(real_files: Path) -> None:
    """Cells with several values are split, one row a value."""
    expected = sorted(
        (row["publisher"], float(number))
        for row in rows(real_files, "reference_totals.csv")
        for number in re.findall(r"\d+(?:\.\d+)?", row["value"])
    )

    assert sorted((one.publisher, one.value) for one in reference_totals()) == expected


def test_every_collected_source_of_a_total_is_ours(real_files: Path) -> None:
    """Also where the collection says: the same."""
    texts = {one.source for one in reference_totals()}
    collected_sources = {row["source"] for row in rows(real_files, "reference_totals.csv")} - {"same"}

    assert {one for source in collected_sources for one in source.split(" / ")} == texts
