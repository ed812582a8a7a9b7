"""What is derived from the stints of one release: their path, the stays, and who came and left on each day.

A stay is one person's detention from the first book-in to the last book-out. Numbers of people and stays hold
inside one release and are made anew with each build, so nothing can be joined on them across releases or agencies.
Rules: docs/custody.md.
"""

from __future__ import annotations

from sojourn.tables.declare import Column, Table

_WHO = (
    Column("citizenship", "code", "country of citizenship, in ICE's spelling", "nationality", "country"),
    Column("sex", "code", "sex or gender as ICE records it", "sex", "sex"),
    Column("criminality", "code", "criminality at book-in as ICE records it", "criminality", "criminality"),
)

DETENTION_PATH = Table(
    name="detention_path",
    title="Stints in the order of their stay",
    grain="one row per stint of a release, duplicates included",
    columns=(
        Column(
            "person_number", "id", "number of the person in this build; each row without an id has its own", "person"
        ),
        Column("stay_number", "id", "number of the stay in this build", "person"),
        Column("stint_number", "integer", "place of the stint in its stay, from 1"),
        Column("facility_code", "text", "ICE's facility code (DETLOC)", "place"),
        Column("book_in", "moment", "book-in to this facility", "day"),
        Column("book_out", "moment", "book-out; empty while the stint is open", "day"),
        Column(
            "until",
            "moment",
            "end that counts: the book-out, else that of the stay or its next book-in, whichever is earlier; empty while open",
            "day",
        ),
        Column("release_reason", "code", "why the stint ended", "case", "release_reason"),
        *_WHO,
        Column("birth_year", "year", "year of birth, where the release has it", "age"),
        Column("duplicate", "text", "empty, or why the row may repeat another: identical, or same start"),
        Column("ddp_duplicate", "yes_no", "whether the rules of the Deportation Data Project flag the row"),
        Column("length", "text", "empty, zero (book-out at book-in) or negative (book-out before book-in)"),
        Column("gap_hours", "decimal", "hours since the end of the stints before it in the stay", unit="hours"),
        Column("overlap_hours", "decimal", "hours shared with an earlier stint of the stay", unit="hours"),
        Column("rebook", "yes_no", "whether it is in the facility of the stint before, at most a day later"),
    ),
    mandatory=("book_in",),
    compact=True,
)

DETENTION_STAYS = Table(
    name="detention_stays",
    title="Stays in detention",
    grain="one row per person and stay of a release; a row without a person id is a stay of its own",
    columns=(
        Column("person_number", "id", "number of the person in this build", "person"),
        Column("stay_number", "id", "number of the stay in this build", "person"),
        Column("entered", "moment", "book-in of the stay: as published, else that of its first stint", "day"),
        Column(
            "ended",
            "moment",
            "book-out of the stay: as published, else that of its last stint; empty while open",
            "day",
        ),
        Column("first_book_in", "moment", "book-in of the first stint in the release", "day"),
        Column("last_book_out", "moment", "book-out of the last stint in the release; empty while it is open", "day"),
        Column(
            "exit",
            "text",
            "how it ended: removal, bond, parole, recognizance, supervision, other or unknown; empty while open",
            "case",
        ),
        Column("stints", "integer", "stints, duplicates left out", unit="stints"),
        Column("transfers", "integer", "changes of facility", unit="transfers"),
        Column("first_facility", "text", "facility of the first stint", "place"),
        Column("longest_facility", "text", "facility with the most time; of equals, the later", "place"),
        Column("last_facility", "text", "facility of the last stint", "place"),
        *_WHO,
        Column("birth_year", "year", "year of birth, where the release has it", "age"),
        Column("has_id", "yes_no", "whether the release gives a person id"),
        Column(
            "truncated_hours",
            "decimal",
            "hours from the published book-in to the first stint; below zero where the stint is earlier",
            unit="hours",
        ),
        Column(
            "late_hours",
            "decimal",
            "hours from the last stint to the published book-out; below zero where the stint is later",
            unit="hours",
        ),
        Column(
            "open_disagrees", "yes_no", "whether its stints are closed and the stay is open, or the other way round"
        ),
        Column("overlap_hours", "decimal", "hours that stints of the stay share", unit="hours"),
        Column("duplicates", "integer", "rows left out as duplicates", unit="rows"),
    ),
    mandatory=("entered",),
    compact=True,
)

DETENTION_MOVEMENTS = Table(
    name="detention_movements",
    title="People who came to be held and who left, by day",
    grain="one row per release, scope, convention, day, facility, citizenship, sex and criminality",
    columns=(
        Column("scope", "text", "facility: people by facility; country: people wherever they are held, each once"),
        Column(
            "convention", "text", "midnight: held at the midnight that ends the day; any_time: held at some time of it"
        ),
        Column("date", "date", "first day on which they count, or first on which they no longer count", "day"),
        Column("facility_code", "text", "ICE's facility code (DETLOC); empty for the scope country", "place"),
        *_WHO,
        Column("came", "integer", "people who count from this day on", unit="people"),
        Column("gone", "integer", "people who no longer count from this day on", unit="people"),
    ),
    mandatory=("date",),
    compact=True,
)

DERIVED_FROM_STINTS = (DETENTION_PATH, DETENTION_STAYS, DETENTION_MOVEMENTS)
"""The derived tables of detention, in the order in which they are made."""
