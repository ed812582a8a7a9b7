"""How far apart the judges of a court are on asylum: the spread of their true shares, and what is known of each.

No ranking: a raw share is no measure of a judge with few decisions, so each stands with its shrunk share and interval, in
order of name, and the funnel says who lies further off than numbers and the spread of all explain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from sojourn.breakdown import Breakdown
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST, Unanswerable, cut
from sojourn.measures.conditions import narrowed, narrowed_reason
from sojourn.measures.court.asylum_breakdown import ATTRIBUTES, of_split
from sojourn.measures.court.asylum_definitions import WORDS, Counted, Way, share_of_outcome
from sojourn.measures.court.asylum_question import (
    ADMIN_CLOSURE,
    ATTRIBUTION,
    COMPLETED_IN,
    COMPLETION_DAYS,
    DEFINITION,
    DETAINED_BY_NAME,
    FUNNEL,
    HEARD_DETAINED,
    NOT_COUNTED,
    REPRESENTED,
    AsylumQuestion,
    asylum_question,
    in_words,
    told_cells,
)
from sojourn.measures.court.asylum_words import counted_under, part_of, units_counted
from sojourn.measures.court.judged import Judged, judged
from sojourn.measures.court.labels import completed_in
from sojourn.measures.court.question import TALLY
from sojourn.measures.court.release import COURT, NATIONALITY, RELEASE, labels
from sojourn.measures.court.shares import share_of
from sojourn.measures.court.split import judge_place, shower
from sojourn.measures.declare import Measure, Period, by_choice
from sojourn.measures.releases import provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import Said, joined, said

FEWEST_JUDGES = 5
"""Judges below which no spread is given: the limits of the standard deviation were measured from five on."""
BY: Final = ("judge",)
NOT_COMPARED: Final = (None,) * 5


def _answer(record: Record, asked: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    question = asylum_question(record, MEASURE, asked)
    if isinstance(question, Unanswerable):
        parameters = {**in_words(asked), "by": list(by)}
        return MEASURE.unanswered(record, parameters, question.status, question.reason)
    return _Answer(question).finding()


class _Answer:
    """One question with its judges."""

    def __init__(self, question: AsylumQuestion) -> None:
        self._question, self._way = question, question.way
        self._period: Period | None = question.asked["period"]
        self._known = {"judge": labels(question.record, question.chosen.id, "judge")}
        self._shown = shower(BY, self._known)
        self._filters = question.filters(self._period)
        self._sql, rows = question.split(BY, self._filters, self._period)
        self._rows = sorted(rows, key=lambda row: judge_place(row, BY, self._known))
        self._compared = [row for row in self._rows if self._is_compared(row)]
        self._others = [row for row in self._rows if self._note(row)]

    def _whole(self, row: Mapping[str, Any]) -> int:
        return sum(row[name] for name in self._way.outcomes)

    def _note(self, row: Mapping[str, Any]) -> str:
        return self._shown(row)[1]

    def _is_compared(self, row: Mapping[str, Any]) -> bool:
        return self._whole(row) >= FEWEST and not self._note(row)

    @cached_property
    def _judged(self) -> Judged | None:
        """What the counts say; nothing where there are too few judges."""
        if len(self._compared) < FEWEST_JUDGES:
            return None
        return judged([row[self._way.rate] for row in self._compared], [self._whole(row) for row in self._compared])

    def finding(self) -> Finding:
        rows, too_many = cut(self._table())
        chosen = self._question.chosen
        return Finding(
            measure=MEASURE.id,
            parameters={**self._question.told, "by": []},
            unit=_unit(self._way),
            definition=MEASURE.definition,
            provenance=provenance(self._question.record, (chosen.release,), "court_decisions", self._sql),
            columns=self._columns(),
            rows=rows,
            breaks_down=lambda: self._breakdown(rows),
            caveats=(*chosen.caveats, *too_many, *self._caveats()),
            told=self._told(),
            **self._measured(),
        )

    def _measured(self) -> dict[str, Any]:
        if not self._judged:
            return {"status": "too few", "reason": self._too_few()}
        spread, low, high = self._judged.spread
        method = said("profile of the beta-binomial likelihood, 95 % with Student's t of the judges")
        return {
            "value": spread,
            "numerator": self._sum(self._way.rate),
            "denominator": sum(map(self._whole, self._compared)),
            "denominator_is": said("{units}; of the judges compared", units=units_counted(self._way)),
            "interval": Interval(low, high, method),
            "sentence": self._sentence(self._judged),
            "details": {
                "judges_compared": len(self._compared),
                "judges_with_too_few": self._small,
                "middle_eight_tenths": [round(share, 4) for share in self._judged.middle],
                "median": round(self._judged.median, 4),
                "funnel_limits": [list(row) for row in self._judged.limits],
                "outside_95": self._judged.outside("limits"),
                "outside_99_8": self._judged.outside("99.8"),
                "merged_judge_codes": list(self._question.counted_together(row["judge"] for row in self._rows)),
            },
        }

    def _sum(self, outcome: str) -> int:
        return sum(row[outcome] for row in self._compared)

    @property
    def _small(self) -> int:
        return len(self._rows) - len(self._compared) - len(self._others)

    def _about(self) -> list[Said]:
        return self._question.about(completed_in(self._period))

    def _too_few(self) -> str:
        reason = said(
            "judges with {fewest:number} or more are {judges:number}; fewer than {needed:number} show no spread. Counted: {unit}",
            fewest=FEWEST,
            unit=self._way.unit,
            judges=len(self._compared),
            needed=FEWEST_JUDGES,
        )
        return narrowed_reason(reason, self._about())

    def _sentence(self, found: Judged) -> str:
        refuted = "" if found.spread[1] > 0 else said("These counts do not show that the judges differ.")
        sentences = (self._of_all(), _apart(found), refuted, _outside(found, self._small))
        under = counted_under(self._way, self._question.side)
        return narrowed(joined([*sentences, under]), self._about())

    def _of_all(self) -> Said:
        part, whole = self._sum(self._way.rate), sum(map(self._whole, self._compared))
        return said(
            "Judges compared: {judges:number}. Together: {rate} ({share:percent}).",
            judges=len(self._compared),
            rate=part_of(self._way.rate, part, whole),
            share=part / whole,
        )

    def _columns(self) -> tuple[str, ...]:
        outcomes = tuple(WORDS[name] for name in self._way.outcomes)
        raw = (share_of_outcome(self._way), said("low"), said("high"))
        shrunk = (said("shrunk share"), said("shrunk low"), said("shrunk high"))
        end = (said("probability above median"), said("funnel"), said("note"))
        return (said("judge"), *outcomes, self._way.unit, *raw, *shrunk, *end)

    def _table(self) -> list[tuple[Any, ...]]:
        """One row a judge in order of name; what is no person comes last."""
        told = iter(self._judged.rows if self._judged else ())
        return [
            self._row(row, next(told, NOT_COMPARED) if self._is_compared(row) else NOT_COMPARED) for row in self._rows
        ]

    def _row(self, row: Mapping[str, Any], compared: tuple[Any, ...]) -> tuple[Any, ...]:
        names, note = self._shown(row)
        whole = self._whole(row)
        counts = (row[name] for name in self._way.outcomes)
        raw = share_of(row[self._way.rate], whole)
        return (
            *names,
            *counts,
            whole,
            *raw,
            *compared,
            joined([note, said("too few") if whole < FEWEST else ""], "; "),
        )

    def _breakdown(self, rows: tuple[tuple[Any, ...], ...]) -> Breakdown | None:
        """What the counts are of; nothing where they tell of nationality, so that such an answer stays on this machine.

        The spread and the shrunk shares are computed from all counts together, so hiding some of them would hide nothing.
        For the same reason the headline names no key: it goes where any count of the table is hidden.
        """
        if self._question.codes("nationality") or len(rows) < len(self._rows):
            return None
        way, side = self._way, self._question.side
        totals = {name: sum(row[name] for row in self._rows) for name in way.outcomes}
        scope = self._question.counts_of(way, side, self._period)
        told = of_split(scope, Counted(way, side, totals), BY, self._rows, rows)
        return replace(told, numerator=None, denominator=None)

    def _told(self) -> Told:
        about = [ATTRIBUTES[name] for name in ATTRIBUTES if name == "judge" or self._question.asked.get(name)]
        cells = told_cells([row[name] for name in self._way.outcomes] for row in self._rows)
        return Told.of(about, [self._period.grain] if self._period else [], cells, "hearings")

    def _caveats(self) -> Iterator[Caveat]:
        yield Caveat(
            said(
                "Past decisions of judges, not a prediction for one person. Nothing here adjusts for case mix: nationality, "
                "custody, lawyers and the law in force differ from judge to judge."
            ),
            "warning",
        )
        if len(self._question.codes("court")) != 1:
            yield Caveat(
                said(
                    "Judges of several courts stand together, and courts hear different cases: ask for one court to compare "
                    "like with like."
                ),
                "warning",
            )
        yield Caveat(
            said(
                "This is no ranking: the table goes by name. A judge outside the limits lies further from the share of all "
                "than the number of decisions and the spread of all judges explain; that says nothing of who is right."
            )
        )
        yield FUNNEL
        yield Caveat(
            said(
                "Cases are not drawn by lot, and one decision of a judge depends on the one before (Chen, Moskowitz and Shue "
                "2016); members of a family are decided together, which makes the intervals too narrow."
            )
        )
        yield from self._left_out()
        yield from self._question.narrowed([self._period] if self._period else [], (row["judge"] for row in self._rows))
        if self._filters.detained is not None:
            yield DETAINED_BY_NAME
        if self._filters.represented is not None:
            yield Caveat(
                said(
                    "Whether a person finds a lawyer depends in part on the judge, so keeping only those with or without one "
                    "is not neutral."
                )
            )
        if self._filters.withdrawn:
            yield Caveat(
                said("Applications that earlier releases had and this one no longer has are added, as they last stood.")
            )

    def _left_out(self) -> Iterator[Caveat]:
        """Whom the spread leaves out, with their decisions."""
        if self._small:
            yield Caveat(
                said(
                    "Judges listed and not compared, with fewer than {fewest:number}: {judges:number}. Counted: {unit}.",
                    fewest=FEWEST,
                    judges=self._small,
                    unit=self._way.unit,
                )
            )
        if self._others:
            decided = sum(map(self._whole, self._others))
            yield Caveat(
                said(
                    "Under codes that are no person, or under none: {decided:number}. They are listed last and not compared. "
                    "Counted: {unit}.",
                    decided=decided,
                    unit=self._way.unit,
                )
            )


def _unit(way: Way) -> Said:
    if way.rate == "denied":
        return said("share denied, standard deviation between judges")
    return said("share granted, standard deviation between judges")


def _apart(found: Judged) -> Said:
    """How far apart the judges are."""
    spread, low, high = (round(100 * one, 1) for one in found.spread)
    return said(
        "Between judges the standard deviation of the true share is {spread:number} percentage points ({low:number} to "
        "{high:number}); the middle eight tenths lie between {lower:percent} and {upper:percent}.",
        spread=spread,
        low=low,
        high=high,
        lower=found.middle[0],
        upper=found.middle[1],
    )


def _outside(found: Judged, small: int) -> Said:
    """How many judges lie outside the limits, and how many were not compared."""
    return said(
        "Judges outside the 95 % funnel limits: {near:number}, of these outside 99.8 %: {far:number}. Judges listed with too "
        "few to compare: {small:number}.",
        near=found.outside("limits"),
        far=found.outside("99.8"),
        small=small,
    )


MEASURE = Measure(
    id="judge_variation",
    estimators=("spread", "shrinkage", "funnel", "wilson"),
    definition=Definition(
        question="How far apart are the judges of a court, or of all courts, in their decisions on asylum?",
        counted=(
            f"applications or cases as asylum_outcomes counts them, by judge; judges with {FEWEST} or more are compared, "
            "codes of one name count as one judge"
        ),
        not_counted=NOT_COUNTED,
        date_basis=by_choice(COMPLETION_DAYS),
        estimator=(
            "standard deviation of the judges' true shares, by maximum likelihood of the beta-binomial model; shrunk shares "
            "by its adjusted fit with the error of the fit, equal tails, 95 %; funnel limits with additive over-dispersion, "
            "95 and 99.8 %"
        ),
    ),
    unit="share, standard deviation between judges",
    parameters=(
        DEFINITION,
        ATTRIBUTION,
        COURT,
        NATIONALITY,
        HEARD_DETAINED,
        REPRESENTED,
        COMPLETED_IN,
        RELEASE,
        ADMIN_CLOSURE,
        TALLY,
    ),
    tables=("court_decisions",),
    answer=_answer,
    dimensions={},
    minimum=FEWEST,
    example="-p court=JNA",
)
