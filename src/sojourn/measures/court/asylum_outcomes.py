"""What courts decided on asylum: shares denied or granted, under four published definitions side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sojourn.breakdown import Breakdown
from sojourn.errors import BadParameter
from sojourn.findings import Caveat, Definition, Finding
from sojourn.measures.answers import MOST_ROWS, Unanswerable, cut
from sojourn.measures.conditions import narrowed, narrowed_reason
from sojourn.measures.court.asylum_breakdown import ATTRIBUTES, of_definitions, of_split
from sojourn.measures.court.asylum_definitions import (
    BESIDE,
    FEWEST,
    OUTCOMES,
    SIDES,
    WAYS,
    WORDS,
    Counted,
    counted,
    share_of_outcome,
    total,
)
from sojourn.measures.court.asylum_question import (
    ADMIN_CLOSURE,
    ATTRIBUTION,
    COMPLETED_IN,
    COMPLETION_DAYS,
    DEFINITION,
    DETAINED_BY_NAME,
    FAMILIES,
    FUNNEL,
    HEARD_DETAINED,
    NOT_COUNTED,
    REPRESENTED,
    TOGETHER,
    AsylumQuestion,
    asylum_question,
    in_words,
    told_cells,
)
from sojourn.measures.court.asylum_statements import DIMENSIONS, totals_sql
from sojourn.measures.court.asylum_words import (
    counted_as,
    counted_under,
    outcomes_of,
    part_of,
    too_few_for_rate,
    units_counted,
)
from sojourn.measures.court.labels import completed_in
from sojourn.measures.court.published import court_rivals
from sojourn.measures.court.question import TALLY
from sojourn.measures.court.release import COURT, JUDGE, NATIONALITY, RELEASE, labels
from sojourn.measures.court.shares import wilson_interval
from sojourn.measures.court.split import judge_place, shower
from sojourn.measures.declare import Dimension, Measure, Period, by_choice
from sojourn.measures.releases import provenance
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson
from sojourn.tiers import Grain, Told
from sojourn.words.said import Said, joined, said

if TYPE_CHECKING:
    from sojourn.measures.court.asylum_families import Families

FAMILY_LINKS = "court_families"
REPORTED = 100
"""Decisions in six years below which TRAC gives no report on a judge."""


def _answer(record: Record, asked: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    question = asylum_question(record, MEASURE, asked)
    if isinstance(question, AsylumQuestion) and asked["families"] == "together":
        question = _with_families(question)
    if isinstance(question, Unanswerable):
        parameters = {**in_words(asked), "by": list(by)}
        return MEASURE.unanswered(record, parameters, question.status, question.reason)
    return _Answer(question, by).finding()


def _with_families(question: AsylumQuestion) -> AsylumQuestion | Unanswerable:
    """The question, if the release links the cases of a family.

    Raises:
        BadParameter: withdrawn rows are asked for too, whose links the release does not have.
    """
    if question.asked["tally"] != TALLY.default:
        raise BadParameter(
            said("withdrawn rows have no links of families"),
            where=said("{measure:name}, parameter {parameter:name}", measure="asylum_outcomes", parameter="families"),
            todo=said("leave tally=with_withdrawn or families=together out"),
        )
    if question.chosen.release.tables.get(FAMILY_LINKS):
        return question
    return Unanswerable(
        "not determinable",
        said("release {release} has no links of families (tbl_Lead_Rider)", release=question.chosen.id),
    )


def _instead(other: Counted) -> Said:
    """What the same definition gives by the other proceeding."""
    values = {"rate": part_of(other.way.rate, other.numerator, other.denominator), "share": other.share}
    if other.side == "own":
        return said(
            "By the own proceeding instead: {rate} ({share:percent}). The two differ most at detained courts.", **values
        )
    return said(
        "By the last proceeding instead: {rate} ({share:percent}). The two differ most at detained courts.", **values
    )


class _Answer:
    """One question with its release and its counts."""

    def __init__(self, question: AsylumQuestion, by: tuple[str, ...]) -> None:
        self._question, self._by = question, by
        self._parameters = {**question.told, "by": list(by)}
        self._period: Period | None = question.asked["period"]
        self._chosen, self._named = question.chosen, question.named
        self._way, self._side = question.way, question.side
        self._filters = question.filters(self._period)
        self._outcomes: Callable[[Mapping[str, int]], tuple[int, ...]] = itemgetter(*self._way.outcomes)
        self._sql = totals_sql(self._filters)
        rows = question.query(self._sql, self._filters, self._period)
        self._counted = counted(rows)
        self._added = max(total(rows, side, "added") for side in SIDES)
        self._matched = total(rows, self._side, "matched")
        self._families = self._together()
        self._asked = next(one for one in self._counted if (one.way, one.side) == (self._way, self._side))
        self._rows = self._split() if by else []

    def _together(self) -> Families | None:
        """The decisions by family, where they are asked for and enough."""
        if self._parameters["families"] == "apart":
            return None
        from sojourn.measures.court.asylum_families import families  # noqa: PLC0415 - brings numpy, which pages do without

        found = families(self._question, self._filters, self._period)
        self._sql += f" ; {found.sql}"
        return found if found.enough else None

    def _split(self) -> list[dict[str, Any]]:
        """The rows of a split, judges by name and codes in their order, never by rate."""
        sql, rows = self._question.split(self._by, self._filters, self._period)
        self._sql += f" ; {sql}" if sql != self._sql else ""
        if "judge" in self._by:
            rows.sort(key=lambda row: judge_place(row, self._by, self._labels))
        return rows

    def finding(self) -> Finding:
        one = self._asked
        measured: dict[str, Any] = {"status": "too few", "reason": self._too_few()}
        if one.enough:
            measured = {
                "value": one.share,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "denominator_is": units_counted(one.way),
                "interval": self._families.interval
                if self._families
                else wilson_interval(one.numerator, one.denominator),
                "sentence": self._sentence(),
            }
        rows = (
            [self._row(row) for row in self._rows[:MOST_ROWS]] if self._by else [one.as_row() for one in self._counted]
        )
        return Finding(
            measure=MEASURE.id,
            parameters=self._parameters,
            unit=share_of_outcome(one.way),
            definition=MEASURE.definition,
            provenance=provenance(self._question.record, (self._chosen.release,), "court_decisions", self._sql),
            columns=self._columns() if self._by else BESIDE,
            rows=tuple(rows),
            breaks_down=lambda: self._breakdown(rows),
            caveats=(*self._chosen.caveats, *self._caveats()),
            rivals=court_rivals(MEASURE.id, self._question.scope, self._period),
            told=self._told(),
            details=self._details(),
            **measured,
        )

    def _breakdown(self, rows: Sequence[tuple[Any, ...]]) -> Breakdown | None:
        scopes = [self._question.counts_of(one.way, one.side, self._period) for one in self._counted]
        asked = self._counted.index(self._asked)
        if not self._by:
            return of_definitions(scopes, self._counted, asked)
        whole = len(self._rows) <= MOST_ROWS
        return of_split(scopes[asked], self._asked, self._by, self._rows, rows) if whole else None

    def _too_few(self) -> str:
        found = joined([outcomes_of(self._asked), too_few_for_rate(self._way)], "; ")
        return narrowed_reason(found, self._about())

    def _sentence(self) -> str:
        one = self._asked
        limits = (self._families.interval.low, self._families.interval.high) if self._families else one.limits
        rest = [counted_as(name, count) for name, count in one.counts.items() if name != one.way.rate]
        rate = said(
            "{rate} ({share:percent}, {low:percent} to {high:percent}); {rest}.",
            rate=part_of(one.way.rate, one.numerator, one.denominator),
            share=one.share,
            low=limits[0],
            high=limits[1],
            rest=joined(rest, ", "),
        )
        return narrowed(joined([rate, counted_under(one.way, one.side)]), self._about())

    def _about(self) -> list[Said]:
        return self._question.about(completed_in(self._period))

    def _columns(self) -> tuple[str, ...]:
        outcomes = tuple(WORDS[name] for name in self._way.outcomes)
        return (
            *self._by,
            *outcomes,
            self._way.unit,
            share_of_outcome(self._way),
            said("low"),
            said("high"),
            said("note"),
        )

    @cached_property
    def _labels(self) -> dict[str, Mapping[str, str]]:
        """The words for the codes of each dimension."""
        return {name: labels(self._question.record, self._chosen.id, name) for name in self._by if name in self._named}

    @cached_property
    def _shown(self) -> Callable[[Mapping[str, Any]], tuple[tuple[Any, ...], str]]:
        return shower(self._by, self._labels)

    def _row(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        names, note = self._shown(row)
        counts = self._outcomes(row)
        whole = sum(counts)
        if whole < FEWEST:
            return (*names, *counts, whole, None, None, None, joined([note, said("too few")], "; "))
        low, high = wilson(row[self._way.rate], whole)
        rate = tuple(round(share, 4) for share in (row[self._way.rate] / whole, low, high))
        return (
            *names,
            *counts,
            whole,
            *rate,
            note or (said("under {count:number}", count=REPORTED) if whole < REPORTED else ""),
        )

    def _details(self) -> dict[str, Any]:
        counts = {name: self._asked.counts.get(name, 0) for name in OUTCOMES}
        return {
            "outcomes": counts,
            "not_counted": self._matched - self._asked.denominator if self._way.unit == "decisions" else None,
            "definitions": [one.as_dict() for one in self._counted],
            "merged_judge_codes": list(self._question.counted_together(self._shown_people())),
            "added_from_earlier_releases": self._added,
            **(self._families.details() if self._families else {}),
        }

    def _shown_people(self) -> set[tuple[str, ...]]:
        return {row["judge"] for row in self._rows if "judge" in self._by}

    def _told(self) -> Told:
        """What everything that is printed tells: totals, all definitions, and the table."""
        about = [ATTRIBUTES[name] for name in ATTRIBUTES if self._parameters[name] or name in self._by]
        grains: list[Grain] = ["year"] if "fiscal_year" in self._by else []
        grains += [self._period.grain] if self._period else []
        return Told.of(about, grains, self._cells(), "hearings")

    def _cells(self) -> list[int]:
        """Every count that is printed and is not zero; a small group with one outcome counts as a small cell."""
        groups = [tuple(one.counts.values()) for one in self._counted]
        groups += map(self._outcomes, self._rows)
        return [*told_cells(groups), *([self._added] if self._added else [])]

    def _caveats(self) -> Iterator[Caveat]:
        yield Caveat(
            said(
                "Past decisions of a court, not a prediction for one person: cases differ, and no rate here adjusts for it."
            ),
            "warning",
        )
        if FEWEST <= self._asked.denominator < REPORTED:
            text = said(
                "Fewer than {reported:number}: TRAC gives no report on a judge below that. Counted: {unit}.",
                reported=REPORTED,
                unit=self._way.unit,
            )
            yield Caveat(text, "warning")
        yield FUNNEL
        yield from self._attributed()
        yield self._families.caveat if self._families else FAMILIES
        yield Caveat(said("Who had a lawyer is not held equal. Applications without a decision are left out."))
        yield from self._narrowed()

    def _attributed(self) -> Iterator[Caveat]:
        others = {
            (one.way.id, one.side): one for one in self._counted if one.way == self._way and one.side != self._side
        }
        for other in others.values():
            if other.enough:
                yield Caveat(_instead(other))

    def _narrowed(self) -> Iterator[Caveat]:
        periods = [self._period] if self._period else []
        yield from self._question.narrowed(periods, self._shown_people())
        if self._filters.detained is not None or "detained" in self._by:
            yield DETAINED_BY_NAME
        if self._filters.withdrawn:
            yield Caveat(
                said(
                    "{added:number} applications of earlier releases that this one no longer has are added, as they last "
                    "stood.",
                    added=self._added,
                )
            )
        if len(self._rows) > MOST_ROWS:
            yield from cut(tuple((row,) for row in self._rows))[1]


_HELP: Sequence[tuple[str, str, str]] = (
    ("fiscal_year", "", "US federal fiscal year of the completion"),
    ("judge", "judge", "judge, in order of name; codes of one name together"),
    ("court", "court", "court (base city)"),
    ("nationality", "nationality", "nationality as the court records it"),
    ("represented", "represented", "whether anyone ever appeared for the person"),
    ("detained", "detained_place", "whether the hearing location is, by its name, a place of detention"),
)

MEASURE = Measure(
    id="asylum_outcomes",
    estimators=("wilson", "clusters"),
    definition=Definition(
        question="What share of decisions on asylum were denials, or grants, under each published definition?",
        counted=(
            "applications for asylum with a decision, whose proceeding was completed; "
            + "; ".join(f"{way.id} = {way.words}" for way in WAYS.values())
        ),
        not_counted=NOT_COUNTED,
        date_basis=by_choice(COMPLETION_DAYS),
        estimator="denied divided by all counted (trac_2007, trac_2022), or granted divided by all counted (eoir, case_last)",
    ),
    unit="share",
    parameters=(
        DEFINITION,
        ATTRIBUTION,
        COURT,
        JUDGE,
        NATIONALITY,
        HEARD_DETAINED,
        REPRESENTED,
        COMPLETED_IN,
        RELEASE,
        ADMIN_CLOSURE,
        TOGETHER,
        TALLY,
    ),
    tables=("court_decisions", "court_families"),
    answer=_answer,
    dimensions={name: Dimension(DIMENSIONS[name], column, words) for name, column, words in _HELP},
    minimum=FEWEST,
    example="-p judge=CAT -p court=JNA",
)
