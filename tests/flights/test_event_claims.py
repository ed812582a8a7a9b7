"""A file of event claims says what its sources say and nothing else; what it gets wrong is refused where it stands."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.errors import BadClaims, UnreadableFile
from sojourn.flights.event_claims import read_events
from sojourn.flights.resolve import resolve

WHOLE = """
[[event]]
id = "E-1"
title = "An invented flight"

[[event.claim]]
id = "paper"
publisher = "An invented paper"
reference = "page 3"
published = 2031-05-04
days = [2031-05-01, 2031-05-02]
day_is = "departure"
people_at_least = 30
people_at_most = 40
people_said = "30 to 40"
citizenships = ["RUSSIA"]
co_passengers = "some others"
hand_over = "CAI"
confidence = "it is said"
note = "invented"
[[event.claim.hop]]
from = "AEX"
to = "HECA"
between = "one stop"
carrier = "An airline"
status = "observed"
observed_by = "an observer"
[[event.claim.hop]]
from = "HECA"
to = "RU"
left = 2031-05-02T20:00:00
arrived = [2031-05-02T23:00:00, 2031-05-03T01:00:00]

[[count]]
id = "paper"
publisher = "An invented paper"
reference = "page 3"
citizenship = "RUSSIA"
days = [2031-01-01, 2031-12-31]
at_least = 1
at_most = 2
said = "one or two"
"""

VALUES = st.sampled_from(
    [
        *('"x"', '""', '"HECA"', '"US"', '"RUSSIA"', '"arrival"', '"not said"', '"observed"', '"leaves out"'),
        *("0", "7", "-1", "1e9", "nan", "true", "[]", "[1, 2]", '["RUSSIA"]', '["x"]', "{}", "{ a = 1 }"),
        *("2031-05-01", "0001-01-01", "9999-12-31", "[2031-05-01, 2031-05-09]", "10:00:00", "2031-05-01T10:00:00Z"),
        *("2031-05-01T10:00:00", "[2031-05-01T10:00:00, 2031-05-02]", "[2031-05-01, 2031-05-01, 2031-05-01]"),
    ]
)
"""Values of every kind that TOML has."""


def written(folder: Path, text: str) -> Path:
    """A file with this text."""
    path = folder / "events.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    """Every key of docs/event-claims.md arrives."""
    file = read_events(written(tmp_path, WHOLE))
    (event,), (count,) = file.events, file.counts
    (claim,) = event.claims
    seen, onward = claim.hops

    assert (event.id, event.title, claim.id, claim.publisher) == (
        "E-1",
        "An invented flight",
        "paper",
        "An invented paper",
    )
    assert (claim.reference, claim.published, claim.stance) == ("page 3", date(2031, 5, 4), "affirms")
    assert (claim.days, claim.day_is, claim.on_days) == ((date(2031, 5, 1), date(2031, 5, 2)), "departure", 1)
    assert claim.people is not None
    assert (claim.people.at_least, claim.people.at_most, claim.people.said) == (30, 40, "30 to 40")
    assert (claim.citizenships, claim.co_passengers, claim.confidence) == (("RUSSIA",), "some others", "it is said")
    assert [stop.code for stop in claim.stops] == ["KAEX", "HECA", "RU"]
    assert (seen.between, seen.carrier, seen.status, seen.observed_by) == (
        "one stop",
        "An airline",
        "observed",
        "an observer",
    )
    assert onward.arrived == (datetime(2031, 5, 2, 23), datetime(2031, 5, 3, 1))
    assert (count.at_least, count.at_most, count.said) == (1, 2, "one or two")


def test_the_onward_hop_is_claimed(tmp_path: Path) -> None:
    """What flew on after the hand-over is what somebody says, even where the flight before it was observed."""
    (event,) = read_events(written(tmp_path, WHOLE)).events

    onward = event.claims[0].onward

    assert [(hop.origin.code, hop.destination.code, hop.status) for hop in onward] == [("HECA", "RU", "claimed")]


def test_optional_keys_may_be_left_out(tmp_path: Path) -> None:
    """Many sources say no more than that it happened."""
    short = '[[event]]\nid = "E"\ntitle = "t"\n[[event.claim]]\nid = "c"\npublisher = "p"\nreference = "r"\n'
    (event,) = read_events(written(tmp_path, short)).events
    claim = event.claims[0]

    assert (claim.days, claim.people, claim.published, claim.hops, claim.hand_over) == (None, None, None, (), None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[[event]]", "[[event", "it is not valid TOML"),
        ('title = "An', 'titel = "An', "event E-1: the key 'title' is missing"),
        ('reference = "page 3"\npublished', "published", "event E-1, claim paper: the key 'reference' is missing"),
        ('note = "invented"', 'nota = "invented"', "claim paper: the key 'nota' is not known"),
        ("published = 2031-05-04", 'published = "May"', "the key 'published' is no date: 'May'"),
        ("[2031-05-01, 2031-05-02]", "[2031-05-02, 2031-05-01]", "the key 'days' ends before it begins"),
        ("[2031-05-01, 2031-05-02]", "[2031-05-01]", "the key 'days' has 1 entries"),
        ("[2031-05-01, 2031-05-02]", "0001-01-01", "the key 'days' is 0001-01-01 to 0001-01-01"),
        ("left = 2031-05-02T20:00:00", "left = 9999-05-02T20:00:00", "hop 2: the key 'left' is 9999-05-02 20:00:00"),
        ('day_is = "departure"\n', "", "the key 'day_is' is missing"),
        ('day_is = "departure"', 'day_is = "landing"', "Choose one of 'departure', 'arrival', 'not said'"),
        ("people_at_most = 40", "people_at_most = 20", "at least 30 people and at most 20"),
        ("people_at_most = 40", "people_at_most = -1", "the key 'people_at_most' is below zero"),
        ("people_at_most = 40", "on_days = 5\npeople_at_most = 40", "5 days of departure do not fit into"),
        ('["RUSSIA"]', '["RUSIA"]', "the citizenship 'RUSIA' is not known"),
        ('from = "AEX"', 'from = "QQQQ"', "hop 1: the airport 'QQQQ' of the key 'from' is not known"),
        ('from = "AEX"', 'from = ""', "hop 1: the key 'from' is empty"),
        ('to = "RU"', 'to = "ZZ"', "hop 2: the airport 'ZZ' of the key 'to' is not known"),
        ('hand_over = "CAI"', 'hand_over = "KMIA"', "the hand-over at KMIA is no stop of the chain"),
        ('from = "HECA"\nto', 'from = "KMIA"\nto', "the chain breaks off: one hop ends at HECA"),
        ('observed_by = "an observer"\n', "", "an observed hop names its observer"),
        ('status = "observed"\n', "", "an observed hop names its observer"),
        ('to = "RU"', 'to = "RU"\nstatus = "observed"\nobserved_by = "x"', "after the hand-over is called observed"),
        ("left = 2031-05-02T20:00:00", "left = 2031-05-02", "the key 'left' is no local time"),
        ('id = "E-1"', 'id = "E 1"', "'E 1' is no id"),
        ("at_least = 1\n", "", "count paper: the key 'at_least' is missing"),
        ("days = [2031-01-01, 2031-12-31]\n", "", "count paper: the key 'days' is missing"),
        ("at_most = 2\n", "at_most = 0\n", "at least 1 and at most 0"),
    ],
)
def test_a_file_that_does_not_say_what_it_must_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """The message names the file, the event, the claim, the key and what to do."""
    assert old in WHOLE

    with pytest.raises(BadClaims) as refused:
        read_events(written(tmp_path, WHOLE.replace(old, new, 1)))

    assert message in str(refused.value)
    assert str(tmp_path) in str(refused.value)
    assert refused.value.todo


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"it has no \[\[event\]\]"),
        ('[[event]]\nid = "E"\ntitle = "t"\n', r"event E: it has no \[\[event.claim\]\]"),
        (WHOLE + WHOLE, "two events are called 'E-1'"),
        (WHOLE + WHOLE[WHOLE.index("[[count]]") :], "two counts are called 'paper'"),
    ],
)
def test_a_file_without_events_or_with_one_twice_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """An event is cited by its id, and an empty file looks like a quiet year."""
    with pytest.raises(BadClaims, match=message):
        read_events(written(tmp_path, text))


def test_two_claims_of_one_event_with_one_id_are_refused(tmp_path: Path) -> None:
    """Who is apart from whom is told by id."""
    claim = WHOLE[WHOLE.index("[[event.claim]]") : WHOLE.index("[[count]]")]

    with pytest.raises(BadClaims, match="event E-1: two claims are called 'paper'"):
        read_events(written(tmp_path, WHOLE.replace("[[count]]", claim + "[[count]]")))


@given(st.data())
def test_whatever_a_value_is_the_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Nobody who writes a file sees a traceback, and what is read can be resolved."""
    lines = WHOLE.splitlines()
    place = data.draw(st.sampled_from([number for number, line in enumerate(lines) if " = " in line]))
    lines[place] = f"{lines[place].partition(' = ')[0]} = {data.draw(VALUES)}"
    path = written(tmp_path_factory.mktemp("events"), "\n".join(lines))

    with suppress(BadClaims):
        assert [resolve(event).sentence() for event in read_events(path).events]


def test_a_file_that_is_not_there_is_an_error_of_the_input(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(UnreadableFile):
        read_events(tmp_path / "nowhere.toml")


def test_our_own_file_is_valid() -> None:
    """Seven events and four counts."""
    file = read_events()

    assert (len(file.events), len(file.counts), len(file.sha256)) == (7, 4, 64)


def test_nothing_in_our_own_file_is_observed() -> None:
    """Every hop of it is what a publisher says."""
    hops = [hop for event in read_events().events for claim in event.claims for hop in claim.hops]

    assert {hop.status for hop in hops} == {"claimed"}


def test_the_example_of_the_documentation_is_valid(tmp_path: Path) -> None:
    """What docs/event-claims.md shows can be copied."""
    page = (Path(__file__).parents[2] / "docs" / "event-claims.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert tomllib.loads(example)

    assert read_events(written(tmp_path, example)).events[0].id == "XX-2031-05"
