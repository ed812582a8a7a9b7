"""The measures, by id."""

from __future__ import annotations

import difflib

from sojourn.errors import UnknownName
from sojourn.measures import (
    asylum_outcomes,
    continuances,
    counts,
    court_appeals,
    court_bonds,
    court_completions,
    court_pending,
    detention_transfers,
    facility_codes,
    facility_identity,
    facility_population,
    first_transfer,
    held_elsewhere,
    held_in_period,
    in_absentia,
    interval_average,
    judge_funnel,
    largest_days,
    last_before_removal,
    length_of_stay,
    official_agreement,
    official_statistics,
    people_held,
    population_change,
    representation,
    shuttled,
    statistics_pulls,
    stay_faults,
    time_to_decision,
    women_share,
)
from sojourn.measures.declare import Measure

MEASURES: dict[str, Measure] = counts.MEASURES | {
    one.MEASURE.id: one.MEASURE
    for one in (
        facility_population,
        facility_identity,
        facility_codes,
        population_change,
        women_share,
        largest_days,
        official_agreement,
        official_statistics,
        statistics_pulls,
        interval_average,
        people_held,
        held_in_period,
        detention_transfers,
        last_before_removal,
        first_transfer,
        shuttled,
        held_elsewhere,
        length_of_stay,
        stay_faults,
        asylum_outcomes,
        judge_funnel,
        court_pending,
        court_completions,
        in_absentia,
        court_bonds,
        time_to_decision,
        continuances,
        representation,
    )
}
MEASURES |= {one.id: one for one in court_appeals.MEASURES}


def measure(name: str) -> Measure:
    """The measure of this id.

    Raises:
        UnknownName: there is none; the message names the nearest.
    """
    try:
        return MEASURES[name]
    except KeyError:
        near = difflib.get_close_matches(name, MEASURES, n=1)
        hint = f"did you mean {near[0]}?" if near else f"the measures are {', '.join(MEASURES)}"
        raise UnknownName(f"no measure is called {name!r}", todo=hint) from None


__all__ = ["MEASURES", "Measure", "measure"]
