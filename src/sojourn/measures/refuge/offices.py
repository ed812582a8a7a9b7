"""Where people asked for asylum in Canada: at a land border, at an airport or at an office inland."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import Unanswerable
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.refuge.bounds import NOTHING, Bounded, bounded, total
from sojourn.measures.refuge.editions import PERIOD, RELEASE, Edition, calendar_years, edition
from sojourn.measures.releases import provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import Said, said

_OFFICES = {"land_border": "Border", "airport": "Airport", "inland": "Inland", "other": "Other Offices"}
_BY_OFFICE = "office <> 'all' AND origin = 'all'"
_SQL = f"""
    SELECT year, office, province, month, claimants
    FROM official_claimants
    WHERE release = $release AND family = $family AND {_BY_OFFICE}
    ORDER BY year, office"""

Figures = Mapping[tuple[int, str], Bounded]


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    told = {**asked, "period": str(asked["period"]) if asked["period"] else None}
    years = calendar_years(asked["period"], MEASURE.id)
    chosen = edition(record, "official_claimants", _BY_OFFICE, {}, years, asked["release"])
    if isinstance(chosen, Unanswerable):
        return MEASURE.unanswered(record, told, chosen.status, chosen.reason)
    rows = record.query(_SQL, {"release": chosen.id, "family": chosen.family})
    rows = [row for row in rows if row["year"] in chosen.asked]
    return _finding(record, {**told, "release": chosen.id}, chosen, rows, named=bool(asked["release"]))


def _figures(rows: list[dict[str, Any]], chosen: Edition) -> Figures:
    """The claims of each year and office: the printed total of the year, else the sum of its months and provinces."""
    found: dict[tuple[int, str], Bounded] = {}
    for year in chosen.asked:
        for office in _OFFICES.values():
            mine = [row for row in rows if (row["year"], row["office"]) == (year, office)]
            whole = [row for row in mine if row["province"] == "all"]
            parts = [row for row in whole if row["month"] is None] or whole or mine
            cells = [row["claimants"] for row in parts]
            each = [bounded(None if cell is None else int(cell), chosen.rounding) for cell in cells]
            found[year, office] = total(each) if len(each) == 1 else _of_parts(each)
    return found


def _of_parts(each: list[Bounded]) -> Bounded:
    """A sum in which a hidden part counts nothing as printed; its bounds say what it may be."""
    return total(Bounded(one.printed or 0, one.low, one.high) for one in each)


def _finding(
    record: Record, parameters: dict[str, Any], chosen: Edition, rows: list[dict[str, Any]], *, named: bool
) -> Finding:
    figures = _figures(rows, chosen)
    office = _OFFICES[parameters["office"]]
    mine = _of_parts([figures[year, office] for year in chosen.asked])
    others = _of_parts([one for (_, name), one in figures.items() if name != office])
    every = mine + others
    if not every.printed:
        reason = said("no claim is printed for {years}", years=chosen.words)
        return MEASURE.unanswered(record, parameters, "too few", reason)
    interval = Interval(
        mine.low / max(1, mine.low + others.high),
        mine.high / max(1, mine.high + others.low),
        said("what the rounding of IRCC allows"),
    )
    value = (mine.printed or 0) / every.printed
    table = tuple(_row(year, figures) for year in chosen.asked)
    return Finding(
        measure=MEASURE.id,
        parameters=parameters,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (chosen.release,), "official_claimants", _SQL),
        value=value,
        numerator=mine.printed,
        denominator=every.printed,
        denominator_is=said("claims at all types of office in the years"),
        interval=interval,
        columns=_columns(),
        rows=table,
        caveats=_caveats(chosen, rows, named=named),
        told=Told.of((), ("year",)),
        sentence=_sentence(
            parameters["office"],
            {
                "mine": mine.printed,
                "every": every.printed,
                "share": value,
                "years": chosen.words,
                "low": mine.low,
                "high": mine.high,
            },
        ),
    )


def _columns() -> tuple[Said, ...]:
    figures = (said("claims"), said("low"), said("high"))
    each = (said("{office} {figure}", office=name, figure=figure) for name in _OFFICES for figure in figures)
    return said("year"), *each


def _sentence(office: str, places: Mapping[str, Any]) -> Said:
    """The answer in words."""
    return {
        "land_border": said(
            "{mine:number} of {every:number} claims ({share:percent}) were made at a land border, {years} ({low:number} to "
            "{high:number} as rounding allows).",
            **places,
        ),
        "airport": said(
            "{mine:number} of {every:number} claims ({share:percent}) were made at an airport, {years} ({low:number} to "
            "{high:number} as rounding allows).",
            **places,
        ),
        "inland": said(
            "{mine:number} of {every:number} claims ({share:percent}) were made at an office inland, {years} ({low:number} to "
            "{high:number} as rounding allows).",
            **places,
        ),
        "other": said(
            "{mine:number} of {every:number} claims ({share:percent}) were made at another office, {years} ({low:number} to "
            "{high:number} as rounding allows).",
            **places,
        ),
    }[office]


def _row(year: int, figures: Figures) -> tuple[Any, ...]:
    cells: list[Any] = [year]
    for office in _OFFICES.values():
        one = figures.get((year, office), NOTHING)
        cells += [one.printed, one.low, one.high]
    return tuple(cells)


def _caveats(chosen: Edition, rows: list[dict[str, Any]], *, named: bool) -> tuple[Caveat, ...]:
    caveats = [
        *chosen.caveats(named=named),
        Caveat(
            said("A type of office is where the claim was made. It does not say how or where a person entered Canada.")
        ),
    ]
    last = chosen.asked[-1]
    months = {row["month"] for row in rows if row["year"] == last and row["month"]}
    if 0 < len(months) < 12:
        part = said("{year} has its first {months:number} months alone.", year=last, months=len(months))
        caveats.append(Caveat(part, "warning"))
    return tuple(caveats)


MEASURE = Measure(
    id="canada_claims_by_office",
    estimators=("rounded_figure",),
    definition=Definition(
        question="Where in Canada were asylum claims made: at a land border, at an airport or inland?",
        counted="people who made a claim at offices of one type, of all who made one, by calendar year",
        not_counted="people who were turned away without a claim",
        date_basis="calendar year of the claim",
        estimator="the year's printed figure, else the sum of its months; the limits are what the rounding of each part allows",
    ),
    unit="share",
    parameters=(
        Parameter(
            "office",
            "choice",
            "the type of office of the value; the table has all",
            "land_border",
            choices=tuple(_OFFICES),
        ),
        PERIOD,
        RELEASE,
    ),
    tables=("official_claimants",),
    answer=_answer,
    dimensions={},
    example="-p office=land_border -p period=2022..2024",
)
