"""What was recorded at the ports: the monthly tables of OHSS, CBP One appointments, and CBP's encounters."""

from sojourn.tables.declare import Column, Rule, Table

ROUNDED_TO = 10
"""OHSS rounds every figure to the nearest ten, so one may be off by up to half of that."""

_SPAN = Column("span", "text", "month; or fiscal year or year to date, for a Total row", "")
_FISCAL_YEAR = Column("fiscal_year", "year", "US federal fiscal year of the block")
_MONTH = Column("month", "date", "first day of the month; blank in a Total row", "")

OHSS_FIGURES = Table(
    name="ohss_figures",
    title="The monthly tables of OHSS, figure by figure",
    grain="one row per edition and printed cell",
    columns=(
        Column("cell", "text", "the cell that holds the figure, such as K17", ""),
        Column("subject", "text", "the title of the sheet without its years", ""),
        _FISCAL_YEAR,
        _SPAN,
        _MONTH,
        Column("column_group", "text", "the header above the header: an agency, a kind, a nationality", "nationality"),
        Column("category", "text", "the header, without the number of its footnote", "nationality"),
        Column(
            "figure",
            "integer",
            "the figure, rounded by OHSS to the nearest ten; X is not applicable and NA not available",
            vocabulary="not_applicable",
            unit="as the title says",
        ),
        Column(
            "beyond_parts",
            "integer",
            "of a total: by how much it misses the sum of the figures beside it beyond their rounding; 0 where it does not",
        ),
        Column(
            "beyond_months",
            "integer",
            "of a Total row: by how much it misses the sum of the months below it beyond their rounding; 0 where it does not",
        ),
    ),
    mandatory=("cell", "subject", "fiscal_year", "span", "category"),
    rules=(
        Rule(
            "a total is its parts",
            "beyond_parts > 0",
            "what stands beside a total adds up to it, but for the rounding of each figure",
            allowed_share=0.25,
            allowed_because=(
                "in three sheets by arresting agency the Total of older years has agencies that no column names"
            ),
        ),
        Rule(
            "a year is its months",
            "beyond_months > 0",
            "the months of a fiscal year add up to its Total row, but for the rounding of each figure",
            allowed_share=0.001,
            allowed_because="returns under the Migrant Protection Protocols in FY2019 miss their months by more than rounding",
        ),
    ),
)

CBP_ONE_APPOINTMENTS = Table(
    name="cbp_one_appointments",
    title="CBP One appointments that were processed",
    grain="one row per edition, month (or total) and nationality",
    columns=(
        _FISCAL_YEAR,
        _SPAN,
        _MONTH,
        Column(
            "nationality",
            "code",
            "nationality as OHSS names it, in capitals; OTHER is all that the edition does not name; dual nationals count once",
            "nationality",
            "country",
        ),
        Column(
            "appointments",
            "integer",
            "appointments processed, rounded to the nearest ten; X before appointments began",
            vocabulary="not_applicable",
            unit="appointments",
        ),
        Column(
            "all_appointments",
            "integer",
            "appointments processed of all nationalities, rounded to the nearest ten",
            vocabulary="not_applicable",
            unit="appointments",
        ),
    ),
    mandatory=("fiscal_year", "span", "nationality"),
    rules=(
        Rule(
            "a nationality is part of all",
            f"appointments > all_appointments + {ROUNDED_TO}",
            "no nationality has more appointments than all of them, but for rounding",
        ),
    ),
)

ENCOUNTERS = Table(
    name="encounters",
    title="Encounters by CBP, as its own files count them",
    grain="one row per month and combination of component, place, family status, citizenship and authority",
    columns=(
        _FISCAL_YEAR,
        Column("month", "date", "first day of the month"),
        Column("part_of_year", "text", "FYTD for months that the running fiscal year has reached, else Remaining"),
        Column("component", "text", "Office of Field Operations (at ports) or U.S. Border Patrol (between them)"),
        Column("border", "text", "Southwest Land Border, Northern Land Border or Other"),
        Column("area", "text", "field office or sector", "place"),
        Column("area_code", "text", "its short name", "place"),
        Column("family_status", "text", "single adults, members of families, and those under 18 alone", "age"),
        Column("citizenship", "code", "citizenship, or OTHER", "nationality", "country"),
        Column("authority", "text", "Title 8 (immigration law) or Title 42 (expulsions for public health)", "case"),
        Column("encounter_type", "text", "Inadmissibles at ports, Apprehensions between them, Expulsions", "case"),
        Column("encounters", "integer", "encounters, not rounded", unit="encounters"),
    ),
    mandatory=("fiscal_year", "month", "component", "encounters"),
    rules=(Rule("no count below zero", "encounters < 0", "nobody is encountered less than not at all"),),
)

ENTRY_TABLES = (OHSS_FIGURES, CBP_ONE_APPOINTMENTS, ENCOUNTERS)
