"""Errors that a reader of the site can meet: told in each language, and never again in English alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sojourn
from sojourn import errors
from sojourn.words.languages import LANGUAGES, language_of
from sojourn.words.refusals import refusal
from sojourn.words.said import said
from sojourn.words.spoken import words

PACKAGE = Path(sojourn.__file__).parent
MET = (
    "web/**/*.py",
    "measures/**/*.py",
    "compare/report.py",
    "compare/sides.py",
    "engine/*.py",
    "disclosure/gate.py",
    "disclosure/memory.py",
    "draw/kit/codes.py",
    "draw/kit/households.py",
    "draw/kit/offers.py",
    "draw/kit/papers.py",
    "draw/kit/rounds.py",
    "flights/airports.py",
    "groups/assembly.py",
    "groups/novel.py",
    "groups/routine.py",
    "publish/flights.py",
)
"""Where an error is raised that asking a page, or sending a form, can end in."""
OTHERWISE = {"web/serve.py", "web/folder.py", "web/api.py"}
"""What is met when the site is started or written to a folder, or answers in JSON, which is English."""
KINDS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.SojournError)
}
SENTENCES = st.sampled_from(["there is no such page", "did you mean removals?", "Nothing was done.", "é"])


def bare(source: str) -> Iterator[tuple[int, str]]:
    """The texts of errors that are written in English alone, each with its line."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KINDS:
            texts = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "todo")]
            halves = [
                half for one in texts for half in ([one.body, one.orelse] if isinstance(one, ast.IfExp) else [one])
            ]
            yield from (
                (one.lineno, ast.unparse(one)) for one in halves if isinstance(one, ast.JoinedStr | ast.Constant)
            )


@pytest.mark.parametrize("pattern", MET)
def test_what_a_page_can_refuse_is_said(pattern: str) -> None:
    """What happened and what to do are messages, which catalogues have in each language."""
    paths = [path for path in PACKAGE.glob(pattern) if str(path.relative_to(PACKAGE)) not in OTHERWISE]

    assert paths
    assert {(path.name, *one) for path in paths for one in bare(path.read_text(encoding="utf-8"))} == set()


def test_a_bare_text_is_found() -> None:
    """A test that never fails proves nothing."""
    assert list(bare('UnknownName(f"no {name}", todo=said("x") if y else "z")')) == [(1, "f'no {name}'"), (1, "'z'")]


@given(SENTENCES, st.sampled_from(["", "the form"]), st.one_of(st.just(""), SENTENCES), st.booleans())
def test_the_english_is_that_of_the_error(what: str, where: str, todo: str, messages: bool) -> None:
    """The terminal prints the error itself; a page has to say the same."""
    made = [said("{text:name}", text=text) if messages and text else text for text in (what, where, todo)]
    error = errors.UnknownName(made[0], where=made[1], todo=made[2])

    assert refusal(error) == str(error)
    own = (todo or what).endswith(".")
    assert refusal(error, ends=False) == (str(error) if own else str(error).removesuffix("."))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ru", "слишком много вопросов одновременно. Спросите снова через минуту."),
        ("fr", "trop de questions à la fois. Redemandez dans une minute."),
        ("es", "demasiadas preguntas a la vez. Vuelva a preguntar en un minuto."),
    ],
)
def test_an_error_is_told_in_the_language_of_the_page(code: str, told: str) -> None:
    """What happened, and what to do about it, which begins with a capital there too."""
    error = errors.LimitReached(said("too many questions at once"), todo=said("ask again in a minute"))

    assert words(code).tell(refusal(error)) == told
    assert words(code).tells(refusal(error))


def test_what_has_no_words_is_known_to_have_none() -> None:
    """So that a page marks it as English."""
    error = errors.UnreadableFile("the file is cut short", where="a.zip", todo=said("fetch it again"))

    assert [words("ru").tells(part) for part in refusal(error).parts] == [True, False, True]


@pytest.mark.parametrize(
    ("path", "code"),
    [("/ru/ask/removals", "ru"), ("/fr", "fr"), ("/", "en"), ("", "en"), ("/api/v1/measures", "en"), ("/xx/ru", "en")],
)
def test_a_refusal_without_a_page_is_in_the_language_of_the_address(path: str, code: str) -> None:
    """Where no page can be made, nothing else says what the reader reads."""
    assert language_of(path) == code in LANGUAGES
