"""What international and Canadian bodies print about asylum claims and their outcomes; figures stay as they are printed."""

from sojourn.tables.declare import Column, Rule, Table

_YEAR = Column("year", "year", "calendar year")
_ORIGIN = Column(
    "origin",
    "code",
    "country of origin, ISO 3166 code of three letters; `all` where the figure is of every origin",
    "nationality",
    "origin",
)
_REPORTED = (
    _YEAR,
    _ORIGIN,
    Column("origin_name", "text", "country of origin as the publisher names it", "nationality"),
    Column("asylum_country", "text", "country of asylum, ISO 3166 code of three letters"),
    Column("asylum_country_name", "text", "country of asylum as the publisher names it"),
    Column("procedure", "text", "who decides: G government, U UNHCR, J both"),
)
_LEVEL = Column(
    "level",
    "text",
    "level of the procedure (FI first instance, AR, JR, RA, FA) or, in the United States, the agency (IN, EO)",
)
_UNIT = Column("counted_in", "text", "P persons or C cases; the two are never added")
_PLACES = ("year", "origin", "asylum_country", "level", "counted_in")

OFFICIAL_DECISIONS = Table(
    name="official_decisions",
    title="Asylum decisions as UNHCR prints them",
    grain="one row per release, country of asylum, year, origin, procedure, level and unit",
    columns=(
        *_REPORTED,
        _LEVEL,
        _UNIT,
        Column("recognised", "integer", "decisions that recognise a refugee", unit="decisions"),
        Column("other_protection", "integer", "decisions that give another protection", unit="decisions"),
        Column("rejected", "integer", "decisions that refuse", unit="decisions"),
        Column("closed", "integer", "claims that ended without a decision on them", unit="claims"),
        Column(
            "total", "integer", "the printed total; above the sum of its parts where some are hidden", unit="claims"
        ),
    ),
    mandatory=(*_PLACES, "recognised", "rejected"),
    rules=(
        Rule(
            "the total is the sum of its parts",
            "total <> recognised + other_protection + rejected + closed",
            "a part that is missing was hidden",
            0.05,
            "in 2020 the Canadian rows were hidden in part",
        ),
    ),
)

OFFICIAL_APPLICATIONS = Table(
    name="official_applications",
    title="Asylum applications as UNHCR prints them",
    grain="one row per release, country of asylum, year, origin, procedure, type, level and unit",
    columns=(
        *_REPORTED,
        Column("application_type", "text", "N new, A appeal, R repeated or reopened, V not told apart"),
        _LEVEL,
        _UNIT,
        Column("applications", "integer", "applications made in the year", unit="applications"),
    ),
    mandatory=(*_PLACES, "application_type", "applications"),
)

OFFICIAL_CLAIMANTS = Table(
    name="official_claimants",
    title="Asylum claimants as IRCC prints them",
    grain="one row per release and printed figure: a year or month, an office, a province and an origin, or all of them",
    columns=(
        _YEAR,
        Column("month", "integer", "month, 1 to 12; blank for the printed figure of a year"),
        Column("office", "text", "type of claim office: Airport, Border (land), Inland, Other Offices; or all"),
        Column("province", "text", "province or territory of the claim; or all", "place"),
        _ORIGIN,
        Column(
            "claimants",
            "integer",
            "people who claimed, rounded; absent where hidden",
            vocabulary="hidden",
            closed=True,
            unit="people",
        ),
    ),
    mandatory=("year", "office", "province", "origin"),
    rules=(Rule("nobody is counted below zero", "claimants < 0", "counts start at zero"),),
)

OFFICIAL_OUTCOMES = Table(
    name="official_outcomes",
    title="Outcomes of refugee claims as the Immigration and Refugee Board prints them",
    grain="one row per release, year and country of alleged persecution, or one per year for all",
    columns=(
        _YEAR,
        _ORIGIN,
        Column("referred", "integer", "claims referred to the Board", vocabulary="hidden", closed=True, unit="claims"),
        Column("accepted", "integer", "claims accepted", vocabulary="hidden", closed=True, unit="claims"),
        Column("rejected", "integer", "claims rejected", vocabulary="hidden", closed=True, unit="claims"),
        Column("abandoned", "integer", "claims declared abandoned", vocabulary="hidden", closed=True, unit="claims"),
        Column(
            "withdrawn",
            "integer",
            "claims withdrawn or otherwise ended",
            vocabulary="hidden",
            closed=True,
            unit="claims",
        ),
        Column("other", "integer", "claims that ended in another way than accepted or rejected", unit="claims"),
        Column("total", "integer", "claims that ended", vocabulary="hidden", closed=True, unit="claims"),
        Column(
            "pending",
            "integer",
            "claims waiting at the end of the year",
            vocabulary="hidden",
            closed=True,
            unit="claims",
        ),
        Column("printed_rate", "decimal", "per cent accepted of accepted and rejected, as printed"),
    ),
    mandatory=("year", "origin"),
)

REFUGE = (OFFICIAL_DECISIONS, OFFICIAL_APPLICATIONS, OFFICIAL_CLAIMANTS, OFFICIAL_OUTCOMES)
"""Every table of this file."""
