"""What courts decided on asylum: shares denied or granted, under four published definitions side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any

from sojourn.disclosure.tiers import GRAINS, Grain
from sojourn.errors import BadParameter
from sojourn.findings import Caveat, Definition, Finding, Interval, Tier, number, percent
from sojourn.measures.answers import MOST_ROWS
from sojourn.measures.court.asylum_definitions import (
    BESIDE,
    DIMENSIONS,
    FEWEST,
    OUTCOMES,
    WAYS,
    WORDS,
    Filters,
    Side,
    counted,
    split_sql,
    totals_sql,
)
from sojourn.measures.court.published import court_rivals
from sojourn.measures.court.question import TALLY
from sojourn.measures.court.release import (
    COURT,
    JUDGE,
    NATIONALITY,
    RELEASE,
    Asked,
    CourtRelease,
    asked_for,
    court_release,
    labels,
    people,
)
from sojourn.measures.court.split import court_tier, judge_place, merged, shower
from sojourn.measures.declare import Dimension, Measure, Parameter, Period
from sojourn.measures.releases import NoRelease, provenance
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson
from sojourn.tables import Attribute
from sojourn.tables.court.derived import COURT_DECISIONS_COUNTED

REPORTED = 100
"""Decisions in six years below which TRAC gives no report on a judge."""
MOST_NAMED = 5
_UNANIMOUS = 20
"""A group smaller than this that was decided in one way only tells about everybody known to be in it."""


def _answer(record: Record, asked: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    way = WAYS[asked["definition"]]
    if asked["attribution"] and asked["attribution"] not in way.sides:
        raise BadParameter(
            f"{way.id} counts every case by its last proceeding",
            where="asylum_outcomes, parameter attribution",
            todo="leave it out, or ask for trac_2007 or trac_2022",
        )
    parameters = {**asked, "by": list(by)}
    chosen = court_release(record, asked["release"])
    if isinstance(chosen, NoRelease):
        return MEASURE.unanswered(record, parameters, "not covered", chosen.reason)
    named = {
        name: asked_for(record, chosen.id, name, asked[name], MEASURE.id) for name in ("judge", "court", "nationality")
    }
    parameters |= {"release": chosen.id, "attribution": asked["attribution"] or way.sides[0]}
    parameters |= {"period": str(asked["period"]) if asked["period"] else None}
    outside = _outside(chosen, asked["period"], named)
    if outside:
        return MEASURE.unanswered(record, parameters, "not covered", outside)
    return _Answer(record, parameters, asked["period"], by, chosen, named).finding()


def _outside(chosen: CourtRelease, period: Period | None, named: Mapping[str, Asked | None]) -> str:
    """Why the release has nothing of what was asked."""
    for name, one in named.items():
        if one and not one.codes:
            return f"release {chosen.id} has no {name} {', '.join(one.unknown)}, neither in its list nor in a row"
    if period and chosen.release.last and period.first > date.fromisoformat(chosen.release.last):
        return f"release {chosen.id} ends on {chosen.release.last}, before {period} begins"
    return ""


class _Answer:
    """One question with its release and its counts."""

    def __init__(
        self,
        record: Record,
        parameters: Mapping[str, Any],
        period: Period | None,
        by: tuple[str, ...],
        chosen: CourtRelease,
        named: Mapping[str, Asked | None],
    ) -> None:
        self._record, self._parameters, self._period, self._by = record, parameters, period, by
        self._chosen, self._named = chosen, named
        self._way = WAYS[parameters["definition"]]
        self._side: Side = parameters["attribution"]
        self._filters = Filters(
            judges=_codes(named["judge"]),
            courts=_codes(named["court"]),
            nationalities=_codes(named["nationality"]),
            detained=_yes(parameters["detained"]),
            represented=_yes(parameters["represented"]),
            dated=period is not None,
            withdrawn=parameters["tally"] == "with_withdrawn",
            closures=parameters["admin_closure"] == "yes",
            whole_years=period is not None and period.in_whole_fiscal_years,
            has_counts=COURT_DECISIONS_COUNTED.name in chosen.release.tables,
        )
        self._outcomes: Callable[[Mapping[str, int]], tuple[int, ...]] = itemgetter(*self._way.outcomes)
        self._sql = totals_sql(self._filters)
        rows = self._query(self._sql)
        self._counted = counted(rows)
        self._added = max((int(row["added"]) for row in rows), default=0)
        self._matched = next((int(row["matched"]) for row in rows if row["side"] == self._side), 0)
        self._asked = next(one for one in self._counted if (one.way, one.side) == (self._way, self._side))
        self._rows = self._split() if by else []

    def _query(self, sql: str) -> list[dict[str, Any]]:
        bounds = {"first": self._period.first, "last": self._period.last} if self._period else {}
        values = {"release": self._chosen.id, **bounds, **self._filters.parameters()}
        found: list[dict[str, Any]] = self._record.remember(
            ("asylum outcomes", sql, *values.items()), lambda: self._record.query(sql, values)
        )
        return found

    def _split(self) -> list[dict[str, Any]]:
        """The rows of a split: codes of one person together, ordered by name, never by rate; codes come in their order."""
        sql = split_sql(self._way, self._side, self._filters, self._by)
        self._sql += f" ; {sql}"
        rows = self._query(sql)
        if "judge" in self._by:
            rows = merged(rows, self._by, tuple(self._way.outcomes), people(self._record, self._chosen.id))
            rows.sort(key=lambda row: judge_place(row, self._by, self._labels))
        return [row for row in rows if any(self._outcomes(row))]

    def finding(self) -> Finding:
        one = self._asked
        measured: dict[str, Any] = {"status": "too few", "reason": self._too_few()}
        if one.enough:
            measured = {
                "value": one.share,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "denominator_is": f"{one.way.unit} that {one.way.id} counts",
                "interval": Interval(*one.limits, "Wilson, 95 %"),
                "sentence": self._sentence(),
            }
        return Finding(
            measure=MEASURE.id,
            parameters=self._parameters,
            unit=f"share {one.way.rate}",
            definition=MEASURE.definition,
            provenance=provenance(self._record, (self._chosen.release,), "court_decisions", self._sql),
            columns=self._columns() if self._by else BESIDE,
            rows=tuple(map(self._row, self._rows[:MOST_ROWS]) if self._by else (one.as_row() for one in self._counted)),
            caveats=(*self._chosen.caveats, *self._caveats()),
            rivals=court_rivals(MEASURE.id, self._scope(), self._period),
            tier=self._tier(),
            details=self._details(),
            **measured,
        )

    def _too_few(self) -> str:
        return f"{self._about()}: {self._asked.told}; fewer than {FEWEST} {self._way.unit} give no rate"

    def _sentence(self) -> str:
        one = self._asked
        low, high = map(percent, one.limits)
        rest = ", ".join(f"{WORDS[name]} {number(count)}" for name, count in one.counts.items() if name != one.way.rate)
        return (
            f"{self._about()}: {WORDS[one.way.rate]} {number(one.numerator)} of {number(one.denominator)} "
            f"({percent(one.share)}, {low.removesuffix(' %')} to {high}); {rest}. "
            f"Counted are {one.way.unit} under the definition {one.way.id}, by the {one.side} proceeding."
        )

    def _about(self) -> str:
        """Whom the figures are about, in words."""
        parts = [one.words for one in self._named.values() if one] or ["All courts"]
        detained, represented = self._filters.detained, self._filters.represented
        parts += [] if detained is None else ["heard at a place of detention" if detained else "heard elsewhere"]
        parts += [] if represented is None else ["represented" if represented else "not represented"]
        return ", ".join([*parts, f"completed in {self._period}" if self._period else "whole release"])

    def _columns(self) -> tuple[str, ...]:
        outcomes = tuple(WORDS[name] for name in self._way.outcomes)
        return (*self._by, *outcomes, self._way.unit, f"share {self._way.rate}", "low", "high", "note")

    @cached_property
    def _labels(self) -> dict[str, Mapping[str, str]]:
        """The words for the codes of each dimension."""
        return {name: labels(self._record, self._chosen.id, name) for name in self._by if name in self._named}

    @cached_property
    def _shown(self) -> Callable[[Mapping[str, Any]], tuple[tuple[Any, ...], str]]:
        return shower(self._by, self._labels)

    def _row(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        names, note = self._shown(row)
        counts = self._outcomes(row)
        whole = sum(counts)
        if whole < FEWEST:
            return (*names, *counts, whole, None, None, None, "; ".join(filter(None, (note, "too few"))))
        low, high = wilson(row[self._way.rate], whole)
        rate = tuple(round(share, 4) for share in (row[self._way.rate] / whole, low, high))
        return (*names, *counts, whole, *rate, note or (f"under {REPORTED}" if whole < REPORTED else ""))

    def _details(self) -> dict[str, Any]:
        counts = {name: self._asked.counts.get(name, 0) for name in OUTCOMES}
        return {
            "outcomes": counts,
            "not_counted": self._matched - self._asked.denominator if self._way.unit == "decisions" else None,
            "definitions": [one.as_dict() for one in self._counted],
            "merged_judge_codes": list(self._merged()),
            "added_from_earlier_releases": self._added,
        }

    def _merged(self) -> Iterator[dict[str, Any]]:
        """Codes counted as one person, with the evidence."""
        known = labels(self._record, self._chosen.id, "judge")
        held = {row["judge"] for row in self._rows if "judge" in self._by}
        asked = {self._filters.judges} if len(self._filters.judges) > 1 else set()
        for codes in sorted({codes for codes in held if len(codes) > 1} | asked):
            yield {"codes": list(codes), "names": [known.get(code, "") for code in codes], "list": "tblLookupJudge"}

    def _scope(self) -> dict[str, str]:
        """What was asked about, as the published figures have it."""
        codes = {name: "+".join(sorted(_codes(one))) for name, one in self._named.items()}
        return codes | {name: self._parameters[name] or "" for name in ("detained", "represented")}

    def _tier(self) -> Tier:
        """The tier by everything that is printed: totals, all definitions, and the table.

        A judge sits in a court, and custody goes by the place of hearing: both narrow a table as a place does.
        """
        narrowing = [name for name in self._named if name != "nationality" and (self._named[name] or name in self._by)]
        narrowing += [name for name in ("detained", "represented") if self._parameters[name] or name in self._by]
        attributes: list[Attribute] = ["place"] if narrowing else []
        if self._named["nationality"] or "nationality" in self._by:
            attributes.append("nationality")
        grains: list[Grain] = ["year"] if "fiscal_year" in self._by else []
        grains += [self._period.grain] if self._period else []
        return court_tier(attributes, max(grains, key=GRAINS.index, default="none"), min(self._cells(), default=None))

    def _cells(self) -> list[int]:
        """Every count that is printed and is not zero; a small group with one outcome counts as a small cell."""
        groups = [tuple(one.counts.values()) for one in self._counted]
        groups += map(self._outcomes, self._rows)
        cells = [count for group in groups for count in group if count]
        cells += [1 for group in groups if 0 < max(group) < _UNANIMOUS and sum(group) == max(group)]
        return [*cells, *([self._added] if self._added else [])]

    def _caveats(self) -> Iterator[Caveat]:
        yield Caveat(
            "Past decisions of a court, not a prediction for one person: cases differ, and no rate here adjusts for it.",
            "warning",
        )
        if FEWEST <= self._asked.denominator < REPORTED:
            yield Caveat(
                f"Fewer than {REPORTED} {self._way.unit}: TRAC gives no report on a judge below that.", "warning"
            )
        yield Caveat(
            "Only cases that reached a decision on asylum count. Orders that end a case earlier are in none of these rates, "
            "and judges differ in them (Hausman); judge_funnel shows them."
        )
        yield from self._attributed()
        yield Caveat(
            "Members of a family are decided together, so the decisions are fewer in effect than the rows and the interval "
            "is too narrow. Who had a lawyer is not held equal. Applications without a decision are left out."
        )
        yield from self._narrowed()

    def _attributed(self) -> Iterator[Caveat]:
        others = {
            (one.way.id, one.side): one for one in self._counted if one.way == self._way and one.side != self._side
        }
        for other in others.values():
            if other.enough:
                yield Caveat(
                    f"By the {other.side} proceeding instead: {self._way.rate} {number(other.numerator)} of "
                    f"{number(other.denominator)} ({percent(other.share)}). The two differ most at detained courts."
                )

    def _narrowed(self) -> Iterator[Caveat]:
        last = self._chosen.release.last
        if self._period and last and self._period.last > date.fromisoformat(last):
            yield Caveat(f"The release ends on {last}, so part of {self._period} is not in it.", "warning")
        for name, one in self._named.items():
            if one and one.unknown:
                yield Caveat(
                    f"The release has no {name} {', '.join(one.unknown)}: nothing is counted for it.", "warning"
                )
        pairs = [f"{' and '.join(one['codes'])} ({one['names'][0]})" for one in self._merged()]
        if pairs:
            yield Caveat(
                "Codes of judges are counted together where the release gives both the same name: "
                f"{'; '.join(pairs[:MOST_NAMED])}{'; and others' if len(pairs) > MOST_NAMED else ''}."
            )
        if self._filters.detained is not None or "detained" in self._by:
            yield Caveat(
                "Detained goes by the name of the hearing location; some places of detention are not told by their name."
            )
        if self._filters.withdrawn:
            yield Caveat(
                f"{number(self._added)} applications of earlier releases that this one no longer has are added, as they last stood."
            )
        if len(self._rows) > MOST_ROWS:
            yield Caveat(f"The table shows the first {MOST_ROWS:,} of {len(self._rows):,} rows.", "warning")


def _codes(one: Asked | None) -> tuple[str, ...]:
    return one.codes if one else ()


def _yes(text: str | None) -> bool | None:
    return None if text is None else text == "yes"


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
    definition=Definition(
        question="What share of decisions on asylum were denials, or grants, under each published definition?",
        counted=(
            "applications for asylum with a decision, whose proceeding was completed; "
            + "; ".join(f"{way.id} = {way.words}" for way in WAYS.values())
        ),
        not_counted=(
            "applications without a decision, moved to another court, reserved; withdrawn and abandoned ones except under eoir; "
            "decisions of the asylum office of USCIS"
        ),
        date_basis="the day on which the judge completed the own proceeding of the application, or the last one of its case",
        estimator="denied divided by all counted (trac_2007, trac_2022), or granted divided by all counted (eoir, case_last)",
    ),
    unit="share",
    parameters=(
        Parameter(
            "definition",
            "choice",
            "whose definition: TRAC to or since October 2022 (share denied), EOIR or one decision per case (share granted)",
            "trac_2022",
            choices=tuple(WAYS),
        ),
        Parameter(
            "attribution",
            "choice",
            "whose decision it is: of the application's own proceeding or the last of its case; empty means own where there is a choice",
            choices=("own", "last"),
        ),
        COURT,
        JUDGE,
        NATIONALITY,
        Parameter("detained", "choice", "heard at a place of detention, by its name", choices=("yes", "no")),
        Parameter("represented", "choice", "whether anyone ever appeared for the person", choices=("yes", "no")),
        Parameter(
            "period", "period", "FY2024, 2024-06, or two with .. between, by completion; empty means the whole release"
        ),
        RELEASE,
        Parameter(
            "admin_closure", "choice", "eoir only: count administrative closures as other", "no", choices=("no", "yes")
        ),
        TALLY,
    ),
    tables=("court_decisions",),
    answer=_answer,
    dimensions={name: Dimension(DIMENSIONS[name], column, words) for name, column, words in _HELP},
    minimum=FEWEST,
    example="-p judge=CAT -p court=JNA",
)
