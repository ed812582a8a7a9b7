"""Four published definitions of how a court's decisions on asylum are counted, and the SQL that counts by all of them.

A definition says which rows count, which letter is which outcome, and whether the rate is of denials or of grants.
An attribution says whose decision it is: that of the application's own proceeding, or of the last one of its case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sojourn.engine.connect import quoted
from sojourn.stats.proportions import wilson
from sojourn.tables.court.derived import FIRST_CHARGING, GRANTS
from sojourn.words.said import Said, said

Side = Literal["own", "last"]
Outcome = Literal["granted", "other_relief", "denied", "other"]

SIDES: Final[tuple[Side, ...]] = ("own", "last")
OUTCOMES: Final[tuple[Outcome, ...]] = ("granted", "other_relief", "denied", "other")
FEWEST = 25
"""Decisions below which no rate is given: TRAC gives no yearly rate below it."""
WORDS: Final[dict[Outcome, str]] = {
    "granted": said("granted"),
    "other_relief": said("other relief"),
    "denied": said("denied"),
    "other": said("other"),
}
_ABSENT: Final[dict[Outcome, str]] = {"other_relief": said("not apart"), "other": said("not counted")}
_GRANTED = f"decision IN ({', '.join(map(quoted, GRANTS))})"
_RELIEVED = "(decision = 'L' OR (decision = 'D' AND has_relief))"
_LAST_CASE_TYPES = "('RMV', 'WHO')"


@dataclass(frozen=True)
class Way:
    """One definition: its unit, the outcome whose share it publishes, its conditions, and its words."""

    id: str
    unit: str
    rate: Outcome
    sides: tuple[Side, ...]
    row: str
    """The column of the inner select that says whether a row counts at all."""
    outcomes: Mapping[Outcome, str]
    words: str
    differs: str
    """Why its figure differs from those of the others."""


def share_of_outcome(way: Way) -> Said:
    """The share that a definition publishes; the head of a column, and the unit of an answer."""
    return said("share denied") if way.rate == "denied" else said("share granted")


WAYS: Final[dict[str, Way]] = {
    way.id: way
    for way in (
        Way(
            "trac_2007",
            said("decisions"),
            "denied",
            SIDES,
            "an_application",
            {"granted": _GRANTED, "denied": "decision = 'D'"},
            "TRAC until October 2022: denied / (granted + denied), by application",
            "other relief after a denial of asylum counts as denied",
        ),
        Way(
            "trac_2022",
            said("decisions"),
            "denied",
            SIDES,
            "an_application",
            {
                "granted": _GRANTED,
                "other_relief": _RELIEVED,
                "denied": "decision = 'D' AND NOT has_relief",
            },
            "TRAC since October 2022: denied all relief / (granted + other relief + denied), by application",
            "other relief stands apart, so fewer are denied of more decisions",
        ),
        Way(
            "eoir",
            said("cases"),
            "granted",
            ("last",),
            "a_decided_case",
            {"granted": _GRANTED, "denied": "decision = 'D'", "other": "decision IN ('A', 'M', 'W', 'O', 'L')"},
            "EOIR: granted / (granted + denied + abandoned, withdrawn, not adjudicated, other), by case",
            "the share is of grants, and outcomes without a decision on the merits make its denominator larger",
        ),
        Way(
            "case_last",
            said("cases"),
            "granted",
            ("last",),
            "a_last_case",
            {"granted": _GRANTED, "denied": "decision = 'D'"},
            "granted / (granted + denied), by the last application of each case of removal or withholding only",
            "the share is of grants; an earlier denial in the case does not count, and a case that was closed later drops out",
        ),
    )
}


@dataclass(frozen=True)
class Filters:
    """What a question keeps: codes (empty means all), place and representation, a period, and the tally.

    `whole_years` says of a period that fiscal years are whole in it, `has_counts` that the release has its rows counted.
    """

    judges: tuple[str, ...] = ()
    courts: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    detained: bool | None = None
    represented: bool | None = None
    dated: bool = False
    withdrawn: bool = False
    closures: bool = False
    whole_years: bool = False
    has_counts: bool = False

    def by_counts(self, by: Sequence[str]) -> bool:
        """Whether the rows of the release as they were counted when it was built answer, which many read at once."""
        apart = bool(self.judges or self.nationalities or self.withdrawn) or not _COUNTED.keys() >= set(by)
        return self.has_counts and not apart and (self.whole_years or not self.dated)

    def parameters(self) -> dict[str, Any]:
        """The codes by the names that the SQL gives them."""
        named = (("judge", self.judges), ("court", self.courts), ("nationality", self.nationalities))
        return {f"{name}_{at}": code for name, codes in named for at, code in enumerate(codes)}


@dataclass(frozen=True)
class Counted:
    """The counts of one definition under one attribution."""

    way: Way
    side: Side
    counts: Mapping[Outcome, int]

    @property
    def denominator(self) -> int:
        """Everything that the definition counts."""
        return sum(self.counts.values())

    @property
    def numerator(self) -> int:
        """The outcome whose share the definition publishes."""
        return self.counts[self.way.rate]

    @property
    def enough(self) -> bool:
        """Whether the counts give a rate."""
        return self.denominator >= FEWEST

    @property
    def share(self) -> float:
        """The published rate."""
        return self.numerator / self.denominator

    @property
    def limits(self) -> tuple[float, float]:
        """The Wilson interval of the rate."""
        return wilson(self.numerator, self.denominator)

    def as_dict(self) -> dict[str, Any]:
        """The definition with its counts and its rate, or with the status that there are too few."""
        told = {
            "definition": self.way.id,
            "attribution": self.side,
            "rate": self.way.rate,
            "words": self.way.words,
            "unit": self.way.unit,
            "counts": dict(self.counts),
            "numerator": self.numerator,
            "denominator": self.denominator,
        }
        if not self.enough:
            return {**told, "status": "too few"}
        low, high = self.limits
        return {
            **told,
            "status": "answered",
            "value": round(self.share, 6),
            "low": round(low, 6),
            "high": round(high, 6),
        }

    def as_row(self) -> tuple[Any, ...]:
        """The same as a row of `BESIDE`."""
        counts = [self.counts.get(outcome, _ABSENT.get(outcome, "")) for outcome in OUTCOMES]
        names = (self.way.id, self.side, *counts, self.denominator, self.way.unit)
        if not self.enough:
            return (*names, None, None, None, said("too few"))
        return (*names, *(round(share, 4) for share in (self.share, *self.limits)), share_of_outcome(self.way))


BESIDE: Final = (
    *(said("definition"), said("proceeding"), *WORDS.values(), said("counted"), said("unit")),
    *(said("share"), said("low"), said("high"), said("note")),
)
"""Columns of the table of all definitions for one question."""


def totals_sql(filters: Filters) -> str:
    """One statement that counts by every definition under every attribution: one row per attribution.

    The two branches are kept apart so that the first reads only the row groups of the judge. Rows that no definition
    tells apart are added up first, which takes a third of the time of asking every row ten times.
    """
    columns = [
        f"{_added_up(_counts(way, outcome, filters))} AS {way.id}_{outcome}"
        for way in WAYS.values()
        for outcome in way.outcomes
    ]
    branches = " UNION ALL ".join(_branch(side, filters, ()) for side in SIDES)
    kinds = "side, decision, has_relief, added, an_application, a_decided_case, a_last_case"
    return f"""
        SELECT side, {", ".join(columns)}, {_added_up("added")} AS added, {_added_up("true")} AS matched
        FROM (
            SELECT {kinds}, {"sum(applications)" if filters.by_counts(()) else "count(*)"} AS applications
            FROM ({branches}) AS asked GROUP BY {kinds}) AS kinds GROUP BY side"""


def split_sql(way: Way, side: Side, filters: Filters, by: Sequence[str]) -> str:
    """One statement that counts by one definition, split by dimensions."""
    number_of = _added_up if filters.by_counts(by) else "count(CASE WHEN {} THEN 1 END)".format
    columns = [f"{number_of(_counts(way, outcome, filters))} AS {outcome}" for outcome in way.outcomes]
    order = ", ".join(str(at) for at in range(1, len(by) + 1))
    return f"""
        SELECT {", ".join(by)}, {", ".join(columns)}
        FROM ({_branch(side, filters, by)}) AS asked GROUP BY {order} ORDER BY {order}"""


def families_sql(way: Way, side: Side, filters: Filters) -> str:
    """One statement that counts families by how many of their decisions count and how many of these have the outcome.

    A family is a leading case with the cases that go with it; a case that was parted from it stands alone.
    """
    counts = " OR ".join(f"({_counts(way, outcome, filters)})" for outcome in way.outcomes)
    rated = _counts(way, way.rate, filters)
    return f"""
        SELECT rated, decided, count(*) AS families
        FROM (
            SELECT coalesce(link.lead_case_id, asked.case_id) AS family,
                count(CASE WHEN {rated} THEN 1 END) AS rated, count(CASE WHEN {counts} THEN 1 END) AS decided
            FROM ({_branch(side, filters, ("case_id",))}) AS asked
            LEFT JOIN (
                SELECT rider_case_id, min(lead_case_id) AS lead_case_id FROM court_families
                WHERE release = $release AND severed_date IS NULL GROUP BY rider_case_id
            ) AS link ON link.rider_case_id = asked.case_id
            GROUP BY 1) AS together
        WHERE decided > 0 GROUP BY 1, 2 ORDER BY 1, 2"""


def _added_up(condition: str) -> str:
    """The applications for which a condition holds, where many share a row."""
    return f"CAST(coalesce(sum(CASE WHEN {condition} THEN applications END), 0) AS BIGINT)"


def counted(rows: Sequence[Mapping[str, Any]]) -> list[Counted]:
    """Every definition under every attribution that it allows, from the rows of `totals_sql`."""
    found = {row["side"]: row for row in rows}
    return [
        Counted(way, side, {outcome: _cell(found.get(side), f"{way.id}_{outcome}") for outcome in way.outcomes})
        for way in WAYS.values()
        for side in way.sides
    ]


def _cell(row: Mapping[str, Any] | None, name: str) -> int:
    return int(row[name]) if row else 0


def _counts(way: Way, outcome: Outcome, filters: Filters) -> str:
    condition = way.outcomes[outcome]
    if way.id == "eoir" and outcome == "other" and filters.closures:
        condition = f"({condition} OR decision = 'S')"
    return f"{way.row} AND {condition}"


DIMENSIONS: Final[dict[str, str]] = {
    "fiscal_year": "us_fiscal_year({side}_completion_date)",
    "judge": "{side}_judge",
    "court": "{side}_court",
    "nationality": "nationality",
    "represented": "represented",
    "detained": "{side}_detained_place",
    "case_id": "case_id",
}
"""Each dimension as SQL; `{side}` is the attribution."""
_COUNTED: Final[dict[str, str]] = {
    "fiscal_year": "completion_year",
    "court": "court",
    "represented": "represented",
    "detained": "detained_place",
}
"""The dimensions by which the rows of a release are counted when it is built."""


def _branch(side: Side, filters: Filters, by: Sequence[str]) -> str:
    """The rows of one attribution that a question keeps, with what each definition needs to know of them."""
    application, case = ("in_applications", "in_cases") if filters.withdrawn else ("true", "true")
    last, counts = side == "last", filters.by_counts(by)
    charged = "charged_since_1997" if counts else f"charging_date >= {FIRST_CHARGING}"
    decided_case = f"{case} AND last_decided_of_case" if last else "false"
    last_case = f"{case} AND last_of_case AND last_case_type IN {_LAST_CASE_TYPES} AND {charged}" if last else "false"
    known = _COUNTED if counts else DIMENSIONS
    names = "".join(f"{known[name].format(side=side)} AS {name}, " for name in by)
    names += "applications, " if counts else ""
    return f"""
        SELECT '{side}' AS side, {names}decision, other_relief AS has_relief, {"in_applications AND release <> $release" if filters.withdrawn else "false"} AS added,
            {application} AS an_application, {decided_case} AS a_decided_case, {last_case} AS a_last_case
        FROM {_source(side, filters, by)}
        WHERE {"" if filters.withdrawn else "release = $release AND "}{" AND ".join(_kept(side, filters, by))}"""


def _source(side: Side, filters: Filters, by: Sequence[str]) -> str:
    """The counts, the tally, or the copy of the decisions in which the rows of a question lie together."""
    if filters.withdrawn:
        return _TALLY
    if filters.by_counts(by):
        return "court_decisions_counted"
    if "case_id" in by:
        return "court_decisions"  # the copies do not have it
    if filters.nationalities and not filters.judges:
        return "court_decisions_by_nationality"
    if filters.courts and not filters.judges:
        return f"court_decisions_by_{side}_court"
    return "court_decisions_by_last" if side == "last" else "court_decisions"


def _kept(side: Side, filters: Filters, by: Sequence[str]) -> Iterator[str]:
    """The conditions under which a row is asked for."""
    counts = filters.by_counts(by)
    if counts:
        yield f"attribution = '{side}'"
        if filters.dated:
            yield "completion_year BETWEEN us_fiscal_year($first) AND us_fiscal_year($last)"
    else:
        day = f"{side}_completion_date"
        yield f"{day} BETWEEN $first AND $last" if filters.dated else f"{day} IS NOT NULL"
    known = _COUNTED if counts else DIMENSIONS
    for name, codes in (
        ("judge", filters.judges),
        ("court", filters.courts),
        ("nationality", filters.nationalities),
    ):
        if codes:
            wanted = ", ".join(f"${name}_{at}" for at in range(len(codes)))
            yield f"{known[name].format(side=side)} IN ({wanted})"
    for name, asked in (("detained", filters.detained), ("represented", filters.represented)):
        if asked is not None:
            yield f"{known[name].format(side=side)} = {str(asked).lower()}"


def _gone(key: str) -> str:
    """Keys that this release no longer has, with the latest earlier release that had them."""
    return f"""
        SELECT {key} AS gone_{key}, max(release) AS gone_release FROM court_decisions
        WHERE release < $release AND {key} NOT IN
            (SELECT {key} FROM court_decisions WHERE release = $release AND {key} IS NOT NULL)
        GROUP BY 1"""


_COLUMNS = (
    *("release", "decision", "other_relief", "nationality", "represented"),
    *(f"{side}_{name}" for side in SIDES for name in ("judge", "court", "completion_date", "detained_place")),
    *("last_case_type", "charging_date", "last_of_case", "last_decided_of_case"),
)
_TALLY = f"""(
        SELECT {", ".join(_COLUMNS)}, true AS in_applications, true AS in_cases
        FROM court_decisions WHERE release = $release
        UNION ALL
        SELECT {", ".join(f"older.{name} AS {name}" for name in _COLUMNS)},
            application.gone_application_id IS NOT NULL AS in_applications, cases.gone_case_id IS NOT NULL AS in_cases
        FROM court_decisions AS older
        LEFT JOIN ({_gone("application_id")}) AS application
            ON application.gone_application_id = older.application_id AND application.gone_release = older.release
        LEFT JOIN ({_gone("case_id")}) AS cases
            ON cases.gone_case_id = older.case_id AND cases.gone_release = older.release
        WHERE older.release < $release
            AND (application.gone_application_id IS NOT NULL OR cases.gone_case_id IS NOT NULL)
        ) AS tally"""
"""This release and what earlier ones had and it has no more. By application for the definitions that count
applications; for those that count cases only cases of which no asylum application is left, so that none counts twice."""
