"""Verdict cards as they may leave the machine: every finding through the gate, and no verdict that tells a hidden number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sojourn.claims.judge import Alternative, Card, Judged, Verdict
from sojourn.disclosure.gate import pass_gate
from sojourn.errors import GateError
from sojourn.findings import Finding, Provenance
from sojourn.words.refusals import refusal
from sojourn.words.said import joined, said

NOT_SHOWN: Final[str] = said("Not shown on a public page.")
_WHY: Final[str] = said("not determinable from what may be published")


def public_cards(cards: Sequence[Card]) -> list[Card]:
    """The cards with each finding in the form in which it may be published.

    A claim is not judged by a number that is not shown: that a comparison holds would tell the number.

    Raises:
        GateError: the cards together give a count away whatever is hidden.
    """
    findings = [finding for card in cards for finding in _findings(card)]
    passed = pass_gate(findings)
    forms = {id(was): public_form(was, now) for was, now in zip(findings, passed.findings, strict=True)}
    return [_public(card, forms) for card in cards]


def _findings(card: Card) -> Iterator[Finding]:
    for judged in card.readings:
        yield judged.finding
        yield from (other.finding for other in judged.alternatives)


def public_form(was: Finding, now: Finding | GateError) -> Finding:
    """The finding that stands on the page; one without a figure where it is refused."""
    if isinstance(now, Finding):
        return now
    nothing = Provenance((), (), "", was.provenance.invented)
    return Finding(
        was.measure,
        was.parameters,
        was.unit,
        was.definition,
        nothing,
        replace(was.told, cells=()),
        status="not determinable",
        reason=joined([NOT_SHOWN, *refusal(now, ends=False).parts]),
    )


def _public(card: Card, forms: dict[int, Finding]) -> Card:
    readings = tuple(_reading(judged, forms) for judged in card.readings)
    told = all(
        _tells(was.finding, now.finding)
        for was, now in zip(card.readings, readings, strict=True)
        if was.reading.decides
    )
    return replace(card, readings=readings) if told else replace(card, readings=readings, verdict=_none(), why=_WHY)


def _reading(judged: Judged, forms: dict[int, Finding]) -> Judged:
    finding = forms[id(judged.finding)]
    alternatives = tuple(
        Alternative(
            other.parameters,
            other.verdict if _tells(other.finding, forms[id(other.finding)]) else _none(),
            forms[id(other.finding)],
        )
        for other in judged.alternatives
    )
    verdict = judged.verdict if _tells(judged.finding, finding) else _none()
    return replace(judged, verdict=verdict, finding=finding, alternatives=alternatives)


def _tells(was: Finding, now: Finding) -> bool:
    """Whether the public form has the figure by which the claim was judged."""
    return was.value == now.value


def _none() -> Verdict:
    return "not determinable"
