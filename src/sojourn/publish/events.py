"""Event claims and reference totals as text and JSON: what all sources allow, what each says, and who is apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from sojourn.flights.event_claims import EventClaim, EventCount, Events, Hop
from sojourn.flights.ranges import Named, Range, Resolved
from sojourn.flights.reference_totals import Contradiction, ReferenceTotal, contradictions
from sojourn.flights.resolve import ResolvedEvent, resolve
from sojourn.publish.terminal import table, wrapped
from sojourn.words.figures import number

SCHEMA: Final = "sojourn.event_claims/1"
CLAIMED: Final = (
    "Claims of others, not findings: nothing here was seen by Sojourn, no claim is preferred, and outlets that copy from each "
    "other are not independent."
)
_RANGES: Final = ("departure", "arrival", "people")
_NAMES: Final = {
    "citizenships": "citizenships",
    "us_airport": "US airport",
    "hand_over": "hand-over",
    "destination": "destination",
    "onward_carrier": "onward carrier",
}

Days = tuple[date, date]


def events_in(events: Events, days: Days | None) -> list[ResolvedEvent]:
    """The events, resolved, whose departure may lie in some days; all of them where no days are given."""
    found = [resolve(event) for event in events.events]
    period = Range(*days) if days else None
    return [one for one in found if not period or one.departure.span is None or one.departure.span.meets(period)]


def totals_in(totals: Sequence[ReferenceTotal], days: Days | None) -> list[ReferenceTotal]:
    """The totals whose period has a day in common with some days."""
    return [one for one in totals if not days or (one.first <= days[1] and one.last >= days[0])]


def as_dict(
    events: Events | None, found: Sequence[ResolvedEvent], totals: Sequence[ReferenceTotal] | None
) -> dict[str, Any]:
    """The JSON form, with stable keys (docs/json.md); what was not asked for is null."""
    return {
        "schema": SCHEMA,
        "note": CLAIMED,
        "file": events.sha256 if events else None,
        "events": [_event(one) for one in found] if events else None,
        "counts": [_count(one) for one in events.counts] if events else None,
        "totals": [_total(one) for one in totals] if totals is not None else None,
        "contradictions": [_contradiction(one) for one in contradictions(totals)] if totals is not None else None,
    }


def events_text(events: Events, found: Sequence[ResolvedEvent]) -> str:
    """Events as text: the answer of each first, then every field on which the claims differ, then the claims."""
    lines = [wrapped(CLAIMED)]
    for one in found:
        lines += ["", wrapped(one.sentence(), "  ", ""), *_fields(one), *map(_claim_line, one.event.claims)]
    if not found:
        lines += ["", "No event falls into these days."]
    if events.counts:
        lines += ["", "Who counts how many:", *(wrapped(_count_line(one), "    ", "  - ") for one in events.counts)]
    return "\n".join([*lines, "", f"File SHA-256 {events.sha256[:12]}; tier P0."])


def totals_text(totals: Sequence[ReferenceTotal]) -> str:
    """Totals side by side, by metric and period, and what of them does not add up."""
    ordered = sorted(totals, key=lambda one: (one.metric, one.first, one.last, one.publisher, one.value))
    lines = ["Totals that others printed, with their publisher and vintage; none of them is Sojourn's."]
    for metric, group in groupby(ordered, key=lambda one: one.metric):
        rows = [
            (f"{one.first} to {one.last}", _printed(one), one.publisher, one.published or "not known", one.source)
            for one in group
        ]
        lines += ["", metric, table(("period", "value", "publisher", "vintage", "source"), rows, "  ")]
    apart = contradictions(totals)
    if apart:
        lines += ["", "They do not add up:", *(wrapped(str(one), "    ", "  ! ") for one in apart)]
    return "\n".join(lines)


def _fields(one: ResolvedEvent) -> Iterator[str]:
    """What is agreed, and word by word what is not."""
    for name in _RANGES:
        field: Resolved[Any] = getattr(one, name)
        if field.said:
            said = "; ".join(f"{each.claim}: {each.range} ({each.why})" for each in field.said)
            yield wrapped(f"{name}, {field.state}: {said}", "      ", "    ")
    for name, words in _NAMES.items():
        named: Named = getattr(one, name)
        if named.said:
            said = "; ".join(f"{claim}: {', '.join(sorted(names))}" for claim, names in named.said)
            told = ", ".join(named.agreed) if named.state == "agreed" else said
            yield wrapped(f"{words}, {named.state}: {told}", "      ", "    ")


def _claim_line(claim: EventClaim) -> str:
    chain = " - ".join(stop.code for stop in claim.stops)
    told = [
        claim.stance if claim.stance != "affirms" else "",
        f"chain {chain}" if chain else "",
        claim.co_passengers and f"also aboard: {claim.co_passengers}",
        claim.confidence,
        claim.note,
    ]
    source = f"{claim.publisher}, {claim.reference}, {claim.published or 'day of publication not known'}"
    return wrapped(f"{claim.id}: {source}{''.join(f'; {one}' for one in told if one)}", "      ", "    ~ ")


def _count_line(one: EventCount) -> str:
    vintage = f", {one.published}" if one.published else ""
    said = f" ({one.said})" if one.said else ""
    return f"{one.publisher}: {Range(one.at_least, one.at_most)} with citizens of {one.citizenship}, {one.days[0]} to {one.days[1]}{said}; {one.reference}{vintage}"


def _printed(one: ReferenceTotal) -> str:
    return f"{one.bound} {f'{one.value:.2f}' if one.is_share else number(one.value)}".strip()


def _event(one: ResolvedEvent) -> dict[str, Any]:
    return {
        "id": one.event.id,
        "title": one.event.title,
        "sentence": one.sentence(),
        "contested": one.contested,
        "affirmed_by": list(one.affirmed_by),
        "left_out_by": list(one.left_out_by),
        "on_days": one.on_days,
        **{name: _resolved(getattr(one, name)) for name in _RANGES},
        **{name: _named(getattr(one, name)) for name in _NAMES},
        "claims": [_claim(claim) for claim in one.event.claims],
    }


def _resolved(field: Resolved[Any]) -> dict[str, Any]:
    return {
        "state": field.state,
        "settled": field.settled,
        "agreed": _range(field.agreed),
        "span": _range(field.span),
        "apart": [list(pair) for pair in field.apart],
        "said": [
            {"claim": one.claim, "publisher": one.publisher, "range": _range(one.range), "why": one.why}
            for one in field.said
        ],
    }


def _range(one: Range[Any] | None) -> dict[str, Any] | None:
    return {"low": _plain(one.low), "high": _plain(one.high)} if one else None


def _plain(value: date | int | None) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def _named(field: Named) -> dict[str, Any]:
    return {
        "state": field.state,
        "agreed": list(field.agreed),
        "span": list(field.span),
        "said": [{"claim": claim, "names": sorted(names)} for claim, names in field.said],
    }


def _claim(one: EventClaim) -> dict[str, Any]:
    return {
        "id": one.id,
        "publisher": one.publisher,
        "reference": one.reference,
        "published": _plain(one.published),
        "stance": one.stance,
        "co_passengers": one.co_passengers,
        "confidence": one.confidence,
        "note": one.note,
        "hops": [_hop(hop) for hop in one.hops],
    }


def _hop(one: Hop) -> dict[str, Any]:
    return {
        "from": one.origin.code,
        "to": one.destination.code,
        "between": one.between,
        "carrier": one.carrier,
        "aircraft": one.aircraft,
        "left": _times(one.left),
        "arrived": _times(one.arrived),
        "status": one.status,
        "observed_by": one.observed_by,
    }


def _times(one: tuple[datetime, datetime] | None) -> list[str] | None:
    """The earliest and the latest time, by the clock of the airport."""
    return [at.isoformat() for at in one] if one else None


def _count(one: EventCount) -> dict[str, Any]:
    return {
        "id": one.id,
        "publisher": one.publisher,
        "reference": one.reference,
        "published": _plain(one.published),
        "citizenship": one.citizenship,
        "first": one.days[0].isoformat(),
        "last": one.days[1].isoformat(),
        "at_least": one.at_least,
        "at_most": one.at_most,
        "said": one.said,
    }


def _total(one: ReferenceTotal) -> dict[str, Any]:
    return {
        "publisher": one.publisher,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "metric": one.metric,
        "value": one.value,
        "bound": one.bound,
        "part_of": one.part_of,
        "published": one.published,
        "source": one.source,
        "note": one.note,
    }


def _contradiction(one: Contradiction) -> dict[str, Any]:
    return {
        "whole": _total(one.whole),
        "pieces": [_total(piece) for piece in one.pieces],
        "added": one.added,
        "off_by": round(one.off_by, 4),
    }
