"""The command for flights: each option, the documents, the files that it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import pytest
from click.testing import Result

from cli.runs import document, run
from sojourn.cli.flights import CLASSES
from sojourn.flights.nouns import LegClass
from tiny_flights import HOSTILE, flights_folder


def flights(*words: str) -> Result:
    """The command on the tiny record of flights."""
    return run("flights", *words, "--record", str(flights_folder()))


def unwrapped(result: Result) -> str:
    """The text of an answer in one line."""
    return " ".join(result.stdout.split())


def ways(*words: str) -> list[tuple[str, str]]:
    """The ends of the legs that the command finds."""
    return [(leg["origin"], leg["destination"]) for leg in document(flights(*words, "--json"))["legs"]]


def test_the_classes_of_the_option_are_those_of_the_nouns() -> None:
    """The list stands twice, so that help stays quick."""
    assert get_args(LegClass) == CLASSES


def test_the_answer_comes_first_and_says_that_it_is_invented() -> None:
    """And what it is not."""
    text = flights().stdout
    assert text.startswith("INVENTED DATA")
    assert "Legs found: 6, of 2 aircraft as far as they are named" in text
    assert "Not a government record." in text


def test_a_leg_is_told_with_class_confidence_and_every_reason() -> None:
    """Never a bare label."""
    text = unwrapped(flights("--class", "removal"))
    assert "KAEX to MGGT" in text
    assert "removal (strong); ICE's: strong" in text
    assert "- strong: ICE call sign" in text


def test_missions_are_told_with_the_roles_of_their_stops() -> None:
    """A drop where the removal ended, a return where the aircraft came back."""
    assert "KAEX - MGGT (drop) - KAEX (return)" in flights().stdout


def test_what_made_no_leg_is_told() -> None:
    """El Paso alone, and the night between Mesa and Honolulu: nothing is repaired by guess."""
    text = flights().stdout
    assert "Events that stand alone: 1" in text
    assert "Times between two visits that make no leg: 1" in text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--class", "removal"), [("KAEX", "MGGT")]),
        (("--class", "onward"), []),
        (("--airport", "GUA"), [("KAEX", "MGGT"), ("MGGT", "KAEX")]),
        (("--airport", "mggt", "--class", "return"), [("MGGT", "KAEX")]),
        (("--aircraft", "N276GX"), [("KAEX", "MGGT"), ("MGGT", "KAEX")]),
        (("--aircraft", "A2BD72"), [("KAEX", "MGGT"), ("MGGT", "KAEX")]),
        (("--aircraft", "n-276gx", "--period", "2025-04-11"), []),
        (("--period", "2025-04-11"), [("PHNL", "PGUM")]),
    ],
)
def test_options_narrow_the_legs(words: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    """By class, by airport under any of its codes, by aircraft under either of its names, by day."""
    assert ways(*words) == expected


def test_the_document_has_what_the_text_has() -> None:
    """Legs by time, missions, faults, coverage, releases and hashes."""
    told = document(flights("--json"))
    assert told["schema"] == "sojourn.flights/1"
    assert (told["status"], told["invented"], told["first"], told["last"]) == (
        "answered",
        True,
        "2025-04-10",
        "2025-04-11",
    )
    assert [leg["left"] for leg in told["legs"]] == sorted(leg["left"] for leg in told["legs"])
    assert len(told["missions"]) == 4
    assert len(told["unpaired"]) == 1
    assert {"source": "msp_flights", "airport": "KMSP", "days_with_a_record": 1, "records": 0, "flights": 1} in told[
        "coverage"
    ]
    assert all(len(sha256) == 64 for sha256 in told["files"])


def test_a_time_that_was_not_seen_is_marked() -> None:
    """The observer at Minneapolis did not see the departure in El Paso."""
    leg = next(one for one in document(flights("--json"))["legs"] if one["destination"] == "KMSP")
    assert leg["computed"] == ["left"]
    assert "~2025-04-10" in flights("--airport", "MSP").stdout


def test_days_without_any_flight_of_the_record_are_not_covered() -> None:
    """That is an answer, with its reason, and not an empty list."""
    result = flights("--period", "2019")
    assert result.exit_code == 0
    assert "Not covered: the flights of the record are of 2025-04-10 to 2025-04-11" in result.stdout
    told = document(flights("--period", "2019", "--json"))
    assert (told["status"], told["legs"]) == ("not covered", [])


def test_days_that_are_covered_in_part_are_told() -> None:
    """A year asked for is not a year answered."""
    assert "The record has flights of 2025-04-10 to 2025-04-11 only" in unwrapped(flights("--period", "2025"))
    assert "only, not of all days" not in unwrapped(flights("--period", "2025-04-10"))


def test_a_record_without_flights_is_an_error_of_the_input() -> None:
    """The message says what to do."""
    result = run("flights", record=True)
    assert result.exit_code == 1
    assert "the record has no flights" in result.stderr
    assert "[S111]" in result.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--airport", "XXXX"), "S201"),
        (("--period", "soon"), "S202"),
        (("--events", "--map", "x.svg"), "S202"),
        (("--class", "holiday"), ""),
    ],
)
def test_wrong_words_are_refused(words: tuple[str, ...], code: str) -> None:
    """With exit status 2, and the code where the words are ours."""
    result = flights(*words)
    assert result.exit_code == 2
    assert f"[{code}]" in result.stderr or not code


def drawn(tmp_path: Path, option: str, name: str, *words: str) -> str:
    """A file that the command writes."""
    result = flights(option, str(tmp_path / name), *words)
    assert result.exit_code == 0
    assert f"Written: {tmp_path / name}" in result.stderr
    return (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--map", "--timeline"])
def test_a_drawing_is_written_with_its_table(tmp_path: Path, option: str) -> None:
    """Whoever cannot see it opens the CSV beside it; both say that the data are invented."""
    svg = drawn(tmp_path, option, "deep/flights.svg")
    texts = [one.text for one in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert any("INVENTED DATA" in (text or "") for text in texts)
    assert len((tmp_path / "deep/flights.csv").read_text().splitlines()) > 1


def test_the_map_crosses_the_pacific_whole(tmp_path: Path) -> None:
    """One line from Honolulu to Guam."""
    assert drawn(tmp_path, "--map", "map.svg").count("PHNL to PGUM") == 1


def test_geojson_is_cut_at_the_antimeridian_and_names_its_files(tmp_path: Path) -> None:
    """What a map program reads, with what it rests on."""
    told = json.loads(drawn(tmp_path, "--geojson", "legs.geojson"))
    kinds = {
        one["properties"].get("destination"): one["geometry"]["type"]
        for one in told["features"]
        if one["properties"]["what"] == "leg"
    }
    assert kinds["PGUM"] == "MultiLineString"
    assert len(told["sojourn"]["files"]) == 2
    assert told["sojourn"]["last_day"] == "2025-04-11"


def test_no_flight_after_the_last_day_is_on_a_map(tmp_path: Path) -> None:
    """A file that says where an aircraft is would be of use to others than its people."""
    told = json.loads(drawn(tmp_path, "--geojson", "legs.geojson", "--period", "2025-04-10"))
    arrived = [one["properties"]["arrived"] for one in told["features"] if one["properties"]["what"] == "leg"]
    assert max(arrived) < "2025-04-11"


@pytest.mark.parametrize("option", ["--map", "--timeline", "--geojson"])
def test_equal_records_give_equal_files(tmp_path: Path, option: str) -> None:
    """Byte for byte."""
    assert drawn(tmp_path, option, "one") == drawn(tmp_path, option, "two")


@pytest.mark.parametrize("option", ["--map", "--timeline"])
def test_a_hostile_call_sign_stays_text(tmp_path: Path, option: str) -> None:
    """Logs are typed by strangers."""
    assert "<script" not in drawn(tmp_path, option, "flights.svg")
    assert HOSTILE in flights().stdout


def test_a_folder_that_cannot_be_written_is_an_error_of_the_input(tmp_path: Path) -> None:
    """And not a traceback."""
    (tmp_path / "file").write_text("")
    result = flights("--map", str(tmp_path / "file" / "map.svg"))
    assert result.exit_code == 1


def claims(*words: str) -> dict[str, Any]:
    """The document of claims, without a record."""
    return document(run("flights", *words, "--json"))


def test_event_claims_need_no_record() -> None:
    """They come with Sojourn, and are claims of others."""
    told = claims("--events")
    assert told["schema"] == "sojourn.event_claims/1"
    assert len(told["events"]) >= 5
    assert told["totals"] is None


def test_the_flight_of_august_2025_keeps_its_disagreement() -> None:
    """27 August is a departure to one and an arrival to another; neither is preferred."""
    august = next(one for one in claims("--events", "--period", "2025-08")["events"] if one["id"] == "RU-2025-08")
    assert august["departure"]["state"] == "compatible"
    assert august["departure"]["span"] == {"low": "2025-08-26", "high": "2025-08-27"}
    text = unwrapped(run("flights", "--events"))
    assert "2025-08-26 or 2025-08-27, not settled" in text
    assert text.startswith("Claims of others, not findings")


def test_a_chain_of_hops_is_printed_by_its_airports() -> None:
    """Readers know airports by their codes."""
    assert "chain US - HECA - UUDD" in unwrapped(run("flights", "--events"))


def test_a_period_narrows_the_events() -> None:
    """Five events of citizens of Russia, one of them in January 2026."""
    assert [one["id"] for one in claims("--events", "--period", "2026-01")["events"]] == ["RU-2026-01"]
    assert "No event falls into these days." in run("flights", "--events", "--period", "2001").stdout


def test_totals_stand_side_by_side_with_what_does_not_add_up() -> None:
    """Totals of others are revised and copied; all of them are shown."""
    told = claims("--totals")
    assert told["events"] is None
    assert {one["publisher"] for one in told["totals"]} >= {"Witness at the Border", "HRF ICE Flight Monitor"}
    assert told["contradictions"]
    assert "They do not add up:" in run("flights", "--totals").stdout


def test_events_and_totals_can_be_asked_together() -> None:
    """One document has both."""
    told = claims("--events", "--totals")
    assert told["events"]
    assert told["totals"]
