"""The documentation says what the program does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from sojourn.claims.declare import Comparison
from sojourn.claims.judge import Verdict
from sojourn.cli import main
from sojourn.findings import Status
from sojourn.publish.dictionary import dictionary
from sojourn.tables import ABSENCES
from sojourn.tiers import SMALLEST_CELL, Tier

ROOT = Path(__file__).parents[2]
PAGES = {path.name: path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]}
GLOSSARY = [line for line in PAGES["glossary.md"].splitlines() if line.startswith("**")]
TERMS = [line[2 : line.index("**:")] for line in GLOSSARY]


@pytest.mark.parametrize("name", sorted(main.commands))
def test_each_command_stands_in_the_readme(name: str) -> None:
    """The table of commands is whole."""
    table = PAGES["README.md"].split("## The commands")[1]
    assert re.search(rf"`(sojourn )?{name}\b", table)


def test_each_link_leads_somewhere() -> None:
    """Inside the repository; links to the world are not checked."""
    broken = [
        (path.name, target)
        for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
        if not target.startswith("http") and not (path.parent / target).exists()
    ]
    assert broken == []


def test_the_data_dictionary_is_the_generated_one() -> None:
    """Renew it with `python -m sojourn.publish.dictionary > docs/data-dictionary.md`."""
    assert PAGES["data-dictionary.md"] == dictionary()


def test_the_glossary_is_in_order_and_each_entry_is_one_line() -> None:
    """A term is found by the alphabet, in each of its two parts."""
    parts = PAGES["glossary.md"].split("\n## ")[1:]
    assert len(parts) == 2
    for part in parts:
        terms = re.findall(r"^\*\*(.+?)\*\*: ", part, re.MULTILINE)
        assert terms == sorted(terms, key=str.casefold)
    assert all(re.fullmatch(r"\*\*[^*]+\*\*: .+\.", line) for line in GLOSSARY)


def test_no_term_stands_twice() -> None:
    """One word for one thing."""
    assert len(TERMS) == len(set(TERMS))


@pytest.mark.parametrize("word", [*get_args(Verdict), *get_args(Status)[1:], *get_args(Tier), *ABSENCES])
def test_each_word_of_the_program_is_in_the_glossary(word: str) -> None:
    """Verdicts, statuses, tiers and absences are defined where a reader looks."""
    assert word in TERMS or word == "not determinable"


@pytest.mark.parametrize("word", get_args(Comparison))
def test_each_comparison_stands_in_the_page_of_claims_files(word: str) -> None:
    """With its formula."""
    assert f"| `{word}` |" in PAGES["claims.md"]


def test_the_smallest_cell_is_the_promised_one() -> None:
    """docs/THREATS.md: no cell below 11."""
    assert SMALLEST_CELL == 11
    assert "No cell below 11" in PAGES["THREATS.md"]


@pytest.mark.parametrize("name", ["README.md", "json.md", "claims.md", "THREATS.md"])
@pytest.mark.parametrize(
    "word", ["powerful", "robust", "seamless", "comprehensive", "illegal alien", "detainee", "inmate"]
)
def test_the_pages_keep_to_the_style(name: str, word: str) -> None:
    """docs/style.md: nothing that sells, and people are people."""
    assert not re.search(rf"\b{word}s?\b", PAGES[name], re.IGNORECASE)
