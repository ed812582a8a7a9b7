"""Removals and returns, one row each."""

from sojourn.tables.declare import Column, Rule, Table
from sojourn.tables.people import CASE, PERSON, SEX_KNOWN

REMOVALS = Table(
    name="removals",
    title="Removals and returns recorded by ICE",
    grain="one row per removal or return; identical rows are separate removals",
    columns=(
        Column("area", "code", "ERO area of responsibility", "place", "area"),
        Column(
            "removal_date", "date", "day under which ICE counts the removal; late-confirmed departures move here", "day"
        ),
        Column("apprehension_date", "date", "day of the apprehension that led to the removal", "day"),
        Column("apprehension_state", "text", "state of that apprehension", "place"),
        Column("apprehension_county", "text", "county of that apprehension", "place"),
        Column("apprehension_method", "code", "how the person was apprehended", "", "arrest_method"),
        Column("disposition_code", "code", "processing disposition, short code", "case", "disposition_code"),
        Column("disposition", "code", "processing disposition, in words", "case", "disposition"),
        Column("charge_section", "text", "section of the final charge of removability", "case"),
        Column("charge_code", "text", "code of the final charge of removability", "case"),
        Column("final_program_code", "text", "short code of the programme of record", ""),
        Column("arrest_program", "text", "programme of the latest arrest", ""),
        Column("arrest_case_category", "text", "category of the case at the time of the arrest", "case"),
        Column("port_of_departure", "text", "port through which the person left", "place"),
        Column("entry_date", "date", "day of the last recorded entry", "day"),
        Column("entry_status", "text", "status at the last recorded entry", "case"),
        Column("prior_removal", "yes_no", "whether the person had been removed before", "case"),
        Column("felon", "text", "whether ICE records a felony or aggravated felony", "criminality"),
        Column("conviction_charge_code", "text", "code of the most serious conviction", "criminality"),
        *PERSON,
        *CASE,
    ),
    mandatory=("departed_date",),
    rules=(
        SEX_KNOWN,
        Rule(
            "departed before it was counted",
            "departed_date > removal_date",
            "ICE counts a removal on or after the day of departure",
            0.001,
            "a handful of rows are dated the other way round",
        ),
    ),
)
