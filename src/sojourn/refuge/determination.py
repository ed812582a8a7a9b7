"""The determination: grounds, eligibility and what follows for one person under the law of one day; never advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from sojourn.refuge.case import OneCase
from sojourn.refuge.conflicts import CONFLICTS
from sojourn.refuge.consequences import CONSEQUENCES, Follows
from sojourn.refuge.facts import Household, Person
from sojourn.refuge.provisions import knowledge_day
from sojourn.refuge.relevance import UnknownFact, conflicts_in, unknown_facts
from sojourn.refuge.rule import RULES, Rule
from sojourn.refuge.rules import making_a_claim
from sojourn.refuge.rules.grounds import GROUNDS
from sojourn.refuge.truth import Answer, Known, Node, Truth

Eligibility = Literal["eligible", "ineligible", "cannot claim", "suspended", "unknown"]

NO_CLAIM: Final = (
    making_a_claim.outside_canada,
    making_a_claim.under_removal_order_before_2023,
    making_a_claim.under_removal_order,
)
"""Rules under which no claim can be made."""
SUSPENDED: Final = (making_a_claim.hearing_pending, making_a_claim.charge_pending)
"""Rules under which deciding on eligibility waits."""


@dataclass(frozen=True)
class Ground:
    """One paragraph of IRPA 101(1), whether it is met, and the proof."""

    paragraph: str
    answer: Answer
    proof: Node


@dataclass(frozen=True)
class Consequence:
    """One thing that follows or does not: `id` names its sentence, `told` what it is filled with, `citation` where it stands.

    It is `moot` where it is an open exception to what does not follow anyway: then no fact behind it matters.
    """

    id: str
    topic: str
    answer: Answer
    citation: str
    told: Mapping[str, str]
    proof: Node
    moot: bool = False


@dataclass(frozen=True)
class Determination:
    """What the law of one day says of one person.

    `knowledge_day` is the day to which the statutes behind the rules are current: what was changed since is not in it.
    `assumed` are the facts that were taken as no since the file said so of all that it does not state.
    """

    label: str
    law_day: date
    claim_day: date
    knowledge_day: date
    eligibility: Eligibility
    why: tuple[Node, ...]
    grounds: tuple[Ground, ...]
    consequences: tuple[Consequence, ...]
    unknown: tuple[UnknownFact, ...]
    conflicts: tuple[str, ...]
    assumed: tuple[str, ...]

    @property
    def met(self) -> tuple[str, ...]:
        """The paragraphs that are met, in the order of the Act."""
        return tuple(ground.paragraph for ground in self.grounds if ground.answer is Answer.YES)


@dataclass(frozen=True)
class Decided:
    """The determinations of a household; `split` says whether its members fare differently."""

    people: tuple[Determination, ...]

    @property
    def split(self) -> bool:
        """Whether members differ in eligibility or in the grounds that are met."""
        return len({(one.eligibility, one.met) for one in self.people}) > 1


def decide(household: Household, law_day: date) -> Decided:
    """Each member of a household by itself, under the law of a day (the file's own, where it names one)."""
    return Decided(tuple(determine(person, household.law_day or law_day) for person in household.people))


def determine(person: Person, law_day: date) -> Determination:
    """One person under the law of a day."""
    case = person.case(law_day)
    grounds = tuple(_ground(paragraph, rule, case) for paragraph, rule in GROUNDS.items())
    stops, waits = _proofs(NO_CLAIM, case), _proofs(SUSPENDED, case)
    eligibility, why = _eligibility(stops, waits, [ground.proof for ground in grounds])
    consequences = _marked([_consequence(follows, case) for follows in CONSEQUENCES])
    matter = {one.id: one.proof for one in consequences if not one.moot}
    proofs = [*why, *(ground.proof for ground in grounds), *matter.values()]
    return Determination(
        label=person.label,
        law_day=law_day,
        claim_day=case.values["claim_day"],
        knowledge_day=knowledge_day(),
        eligibility=eligibility,
        why=tuple(why),
        grounds=grounds,
        consequences=consequences,
        unknown=unknown_facts(
            [*stops, *waits],
            {ground.paragraph: ground.proof for ground in grounds},
            matter,
        ),
        conflicts=(*conflicts_in(proofs), *_text_against_instructions(case)),
        assumed=tuple(sorted(case.assumed)),
    )


def _proofs(rules: tuple[Rule, ...], case: OneCase) -> list[Node]:
    return [_known(rule(case)).node for rule in rules]


def _eligibility(stops: list[Node], waits: list[Node], grounds: list[Node]) -> tuple[Eligibility, list[Node]]:
    """The gravest thing that is certain, with the steps that make it so; eligible where nothing stands against it."""
    steps: tuple[tuple[Eligibility, list[Node]], ...] = (
        ("cannot claim", stops),
        ("suspended", waits),
        ("ineligible", grounds),
    )
    for word, nodes in steps:
        if met := [node for node in nodes if node.answer is Answer.YES]:
            return word, met
    everything = [*stops, *waits, *grounds]
    if open_questions := [node for node in everything if node.answer is Answer.UNKNOWN]:
        return "unknown", open_questions
    return "eligible", everything


def _ground(paragraph: str, rule: Rule, case: OneCase) -> Ground:
    known = _known(rule(case))
    return Ground(paragraph, known.answer, known.node)


def _consequence(follows: Follows, case: OneCase) -> Consequence:
    known = _known(follows.rule(case))
    told = follows.told(case) if known.answer is not Answer.NO else {}
    return Consequence(follows.rule.id, follows.topic, known.answer, follows.rule.citation, told, known.node)


def _marked(consequences: list[Consequence]) -> tuple[Consequence, ...]:
    """The consequences with those marked that are moot."""
    settled = {one.id for one in consequences if one.answer is Answer.NO}
    return tuple(
        replace(one, moot=one.answer is Answer.UNKNOWN and RULES[one.id].exception_to in settled)
        for one in consequences
    )


def _text_against_instructions(case: OneCase) -> list[str]:
    return [name for name, concerns in CONFLICTS.items() if _known(concerns(case)).answer is Answer.YES]


def _known(truth: Truth) -> Known:
    assert isinstance(truth, Known)
    return truth
