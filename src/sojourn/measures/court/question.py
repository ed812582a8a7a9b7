"""What a question to a court release fixes: the release, its period, and filters as SQL with bound values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sojourn.breakdown import Breakdown, Count, Scope
from sojourn.findings import Caveat, Finding, Rival, Status
from sojourn.measures.answers import FEWEST, MOST_ROWS, Unanswerable
from sojourn.measures.conditions import condition, narrowed, narrowed_reason
from sojourn.measures.court.labels import custody, ends_before, no_code, others_counted
from sojourn.measures.court.published import court_rivals
from sojourn.measures.court.release import CourtRelease, asked_for, court_release, labels
from sojourn.measures.court.split import shower
from sojourn.measures.declare import Dimension, Measure, Parameter, Period
from sojourn.measures.releases import NoRelease, provenance
from sojourn.record.opened import Record, Release
from sojourn.tables import TABLES, Attribute
from sojourn.tables.court.declare import SOURCE as COURT_SOURCE
from sojourn.tables.court.declare import court_tables
from sojourn.tiers import Grain, Told
from sojourn.words.said import Said, said

PERIOD = Parameter(
    "period", "period", "FY2024, 2024, 2024-06, or two with .. between; empty means every year of the release"
)
CASE_TYPE = Parameter("case_type", "text", "case type by the court's code (RMV removal, CFR credible fear review)")
DETAINED = Parameter(
    "detained", "choice", "whether the hearing location is, by its name, a place of detention", choices=("yes", "no")
)
TALLY = Parameter(
    "tally",
    "choice",
    "as_released, or with_withdrawn: with what earlier releases of the record have and this one no longer has",
    "as_released",
    choices=("as_released", "with_withdrawn"),
)
EOIR_TYPES = ("RMV", "DEP", "EXC", "AOC", "WHO")
"""Case types that EOIR counts as pending cases: removal, deportation, exclusion, asylum only, withholding only."""

_NAMED = ("court", "nationality", "judge")
_ATTRIBUTES: dict[str, Attribute] = {
    "court": "place",
    "judge": "place",
    "detained": "place",
    "nationality": "nationality",
}
"""What each filter tells about a person; a judge sits in a court."""
_GRAIN: dict[str, Grain] = {"fiscal_year": "year", "month": "month"}


@dataclass(frozen=True)
class Question:
    """A question whose words have become codes.

    `certain` and `possible` are SQL conditions: the rows that match, and those that would if their blank cells were
    known; `bounds` has the values that they name. `labels` say the filters in words, `scope` in sorted codes, as published
    figures are looked up.
    """

    record: Record
    measure: Measure
    chosen: CourtRelease
    parameters: Mapping[str, Any]
    by: tuple[str, ...]
    certain: str
    possible: str
    bounds: Mapping[str, Any]
    labels: tuple[Said, ...]
    scope: Mapping[str, str]
    attributes: tuple[Attribute, ...]

    @property
    def release(self) -> str:
        """The id of the release."""
        return self.chosen.id

    @property
    def period(self) -> Period | None:
        """The period asked for."""
        period: Period | None = self.parameters.get("period")
        return period

    @property
    def conditions(self) -> tuple[Said, ...]:
        """The period and the filters as labels."""
        if not self.period:
            return self.labels
        words = str(self.period)
        if "start" in self.parameters:
            return said("Wait began in: {period}", period=words), *self.labels
        return said("Period: {period}", period=words), *self.labels

    @property
    def told(self) -> dict[str, Any]:
        """The parameters as a finding has them."""
        period = str(self.period) if self.period else None
        return {**self.parameters, "period": period, "release": self.release, "by": list(self.by)}

    @property
    def whole(self) -> Question:
        """The same question without a split."""
        return replace(self, by=())

    def within(self, day: str) -> str:
        """The condition that a day lies in the period; without a period, that it is known."""
        return f"{day} BETWEEN $first AND $last" if self.period else f"{day} IS NOT NULL"

    def rows_of(self, table: str, key: str) -> str:
        """SQL of the rows that count, up to its condition: those of the release, by `tally` with those withdrawn.

        Withdrawn is what earlier releases have by a key and this one does not, as the latest of them has it.
        """
        if self.parameters.get("tally") != "with_withdrawn":
            return f"{table} WHERE release = $release"
        return f"""(
            SELECT * FROM {table} WHERE release = $release
            UNION ALL
            SELECT older.* FROM {table} AS older
            JOIN (
                SELECT {key} AS gone_key, max(release) AS gone_release FROM {table}
                WHERE release < $release AND {key} NOT IN
                    (SELECT {key} FROM {table} WHERE release = $release AND {key} IS NOT NULL)
                GROUP BY {key}
            ) AS gone ON gone.gone_key = older.{key} AND gone.gone_release = older.release
            ) AS tally WHERE release <= $release"""

    def query(self, sql: str, **more: Any) -> list[dict[str, Any]]:
        """Rows of a statement about the release."""
        return self.record.query(sql, {**self.bounds, **more})

    def unanswered(self, status: Status, reason: str) -> Finding:
        """The finding that there is no figure, and why."""
        return self.measure.unanswered(self.record, self.told, status, reason)

    def too_few(self, what: str) -> Finding:
        """The finding that there are too few for a share; how few is not said."""
        reason = said("fewer than {fewest:number} give no figure. Counted: {what}", fewest=FEWEST, what=what)
        return self.unanswered("too few", narrowed_reason(reason, self.conditions))

    def finding(self, table: str, sql: str, *, caveats: Sequence[Caveat], **answer: Any) -> Finding:
        """The finding of a statement about one table, with what every finding about the release says of it."""
        beside, answer["told"] = self._other_tally(answer)
        if answer["sentence"]:
            answer["sentence"] = narrowed(answer["sentence"], self.conditions)
        return Finding(
            measure=self.measure.id,
            parameters=self.told,
            unit=self.measure.unit,
            definition=self.measure.definition,
            provenance=provenance(self.record, (self.chosen.release,), table, sql),
            caveats=(*self.chosen.caveats, *beside, *caveats),
            **{"rivals": self.rivals(), **answer},
        )

    def _other_tally(self, answer: Mapping[str, Any]) -> tuple[tuple[Caveat, ...], Told]:
        """The figure without withdrawn rows, or how to have it with them; and what both figures tell."""
        tally, tells = self.parameters.get("tally"), answer["told"]
        if tally == "with_withdrawn":
            plain = self.measure.answer(self.record, {**self.parameters, "tally": "as_released"}, ())
            without = plain.sentence if plain.status == "answered" else said("{reason}.", reason=plain.reason)
            added = (answer.get("numerator") or 0) - (plain.numerator or 0)
            text = said(
                "Withdrawn rows of earlier releases are added, as they last stood. As released: {without}",
                without=without,
            )
            return (Caveat(text),), tells.also(plain.told.attributes, [*plain.told.cells, plain.numerator, abs(added)])
        earlier = [one.id for one in self.record.releases(COURT_SOURCE) if one.id < self.release] if tally else []
        if not earlier:
            return (), tells
        text = said(
            "Rows that {release} or earlier releases had and this one has no more are not counted; "
            "-p tally=with_withdrawn adds them.",
            release=earlier[-1],
        )
        return (Caveat(text),), tells

    def told_of(self, cells: Iterable[float | None]) -> Told:
        """What the answer tells about people, from what it was filtered and split by, its period and its counts."""
        grains = [*(_GRAIN[name] for name in self.by if name in _GRAIN), *([self.period.grain] if self.period else [])]
        about = (*self.attributes, *(_ATTRIBUTES[name] for name in self.by if name in _ATTRIBUTES))
        return Told.of(about, grains, cells)

    def breakdown(
        self,
        headline: Mapping[str, int],
        rows: Sequence[Mapping[str, Any]] = (),
        printed: Sequence[Sequence[Any]] = (),
        events: Sequence[str] = (),
        *,
        of: str = "",
        parts: Mapping[str, tuple[str, ...]] | None = None,
        of_all: Mapping[str, int] | None = None,
    ) -> Breakdown | None:
        """What the counts of the answer are of; None where its table is cut.

        Args:
            headline: numerator and denominator, by event.
            rows: the rows of the split as the record has them.
            printed: the same rows as they are printed, dimensions first and then a count for each of `events`.
            events: what the columns of counts count.
            of: the definition, where the measure has several.
            parts: for an event, those that it is divided into.
            of_all: the denominator, by event, where the filters do not narrow it.
        """
        if len(rows) > MOST_ROWS:
            return None
        span = (self.period.first, self.period.last) if self.period else None
        universe = f"{self.measure.id} {of}, {self.parameters.get('tally', 'as_released')}"
        scope = Scope(universe, self.release, span, self.scope, _ATTRIBUTES)
        everyone = replace(scope, filters={})
        numerator, *others = [Count(scope.key(event=event), value) for event, value in headline.items()]
        whole, *_ = [*(Count(everyone.key(event=event), value) for event, value in (of_all or {}).items()), *others]
        kept = [{name: row[name] for name in self.by} for row in rows]
        columns = {len(self.by) + at: event for at, event in enumerate(events)}
        table = scope.split(kept, columns, printed)
        return scope.breakdown(numerator, whole, table, parts)

    def split(self, dimensions: Mapping[str, Dimension]) -> tuple[str, str]:
        """The start of a select list by the dimensions asked for, and its grouping."""
        names = "".join(f"{dimensions[name].sql} AS {name}, " for name in self.by)
        order = ", ".join(str(at) for at in range(1, len(self.by) + 1))
        return names, f"GROUP BY {order} ORDER BY {order}" if self.by else ""

    def cells(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """The cells of a row for the dimensions, with names for codes of courts and nationalities."""
        return self._shown(row)[0]

    @cached_property
    def _shown(self) -> Callable[[Mapping[str, Any]], tuple[tuple[Any, ...], str]]:
        return shower(self.by, {name: labels(self.record, self.release, name) for name in self.by if name in _NAMED})

    def rivals(self, measure: str = "") -> tuple[Rival, ...]:
        """What others published about the same court, nationality and custody in the period."""
        if self.by or any(self.parameters.get(name) for name in ("case_type", "filed_by", "judge")):
            return ()
        return court_rivals(measure or self.measure.id, self.scope, self.period)


def question(
    record: Record,
    measure: Measure,
    asked: Mapping[str, Any],
    by: tuple[str, ...],
    columns: Mapping[str, str],
    needs: Sequence[str] = (),
) -> Question | Unanswerable:
    """The question behind parameters, or why no release can answer it.

    Args:
        record: the record that is asked.
        measure: the measure that asks, whose id errors name.
        asked: its parameters with their values.
        by: the dimensions to split by.
        columns: for each parameter that filters, the SQL of the cell that it is compared with.
        needs: the published tables without which there is no answer.

    Raises:
        BadParameter: a name or code that the release does not have.
    """
    chosen = court_release(record, asked["release"])
    if isinstance(chosen, NoRelease):
        return Unanswerable("not covered", chosen.reason)
    if lacking := _lacking(chosen.release, needs):
        return Unanswerable("not determinable", lacking)
    period = asked.get("period")
    if period and chosen.release.last and period.first > date.fromisoformat(chosen.release.last):
        return Unanswerable("not covered", ends_before(chosen.id, chosen.release.last, period))
    filters = [
        _filter(record, measure, chosen.id, name, cell, str(asked[name]))
        for name, cell in columns.items()
        if asked[name]
    ]
    for one in filters:
        if one.unknown and not one.codes:
            return Unanswerable("not covered", no_code(chosen.id, one.name, ", ".join(one.unknown)))
    return _asked(record, measure, chosen, asked, by, filters)


def _lacking(release: Release, needs: Sequence[str]) -> str:
    """Why a release cannot answer: a published table is not in it, or none of its rows could be read."""
    for name in needs:
        published = court_tables()[name].family.published
        if name not in release.tables:
            return said(
                "release {release} has no table {published} ({title})",
                release=release.id,
                published=published,
                title=TABLES[name].title.lower(),
            )
        if not release.tables[name]:
            return said(
                "no row of table {published} of release {release} could be read (see `sojourn ledger`)",
                published=published,
                release=release.id,
            )
    return ""


@dataclass(frozen=True)
class _Filter:
    """One parameter that filters; `unknown` are codes that the release has nowhere."""

    name: str
    cell: str
    test: str
    bounds: Mapping[str, str]
    codes: tuple[str, ...]
    label: Said
    unknown: tuple[str, ...] = ()
    caveats: tuple[Caveat, ...] = ()


def _filter(record: Record, measure: Measure, release: str, name: str, cell: str, text: str) -> _Filter:
    if name == "detained":
        test = cell if text == "yes" else f"NOT {cell}"
        return _Filter(name, cell, test, {}, (text,), custody(detained=text == "yes"))
    taken: tuple[Caveat, ...] = ()
    if name in _NAMED:
        found = asked_for(record, release, name, text, measure.id)
        assert found, "a text that is not empty means codes, or is refused"
        codes, words, unknown, taken = found.codes, found.words, found.unknown, found.caveats
    else:
        codes, unknown = tuple(part.strip().upper() for part in text.split("+")), ()
        words = ", ".join(codes)
    bounds = {f"{name}_{at}": code for at, code in enumerate(codes)}
    test = f"{cell} IN ({', '.join(f'${one}' for one in bounds)})"
    return _Filter(name, cell, test, bounds, codes, condition(name, words), unknown, taken)


def _asked(
    record: Record,
    measure: Measure,
    chosen: CourtRelease,
    asked: Mapping[str, Any],
    by: tuple[str, ...],
    filters: Sequence[_Filter],
) -> Question:
    bounds: dict[str, Any] = {"release": chosen.id}
    if period := asked.get("period"):
        bounds |= {"first": period.first, "last": period.last}
    nowhere = tuple(
        Caveat(others_counted(chosen.id, one.name, ", ".join(one.unknown)), "warning") for one in filters if one.unknown
    )
    return Question(
        record=record,
        measure=measure,
        chosen=replace(
            chosen, caveats=(*chosen.caveats, *(taken for one in filters for taken in one.caveats), *nowhere)
        ),
        parameters=dict(asked),
        by=by,
        certain=" AND ".join(one.test for one in filters) or "1 = 1",
        possible=" AND ".join(f"({one.cell} IS NULL OR {one.test})" for one in filters) or "1 = 1",
        bounds=bounds | {name: code for one in filters for name, code in one.bounds.items()},
        labels=tuple(one.label for one in filters),
        scope={one.name: "+".join(sorted(one.codes)) for one in filters},
        attributes=tuple(_ATTRIBUTES[one.name] for one in filters if one.name in _ATTRIBUTES),
    )


def record_day(record: Record, release: str) -> date:
    """The day to which a release speaks: the latest day on which a proceeding was entered or completed.

    Days after the one that the release is named for are typing errors and do not count.
    """
    dated = re.search(r"@(\d{4}-\d\d-\d\d)", release)
    named = date.fromisoformat(dated[1]) if dated else date.max

    def made() -> date:
        row = record.query(
            "SELECT max(CASE WHEN input_date <= $named THEN input_date END) AS entered, "
            "max(CASE WHEN completion_date <= $named THEN completion_date END) AS completed "
            "FROM court_proceedings WHERE release = $release",
            {"release": release, "named": named},
        )[0]
        return max((day for day in row.values() if day), default=named)

    return record.remember(("court day", release), made)
