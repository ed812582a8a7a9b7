"""The interview of `sojourn refuge --ask`: questions on stderr, answers from the terminal or a pipe, an end at any time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Final

import click

from sojourn.cli.command import say
from sojourn.refuge.case import UNKNOWN
from sojourn.refuge.document import question as words_of
from sojourn.refuge.interview import Interview, Question, kind_of
from sojourn.refuge.lines import WIDTH, wrapped
from sojourn.refuge.told import item_is
from sojourn.refuge.words import sentence

STOP: Final = "stop"
WHY: Final = "?"
DO_NOT_KNOW: Final = "0"
YES_OR_NO: Final = ("yes", "no")


class _Stopped(Exception):
    """The person wants to end here."""


def ask_household(language: str, law_day: date) -> dict[str, Any]:
    """A facts document from the answers to one person's questions, then to those of other members of the household."""
    people: list[dict[str, Any]] = []
    _say(sentence(language, "interview.begin"))
    _say(sentence(language, "interview.how"))
    with suppress(_Stopped):  # what was answered so far is the result that was asked for
        while not people or _is_another(language):
            people.append({"label": str(len(people) + 1)})
            _ask_person(language, law_day, people)
    return {"person": people}


def _say(text: str) -> None:
    """A message in lines that are no wider than the terminal."""
    say(wrapped(text, width=min(WIDTH, shutil.get_terminal_size().columns)))


def _is_another(language: str) -> bool:
    say("")
    another = _ask(
        sentence(language, "interview.another"),
        _options(YES_OR_NO, "value", language),
        _one_of(YES_OR_NO),
        {},
        language,
    )
    return bool(another == "yes")


def _ask_person(language: str, law_day: date, people: list[dict[str, Any]]) -> None:
    """Ask until no answer could change the result; what is answered stands in the last of the people at once."""
    interview, settled = Interview(law_day), False
    interview.facts = people[-1]
    if len(people) > 1:
        _say(sentence(language, "interview.next"))
        interview.answer(Question("relation"), _ask_question(Question("relation"), language))
    while question := interview.next():
        eligibility = interview.found.eligibility
        if eligibility != "unknown" and not settled:
            settled = True
            says = sentence(language, f"eligibility.{eligibility}")
            say("")
            _say(sentence(language, "interview.settled", eligibility=says))
        interview.answer(question, _ask_question(question, language))


def _ask_question(question: Question, language: str) -> Any:
    """The answer to one question, as a facts file has it."""
    words, kind = words_of(question.path, language, more=question.more), kind_of(question)
    item = f"({item_is(language, question.path)}) " if "." in question.path else ""
    say("")
    if kind in {"day", "country", "countries"}:
        read = _day if kind == "day" else _countries(several=kind == "countries")
        return _ask(item + words["ask"], [sentence(language, f"interview.{kind}")], read, words, language)
    if kind in {"choice", "choices"}:
        return _ask_choice(item, words, language)
    answer = _ask(item + words["ask"], _options(YES_OR_NO, "value", language), _one_of(YES_OR_NO), words, language)
    return answer if answer == UNKNOWN else answer == "yes"


def _ask_choice(item: str, words: dict[str, Any], language: str) -> Any:
    options = _options(words["choices"], "choice", language)
    if words["kind"] == "choice":
        return _ask(item + words["ask"], options, _one_of(words["choices"]), words, language)
    hint = [sentence(language, "interview.choices")]
    return _ask(item + words["ask"], [*options, *hint], _some_of(words["choices"]), words, language)


def _options(values: Sequence[str], table: str, language: str) -> list[str]:
    """The answers with their numbers; 0 is always "I do not know"."""
    listed = [f"{number}: {sentence(language, f'{table}.{value}')}" for number, value in enumerate(values, 1)]
    return [*listed, f"{DO_NOT_KNOW}: {sentence(language, 'interview.unknown')}"]


def _ask(text: str, options: Sequence[str], read: Callable[[str], Any], words: dict[str, Any], language: str) -> Any:
    """Ask until the answer is understood. `?` says why it is asked and where the answer is found."""
    _say(text)
    _say_all(options)
    while True:
        try:
            answer = str(click.prompt(">", prompt_suffix=" ", default="", show_default=False, err=True)).strip()
        except click.Abort:
            raise _Stopped from None
        if answer.casefold() == STOP:
            raise _Stopped
        if answer == DO_NOT_KNOW:
            return UNKNOWN
        if answer == WHY and words:
            _say(f"{words['why']} {words['found']}")
            continue
        try:
            return read(answer)
        except ValueError:
            _say(sentence(language, "interview.not_understood", answer=answer[:60]))
            _say_all(options)


def _say_all(options: Sequence[str]) -> None:
    for option in options:
        say(f"  {option}")


def _one_of(values: Sequence[str]) -> Callable[[str], str]:
    """One value by its number."""
    return lambda answer: _numbered(values, answer)


def _some_of(values: Sequence[str]) -> Callable[[str], list[str]]:
    """Values by their numbers."""
    return lambda answer: [_numbered(values, one) for one in answer.split(",")]


def _numbered(values: Sequence[str], answer: str) -> str:
    number = int(answer)
    if not 1 <= number <= len(values):
        raise ValueError(answer)
    return values[number - 1]


def _day(answer: str) -> date:
    return date.fromisoformat(answer)


def _countries(*, several: bool) -> Callable[[str], Any]:
    """Countries by their two letters."""

    def read(answer: str) -> Any:
        found = [one.strip().upper() for one in answer.split(",")]
        if not all(len(one) == 2 and one.isascii() and one.isalpha() for one in found) or (
            len(found) > 1 and not several
        ):
            raise ValueError(answer)
        return found if several else found[0]

    return read
