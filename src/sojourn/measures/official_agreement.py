"""Whether the rows of a release add up to what the agency printed about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval, Provenance
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.releases import provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import said

_COUNTRIES = """
    SELECT coalesce(o.citizenship, r.citizenship) AS item, coalesce(o.removals, 0) AS printed, coalesce(r.rows, 0) AS counted
    FROM (SELECT citizenship, sum(removals) AS removals FROM official_removals WHERE period = $year GROUP BY 1) AS o
    FULL JOIN (
        SELECT citizenship, count(*) AS rows FROM removals
        WHERE release = $release AND us_fiscal_year(removal_date) = CAST($year AS INTEGER) GROUP BY 1) AS r
        ON o.citizenship = r.citizenship
    ORDER BY 1"""

_SEATTLE = """
    SELECT t.series || ', FY' || t.period AS item, t.total AS printed, coalesce(d.rows, 0) AS counted
    FROM official_totals AS t
    LEFT JOIN (
        SELECT 'arrests' AS series, us_fiscal_year(arrest_date) AS year, count(*) AS rows FROM arrests WHERE family = 'uw-v-dhs-seattle' GROUP BY 2
        UNION ALL
        SELECT 'book_ins' AS series, us_fiscal_year(book_in_date) AS year, count(*) AS rows FROM book_ins WHERE family = 'uw-v-dhs-seattle' GROUP BY 2
    ) AS d ON d.series = t.series AND d.year = CAST(t.period AS INTEGER)
    WHERE t.series IN ('arrests', 'book_ins')
    ORDER BY 1"""


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    if asked["against"] == "seattle_summary":
        return _compare(record, dict(asked), _SEATTLE, {}, ("official_totals", "arrests", "book_ins"))
    year = str(asked["fiscal_year"] or "")
    if not year:
        reason = said("the table of countries needs a fiscal_year (2017)")
        return MEASURE.unanswered(record, asked, "not determinable", reason)
    releases = [
        one
        for one in record.releases(table="removals")
        if one.nationwide and record.has("removals", "removal_date", one.id)
    ]
    holding = [
        one for one in releases if int(year) in {y for s in record.sheets if s.release == one.id for y in s.years}
    ]
    if not holding:
        reason = said("no nationwide release counts removals of fiscal year {year}", year=year)
        return MEASURE.unanswered(record, asked, "not covered", reason)
    parameters = {**asked, "release": holding[-1].id}
    return _compare(
        record, parameters, _COUNTRIES, {"year": year, "release": holding[-1].id}, ("official_removals", "removals")
    )


def _compare(
    record: Record, parameters: dict[str, Any], sql: str, bounds: dict[str, Any], tables: tuple[str, ...]
) -> Finding:
    rows = record.query(sql, bounds)
    printed = [row for row in rows if row["printed"]]
    if not printed:
        reason = said("the record has no printed figures ({table}) for the question", table=tables[0])
        return MEASURE.unanswered(record, parameters, "not covered", reason)
    differing = [row for row in rows if row["printed"] != row["counted"]]
    equal = len(rows) - len(differing)
    return Finding(
        measure=MEASURE.id,
        parameters=parameters,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=_sources(record, tables, bounds.get("release"), sql),
        value=equal / len(rows),
        numerator=equal,
        denominator=len(rows),
        denominator_is=said("items printed or counted"),
        interval=Interval(equal / len(rows), equal / len(rows), said("complete comparison, item by item")),
        columns=(said("item"), said("printed"), said("counted")),
        rows=tuple(
            (row["item"] or said("citizenship absent"), int(row["printed"]), int(row["counted"])) for row in differing
        ),
        caveats=(
            Caveat(
                said(
                    "Agreement shows that no row was lost between agency and record, not that the agency counted everyone."
                )
            ),
        ),
        told=Told.of(("nationality",) if tables[1] == "official_removals" else (), ("year",)),
        sentence=said(
            "{equal:number} of {all:number} printed figures equal the rows; sum printed {printed:number}, rows {counted:number}.",
            equal=equal,
            all=len(rows),
            printed=sum(row["printed"] for row in rows),
            counted=sum(row["counted"] for row in rows),
        ),
    )


def _sources(record: Record, tables: tuple[str, ...], release: str | None, sql: str) -> Provenance:
    parts = []
    for table in tables:
        found = [
            one
            for one in record.releases(table=table)
            if release is None or table.startswith("official") or one.id == release
        ]
        parts.append(provenance(record, tuple(found), table, sql))
    releases = tuple(dict.fromkeys(name for part in parts for name in part.releases))
    return Provenance(
        releases, tuple(sorted({file for part in parts for file in part.files})), parts[0].sql, record.invented
    )


MEASURE = Measure(
    id="official_agreement",
    estimators=("complete_count",),
    definition=Definition(
        question="Do the rows of a release add up to what the agency printed?",
        counted="printed figures (one a country, or one a series and fiscal year) that equal the rows exactly",
        not_counted="figures that the agency printed for periods without rows in the record",
        date_basis="the fiscal year in which the agency counts the event",
        estimator="equal items divided by all items",
    ),
    unit="share of items",
    parameters=(
        Parameter(
            "against",
            "choice",
            "which printed figures: the annual report's table of countries, or the Summary sheet of the Seattle production",
            "countries",
            choices=("countries", "seattle_summary"),
        ),
        Parameter("fiscal_year", "number", "fiscal year of the table of countries (2017)"),
    ),
    tables=("removals", "official_removals", "official_totals", "arrests", "book_ins"),
    answer=_answer,
    dimensions={},
    example="-p fiscal_year=2017",
)
