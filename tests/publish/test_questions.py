"""A file of questions says what it must, or an error says where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.errors import BadQuestions
from sojourn.publish.questions import Question, QuestionsFile, read_questions

WHOLE = """
title = "Removals"
about = "A test."
[[question]]
measure = "removals"
by = ["sex"]
parameters = { period = "FY2017" }
[[question]]
measure = "arrests"
"""


def test_a_file_of_questions_is_read(tmp_path: Path) -> None:
    """Parameters and dimensions may be left out."""
    (tmp_path / "q.toml").write_text(WHOLE)
    expected = QuestionsFile(
        "Removals",
        "A test.",
        (Question("removals", {"period": "FY2017"}, ("sex",)), Question("arrests", {}, ())),
    )
    assert read_questions(tmp_path / "q.toml") == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('title = "t"', "it has no \\[\\[question\\]\\]"),
        (WHOLE.replace('title = "Removals"', ""), "the key 'title' is missing"),
        (WHOLE.replace("measure", "measures", 1), "question 1: the key 'measure' is missing"),
        (WHOLE + 'how = "so"\n', "question 2: the key 'how' is not known"),
        (WHOLE.replace('["sex"]', '"sex"'), "question 1: the key 'by' has a value of the wrong kind"),
        ("title = ", "it is not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    """Nothing is published by a key that was misspelt."""
    (tmp_path / "q.toml").write_text(text)
    with pytest.raises(BadQuestions, match=message):
        read_questions(tmp_path / "q.toml")
