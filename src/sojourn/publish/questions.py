"""A file of questions: what is to be published together (docs/publish.md has the format)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sojourn.errors import BadQuestions
from sojourn.reading.entries import Entry, read_entries

_SEE = "see docs/publish.md"


@dataclass(frozen=True)
class Question:
    """A measure with parameters and dimensions."""

    measure: str
    parameters: Mapping[str, str]
    by: tuple[str, ...]


@dataclass(frozen=True)
class QuestionsFile:
    """The questions of one publication."""

    title: str
    about: str
    questions: tuple[Question, ...]


def read_questions(path: Path) -> QuestionsFile:
    """The questions in a file.

    Raises:
        BadQuestions: it is no TOML, or an entry lacks a key, has an unknown one or one of the wrong kind.
        UnreadableFile: it cannot be opened.
    """
    entry = read_entries(path, BadQuestions, _SEE)
    questions = tuple(map(_question, entry.entries("question")))
    made = QuestionsFile(entry.text("title"), entry.text("about", ""), questions)
    entry.done()
    if not questions:
        raise BadQuestions("it has no [[question]]", where=str(path), todo=_SEE)
    return made


def _question(entry: Entry) -> Question:
    question = Question(entry.text("measure"), entry.texts("parameters"), entry.names("by"))
    entry.done()
    return question
