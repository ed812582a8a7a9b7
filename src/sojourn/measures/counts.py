"""How many removals, arrests and book-ins: one row of a release is one event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sojourn.breakdown import TIMES, Breakdown, Count, Scope
from sojourn.findings import Caveat, Definition, Finding, Interval, Rival
from sojourn.measures.answers import cut
from sojourn.measures.conditions import conditions, narrowed
from sojourn.measures.count_words import TEXTS
from sojourn.measures.declare import Dimension, Measure, Parameter, Period, by_choice
from sojourn.measures.published import published_figures
from sojourn.measures.releases import RELEASE, Chosen, NoRelease, choose, provenance
from sojourn.record.opened import Record
from sojourn.tables import TABLES
from sojourn.tiers import Grain, Told
from sojourn.words.said import Said, said

_FILTERS = {
    "citizenship": Parameter(
        "citizenship", "country", "country of citizenship, in ICE's spelling (RUSSIA)", vocabulary="country"
    ),
    "sex": Parameter("sex", "sex", "Male, Female or Unknown", vocabulary="sex"),
    "area": Parameter("area", "area", "ERO area of responsibility (New Orleans)", vocabulary="area"),
    "disposition_code": Parameter("disposition_code", "text", "short code of the processing disposition (ER/CF)"),
    "disposition": Parameter("disposition", "text", "processing disposition in words"),
    "case_category": Parameter("case_category", "text", "bracketed category of the case ([8G] ...)"),
    "arrest_method": Parameter("arrest_method", "text", "how the arrest was made (Located)"),
    "facility_name": Parameter("facility_name", "text", "facility by name, as the release spells it"),
}
_PERIOD = Parameter(
    "period", "period", "FY2017, 2017, 2017-06, 2017-06-23, or two with .. between; empty means the whole release"
)
_COUNTS = ("matched", "possible", "total")


@dataclass(frozen=True)
class Counted:
    """One kind of event: its table, its clocks (name to the SQL of the day, and to the day in words), its filters and words."""

    id: str
    table: str
    event: str
    clocks: Mapping[str, str]
    days: Mapping[str, str]
    filters: tuple[str, ...]
    counted: str
    not_counted: str
    duplicates: Said
    example: str
    meanings: Mapping[str, str] = field(default_factory=dict)


def _dimensions(kind: Counted) -> dict[str, Dimension]:
    dimensions = {
        "fiscal_year": Dimension("us_fiscal_year(day)", "", "US federal fiscal year of the clock"),
        "month": Dimension("month_of(day)", "", "month of the clock"),
        "day": Dimension("day", "", "day of the clock"),
    }
    return dimensions | {name: Dimension(name, name, TABLES[kind.table].column(name).meaning) for name in kind.filters}


def _sql(kind: Counted, by: tuple[str, ...], clock: str, counts: str, used: Iterable[str], condition: str = "") -> str:
    """Counts of the events of a period that keep a condition, by dimensions; `used` are the columns that these name."""
    dimensions = _dimensions(kind)
    names = "".join(f"{dimensions[name].sql} AS {name}, " for name in by)
    order = ", ".join(str(at) for at in range(1, len(by) + 1))
    grouping = f"GROUP BY {order} ORDER BY {order}" if by else ""
    columns = "".join(f"{name}, " for name in kind.filters if name in by or name in used)
    return f"""
        SELECT {names}{counts}
        FROM (SELECT {columns}{kind.clocks[clock]} AS day FROM {kind.table} WHERE release = $release{condition}) AS events
        WHERE day BETWEEN $first AND $last
        {grouping}"""


def _of_all(kind: Counted, by: tuple[str, ...], clock: str, given: Iterable[str]) -> str:
    """All events, and those without a cell for the one thing that is asked about."""
    names = list(given)
    unknown = f", count(CASE WHEN {names[0]} IS NULL THEN 1 END) AS unknown" if len(names) == 1 else ""
    return _sql(kind, by, clock, f"count(*) AS total{unknown}", names if unknown else ())


def _of_given(kind: Counted, by: tuple[str, ...], clock: str, given: Iterable[str]) -> str:
    """The events that have what is given; where that is several things, also those that could if absent cells were known."""
    names = list(given)
    if len(names) == 1:
        return _sql(kind, by, clock, "count(*) AS matched", (), f" AND {names[0]} = ${names[0]}")
    match = " AND ".join(f"{name} = ${name}" for name in names)
    maybe = "".join(f" AND ({name} = ${name} OR {name} IS NULL)" for name in names)
    counts = f"count(CASE WHEN {match} THEN 1 END) AS matched, count(*) AS possible"
    return _sql(kind, by, clock, counts, names, maybe)


@dataclass(frozen=True)
class Rows:
    """Events of a period, split: each row has its dimensions, `matched`, `possible` and `total`; and the sums over all events.

    Rows in which nothing has what was given may be left out. `sql` is what counted them.
    """

    rows: list[dict[str, Any]]
    matched: int
    possible: int
    total: int
    sql: str


def counted(
    record: Record, table: str, chosen: Chosen, given: Mapping[str, str], by: tuple[str, ...], clock: str
) -> Rows:
    """Count the events of a table in a period by a clock: those that have what is given, could have it, and all."""
    kind = _BY_TABLE[table]
    bounds = {"release": chosen.release.id, "first": chosen.period.first, "last": chosen.period.last}
    whole = _of_all(kind, by, clock, given)

    def split() -> dict[tuple[Any, ...], tuple[int, int]]:
        rows = record.query(whole, bounds)
        return {tuple(row[name] for name in by): (row["total"], row.get("unknown", 0)) for row in rows}

    every: dict[tuple[Any, ...], tuple[int, int]] = record.remember(("events", whole, *bounds.values()), split)
    total, unknown = (sum(counts[at] for counts in every.values()) for at in (0, 1))
    if not given:
        rows = [dict(zip(by, key, strict=True)) | dict.fromkeys(_COUNTS, one) for key, (one, _) in every.items()]
        return Rows(rows, total, total, total, whole)
    part = _of_given(kind, by, clock, given)
    rows = record.query(part, {**given, **bounds})
    for row in rows:
        there, without = every.get(tuple(row[name] for name in by), (0, 0))
        row |= {"possible": row.get("possible", row["matched"] + without), "total": there}
    matched = sum(row["matched"] for row in rows)
    possible = matched + unknown if len(given) == 1 else sum(row["possible"] for row in rows)
    return Rows(rows, matched, possible, total, f"{part.rstrip()}; {whole}")


def _answer(kind: Counted, record: Record, asked: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    measure = _BY_ID[kind.id]
    parameters = {**asked, "by": list(by)}
    chosen = choose(record, kind.table, asked["period"], asked["release"])
    if isinstance(chosen, NoRelease):
        return measure.unanswered(record, parameters, "not covered", chosen.reason)
    absent = _not_in_release(kind, record, chosen, asked, by)
    if absent:
        return measure.unanswered(record, parameters, "not determinable", absent)
    given = {name: asked[name] for name in kind.filters if asked[name] is not None}
    return _finding(kind, record, asked, by, chosen, counted(record, kind.table, chosen, given, by, asked["clock"]))


def _not_in_release(
    kind: Counted, record: Record, chosen: Chosen, asked: Mapping[str, Any], by: tuple[str, ...]
) -> str:
    """Why a release cannot answer: it has no column for the clock, a filter or a dimension."""
    needed = {name for name in kind.filters if asked[name] is not None or name in by}
    needed |= {"removal_date"} if asked["clock"] in {"counted", "without_lag"} and kind.table == "removals" else set()
    missing = sorted(name for name in needed if not record.has(kind.table, name, chosen.release.id))
    if not missing:
        return ""
    return said("release {release} has no column for {names}", release=chosen.release.id, names=", ".join(missing))


def _finding(
    kind: Counted,
    record: Record,
    asked: Mapping[str, Any],
    by: tuple[str, ...],
    chosen: Chosen,
    found: Rows,
) -> Finding:
    measure = _BY_ID[kind.id]
    filtered = {name: asked[name] for name in kind.filters if asked[name] is not None}
    shown = tuple((*(row[name] for name in by), row["matched"], row["total"]) for row in found.rows if row["matched"])
    cells = [row["matched"] for row in found.rows if row["matched"]]
    attributes = [
        TABLES[kind.table].column(name).attribute for name in (*filtered, *(one for one in by if one in kind.filters))
    ]
    kept, more = cut(shown)
    texts = TEXTS[kind.id](found.matched, found.total, str(chosen.period), asked["clock"])
    return Finding(
        measure=kind.id,
        parameters={**asked, "period": str(chosen.period), "release": chosen.release.id, "by": list(by)},
        unit=measure.unit,
        definition=measure.definition,
        provenance=provenance(record, (chosen.release,), kind.table, found.sql),
        value=float(found.matched),
        numerator=found.matched,
        denominator=found.total,
        denominator_is=texts.everything,
        interval=Interval(
            found.matched,
            found.possible,
            said("complete count; the upper limit adds rows whose cell for a filter is blank or redacted"),
        ),
        columns=(*by, *texts.columns) if by else (),
        rows=kept if by else (),
        caveats=(*chosen.caveats, *_caveats(kind, asked), *more),
        rivals=_rivals(record, kind, asked, chosen, filtered),
        breaks_down=lambda: None if more else _breakdown(kind, chosen, asked, by, found.matched, found.total, shown),
        told=Told.of(attributes, _grains(asked, by), cells),
        sentence=narrowed(texts.sentence, (*_where(chosen), *conditions(filtered))),
    )


def _where(chosen: Chosen) -> tuple[Said, ...]:
    """The part of the country, where a release covers no more."""
    if chosen.release.nationwide:
        return ()
    return (said("The release covers only: {scope}", scope=chosen.release.families[0].scope),)


def _breakdown(
    kind: Counted,
    chosen: Chosen,
    asked: Mapping[str, Any],
    by: tuple[str, ...],
    matched: int,
    total: int,
    shown: Sequence[tuple[Any, ...]],
) -> Breakdown:
    """What the counts are of: the events that the filters keep, and beside them all events."""
    filters = {name: asked[name] for name in kind.filters if asked[name]}
    kept = events(kind.table, chosen, filters, asked["period"], asked["clock"])
    everyone = replace(kept, filters={})
    rows = [dict(zip(by, row, strict=False)) for row in shown] if by else []
    table = (
        *kept.split(rows, {len(by): ""}, shown),
        *everyone.split(rows, {len(by) + 1: ""}, shown, complete=not filters),
    )
    return kept.breakdown(Count(kept.key(), matched), Count(everyone.key(), total), table)


def events(table: str, chosen: Chosen, filters: Mapping[str, str], period: Period | None, clock: str = "") -> Scope:
    """The events of a table in a period, by a clock (the first where none is named), with filters by its columns."""
    attributes = {column.name: column.attribute for column in TABLES[table].columns}
    named = clock or next(iter(_BY_TABLE[table].clocks))
    span = (period.first, period.last) if period else None
    return Scope(f"{table} by {named}", chosen.release.id, span, filters, attributes)


def _grains(asked: Mapping[str, Any], by: tuple[str, ...]) -> list[Grain]:
    """The periods that the answer tells about: those of its split, and the span asked for."""
    return [*(TIMES[name] for name in by if name in TIMES), *([asked["period"].grain] if asked["period"] else [])]


def _caveats(kind: Counted, asked: Mapping[str, Any]) -> list[Caveat]:
    caveats = [Caveat(kind.duplicates)]
    if asked["clock"] == "departed" and kind.table == "removals":
        caveats.append(Caveat(said("Departures confirmed after the release ends are missing from its last months.")))
    if asked["disposition_code"] is not None if "disposition_code" in asked else False:
        text = said("Disposition codes changed their meaning over the years; the release has no code list of its own.")
        caveats.append(Caveat(text))
    return caveats


def _rivals(
    record: Record, kind: Counted, asked: Mapping[str, Any], chosen: Chosen, filtered: Mapping[str, Any]
) -> tuple[Rival, ...]:
    """Published totals of the same fiscal year, and ICE's own table where one citizenship is asked for."""
    words = str(chosen.period).replace(" ", "").upper()
    if not words.startswith("FY") or ".." in words or not chosen.release.nationwide:
        return ()
    if not filtered:
        return published_figures(kind.id, words, asked["clock"])
    if kind.id != "removals" or set(filtered) != {"citizenship"}:
        return ()
    sql = "SELECT citizenship, removals, release FROM official_removals WHERE period = $year"
    rows = record.remember(("official removals", words), lambda: record.query(sql, {"year": words[2:]}))
    return tuple(
        Rival(
            row["removals"],
            "removals",
            "ICE",
            row["release"],
            said("ICE's own table, by the fiscal year in which the removal is counted"),
        )
        for row in rows
        if row["citizenship"] == filtered["citizenship"]
    )


