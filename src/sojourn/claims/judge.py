"""From a claim to a card: each reading gets a verdict from its finding, and the deciding ones decide.

A reading is supported when its comparison holds at the value and at both limits of the interval, contradicted
when it holds at none, and depends otherwise, or when another value of a varied parameter decides otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, Literal

from sojourn.claims.declare import Claim, ClaimsFile, Comparison, Reading
from sojourn.errors import BadClaims
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.opened import Record
from sojourn.words.said import Said, joined, said

Verdict = Literal["supported", "contradicted", "depends", "not determinable"]
VERDICTS: Final[Mapping[Verdict, Said]] = {
    "supported": said("supported"),
    "contradicted": said("contradicted"),
    "depends": said("depends"),
    "not determinable": said("not determinable"),
}
"""Each verdict, as readers are told."""
SCHEMA = "sojourn.cards/1"


@dataclass(frozen=True)
class Alternative:
    """The same reading with another value of a parameter."""

    parameters: dict[str, str]
    verdict: Verdict
    finding: Finding


@dataclass(frozen=True)
class Judged:
    """A reading with its verdict, its finding and the alternatives that were tried."""

    reading: Reading
    verdict: Verdict
    finding: Finding
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class Card:
    """A claim with its verdict and everything that it rests on."""

    claim: Claim
    verdict: Verdict
    why: str
    readings: tuple[Judged, ...]
    invented: bool

    def as_dict(self) -> dict[str, Any]:
        """The card as JSON has it."""
        return {
            "id": self.claim.id,
            "sentence": self.claim.sentence,
            "said_by": self.claim.said_by,
            "published": self.claim.published,
            "verdict": self.verdict,
            "why": self.why,
            "invented": self.invented,
            "readings": [
                {
                    "label": one.reading.label,
                    "decides": one.reading.decides,
                    "comparison": one.reading.comparison,
                    "value": one.reading.value,
                    "tolerance": one.reading.tolerance,
                    "verdict": one.verdict,
                    "finding": one.finding.as_dict(),
                    "alternatives": [
                        {"parameters": other.parameters, "verdict": other.verdict, "finding": other.finding.as_dict()}
                        for other in one.alternatives
                    ],
                }
                for one in self.readings
            ],
            "missing": [vars(one) for one in self.claim.missing],
            "nearby": [vars(one) for one in self.claim.nearby],
        }


_HOLDS: dict[Comparison, Callable[[float, float, float], bool]] = {
    "at_least": lambda value, target, tolerance: value >= target - tolerance,
    "at_most": lambda value, target, tolerance: value <= target + tolerance,
    "more_than": lambda value, target, _: value > target,
    "fewer_than": lambda value, target, _: value < target,
    "about": lambda value, target, tolerance: abs(value - target) <= tolerance,
    "fell_by_at_least": lambda value, target, tolerance: -value >= target - tolerance,
    "fell_by_about": lambda value, target, tolerance: abs(-value - target) <= tolerance,
}
"""Each comparison for a value, its target and the tolerance; docs/claims.md has them as a table."""


def holds(reading: Reading, value: float) -> bool:
    """Whether the comparison of a reading holds for one value."""
    return _HOLDS[reading.comparison](value, reading.value, reading.tolerance)


def verdict_on(reading: Reading, finding: Finding) -> Verdict:
    """The verdict of one finding on one reading."""
    if finding.value is None:
        return "not determinable"
    limits = (finding.interval.low, finding.interval.high) if finding.interval else ()
    held = {holds(reading, value) for value in (finding.value, *limits)}
    if len(held) == 2:
        return "depends"
    return "supported" if held.pop() else "contradicted"


def check(file: ClaimsFile, record: Record) -> list[Card]:
    """A card for each claim.

    Raises:
        UnknownName, BadParameter: a reading names a measure or parameter that does not exist.
    """
    return [_card(claim, record) for claim in file.claims]


def _card(claim: Claim, record: Record) -> Card:
    judged = tuple(_judge(reading, record) for reading in claim.readings)
    verdict, why = _decide([one for one in judged if one.reading.decides])
    return Card(claim, verdict, why, judged, record.invented)


def _judge(reading: Reading, record: Record) -> Judged:
    asked = measure(reading.measure)
    if reading.comparison.startswith("fell_by") and asked.unit != "relative change":
        raise BadClaims(
            f"{reading.comparison!r} needs a measure of change, and {asked.id} gives a number of {asked.unit}",
            where=f"reading {reading.label!r}",
            todo="use population_change, or another comparison",
        )
    finding = asked.ask(record, reading.parameters)
    verdict = verdict_on(reading, finding)
    alternatives = tuple(_alternatives(reading, record))
    others = {one.verdict for one in alternatives} - {"not determinable"}
    if verdict != "not determinable" and others - {verdict}:
        verdict = "depends"
    return Judged(reading, verdict, finding, alternatives)


def _alternatives(reading: Reading, record: Record) -> Iterator[Alternative]:
    names = list(reading.vary)
    for values in product(*(reading.vary[name] for name in names)) if names else ():
        changed = dict(zip(names, values, strict=True))
        finding = measure(reading.measure).ask(record, {**reading.parameters, **changed})
        yield Alternative(changed, verdict_on(reading, finding), finding)


def _decide(deciding: list[Judged]) -> tuple[Verdict, str]:
    """The verdict on the claim: one undecidable part leaves it open, disagreement makes it depend."""
    if not deciding:
        return "not determinable", said("no file in the record can decide it")
    verdicts = {one.verdict for one in deciding}
    if len(verdicts) == 1:
        return deciding[0].verdict, ""
    each = (said("{label}: {verdict}", label=one.reading.label, verdict=VERDICTS[one.verdict]) for one in deciding)
    told = joined(each, "; ")
    if verdicts <= {"supported", "not determinable"}:
        return "not determinable", said("only a part can be decided ({told})", told=told)
    if "contradicted" in verdicts and "supported" not in verdicts and "depends" not in verdicts:
        return "contradicted", said("a part is contradicted ({told})", told=told)
    return "depends", said("the readings disagree ({told})", told=told)
