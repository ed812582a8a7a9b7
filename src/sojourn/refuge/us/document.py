"""Deadlines as one document with stable keys, in a language: what JSON prints, and what text and page are written from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sojourn.refuge.facts import US, facts
from sojourn.refuge.us.deadlines import Candidate, Clock, Deadlines, RuledOut, Statement
from sojourn.refuge.us.federal_days import Closed
from sojourn.refuge.us.pack import Circuit, Overlay, Rule
from sojourn.refuge.words import day_words, fact_words, sentence

SCHEMA: Final = "sojourn.deadlines/1"
NOTICES: Final = ("not_advice", "closings", "no_identifier")


def document(people: Sequence[Deadlines], language: str) -> dict[str, Any]:
    """The document; ids and days are the same in every language, sentences (`says`) are in that one.

    Raises:
        UnknownName: no catalogue is in this language.
    """
    law_day, known_on = people[0].law_day, people[0].known_on
    days = {"law_day": day_words(language, law_day), "known_on": day_words(language, known_on)}
    notices = ["law_day", *(["newer"] if law_day > known_on else []), *NOTICES]
    return {
        "schema": SCHEMA,
        "language": language,
        "title": sentence(language, "us.deadlines.title"),
        "law_day": law_day.isoformat(),
        "known_on": known_on.isoformat(),
        "notices": [sentence(language, f"us.deadlines.{one}", **days) for one in notices],
        "people": [
            {
                "label": one.label,
                "clocks": [_clock(clock, law_day, language) for clock in _in_order(one.clocks, law_day)],
            }
            for one in people
        ],
    }


def _in_order(clocks: Iterable[Clock], law_day: date) -> list[Clock]:
    """Days to come first, then days that have passed; what is stated, what is unknown, and what does not apply."""
    order = ("dated", "stated", "unknown", "none")
    return sorted(
        clocks,
        key=lambda clock: (order.index(clock.status), _passed(clock, law_day), clock.act_on or date.max),
    )


def _passed(clock: Clock, law_day: date) -> bool:
    return clock.act_on is not None and clock.act_on < law_day


def _clock(clock: Clock, law_day: date, language: str) -> dict[str, Any]:
    return {
        "item": clock.item.id,
        "title": sentence(language, f"us.item.{clock.item.id}"),
        "whose": clock.item.whose,
        "status": clock.status,
        "act_on": _iso(clock.act_on),
        "reason": clock.reason,
        "verify_by": _iso(clock.verify_by),
        "passed": _passed(clock, law_day),
        "says": _says(clock, law_day, language),
        "candidates": [_candidate(one, language) for one in clock.candidates],
        "statements": [_statement(one, law_day, language) for one in clock.statements],
        "ruled_out": [_ruled_out(one, language) for one in clock.ruled_out],
        "unknown": [question(fact, language) for fact in clock.unknown],
        "ask_a_lawyer": sentence(language, f"us.ask.{clock.item.id}"),
    }


def _says(clock: Clock, law_day: date, language: str) -> list[str]:
    """The answer first: the day, why that one, by when to verify it, and whether it has passed."""
    if clock.act_on is None or clock.verify_by is None:
        none = {"unknown": ["nothing_known"], "none": ["nothing_applies"]}.get(clock.status, [])
        return [sentence(language, f"us.deadlines.{one}") for one in none]
    whose = clock.item.whose
    act_on = sentence(language, f"us.deadlines.act_on_{whose}", day=day_words(language, clock.act_on))
    why = sentence(language, f"us.reason.{clock.reason}")
    if _passed(clock, law_day):
        return [act_on, sentence(language, f"us.deadlines.passed_{whose}"), why]
    return [act_on, why, sentence(language, "us.deadlines.verify_by", day=day_words(language, clock.verify_by))]


def _candidate(one: Candidate, language: str) -> dict[str, Any]:
    assert one.rule.period is not None
    return _rule(one.rule, language) | {
        "event": one.event,
        "event_day": one.event_day.isoformat(),
        "period": one.rule.period.text,
        "counted": one.counted.isoformat(),
        "passed_over": [_closed(closed, language) for closed in one.passed_over],
        "shift": one.rule.shift,
        "day": one.day.isoformat(),
        "day_says": day_words(language, one.day),
        "workings": _workings(one, language),
        "filed": one.rule.filed or None,
        "standing": one.standing,
        "standing_says": sentence(language, f"us.standing.{one.standing}"),
        "depends_on": list(one.asks),
        "orders": [_order(overlay, one.standing == "set_aside", language) for overlay in one.overlays],
    }


def _workings(one: Candidate, language: str) -> list[str]:
    """How the day was counted: before the shift, each closed day, and after; and what has to happen by then."""
    assert one.rule.period is not None
    counted = sentence(
        language,
        "us.candidate.counted",
        event=sentence(language, f"us.event.{one.event}"),
        event_day=day_words(language, one.event_day),
        period=sentence(language, f"us.period.{one.rule.period.text}"),
        counted=day_words(language, one.counted),
    )
    closed = [_closed(day, language)["says"] for day in one.passed_over]
    moved = sentence(language, "us.candidate.shifted", shift=one.rule.shift, day=day_words(language, one.day))
    filed = [sentence(language, f"us.filed.{one.rule.filed}")] if one.rule.filed else []
    return [counted, *closed, *([moved] if closed else []), *filed]


def _closed(closed: Closed, language: str) -> dict[str, Any]:
    name = sentence(language, f"us.holiday.{closed.holiday}") if closed.holiday else ""
    why = sentence(language, f"us.closed.{closed.why}", holiday=name)
    says = sentence(language, "us.candidate.closed", day=day_words(language, closed.day), why=why)
    return {"day": closed.day.isoformat(), "reason": closed.why, "holiday": closed.holiday or None, "says": says}


def _statement(one: Statement, law_day: date, language: str) -> dict[str, Any]:
    return _rule(one.rule, language) | {
        "standing": one.standing,
        "standing_says": sentence(language, f"us.standing.{one.standing}"),
        "depends_on": list(one.asks),
        "orders": [_order(overlay, one.standing == "set_aside", language) for overlay in one.overlays],
        "circuit": _circuit(one.circuit, law_day, language) if one.circuit else None,
    }


def _circuit(circuit: Circuit, law_day: date, language: str) -> dict[str, Any]:
    """What the court of appeals had decided by the day asked about, as somebody else read it."""
    bond = circuit.bond_on(law_day)
    decided = circuit.decided if bond != "open" else None
    told = {"circuit": circuit.id, "states": ", ".join(circuit.states)}
    if decided:
        says = sentence(language, "us.circuit.decided", decided=day_words(language, decided), **told)
    else:
        says = sentence(language, "us.circuit.open", **told)
    note = sentence(language, f"us.circuit_note.{circuit.note}") if circuit.note and decided else ""
    return {
        "id": circuit.id,
        "bond": bond,
        "decided": _iso(decided),
        "note": (circuit.note or None) if decided else None,
        "says": f"{says} {note}".strip(),
    }


def _rule(rule: Rule, language: str) -> dict[str, Any]:
    """The rule in own words, with its citation, its span, and that and why it is not verified."""
    return {
        "rule": rule.id,
        "says": sentence(language, f"us.rule.{rule.id}"),
        "citation": rule.citation,
        "law_from": rule.law_from.isoformat(),
        "law_until": _iso(rule.law_until),
        "not_verified": _mark(rule.mark, rule.said_by, language),
    }


def _mark(mark: str, said_by: str, language: str) -> dict[str, str]:
    return {"mark": mark, "said_by": said_by, "says": sentence(language, f"us.mark.{mark}", said_by=said_by)}


def _order(overlay: Overlay, in_effect: bool, language: str) -> dict[str, Any]:
    effect = overlay.since + timedelta(days=overlay.pause_days)
    says = sentence(
        language,
        "us.order.in_effect" if in_effect else "us.order.paused",
        order=overlay.order,
        since=day_words(language, overlay.since),
        effect=day_words(language, effect),
        territory=sentence(language, f"us.territory.{overlay.territory}"),
    )
    return {
        "id": overlay.id,
        "order": overlay.order,
        "made": overlay.since.isoformat(),
        "in_effect_from": effect.isoformat(),
        "until": _iso(overlay.until),
        "territory": overlay.territory,
        "later": overlay.later,
        "says": f"{says} {sentence(language, f'us.order.later_{overlay.later}')}",
        "not_verified": _mark(overlay.mark, overlay.said_by, language),
    }


def _ruled_out(one: RuledOut, language: str) -> dict[str, Any]:
    told = {"rule": sentence(language, f"us.rule.{one.rule.id}"), "applies_from": "", "question": "", "event": ""}
    if one.why == "event_too_early":
        told["applies_from"] = day_words(language, one.rule.applies_from)
    if one.why == "answer":
        told["question"] = fact_words(language, facts()[US][one.fact], "ask")
    if one.why == "never":
        told["event"] = sentence(language, f"us.event.{one.fact}")
    says = sentence(language, f"us.ruled_out.{one.why}", **told)
    return {
        "rule": one.rule.id,
        "citation": one.rule.citation,
        "reason": one.why,
        "fact": one.fact or None,
        "says": says,
        "not_verified": _mark(one.rule.mark, one.rule.said_by, language),
    }


def question(name: str, language: str) -> dict[str, Any]:
    """The question of a fact: what is asked, why, and on which paper the answer is found."""
    fact = facts()[US][name]
    return {
        "fact": name,
        "kind": fact.kind,
        "choices": list(fact.choices),
        "ask": fact_words(language, fact, "ask"),
        "why": fact_words(language, fact, "why"),
        "found": fact_words(language, fact, "found"),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
