"""How many decided claims were accepted, by origin and year: in Canada, and in the United States by agency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.breakdown import Breakdown, Count, Scope
from sojourn.findings import Caveat, Definition, Finding, Rival, number, percent, points
from sojourn.measures.answers import FEWEST, Unanswerable
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.published import published_figures
from sojourn.measures.refuge.bounds import share, share_interval
from sojourn.measures.refuge.editions import ORIGIN, PERIOD, RELEASE, calendar_years, of_one_origin, people_from
from sojourn.measures.refuge.outcomes import Outcomes, Year, irb, unhcr
from sojourn.measures.releases import provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told

_COLUMNS = (
    *("year", "recognised", "rejected", "closed", "other protection", "hidden"),
    *("share", "low", "high"),
)
_UNITS = {"P": "persons", "C": "cases"}
_PUBLISHERS = {
    "unhcr": "UNHCR, by country of origin and level, as the government reports it; counts below 10 rounded to fives",
    "irb": "the Immigration and Refugee Board itself: all claims, or by country of alleged persecution with counts below 20 hidden",
}


def _canada(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    asked = of_one_origin(asked)
    years = calendar_years(asked["period"], CANADA.id)
    if asked["publisher"] == "irb" and asked["level"] != "FI":
        reason = "the Board's tables in the record are of the first instance alone"
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
        denominator_is="claims accepted or refused in the years, as printed",
        interval=share_interval(outcomes.recognised, outcomes.rejected),
        columns=_COLUMNS,
        rows=rows,
        caveats=_caveats(outcomes, asked),
        rivals=_rivals(measure, value, asked, outcomes, others),
        breaks_down=lambda: _breakdown(outcomes, asked, rows),
        told=_what_it_tells(outcomes, asked),
        sentence=_sentence(outcomes, asked, value),
    )


def _what_it_tells(outcomes: Outcomes, asked: Mapping[str, Any]) -> Told:
    cells = [cell for one in outcomes.years for cell in (one.recognised.printed, one.rejected.printed)]
    return Told.of(("nationality",) if asked["origin"] else (), ("year",), cells)


def _unfit(outcomes: Outcomes, asked: Mapping[str, Any]) -> Unanswerable | None:
    """Why there is no share."""
    words = outcomes.edition.words
    if len(outcomes.units) > 1:
        return Unanswerable(
            "not determinable",
            f"in {words} some figures count persons and others cases, and a case may be several people; ask for years of one unit",
        )
    if not outcomes.years or len(outcomes.unlisted) == len(outcomes.years):
        return Unanswerable(
            "too few", f"{asked['origin']} has no row in {words}: no decision, or too few to be printed"
        )
    if outcomes.recognised.high + outcomes.rejected.high < FEWEST:
        return Unanswerable("too few", f"fewer than {FEWEST} decided claims in {words} give no share")
    return None


def _row(one: Year) -> tuple[Any, ...]:
    interval = share_interval(one.recognised, one.rejected)
    limits = (round(interval.low, 4), round(interval.high, 4)) if interval else (None, None)
    value = share(one.recognised, one.rejected)
    counts = (one.recognised.printed, one.rejected.printed, one.closed, one.other_protection, one.missing)
    return one.year, *counts, None if value is None else round(value, 4), *limits


def _sentence(outcomes: Outcomes, asked: Mapping[str, Any], value: float | None) -> str:
    where = f"claims of {people_from(asked['origin'])}, {outcomes.edition.words}"
    interval = share_interval(outcomes.recognised, outcomes.rejected)
    between = f"between {percent(interval.low)} and {percent(interval.high)}" if interval else "not known"
    decided = outcomes.recognised + outcomes.rejected
    closed = "how many more" if outcomes.closed is None else f"{number(outcomes.closed)} more"
    if value is None:
        return f"The share accepted of {where}, is {between}: counts are hidden or few."
    return (
        f"Accepted: {number(outcomes.recognised.printed)} of {number(decided.printed)} decided ({percent(value)}, {between}) of "
        f"{where}; {closed} were closed without a decision{' is hidden' if outcomes.closed is None else ''}."
    )


def _caveats(outcomes: Outcomes, asked: Mapping[str, Any]) -> tuple[Caveat, ...]:
    missing = sum(one.missing for one in outcomes.years)
    caveats = [
        *outcomes.edition.caveats(named=bool(asked["release"])),
        Caveat("A rate describes past decisions, not the next one. Levels are never added, nor persons and cases."),
    ]
    if outcomes.units:
        caveats.append(Caveat(f"The figures count {_UNITS.get(outcomes.units[0], outcomes.units[0])}."))
    if missing:
        caveats.append(
            Caveat(
                f"The printed totals have {number(missing)} more than their parts: these were hidden and may be any outcome, so "
                "the interval allows for all of them accepted and for all refused.",
                "warning",
            )
        )
    if outcomes.unknown:
        caveats.append(
            Caveat(
                f"{number(outcomes.unknown)} more were accepted or refused in these years whose origin the figures do not tell; "
                "some may be of this origin, and the share leaves them out.",
                "warning",
            )
        )
    if outcomes.unlisted:
        years = ", ".join(map(str, outcomes.unlisted))
        caveats.append(Caveat(f"No row of this origin in {years}: no decision, or too few to be printed.", "warning"))
    if any(one.other_protection for one in outcomes.years):
        caveats.append(Caveat("Other protection was given too; it is in neither count of the share.", "warning"))
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
        apart = f"; {points(theirs - value)} percentage points from the value" if value is not None else ""
        compares = (
            f"{number(other.recognised.printed)} of {number(decided)} in {other.edition.id}{apart}; {_differs(other)}"
        )
        publisher = other.edition.release.families[0].obtained_through
        found.append(Rival(theirs, measure.unit, _publisher(other), publisher, compares, counted=True))
    printed = published_figures(measure.id, "..".join(map(str, _ends(outcomes))), str(asked["origin"] or "all"))
    return (*found, *printed)


def _ends(outcomes: Outcomes) -> tuple[int, ...]:
    first, last = outcomes.edition.asked[0], outcomes.edition.asked[-1]
    return (first,) if first == last else (first, last)


def _publisher(outcomes: Outcomes) -> str:
    return "UNHCR" if outcomes.table == "official_decisions" else "Immigration and Refugee Board"


def _differs(outcomes: Outcomes) -> str:
    if outcomes.table == "official_decisions":
        return "UNHCR takes what the government reports by origin, small counts rounded"
    return "the Board counts claims under the present law, by country of alleged persecution where by country"


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
