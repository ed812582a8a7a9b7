"""The document of a determination as text for a terminal: the answer first, the proofs where they are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sojourn.refuge.lines import WIDTH, wrapped
from sojourn.refuge.words import sentence


def determination_text(document: dict[str, Any], *, proof: bool = False) -> str:
    """The text; with `proof` also what does not follow, and the steps behind every answer."""
    language = document["language"]
    parts = [document["title"], *map(wrapped, document["notices"])]
    parts += [wrapped(document["split_says"])] if document["split"] else []
    for person in document["people"]:
        parts += ["", *_person(person, language, proof=proof)]
    if not proof:
        parts += ["", wrapped(sentence(language, "page.for_proof"))]
    return "\n".join(parts)


def _person(person: dict[str, Any], language: str, *, proof: bool) -> list[str]:
    lines = [
        sentence(language, "page.person", label=person["label"]),
        *(wrapped(one, 2) for one in person["dates_say"]),
    ]
    lines += ["", wrapped(person["eligibility_says"].upper(), 2)]
    lines += [_why(one) for one in person["why"] if _decides(one)]
    lines += _heading("grounds", language)
    for ground in person["grounds"]:
        lines += [_line(ground), *(_steps(ground["proof"], language, 3) if proof else [])]
    lines += ["", wrapped(person["valves"], 2, "  ")] if person["valves"] else []
    lines += _heading("follows", language)
    for topic in person["consequences"]:
        lines += _topic(topic, language, proof=proof)
    lines += ["", wrapped(f"* {sentence(language, 'page.unverified')}", 2, "  ")]
    lines += _unknown(person["unknown"], language)
    lines += _listed("conflicts", (one["says"] for one in person["conflicts"]), language)
    lines += _assumed(person["assumed"], language)
    lines += _listed("ask_lawyer", (one["says"] for one in person["ask_a_lawyer"]), language)
    return [*lines, *_other_days(person, language)]


def _why(one: dict[str, Any]) -> str:
    return _entry(f"[{one['answer_says']}] {one['says']} ({one['citation_says']})")


def _decides(one: dict[str, Any]) -> bool:
    """Whether a step says more than the list of grounds does: it is met, or it is no ground."""
    return one["answer"] == "yes" or one["paragraph"] is None


def _line(told: dict[str, Any]) -> str:
    """A ground or a consequence: its answer, its sentence, its citation, and what defeats it."""
    unverified = "*" if told["law"]["says"] else ""
    says = f"[{told['answer_says']}] {told['says']} ({told['citation_says']}){unverified}"
    return _entry(" ".join(filter(None, (says, told["defeated_says"]))))


def _topic(topic: dict[str, Any], language: str, *, proof: bool) -> list[str]:
    """What follows under a topic, or may; with the proofs also what does not."""
    told = [one for one in topic["follows"] if proof or (one["answer"] != "no" and not one["moot"])]
    lines = [f"  {topic['title']}"] if told else []
    for one in told:
        lines += [_line(one), *(_steps(one["proof"], language, 3) if proof else [])]
    return lines


def _steps(step: dict[str, Any], language: str, depth: int) -> list[str]:
    """The steps below a step, each with its answer, indented by its depth."""
    if step.get("shown_above"):
        return [_entry(sentence(language, "page.shown_above"), depth)]
    lines = []
    for below in step.get("steps", ()):
        cited = f" ({below['citation_says']})" if "rule" in below else ""
        lines += [
            _entry(f"[{below['answer_says']}] {below['says']}{cited}", depth),
            *_steps(below, language, depth + 1),
        ]
    return lines


def _unknown(asked: list[dict[str, Any]], language: str) -> list[str]:
    """The unknown facts, the most deciding first."""
    lines = _heading("unknown", language) if asked else []
    for number, one in enumerate(asked, 1):
        lines.append(_entry(f"{one['ask']} {one['can_change_says']}", mark=f"{number}."))
    return lines


def _assumed(assumed: list[dict[str, Any]], language: str) -> list[str]:
    """The facts that were taken as no, in one paragraph, with what that means."""
    if not assumed:
        return []
    listed = "; ".join(one["says"] for one in assumed)
    return [*_heading("assumed", language), wrapped(sentence(language, "page.unstated"), 2), wrapped(listed, 2)]


def _other_days(person: dict[str, Any], language: str) -> list[str]:
    """How the same facts fare under the law of other days."""
    told = [*person["history"], *person["what_if"]]
    because = [" ".join(filter(None, (one["says"], one["grounds_say"], one.get("because_says")))) for one in told]
    return _listed("history", because, language)


def _listed(heading: str, entries: Iterable[str], language: str) -> list[str]:
    listed = [_entry(one) for one in entries]
    return [*_heading(heading, language), *listed] if listed else []


def _heading(id: str, language: str) -> list[str]:
    return ["", f"  {sentence(language, f'page.{id}')}"]


def _entry(text: str, depth: int = 1, mark: str = "-") -> str:
    """An entry of a list at a depth; deep steps keep enough width to be read."""
    indent = min(2 * depth, WIDTH // 2)
    return wrapped(text, indent + len(mark) + 1, " " * indent + mark + " ")
