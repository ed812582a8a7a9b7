"""The measures outside the courts whose texts are all said."""

from __future__ import annotations

DONE = (
    "removals",
    "arrests",
    "book_ins",
    "facility_population",
    "population_change",
    "women_share",
    "largest_removal_days",
    "official_agreement",
    "people_held",
    "transfers",
    "last_before_removal",
    "first_transfer",
    "shuttled",
    "held_elsewhere",
    "held_in_period",
    "stay_faults",
    "length_of_stay",
    "removal_groups",
    "grouped_removals",
    "routine_charters",
    "assembly",
    "event_claims",
    "event_claims_people",
    "flights_seen",
)