_KINDS = (
    Counted(
        id="removals",
        table="removals",
        event="removal",
        clocks={
            "departed": "departed_date",
            "counted": "removal_date",
            "without_lag": "CASE WHEN us_fiscal_year(departed_date) = us_fiscal_year(removal_date) THEN departed_date END",
        },
        days={
            "departed": "the day of departure",
            "counted": "the day under which ICE counts it, which is later for late-confirmed departures",
            "without_lag": "the day of departure, of those counted in the fiscal year in which they left",
        },
        filters=("citizenship", "sex", "area", "disposition_code", "case_category"),
        counted="every row of the release: removals and returns, one row each",
        not_counted="removals by other agencies without ICE, and departures that ICE had not confirmed when the release was drawn",
        duplicates=said(
            "Identical rows are kept: the totals equal ICE's published totals only with them. One person removed twice is two rows."
        ),
        example="FY2017",
        meanings={
            "departed": "by the day of departure; departures confirmed after the release ends are missing from its last months",
            "counted": "by the day under which ICE counts, as in its annual reports; a late-confirmed departure counts in a later year",
            "without_lag": "only departures counted in the fiscal year in which they happened, so fewer than under both others",
        },
    ),
    Counted(
        id="arrests",
        table="arrests",
        event="arrest",
        clocks={"arrested": "arrest_date"},
        days={"arrested": "the day of the arrest"},
        filters=("citizenship", "sex", "area", "arrest_method", "disposition"),
        counted="every row of the release: administrative arrests by ICE Enforcement and Removal Operations, one row each",
        not_counted="arrests by Homeland Security Investigations and the Border Patrol unless the release lists them",
        duplicates=said("Rows are kept as published; 'ERO Reprocessed Arrest' marks an arrest that was entered again."),
        example="FY2017",
    ),
    Counted(
        id="book_ins",
        table="book_ins",
        event="book-in",
        clocks={"booked": "book_in_date"},
        days={"booked": "the day of the book-in"},
        filters=("citizenship", "sex", "facility_name"),
        counted="every row of the release: initial book-ins to ICE detention, one row each",
        not_counted="transfers between facilities, and people held by the Marshals or the refugee office",
        duplicates=said("Rows are kept as published."),
        example="FY2017",
    ),
)


def _measure(kind: Counted) -> Measure:
    clocks = tuple(kind.clocks)
    return Measure(
        id=kind.id,
        estimators=("complete_count",),
        definition=Definition(
            question=f"How many {kind.event}s did ICE record?",
            counted=kind.counted,
            not_counted=kind.not_counted,
            date_basis=by_choice(kind.days),
            estimator="complete count of the rows of one release",
        ),
        unit=f"{kind.event}s",
        parameters=(
            _PERIOD,
            Parameter(
                "clock",
                "choice",
                f"which day counts: {by_choice(kind.days)}",
                clocks[0],
                choices=clocks,
                meanings=kind.meanings,
                date_bases=kind.days,
            ),
            *(_FILTERS[name] for name in kind.filters),
            RELEASE,
        ),
        tables=(kind.table,),
        answer=lambda record, asked, by: _answer(kind, record, asked, by),
        dimensions=_dimensions(kind),
        example=f"-p period={kind.example}",
    )


_BY_TABLE = {kind.table: kind for kind in _KINDS}
_BY_ID = {kind.id: _measure(kind) for kind in _KINDS}
MEASURES = tuple(_BY_ID.values())
