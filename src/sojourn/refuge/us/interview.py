"""The facts of one person for the deadlines of the United States, question by question: only those on which a clock depends."""

from __future__ import annotations

from typing import Any, Final

from sojourn.refuge.facts import US, facts, household
from sojourn.refuge.interview import Interview, Question
from sojourn.refuge.us.deadlines import Clock, deadlines

_WITHIN: Final = f"{US}."


class DeadlinesInterview(Interview):
    """What one person has answered so far, under the law of a day; its facts stand in the table `us`."""

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """What came of every item of the pack so far."""
        return deadlines(household({"person": [self.facts]}).people[0], self.law_day).clocks

    def next(self) -> Question | None:
        """The next question in the order in which things happen to a person, or None where no clock depends on another fact."""
        asked = {fact for clock in self.clocks for fact in clock.unknown}
        waiting = [f"{_WITHIN}{name}" for name in facts()[US] if name in asked]
        return next((Question(path) for path in waiting if path not in self._passed), None)

    def can_ask(self, path: str) -> bool:
        """Whether the path is of a fact of the United States."""
        return path.startswith(_WITHIN) and path.removeprefix(_WITHIN) in facts()[US]

    def _place(self, path: str) -> dict[str, Any]:
        """The table that the facts of the United States stand in."""
        table: dict[str, Any] = self.facts.setdefault(path.partition(".")[0], {})
        return table
