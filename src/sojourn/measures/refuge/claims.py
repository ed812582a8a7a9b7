"""How many people asked for asylum in Canada, by origin and year, as UNHCR or as IRCC prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sojourn.breakdown import Breakdown, Count, Scope
from sojourn.findings import Caveat, Definition, Finding, Interval, Rival
from sojourn.measures.answers import Unanswerable
from sojourn.measures.conditions import narrowed, narrowed_reason
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.refuge.bounds import Bounded, bounded, total
from sojourn.measures.refuge.editions import (
    ORIGIN,
    PERIOD,
    RELEASE,
    UNKNOWN,
    Edition,
    calendar_years,
    edition,
    of_one_origin,
    origin_told,
)
from sojourn.measures.releases import provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import Joined, joined, said

_PUBLISHERS = {
    "unhcr": "UNHCR: new applications at first instance, of every origin; counts of 1 to 4 printed as 5 or left out",
    "ircc": "IRCC: people who made a claim at a port or an office, eligible or not, rounded to fives; by citizenship only the most frequent",
}


@dataclass(frozen=True)
class _Source:
    """Where a publisher's claims stand: the table, the rows that are meant, and the column of the figure."""

    table: str
    column: str
    condition: str
    every: str

    @property
    def sql(self) -> str:
        """Rows by year and origin of one release."""
        return f"""
            SELECT year, origin, sum({self.column}) AS claims, count({self.column}) AS printed
            FROM {self.table}
            WHERE release = $release AND family = $family AND {self.condition}
            GROUP BY year, origin ORDER BY year, origin"""


_SOURCES = {
    "unhcr": _Source(
        "official_applications",
        "applications",
        "asylum_country = 'CAN' AND level = 'FI' AND application_type IN ('N', 'V') AND counted_in = 'P'",
        "origin <> 'all'",
    ),
    "ircc": _Source(
        "official_claimants",
        "claimants",
        "month IS NULL AND office = 'all' AND province = 'all'",
        "origin = 'all'",
    ),
}


@dataclass(frozen=True)
class _Claims:
    """The claims of each year of one edition: those of the origin, and of all origins of the same figures.

    `unknown` has those of each year whose origin is not known, where one origin is asked for.
    """

    edition: Edition
    source: _Source
    years: Mapping[int, Bounded]
    of_all: int
    unlisted: tuple[int, ...]
    unknown: Mapping[int, int]


def _claims(
    record: Record, publisher: str, origin: str | None, asked: tuple[int, ...], named: str | None
) -> _Claims | Unanswerable:
    source = _SOURCES[publisher]
    wanted = source.every if not origin or publisher == "unhcr" else "origin <> 'all'"
    chosen = edition(record, source.table, f"{source.condition} AND {wanted}", {}, asked, named)
    if isinstance(chosen, Unanswerable):
        return chosen
    bounds = {"release": chosen.id, "family": chosen.family}
    every = record.remember(("claims", source.sql, *bounds.values()), lambda: record.query(source.sql, bounds))
    rows = [row for row in every if row["year"] in chosen.asked]
    mine = [row for row in rows if not origin or row["origin"] == origin]
    by_year = {year: [row for row in mine if row["year"] == year] for year in chosen.asked}
    unlisted = tuple(year for year, found in by_year.items() if not found)
    if unlisted and publisher == "ircc":
        reason = said(
            "IRCC lists only the most frequent citizenships of a year, and {origin} is not among those of {years}",
            origin=origin,
            years=", ".join(map(str, unlisted)),
        )
        return Unanswerable("not determinable", reason)
    if len(unlisted) == len(by_year):
        nothing = said("no row in {years}: no claim, or too few to be printed", years=chosen.words)
        return Unanswerable("too few", narrowed_reason(nothing, [origin_told(origin)]))
    years = {year: _sum(found, chosen) if found else bounded(0, chosen.rounding) for year, found in by_year.items()}
    elsewhere = {UNKNOWN} - {origin} if origin else set()
    unknown = {int(row["year"]): int(row["claims"]) for row in rows if row["origin"] in elsewhere}
    return _Claims(chosen, source, years, sum(int(row["claims"] or 0) for row in rows), unlisted, unknown)


def _sum(rows: list[dict[str, Any]], chosen: Edition) -> Bounded:
    """The claims of a year; a row has one figure, or none where it is hidden."""
    return total(bounded(int(row["claims"]) if row["printed"] else None, chosen.rounding) for row in rows)


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    asked = of_one_origin(asked)
    told = {**asked, "period": str(asked["period"]) if asked["period"] else None}
    years = calendar_years(asked["period"], MEASURE.id)
    found = _claims(record, asked["publisher"], asked["origin"], years, asked["release"])
    if isinstance(found, Unanswerable):
        return MEASURE.unanswered(record, told, found.status, found.reason)
    other = next(name for name in _SOURCES if name != asked["publisher"])
    beside = _claims(record, other, asked["origin"], found.edition.asked, None)
    rivals = _rivals(other, beside) if isinstance(beside, _Claims) else ()
    return _finding(record, {**told, "release": found.edition.id}, asked, found, rivals)


