"""What questions about detention share: their release, the facilities and people asked about, and the tier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sojourn.breakdown import Scope
from sojourn.engine.connect import quoted
from sojourn.findings import Caveat, Finding, Interval, Status
from sojourn.measures.answers import Unanswerable
from sojourn.measures.conditions import conditions, days_told, narrowed, narrowed_reason
from sojourn.measures.custody.place import Place, place_of, unlisted
from sojourn.measures.custody.release import BASE, Window, tells, window
from sojourn.measures.declare import Dimension, Measure, Parameter
from sojourn.measures.facilities.places import listed_places
from sojourn.measures.releases import RELEASE, Chosen, NoRelease, choose, provenance
from sojourn.record.opened import Record
from sojourn.sources.declare import vocabulary
from sojourn.tables import TABLES, Attribute
from sojourn.tiers import SMALLEST_CELL, Grain, Setting, Told
from sojourn.words.said import Joined, Said, joined, said

NOT_RECORDED = said("not recorded")
"""What a table shows where the cell is blank or redacted."""

FEW = f"each fewer than {SMALLEST_CELL}"
"""The row that stands for all rows with few people."""

WHO = ("citizenship", "sex", "criminality")
_UNTOLD = {"sex": "Unknown", "citizenship": "UNKNOWN"}
"""Values with which ICE itself says that it does not know."""

PERIOD = Parameter(
    "period", "period", "2025-06, 2025-06-23, FY2025, or two with .. between; empty means the whole release"
)
FACILITY = Parameter(
    "facility", "text", "ICE's facility code (BASILLA); several with + between; empty or ALL means every one"
)
STATE = Parameter("state", "text", "two letters of a state (LA): its facilities, as lists of facilities place them")
AREA = Parameter("area", "area", "ERO area of responsibility of the facilities (New Orleans)", vocabulary="area")
PEOPLE = (
    Parameter("citizenship", "country", "country of citizenship, in ICE's spelling (RUSSIA)", vocabulary="country"),
    Parameter("sex", "sex", "Male, Female or Unknown", vocabulary="sex"),
    Parameter(
        "criminality",
        "choice",
        "criminality at book-in, as ICE words it (2 Pending Criminal Charges)",
        choices=tuple(vocabulary("criminality").standard.values()),
    ),
)
ASKED = (FACILITY, STATE, AREA, *PEOPLE, PERIOD, RELEASE)
"""What every question about stays takes: where, who, when, and of which release."""


@dataclass(frozen=True)
class CustodyQuestion:
    """A question about detention with its release.

    `who` has the attributes of people that were asked for. `certain` and `possible` are SQL conditions: the rows that
    match, and those that would if their blank or redacted cells were known.
    """

    record: Record
    measure: Measure
    chosen: Chosen
    parameters: Mapping[str, Any]
    by: tuple[str, ...]
    place: Place
    who: Mapping[str, str]

    @property
    def release(self) -> str:
        """The id of the release."""
        return self.chosen.release.id

    @property
    def certain(self) -> str:
        """The condition that a row is of the people asked for."""
        return " AND ".join(f"{name} = ${name}" for name in self.who) or "1 = 1"

    @property
    def possible(self) -> str:
        """The condition that a row is, or would be if its cells were known."""
        return " AND ".join(f"({name} = ${name} OR {unknown(name)})" for name in self.who) or "1 = 1"

    @property
    def bounds(self) -> dict[str, Any]:
        """The values that the conditions name."""
        return {"release": self.release, **self.who, **self.place.bounds()}

    @property
    def told(self) -> dict[str, Any]:
        """The parameters as a finding has them."""
        return {
            **self.parameters,
            "period": str(self.chosen.period),
            "release": self.release,
            "by": list(self.by),
        }

    @property
    def labels(self) -> list[Said]:
        """Where and who is meant, each condition by itself."""
        return [*self.place.labels, *conditions(self.who)]

    @property
    def where(self) -> Sequence[Said]:
        """Where is meant, also if it is everywhere."""
        return self.place.labels or (said("Place: the whole country"),)

    def narrowed(self, sentence: str) -> Joined:
        """A sentence, with where and who is meant after it."""
        return narrowed(sentence, self.labels)

    def because(self, reason: str) -> Joined:
        """A reason for no figure, with where and who is meant after it."""
        return narrowed_reason(reason, self.labels)

    @property
    def span(self) -> str:
        """The period in words, with the days that are covered where they are fewer."""
        return days_told(self.chosen.period, self.chosen.covered)

    @property
    def window(self) -> Window:
        """Every day that the release covers."""
        return window(self.record, self.chosen.release)

    def tells(self, column: str) -> bool:
        """Whether the release says in any row what a column of the stints asks."""
        return tells(self.record, self.chosen.release, column)

    def untold(self, table: str, day: str, facility: str) -> Iterator[Caveat]:
        """How many rows are left out because an attribute that was asked for is absent.

        Args:
            table: a derived table with the attributes.
            day: its column by which a row falls into the period.
            facility: its column by which a row belongs to the place.
        """
        if not self.who:
            return
        sql = f"""
            SELECT count(*) AS untold FROM {table}
            WHERE release = $release AND CAST({day} AS DATE) BETWEEN $first AND $last
                AND {self.place.test(facility)} AND {self.possible}
                AND CASE WHEN {self.certain} THEN 0 ELSE 1 END = 1"""
        covered = self.chosen.covered
        untold = self.query(sql, first=covered.first, last=covered.last)[0]["untold"]
        if untold:
            places = {"names": ", ".join(self.who), "untold": untold}
            yield Caveat(
                said(
                    "Stays left out because a cell asked about ({names}) is blank, redacted or unknown: {untold:number}.",
                    **places,
                )
                if table == "detention_stays"
                else said(
                    "Stints left out because a cell asked about ({names}) is blank, redacted or unknown: {untold:number}.",
                    **places,
                )
            )

    def counted(self, certain: int, possible: int) -> Interval:
        """The interval of a complete count."""
        absent = said("the upper limit adds people whose cell for a filter is blank, redacted or unknown")
        return Interval(certain, possible, joined([said("complete count"), absent if self.who else ""], "; "))

    def query(self, sql: str, **more: Any) -> list[dict[str, Any]]:
        """Rows of a statement about the release."""
        return self.record.query(sql, {**self.bounds, **more})

    def unanswered(self, status: Status, reason: str) -> Finding:
        """The finding that there is no figure, and why."""
        return self.measure.unanswered(self.record, self.told, status, reason)

    def finding(self, sql: str, *, caveats: Sequence[Caveat] = (), **answer: Any) -> Finding:
        """The finding of a statement, with what every finding about the release says of it."""
        return Finding(
            measure=self.measure.id,
            parameters=self.told,
            unit=self.measure.unit,
            definition=self.measure.definition,
            provenance=provenance(self.record, (self.chosen.release,), BASE, sql),
            caveats=(*self.chosen.caveats, *self.place.caveats, *caveats),
            **answer,
        )

    def told_of(
        self,
        cells: Iterable[float | None],
        grain: Grain = "none",
        also: Iterable[Attribute] = (),
        *,
        setting: Setting = "moves",
    ) -> Told:
        """What the answer tells about people, from its filters and its split, its finest period and its counts.

        Args:
            cells: every number of people or stays that the answer shows.
            grain: the finest period of its table, where the split does not say it.
            also: what the measure tells besides its filters and its split.
            setting: whether moves and ends of stays are told, or only how many are held.
        """
        named = {*self.by, *(name for name, value in self.parameters.items() if value)}
        about = {*also, *(TABLES["detention_stays"].column(name).attribute for name in WHO if name in named)}
        about |= {"place"} if PLACES & named else set()
        grains = [grain, *([self.parameters["period"].grain] if self.parameters.get("period") else [])]
        return Told.of(about, [*grains, *(_GRAIN[name] for name in self.by if name in _GRAIN)], cells, setting)

    def scope(self, *places: str) -> Scope:
        """What the counts of the answer are of, narrowed by the people asked about and by these filters by place."""
        narrowed = {name: str(self.parameters[name]) for name in (*places, *WHO) if self.parameters.get(name)}
        filters = {
            name: "+".join(sorted(value.upper().split("+"))) for name, value in narrowed.items() if name in PLACES
        }
        period = self.parameters.get("period")
        span = (period.first, period.last) if period else None
        return Scope(self.measure.id, self.release, span, {**narrowed, **filters}, ABOUT, "moves")


PLACES = frozenset({"facility", "state", "area", "origin", "destination", "origin_state", "destination_state"})
"""Dimensions and filters that tell where somebody was."""

ABOUT: Mapping[str, Attribute] = {
    **{name: TABLES["detention_stays"].column(name).attribute for name in WHO},
    **dict.fromkeys(PLACES, "place"),
}
"""What each dimension and filter tells about a person."""

_GRAIN: dict[str, Grain] = {"fiscal_year": "year", "month": "month", "day": "day"}

WHO_DIMENSIONS = {name: Dimension(name, name, TABLES["detention_stays"].column(name).meaning) for name in WHO}


def unknown(name: str) -> str:
    """The SQL condition that an attribute is blank, redacted, or what ICE prints where it does not know."""
    value = _UNTOLD.get(name)
    return f"({name} IS NULL OR {name} = {quoted(value)})" if value else f"{name} IS NULL"


def question(
    record: Record, measure: Measure, asked: Mapping[str, Any], by: tuple[str, ...], needs: Sequence[str] = ()
) -> CustodyQuestion | Unanswerable:
    """The question behind parameters, or why no release can answer it.

    Args:
        record: the record that is asked.
        measure: the measure that asks.
        asked: its parameters with their values.
        by: the dimensions to split by.
        needs: columns of the stints without which a release cannot answer, besides those asked for.

    Raises:
        BadParameter: no list of facilities in the record knows the state or area.
    """
    chosen = choose(record, BASE, asked.get("period"), asked.get("release"))
    if isinstance(chosen, NoRelease):
        return Unanswerable("not covered", chosen.reason)
    who = {name: str(asked[name]) for name in WHO if asked.get(name)}
    columns = sorted({*who, *(name for name in by if name in WHO), *needs})
    lacking = [name for name in columns if not tells(record, chosen.release, name)]
    if lacking:
        told = _told_by(record, asked, columns, chosen.release.id)
        silent = said("release {release} says nothing of {names}", release=chosen.release.id, names=", ".join(lacking))
        return Unanswerable("not determinable", joined([silent, told], "; "))
    place = place_of(record, asked)
    if place.codes == ():
        return Unanswerable("not determinable", unlisted(place))
    return CustodyQuestion(record, measure, chosen, asked, by, place, who)


def _told_by(record: Record, asked: Mapping[str, Any], columns: Sequence[str], other_than: str) -> str:
    """A release of the period that tells about every column, in words; empty if there is none."""
    able = [
        one.id
        for one in record.releases(table=BASE)
        if one.id != other_than
        and all(tells(record, one, name) for name in columns)
        and isinstance(choose(record, BASE, asked.get("period"), one.id), Chosen)
    ]
    return said("{release} does (-p release={release})", release=able[-1]) if able else ""


def nobody(asked: CustodyQuestion) -> Said:
    """That a release has no row of somebody, which is no count of them."""
    return said(
        "release {release} has nobody there in {period}: absence in one release is not evidence of absence",
        release=asked.release,
        period=asked.span,
    )


def label(value: Any) -> Any:
    """A dimension's value as people read it."""
    return NOT_RECORDED if value is None else value


