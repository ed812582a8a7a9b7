"""The sources of flights: what becomes of their cells, and what is refused."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from conftest import Read
from sojourn.errors import DuplicateHeader, HeaderMismatch, UnknownFile, UnreadableFile
from sojourn.lookalike import make
from sojourn.record.worker import SheetReport

BOX = {
    "timestamp": "2026-02-09T18:38:27.359116",
    "airport_code": "AZA",
    "icao24": "AC1187",
    "callsign": "NDU877",
    "latitude": 33.2876,
    "longitude": -111.6384,
    "altitude_m": 579.12,
    "velocity_ms": 49.09,
    "heading": 141.81,
    "vertrate": 4.88,
    "on_ground": False,
}
"""An invented poll, in the form of the monitor of airports."""

TRACE = {
    "icao": "a97d83",
    "r": "N710QZ",
    "timestamp": 1744113600.5,
    "trace": [
        [0.0, 31.3, -92.5, "ground", 10.0, 90.0, 2, None, {"flight": "TYSON41 "}, "adsb_icao"],
        [60.25, 31.4, -92.4, 1000, 100, 45.5, 1, -600, None],
        [120.0, 31.5, -92.3, None, None, None, 2, None, None],
    ],
}
"""An invented trace of three points, of which the second is stale and the third begins a leg."""

YAKIMA = [
    "Date|Flight count|Flight number|Tail number|Operator|Owner|Previous Airport|Next Airport|From NWDC - Boarded Plane"
    "|From Plane - Boarded Bus to NWDC|From NWDC - Boarded Plane|From Plane - Boarded Bus to NWDC|# Buses|Observations|Link",
    '"Tuesday, May 7, 2019"|1|RPN529|N529ZZ|Swift|Swift|KIWA|KELP|92|40|90|41|3|a note|',
    '"Tuseday, May 14, 2019."|2|SWQ3501|N529ZZ|Swift|Swift|KIWA|KELP|70|0|||2|a note|',
    '"Week of Aug 24th - NO FLIGHT"||||||||||||||',
    '"Tuesday, December 22, 2020"|||flight CANCELLED|||||||||||',
]
"""Lines of an invented log in the form of the one of Yakima, as the edition of 2019 has its columns."""


def rows(sheet: SheetReport, columns: str) -> list[tuple[Any, ...]]:
    """Columns of all rows of a part, in the order of the file."""
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {columns} FROM read_parquet('{sheet.parts[0]}') ORDER BY line").fetchall()


def written(path: Path, content: object) -> Path:
    """A JSON file with this content."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_pair_of_headers_that_stands_twice_has_two_meanings(read: Read, tmp_path: Path) -> None:
    """The first pair is the observers' count, the second the airport's report."""
    path = tmp_path / "yakima.csv"
    path.write_text("\n".join(YAKIMA) + "\n")

    (sheet,) = read(path).sheets

    expected = [(92, 40, 90, 41), (70, 0, None, None), (None,) * 4, (None,) * 4]
    assert rows(sheet, "boarded, alighted, boarded_reported, alighted_reported") == expected


def test_days_in_words_are_read_and_days_that_are_none_keep_their_text(read: Read, tmp_path: Path) -> None:
    """A row without a day is not lost, and a misspelt one is mended openly."""
    path = tmp_path / "yakima.csv"
    path.write_text("\n".join(YAKIMA) + "\n")

    (sheet,) = read(path).sheets

    assert rows(sheet, "CAST(visit_date AS VARCHAR), visit_date_absence, no_flight") == [
        ("2019-05-07", None, None),
        ("2019-05-14", None, None),
        (None, "unreadable: Week of Aug 24th - NO FLIGHT", "Week of Aug 24th - NO FLIGHT"),
        ("2020-12-22", None, "flight CANCELLED"),
    ]
    assert (sheet.ledger.loaded, sheet.ledger.repaired, sheet.ledger.quarantined) == (2, 2, 0)


