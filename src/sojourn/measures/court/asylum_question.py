"""A question about decisions on asylum: its release, its codes, its definition, and its counts; what its measures share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sojourn.breakdown import Scope
from sojourn.errors import BadParameter
from sojourn.findings import Caveat
from sojourn.measures.answers import Unanswerable
from sojourn.measures.conditions import condition
from sojourn.measures.court.asylum_breakdown import decisions
from sojourn.measures.court.asylum_definitions import TOTALLED, WAYS, Side, Way, divided
from sojourn.measures.court.asylum_statements import IN_TWO, Filters, split_sql, totals_sql
from sojourn.measures.court.labels import custody, ends_before, ends_within, no_code, others_counted
from sojourn.measures.court.release import Asked, CourtRelease, asked_for, court_release, labels, people
from sojourn.measures.court.split import merged
from sojourn.measures.declare import Measure, Parameter, Period
from sojourn.measures.releases import NoRelease
from sojourn.record.opened import Record
from sojourn.words.said import Said, joined, said

DEFINITION = Parameter(
    "definition",
    "choice",
    "whose definition: TRAC to or since October 2022 (share denied), EOIR or one decision per case (share granted)",
    "trac_2022",
    choices=tuple(WAYS),
    meanings={way.id: f"{way.words}; {way.differs}" for way in WAYS.values()},
)
COMPLETION_DAYS: Final = {
    "own": "the day on which the judge completed the own proceeding of the application",
    "last": "the day on which the judge completed the last proceeding of its case",
}
ATTRIBUTION = Parameter(
    "attribution",
    "choice",
    "whose decision it is: of the application's own proceeding or the last of its case; empty means own where there is a choice",
    choices=tuple(COMPLETION_DAYS),
    date_bases=COMPLETION_DAYS,
)
HEARD_DETAINED = Parameter("detained", "choice", "heard at a place of detention, by its name", choices=("yes", "no"))
REPRESENTED = Parameter("represented", "choice", "whether anyone ever appeared for the person", choices=("yes", "no"))
COMPLETED_IN = Parameter(
    "period", "period", "FY2024, 2024-06, or two with .. between, by completion; empty means the whole release"
)
ADMIN_CLOSURE = Parameter(
    "admin_closure", "choice", "eoir only: count administrative closures as other", "no", choices=("no", "yes")
)
NOT_COUNTED: Final = (
    "applications without a decision, moved to another court, reserved; withdrawn and abandoned ones except under eoir; "
    "decisions of the asylum office of USCIS"
)

FUNNEL = Caveat(
    said(
        "Only cases that reached a decision on asylum count. Orders that end a case earlier are in none of these rates, "
        "and judges differ in them (Hausman); judge_funnel shows them."
    )
)
TOGETHER = Parameter(
    "families",
    "choice",
    "whether the interval counts the members of a family as decided apart, or together by the links between cases",
    "apart",
    choices=("apart", "together"),
)
FAMILIES = Caveat(
    said(
        "Members of a family are decided together, so the decisions are fewer in effect than the rows and the interval is too "
        "narrow."
    )
)
DETAINED_BY_NAME = Caveat(
    said("Detained goes by the name of the hearing location; some places of detention are not told by their name.")
)
_NAMED = ("judge", "court", "nationality")
_MOST_NAMED = 5
_UNANIMOUS = 20
"""A group smaller than this that was decided in one way only tells about everybody known to be in it."""


@dataclass(frozen=True)
class AsylumQuestion:
    """A question whose words have become a release, codes and a definition.

    `asked` are the parameters as given, `named` the codes behind those that name a judge, courts or nationalities.
    """

    record: Record
    asked: Mapping[str, Any]
    chosen: CourtRelease
    named: Mapping[str, Asked | None]
    way: Way
    side: Side

    @property
    def told(self) -> dict[str, Any]:
        """The parameters as a finding has them."""
        fixed = {"release": self.chosen.id, "attribution": self.side}
        return in_words(self.asked) | fixed

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes of a judge, of courts or of nationalities; none where nothing was asked."""
        one = self.named.get(name)
        return one.codes if one else ()

    def filters(self, period: Period | None) -> Filters:
        """What the question keeps, in a period or in the whole release."""
        return Filters(
            judges=self.codes("judge"),
            courts=self.codes("court"),
            nationalities=self.codes("nationality"),
            detained=_yes(self.asked.get("detained")),
            represented=_yes(self.asked.get("represented")),
            dated=period is not None,
            withdrawn=self.asked["tally"] == "with_withdrawn",
            closures=self.asked["admin_closure"] == "yes",
            whole_years=period is not None and period.in_whole_fiscal_years,
            tables=self.chosen.release.tables.keys(),
        )

    def query(self, sql: str, filters: Filters, period: Period | None, **days: date) -> list[dict[str, Any]]:
        """The rows of a statement over what the filters keep; `days` are the ends of other periods that it names."""
        values = self._values(filters, period) | days
        found: list[dict[str, Any]] = self.record.remember(
            ("asylum outcomes", sql, *values.items()), lambda: self.record.query(sql, values)
        )
        return found

    def split(
        self, by: Sequence[str], filters: Filters, period: Period | None, **days: date
    ) -> tuple[str, list[dict[str, Any]]]:
        """The statement of a split and its rows that count something; codes of one person are together.

        By what the totals stand apart by, these answer, which a page has asked for already.
        """
        if set(by) <= set(TOTALLED):
            sql = totals_sql(filters)
            rows = divided(self.query(sql, filters, period), self.way, self.side, by)
        else:
            sql = split_sql(self.way, self.side, filters, by)
            rows = self.query(sql, filters, period, **days)
        if "judge" in by:
            rows = merged(rows, by, tuple(self.way.outcomes), people(self.record, self.chosen.id))
        return sql, [row for row in rows if sum(row[outcome] for outcome in self.way.outcomes)]

    def split_in_two(
        self, by: Sequence[str], then: Period, now: Period
    ) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
        """The statement of a split in two periods, and the rows of each."""
        years = then.in_whole_fiscal_years and now.in_whole_fiscal_years
        filters = replace(self.filters(None), in_two=True, whole_years=years)
        days = {"then_first": then.first, "then_last": then.last, "now_first": now.first, "now_last": now.last}
        sql, rows = self.split((*by, *IN_TWO), filters, None, **days)
        earlier, later = ([row for row in rows if row[name]] for name in IN_TWO)
        return sql, earlier, later

    def columns(self, by: Sequence[str], filters: Filters, period: Period | None) -> tuple[str, dict[str, Any]]:
        """The statement of a split and its rows that count something, in any order, as one array (c,) for each column."""
        sql = split_sql(self.way, self.side, filters, by, ordered=False)
        found = self.record.arrays(sql, self._values(filters, period))
        counting = sum(found[outcome] for outcome in self.way.outcomes) > 0
        return sql, {name: column[counting] for name, column in found.items()}

    def _values(self, filters: Filters, period: Period | None) -> dict[str, Any]:
        bounds = {"first": period.first, "last": period.last} if period else {}
        return {"release": self.chosen.id, **bounds, **filters.parameters()}

    def about(self, when: Said) -> list[Said]:
        """Whom the figures are about, as labels."""
        parts = [condition(name, one.words) for name, one in self.named.items() if one] or [said("All courts")]
        filters = self.filters(None)
        if filters.detained is not None:
            parts.append(custody(detained=filters.detained))
        if filters.represented is not None:
            parts.append(said("Represented") if filters.represented else said("Not represented"))
        return [*parts, when]

    @property
    def scope(self) -> dict[str, str]:
        """What was asked about, as the published figures have it: codes in order, and yes or no."""
        codes = {name: "+".join(sorted(self.codes(name))) for name in self.named}
        return codes | {name: self.asked.get(name) or "" for name in ("detained", "represented")}

    def counts_of(self, way: Way, side: Side, period: Period | None) -> Scope:
        """What the counts of a definition by an attribution are of."""
        tally = f"{self.asked['tally']}, closures {self.asked['admin_closure']}"
        return decisions(way, side, self.chosen.id, period, self.scope, tally)

    def narrowed(self, periods: Iterable[Period], people_shown: Iterable[tuple[str, ...]] = ()) -> Iterator[Caveat]:
        """What the periods reach beyond, which codes the release does not have, and which are counted together."""
        last = self.chosen.release.last
        for period in periods:
            if last and period.last > date.fromisoformat(last):
                yield Caveat(ends_within(last, period), "warning")
        for name, one in self.named.items():
            yield from one.caveats if one else ()
            if one and one.unknown:
                yield Caveat(others_counted(self.chosen.id, name, ", ".join(one.unknown)), "warning")
        pairs = [
            said("{codes} ({name})", codes=", ".join(one["codes"]), name=one["names"][0])
            for one in self.counted_together(people_shown)
        ]
        if pairs:
            yield Caveat(
                said(
                    "Codes of judges are counted together where the release gives both the same name: {pairs}.",
                    pairs=joined([*pairs[:_MOST_NAMED], said("and others") if len(pairs) > _MOST_NAMED else ""], "; "),
                )
            )

    def counted_together(self, people_shown: Iterable[tuple[str, ...]] = ()) -> Iterator[dict[str, Any]]:
        """Codes counted as one person, with the evidence: the judge asked about, and those shown."""
        known = labels(self.record, self.chosen.id, "judge")
        held = {codes for codes in (*people_shown, self.codes("judge")) if len(codes) > 1}
        for codes in sorted(held):
            yield {"codes": list(codes), "names": [known.get(code, "") for code in codes], "list": "tblLookupJudge"}


