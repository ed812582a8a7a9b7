"""Claims that come too late: the two bars of 26 March 2026, which reach back to claims made from 3 June 2025."""

from __future__ import annotations

from datetime import date

from sojourn.refuge.case import Case
from sojourn.refuge.rule import rule
from sojourn.refuge.truth import Truth

LAST_UNCOUNTED_ENTRY = date(2020, 6, 24)
"""Entries on or before this day do not count (IRPA 101(1)(b.1): "after June 24, 2020")."""
DAYS_BETWEEN_PORTS = 14
"""From this day after the entry on, the Agreement no longer reaches a crossing between ports (IRPR 159.4(1.1))."""


@rule("one_year_bar", "IRPA 101(1)(b.1)")
def one_year_bar(case: Case) -> Truth:
    """The claim is made more than one year after an entry that is later than 24 June 2020.

    Of several entries the first counts (101(1.1)), and it is the one that passes the year soonest, so "any entry" says the
    same. Source: IRPA 101(1)(b.1), 101(1.1); 2026, c. 4, s. 75.
    """
    claim = case.day("claim_day")
    return case.some(
        "entry",
        lambda entry: entry.day("day").is_after(LAST_UNCOUNTED_ENTRY) & claim.is_after(entry.day("day").plus_years(1)),
    )


@rule("between_ports_bar", "IRPA 101(1)(b.2)")
def between_ports_bar(case: Case) -> Truth:
    """The claimant crossed the land border with the United States between ports and claims on the fourteenth day or later.

    It has no exception. The text does not say whether a crossing counts that was followed by another entry: that stays
    unknown. Source: IRPA 101(1)(b.2); IRPR 159.4(1.1); 2026, c. 4, s. 75.
    """
    claim = case.day("claim_day")
    crossed = case.is_one_of("arrival_at", "between_ports")
    this_time = crossed & claim.is_from(case.day("arrival_day").plus_days(DAYS_BETWEEN_PORTS))
    earlier = case.some(
        "entry",
        lambda entry: (
            entry.is_one_of("at", "between_ports")
            & ~entry.day("day").is_from(case.day("arrival_day"))
            & claim.is_from(entry.day("day").plus_days(DAYS_BETWEEN_PORTS))
        ),
    )
    return this_time | (earlier & case.unsettled("earlier_crossing_counts"))
