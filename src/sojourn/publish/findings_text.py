"""Findings and claim cards as text for a terminal, in one of the languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sojourn.claims.judge import VERDICTS, Alternative, Card, Judged
from sojourn.findings import Finding, Rival, Status
from sojourn.measures.beside import Beside
from sojourn.publish.terminal import (
    DRAFT_NOTICE,
    INVENTED_NOTICE,
    P2_CHECKLIST,
    P2_NOTICE,
    table,
    width,
    wrapped,
)
from sojourn.words.said import Said, said, said_count
from sojourn.words.spoken import Words

MOST_LINES = 1000
"""Rows of a table that a terminal shows."""
STATUSES: Final[Mapping[Status, Said]] = {
    "answered": said("answered"),
    "too few": said("too few"),
    "not covered": said("not covered"),
    "not determinable": said("not determinable"),
}
"""How a question ended, as readers are told."""


class Teller:
    """Findings and cards in one language. What its catalogue lacks is in English; English stands beside each answer."""

    def __init__(self, spoken: Words) -> None:
        """In the language that `spoken` speaks."""
        self._spoken = spoken

    def finding(self, one: Finding, *, rivals: bool = True, sql: bool = False, listed: bool = True) -> str:
        """A finding: the answer first, then how sure, then what it is and is not; with `listed` its table too."""
        lines = [self._tell(INVENTED_NOTICE)] if one.provenance.invented else []
        lines += [self._tell(P2_NOTICE)] if one.tier in {"P2", "P3"} else []
        lines += self._answer(one)
        if one.value is not None and one.interval:
            sure = said("How sure: {limits} ({method}).", limits=limits(one), method=one.interval.method)
            lines += [self._wrapped(sure), self._wrapped(_out_of(one))]
        if one.rows and listed:
            columns = [self._tell(column) for column in one.columns]
            lines += ["", table(columns, one.printed_rows[:MOST_LINES], "  "), *self._more(one), ""]
        lines += self._definition(one)
        lines += [
            self._wrapped(caveat.text, "    ", "  ! " if caveat.severity == "warning" else "  - ")
            for caveat in one.caveats
        ]
        lines += [self._wrapped(_rival(rival), "    ", "  ~ ") for rival in one.rivals if rivals]
        lines += [self._wrapped(P2_CHECKLIST, "    ", "  ! ")] if one.tier in {"P2", "P3"} else []
        lines += [self._wrapped(_citation(one), "  ", ""), *self.draft()]
        return "\n".join([*lines, *(["", one.provenance.sql] if sql else [])])

    def card(self, one: Card) -> str:
        """A claim card."""
        lines = ["─" * width(), *([self._tell(INVENTED_NOTICE)] if one.invented else [])]
        lines += [wrapped(f"“{one.claim.sentence}”"), wrapped(f"{one.claim.said_by}, {one.claim.published}", "  ")]
        verdict = self._tell(VERDICTS[one.verdict]).upper()
        lines += ["", wrapped(f"{verdict}: {self._tell(one.why)}" if one.why else verdict)]
        for judged in one.readings:
            lines += ["", *self._reading(judged)]
        lines += [
            self._wrapped(said("Would decide: {needs}. {why}", needs=one.needs, why=one.why), "    ", "  ? ")
            for one in one.claim.missing
        ]
        lines += [
            self._wrapped(
                said("Nearby: {figure} ({by})", figure=near.figure, by=f"{near.publisher}, {near.published}"),
                "    ",
                "  ~ ",
            )
            for near in one.claim.nearby
        ]
        return "\n".join(lines)

    def definitions(self, one: Beside) -> str:
        """A question under each of its definitions: the figures side by side, then what each of them counts."""
        if not one.definitions:
            return "\n" + self._tell(said("The question has one definition; figures of others stand above."))
        rows = [(f"{other.parameter}={other.choice}", *self._figures(other.finding)) for other in one.definitions]
        columns = (said("definition"), said("value"), said("range"), said("out of"))
        beside = said("Side by side, on the same release ({unit}):", unit=one.finding.unit)
        lines = ["", self._wrapped(beside), "", table([self._tell(column) for column in columns], rows, "  "), ""]
        lines += [
            wrapped(f"{other.parameter}={other.choice}: {self._tell(other.meaning)}.", "    ", "  ~ ")
            for other in one.definitions
        ]
        return "\n".join(lines)

    def draft(self) -> list[str]:
        """That the words are a draft, in a language whose words nobody has reviewed."""
        return [] if self._spoken.reviewed else [self._wrapped(DRAFT_NOTICE)]

    def _tell(self, text: str) -> str:
        """A text in the language, or the English one where any part of it has no words there."""
        return self._spoken.tell(text) if self._spoken.tells(text) else text

    def _wrapped(self, text: str, indent: str = "", first: str | None = None) -> str:
        return wrapped(self._tell(text), indent, first)

    def _answer(self, one: Finding) -> list[str]:
        """The sentence or the reason for none, and under it the English one."""
        answer: str = one.sentence
        if one.status != "answered":
            answer = said("No figure ({status}): {reason}.", status=STATUSES[one.status], reason=one.reason)
        beside = [] if self._tell(answer) == answer else [wrapped(answer, "    ", "  = ")]
        return [self._wrapped(answer), *beside]

    def _definition(self, one: Finding) -> list[str]:
        defined = one.definition
        who = said("Counted: {counted}. Not counted: {left}.", counted=defined.counted, left=defined.not_counted)
        return [
            self._wrapped(who, "  ", ""),
            self._wrapped(said("By date: {basis}.", basis=defined.date_basis), "  ", ""),
        ]

    def _figures(self, one: Finding) -> tuple[str, str, str]:
        """Value, limits and denominator of a finding for a table."""
        if one.value is None:
            return self._tell(STATUSES[one.status]), "", ""
        return self._tell(valued(one)), self._tell(limits(one)), self._spoken.number(one.denominator)

    def _more(self, one: Finding) -> list[str]:
        """What a terminal leaves out of a long table."""
        more = len(one.rows) - MOST_LINES
        told = said("  ... and {more:number} more rows: --csv or --json has them all.", more=more)
        return [self._tell(told)] if more > 0 else []

    def _reading(self, judged: Judged) -> list[str]:
        found, verdict = judged.finding, VERDICTS[judged.verdict]
        label = said("{label}: {verdict}", label=judged.reading.label, verdict=verdict)
        if not judged.reading.decides:
            label = said("{label} (beside the claim): {verdict}", label=judged.reading.label, verdict=verdict)
        lines = [self._wrapped(label, "    ", "  * ")]
        if found.tier == "P2":
            lines.append(f"    {self._tell(P2_NOTICE)}")
        lines.append(self._wrapped(found.sentence or found.reason, "    "))
        if found.interval and found.value is not None:
            lines.append(self._wrapped(_range(found), "    "))
        lines += [
            self._wrapped(caveat.text, "      ", "    ! ") for caveat in found.caveats if caveat.severity == "warning"
        ]
        return [*lines, *self._alternatives(judged), f"    Sojourn {found.id}"]

    def _alternatives(self, judged: Judged) -> list[str]:
        """Other choices in one line where none matters, else one line each."""
        if not judged.alternatives:
            return []
        if all(other.verdict == judged.verdict for other in judged.alternatives):
            same = said_count(
                "the same with {count:number} other choice of {names}.",
                "the same with {count:number} other choices of {names}.",
                len(judged.alternatives),
                names=" / ".join(judged.reading.vary),
            )
            return [self._wrapped(same, "      ", "    / ")]
        return [self._wrapped(_alternative(other), "      ", "    / ") for other in judged.alternatives]


def _alternative(other: Alternative) -> Said:
    chosen = ", ".join(f"{name} {value}" for name, value in other.parameters.items())
    return said(
        "with {chosen}: {verdict}. {answer}",
        chosen=chosen,
        verdict=VERDICTS[other.verdict],
        answer=other.finding.sentence or other.finding.reason,
    )


def valued(one: Finding) -> Said:
    """The value of a finding in its unit."""
    if one.unit == "relative change":
        return said("{value:change}", value=one.value)
    return (
        said("{value:share}", value=one.value)
        if one.unit.startswith("share")
        else said("{value:number}", value=one.value)
    )


def limits(one: Finding) -> str:
    """The limits of a finding in its unit; nothing where it has none."""
    if one.value is None or one.interval is None:
        return ""
    low, high = one.interval.low, one.interval.high
    if one.unit == "relative change":
        return said("{low:change} to {high:change}", low=low, high=high)
    if one.unit.startswith("share"):
        return said("{low:share} to {high:share}", low=low, high=high)
    return said("{low:number} to {high:number}", low=low, high=high)


def _out_of(one: Finding) -> Said:
    return said("Out of: {denominator:number} {what}.", denominator=one.denominator, what=one.denominator_is)


def _range(one: Finding) -> Said:
    return said(
        "Range {limits} ({method}); out of {denominator:number} {what}.",
        limits=limits(one),
        method=one.interval.method if one.interval else "",
        denominator=one.denominator,
        what=one.denominator_is,
    )


def _rival(rival: Rival) -> Said:
    return said(
        "Others say {value:number} {unit}: {publisher}, {published}; {compares}.",
        value=rival.value,
        unit=rival.unit,
        publisher=rival.publisher,
        published=rival.published,
        compares=rival.compares,
    )


def _citation(one: Finding) -> Said:
    if not one.provenance.releases:
        return said("Cite as Sojourn {id}.", id=one.id)
    files = [sha256[:12] for sha256 in one.provenance.files[:4]] + ["..."] * (len(one.provenance.files) > 4)
    return said(
        "Cite as Sojourn {id}; release {releases}; files SHA-256 {files}; tier {tier}.",
        id=one.id,
        releases=", ".join(one.provenance.releases),
        files=", ".join(files),
        tier=one.tier,
    )
