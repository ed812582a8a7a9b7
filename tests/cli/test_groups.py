"""The command for group removals: each option, the document, the timeline, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import Result

from cli.runs import document, run
from sojourn.measures import measure
from tiny_flights import flights_folder
from tiny_groups import groups_folder


def groups(*words: str) -> Result:
    """The command on the tiny record of groups; few permutations will do, since the planted groups are large."""
    return run("groups", "--permutations", "20", *words, "--record", str(groups_folder()))


def told(*words: str) -> dict[str, Any]:
    """Its document."""
    return document(groups(*words, "--json"))


def members(*words: str) -> list[list[tuple[str, int]]]:
    """Citizenship and number of the members of each group."""
    return [[(one["citizenship"], one["departed"]) for one in group["members"]] for group in told(*words)["groups"]]


def test_the_planted_groups_are_found() -> None:
    """Forty of Haiti in March; Russia and Iran together in July. The daily departures of others are none."""
    assert members() == [[("HAITI", 40)], [("RUSSIA", 15), ("IRAN", 10)]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--citizenship", "iran"), [[("RUSSIA", 15), ("IRAN", 10)]]),
        (("--period", "2017-03"), [[("HAITI", 40)]]),
        (("--period", "2017-05"), []),
        (("--citizenship", "CANADA"), []),
    ],
)
def test_options_narrow_the_groups(words: tuple[str, ...], expected: list[list[tuple[str, int]]]) -> None:
    """By a member's citizenship in any case, and by days."""
    assert members(*words) == expected


def test_a_group_is_a_block_of_text() -> None:
    """Day, people, member with expected number and interval, error rates, alternatives."""
    text = " ".join(groups("--period", "2017-03").stdout.split())
    assert "2017-03-14: 40 people citizens of departed expected excess 95 % interval HAITI 40" in text
    assert "false alarms a year" in text
    assert "It may also be:" in text
    assert "Cannot tell:" in text


def test_what_cannot_be_told_of_any_group_is_said_once() -> None:
    """A hundred equal sentences hide the figures."""
    text = groups().stdout
    assert "Of each group:" in text
    assert "Cannot tell:" not in text


def test_the_answer_stays_on_this_machine() -> None:
    """A nationality by day is P2, in the text, the document and the drawing."""
    assert "THIS MACHINE ONLY" in groups().stdout
    assert (told()["tier"], told()["stays_on_this_machine"]) == ("P2", True)


def test_the_same_seed_gives_the_same_document() -> None:
    """Letter by letter; another seed says so in its parameters."""
    assert groups("--seed", "5", "--json").stdout == groups("--seed", "5", "--json").stdout
    assert told("--seed", "5")["finding"]["parameters"]["seed"] == 5


def test_rate_and_permutations_reach_the_measure() -> None:
    """As given, and as the document shows them."""
    parameters = told("--rate", "2", "--permutations", "50")["finding"]["parameters"]
    assert (parameters["rate"], parameters["permutations"]) == (2, 50)


def test_routine_charters_are_those_of_the_country_named() -> None:
    """A finding beside the groups."""
    routine = told("--routine", "--citizenship", "HAITI")["routine"]
    assert (routine["measure"], routine["parameters"]["citizenship"]) == ("routine_charters", "HAITI")


def test_assembly_without_detention_rows_is_not_covered() -> None:
    """One finding a group, with its reason."""
    assembly = told("--assembly")["assembly"]
    assert [one["status"] for one in assembly] == ["not covered", "not covered"]
    assert "Assembly: no figure (not covered)" in groups("--assembly").stdout


def test_a_flight_of_the_day_fits_the_group_with_its_reasons() -> None:
    """To Port-au-Prince on 14 March; nothing fits the group of July."""
    march, july = told("--flights")["links"]
    assert [fit["stops"] for fit in march["fits"]] == [["KAEX", "MTPP", "KAEX"]]
    assert march["fits"][0]["strength"] == "moderate"
    assert july["fits"] == []
    assert "destination in the chain" in groups("--flights").stdout


def test_claimed_events_are_held_against_the_groups() -> None:
    """A release of FY2017 says nothing of flights of 2025, which is not that there was no group."""
    events = told("--flights", "--citizenship", "RUSSIA")["events"]

    assert {"RU-2025-06", "RU-2025-08"} <= {one["id"] for one in events}
    assert "VE-2025-03-15" not in {one["id"] for one in events}
    assert {one["outcome"] for one in events} == {"not covered"}
    assert "RU-2025-08: not covered." in groups("--flights", "--citizenship", "RUSSIA").stdout


def test_help_tells_the_defaults_of_the_measure() -> None:
    """They stand twice, so that help stays quick."""
    defaults = {one.name: one.default for one in measure("removal_groups").parameters}

    shown = " ".join(run("groups", "--help").stdout.split())

    for name in ("rate", "permutations", "seed"):
        assert f"[default: {defaults[name]}]" in shown.split(f"--{name}")[1].split(" --")[0]


def test_what_was_not_asked_for_is_null() -> None:
    """Which is not an empty list."""
    document = told()
    assert [document[name] for name in ("routine", "assembly", "links", "events")] == 4 * [None]


def test_the_timeline_says_what_it_is(tmp_path: Path) -> None:
    """Invented, and for this machine only; its table stands beside it, and it is the same each time."""
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    for path in (first, second):
        assert groups("--timeline", str(path)).exit_code == 0
    texts = [
        one.text or "" for one in ElementTree.fromstring(first.read_text()).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert "INVENTED DATA" in " ".join(texts)
    assert "THIS MACHINE ONLY" in " ".join(texts)
    assert "HAITI 40" in (tmp_path / "a.csv").read_text()
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--routine",), "S202"),
        (("--citizenship", "RURITANIA"), "S202"),
        (("--period", "soon"), "S202"),
        (("--rate", "0"), ""),
        (("--permutations", "none"), ""),
    ],
)
def test_wrong_words_are_refused(words: tuple[str, ...], code: str) -> None:
    """With exit status 2, and the code where the words are ours."""
    result = groups(*words)
    assert result.exit_code == 2
    assert f"[{code}]" in result.stderr or not code


def test_a_record_without_removals_is_not_covered() -> None:
    """An answer with its reason; a timeline of it has no days."""
    where = ("--record", str(flights_folder()))
    result = run("groups", *where)
    assert result.exit_code == 0
    assert "No figure (not covered): the record has no release with removals." in result.stdout
    refused = run("groups", "--timeline", "x.svg", *where)
    assert refused.exit_code == 1
    assert "there are no removals to draw" in refused.stderr
    assert not Path("x.svg").exists()
