"""The commands of the clinic kit: a day at a clinic, and what they say when something is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from cli.runs import document, run
from draw.kit.clinics import Clock, signature, with_invented_beacons
from sojourn.cli import draw as commands

POLICY = Path(__file__).parents[2] / "docs" / "draw" / "policy.json"
Desk = Callable[..., Result]


@pytest.fixture
def clock() -> Clock:
    """A clock that stands on an invented Monday morning."""
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Desk:
    """Commands on a new kit made with the policy of the documents."""
    with_invented_beacons(monkeypatch)
    monkeypatch.setattr(commands, "clock", clock)
    monkeypatch.setenv("SOJOURN_KIT", str(tmp_path / "kit.db"))
    monkeypatch.chdir(tmp_path)
    assert run("draw", "new", "--policy", str(POLICY)).exit_code == 0
    return lambda *words: run("draw", *words)


def told(desk: Desk, *words: str) -> dict[str, Any]:
    """The document that a command prints."""
    done = desk(*words, "--json")
    assert done.exit_code == 0, done.output
    return document(done)


def drawn(desk: Desk, clock: Clock) -> dict[str, Any]:
    """A round frozen and drawn."""
    frozen = told(desk, "freeze", "--places", "north=2", "--places", "south=2", "--auditor", "BAR")
    clock.turn(hours=1, minutes=5)
    return told(desk, "draw", signature(frozen["beacon_round"]))


def test_a_day_at_a_clinic(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    """From the door to the appointment, with commands alone."""
    code = told(desk, "register", "--size", "2", "--site", "south")["code"]

    assert drawn(desk, clock)["offered"] == 1
    ticket = told(desk, "ticket", code, "--html", "ticket.html")
    assert told(desk, "board", "--html", "board.html")["codes"] == [ticket["code"]]
    assert told(desk, "confirm", code)["state"] == "confirmed"
    (tmp_path / "shown.json").write_text(json.dumps(ticket["signed"]), encoding="utf-8")
    assert told(desk, "serve", "--ticket", "shown.json")["state"] == "served"
    assert told(desk, "status")["states"]["served"] == 1
    assert "round-1/outcomes.json" in told(desk, "publish", "public")["files"]
    (proof,) = told(desk, "export", "proofs")["files"]
    assert run("verify", "public").exit_code == 0
    key = (tmp_path / "public" / "key.txt").read_text(encoding="utf-8").strip()
    for paper in (f"proofs/{proof}", "shown.json"):
        checked = run("verify", "public", "--proof", paper, "--key", key)
        assert checked.exit_code == 0, checked.output
    assert ticket["code"] in (tmp_path / "ticket.html").read_text(encoding="utf-8")


def test_a_household_that_lost_its_code_gets_another_and_keeps_its_date(desk: Desk, clock: Clock) -> None:
    """By the number of its paper file, by its ticket, or because others saw the code."""
    first = told(desk, "register", "--size", "2", "--known-as", "file 17")
    clock.turn(days=15)
    by_file = told(desk, "recover", "--known-as", "file 17")
    by_code = told(desk, "recover", by_file["code"])
    drawn(desk, clock)
    Path("shown.json").write_text(json.dumps(told(desk, "ticket", by_code["code"])), encoding="utf-8")

    by_ticket = told(desk, "recover", "--ticket", "shown.json")

    assert by_ticket["standing"]["since"] == first["standing"]["since"] == "2026-01-05"


def test_the_code_is_asked_for_so_that_it_need_not_stand_in_the_history(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever takes the machine reads what was typed."""
    code = told(desk, "register", "--size", "1")["code"]
    monkeypatch.setattr("click.prompt", lambda *_, **__: code)

    assert "They wait." in desk("show").stdout


def test_places_given_back_are_told(desk: Desk, clock: Clock) -> None:
    """The desk must know whom to call."""
    codes = [told(desk, "register", "--size", "2", "--site", "south")["code"] for _ in range(2)]
    drawn(desk, clock)
    clock.turn(hours=24)
    expected = {"schema": "sojourn.draw_swept/1", "lapsed": 1, "missed": 0, "expired": 0, "reassigned": 1}

    swept = told(desk, "expire")

    assert swept == expected
    assert {told(desk, "show", code)["state"] for code in codes} == {"waiting", "offered"}


def test_other_commands_answer_in_words(desk: Desk, clock: Clock) -> None:
    """A tired clerk reads sentences."""
    code, other = (told(desk, "register", "--size", "1")["code"] for _ in range(2))

    assert "8 people" in desk("change", code, "--size", "8").stdout
    assert "Renew before" in desk("renew", code).stdout
    assert "They wait." in desk("merge", code, other).stdout
    assert "is frozen" in desk("freeze", "--places", "north=1", "--places", "south=8", "--auditor", "BAR").stdout
    assert "is void" in desk("void", "a pipe burst").stdout
    drawn(desk, clock)
    assert "withdrawn" in desk("withdraw", code).stdout
    assert "The books agree" in desk("status").stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("freeze", "--places", "north"), 2, "Write it as north=4."),
        (("freeze", "--places", "north=-1", "--places", "south=1"), 2, "is no site with its places"),
        (("draw", "00"), 1, "no round is frozen"),
        (("void", "a reason"), 1, "no round is frozen"),
        (("register", "--size", "9"), 1, "can never be placed"),
        (("confirm", "7K2M"), 1, "a recovery code has 24 letters"),
        (("new", "--policy", str(POLICY)), 1, "there is a file already"),
        (("board",), 1, "the round was not drawn"),
        (("show", "--kit", "none.db", "7K2M"), 1, "there is no kit"),
        (("status", "--kit", str(POLICY)), 1, "it is no kit"),
        (("recover", "--ticket", str(POLICY)), 1, "did not sign this"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(desk: Desk, words: tuple[str, ...], status: int, said: str) -> None:
    """Where, what, what to do."""
    done = desk(*words)

    assert (done.exit_code, done.stdout) == (status, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_few_households_need_an_auditor(desk: Desk) -> None:
    """The gate, with its own status."""
    told(desk, "register", "--size", "2")

    assert desk("freeze", "--places", "north=1", "--places", "south=1").exit_code == 3


def test_the_page_names_every_command_and_no_other(desk: Desk) -> None:
    """Whoever works by the page finds what it says."""
    page = (POLICY.parents[1] / "draw-kit.md").read_text(encoding="utf-8")
    named = set(re.findall(r"sojourn draw ([a-z]+)", page)) | set(re.findall(r"`([a-z]+)`", page))

    assert set(commands.draw.commands) - named == set()
    assert set(re.findall(r"sojourn draw ([a-z]+)", page)) - set(commands.draw.commands) == set()
    assert desk("--help").exit_code == 0