def asylum_question(
    record: Record, measure: Measure, asked: Mapping[str, Any], periods: Sequence[str] = ("period",)
) -> AsylumQuestion | Unanswerable:
    """The question behind parameters, or why no release can answer it.

    Args:
        record: the record that is asked.
        measure: the measure that asks, whose id errors name.
        asked: its parameters with their values.
        periods: the names of the parameters that are periods.

    Raises:
        BadParameter: a name or code that the release does not have, or an attribution that the definition does not allow.
    """
    way = WAYS[asked["definition"]]
    if asked["attribution"] and asked["attribution"] not in way.sides:
        raise BadParameter(
            said("{id:name} counts every case by its last proceeding", id=way.id),
            where=said("{measure:name}, parameter {parameter:name}", measure=measure.id, parameter="attribution"),
            todo=said("leave it out, or ask for trac_2007 or trac_2022"),
        )
    chosen = court_release(record, asked["release"])
    if isinstance(chosen, NoRelease):
        return Unanswerable("not covered", chosen.reason)
    named = {name: asked_for(record, chosen.id, name, asked[name], measure.id) for name in _NAMED if name in asked}
    if outside := _outside(chosen, [asked[name] for name in periods if asked[name]], named):
        return Unanswerable("not covered", outside)
    return AsylumQuestion(record, asked, chosen, named, way, asked["attribution"] or way.sides[0])


def _outside(chosen: CourtRelease, periods: Sequence[Period], named: Mapping[str, Asked | None]) -> str:
    """Why the release has nothing of what was asked."""
    for name, one in named.items():
        if one and not one.codes:
            return no_code(chosen.id, name, ", ".join(one.unknown))
    for period in periods:
        if chosen.release.last and period.first > date.fromisoformat(chosen.release.last):
            return ends_before(chosen.id, chosen.release.last, period)
    return ""


def in_words(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters with their periods as they were given."""
    return {name: str(value) if isinstance(value, Period) else value for name, value in asked.items()}


def told_cells(groups: Iterable[Sequence[int]]) -> list[int]:
    """Every count above zero of some groups of outcomes; a small group with one outcome counts as a small cell."""
    held = list(groups)
    cells = [count for group in held for count in group if count]
    return cells + [1 for group in held if 0 < max(group) < _UNANIMOUS and sum(group) == max(group)]


def _yes(text: str | None) -> bool | None:
    return None if text is None else text == "yes"
