"""On how many days a charter with people of one nationality left, from the sizes of its daily departures alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sojourn.errors import BadParameter
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.groups.departures import statement
from sojourn.groups.nouns import Departures
from sojourn.groups.routine import CALLED, LAND_NEIGHBOURS, SIMULATIONS, Routine, RoutineDay, routine_charters
from sojourn.measures.answers import FEWEST, cut
from sojourn.measures.conditions import conditions, narrowed, narrowed_reason
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.departures.detected import departures_of, no_citizenship
from sojourn.measures.departures.limits import within
from sojourn.measures.releases import RELEASE, Chosen, NoRelease, choose, provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import Joined, Said, joined, said

_FEWEST_DAYS = 56
"""Days below which no weekday has been seen often enough: eight weeks."""
_WORTH_TELLING = 0.1
"""The probability of a charter from which on a day is listed."""

MOST_SIMULATIONS = 1_000


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    chosen = choose(record, "removals", asked["period"], asked["release"])
    if isinstance(chosen, NoRelease):
        return MEASURE.unanswered(record, asked, "not covered", chosen.reason)
    parameters = {**asked, "period": str(chosen.period), "release": chosen.release.id}
    release, covered = chosen.release.id, chosen.covered
    if not record.has("removals", "citizenship", release):
        return MEASURE.unanswered(record, parameters, "not determinable", no_citizenship(release))
    left = departures_of(record, release, covered.first, covered.last)
    if asked["port"] and left.by_place is None:
        reason = said("release {release} names no port of departure", release=release)
        return MEASURE.unanswered(record, parameters, "not determinable", reason)
    who = asked["citizenship"]
    removed = int(left.counts[:, left.citizenships.index(who)].sum()) if who in left.citizenships else 0
    if removed < FEWEST or covered.days < _FEWEST_DAYS:
        few = said(
            "{removed:number} removals on {days:number} days in {period}; {fewest:number} removals and {fewest_days:number} "
            "days are needed to tell sizes apart",
            removed=removed,
            days=covered.days,
            period=str(chosen.period),
            fewest=FEWEST,
            fewest_days=_FEWEST_DAYS,
        )
        return MEASURE.unanswered(record, parameters, "too few", narrowed_reason(few, conditions({"citizenship": who})))
    return _judged(record, parameters, chosen, left)


def _judged(record: Record, parameters: dict[str, Any], chosen: Chosen, left: Departures) -> Finding:
    within(MEASURE.id, parameters, simulations=MOST_SIMULATIONS)
    if parameters["simulations"] < 1:
        raise BadParameter(
            said("no simulation at all"),
            where=said("{measure:name}, parameter {parameter:name}", measure=MEASURE.id, parameter="simulations"),
            todo=said("give 19 or more"),
        )
    found = routine_charters(
        left,
        parameters["citizenship"],
        place=parameters["port"] or "",
        simulations=parameters["simulations"],
        seed=parameters["seed"],
    )
    if found.cannot_tell:
        unnamed = said("the rows name neither flight nor mode of travel")
        by_land = said("many of these citizens leave by land") if found.citizenship in LAND_NEIGHBOURS else ""
        reason = joined([found.cannot_tell, unnamed, by_land], "; ")
        return MEASURE.unanswered(record, parameters, "not determinable", reason)
    return _finding(record, parameters, chosen, found, int(left.unknown.sum()))


def _finding(record: Record, parameters: dict[str, Any], chosen: Chosen, found: Routine, unknown: int) -> Finding:
    listed = [day for day in found.days if day.charter >= _WORTH_TELLING]
    rows, more = cut([_row(day) for day in listed])
    return Finding(
        measure=MEASURE.id,
        parameters=parameters,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (chosen.release,), "removals", statement(record, chosen.release.id)),
        value=round(found.charter_days, 2),
        numerator=round(found.charter_days, 2),
        denominator=len(found.days),
        denominator_is=said("days of the period that the release covers"),
        interval=Interval(found.low, found.high, said("95 % range over models that fit nearly as well")),
        columns=_columns(),
        rows=rows,
        caveats=(*chosen.caveats, *_caveats(found, unknown), *more),
        told=Told.of(
            ("nationality", "day", "place" if found.place else ""), ("day",), (day.departed for day in listed)
        ),
        sentence=_sentence(found, str(chosen.period)),
        details=_details(found),
    )


def _columns() -> tuple[Said, ...]:
    return (
        *(said("day of departure"), said("removed"), said("of them expected without a charter")),
        *(said("probability of a charter"), said("of one"), said("of two"), said("of three or more")),
        *(said("charters, at least"), said("charters, at most")),
    )


def _row(day: RoutineDay) -> tuple[Any, ...]:
    _, one, two, *more = (*day.probabilities, 0.0, 0.0)
    chances = (day.charter, one, two, sum(more))
    return (day.day, day.departed, round(day.expected, 1), *(round(one, 4) for one in chances), day.fewest, day.most)


def _details(found: Routine) -> dict[str, Any]:
    return {
        "called_days": found.called,
        "called_from_probability": CALLED,
        "false_alarm_share": None if found.false_alarms is None else round(found.false_alarms, 4),
        "charter_days_per_year": round(found.per_year, 2),
        "people_per_charter": _people(found),
        "scatter_without_charters": round(found.scatter, 2),
        "likelihood_ratio_nats": round(found.separation.likelihood_ratio, 1),
        "p_without_charters": round(found.separation.p, 4),
        "simulations": found.separation.simulations,
    }


def _sentence(found: Routine, period: str) -> Joined:
    labels = conditions({"citizenship": found.citizenship, "port": found.place})
    if not found.called:
        nothing = said(
            "On no day in {period} does the number of departures look like a charter of their own; the largest probability is "
            "{largest}.",
            period=period,
            largest=_share(max(day.charter for day in found.days)),
        )
        return narrowed(nothing, labels)
    days = said(
        "On {days:number} days in {period} the number of departures looks like one or more charters (probability of "
        "{probability:number} or more on each), about {per_year:number} such days a year.",
        days=found.called,
        period=period,
        probability=CALLED,
        per_year=round(found.per_year),
    )
    none = said("By the model itself {share} of these days had none.", share=_share(found.false_alarms or 0.0))
    return narrowed(joined([days, _size(found), none]), labels)


def _size(found: Routine) -> str:
    if not found.one_at_a_time:
        return ""
    return said(
        "A charter has about {load:number} of them ({low:number} to {high:number}).",
        load=round(found.load),
        low=round(found.load_low),
        high=round(found.load_high),
    )


def _people(found: Routine) -> list[float] | None:
    """People of the nationality on a charter with their limits; None where several charters a day leave that open."""
    if not found.called or not found.one_at_a_time:
        return None
    return [round(one, 1) for one in (found.load, found.load_low, found.load_high)]


def _share(share: float) -> Said:
    if share >= 0.001:
        return said("{share:percent}", share=share)
    return said("less than {share:percent}", share=0.001)


def _caveats(found: Routine, unknown: int) -> Iterator[Caveat]:
    yield Caveat(
        said(
            "A size is no flight: the rows name no aircraft, no destination and no mode of travel. A day with many may be a "
            "charter, several small parties, or a bus to the border."
        ),
        "warning",
    )
    yield Caveat(
        said(
            "What is held before the rows are seen: a charter has about 99 people of one nationality (ARTS missions: mean 116.7 "
            "passengers), and 96 % of people removed by air leave on charters (FY2017: 8,288 on commercial flights, 181,317 on "
            "charters). The second number mixes transfers within the United States in, so it counts no more than ten days of rows."
        )
    )
    if found.called and not found.one_at_a_time:
        yield Caveat(
            said(
                "Most of these days fit several charters. Their number and their size are not determinable from the counts: many "
                "small ones and few large ones explain them about as well."
            ),
            "warning",
        )
    if found.called and found.one_at_a_time:
        yield Caveat(
            said(
                "The range of people on a charter is too narrow: in invented worlds it held the truth in 55 to 85 of 100 cases."
            )
        )
    yield Caveat(
        said(
            "Few people of a nationality on a charter of others are not seen. How many charters left on one day rests on their "
            "size, which is less sure than that one left."
        )
    )
    if found.citizenship in LAND_NEIGHBOURS:
        yield Caveat(said("Many of these citizens leave by land, which the rows do not tell."), "warning")
    if unknown:
        yield Caveat(said("Rows without citizenship are not counted: {rows:number}.", rows=unknown))


MEASURE = Measure(
    id="routine_charters",
    estimators=("size_mixture",),
    definition=Definition(
        question="On how many days does the number of people of one country who left look like one or several charters?",
        counted="days, each by the probability that at least one charter with people of the country left",
        not_counted="charters with few people of the country; rows without citizenship",
        date_basis="the day of departure",
        estimator="sum of probabilities from a mixture of daily sizes: everyday departures by weekday, and loads of charters",
    ),
    unit="days with a charter",
    parameters=(
        Parameter(
            "citizenship",
            "country",
            "country of citizenship, in ICE's spelling (GUATEMALA)",
            required=True,
            vocabulary="country",
        ),
        Parameter("period", "period", "FY2016..FY2018, 2017, or two with .. between; empty means the whole release"),
        Parameter("port", "text", "port of departure, as the release spells it; empty means all"),
        Parameter(
            "simulations",
            "number",
            "invented sets of counts without charters, by which it is judged whether charters are needed",
            str(SIMULATIONS),
        ),
        Parameter("seed", "number", "start of the random numbers; the same seed gives the same answer", "0"),
        RELEASE,
    ),
    tables=("removals",),
    answer=_answer,
    dimensions={},
    minimum=FEWEST,
    example="-p citizenship=HAITI -p period=FY2016..FY2018",
)
