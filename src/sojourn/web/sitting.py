"""An interview that the browser carries: every answer so far in a hidden field, so that nothing is kept here between pages.

An answer is `path=values`, such as `entry.0.day=2026-01-01`; values are those of a facts file, with commas between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from sojourn.errors import BadFacts
from sojourn.refuge.case import UNKNOWN
from sojourn.refuge.facts import FIRST_DAY, LAST_DAY, NEVER_HAPPENED, facts
from sojourn.refuge.interview import Interview, Question, kind_of
from sojourn.words.said import said

ANOTHER: Final = "person=another"
"""Stands among the answers where those about the next member of the household begin."""
MOST_ANSWERS: Final = 1000


@dataclass(frozen=True)
class Sitting:
    """The answers so far, under the law of a day, in the order in which they were given; `asks` is what begins to ask."""

    law_day: date
    answers: tuple[str, ...] = ()
    asks: Callable[[date], Interview] = Interview

    @cached_property
    def people(self) -> list[Interview]:
        """The interview of each member of the household, the last one still open.

        Raises:
            BadFacts: an answer to what nobody asks, one that cannot be, or too many.
        """
        if len(self.answers) > MOST_ANSWERS:
            raise _bad(f"there are {len(self.answers):,} answers")
        begun = [self._begun(1)]
        for answer in self.answers:
            if answer == ANOTHER:
                begun.append(self._begun(len(begun) + 1))
            else:
                _answer(begun[-1], answer)
        return begun

    def _begun(self, number: int) -> Interview:
        interview = self.asks(self.law_day)
        interview.facts["label"] = str(number)
        return interview

    @property
    def question(self) -> Question | None:
        """What is asked next, or None where no answer could change the result any more."""
        if self.answers and self.answers[-1] == ANOTHER and self.people[-1].can_ask("relation"):
            return Question("relation")
        return self.people[-1].next()

    @property
    def document(self) -> dict[str, Any]:
        """The answers as a facts file has them."""
        return {"law_day": self.law_day, "person": [one.facts for one in self.people]}

    def answered(self, path: str, values: Sequence[str]) -> Sitting:
        """With one answer more.

        Raises:
            ValueError: the question takes no such values.
            BadFacts: as `people`.
        """
        question = _asked(self.people[-1], path)
        given = [one.strip() for one in values if one.strip()]
        if given != [UNKNOWN]:
            _value(question, given)
        return replace(self, answers=(*self.answers, f"{path}={','.join(given)}"))

    def another(self) -> Sitting:
        """With another member of the household."""
        return replace(self, answers=(*self.answers, ANOTHER))

    def back(self) -> Sitting:
        """Without the last answer."""
        return replace(self, answers=self.answers[:-1])


def _answer(interview: Interview, answer: str) -> None:
    path, _, values = answer.partition("=")
    question = _asked(interview, path)
    try:
        interview.answer(question, UNKNOWN if values == UNKNOWN else _value(question, values.split(",")))
    except ValueError:
        raise _bad(said("{answer:name} is no answer", answer=repr(answer[:60]))) from None


def _asked(interview: Interview, path: str) -> Question:
    """The question of a path, where an interview can come to it."""
    if interview.can_ask(path):
        return Question(path)
    raise _bad(said("nobody asks {path:name}", path=repr(path[:60])))


def _value(question: Question, given: Sequence[str]) -> Any:
    """A value as a facts file has it."""
    kind = kind_of(question)
    values = [_READ[kind](one) for one in given]
    choices = facts()[question.path.split(".")[0] if "." in question.path else "person"]
    fact = choices.get(question.path.rpartition(".")[2])
    if fact and fact.choices and not set(values) <= set(fact.choices):
        raise ValueError(f"{given} is no answer")
    if not values or (len(values) > 1 and kind not in {"choices", "countries"}):
        raise ValueError(f"{given} is no answer")
    return list(dict.fromkeys(values)) if kind in {"choices", "countries"} else values[0]


def _truth(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(f"{text!r} is no answer")
    return text == "yes"


def day_of(text: str) -> date:
    """A day as people and browsers write it in a field.

    Raises:
        ValueError: it is none, or in nobody's life.
    """
    day = date.fromisoformat(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{text!r} is no answer")
    return day


def _event(text: str) -> date | str:
    """A day, or that it has not happened."""
    return NEVER_HAPPENED if text == NEVER_HAPPENED else day_of(text)


def _country(text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise ValueError(f"{text!r} is no answer")
    return text.upper()


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "list": _truth,
    "truth": _truth,
    "day": day_of,
    "event": _event,
    "choice": str,
    "choices": str,
    "country": _country,
    "countries": _country,
}


def _bad(what: str) -> BadFacts:
    return BadFacts(what, where=said("the answers so far"), todo=said("begin the questions again"))
