"""The measures, by id."""

from __future__ import annotations

import difflib

from sojourn.errors import UnknownName
from sojourn.measures import (
    counts,
    facility_population,
    largest_days,
    official_agreement,
    population_change,
    women_share,
)
from sojourn.measures.court import (
    appeals,
    asylum_outcomes,
    bonds,
    completions,
    continuances,
    in_absentia,
    judge_funnel,
    pending,
    representation,
    time_to_decision,
)
from sojourn.measures.custody import (
    first_transfer,
    held_elsewhere,
    held_in_period,
    last_before_removal,
    length_of_stay,
    people_held,
    shuttled,
    stay_faults,
    transfers,
)
from sojourn.measures.declare import Measure
from sojourn.measures.facilities import codes, identity
from sojourn.measures.statistics import interval_average, official_statistics, statistics_pulls

MEASURES: dict[str, Measure] = counts.MEASURES | {
    one.MEASURE.id: one.MEASURE
    for one in (
        facility_population,
        identity,
        codes,
        population_change,
        women_share,
        largest_days,
        official_agreement,
        official_statistics,
        statistics_pulls,
        interval_average,
        people_held,
        held_in_period,
        transfers,
        last_before_removal,
        first_transfer,
        shuttled,
        held_elsewhere,
        length_of_stay,
        stay_faults,
        asylum_outcomes,
        judge_funnel,
        pending,
        completions,
        in_absentia,
        bonds,
        time_to_decision,
        continuances,
        representation,
    )
}
MEASURES |= {one.id: one for one in appeals.MEASURES}


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
