"""Columns that several tables of enforcement rows share, declared once."""

from sojourn.tables.declare import Column, Rule

PERSON = (
    Column("birth_date", "withheld", "date of birth; redacted in every release and never stored", "age"),
    Column("birth_year", "year", "year of birth, where the release has it", "age"),
    Column("citizenship", "code", "country of citizenship, in ICE's spelling", "nationality", "country"),
    Column("birth_country", "code", "country of birth, in ICE's spelling", "nationality", "country"),
    Column("sex", "code", "sex or gender as ICE records it: Male, Female or Unknown", "sex", "sex", closed=True),
    Column("threat_level", "code", "ICE threat level of the case, 1 to 3", "criminality", "threat_level"),
    Column(
        "criminality", "code", "convicted, pending charges or other immigration violator", "criminality", "criminality"
    ),
    Column("conviction_charge", "text", "most serious criminal conviction, as ICE words it", "criminality"),
    Column("person_key", "key", "the release's anonymous person id, hashed again with the release's name", "person"),
)

CASE = (
    Column("final_program", "code", "programme of record of the case, not the arresting agency", "", "final_program"),
    Column("case_status", "code", "status of the case when the release was drawn", "case", "case_status"),
    Column("case_category", "code", "bracketed category of the case", "case", "case_category"),
    Column("departed_date", "date", "day on which the person left the United States", "day"),
    Column("departure_country", "code", "country to which the person departed", "nationality", "country"),
    Column("case_closed_date", "date", "day on which the case was closed", "day"),
    Column("final_order", "yes_no", "whether a final order of removal was on record", "case"),
    Column("final_order_date", "date", "day of the final order", "day"),
    Column("arresting_agency", "text", "agency that made the arrest", ""),
)

SEX_KNOWN = Rule("sex is stated", "sex IS NULL", "shares of women need it", 0.01, "a few rows carry no sex")