def test_notes_of_observers_are_never_stored(read: Read, tmp_path: Path) -> None:
    """They describe people."""
    path = tmp_path / "yakima.csv"
    path.write_text("\n".join(YAKIMA) + "\n")

    (sheet,) = read(path).sheets

    assert rows(sheet, "observer_notes, observer_notes_absence")[0] == (None, "withheld")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://adsb.lol/?icao=A97D83&zoom=9.0", "a97d83"),
        ("https://adsb.lol/?icao=a97d83", "a97d83"),
        ("https://adsb.lol/?icao=a97d83,a9813a&zoom=9.0", None),
        ("https://example.org/", None),
    ],
)
def test_a_link_names_an_aircraft_only_where_it_shows_one(
    read: Read, tmp_path: Path, link: str, expected: str | None
) -> None:
    """Of two aircraft the log does not say which came."""
    (made,) = make("msp_flights", 5, tmp_path / "made", faults=False)
    text = made.path.read_text()
    made.path.write_text(text.replace("https://adsb.lol/?icao=", "LINK", 1).replace(_first_link(text), f'"{link}"', 1))

    (sheet,) = read(made.path).sheets

    assert rows(sheet, "aircraft_hex")[0] == (expected,)


def _first_link(text: str) -> str:
    start = text.index("https://")
    return "LINK" + text[start : text.index(",", start)].removeprefix("https://adsb.lol/?icao=")


def test_a_new_header_is_named(read: Read, tmp_path: Path) -> None:
    """A column that nobody knows may change what the others mean."""
    path = tmp_path / "yakima.csv"
    path.write_text("\n".join([YAKIMA[0] + "|Weather", YAKIMA[1] + "|rain"]) + "\n")

    with pytest.raises(HeaderMismatch, match="not known: weather"):
        read(path)


def test_a_header_three_times_is_refused(read: Read, tmp_path: Path) -> None:
    """Two of them have meanings; a third would be a guess."""
    path = tmp_path / "yakima.csv"
    path.write_text("\n".join([YAKIMA[0] + "|# Buses", YAKIMA[1] + "|4"]) + "\n")

    with pytest.raises(DuplicateHeader, match="'# buses' stands twice"):
        read(path)


def test_an_object_becomes_a_sighting(read: Read, tmp_path: Path) -> None:
    """Numbers stay those that were published, addresses become lower case, times are UTC."""
    path = written(tmp_path / "boxes.json", [BOX, BOX | {"callsign": "Unknown", "altitude_m": None}])

    (sheet,) = read(path).sheets

    columns = "CAST(seen_at AS VARCHAR), aircraft_hex, callsign, airport, event, altitude_m, on_ground"
    assert rows(sheet, columns) == [
        ("2026-02-09 18:38:27.359116", "ac1187", "NDU877", "AZA", "position", 579.12, False),
        ("2026-02-09 18:38:27.359116", "ac1187", None, "AZA", "position", None, False),
    ]


def test_an_element_that_is_no_object_is_kept_apart_with_its_text(read: Read, tmp_path: Path) -> None:
    """Rows in = loaded + repaired + quarantined, for JSON too."""
    path = tmp_path / "boxes.json"
    path.write_text(f'[{json.dumps(BOX)}, [1.50, "x"], {{"icao24": "a"}}, {json.dumps(BOX)}]')

    (sheet,) = read(path).sheets

    assert [(one.line, one.raw, one.reason) for one in sheet.refused] == [
        (2, b'[1.50, "x"]', "an element that is no object"),
        (3, b'{"icao24": "a"}', "the object has no airport_code"),
    ]
    assert (sheet.ledger.rows, sheet.ledger.loaded, sheet.ledger.quarantined) == (4, 2, 2)
    assert rows(sheet, "line") == [(1,), (4,)]


