"""What to ask a lawyer about a determination, chosen by what applies; the sentences are `lawyer.<id>`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sojourn.refuge.determination import NO_CLAIM, Determination
from sojourn.refuge.proof import rules_in
from sojourn.refuge.rule import RULES
from sojourn.refuge.rules.third_country import between_ports, third_country
from sojourn.refuge.rules.too_late import between_ports_bar, one_year_bar
from sojourn.refuge.truth import Answer, Node


def questions(found: Determination) -> tuple[str, ...]:
    """The ids of the questions, in the order in which they are asked."""
    return tuple(name for name, concerns in _QUESTIONS.items() if concerns(found))


def _steps(found: Determination) -> Iterator[Node]:
    """Every rule behind the grounds."""
    for ground in found.grounds:
        yield from rules_in(ground.proof)


def _clock_runs(found: Determination) -> bool:
    """Whether the day of the claim decides something that is met or open."""
    clocks = {one_year_bar.id, between_ports_bar.id, between_ports.id}
    return any(step.says in clocks and step.answer is not Answer.NO for step in _steps(found))


def _claimed_elsewhere(found: Determination) -> bool:
    return any(ground.paragraph == "c.1" and ground.answer is not Answer.NO for ground in found.grounds)


def _exception_counts(found: Determination) -> bool:
    """Whether an exception to the Agreement is met, which the person must prove."""
    exceptions = (step for step in _steps(found) if RULES[step.says].exception_to == third_country.id)
    return any(step.answer is Answer.YES for step in exceptions)


def _under_order(found: Determination) -> bool:
    order = {rule.id for rule in NO_CLAIM if rule.citation == "IRPA 99(3)"}
    asked = any(one.path == "removal_order" for one in found.unknown)
    return asked or any(step.says in order and step.answer is Answer.YES for step in found.why)


def _review_is_open(found: Determination) -> bool:
    open_now = any(one.id == "judicial_review" and one.answer is Answer.YES for one in found.consequences)
    return open_now or found.eligibility == "ineligible"


_QUESTIONS: Final[dict[str, Callable[[Determination], bool]]] = {
    "day_of_claim": _clock_runs,
    "earlier_claim": _claimed_elsewhere,
    "exception": _exception_counts,
    "order": _under_order,
    "review": _review_is_open,
    "unknown": lambda found: bool(found.unknown),
    "newer": lambda found: found.law_day > found.knowledge_day,
}
