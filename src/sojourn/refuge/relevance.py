"""Which unknown facts can still change the result, and which questions no fact can settle.

A fact that is reached from an open conclusion through open steps alone can still change it; one below a settled step cannot
(every rule is built of "and", "or" and "not", in which a settled step stays settled).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from sojourn.refuge.facts import facts
from sojourn.refuge.truth import Answer, Node


@dataclass(frozen=True)
class UnknownFact:
    """A fact that is not known, by its path, and what it can still change.

    `can_change` has "claim" where it decides whether a claim can be made at all, the paragraphs of IRPA 101(1), and the ids
    of consequences, in this order.
    """

    path: str
    can_change: tuple[str, ...]


def unknown_facts(
    claim: Iterable[Node], grounds: Mapping[str, Node], consequences: Mapping[str, Node]
) -> tuple[UnknownFact, ...]:
    """The unknown facts that matter, first those that decide on the claim, then by how many grounds and consequences.

    Facts of equal weight come in the order in which facts.toml has them.
    """
    changes: dict[str, list[str]] = {}
    known: dict[int, tuple[str, ...]] = {}
    for name, node in [*(("claim", one) for one in claim), *grounds.items(), *consequences.items()]:
        for path in _asked(node, known):
            found = changes.setdefault(path, [])
            found += [name] if name not in found else []
    weights = {path: _weight(found, set(grounds)) for path, found in changes.items()}
    return tuple(
        UnknownFact(path, tuple(changes[path]))
        for path in sorted(changes, key=lambda path: (weights[path], _place(path), path))
    )


def _place(path: str) -> int:
    """Where facts.toml has the fact of a path, or the first fact of its list."""
    listed, _, name = path.rpartition(".")
    return _places()[f"{listed.split('.')[0]}.{name}" if listed else name]


@cache
def _places() -> dict[str, int]:
    """The place of each fact: a person's by its id, an item's after the name of its list, a list by its first fact."""
    every = [one for by_id in facts().values() for one in by_id.values()]
    first = {one.of: at for at, one in reversed(list(enumerate(every)))}
    return first | {one.id if one.of == "person" else f"{one.of}.{one.id}": at for at, one in enumerate(every)}


def _weight(changed: list[str], grounds: set[str]) -> tuple[int, int, int]:
    """The gravest first: the claim, then many grounds, then many consequences."""
    met = sum(name in grounds for name in changed)
    return (-("claim" in changed), -met, -len(changed))


def conflicts_in(proofs: Iterable[Node]) -> tuple[str, ...]:
    """The questions of law that leave some step open, by id, each once and in order."""
    found: dict[str, None] = {}
    seen: set[int] = set()
    waiting = [*proofs][::-1]
    while waiting:
        step = waiting.pop()
        if step.answer is Answer.UNKNOWN and id(step) not in seen:
            seen.add(id(step))
            waiting += reversed(step.of)
            if step.kind == "unsettled":
                found[step.says] = None
    return tuple(found)


def _asked(node: Node, known: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The paths that the open steps from an open step down wait for, each once; `known` keeps them by step, since rules share steps."""
    if node.answer is not Answer.UNKNOWN:
        return ()
    if id(node) not in known:
        below = chain.from_iterable(_asked(step, known) for step in node.of)
        known[id(node)] = tuple(dict.fromkeys(chain(node.asks, below)))
    return known[id(node)]
