"""Detention stints: one person's time in one facility, as ICE's releases list it."""

from sojourn.tables.declare import Column, Table
from sojourn.tables.people import CASE, PERSON, SEX_KNOWN

_NOT_HERE = {"birth_date", "conviction_charge", "case_closed_date", "arresting_agency"}

DETENTION_STINTS = Table(
    name="detention_stints",
    title="Detention stints",
    grain="one row per stint as published: a person in a facility from one book-in to the next book-out",
    columns=(
        Column("stay_book_in", "moment", "book-in with which the stay began, by the release", "day"),
        Column("book_in", "moment", "book-in to this facility", "day"),
        Column("book_out", "moment", "book-out from this facility; blank while the stint is open", "day"),
        Column("stay_book_out", "moment", "book-out with which the stay ended, by the release", "day"),
        Column("facility_code", "text", "ICE's facility code (DETLOC)", "place"),
        Column("facility_name", "text", "name that the release gives to the code", "place"),
        Column("release_reason", "code", "why the stint ended", "case", "release_reason"),
        Column("stay_release_reason", "code", "why the stay ended", "case", "release_reason"),
        Column("entry_status", "text", "how the person had entered the United States", "case"),
        Column("entry_date", "date", "day of entry to the United States", "day"),
        Column("book_in_area", "code", "ERO area of responsibility of the book-in", "place", "area"),
        Column("final_charge", "text", "final immigration charge", "case"),
        Column("bond_posted_date", "date", "day on which a bond was posted", "day"),
        Column("bond_posted_amount", "decimal", "bond posted", "case", unit="US dollars"),
        Column("bond_set_date", "date", "day on which the first bond was set", "day"),
        Column("bond_set_amount", "decimal", "first bond set", "case", unit="US dollars"),
        *(column for column in (*PERSON, *CASE) if column.name not in _NOT_HERE),
    ),
    mandatory=("book_in",),
    rules=(SEX_KNOWN,),
)
