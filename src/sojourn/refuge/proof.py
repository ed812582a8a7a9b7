"""A proof as a document: each step with its sentence, its citation, the fact it used, and whether an exception defeated it.

A rule that stands in several proofs of one person is told once; where it comes again, it is marked as shown above.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sojourn.refuge.rule import RULES
from sojourn.refuge.told import citation_is, day_is, fact_is, fact_of, value_is
from sojourn.refuge.truth import Answer, Node
from sojourn.refuge.words import catalogue, sentence


class Proofs:
    """The proofs of one person in a language, told in the order in which they are asked for."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._told: set[int] = set()

    def tell(self, node: Node) -> dict[str, Any]:
        """One step: kind, answer (yes, no, unknown or defeated) and sentence; of a rule or a fact, more; then what it rests on.

        What a rule rests on must hold all together, unless one step of another kind stands below it.
        """
        told = self._rule(node) if node.kind == "rule" else self._leaf(node)
        answer = "defeated" if told.get("defeated_by") else node.answer.word
        said = {"kind": node.kind, "answer": answer, "answer_says": sentence(self.language, f"answer.{answer}")}
        return said | {"says": self._says(node)} | told

    def _rule(self, node: Node) -> dict[str, Any]:
        above = id(node) in self._told
        self._told.add(id(node))
        steps = node.of[0].of if node.of[0].kind == "all" else node.of
        return {
            "rule": node.says,
            "citation": node.provision,
            "citation_says": citation_is(self.language, node.provision),
            "defeated_by": list(defeating(node)),
            "shown_above": above,
            "steps": [] if above else [self.tell(step) for step in steps],
        }

    def _leaf(self, node: Node) -> dict[str, Any]:
        """What a step that is no rule has beside its sentence."""
        fact = {"fact": self._fact(node)} if node.kind == "fact" else {}
        asks = {"asks": list(node.asks)} if node.asks else {}
        return fact | asks | ({"steps": [self.tell(step) for step in node.of]} if node.of else {})

    def _says(self, node: Node) -> str:
        """The sentence of a step."""
        if node.kind == "rule":
            return sentence(self.language, f"rule.{node.says}")
        if node.kind == "unsettled":
            return sentence(self.language, f"unsettled.{node.says}")
        if node.kind == "none listed":
            return sentence(self.language, "page.none_listed", of=fact_is(self.language, node.says))
        if node.kind == "comparison":
            return self._comparison_says(node)
        if node.kind == "fact":
            return self._fact_says(node)
        return sentence(self.language, f"page.{node.kind}")

    def _comparison_says(self, node: Node) -> str:
        """The first day as the subject of the sentence, where the language has one for its fact."""
        own, one = f"proof.{node.says}_{node.told['one_fact']}", node.told["one"]
        if own in catalogue(self.language) and one and not node.told["one_added"]:
            return sentence(self.language, own, one=one, other=self._day(node, "other"))
        return sentence(self.language, f"page.{node.says}", one=self._day(node, "one"), other=self._day(node, "other"))

    def _fact_says(self, node: Node) -> str:
        told = {"fact": fact_is(self.language, node.told["path"]), "value": self._value(node)}
        if not node.told["wanted"]:
            return sentence(self.language, "proof.fact", **told)
        return sentence(self.language, "proof.fact_wanted", wanted=self._wanted(node), **told)

    def _value(self, node: Node) -> str:
        """What is known of the fact; a fact that is not stated is unknown, or was taken as no."""
        if not node.told["value"]:
            return sentence(self.language, "value.unknown" if node.answer is Answer.UNKNOWN else "value.assumed")
        fact = fact_of(node.told["path"])
        return ", ".join(value_is(self.language, fact, value) for value in node.told["value"].split(", "))

    def _wanted(self, node: Node) -> str:
        fact = fact_of(node.told["path"])
        *others, last = (value_is(self.language, fact, value) for value in node.told["wanted"].split(" or "))
        return sentence(self.language, "value.or", one=", ".join(others), other=last) if others else last

    def _day(self, node: Node, name: str) -> str:
        return day_is(self.language, node.told[f"{name}_fact"], node.told[f"{name}_added"], node.told[name])

    def _fact(self, node: Node) -> dict[str, Any]:
        """The fact that a step used: its path, its value (null where it is not stated), and whether it was taken as no."""
        return {
            "path": node.told["path"],
            "value": node.told["value"] or None,
            "value_says": self._value(node),
            "assumed": not node.told["value"] and node.answer is Answer.NO,
        }


def defeating(node: Node) -> tuple[str, ...]:
    """The citations of the exceptions without which a rule that is not met would be met or open."""
    if node.kind != "rule" or node.answer is not Answer.NO:
        return ()
    met = {
        id(step): step.provision
        for step in rules_in(node)
        if step.answer is Answer.YES and RULES[step.says].exception_to == node.says
    }
    if not met or _without(node, set(met), {}) is Answer.NO:
        return ()
    return tuple(dict.fromkeys(met.values()))


def rules_in(node: Node) -> Iterator[Node]:
    """Every step below a step that is a rule, itself included, each once."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        step = waiting.pop()
        if id(step) not in seen:
            seen.add(id(step))
            waiting += reversed(step.of)
            if step.kind == "rule":
                yield step


def _without(node: Node, exceptions: set[int], known: dict[int, Answer]) -> Answer:
    """What a step would come to if some exceptions were not met."""
    if id(node) in exceptions:
        return Answer.NO
    if not node.of:
        return node.answer
    if id(node) not in known:
        below = [_without(step, exceptions, known) for step in node.of]
        joined = {"all": min(below), "any": max(below), "not": Answer(2 - below[0]), "rule": below[0]}
        known[id(node)] = joined[node.kind]
    return known[id(node)]
