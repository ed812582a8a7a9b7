"""The tidy tables, by name."""

from sojourn.errors import UnknownName
from sojourn.tables.arrests import ARRESTS
from sojourn.tables.book_ins import BOOK_INS
from sojourn.tables.court.condensed import CONDENSED
from sojourn.tables.court.counted import COUNTED
from sojourn.tables.court.declare import court_tables
from sojourn.tables.court.derived import (
    COURT_CODES,
    COURT_COMPLETIONS,
    COURT_DECISIONS,
    COURT_LOOKUPS,
    SORTED_COPIES,
)
from sojourn.tables.custody.stays import DERIVED_FROM_STINTS
from sojourn.tables.custody.stints import DETENTION_STINTS
from sojourn.tables.declare import ABSENCES, PROVENANCE, STORED, Attribute, Column, Kind, Rule, Table
from sojourn.tables.entry import ENTRY_TABLES
from sojourn.tables.facilities import FACILITIES, FACILITY_DAYS, OFFICIAL_AVERAGES, OFFICIAL_REMOVALS, OFFICIAL_TOTALS
from sojourn.tables.field_offices import FIELD_OFFICES
from sojourn.tables.flights import FLIGHT_TABLES
from sojourn.tables.refuge import REFUGE
from sojourn.tables.removals import REMOVALS
from sojourn.tables.statistics import OFFICIAL_STATISTICS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        REMOVALS,
        ARRESTS,
        BOOK_INS,
        DETENTION_STINTS,
        *DERIVED_FROM_STINTS,
        FACILITY_DAYS,
        FACILITIES,
        FIELD_OFFICES,
        OFFICIAL_AVERAGES,
        OFFICIAL_STATISTICS,
        OFFICIAL_REMOVALS,
        OFFICIAL_TOTALS,
        *FLIGHT_TABLES,
        *ENTRY_TABLES,
        *REFUGE,
        *(court.table() for court in court_tables().values()),
        COURT_DECISIONS,
        *SORTED_COPIES,
        COURT_COMPLETIONS,
        *COUNTED,
        *CONDENSED,
        COURT_CODES,
        COURT_LOOKUPS,
    )
}


def table(name: str) -> Table:
    """The table of this name.

    Raises:
        UnknownName: there is none.
    """
    try:
        return TABLES[name]
    except KeyError:
        raise UnknownName(f"no table is called {name!r}", todo=f"known tables: {', '.join(TABLES)}") from None


__all__ = ["ABSENCES", "PROVENANCE", "STORED", "TABLES", "Attribute", "Column", "Kind", "Rule", "Table", "table"]
