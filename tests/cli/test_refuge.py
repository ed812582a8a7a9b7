"""`sojourn refuge` and `sojourn drift`."""

from __future__ import annotations

import json
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.runs import document, run
from sojourn.cli import main
from sojourn.refuge.facts import NEVER

FACTS = """
law_day = 2026-06-15
unstated = "no"
[[person]]
label = "the one who asks"
claim_place = "inland"
came_from_us = true
nationality = ["RU"]
needs_visa_for_canada = true
[[person.entry]]
day = 2026-06-01
at = "between_ports"
"""
ASSUMED = """
law_day = 2026-06-15
unstated = "no"
[person]
claim_place = { at_port_of_entry = 1.0 }
came_from_us = { yes = 1.0 }
arrival_at = { land_port = 0.5, airport = 0.5 }
"""


@pytest.fixture
def facts(tmp_path: Path) -> str:
    """A facts file."""
    path = tmp_path / "facts.toml"
    path.write_text(FACTS, encoding="utf-8")
    return str(path)


def asked(*words: str, answers: str) -> Result:
    """An interview with these lines typed."""
    return CliRunner().invoke(main, ["refuge", "--ask", "--law-day", "2026-06-15", *words], input=answers)


def test_text_says_the_answer_first(facts: str) -> None:
    """In the words of the page, with days in words."""
    told = run("refuge", facts)

    assert told.exit_code == 0
    assert "Person: the one who asks" in told.stdout
    assert "INELIGIBLE: THE CLAIM WOULD NOT BE REFERRED" in told.stdout
    assert "The steps behind each answer" in told.stdout


def test_the_proof_is_shown_where_it_is_asked_for(facts: str) -> None:
    """The short text would drown in it."""
    step = "day of arrival, 14 days later (2026-06-15)"

    assert step in " ".join(run("refuge", facts, "--proof").stdout.split())
    assert step not in " ".join(run("refuge", facts).stdout.split())


def test_french_is_french(facts: str) -> None:
    """As whole as English."""
    assert "IRRECEVABLE : LA DEMANDE NE SERAIT PAS DÉFÉRÉE" in run("refuge", facts, "--lang", "fr").stdout


def test_the_law_day_of_the_command_goes_before_that_of_the_file(facts: str) -> None:
    """On 14 June the same person is on day 13: the Agreement, and not the new bar."""
    told = document(run("refuge", facts, "--law-day", "2026-06-14", "--json"))

    assert (told["law_day"], told["people"][0]["grounds_met"]) == ("2026-06-14", ["e"])


def test_the_same_facts_under_the_law_of_other_days(facts: str) -> None:
    """A history up to the day, and single days."""
    told = document(run("refuge", facts, "--history", "--what-if", "2022-06-15", "--json"))["people"][0]

    assert [one["law_day"] for one in told["what_if"]] == ["2022-06-15"]
    assert told["history"][-1]["last"] == "2026-06-15"


def test_the_page_is_written_where_it_is_asked_for(facts: str, tmp_path: Path) -> None:
    """And says so on standard error."""
    page = tmp_path / "new" / "page.html"
    told = run("refuge", facts, "--page", str(page), "--lang", "fr")

    assert told.exit_code == 0
    assert "Page written" in told.stderr
    assert '<html lang="fr">' in page.read_text(encoding="utf-8")


def test_an_interview_ends_with_the_determination() -> None:
    """Outside Canada there is no claim; questions stand on standard error, the answer on standard output."""
    told = asked("--json", answers="3\nstop\n")

    assert told.exit_code == 0
    assert json.loads(told.stdout)["people"][0]["eligibility"] == "cannot claim"
    assert "Where is the claim made" in told.stderr


@pytest.mark.parametrize("answers", ["", "stop\n", "0\nSTOP\n"])
def test_an_interview_can_be_stopped_at_any_time(answers: str) -> None:
    """The end of input is an end too; what is known by then is the result."""
    told = asked("--json", answers=answers)

    assert told.exit_code == 0
    assert json.loads(told.stdout)["people"][0]["eligibility"] == "unknown"


def test_a_question_says_why_it_is_asked_and_is_asked_again() -> None:
    """And where the answer is found; what is not understood is said too."""
    told = asked(answers="?\nmaybe\n9\n3\nstop\n").stderr

    assert "It decides whether a claim can be made at all (IRPA 99)." in told
    assert "Not understood: maybe" in told
    assert "Not understood: 9" in told


def test_an_interview_is_saved_and_read_again(tmp_path: Path) -> None:
    """For its owner alone: it is about people."""
    path = tmp_path / "new" / "facts.toml"
    first = asked("--save", str(path), "--json", answers="2\n2\nstop\n")
    again = run("refuge", str(path), "--law-day", "2026-06-15", "--json")

    assert tomllib.loads(path.read_text())["person"][0]["claim_place"] == "inland"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert document(again)["people"] == json.loads(first.stdout)["people"]


def test_an_interview_takes_in_the_household() -> None:
    """ "I do not know" to every question about the first person; then there is another, who is the spouse."""
    first = asked(answers="0\n" * 200).stderr.count("> ") - 1  # the last answer is to "is there another?"
    told = asked("--json", answers="0\n" * first + "1\n2\nstop\n")

    assert [one["label"] for one in json.loads(told.stdout)["people"]] == ["1", "2"]
    assert "How is this person related to the one who asks?" in told.stderr


