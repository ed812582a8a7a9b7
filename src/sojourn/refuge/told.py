"""How facts, days and citations are said in a language: what proofs, questions and answers are filled with."""

from __future__ import annotations

import re
from typing import Final

from sojourn.refuge.facts import LISTS, Fact, facts
from sojourn.refuge.words import fact_words, sentence

LAW_DAY: Final = "law_day"
_PARAGRAPH: Final = re.compile(r"\(([a-z][\w.]*)\)")
_ADDED: Final = re.compile(r"\+(\d+)([dy])")


def fact_of(path: str) -> Fact | None:
    """The fact of a path such as `nationality` or `entry.0.day`; None for a list."""
    listed, _, name = path.rpartition(".")
    return facts()[listed.split(".")[0] if listed else "person"].get(name)


def fact_is(language: str, path: str) -> str:
    """A fact or a list as it stands in a proof; of an item, with its number."""
    if path == LAW_DAY:
        return sentence(language, "proof.law_day")
    fact = fact_of(path)
    if fact is None:
        return sentence(language, f"list.{path}.is")
    says = fact_words(language, fact, "is")
    if fact.of not in LISTS:
        return says
    return sentence(language, "proof.of_item", fact=says, item=item_is(language, path))


def item_is(language: str, path: str) -> str:
    """The item of a list that a path leads into, by its number from 1."""
    listed, number, _ = path.split(".")
    return sentence(language, f"list.{listed}.item", number=int(number) + 1)


def value_is(language: str, fact: Fact | None, value: str) -> str:
    """A value in words: yes and no, the labels of choices; countries as their two letters."""
    if fact is not None and fact.kind in {"country", "countries"}:
        return value
    if fact is not None and fact.kind in {"choice", "choices"}:
        return sentence(language, f"choice.{value}")
    return sentence(language, f"value.{value}")


def day_is(language: str, fact: str, added: str, day: str) -> str:
    """A compared day: the fact that it is of, what was added, and the day itself; a day of the law stands alone."""
    if not fact:
        return day
    told = {"fact": fact_is(language, fact), "day": day or sentence(language, "value.unknown")}
    if not (counted := _ADDED.fullmatch(added)):
        return sentence(language, "proof.day", **told)
    return sentence(language, f"proof.day_{counted[2]}", number=counted[1], **told)


def citation_is(language: str, citation: str) -> str:
    """A citation as the language writes it: IRPA 101(1)(b.1) in English, LIPR 101(1)b.1) in French."""
    instrument, _, pinpoint = citation.partition(" ")
    return f"{sentence(language, f'cited.{instrument}')} {_paragraphs(language, pinpoint)}"


def paragraph_is(language: str, paragraph: str) -> str:
    """A paragraph of IRPA 101(1), such as (b.1)."""
    return sentence(language, "cited.paragraph", label=paragraph)


def _paragraphs(language: str, pinpoint: str) -> str:
    return _PARAGRAPH.sub(lambda found: sentence(language, "cited.paragraph", label=found[1]), pinpoint)
