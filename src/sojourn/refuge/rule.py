"""A rule: one function a provision, with its citation and its dates; and the register of all rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sojourn.errors import BadDeclaration
from sojourn.refuge.case import Case
from sojourn.refuge.provisions import Provision, provisions
from sojourn.refuge.truth import Truth

Body = Callable[[Case], Truth]


@dataclass(frozen=True)
class Rule:
    """A rule in the register.

    `id` names its sentences in the catalogues; `version` counts the versions of its provision from 0; `exception_to` is the
    id of the rule that it defeats, empty for a base rule.
    """

    id: str
    citation: str
    body: Body
    version: int = 0
    exception_to: str = ""

    @property
    def provision(self) -> Provision:
        """The provision that it rests on."""
        return provisions()[self.citation]

    def __call__(self, case: Case) -> Truth:
        """Whether the rule is met: its provision reaches the case and what it asks is so; proven as one step."""
        return case.once(self.id, lambda: self._proven(case))

    def _proven(self, case: Case) -> Truth:
        return (self.provision.in_force(case, self.version) & self.body(case)).proving(self.id, self.citation)


RULES: dict[str, Rule] = {}
"""Every rule by its id; filled when `refuge.rules` is imported."""


def rule(
    id: str,
    citation: str,
    *,
    version: int = 0,
    exception_to: str = "",
) -> Callable[[Body], Rule]:
    """Register a function as the rule of a provision.

    Raises:
        BadDeclaration: the id is taken.
    """

    def register(body: Body) -> Rule:
        if id in RULES:
            raise BadDeclaration(f"two rules are called {id}", where=body.__module__, todo="give each its own id")
        RULES[id] = Rule(id, citation, body, version, exception_to)
        return RULES[id]

    return register
