"""The sentences of refuge: every language has all of them, with the same things to fill in."""

from __future__ import annotations

import ast
import string
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from sojourn.errors import BadDeclaration, Defect, UnknownName
from sojourn.refuge import words
from sojourn.refuge.facts import US, facts
from sojourn.refuge.us.pack import PERIODS, Filed, pack
from sojourn.refuge.words import catalogue, day_words, fact_words, languages, sentence

every_language = pytest.mark.parametrize("language", languages())


def fields(text: str) -> set[str]:
    """The names that a sentence is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_english_and_french_are_there() -> None:
    """English first."""
    assert languages()[:2] == ("en", "fr")


@every_language
def test_a_language_has_every_sentence_of_english(language: str) -> None:
    """Nobody gets half a page; facts of other languages stand in their catalogue."""
    own = {id for id in catalogue(language) if not id.startswith("fact.")}

    assert own == {id for id in catalogue("en") if not id.startswith("fact.")}


@every_language
def test_a_sentence_is_filled_with_the_same_in_every_language(language: str) -> None:
    """A day that one language shows and another hides would be a trap."""
    english = catalogue("en")
    differing = [
        id for id, text in catalogue(language).items() if id in english and fields(text) != fields(english[id])
    ]

    assert differing == []


@every_language
def test_every_rule_item_and_word_of_the_pack_has_its_sentence(language: str) -> None:
    """A new rule comes with its words."""
    there = catalogue(language)
    needed = [f"us.rule.{rule.id}" for item in pack().items for rule in item.rules]
    needed += [f"us.{kind}.{item.id}" for item in pack().items for kind in ("item", "ask")]
    needed += [f"us.event.{name}" for name, fact in facts()[US].items() if fact.kind == "event"]
    needed += [f"us.circuit_note.{one.note}" for one in pack().circuits if one.note]
    needed += [f"us.period.{text}" for text in PERIODS]
    needed += [f"us.filed.{one}" for one in get_args(Filed) if one]
    needed += [f"us.territory.{one.territory}" for one in pack().overlays]

    assert [id for id in needed if id not in there] == []


@every_language
def test_every_question_is_asked_in_every_language(language: str) -> None:
    """With why it is asked, and where the answer is found."""
    for fact in facts()[US].values():
        for text in ("ask", "why", "found"):
            assert fact_words(language, fact, text)


def test_no_sentence_is_there_in_vain() -> None:
    """Each rule's sentence belongs to a rule that exists."""
    known = {rule.id for item in pack().items for rule in item.rules}
    spoken = {id.removeprefix("us.rule.") for id in catalogue("en") if id.startswith("us.rule.")}

    assert spoken == known


def test_a_sentence_that_is_missing_is_a_defect() -> None:
    """Silence would look like an answer."""
    with pytest.raises(Defect, match=r"us\.rule\.nothing is missing in 'fr'"):
        sentence("fr", "us.rule.nothing")


def test_a_sentence_that_is_not_told_enough_is_a_defect() -> None:
    """Rather than a sentence with a hole."""
    with pytest.raises(Defect, match="needs 'day'"):
        sentence("en", "us.deadlines.act_on_person")


def test_a_language_that_is_not_there_is_named() -> None:
    """With those that are."""
    with pytest.raises(UnknownName, match=r"there is no text in 'xx'.*en, fr"):
        sentence("xx", "us.deadlines.title")


def test_a_sentence_in_two_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which one counts would depend on their order."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "en.toml").write_text('[a]\nb = "c"\n', encoding="utf-8")
    monkeypatch.setattr(words, "FOLDERS", (tmp_path / "one", tmp_path / "two"))

    with pytest.raises(BadDeclaration, match=r"a\.b stands twice"):
        catalogue.__wrapped__("en")


def test_a_new_language_is_one_file_with_its_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to touch facts.toml or the code for Russian."""
    (tmp_path / "ru.toml").write_text('[fact.us.detained]\nask = "Находится ли человек под стражей?"\n', "utf-8")
    monkeypatch.setattr(words, "FOLDERS", (tmp_path,))
    monkeypatch.setattr(words, "languages", lambda: ("ru",))
    monkeypatch.setattr(words, "catalogue", catalogue.__wrapped__)

    assert fact_words("ru", facts()[US]["detained"], "ask") == "Находится ли человек под стражей?"


@pytest.mark.parametrize(
    ("language", "day", "expected"),
    [
        ("en", date(2026, 10, 5), "Monday, 5 October 2026"),
        ("fr", date(2026, 10, 1), "jeudi 1er octobre 2026"),
        ("fr", date(2026, 2, 28), "samedi 28 février 2026"),
    ],
)
def test_a_day_in_words_has_its_weekday(language: str, day: date, expected: str) -> None:
    """A weekday shows a typing error at once."""
    assert day_words(language, day) == expected


def test_no_sentence_is_written_in_the_code() -> None:
    """What a reader sees comes from a catalogue, so that it can be translated."""
    folder = Path(words.__file__).parent / "us"
    for path in (folder / "document.py", folder / "text.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            ast.get_docstring(node, clean=False)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef)
        }
        texts = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert {text for text in texts - docstrings if text.count(" ") > 3 and text.strip()} == set()
