"""A rate then and now, at the same court, before the same judge, of the same people: other cases, or other decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from operator import itemgetter
from typing import Any, Final

from sojourn.breakdown import Breakdown
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST, Unanswerable
from sojourn.measures.conditions import narrowed, narrowed_reason
from sojourn.measures.court.asylum_breakdown import of_split
from sojourn.measures.court.asylum_definitions import Counted, Outcome
from sojourn.measures.court.asylum_question import (
    ADMIN_CLOSURE,
    ATTRIBUTION,
    COMPLETION_DAYS,
    DEFINITION,
    DETAINED_BY_NAME,
    FAMILIES,
    FUNNEL,
    HEARD_DETAINED,
    NOT_COUNTED,
    REPRESENTED,
    AsylumQuestion,
    asylum_question,
    in_words,
    told_cells,
)
from sojourn.measures.court.asylum_words import counted_under, part_of, too_few_for_rate, units_counted
from sojourn.measures.court.decomposed import COLUMNS, DIMENSIONS, Split
from sojourn.measures.court.question import TALLY
from sojourn.measures.court.release import COURT, JUDGE, NATIONALITY, RELEASE
from sojourn.measures.declare import Measure, Parameter, Period, by_choice
from sojourn.measures.releases import provenance
from sojourn.record.opened import Record
from sojourn.stats.decomposition import Part, kitagawa
from sojourn.stats.intervals import difference
from sojourn.stats.proportions import wilson
from sojourn.stats.stratified import strata
from sojourn.tables import Attribute
from sojourn.tiers import Told
from sojourn.words.said import Said, joined, said

WHOLE: Final = "whole"
COMPONENTS: Final = (WHOLE, "rate", "mix", "apart")
"""What the value may be: the whole difference, or one component of it."""
_LIKE: Final = ("court", "detained", "nationality")
"""What is held equal together. Judges come and go, and representation is in part caused by the judge: each stands alone."""


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    question = asylum_question(record, MEASURE, asked, ("then", "now"))
    if isinstance(question, Unanswerable):
        return MEASURE.unanswered(record, in_words(asked), question.status, question.reason)
    return _Answer(question).finding()


class _Answer:
    """One question with the counts of both periods."""

    def __init__(self, question: AsylumQuestion) -> None:
        self._question, self._way = question, question.way
        self._then: Period = question.asked["then"]
        self._now: Period = question.asked["now"]
        self._free = tuple(name for name in DIMENSIONS if not self._fixed(name))
        self._sql, then, now = question.split_in_two(self._free or ("court",), self._then, self._now)
        self._rows = {self._then: then, self._now: now}
        self._counts = {
            period: {name: sum(row[name] for row in rows) for name in self._way.outcomes}
            for period, rows in self._rows.items()
        }

    def _fixed(self, name: str) -> bool:
        """Whether a filter leaves one value of a dimension; several courts or nationalities are still a mix."""
        if name in {"detained", "represented"}:
            return bool(self._question.asked[name])
        return len(self._question.codes(name)) == 1 or (name == "judge" and bool(self._question.codes(name)))

    def _share(self, period: Period) -> tuple[int, int]:
        counts = self._counts[period]
        return counts[self._way.rate], sum(counts.values())

    @cached_property
    def _together(self) -> Split | None:
        """The decomposition with all that is held equal together; None where the filters fix everything."""
        held = tuple(name for name in _LIKE if name in self._free)
        return self._decomposed(held) if held else None

    def _decomposed(self, by: tuple[str, ...]) -> Split:
        counts: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        level = itemgetter(*by)
        for at, period in ((0, self._now), (2, self._then)):
            for row, successes, trials in self._rated_rows[period]:
                held = counts[level(row)]
                held[at] += successes
                held[at + 1] += trials
        of = strata(*([held[at] for held in counts.values()] for at in range(4)))
        return Split(by, kitagawa(of) if of.compared.any() else None)

    @cached_property
    def _rated_rows(self) -> dict[Period, list[tuple[Mapping[str, Any], int, int]]]:
        """The rows of each period with what each counts: the outcome whose share is asked for, and all."""
        outcomes = tuple(self._way.outcomes)
        return {
            period: [(row, row[self._way.rate], sum([row[name] for name in outcomes])) for row in rows]
            for period, rows in self._rows.items()
        }

    @cached_property
    def _splits(self) -> tuple[Split, ...]:
        """All together first, then each dimension alone."""
        alone = [self._decomposed((name,)) for name in self._free]
        together = [self._together] if self._together and len(self._together.dimensions) > 1 else []
        return (*together, *alone)

    @cached_property
    def _difference(self) -> Part:
        """The difference by itself, whatever the strata."""
        (a, n), (c, m) = self._share(self._now), self._share(self._then)
        low, high = difference(a, n, c, m)
        return Part(a / n - c / m, float(low), float(high))

    def finding(self) -> Finding:
        question = self._question
        return Finding(
            measure=MEASURE.id,
            parameters=question.told,
            unit=MEASURE.unit,
            definition=MEASURE.definition,
            provenance=provenance(question.record, (question.chosen.release,), "court_decisions", self._sql),
            caveats=(*question.chosen.caveats, *self._caveats()),
            told=self._told(),
            breaks_down=self._breakdown,
            **self._measured(),
        )

    def _measured(self) -> dict[str, Any]:
        if reason := self._too_few():
            return {"status": "too few", "reason": reason}
        part = self._part()
        table = {"columns": COLUMNS, "rows": tuple(one.row for one in self._splits), "details": self._details()}
        if not part:
            return {"status": "not determinable", "reason": self._inseparable(), **table}
        successes, trials = self._share(self._now)
        return {
            "value": 100 * part.value,
            "numerator": successes,
            "denominator": trials,
            "denominator_is": said(
                "{units}, now; then {then:number}", units=units_counted(self._way), then=self._share(self._then)[1]
            ),
            "interval": Interval(100 * part.low, 100 * part.high, self._method),
            "sentence": self._sentence(),
            **table,
        }

    def _part(self) -> Part | None:
        """The part that the value is."""
        if self._question.asked["component"] == WHOLE:
            return self._difference
        if not self._together or not self._together.parts:
            return None
        part: Part = getattr(self._together.parts, self._question.asked["component"])
        return part

    @property
    def _method(self) -> str:
        return said("Newcombe, 95 %") if self._question.asked["component"] == WHOLE else said("delta method, 95 %")

    def _inseparable(self) -> str:
        if self._together:
            return said(
                "no stratum was there both then and now, so mix and rate cannot be separated. Held equal: {held}",
                held=self._together.words,
            )
        return said(
            "the filters leave one court, custody and nationality: there is no mix, and component=whole is the rate"
        )

    def _too_few(self) -> str:
        if min(self._share(period)[1] for period in (self._then, self._now)) >= FEWEST:
            return ""
        then = said("then {rate}", rate=self._told_of(self._then))
        now = said("now {rate}", rate=self._told_of(self._now))
        return narrowed_reason(joined([then, now, too_few_for_rate(self._way)], "; "), self._about)

    @cached_property
    def _about(self) -> list[Said]:
        return self._question.about(said("Then and now"))

    def _told_of(self, period: Period) -> Said:
        return said("{rate} in {period}", rate=part_of(self._way.rate, *self._share(period)), period=str(period))

    def _rated(self, period: Period) -> Said:
        successes, trials = self._share(period)
        low, high = wilson(successes, trials)
        return said(
            "{rate} ({share:percent}, {low:percent} to {high:percent})",
            rate=self._told_of(period),
            share=successes / trials,
            low=low,
            high=high,
        )

    def _sentence(self) -> str:
        whole = said(
            "{then}; {now}. Now minus then: {difference} percentage points.",
            then=self._rated(self._then),
            now=self._rated(self._now),
            difference=_points(self._difference),
        )
        return narrowed(joined([whole, self._separated(), counted_under(self._way)]), self._about)

    def _separated(self) -> str:
        split = self._together
        if not split:
            return said("The filters leave one court, custody and nationality, so all of it is the rate.")
        if not split.parts:
            return said(
                "No stratum was there both then and now, so mix and rate cannot be separated. Held equal: {held}.",
                held=split.words,
            )
        parts = split.parts
        return said(
            "Held equal: {held}. Of the difference {rate} comes of other rates for like cases, {mix} of another mix of cases, "
            "and {apart:points} cannot be separated.",
            held=split.words,
            rate=_points(parts.rate),
            mix=_points(parts.mix),
            apart=parts.apart.value,
        )

    def _details(self) -> dict[str, Any]:
        return {
            "then": _rate(self._counts[self._then], *self._share(self._then)),
            "now": _rate(self._counts[self._now], *self._share(self._now)),
            "difference": _rounded(self._difference),
            "decompositions": [
                {"held_equal": list(one.dimensions)}
                | {name: _rounded(getattr(one.parts, name)) for name in _NAMES if one.parts}
                | {"decisions_apart": list(one.parts.trials_apart) if one.parts else None}
                for one in self._splits
            ],
            "merged_judge_codes": list(self._question.counted_together()),
        }

    def _told(self) -> Told:
        """What both periods tell, each with its counts, and how many decisions stand apart."""
        narrowing = [name for name in ("judge", "court") if self._question.codes(name)]
        narrowing += [name for name in ("detained", "represented") if self._question.asked[name]]
        attributes: list[Attribute] = ["place"] if narrowing else []
        attributes += ["nationality"] if self._question.codes("nationality") else []
        apart = [count for one in self._splits if one.parts for count in one.parts.trials_apart]
        cells = [*told_cells(list(counts.values()) for counts in self._counts.values()), *apart]
        return Told.of(attributes, (self._then.grain, self._now.grain), cells, "hearings")

    def _breakdown(self) -> Breakdown | None:
        """What the counts of both periods are of, where they may be printed exactly.

        Elsewhere shares and components would give hidden counts away, so there is none and the answer stays here.
        """
        if self._told().tier != "P0":
            return None
        now, then = (
            of_split(
                self._question.counts_of(self._way, self._question.side, period),
                Counted(self._way, self._question.side, self._counts[period]),
                (),
                (),
                (),
            )
            for period in (self._now, self._then)
        )
        return replace(now, counts=(*now.counts, *then.counts), numerator=None, denominator=None)

    def _caveats(self) -> Iterator[Caveat]:
        yield Caveat(
            said(
                "Past decisions of courts, not a prediction for one person, then or now: what is not in the columns of the "
                "release is not held equal."
            ),
            "warning",
        )
        split = self._together
        if split and split.parts and any(split.parts.trials_apart):
            then, now = split.parts.trials_apart
            yield Caveat(
                said(
                    "{then:number} decisions then and {now:number} now are in strata that the other period does not have. "
                    "Held equal: {held}.",
                    then=then,
                    now=now,
                    held=split.words,
                )
            )
        yield Caveat(
            said(
                "Judges are not held equal together with the rest, as they come and go; nor is representation, which depends in "
                "part on the judge (Hausman). The table has each alone."
            )
        )
        yield FUNNEL
        yield FAMILIES
        yield DETAINED_BY_NAME
        if self._then.first <= self._now.last and self._now.first <= self._then.last:
            yield Caveat(
                said("The two periods overlap, so the intervals, which take them as separate, do not hold."), "warning"
            )
        yield from self._question.narrowed((self._then, self._now))


_NAMES = ("rate", "mix", "apart", "rate_then", "mix_then", "both")


def _points(part: Part) -> Said:
    """A part in percentage points with its limits."""
    return said("{value:points} ({low:points} to {high:points})", value=part.value, low=part.low, high=part.high)


def _rounded(part: Part) -> dict[str, float]:
    return {name: round(100 * getattr(part, name), 3) for name in ("value", "low", "high")}


def _rate(counts: Mapping[Outcome, int], successes: int, trials: int) -> dict[str, Any]:
    low, high = wilson(successes, trials)
    shares = {"share": round(successes / trials, 6), "low": round(low, 6), "high": round(high, 6)}
    return {"outcomes": dict(counts), "numerator": successes, "denominator": trials, **shares}


def _periods() -> Sequence[Parameter]:
    words = "FY2024, 2024-06, or two with .. between, by completion"
    return (
        Parameter("then", "period", f"the earlier period: {words}", required=True),
        Parameter("now", "period", f"the later period: {words}", required=True),
    )


MEASURE = Measure(
    id="then_and_now",
    estimators=("wilson", "newcombe", "kitagawa"),
    definition=Definition(
        question="How did a rate of asylum decisions change, and was it other cases or other decisions on the same ones?",
        counted="decisions on asylum under the definition asked for, completed in either period",
        not_counted=NOT_COUNTED,
        date_basis=by_choice(COMPLETION_DAYS),
        estimator=(
            "share now minus share then, decomposed into rate and mix over strata (Kitagawa); strata of one period only stand "
            "apart; limits of the difference by Newcombe, of its components by the delta method"
        ),
    ),
    unit="percentage points",
    parameters=(
        *_periods(),
        Parameter(
            "component",
            "choice",
            "which component is the value: whole, or with court, custody and nationality held equal the rate, the mix, or what stands apart",
            WHOLE,
            choices=COMPONENTS,
        ),
        replace(DEFINITION, default="case_last"),
        ATTRIBUTION,
        COURT,
        JUDGE,
        NATIONALITY,
        HEARD_DETAINED,
        REPRESENTED,
        RELEASE,
        ADMIN_CLOSURE,
        TALLY,
    ),
    tables=("court_decisions",),
    answer=_answer,
    dimensions={},
    minimum=FEWEST,
    example="-p nationality=RU -p then=FY2023 -p now=FY2025",
)
