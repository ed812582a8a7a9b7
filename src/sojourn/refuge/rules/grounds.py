"""The paragraphs of IRPA 101(1) as a set: which rule stands for which, and "only under" one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Final

from sojourn.refuge.case import Case
from sojourn.refuge.rule import Rule
from sojourn.refuge.rules import claims_before, third_country, too_late
from sojourn.refuge.truth import Truth

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


def any_of(truths: Iterable[Truth]) -> Truth:
    """Whether any of some statements holds; there must be one."""
    return reduce(lambda one, other: one | other, truths)


def ineligible(case: Case) -> Truth:
    """Whether any paragraph is met."""
    return any_of(rule(case) for rule in GROUNDS.values())


def only(case: Case, paragraph: str) -> Truth:
    """Whether one paragraph is met and no other."""
    others = any_of(rule(case) for name, rule in GROUNDS.items() if name != paragraph)
    return GROUNDS[paragraph](case) & ~others