def merged(rows: Sequence[tuple[Any, ...]], dimensions: int, at: int) -> list[tuple[Any, ...]]:
    """Rows of a split with those of fewer than 11 made into one, so that the others may be shown to anyone.

    Args:
        rows: the rows, dimensions first and counts after them.
        dimensions: how many cells of a row are dimensions.
        at: the place of the count that decides.

    Where the rows together are fewer than 11, they stay as they are, and the tier keeps the answer on this machine.
    """
    small = [row for row in rows if 0 < row[at] < SMALLEST_CELL]
    if sum(row[at] for row in small) < SMALLEST_CELL:
        return list(rows)
    together = tuple(sum(cells) for cells in zip(*(row[dimensions:] for row in small), strict=True))
    rest = (FEW, *[""] * (dimensions - 1), *together)
    return [*(row for row in rows if row not in small), rest]


DISPUTED = "lists disagree"


def states(record: Record) -> Mapping[str, str]:
    """The state of each facility code that a list of facilities places; `lists disagree` where there are two."""

    def made() -> dict[str, str]:
        named = {
            code: {state for one in lists for state in one.states} for code, lists in listed_places(record).items()
        }
        return {code: DISPUTED if len(there) > 1 else next(iter(there)) for code, there in named.items() if there}

    return record.remember(("state of each facility",), made)