def test_a_control_character_out_of_an_escape_is_kept_apart(read: Read, tmp_path: Path) -> None:
    """It would tear the staged row in two."""
    path = written(tmp_path / "boxes.json", [BOX, BOX | {"callsign": "A\x1fB"}, BOX | {"callsign": "\ud800"}])

    (sheet,) = read(path).sheets

    assert [one.line for one in sheet.refused] == [2, 3]


def test_a_line_end_in_a_text_stays(read: Read, tmp_path: Path) -> None:
    """A cell may hold it; the row is one row."""
    path = written(tmp_path / "boxes.json", [BOX | {"callsign": "A\nB"}, BOX])

    (sheet,) = read(path).sheets

    assert rows(sheet, "callsign") == [("A\nB",), ("NDU877",)]


def test_an_unknown_key_is_named_with_its_element(read: Read, tmp_path: Path) -> None:
    """A new key is a new layout."""
    path = written(tmp_path / "boxes.json", [BOX, BOX | {"wind": 3}])

    with pytest.raises(HeaderMismatch, match=r"element 2 looks like .*/airport-boxes, but has keys .*: wind"):
        read(path)


@pytest.mark.parametrize("end", [250, 600, 900])
def test_a_month_that_is_cut_short_is_refused_whole(read: Read, tmp_path: Path, end: int) -> None:
    """Half a month must never pass for a month, even where its first poll is not whole."""
    path = tmp_path / "boxes.json"
    path.write_text(json.dumps([BOX] * 4)[:end])

    with pytest.raises(UnreadableFile, match=r"(cut short|broken) at line 1"):
        read(path)


def test_objects_that_lack_a_key_are_named(read: Read, tmp_path: Path) -> None:
    """Nearly a known layout is an error, and never passed over."""
    path = written(tmp_path / "boxes.json", [{key: value for key, value in BOX.items() if key != "heading"}])

    with pytest.raises(HeaderMismatch, match="airport-boxes, but its objects have no heading"):
        read(path)


def test_json_that_no_source_knows_is_passed_over(read: Read, tmp_path: Path) -> None:
    """A folder may hold settings and headers as JSON, broken ones too."""
    for content in ('{"tables": []}', "[1, 2, 3]", "[]", '{"broken": '):
        path = tmp_path / f"other{len(content)}.json"
        path.write_text(content)
        with pytest.raises(UnknownFile):
            read(path)


def test_a_trace_gives_its_points_in_metres(read: Read, tmp_path: Path) -> None:
    """Feet, knots and feet a minute; 1,000 ft are 304.8 m, 100 kt 51.44 m/s, 600 ft/min 3.05 m/s."""
    (sheet,) = read(written(tmp_path / "trace.json", TRACE)).sheets

    columns = "CAST(seen_at AS VARCHAR), callsign, altitude_m, ground_speed_ms, heading_deg, vertical_rate_ms"
    assert rows(sheet, columns) == [
        ("2025-04-08 12:00:00.5", "TYSON41", None, 5.14, 90.0, None),
        ("2025-04-08 12:01:00.75", "TYSON41", 304.8, 51.44, 45.5, -3.05),
        ("2025-04-08 12:02:00.5", None, None, None, None, None),
    ]
    flags = [(True, False, True), (False, True, False), (None, False, True)]
    assert rows(sheet, "on_ground, stale, new_leg") == flags
    assert rows(sheet, "aircraft_hex, registration, event") == [("a97d83", "N710QZ", "position")] * 3


def test_traces_one_after_another_are_counted_through(read: Read, tmp_path: Path) -> None:
    """Ten thousand small files are slow to read; one packed file of them is not."""
    path = tmp_path / "traces.json.gz"
    path.write_bytes(gzip.compress(f"{json.dumps(TRACE)}\n{json.dumps(TRACE)}\n".encode()))

    (sheet,) = read(path).sheets

    assert rows(sheet, "line") == [(number,) for number in range(1, 7)]
    assert sheet.release == "adsb_traces/readsb-trace"


