"""The share of one nationality in CBP One appointments before and after the rule of May 2023: an association."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sojourn.breakdown import Breakdown, Count
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.conditions import conditions, narrowed, narrowed_reason
from sojourn.measures.declare import Measure, Parameter, Period
from sojourn.measures.entry.editions import (
    ATTRIBUTES,
    EDITION,
    NATIONALITY,
    SQL,
    TABLE,
    Edition,
    edition,
    every_edition,
    refused,
)
from sojourn.measures.entry.rounded import METHOD, Limits, Rounded, odds, over, share
from sojourn.measures.releases import NoRelease, provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import Joined, joined, said

_BEFORE, _AFTER = "2023-01..2023-04", "2023-06..2023-09"

_CAVEATS = (
    Caveat(
        said(
            "This is an association. In the same week Title 42 ended, and within seven weeks the number of appointments a day "
            "doubled; who came to the border changed as well. The figures cannot say how much of the difference is the rule's."
        ),
        "warning",
    ),
    Caveat(
        said(
            "To 10 May 2023 all places of a day were given out at one moment; from then on a part was drawn and a part went to those "
            "who had waited longest. CBP never published how large each part was."
        )
    ),
)


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    one = edition(record, asked["edition"])
    if isinstance(one, NoRelease):
        return MEASURE.unanswered(record, asked, "not covered", one.reason)
    others = every_edition(record)
    for when in (asked["before"], asked["after"]):
        status, reason = refused(one, when, asked["nationality"], others)
        if reason:
            return MEASURE.unanswered(record, asked, status, reason)
    spans = [_Span(one, when, asked["nationality"]) for when in (asked["before"], asked["after"])]
    if not all(span.share.low > 0 and span.share.high < 1 for span in spans):
        reason = said("the nationality may have none or all of the appointments of a span, but for rounding")
        named = conditions({"nationality": asked["nationality"]})
        return MEASURE.unanswered(record, asked, "too few", narrowed_reason(reason, named))
    return _finding(record, asked, one, *spans)


class _Span:
    """The months of one span, with the appointments of the nationality and of all."""

    def __init__(self, one: Edition, when: Period, who: str) -> None:
        self.months: Sequence[date] = one.within(when)
        self.counted: Rounded = one.processed(self.months, who)
        self.whole: Rounded = one.processed(self.months)
        self.share: Limits = share(self.counted, self.whole)

    def row(self, label: str) -> tuple[Any, ...]:
        shares = (round(at, 4) for at in (self.share.value, self.share.low, self.share.high))
        months = f"{self.months[0]:%Y-%m} to {self.months[-1]:%Y-%m}"
        return (label, months, self.counted.value, self.whole.value, *shares)


def _finding(record: Record, asked: Mapping[str, Any], one: Edition, before: _Span, after: _Span) -> Finding:
    ratio = over(odds(before.share), odds(after.share))
    who = asked["nationality"]
    return Finding(
        measure=MEASURE.id,
        parameters={**asked, "before": str(asked["before"]), "after": str(asked["after"]), "edition": one.name},
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (one.release,), TABLE, SQL),
        value=ratio.value,
        numerator=before.counted.value,
        denominator=before.whole.value,
        denominator_is=said("appointments of all nationalities before; those after stand in the table"),
        interval=Interval(ratio.low, ratio.high, METHOD),
        columns=(
            *(said("span"), said("months"), said("appointments"), said("all appointments")),
            *(said("share"), said("share from"), said("share to")),
        ),
        rows=(before.row(said("before")), after.row(said("after"))),
        caveats=_CAVEATS,
        breaks_down=lambda: _breakdown(one, who, before, after),
        told=Told.of(("nationality",), ("month",), (before.counted.value, after.counted.value)),
        sentence=_sentence(who, before, after, ratio),
        details={
            "ratio": round(ratio.value, 4),
            "appointments_a_month_before": round(before.counted.value / len(before.months), 1),
            "appointments_a_month_after": round(after.counted.value / len(after.months), 1),
        },
    )


def _sentence(who: str, before: _Span, after: _Span, ratio: Limits) -> Joined:
    """The answer in words, and what it is not."""
    shares = said(
        "Share of CBP One appointments before: {share_before} ({before:number} of {all_before:number}), after: {share_after} "
        "({after:number} of {all_after:number}); the share over the rest was {ratio:number} times as large ({low:number} to "
        "{high:number} by rounding).",
        share_before=before.share.per_cent(),
        before=before.counted.value,
        all_before=before.whole.value,
        share_after=after.share.per_cent(),
        after=after.counted.value,
        all_after=after.whole.value,
        ratio=ratio.value,
        low=ratio.low,
        high=ratio.high,
    )
    return narrowed(joined([shares, said("An association, not an effect.")]), conditions({"nationality": who}))


def _breakdown(one: Edition, who: str, before: _Span, after: _Span) -> Breakdown:
    """What the four counts of the table are of; those before are the headline's too."""
    counts = []
    for at, span in enumerate((before, after)):
        counts.append(Count(one.scope(span.months, who).key(), span.counted.value, (at, 2)))
        counts.append(Count(one.scope(span.months).key(), span.whole.value, (at, 3)))
    return Breakdown(tuple(counts), counts[0].key, counts[1].key, attributes=ATTRIBUTES)


MEASURE = Measure(
    id="rule_change",
    estimators=("rounded_figures",),
    definition=Definition(
        question="How did the share of one nationality in CBP One appointments differ before and after the rule of May 2023?",
        counted="appointments that were processed in the months of each span, as OHSS prints them by month and nationality",
        not_counted="May 2023, in which the rule changed, unless a span has it; requests, of which no nationality was published",
        date_basis="the month in which the appointment was processed",
        estimator=(
            "the share p over the rest, p / (1 - p), before, divided by the same after; the limits take each figure at its least "
            "favourable rounding; all appointments are counted, so there is no sampling error, and no cause is estimated"
        ),
    ),
    unit="ratio",
    parameters=(
        Parameter("nationality", "country", NATIONALITY.help.partition(";")[0], required=True, vocabulary="country"),
        Parameter("before", "period", "months before the rule changed", _BEFORE),
        Parameter("after", "period", "months after it", _AFTER),
        EDITION,
    ),
    tables=(TABLE,),
    answer=_answer,
    dimensions={},
    example="-p nationality=RUSSIA",
)
