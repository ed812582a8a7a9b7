"""Administrative arrests, one row each."""

from sojourn.tables.declare import Column, Table
from sojourn.tables.people import CASE, PERSON, SEX_KNOWN

ARRESTS = Table(
    name="arrests",
    title="Administrative arrests recorded by ICE",
    grain="one row per arrest; a person arrested twice has two rows",
    columns=(
        Column("area", "code", "ERO area of responsibility", "place", "area"),
        Column("arrest_date", "date", "day of the arrest", "day"),
        Column(
            "arrest_method",
            "code",
            "how the arrest was made; 'ERO Reprocessed Arrest' marks re-entries",
            "",
            "arrest_method",
        ),
        Column("arrest_type", "text", "targeted or collateral, where the release says", ""),
        Column("landmark", "text", "place of the arrest in ICE's own list of landmarks", "place"),
        Column("operation", "text", "named operation", "case", "placeholders"),
        Column("disposition", "code", "processing disposition, in words", "case", "disposition"),
        Column("state", "text", "state of the arrest", "place"),
        Column("county", "text", "county of the arrest", "place"),
        Column("site", "text", "duty site of the arresting team", "place"),
        Column("final_program_group", "text", "group of the programme of record", ""),
        *PERSON,
        *CASE,
    ),
    mandatory=("arrest_date",),
    rules=(SEX_KNOWN,),
)
