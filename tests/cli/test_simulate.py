"""`sojourn simulate`: options side by side, the replay, and always the limits."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from cli.runs import document, run
from sojourn.draw.simulation import LIMITS, replay

CLINIC = """
title = "a clinic, invented \\u001b[31m"
days = 30
places = 6
pool = 200
arrivals = 6
sizes = [45, 22, 14]

[[option]]
name = "draw \\u001b[31m"
"""
COUNTS = """series,month,nationality,count
appointments,2023-07,TOTAL,44810
appointments,2023-07,RUSSIA,1570
ports,2023-07,RUSSIA,1736
"""


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A scenario file."""
    path = tmp_path / "clinic.toml"
    path.write_text(CLINIC, encoding="utf-8")
    return path


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replay with one history."""
    monkeypatch.setattr(replay, "SHARES", ((1, 1),))
    monkeypatch.setattr(replay, "PEOPLE_PER_REQUEST", (0.5,))


def has_limits(result: Result) -> bool:
    """Whether a text says what it does not know."""
    text = " ".join(result.stdout.split())
    return all(limit in text for limit in LIMITS)


def test_options_stand_side_by_side_with_their_limits(clinic: Path) -> None:
    """Whoever reads one figure reads what was supposed."""
    result = run("simulate", str(clinic), "--what-if", "draw", "--what-if", "mixture 1/2, skip", "--seeds", "2")

    assert result.exit_code == 0
    assert "mixture 1/2, skip" in result.stdout
    assert "\x1b" not in result.output
    assert has_limits(result)


def test_the_same_seed_prints_the_same_figures(clinic: Path) -> None:
    """And another seed others."""
    words = ("simulate", str(clinic), "--json", "--seeds", "2", "--seed")
    one, again, other = (run(*words, seed).stdout for seed in ("1", "1", "2"))

    assert one == again
    assert one != other


def test_the_document_has_each_option_with_bands(clinic: Path) -> None:
    """The lowest and the highest of the runs beside the middle."""
    found = document(run("simulate", str(clinic), "--what-if", "first come", "--seeds", "3", "--json"))

    mean = found["options"][0]["figures"]["mean"]
    assert (found["schema"], found["seeds"], found["limits"]) == ("sojourn.simulate/1", 3, list(LIMITS))
    assert mean["low"] <= mean["value"] <= mean["high"]


@pytest.mark.usefixtures("short")
def test_a_replay_of_given_counts_names_their_file(tmp_path: Path) -> None:
    """A bar is worth what its counts are."""
    path = tmp_path / "counts.csv"
    path.write_text(COUNTS, encoding="utf-8")

    found = document(run("simulate", "--replay", "--counts", str(path), "--seeds", "1", "--json"))

    july = next(row for row in found["months"] if row["month"] == "2023-07")
    assert (july["processed"], july["places"]) == (44810, 44950)
    assert {bar["id"]: bar["status"] for bar in found["bars"]}["R4"] == "met"
    assert len(found["files"][0]) == 64


@pytest.mark.usefixtures("short")
def test_a_replay_without_a_record_says_that_it_cannot_say(tmp_path: Path) -> None:
    """And still prints what follows from places alone."""
    result = run("simulate", "--replay", "--record", str(tmp_path / "none"), "--seeds", "1")

    assert result.exit_code == 0
    assert "most bars cannot say" in result.stderr
    assert "R1 cannot say" in result.stdout
    assert "Releases: none; files SHA-256 none." in result.stdout
    assert has_limits(result)


@pytest.mark.parametrize(
    "words", [("--replay", "--what-if", "draw"), ("--counts", "counts.csv"), ("--what-if", "lottery")]
)
def test_what_does_not_go_together_is_refused(words: tuple[str, ...]) -> None:
    """With status 2: the words are wrong, not the files."""
    assert run("simulate", *words).exit_code == 2


def test_a_bad_scenario_is_an_error_of_the_input(clinic: Path) -> None:
    """One line, with the file's name."""
    clinic.write_text("haste = 1\n" + CLINIC, encoding="utf-8")

    result = run("simulate", str(clinic))

    assert result.exit_code == 1
    assert "clinic.toml" in result.stderr


def test_no_name_in_a_scenario_steers_the_terminal(clinic: Path) -> None:
    """Neither in the table nor in the lines of progress."""
    result = run("simulate", str(clinic), "--seeds", "1")

    assert result.exit_code == 0
    assert "\x1b" not in result.output