def test_a_point_with_a_number_that_is_none_is_kept_apart(read: Read, tmp_path: Path) -> None:
    """One bad point costs no other."""
    odd = TRACE | {"trace": [TRACE["trace"][1], [0, 1], [0, 1, 2, "high", 4, 5, 6, 7], "x"]}  # type: ignore[index]

    (sheet,) = read(written(tmp_path / "trace.json", odd)).sheets

    assert [one.line for one in sheet.refused] == [2, 3, 4]
    assert sheet.ledger.loaded == 1


def test_a_trace_whose_time_is_in_thousandths_is_kept_apart_whole(read: Read, tmp_path: Path) -> None:
    """Its points would lie in the year 57,000."""
    (sheet,) = read(written(tmp_path / "trace.json", TRACE | {"timestamp": 1744113600000})).sheets

    assert [one.reason for one in sheet.refused] == ["the timestamp of the trace is no number of seconds since 1970"]


def test_seconds_since_1970_are_moments(read: Read, tmp_path: Path) -> None:
    """1744113600 is noon of 8 April 2025, UTC."""
    flight = {
        "icao24": "a97d83",
        "firstSeen": 1744113600,
        "estDepartureAirport": "KAEX",
        "lastSeen": 1744117200,
        "estArrivalAirport": None,
        "callsign": "TYSON41 ",
    }

    (sheet,) = read(written(tmp_path / "flights.json", [flight])).sheets

    columns = "CAST(first_seen AS VARCHAR), CAST(last_seen AS VARCHAR), origin, destination, callsign"
    assert rows(sheet, columns) == [("2025-04-08 12:00:00", "2025-04-08 13:00:00", "KAEX", None, "TYSON41")]


def test_an_answer_without_states_has_no_rows(read: Read, tmp_path: Path) -> None:
    """OpenSky answers null where it sees nothing: that is a poll, and no error."""
    (sheet,) = read(written(tmp_path / "states.json", {"time": 1744113600, "states": None})).sheets

    assert sheet.ledger.rows == 0


def test_the_day_stands_before_the_month_in_the_list_of_staff(read: Read, tmp_path: Path) -> None:
    """11/06/2019 is 11 June."""
    path = tmp_path / "by_op.csv"
    path.write_text("ROID,DATE,N_FX_STAFF\nRO-00855,11/06/2019,1\n")

    (sheet,) = read(path).sheets

    assert rows(sheet, "CAST(departure_date AS VARCHAR)") == [("2019-06-11",)]


@pytest.mark.parametrize("text", ["A012345678", "A 012 345 678", "012-345-678", "see 1234567"])
def test_free_text_with_a_long_number_is_not_stored(read: Read, tmp_path: Path, text: str) -> None:
    """Clerks wrote A-numbers into other fields."""
    (made,) = make("arts", 5, tmp_path / "made", faults=False)
    content = gzip.decompress(made.path.read_bytes()).decode().replace('"INVENTED"', f'"{text}"', 1)
    made.path.write_bytes(gzip.compress(content.encode()))

    (sheet,) = read(made.path).sheets

    assert rows(sheet, "status, status_absence")[:2] == [(None, "withheld"), ("INVENTED", None)]


def test_nothing_that_identifies_a_person_is_stored_of_the_flight_database(read: Read, tmp_path: Path) -> None:
    """Names, A-number and day of birth are redacted; if one release forgets to, Sojourn still stores none."""
    (made,) = make("arts", 3, tmp_path / "made", family="passengers-2-3", faults=False)
    content = gzip.decompress(made.path.read_bytes()).decode().replace('"(b)(6)"', '"SOMEBODY"')
    made.path.write_bytes(gzip.compress(content.encode()))

    (sheet,) = read(made.path).sheets

    columns = ("last_name", "first_name", "alien_number", "birth_date", "alien_master_id")
    assert rows(sheet, ", ".join(columns)) == [(None,) * 5] * 3
    assert rows(sheet, ", ".join(f"{name}_absence" for name in columns)) == [("withheld",) * 5] * 3
