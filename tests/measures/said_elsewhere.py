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
)