def _finding(
    record: Record, parameters: dict[str, Any], asked: Mapping[str, Any], found: _Claims, rivals: tuple[Rival, ...]
) -> Finding:
    claims = total(found.years.values())
    unknown = sum(found.unknown.values())
    adds = said("the upper limit adds claims of unknown origin") if unknown else ""
    method = joined([said("what rounding allows"), adds], "; ")
    rows = tuple(
        (year, one.printed, one.low, one.high, found.unknown.get(year, 0)) for year, one in found.years.items()
    )
    return Finding(
        measure=MEASURE.id,
        parameters=parameters,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (found.edition.release,), found.source.table, found.source.sql),
        value=claims.printed,
        numerator=claims.printed,
        denominator=found.of_all,
        denominator_is=said("claims of all origins that the same edition prints for the years"),
        interval=Interval(claims.low, claims.high + unknown, method),
        columns=(said("year"), said("claims"), said("low"), said("high"), said("of unknown origin")),
        rows=rows,
        caveats=_caveats(found, named=bool(asked["release"])),
        rivals=rivals,
        breaks_down=lambda: _breakdown(found, asked, claims, rows),
        told=Told.of(
            ("nationality",) if asked["origin"] else (), ("year",), [one.printed for one in found.years.values()]
        ),
        sentence=_sentence(found, asked, claims),
    )


def _sentence(found: _Claims, asked: Mapping[str, Any], claims: Bounded) -> Joined:
    places = {
        "low": claims.low,
        "high": claims.high,
        "years": found.edition.words,
        "publisher": asked["publisher"].upper(),
    }
    sentence = (
        said("{low:number} to {high:number} new claims in Canada, {years}: {publisher} hides the count.", **places)
        if claims.printed is None
        else said(
            "{claims:number} new claims in Canada, {years} ({low:number} to {high:number} as rounding allows), by {publisher}.",
            claims=claims.printed,
            **places,
        )
    )
    return narrowed(sentence, [origin_told(asked["origin"])])


def _caveats(found: _Claims, *, named: bool) -> tuple[Caveat, ...]:
    caveats = [*found.edition.caveats(named=named)]
    caveats.append(Caveat(said("A claim made is not a claim found eligible, and a person may claim more than once.")))
    if found.unlisted:
        years = ", ".join(map(str, found.unlisted))
        left_out = said("No row of this origin in {years}: at most 4 claims were left out.", years=years)
        caveats.append(Caveat(left_out, "warning"))
    if unknown := sum(found.unknown.values()):
        caveats.append(
            Caveat(
                said(
                    "The origin of {claims:number} more claims ({share:percent} of all) is not told; some may be of this one.",
                    claims=unknown,
                    share=unknown / found.of_all,
                ),
                "warning",
            )
        )
    if found.source.table == "official_applications" and found.edition.asked[0] < 2006:
        caveats.append(Caveat(said("Before 2006 new and repeated applications are not told apart."), "warning"))
    return tuple(caveats)


def _rivals(publisher: str, beside: _Claims) -> tuple[Rival, ...]:
    """The figure of the other publisher; none where it is hidden."""
    claims = total(beside.years.values()).printed
    if claims is None:
        return ()
    name, meaning = publisher.upper(), _PUBLISHERS[publisher]
    return (Rival(float(claims), MEASURE.unit, name, beside.edition.id, meaning, counted=True),)


def _breakdown(
    found: _Claims, asked: Mapping[str, Any], claims: Bounded, rows: tuple[tuple[Any, ...], ...]
) -> Breakdown | None:
    """What the counts are of; None for figures that are rounded one by one, which do not add up."""
    if asked["publisher"] != "unhcr" or claims.printed is None:
        return None
    scope = Scope(
        "claims:FI",
        found.edition.id,
        found.edition.span,
        {"origin": asked["origin"]} if asked["origin"] else {},
        {"origin": "nationality"},
    )
    whole = Scope(scope.universe, scope.release, scope.span, {}, scope.attributes)
    table = scope.split([{"year": row[0]} for row in rows], {1: "claims"}, rows)
    numerator = Count(scope.key(event="claims"), claims.printed)
    return scope.breakdown(numerator, Count(whole.key(event="claims"), found.of_all), table)


MEASURE = Measure(
    id="canada_claims",
    estimators=("rounded_figure",),
    definition=Definition(
        question="How many people asked for asylum in Canada?",
        counted="new claims of people from the country, by calendar year, as one publisher prints them",
        not_counted="appeals, repeated claims, and counts that the publisher leaves out because they are small",
        date_basis="calendar year of the claim",
        estimator="the printed figures, added up over the years; the limits are what their rounding allows, with claims of unknown origin in the upper one",
    ),
    unit="claims",
    parameters=(
        ORIGIN,
        PERIOD,
        Parameter(
            "publisher",
            "choice",
            "whose figures: of UNHCR, or of Immigration, Refugees and Citizenship Canada",
            "unhcr",
            choices=tuple(_PUBLISHERS),
            meanings=_PUBLISHERS,
        ),
        RELEASE,
    ),
    tables=("official_applications", "official_claimants"),
    answer=_answer,
    dimensions={},
    example="-p origin=RUS -p period=2021..2025",
)