def test_an_interview_asks_for_no_name() -> None:
    """Nobody is asked who they are."""
    told = asked(answers="0\n" * 100).stderr.casefold()

    assert not [word for word in (*NEVER, "your name", "telephone") if f"{word}?" in told]


def test_an_interview_in_french_is_french() -> None:
    """Questions and answers."""
    told = asked("--lang", "fr", answers="1\nstop\n").stderr

    assert "Où la demande est-elle présentée" in told
    assert "0: Je ne sais pas" in told


def test_a_population_is_counted_with_what_it_is_out_of(tmp_path: Path) -> None:
    """Invented people under assumed shares, and said to be so."""
    path = tmp_path / "assumed.toml"
    path.write_text(ASSUMED, encoding="utf-8")
    told = document(run("refuge", "--population", str(path), "--people", "1000", "--json"))
    text = run("refuge", "--population", str(path), "--people", "1000").stdout

    assert (told["schema"], told["invented"], told["people"]) == ("sojourn.population/1", True, 1000)
    assert sum(one["count"] for one in told["eligibility"]) == 1000
    assert "Invented people, drawn by the shares" in text
    assert "of 1,000 (" in text


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        ((), "S202", 2),
        (("FACTS", "--ask"), "S202", 2),
        (("FACTS", "--save", "x"), "S202", 2),
        (("FACTS", "--lang", "xx"), "S201", 2),
        (("nothing.toml",), "S117", 1),
        (("--population", "nothing.toml"), "S117", 1),
    ],
)
def test_what_cannot_be_answered_is_an_error(words: tuple[str, ...], code: str, status: int, facts: str) -> None:
    """With its code, in JSON too."""
    told = run("refuge", *(facts if word == "FACTS" else word for word in words), "--json")

    assert told.exit_code == status
    assert document(told)["error"]["code"] == code


@pytest.mark.parametrize(
    "content",
    [
        b"\0\0\0",
        b"\xff\xfe[person]",
        b"[[person]]\nname = 'x'",
        b"[[person]]\nA_Number = '1'",
        b"[[person]]\npassport = 1",
        b"person = 1",
        b"person = [1]",
        b"[[person]]\nrelative = 1",
        b"[[person]]\nrelative = [1]",
        b"[[person]]\nnationality = [[1]]",
        b"[[person]]\nnationality = 'r\xc3\xbc'",
        b"[[person]]\nentry = 'x'",
        b"[[person]]\nus = 1",
        b"[[person]]\nlabel = [1]",
        b'[[person]]\nlabel = "\\u001b[2J"',
        b'[[person]]\nlabel = "two\\nlines"',
        b"[[person]]\nclaim_place = {}",
        b"[[person]]\nclaim_place = [[]]",
        b"law_day = 1\n[[person]]",
        b"unstated = []\n[[person]]",
        b"[" * 5000,
        b"a = " + b"[" * 5000,
        b"[[person]]\nx." + b"a." * 100_000 + b"b = 1",
        b"[[person]]\nx." + b"a." * 2000 + b"b = 1",
    ],
)
def test_a_hostile_facts_file_is_refused_in_one_line(content: bytes, tmp_path: Path) -> None:
    """It may come from anybody; nothing that it holds is a crash."""
    path = tmp_path / "facts.toml"
    path.write_bytes(content)
    told = run("refuge", str(path))

    assert told.exit_code == 1
    assert told.stderr.count("\n") == 1
    assert "[S117]" in told.stderr


def test_a_huge_facts_file_is_refused(tmp_path: Path) -> None:
    """A facts file has a few kilobytes."""
    path = tmp_path / "facts.toml"
    path.write_bytes(b"#" * (2 << 20))

    assert "it has 2,097,152 bytes" in run("refuge", str(path)).stderr


def invented_statute(folder: Path) -> Path:
    """A file of the Act in which nothing is left."""
    path = folder / "statute.xml"
    path.write_text(
        '<Statute xmlns:lims="http://justice.gc.ca/lims" lims:current-date="2026-12-31" xml:lang="en"><Identification>'
        "<Chapter><ConsolidatedNumber>I-2.5</ConsolidatedNumber></Chapter></Identification><Body/></Statute>",
        encoding="utf-8",
    )
    return path


def test_drift_is_a_gate_that_did_not_pass(tmp_path: Path) -> None:
    """Exit 3, with the rules that rest on what is gone."""
    told = run("drift", str(invented_statute(tmp_path)))

    assert told.exit_code == 3
    assert "[S301]" in told.stderr
    assert "IRPA 101(1)(b.1) (en): gone. Rests on it: one_year_bar." in told.stdout


def test_drift_in_json_has_every_provision(tmp_path: Path) -> None:
    """Those that no file covers too."""
    told: dict[str, Any] = document(run("drift", str(invented_statute(tmp_path)), "--json"))

    assert told["schema"] == "sojourn.drift/1"
    assert told["counts"]["gone"] == told["drifted"] == len(told["compared"])
    assert {one["language"] for one in told["not_in_files"]} == {"en", "fr"}


def test_a_file_that_is_no_statute_is_an_error(facts: str) -> None:
    """With its code."""
    told = run("drift", facts)

    assert (told.exit_code, "[S104]" in told.stderr) == (1, True)
