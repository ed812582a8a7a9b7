"""The measures, by id; the module of each is imported when it is first asked for, so that one question costs one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from importlib import import_module

from sojourn.errors import UnknownName
from sojourn.measures.declare import Measure
from sojourn.words.said import said

_HOME = {
    "removals": "counts",
    "arrests": "counts",
    "book_ins": "counts",
    "facility_population": "facility_population",
    "facility_identity": "facilities.identity",
    "facility_codes": "facilities.codes",
    "population_change": "population_change",
    "women_share": "women_share",
    "largest_removal_days": "largest_days",
    "removal_groups": "departures.removal_groups",
    "grouped_removals": "departures.grouped_removals",
    "routine_charters": "departures.routine_charters",
    "assembly": "departures.assembly",
    "official_agreement": "official_agreement",
    "official_statistics": "statistics.official_statistics",
    "statistics_pulls": "statistics.statistics_pulls",
    "interval_average": "statistics.interval_average",
    "event_claims": "departures.event_claims",
    "event_claims_people": "departures.event_claims",
    "flights_seen": "departures.flights_seen",
    "people_held": "custody.people_held",
    "held_in_period": "custody.held_in_period",
    "stays_by_week": "custody.stays_by_week",
    "transfers": "custody.transfers",
    "last_before_removal": "custody.last_before_removal",
    "first_transfer": "custody.first_transfer",
    "shuttled": "custody.shuttled",
    "held_elsewhere": "custody.held_elsewhere",
    "length_of_stay": "custody.length_of_stay",
    "stay_faults": "custody.stay_faults",
    "asylum_outcomes": "court.asylum_outcomes",
    "judge_funnel": "court.judge_funnel",
    "judge_variation": "court.judge_variation",
    "case_mix": "court.case_mix",
    "then_and_now": "court.then_and_now",
    "pending_cases": "court.pending",
    "completions": "court.completions",
    "in_absentia": "court.in_absentia",
    "bond_outcomes": "court.bonds",
    "time_to_decision": "court.time_to_decision",
    "continuances": "court.continuances",
    "representation": "court.representation",
    "appeals_filed": "court.appeals",
    "granted_then_appealed": "court.appeals",
    "appointments": "entry.appointments",
    "appointments_against_encounters": "entry.against_encounters",
    "rule_change": "entry.rule_change",
    "closure": "entry.closure",
    "appointment_totals": "entry.totals",
    "wait_under_policies": "entry.waits",
    "canada_claims": "refuge.claims",
    "canada_recognition": "refuge.recognition",
    "us_recognition": "refuge.recognition",
    "canada_claims_by_office": "refuge.offices",
}
"""The module of each measure, below this package, in the order of the catalogue."""


class _Measures(Mapping[str, Measure]):
    """Every measure by its id."""

    def __getitem__(self, name: str) -> Measure:
        module = import_module(f"{__name__}.{_HOME[name]}")
        measures: tuple[Measure, ...] = getattr(module, "MEASURES", None) or (module.MEASURE,)
        return next(one for one in measures if one.id == name)

    def __iter__(self) -> Iterator[str]:
        return iter(_HOME)

    def __len__(self) -> int:
        return len(_HOME)

    def __contains__(self, name: object) -> bool:
        return name in _HOME


MEASURES = _Measures()


def measure(name: str) -> Measure:
    """The measure of this id.

    Raises:
        UnknownName: there is none; the message names the nearest.
    """
    if name in MEASURES:
        return MEASURES[name]
    near = difflib.get_close_matches(name, MEASURES, n=1)
    hint = (
        said("did you mean {name:name}?", name=near[0])
        if near
        else said("the measures are {measures:name}", measures=", ".join(MEASURES))
    )
    raise UnknownName(said("no measure is called {name:name}", name=repr(name)), todo=hint)


__all__ = ["MEASURES", "Measure", "measure"]
