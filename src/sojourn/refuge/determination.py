"""The determination: grounds, eligibility and what follows for one person under the law of one day; never advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sojourn.refuge.case import OneCase
from sojourn.refuge.rule import Rule
from sojourn.refuge.rules import claims_before, making_a_claim, third_country, too_late
from sojourn.refuge.truth import Answer, Known, Node

Eligibility = Literal["eligible", "ineligible", "cannot claim", "suspended", "unknown"]

GROUNDS: Final[Mapping[str, Rule]] = {
    "a": claims_before.protected_already,
    "b": claims_before.rejected_before,
    "b.1": too_late.one_year_bar,
    "b.2": too_late.between_ports_bar,
    "c": claims_before.claim_before,
    "c.1": claims_before.claim_elsewhere,
    "d": claims_before.refuge_elsewhere,
    "e": third_country.third_country,
    "f": claims_before.found_inadmissible,
}
"""The paragraphs of IRPA 101(1), in the order of the Act, and the rule of each."""
NO_CLAIM: Final = (
    making_a_claim.outside_canada,
    making_a_claim.under_removal_order_before_2023,
    making_a_claim.under_removal_order,
)
SUSPENDED: Final = (making_a_claim.hearing_pending, making_a_claim.charge_pending)


@dataclass(frozen=True)
class Ground:
    """One paragraph of IRPA 101(1), whether it is met, and the proof."""

    paragraph: str
    answer: Answer
    proof: Node


@dataclass(frozen=True)
class Consequence:
    """One thing that follows: `id` names its sentence, `told` what it is filled with, `citation` where it stands."""

    id: str
    answer: Answer
    citation: str
    told: Mapping[str, str]
    proof: Node


@dataclass(frozen=True)
class UnknownFact:
    """A fact that is not known, by its path, and what it could still change, the gravest first."""

    path: str
    can_change: tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """A question that text and official practice, or two texts, answer differently, or that nobody has answered."""

    id: str
    citation: str


@dataclass(frozen=True)
class Determination:
    """What the law of one day says of one person.

    `knowledge_day` is the day to which the statutes behind the rules were current. Nothing here is advice.
    """

    label: str
    law_day: date
    claim_day: date
    knowledge_day: date
    eligibility: Eligibility
    why: Node
    grounds: tuple[Ground, ...]
    consequences: tuple[Consequence, ...]
    unknown: tuple[UnknownFact, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def met(self) -> tuple[str, ...]:
        """The paragraphs that are met, in the order of the Act."""
        return tuple(ground.paragraph for ground in self.grounds if ground.answer is Answer.YES)


def grounds_of(case: OneCase) -> tuple[Ground, ...]:
    """Every paragraph of IRPA 101(1) with its answer: the whole set, never the first that is met."""
    return tuple(_ground(paragraph, rule(case)) for paragraph, rule in GROUNDS.items())


def _ground(paragraph: str, truth: object) -> Ground:
    assert isinstance(truth, Known)
    return Ground(paragraph, truth.answer, truth.node)
