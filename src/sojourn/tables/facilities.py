"""Facilities, the people in them by day, and ICE's own averages."""

from sojourn.tables.declare import Column, Rule, Table

FACILITY_DAYS = Table(
    name="facility_days",
    title="People held, by facility and day",
    grain="one row per release, facility code and day",
    columns=(
        Column("facility_code", "text", "ICE's facility code (DETLOC)", "place"),
        Column("facility_name", "text", "name that the release gives to the code", "place"),
        Column("date", "date", "the day", "day"),
        Column("held_end_of_day", "integer", "people held at the midnight that ends the day", unit="people"),
        Column("held_start_of_day", "integer", "people held at the midnight that begins the day", unit="people"),
        Column(
            "held_any_time",
            "integer",
            "people held at any time in the day; a transferred person counts at both facilities, so never add these up",
            unit="people",
        ),
        Column("men_any_time", "integer", "men held at any time in the day", "sex", unit="people"),
        Column("women_any_time", "integer", "women held at any time in the day", "sex", unit="people"),
        Column(
            "convicted_any_time",
            "integer",
            "convicted people held at any time in the day",
            "criminality",
            unit="people",
        ),
        Column(
            "possible_minors_any_time",
            "integer",
            "people whose year of birth allows an age under 18: an upper bound",
            "age",
            unit="people",
        ),
    ),
    mandatory=("facility_code", "date"),
    rules=(
        Rule(
            "the night is not more than the day",
            "held_end_of_day > held_any_time",
            "whoever is held at midnight was held that day",
        ),
        Rule(
            "the sexes are not more than the day",
            "men_any_time + women_any_time > held_any_time",
            "each person counts once",
        ),
        Rule(
            "nobody is counted below zero",
            "least(held_end_of_day, held_start_of_day, held_any_time) < 0",
            "counts start at zero",
        ),
    ),
)

FACILITIES = Table(
    name="facilities",
    title="Detention facilities as listed",
    grain="one row per release and listed facility; of one release, a facility code has one row",
    columns=(
        Column("facility_code", "text", "ICE's facility code (DETLOC); blank where the list gives none", "place"),
        Column("facility_name", "text", "name in this list", "place"),
        Column("listed_id", "text", "the list's own id of the facility", "place"),
        Column("address", "text", "street address", "place"),
        Column("city", "text", "city", "place"),
        Column("county", "text", "county", "place"),
        Column("state", "text", "state or territory, two letters; several are separated by a bar", "place"),
        Column("area", "text", "ERO area of responsibility, three letters", "place"),
        Column("facility_type", "text", "ICE's type of contract or building", ""),
        Column("facility_type_detailed", "text", "the finer type", ""),
        Column("sexes_held", "text", "whether men, women or both may be held", ""),
        Column("capacity", "text", "capacity as listed; 'AS NEEDED' occurs", ""),
        Column("held_when_listed", "integer", "population count on the day of the list", unit="people"),
        Column("first_use", "date", "first day of use", "day"),
        Column("last_use", "date", "last day of use", "day"),
        Column("court_nearby", "text", "court that the list links to the facility, by a shared ZIP code only", "place"),
        Column("name_agreement", "text", "whether the list's sources agree on the name: single, converged, conflict"),
        Column("address_agreement", "text", "whether the list's sources agree on the address"),
        Column("address_sources", "integer", "sources of the list that give an address", unit="sources"),
        Column("type_agreement", "text", "whether the list's sources agree on the type"),
        Column("type_sources", "integer", "sources of the list that give a type", unit="sources"),
        Column("area_agreement", "text", "whether the list's sources agree on the area"),
        Column("area_sources", "integer", "sources of the list that give an area", unit="sources"),
    ),
    mandatory=("facility_name",),
    rules=(
        Rule(
            "a facility code is made of capitals and digits",
            "NOT regexp_matches(facility_code, '^[A-Z0-9]{2,8}$')",
            "anything else is no code",
            allowed_share=0.13,
            allowed_because="ICE's list of 2017 prints Redacted in place of the code in 207 of 1,685 rows",
        ),
    ),
)

OFFICIAL_AVERAGES = Table(
    name="official_averages",
    title="ICE's own average daily population of facilities",
    grain="one row per release, facility and period",
    columns=(
        Column("facility_code", "text", "ICE's facility code (DETLOC); the statistics workbooks give none", "place"),
        Column("facility_name", "text", "name in this release; the workbooks cut and change names", "place"),
        Column("city", "text", "city", "place"),
        Column("state", "text", "state or territory, two letters", "place"),
        Column("period", "text", "the period in the release's words: FY17 ADP, May 2017, or year to date", ""),
        Column("period_start", "date", "first day of the period", "day"),
        Column("period_end", "date", "last day of the period", "day"),
        Column("days", "integer", "days of the period that the average divides by", unit="days"),
        Column("average", "decimal", "average daily population", unit="people"),
        Column("women_average", "decimal", "average daily population of women", "sex", unit="people"),
        Column("defect", "text", "why the figure must not be differenced: rounded, or fits another day's divisor", ""),
    ),
    mandatory=("facility_name", "period", "average"),
)

OFFICIAL_REMOVALS = Table(
    name="official_removals",
    title="ICE's own table of removals by country of citizenship",
    grain="one row per country and fiscal year",
    columns=(
        Column("citizenship", "code", "country of citizenship, in ICE's spelling", "nationality", "country"),
        Column("period", "text", "fiscal year, four digits", ""),
        Column("removals", "integer", "removals that ICE counts in the year", unit="removals"),
    ),
    mandatory=("citizenship", "period", "removals"),
)

OFFICIAL_TOTALS = Table(
    name="official_totals",
    title="Totals that a release prints about itself",
    grain="one row per series and fiscal year",
    columns=(
        Column(
            "series", "text", "what is counted: arrests, book_ins, removals, expedited_removals or other_removals", ""
        ),
        Column("period", "text", "fiscal year, four digits; the last may be part of a year", ""),
        Column("total", "integer", "the printed total", unit="rows"),
    ),
    mandatory=("series", "period", "total"),
)
