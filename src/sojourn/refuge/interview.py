"""The facts of one person, question by question: only those that can still change the result, the most deciding first.

Lists (entries, earlier claims, relatives) are asked as "is there one?", then item by item, then "is there another?". What is
answered is kept as a facts file has it, so that an interview can be saved and read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sojourn.refuge.case import UNKNOWN
from sojourn.refuge.determination import Determination, determine
from sojourn.refuge.facts import LISTS, Person, facts, household
from sojourn.refuge.told import fact_of
from sojourn.refuge.truth import Answer

CLAIM_DAY: Final = "claim_day"
_ARRIVAL: Final = "entry.0."
"""Where the arrival stands among the entries, as long as no list of them was given."""


@dataclass(frozen=True)
class Question:
    """What is asked next: a fact by its path, or a list; `more` where the list has an item already."""

    path: str
    more: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it is asked whether there is such a thing at all."""
        return self.path in LISTS


class Interview:
    """What one person has answered so far, under the law of a day."""

    def __init__(self, law_day: date) -> None:
        self.law_day = law_day
        self.facts: dict[str, Any] = {}
        self._passed: set[str] = set()
        self._item = ""
        self._found: tuple[Person, Determination] | None = None

    @property
    def found(self) -> Determination:
        """The determination on what is known so far."""
        person = household({"person": [self.facts]}).people[0]
        if self._found is None or self._found[0] != person:
            self._found = person, determine(person, self.law_day)
        return self._found[1]

    def next(self) -> Question | None:
        """The next question, or None where no answer could change the result any more."""
        found = self.found
        asked = dict.fromkeys(self._own(one.path) for one in found.unknown)
        waiting = [path for path in asked if path not in self._passed]
        if self._claim_day_counts(found):
            waiting.insert(0, CLAIM_DAY)
        if not waiting:
            return None
        path = self._within_an_item(waiting)
        return Question(path, more=path in LISTS and bool(self._listed(path)))

    def can_ask(self, path: str) -> bool:
        """Whether the interview can come to the question of a path: a list, a fact of the person, or one of an item that is there."""
        listed, _, name = path.rpartition(".")
        of, _, number = listed.partition(".")
        items = len(self.facts.get(of, ())) if of in LISTS else 0
        inside = number.isascii() and number.isdecimal() and len(number) < 4 and int(number) < items
        return path in LISTS or (not listed and name in facts()["person"]) or (inside and name in facts()[of])

    def answer(self, question: Question, value: Any) -> None:
        """Keep an answer as a facts file has it; of a list, whether there is one (another). "unknown" passes it over."""
        if value == UNKNOWN:
            self._passed.add(question.path)
        elif question.is_list:
            self._answer_list(question.path, is_there=value)
        else:
            self._place(question.path)[question.path.rpartition(".")[2]] = value

    def _answer_list(self, listed: str, *, is_there: bool) -> None:
        items = self.facts[listed] = self._listed(listed)
        if listed == "entry" and "arrival_at" in self._passed:
            self._passed.add(f"{_ARRIVAL}at")  # the first entry is the arrival, whose place is not known
        if is_there:
            items.append({})
            self.facts[f"{listed}_more"] = UNKNOWN
            self._item = f"{listed}.{len(items) - 1}."
        else:
            self.facts.pop(f"{listed}_more", None)

    def _listed(self, listed: str) -> list[dict[str, Any]]:
        """The items of a list so far; the arrival is the first entry where only the arrival was asked."""
        items: list[dict[str, Any]] = self.facts.get(listed, [])
        arrival = {name: self.facts[f"arrival_{name}"] for name in ("day", "at") if f"arrival_{name}" in self.facts}
        return [arrival] if listed == "entry" and not items and "day" in arrival else items

    def _place(self, path: str) -> dict[str, Any]:
        """The table that a fact stands in: the person's, or that of an item."""
        if "." not in path:
            return self.facts
        listed, number, _ = path.split(".")
        item: dict[str, Any] = self.facts[listed][int(number)]
        return item

    def _own(self, path: str) -> str:
        """A fact of the derived first entry is one of the arrival."""
        if path.startswith(_ARRIVAL) and not self.facts.get("entry"):
            return f"arrival_{path.removeprefix(_ARRIVAL)}"
        return path

    def _claim_day_counts(self, found: Determination) -> bool:
        """Whether to ask for the day of the claim, without which it would be the day of the law.

        It is asked once the claim itself is settled and while a ground is open that may turn on it.
        """
        if CLAIM_DAY in self.facts or CLAIM_DAY in self._passed:
            return False
        if any("claim" in one.can_change and one.path not in self._passed for one in found.unknown):
            return False
        return found.eligibility != "cannot claim" and any(one.answer is Answer.UNKNOWN for one in found.grounds)

    def _within_an_item(self, waiting: list[str]) -> str:
        """The most deciding question; but an item that was begun is finished, before another is asked for.

        The arrival is such an item too, though its facts stand with the person.
        """
        begun = [path for path in waiting if self._item and path.startswith(self._item)]
        path = (begun or waiting)[0]
        within = (f"{path}.", "arrival_") if path == "entry" else (f"{path}.",)
        items = [one for one in waiting if path in LISTS and one.startswith(within)]
        return items[0] if items else path


def kind_of(question: Question) -> str:
    """The kind of answer that is asked for: "list", or that of the fact."""
    fact = fact_of(question.path)
    return "list" if fact is None else fact.kind
