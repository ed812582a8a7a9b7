"""How many of an invented population would be eligible, and under which grounds not: to size a programme.

The people are drawn from shares that the user assumes; nobody real is in it, and what comes out is a count under these
assumptions, never an estimate of people. Format of the assumptions: docs/refuge-population.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from sojourn.refuge.assumptions import HAD, Assumptions
from sojourn.refuge.determination import NO_CLAIM, SUSPENDED
from sojourn.refuge.facts import Fact, facts
from sojourn.refuge.many import Answers, Choices, Column, Many, ManyCases
from sojourn.refuge.rules.grounds import GROUNDS
from sojourn.refuge.truth import Answer, Truth

CHUNK: Final = 100_000
"""People evaluated at once, so that memory does not grow with the population."""


@dataclass(frozen=True)
class Sized:
    """People of the invented population by what the law says: `eligibility` sums to `people`, `grounds` may overlap.

    For each ground the people who certainly meet it, and with those for whom it is open.
    """

    people: int
    law_day: date
    eligibility: Mapping[str, int]
    grounds: Mapping[str, tuple[int, int]]


def size(assumed: Assumptions, people: int, seed: int) -> Sized:
    """Draw a population and count it; the same seed gives the same people."""
    eligibility: dict[str, int] = dict.fromkeys(("eligible", "ineligible", "cannot claim", "suspended", "unknown"), 0)
    grounds = dict.fromkeys(GROUNDS, (0, 0))
    for number, start in enumerate(range(0, people, CHUNK)):
        chunk = min(CHUNK, people - start)
        cases = draw(assumed, chunk, np.random.default_rng((seed, number)))
        met = {paragraph: _answers(rule(cases), chunk) for paragraph, rule in GROUNDS.items()}
        for word, count in _eligibility(cases, met).items():
            eligibility[word] += count
        for paragraph, answers in met.items():
            sure, possible = grounds[paragraph]
            grounds[paragraph] = (sure + _count(answers, Answer.YES), possible + int((answers > Answer.NO).sum()))
    return Sized(people, assumed.law_day, eligibility, grounds)


def _eligibility(cases: ManyCases, met: Mapping[str, Answers]) -> dict[str, int]:
    """People by eligibility, in the same order of gravity as for one person."""
    stops = _greatest([_answers(rule(cases), cases.people) for rule in NO_CLAIM])
    waits = _greatest([_answers(rule(cases), cases.people) for rule in SUSPENDED])
    barred = _greatest(list(met.values()))
    left = np.ones(cases.people, bool)
    counts = {}
    for word, answers in (("cannot claim", stops), ("suspended", waits), ("ineligible", barred)):
        counts[word] = int((left & (answers == Answer.YES)).sum())
        left &= answers != Answer.YES
    open_questions = _greatest([stops, waits, barred]) == Answer.UNKNOWN
    counts["unknown"] = int((left & open_questions).sum())
    counts["eligible"] = int((left & ~open_questions).sum())
    return counts


def _greatest(answers: list[Answers]) -> Answers:
    greatest: Answers = np.maximum.reduce(answers)
    return greatest


def _count(answers: Answers, answer: Answer) -> int:
    return int((answers == answer).sum())


def _answers(truth: Truth, people: int) -> Answers:
    assert isinstance(truth, Many)
    return np.broadcast_to(truth.answers, (people,))


def draw(assumed: Assumptions, people: int, random: np.random.Generator) -> ManyCases:
    """A population of so many people, each fact drawn by its shares, independently of the others."""
    columns: dict[str, Column] = {
        name: _column(facts()["person"][name], shares, people, random)
        for name, shares in sorted(assumed.person.items())
    }
    for name, items in sorted(assumed.lists.items()):
        for number, item in enumerate(items):
            had = random.random(people) < item.get(HAD, 1.0)
            columns[f"{name}.{number}"] = np.where(had, Answer.YES, Answer.NO).astype(np.int8)
            for fact, shares in sorted(item.items()):
                if fact != HAD:
                    columns[f"{name}.{number}.{fact}"] = _column(facts()[name][fact], shares, people, random)
    columns.setdefault("claim_day", np.full(people, assumed.law_day, "datetime64[D]"))
    return ManyCases(columns, people, assumed.law_day, assumed.unstated_is_no)


def _column(fact: Fact, shares: Mapping[str, Any], people: int, random: np.random.Generator) -> Column:
    if fact.kind == "day":
        span = (shares["to"] - shares["from"]).days
        days = np.datetime64(shares["from"], "D") + random.integers(0, span + 1, people).astype("timedelta64[D]")
        return np.where(random.random(people) < shares.get("known", 1.0), days, np.datetime64("NaT"))
    words = tuple(shares)
    drawn = np.searchsorted(np.cumsum([shares[word] for word in words]), random.random(people), side="right")
    if fact.kind == "truth":
        meant = np.array([{"yes": Answer.YES, "no": Answer.NO}.get(word, Answer.UNKNOWN) for word in words], np.int8)
        return np.append(meant, np.int8(Answer.UNKNOWN))[drawn]
    return Choices(words, np.where(drawn < len(words), drawn, -1).astype(np.int8))
