"""`sojourn deadlines`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from cli.runs import document, run
from sojourn.refuge.facts import household

PAGE = (Path(__file__).parents[2] / "docs" / "deadlines.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]


@pytest.fixture
def facts(tmp_path: Path) -> str:
    """The facts file of the documentation."""
    path = tmp_path / "facts.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return str(path)


def test_the_example_of_the_page_can_be_read() -> None:
    """A stranger begins with it."""
    assert household(tomllib.loads(EXAMPLE)).people[0].us["held_in"] == "LA"


def test_text_says_the_day_to_act_on(facts: str) -> None:
    """In the words of the page."""
    told = run("deadlines", facts)

    assert told.exit_code == 0
    assert "Act by: Monday, 5 October 2026 (not verified)." in told.stdout
    assert "Person: the one who asks" in told.stdout


def test_french_is_french(facts: str) -> None:
    """As whole as English."""
    assert (
        "Agir au plus tard le : lundi 5 octobre 2026 (non vérifié)." in run("deadlines", facts, "--lang", "fr").stdout
    )


def test_the_law_of_another_day_can_be_asked(facts: str) -> None:
    """On 8 March 2026 nothing but 30 days was law."""
    told = document(run("deadlines", facts, "--law-day", "2026-03-08", "--json"))
    appeal = next(one for one in told["people"][0]["clocks"] if one["item"] == "board_appeal")

    assert (told["law_day"], appeal["act_on"]) == ("2026-03-08", "2026-10-26")


def test_the_page_is_written_where_it_is_asked_for(facts: str, tmp_path: Path) -> None:
    """And says so on standard error."""
    page = tmp_path / "new" / "page.html"
    told = run("deadlines", facts, "--page", str(page))

    assert told.exit_code == 0
    assert "Page written" in told.stderr
    assert "lundi" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "words", "code", "status"),
    [
        ("[[person]]\nus = { release = 1 }", (), "S117", 1),
        ("[[person]]", ("--lang", "xx"), "S201", 2),
        ("no toml", (), "S117", 1),
    ],
)
def test_what_cannot_be_answered_is_an_error(
    content: str, words: tuple[str, ...], code: str, status: int, tmp_path: Path
) -> None:
    """With its code, in JSON too."""
    path = tmp_path / "facts.toml"
    path.write_text(content, encoding="utf-8")
    told = run("deadlines", str(path), *words, "--json")

    assert told.exit_code == status
    assert document(told)["error"]["code"] == code
