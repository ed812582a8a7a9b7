"""The same rules over many invented people at once: arrays of answers instead of proofs, to size a programme.

Kleene's logic on arrays is the least and the greatest of small integers, so a million people cost little more than the
rules' number of array operations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sojourn.refuge.case import Case
from sojourn.refuge.truth import Answer, Day, Truth

Answers = NDArray[np.int8]
Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Choices:
    """A fact with choices: `codes` index `words`, one a person, or one a person and value; -1 is no value.

    A person all of whose codes are -1 has an unknown fact.
    """

    words: tuple[str, ...]
    codes: NDArray[np.int8]


Column = Answers | Days | Choices


@dataclass(frozen=True)
class Many(Truth):
    """A statement about many people: 0 no, 1 unknown, 2 yes."""

    answers: Answers

    def __and__(self, other: Truth) -> Many:
        assert isinstance(other, Many)
        return Many(np.minimum(self.answers, other.answers))

    def __or__(self, other: Truth) -> Many:
        assert isinstance(other, Many)
        return Many(np.maximum(self.answers, other.answers))

    def __invert__(self) -> Many:
        return Many(np.int8(2) - self.answers)

    def proving(self, says: str, provision: str) -> Many:  # noqa: ARG002 - proofs are for one person
        return self


@dataclass(frozen=True)
class ManyDays(Day):
    """A day of each of many people; NaT where it is unknown."""

    days: Days

    def plus_days(self, days: int) -> ManyDays:
        return ManyDays(self.days + np.timedelta64(days, "D"))

    def plus_years(self, years: int) -> ManyDays:
        months = self.days.astype("datetime64[M]") + np.timedelta64(12 * years, "M")
        first, after = months.astype("datetime64[D]"), (months + np.timedelta64(1, "M")).astype("datetime64[D]")
        number = self.days - self.days.astype("datetime64[M]").astype("datetime64[D]")
        return ManyDays(first + np.minimum(number, after - first - np.timedelta64(1, "D")))

    def is_after(self, other: Day | date) -> Many:
        return self._compared(np.greater, other)

    def is_from(self, other: Day | date) -> Many:
        return self._compared(np.greater_equal, other)

    def _compared(self, holds: Callable[[Days, Days], NDArray[np.bool_]], other: Day | date) -> Many:
        than = np.full(1, other, "datetime64[D]") if isinstance(other, date) else _days(other)
        unknown = np.isnat(self.days) | np.isnat(than)
        return Many(
            np.where(unknown, Answer.UNKNOWN, np.where(holds(self.days, than), Answer.YES, Answer.NO)).astype(np.int8)
        )


def _days(day: Day) -> Days:
    assert isinstance(day, ManyDays)
    return day.days


@dataclass(frozen=True)
class ManyCases(Case):
    """Many people of one form.

    `columns` has an array for each fact by its path: a fact of the third item of a list is `relative.2.adult`, whether a
    person has such an item `relative.2` (yes or no), whether the list of a person is known at all `relative`, and whether
    there may be more `relative_more`. A fact without a column is unknown to everyone, or no, if `unstated_is_no`.
    """

    columns: Mapping[str, Column]
    people: int
    law: date
    unstated_is_no: bool = False
    path: str = ""
    proven: dict[str, Truth] = field(default_factory=dict, compare=False, repr=False)

    def holds(self, fact: str) -> Many:
        column = self.columns.get(self.path + fact)
        if column is None:
            return self._same(Answer.NO if self.unstated_is_no else Answer.UNKNOWN)
        assert isinstance(column, np.ndarray)
        return Many(column.astype(np.int8, copy=False))

    def is_one_of(self, fact: str, *choices: str) -> Many:
        column = self.columns.get(self.path + fact)
        if column is None:
            return self._same(Answer.NO if self.unstated_is_no else Answer.UNKNOWN)
        assert isinstance(column, Choices)
        codes = column.codes.reshape(self.people, -1)
        wanted = [column.words.index(choice) for choice in choices if choice in column.words]
        known, met = (codes >= 0).any(axis=1), np.isin(codes, wanted).any(axis=1)
        return Many(np.where(known, np.where(met, Answer.YES, Answer.NO), Answer.UNKNOWN).astype(np.int8))

    def day(self, fact: str) -> ManyDays:
        column = self.columns.get(self.path + fact)
        if column is None:
            return ManyDays(np.full(self.people, np.datetime64("NaT"), "datetime64[D]"))
        assert isinstance(column, np.ndarray)
        return ManyDays(column.astype("datetime64[D]", copy=False))

    def some(self, listed: str, test: Callable[[Case], Truth]) -> Many:
        found = self._same(Answer.NO)
        for number in range(self._longest(listed)):
            item = ManyCases(self.columns, self.people, self.law, self.unstated_is_no, f"{self.path}{listed}.{number}.")
            met = test(item)
            assert isinstance(met, Many)
            found |= self.holds(f"{listed}.{number}") & met
        if f"{self.path}{listed}_more" in self.columns:
            found |= self.holds(f"{listed}_more") & self._same(Answer.UNKNOWN)
        if self.path + listed in self.columns:
            found |= ~self.holds(listed) & self._same(Answer.UNKNOWN)
        elif not self._longest(listed) and not self.unstated_is_no:
            return self._same(Answer.UNKNOWN)
        return found

    def unsettled(self, question: str) -> Many:  # noqa: ARG002 - questions of law are told to one person
        return self._same(Answer.UNKNOWN)

    def once(self, name: str, prove: Callable[[], Truth]) -> Truth:
        if name not in self.proven:
            self.proven[name] = prove()
        return self.proven[name]

    @property
    def law_day(self) -> ManyDays:
        return ManyDays(np.full(1, self.law, "datetime64[D]"))

    def _same(self, answer: Answer) -> Many:
        return Many(np.full(self.people, answer, np.int8))

    def _longest(self, listed: str) -> int:
        start = f"{self.path}{listed}."
        numbers = [path.removeprefix(start) for path in self.columns if path.startswith(start)]
        return 1 + max((int(number) for number in numbers if number.isdigit()), default=-1)
