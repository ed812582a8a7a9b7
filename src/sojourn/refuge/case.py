"""What a rule sees of a person: facts with three values, days that may be unknown, and lists of things in their life."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sojourn.refuge.truth import Answer, Day, Known, KnownDay, Node, Truth

UNKNOWN = "unknown"


class Case(ABC):
    """One person, or many of the same form.

    Facts are named as in facts.toml; a list (entries, relatives) is looked into with `some`, whose test sees each item as a
    case of its own.
    """

    @abstractmethod
    def holds(self, fact: str) -> Truth:
        """Whether a yes-or-no fact is true."""

    @abstractmethod
    def is_one_of(self, fact: str, *choices: str) -> Truth:
        """Whether a fact has one of some values; of a fact with several values, whether any is among them."""

    @abstractmethod
    def day(self, fact: str) -> Day:
        """The day of a fact."""

    @abstractmethod
    def some(self, listed: str, test: Callable[[Case], Truth]) -> Truth:
        """Whether a test holds of any item of a list; a list of which nothing is known gives unknown."""

    @abstractmethod
    def unsettled(self, question: str) -> Truth:
        """A question of law that no fact can answer: unknown, under the name by which the catalogues know it."""

    @abstractmethod
    def once(self, name: str, prove: Callable[[], Truth]) -> Truth:
        """What a rule comes to for this case, proven once however often other rules rest on it."""

    @property
    @abstractmethod
    def law_day(self) -> Day:
        """The day whose law is asked."""


@dataclass(frozen=True)
class OneCase(Case):
    """One person. `values` has what the facts file says, by fact; a list is a tuple of such mappings.

    What is absent is unknown; with `unstated_is_no` it is no, unless its path is `left_open`. `assumed` collects those facts.
    """

    values: Mapping[str, Any]
    law: date
    path: str = ""
    unstated_is_no: bool = False
    left_open: frozenset[str] = frozenset()
    assumed: set[str] = field(default_factory=set, compare=False, repr=False)
    proven: dict[str, Truth] = field(default_factory=dict, compare=False, repr=False)

    def holds(self, fact: str) -> Truth:
        value = self.values.get(fact)
        if value is None:
            return self._fact(fact, self._unstated(fact), "")
        answer = Answer.YES if value else Answer.NO
        return self._fact(fact, answer, answer.word)

    def is_one_of(self, fact: str, *choices: str) -> Truth:
        value, wanted = self.values.get(fact), " or ".join(choices)
        if value is None:
            return self._fact(fact, self._unstated(fact), "", wanted)
        had: Sequence[str] = value if isinstance(value, tuple) else (value,)
        answer = Answer.YES if set(had) & set(choices) else Answer.NO
        return self._fact(fact, answer, ", ".join(had), wanted)

    def day(self, fact: str) -> KnownDay:
        return KnownDay(self.values.get(fact), self.path + fact)

    def some(self, listed: str, test: Callable[[Case], Truth]) -> Truth:
        items = self.values.get(listed)
        if items is None:
            return self._fact(listed, self._unstated(listed), "")
        found: Truth | None = None
        for at, item in enumerate(items):
            path = f"{self.path}{listed}.{at}."
            one = test(OneCase(item, self.law, path, self.unstated_is_no, self.left_open, self.assumed))
            found = one if found is None else found | one
        found = found or Known(Answer.NO, Node("none listed", listed, Answer.NO))
        return found | self._fact(listed, Answer.UNKNOWN, "") if self.values.get(f"{listed}_more") else found

    def unsettled(self, question: str) -> Truth:
        return Known(Answer.UNKNOWN, Node("unsettled", question, Answer.UNKNOWN))

    def once(self, name: str, prove: Callable[[], Truth]) -> Truth:
        if name not in self.proven:
            self.proven[name] = prove()
        return self.proven[name]

    @property
    def law_day(self) -> KnownDay:
        return KnownDay(self.law, "law_day")

    def _unstated(self, fact: str) -> Answer:
        """What a fact without a value comes to: unknown, or no where the file says so of all that it does not state."""
        if not self.unstated_is_no or self.path + fact in self.left_open:
            return Answer.UNKNOWN
        self.assumed.add(self.path + fact)
        return Answer.NO

    def _fact(self, fact: str, answer: Answer, value: str, wanted: str = "") -> Known:
        asks = (self.path + fact,) if answer is Answer.UNKNOWN else ()
        told = {"value": value, "wanted": wanted, "path": self.path + fact}
        return Known(answer, Node("fact", fact, answer, told=told, asks=asks))
