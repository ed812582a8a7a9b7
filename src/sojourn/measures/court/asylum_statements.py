"""The SQL that counts decisions on asylum: by all definitions at once, by one and its dimensions, and by families."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sojourn.measures.court.asylum_definitions import SIDES, TOTALLED, WAYS, Outcome, Side, Way
from sojourn.tables.court.counted import COURT_DECISIONS_ALIKE, DECISIONS_COUNTED
from sojourn.tables.court.derived import FIRST_CHARGING, LAST_CASE_TYPES


@dataclass(frozen=True)
class Filters:
    """What a question keeps: codes (empty means all), place and representation, a period, and the tally.

    `in_two` keeps what lies in either of two periods, which the dimensions `IN_TWO` tell apart. `whole_years` says of the
    periods that fiscal years are whole in them; `tables` are those that the release has.
    """

    judges: tuple[str, ...] = ()
    courts: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    detained: bool | None = None
    represented: bool | None = None
    dated: bool = False
    withdrawn: bool = False
    closures: bool = False
    in_two: bool = False
    whole_years: bool = False
    tables: Set[str] = field(default_factory=frozenset)

    def counts(self, by: Sequence[str], way: Way | None = None, side: Side | None = None) -> str:
        """The table of counts, made when the release was built, that answers by one definition or all; empty where rows must.

        Counts know fiscal years and no days. Of decisions alike those of one court lie together, by applications and by the last
        application of each case.
        """
        if self.withdrawn or "case_id" in by or ((self.dated or self.in_two) and not self.whole_years):
            return ""
        named = {"judge": self.judges, "court": self.courts, "nationality": self.nationalities}
        needed = {name for name, codes in named.items() if codes or name in by}
        defined = way is not None and (way.row, side) in {("an_application", "own"), ("a_last_case", "last")}
        alike = bool(defined and self.courts and needed > {"court"})
        fitting = [name for name, sides in _SIDES_COUNTED.items() if needed <= sides]
        held = [name for name in ([COURT_DECISIONS_ALIKE.name] if alike else []) + fitting if name in self.tables]
        return held[0] if held else ""

    def parameters(self) -> dict[str, Any]:
        """The codes by the names that the SQL gives them."""
        named = (("judge", self.judges), ("court", self.courts), ("nationality", self.nationalities))
        return {f"{name}_{at}": code for name, codes in named for at, code in enumerate(codes)}


def totals_sql(filters: Filters) -> str:
    """One statement that counts by every definition: one row per attribution and each combination of `TOTALLED`.

    The two branches are kept apart so that the first reads only the row groups of the judge; counts lie together, and one scan
    of them is sooner planned. Rows that no definition tells apart are added up first, which takes a third of the time of asking
    every row ten times; a judge's are too few.
    """
    counts = filters.counts(TOTALLED)
    number_of = "count(CASE WHEN {} THEN 1 END)".format if filters.judges and not counts else _added_up
    columns = [
        f"{number_of(_counts(way, outcome, filters))} AS {way.id}_{outcome}"
        for way in WAYS.values()
        for outcome in way.outcomes
    ]
    apart = ", ".join(("side", *TOTALLED))
    branches = (
        [_branch("", filters, TOTALLED, counts)] if counts else [_branch(one, filters, TOTALLED) for one in SIDES]
    )
    rows = f"({' UNION ALL '.join(branches)}) AS asked"
    if not filters.judges:
        kinds = f"{apart}, decision, has_relief, added, an_application, a_decided_case, a_last_case"
        applications = "sum(applications)" if counts else "count(*)"
        rows = f"(SELECT {kinds}, {applications} AS applications FROM {rows} GROUP BY {kinds}) AS kinds"
    return f"""
        SELECT {apart}, {", ".join(columns)}, {number_of("added")} AS added, {number_of("true")} AS matched
        FROM {rows} GROUP BY {apart}"""


def split_sql(way: Way, side: Side, filters: Filters, by: Sequence[str], *, ordered: bool = True) -> str:
    """One statement that counts by one definition, split by dimensions; in their order, unless that is left out."""
    counts = filters.counts(by, way, side)
    number_of = _added_up if counts else "count(CASE WHEN {} THEN 1 END)".format
    columns = [f"{number_of(_counts(way, outcome, filters))} AS {outcome}" for outcome in way.outcomes]
    places = ", ".join(str(at) for at in range(1, len(by) + 1))
    return f"""
        SELECT {", ".join(by)}, {", ".join(columns)}
        FROM ({_branch(side, filters, by, counts)}) AS asked GROUP BY {places}{f" ORDER BY {places}" if ordered else ""}"""


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
    "in_then": "{side}_completion_date BETWEEN $then_first AND $then_last",
    "in_now": "{side}_completion_date BETWEEN $now_first AND $now_last",
}
"""Each dimension as SQL; `{side}` is the attribution."""
IN_TWO: Final = ("in_then", "in_now")
"""Whether a row lies in each of two periods, which may overlap."""
_COUNTED: Final[dict[str, str]] = {
    "fiscal_year": "completion_year",
    "judge": "judge",
    "court": "court",
    "nationality": "nationality",
    "represented": "represented",
    "detained": "detained_place",
    "in_then": "completion_year BETWEEN us_fiscal_year($then_first) AND us_fiscal_year($then_last)",
    "in_now": "completion_year BETWEEN us_fiscal_year($now_first) AND us_fiscal_year($now_last)",
}
"""The dimensions by which the rows of a release are counted when it is built."""
_SIDES_COUNTED: Final[Mapping[str, frozenset[str]]] = {
    table.name: frozenset(column.name for column in table.columns) & {"judge", "court", "nationality"}
    for table in DECISIONS_COUNTED
}
"""What each table of counts by all definitions knows besides, the smallest first."""


def _branch(side: Side | Literal[""], filters: Filters, by: Sequence[str], counts: str = "") -> str:
    """The rows of one attribution that a question keeps, with what each definition needs to know of them.

    `counts` is the table that has them counted; of that both attributions may be asked for at once, without a `side`.
    """
    application, case = ("in_applications", "in_cases") if filters.withdrawn else ("true", "true")
    case = case if side else "attribution = 'last'"
    charged = "charged_since_1997" if counts else f"charging_date >= {FIRST_CHARGING}"
    decided_case, last_case = "false", "false"
    if counts == COURT_DECISIONS_ALIKE.name:
        last_case = str(side == "last").lower()
    elif side != "own":
        decided_case = f"{case} AND last_decided_of_case"
        last_case = f"{case} AND last_of_case AND last_case_type IN {LAST_CASE_TYPES} AND {charged}"
    known = _COUNTED if counts else DIMENSIONS
    names = "".join(f"{known[name].format(side=side)} AS {name}, " for name in by)
    names += "applications, " if counts else ""
    return f"""
        SELECT {f"'{side}'" if side else "attribution"} AS side, {names}decision, other_relief AS has_relief, {"in_applications AND release <> $release" if filters.withdrawn else "false"} AS added,
            {application} AS an_application, {decided_case} AS a_decided_case, {last_case} AS a_last_case
        FROM {counts or _source(side, filters, by)}
        WHERE {" AND ".join(_kept(side, filters, counts))}"""


def _source(side: str, filters: Filters, by: Sequence[str]) -> str:
    """The tally, or the copy of the decisions in which the rows of a question lie together."""
    if filters.withdrawn:
        return _TALLY
    if "case_id" in by:
        return "court_decisions"  # the copies do not have it
    if filters.nationalities and not filters.judges:
        return "court_decisions_by_nationality"
    if filters.courts and not filters.judges:
        return f"court_decisions_by_{side}_court"
    return "court_decisions_by_last" if side == "last" else "court_decisions"


def _kept(side: str, filters: Filters, counts: str) -> Iterator[str]:
    """The conditions under which a row is asked for."""
    known = _COUNTED if counts else DIMENSIONS
    if not filters.withdrawn:
        yield "release = $release"
    if counts and side:
        yield f"attribution = '{side}'"
    if filters.in_two:
        yield f"({' OR '.join(known[name].format(side=side) for name in IN_TWO)})"
    elif filters.dated and counts:
        yield "completion_year BETWEEN us_fiscal_year($first) AND us_fiscal_year($last)"
    elif not counts:
        day = f"{side}_completion_date"
        yield f"{day} BETWEEN $first AND $last" if filters.dated else f"{day} IS NOT NULL"
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
