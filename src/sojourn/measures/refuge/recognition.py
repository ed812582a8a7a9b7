"""How many decided claims were accepted, by origin and year: in Canada, and in the United States by agency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.breakdown import Breakdown, Count, Scope
from sojourn.findings import Caveat, Definition, Finding, Rival
from sojourn.measures.answers import FEWEST, Unanswerable
from sojourn.measures.conditions import narrowed, narrowed_reason
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.published import published_figures
from sojourn.measures.refuge.bounds import share, share_interval
from sojourn.measures.refuge.editions import ORIGIN, PERIOD, RELEASE, calendar_years, of_one_origin, origin_told
from sojourn.measures.refuge.outcomes import Outcomes, Year, irb, unhcr
from sojourn.measures.releases import provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import Joined, Said, joined, said

_PUBLISHERS = {
    "unhcr": "UNHCR, by country of origin and level, as the government reports it; counts below 10 rounded to fives",
    "irb": "the Immigration and Refugee Board itself: all claims, or by country of alleged persecution with counts below 20 hidden",
}


def _canada(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    asked = of_one_origin(asked)
    years = calendar_years(asked["period"], CANADA.id)
    if asked["publisher"] == "irb" and asked["level"] != "FI":
        reason = said("the Board's tables in the record are of the first instance alone")
        return CANADA.unanswered(record, _told(asked), "not covered", reason)
    other = next(name for name in _PUBLISHERS if name != asked["publisher"])
    outcomes = _of(record, asked, asked["publisher"], years, asked["release"])
    beside = []
    if isinstance(outcomes, Outcomes) and asked["level"] == "FI":
        beside.append(_of(record, asked, other, outcomes.edition.asked, None))
    return _finding(CANADA, record, asked, outcomes, [one for one in beside if isinstance(one, Outcomes)])


def _of(
    record: Record, asked: Mapping[str, Any], publisher: str, years: tuple[int, ...], named: str | None
) -> Outcomes | Unanswerable:
    if publisher == "irb":
        return irb(record, years, asked["origin"], named)
    return unhcr(record, years, asked["origin"], "CAN", asked["level"], named)


def _united_states(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    asked = of_one_origin(asked)
    years = calendar_years(asked["period"], UNITED_STATES.id)
    outcomes = unhcr(record, years, asked["origin"], "USA", asked["agency"], asked["release"])
    return _finding(UNITED_STATES, record, asked, outcomes, [])


def _told(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {**asked, "period": str(asked["period"]) if asked["period"] else None}


def _finding(
    measure: Measure,
    record: Record,
    asked: Mapping[str, Any],
    outcomes: Outcomes | Unanswerable,
    others: list[Outcomes],
) -> Finding:
    if isinstance(outcomes, Unanswerable):
        return measure.unanswered(record, _told(asked), outcomes.status, outcomes.reason)
    parameters = {**_told(asked), "release": outcomes.edition.id}
    if unfit := _unfit(outcomes, asked):
        return measure.unanswered(record, parameters, unfit.status, unfit.reason)
    rows = tuple(map(_row, outcomes.years))
    value = share(outcomes.recognised, outcomes.rejected)
    decided = outcomes.recognised + outcomes.rejected
    return Finding(
        measure=measure.id,
        parameters=parameters,
        unit=measure.unit,
        definition=measure.definition,
        provenance=provenance(record, (outcomes.edition.release,), outcomes.table, outcomes.sql),
        value=value,
        numerator=outcomes.recognised.printed,
        denominator=decided.printed,
        denominator_is=said("claims accepted or refused in the years, as printed"),
        interval=share_interval(outcomes.recognised, outcomes.rejected),
        columns=_columns(),
        rows=rows,
        caveats=_caveats(outcomes, asked),
        rivals=_rivals(measure, value, asked, outcomes, others),
        breaks_down=lambda: _breakdown(outcomes, asked, rows),
        told=_what_it_tells(outcomes, asked),
        sentence=_sentence(outcomes, asked, value),
    )


def _columns() -> tuple[Said, ...]:
    return (
        *(said("year"), said("recognised"), said("rejected"), said("closed"), said("other protection"), said("hidden")),
        *(said("share"), said("low"), said("high")),
    )


def _what_it_tells(outcomes: Outcomes, asked: Mapping[str, Any]) -> Told:
    cells = [cell for one in outcomes.years for cell in (one.recognised.printed, one.rejected.printed)]
    return Told.of(("nationality",) if asked["origin"] else (), ("year",), cells)


def _unfit(outcomes: Outcomes, asked: Mapping[str, Any]) -> Unanswerable | None:
    """Why there is no share."""
    words = outcomes.edition.words
    if len(outcomes.units) > 1:
        mixed = said(
            "in {years} some figures count persons and others cases, and a case may be several people; ask for years of one unit",
            years=words,
        )
        return Unanswerable("not determinable", mixed)
    if not outcomes.years or len(outcomes.unlisted) == len(outcomes.years):
        nothing = said("no row in {years}: no decision, or too few to be printed", years=words)
        return Unanswerable("too few", narrowed_reason(nothing, [origin_told(asked["origin"])]))
    if outcomes.recognised.high + outcomes.rejected.high < FEWEST:
        few = said("fewer than {fewest:number} decided claims in {years} give no share", fewest=FEWEST, years=words)
        return Unanswerable("too few", few)
    return None


def _row(one: Year) -> tuple[Any, ...]:
    interval = share_interval(one.recognised, one.rejected)
    limits = (round(interval.low, 4), round(interval.high, 4)) if interval else (None, None)
    value = share(one.recognised, one.rejected)
    counts = (one.recognised.printed, one.rejected.printed, one.closed, one.other_protection, one.missing)
    return one.year, *counts, None if value is None else round(value, 4), *limits


def _sentence(outcomes: Outcomes, asked: Mapping[str, Any], value: float | None) -> Joined:
    labels, years = [origin_told(asked["origin"])], outcomes.edition.words
    interval = share_interval(outcomes.recognised, outcomes.rejected)
    between = (
        said("between {low:percent} and {high:percent}", low=interval.low, high=interval.high)
        if interval
        else said("not known")
    )
    if value is None:
        hidden = said(
            "The share of claims accepted, {years}, is {between}: counts are hidden or few.",
            years=years,
            between=between,
        )
        return narrowed(hidden, labels)
    accepted = said(
        "Accepted: {recognised:number} of {decided:number} decided claims ({share:percent}, {between}), {years}.",
        recognised=outcomes.recognised.printed,
        decided=(outcomes.recognised + outcomes.rejected).printed,
        share=value,
        between=between,
        years=years,
    )
    return narrowed(joined([accepted, _closed(outcomes)]), labels)


def _closed(outcomes: Outcomes) -> Said:
    """How many claims had no decision."""
    if outcomes.closed is None:
        return said("How many more were closed without a decision is hidden.")
    return said("{closed:number} more were closed without a decision.", closed=outcomes.closed)


def _unit(unit: str) -> Said:
    """What the figures count."""
    return {"P": said("The figures count persons."), "C": said("The figures count cases.")}.get(
        unit, said("The figures count {unit}.", unit=unit)
    )


def _caveats(outcomes: Outcomes, asked: Mapping[str, Any]) -> tuple[Caveat, ...]:
    missing = sum(one.missing for one in outcomes.years)
    caveats = [
        *outcomes.edition.caveats(named=bool(asked["release"])),
        Caveat(
            said("A rate describes past decisions, not the next one. Levels are never added, nor persons and cases.")
        ),
    ]
    if outcomes.units:
        caveats.append(Caveat(_unit(outcomes.units[0])))
    if missing:
        hidden = said(
            "The printed totals have {missing:number} more than their parts: these were hidden and may be any outcome, so "
            "the interval allows for all of them accepted and for all refused.",
            missing=missing,
        )
        caveats.append(Caveat(hidden, "warning"))
    if outcomes.unknown:
        untold = said(
            "{decisions:number} more were accepted or refused in these years whose origin the figures do not tell; some may be "
            "of this origin, and the share leaves them out.",
            decisions=outcomes.unknown,
        )
        caveats.append(Caveat(untold, "warning"))
    if outcomes.unlisted:
        years = ", ".join(map(str, outcomes.unlisted))
        no_row = said("No row of this origin in {years}: no decision, or too few to be printed.", years=years)
        caveats.append(Caveat(no_row, "warning"))
    if any(one.other_protection for one in outcomes.years):
        caveats.append(Caveat(said("Other protection was given too; it is in neither count of the share."), "warning"))
    return tuple(caveats)


def _rivals(
    measure: Measure, value: float | None, asked: Mapping[str, Any], outcomes: Outcomes, others: list[Outcomes]
) -> tuple[Rival, ...]:
    """What other publishers print for the same origin and years, with the difference; never merged with the value."""
    found = []
    for other in others:
        theirs = share(other.recognised, other.rejected)
        if theirs is None or other.edition.asked != outcomes.edition.asked:
            continue
        decided = (other.recognised + other.rejected).printed
        counts = said(
            "{recognised:number} of {decided:number} in {release}",
            recognised=other.recognised.printed,
            decided=decided,
            release=other.edition.id,
        )
        apart = "" if value is None else said("{apart:points} percentage points from the value", apart=theirs - value)
        compares = joined([counts, apart, _differs(other)], "; ")
        publisher = other.edition.release.families[0].obtained_through
        found.append(Rival(theirs, measure.unit, _publisher(other), publisher, compares, counted=True))
    printed = published_figures(measure.id, "..".join(map(str, _ends(outcomes))), str(asked["origin"] or "all"))
    return (*found, *printed)


def _ends(outcomes: Outcomes) -> tuple[int, ...]:
    first, last = outcomes.edition.asked[0], outcomes.edition.asked[-1]
    return (first,) if first == last else (first, last)


def _publisher(outcomes: Outcomes) -> str:
    return "UNHCR" if outcomes.table == "official_decisions" else "Immigration and Refugee Board"


def _differs(outcomes: Outcomes) -> Said:
    if outcomes.table == "official_decisions":
        return said("UNHCR takes what the government reports by origin, small counts rounded")
    return said("the Board counts claims under the present law, by country of alleged persecution where by country")


def _breakdown(outcomes: Outcomes, asked: Mapping[str, Any], rows: tuple[tuple[Any, ...], ...]) -> Breakdown | None:
    """What the counts are of; None where counts are hidden, which add up to nothing."""
    decided = outcomes.recognised + outcomes.rejected
    if outcomes.recognised.printed is None or decided.printed is None:
        return None
    filters = {"origin": asked["origin"]} if asked["origin"] else {}
    scope = Scope(
        f"decisions:{asked.get('level') or asked.get('agency')}",
        outcomes.edition.id,
        outcomes.edition.span,
        filters,
        {"origin": "nationality"},
    )
    years = [{"year": row[0]} for row in rows]
    numerator = Count(scope.key(event="recognised"), outcomes.recognised.printed)
    denominator = Count(scope.key(event="decided"), decided.printed)
    table = scope.split(years, {1: "recognised", 2: "rejected"}, rows)
    return scope.breakdown(numerator, denominator, table, {"decided": ("recognised", "rejected")})


_DEFINITION = Definition(
    question="What share of decided asylum claims was accepted?",
    counted="claims accepted as refugees, of those accepted or refused, at one level, by year of the decision",
    not_counted="claims closed without a decision on them, other protection, and decisions of other levels",
    date_basis="calendar year of the decision",
    estimator="accepted divided by accepted and refused, as printed; the interval holds Wilson's limits of every count that rounding and hiding allow",
)

CANADA = Measure(
    id="canada_recognition",
    estimators=("wilson_of_bounds",),
    definition=_DEFINITION,
    unit="share",
    parameters=(
        ORIGIN,
        PERIOD,
        Parameter(
            "publisher",
            "choice",
            "whose figures: of UNHCR, or of the Immigration and Refugee Board",
            "unhcr",
            choices=tuple(_PUBLISHERS),
            meanings=_PUBLISHERS,
        ),
        Parameter(
            "level",
            "choice",
            "FI first instance, AR appeal division, RA repeated claims, JR judicial review, FA first instance and appeal together (2007)",
            "FI",
            choices=("FI", "AR", "RA", "JR", "FA"),
        ),
        RELEASE,
    ),
    tables=("official_decisions", "official_outcomes"),
    answer=_canada,
    dimensions={},
    minimum=FEWEST,
    example="-p origin=RUS -p period=2021..2025",
)

UNITED_STATES = Measure(
    id="us_recognition",
    estimators=("wilson_of_bounds",),
    definition=_DEFINITION,
    unit="share",
    parameters=(
        ORIGIN,
        PERIOD,
        Parameter(
            "agency",
            "choice",
            "EO the immigration courts, IN Citizenship and Immigration Services, AR review; never added",
            "EO",
            choices=("EO", "IN", "AR"),
        ),
        RELEASE,
    ),
    tables=("official_decisions",),
    answer=_united_states,
    dimensions={},
    minimum=FEWEST,
    example="-p origin=RUS -p period=2021..2024",
)

MEASURES = (CANADA, UNITED_STATES)
