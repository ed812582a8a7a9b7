"""A determination as one document with stable keys, in a language: what JSON prints, what text and page are written from.

Ids, answers and days are the same in every language; sentences alone differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from sojourn.refuge.consequences import CONSEQUENCES
from sojourn.refuge.determination import Consequence, Decided, Determination, Ground
from sojourn.refuge.lawyer import questions
from sojourn.refuge.proof import Proofs
from sojourn.refuge.relevance import UnknownFact
from sojourn.refuge.rule import RULES
from sojourn.refuge.rules.grounds import GROUNDS
from sojourn.refuge.told import citation_is, fact_is, fact_of, paragraph_is
from sojourn.refuge.truth import Answer, Node
from sojourn.refuge.what_if import Spell
from sojourn.refuge.words import catalogue, day_words, fact_words, sentence

SCHEMA: Final = "sojourn.determination/1"
_MET_FIRST: Final = (Answer.YES, Answer.UNKNOWN, Answer.NO)


def document(
    decided: Decided,
    language: str,
    *,
    spells: Sequence[Sequence[Spell]] = (),
    other_days: Sequence[Decided] = (),
) -> dict[str, Any]:
    """The document of a household.

    `spells` are the histories of its members (what_if.history), `other_days` the same household under the law of other days.

    Raises:
        UnknownName: no catalogue is in this language.
    """
    people = [_person(one, language) for one in decided.people]
    for at, person in enumerate(people):
        person["history"] = [_spell(one, language) for one in spells[at]] if spells else []
        person["what_if"] = [_other_day(other.people[at], language) for other in other_days]
    return {
        "schema": SCHEMA,
        "language": language,
        "title": sentence(language, "page.title"),
        "notices": [sentence(language, f"page.{one}") for one in ("not_advice", "no_identifier")],
        "law_day": decided.people[0].law_day.isoformat(),
        "knowledge_day": decided.people[0].knowledge_day.isoformat(),
        "split": decided.split,
        "split_says": sentence(language, "page.split") if decided.split else None,
        "people": people,
    }


def _person(found: Determination, language: str) -> dict[str, Any]:
    proofs = Proofs(language)
    grounds = [_ground(one, proofs) for one in found.grounds]
    return {
        "label": found.label,
        "law_day": found.law_day.isoformat(),
        "claim_day": found.claim_day.isoformat(),
        "knowledge_day": found.knowledge_day.isoformat(),
        "dates_say": _dates_say(found, language),
        "eligibility": found.eligibility,
        "eligibility_says": sentence(language, f"eligibility.{found.eligibility}"),
        "why": [_why(node, language) for node in found.why] if found.eligibility != "eligible" else [],
        "grounds_met": list(found.met),
        "grounds": grounds,
        "consequences": _topics(found, proofs),
        "valves": sentence(language, "page.valves") if "e" in found.met else None,
        "unknown": [_unknown(one, language) for one in found.unknown],
        "conflicts": [{"id": one, "says": sentence(language, f"unsettled.{one}")} for one in found.conflicts],
        "assumed": [{"fact": path, "says": fact_is(language, path)} for path in found.assumed],
        "ask_a_lawyer": [{"id": one, "says": sentence(language, f"lawyer.{one}")} for one in questions(found)],
    }


def _dates_say(found: Determination, language: str) -> list[str]:
    """The days that the determination holds for, and a warning where the statutes at hand are older."""
    days = {
        "law_day": day_words(language, found.law_day),
        "claim_day": day_words(language, found.claim_day),
        "knowledge_day": day_words(language, found.knowledge_day),
    }
    newer = ["newer"] if found.law_day > found.knowledge_day else []
    return [sentence(language, f"page.{one}", **days) for one in ("law_day", *newer)]


def _why(node: Node, language: str) -> dict[str, Any]:
    """A step that decides: a ground by its paragraph, or what keeps a claim from being made."""
    paragraph = next((name for name, rule in GROUNDS.items() if rule.id == node.says), None)
    return {
        "rule": node.says,
        "paragraph": paragraph,
        "answer": node.answer.word,
        "answer_says": sentence(language, f"answer.{node.answer.word}"),
        "says": sentence(language, f"rule.{node.says}"),
        "citation": node.provision,
        "citation_says": citation_is(language, node.provision),
    }


def _ground(ground: Ground, proofs: Proofs) -> dict[str, Any]:
    """One paragraph, met or not; `defeated_by` has the exceptions that alone keep it from being met."""
    told = proofs.tell(ground.proof)
    return {
        "paragraph": ground.paragraph,
        "paragraph_says": paragraph_is(proofs.language, ground.paragraph),
        "answer": ground.answer.word,
        "answer_says": told["answer_says"],
        "rule": ground.proof.says,
        "citation": ground.proof.provision,
        "citation_says": told["citation_says"],
        "says": told["says"],
        "defeated_by": told["defeated_by"],
        "defeated_says": _defeated_says(told["defeated_by"], proofs.language),
        "law": _law(ground.proof.says, proofs.language),
        "proof": told,
    }


def _defeated_says(citations: Sequence[str], language: str) -> str | None:
    if not citations:
        return None
    listed = ", ".join(citation_is(language, one) for one in citations)
    return sentence(language, "page.defeated_by", citations=listed)


def _law(rule: str, language: str) -> dict[str, Any]:
    """Since when the text behind a rule has been law, to which events it applies, and whether that was verified."""
    version = RULES[rule].provision.versions[RULES[rule].version]
    return {
        "law_from": version.law_from.isoformat(),
        "law_until": version.law_until.isoformat() if version.law_until else None,
        "applies_from": version.applies_from.isoformat(),
        "verified": version.verified,
        "source": version.source,
        "says": None if version.verified else sentence(language, "page.unverified"),
    }


def _topics(found: Determination, proofs: Proofs) -> list[dict[str, Any]]:
    """Consequences topic by topic, those that are met first, then those that depend on unknown facts."""
    topics = []
    for topic, group in groupby(found.consequences, key=lambda one: one.topic):
        ordered = sorted(group, key=lambda one: _MET_FIRST.index(one.answer))
        title = sentence(proofs.language, f"topic.{topic}")
        topics.append({"topic": topic, "title": title, "follows": [_consequence(one, proofs) for one in ordered]})
    return topics


def _consequence(one: Consequence, proofs: Proofs) -> dict[str, Any]:
    told = proofs.tell(one.proof)
    return {
        "id": one.id,
        "answer": one.answer.word,
        "answer_says": sentence(proofs.language, f"outcome.{told['answer']}"),
        "says": _follows_says(one, proofs.language),
        "days": {name: day or None for name, day in one.told.items()},
        "citation": one.citation,
        "citation_says": told["citation_says"],
        "defeated_by": told["defeated_by"],
        "defeated_says": _defeated_says(told["defeated_by"], proofs.language),
        "moot": one.moot,
        "law": _law(one.id, proofs.language),
        "proof": told,
    }


def _follows_says(one: Consequence, language: str) -> str:
    """The sentence with the days that could be counted, or without any where one is missing."""
    if one.told and all(one.told.values()) and f"follows.{one.id}" in catalogue(language):
        days = {name: day_words(language, date.fromisoformat(day)) for name, day in one.told.items()}
        return sentence(language, f"follows.{one.id}", **days)
    return sentence(language, f"rule.{one.id}")


def _unknown(one: UnknownFact, language: str) -> dict[str, Any]:
    return {
        "fact": one.path,
        **question(one.path, language),
        "can_change": list(one.can_change),
        "can_change_says": sentence(language, "page.can_change", what=_changes(one.can_change, language)),
    }


def question(path: str, language: str, *, more: bool = False) -> dict[str, Any]:
    """The question of a fact or of a list (`more`: whether there is another item), why it is asked, where it is found."""
    fact = fact_of(path)
    if fact is None:
        asks = {"ask": "more" if more else "some", "why": "why", "found": "found"}
        told = {name: sentence(language, f"list.{path}.{id}") for name, id in asks.items()}
        return {"kind": "list", "choices": [], "is": fact_is(language, path), **told}
    return {
        "kind": fact.kind,
        "choices": list(fact.choices),
        "is": fact_is(language, path),
        "ask": fact_words(language, fact, "ask"),
        "why": fact_words(language, fact, "why"),
        "found": fact_words(language, fact, "found"),
    }


def _changes(changed: Sequence[str], language: str) -> str:
    """What a fact can change, in words: the claim, paragraphs, and the topics of consequences, each once."""
    topics = {one.rule.id: one.topic for one in CONSEQUENCES}
    words = {
        sentence(language, "page.claim")
        if one == "claim"
        else paragraph_is(language, one)
        if one in GROUNDS
        else sentence(language, f"topic.{topics[one]}"): None
        for one in changed
    }
    return ", ".join(words)


def _spell(spell: Spell, language: str) -> dict[str, Any]:
    """Days of the law over which the person fares the same."""
    says = sentence(
        language,
        "page.spell",
        first=day_words(language, spell.first),
        last=day_words(language, spell.last),
        eligibility=sentence(language, f"eligibility.{spell.determination.eligibility}"),
    )
    because = ", ".join(citation_is(language, one) for one in spell.because)
    return {
        "first": spell.first.isoformat(),
        "last": spell.last.isoformat(),
        **_short(spell.determination, language),
        "because": list(spell.because),
        "because_says": sentence(language, "page.because", provisions=because) if because else None,
        "says": says,
    }


def _other_day(found: Determination, language: str) -> dict[str, Any]:
    """The same facts under the law of another day."""
    says = sentence(
        language,
        "page.what_if",
        law_day=day_words(language, found.law_day),
        eligibility=sentence(language, f"eligibility.{found.eligibility}"),
    )
    return {"law_day": found.law_day.isoformat(), **_short(found, language), "says": says}


def _short(found: Determination, language: str) -> dict[str, Any]:
    listed = ", ".join(paragraph_is(language, one) for one in found.met)
    met = sentence(language, "page.met_grounds", grounds=listed) if found.met else sentence(language, "page.met_none")
    return {"eligibility": found.eligibility, "grounds_met": list(found.met), "grounds_say": met}
