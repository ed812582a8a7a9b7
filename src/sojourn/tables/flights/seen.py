"""What others than the agency saw of aircraft: reports, visits, whole flights, and lists of aircraft."""

from sojourn.tables.declare import Column, Rule, Table

_HEX = "24-bit address of the aircraft, six hexadecimal digits in lower case; one after ~ is no ICAO address"
_REGISTRATION = "registration as published"
_CALLSIGN = "call sign as published, misspelt ones too"

_HEX_RULE = Rule(
    "an aircraft address is six hexadecimal digits",
    "NOT regexp_matches(aircraft_hex, '^~?[0-9a-f]{6}$')",
    "anything else names no aircraft",
)

FLIGHT_SIGHTINGS = Table(
    name="flight_sightings",
    title="Sightings of aircraft",
    grain="one row per report of one aircraft by one source; repeated reports are kept",
    columns=(
        Column("seen_at", "moment", "when the aircraft was seen; UTC", "day"),
        Column("aircraft_hex", "text", _HEX),
        Column("registration", "text", _REGISTRATION),
        Column("callsign", "text", _CALLSIGN),
        Column("airport", "text", "airport of the report, as published", "place"),
        Column(
            "event",
            "code",
            "take-off, landing or position; unknown where the source says that it was at an airport and nothing more",
            "",
            "flight_event",
            closed=True,
        ),
        Column("latitude", "decimal", "latitude, degrees north", "place", unit="degrees"),
        Column("longitude", "decimal", "longitude, degrees east", "place", unit="degrees"),
        Column(
            "altitude_m", "decimal", "altitude, mostly by air pressure and not corrected for weather", unit="metres"
        ),
        Column("ground_speed_ms", "decimal", "speed over ground", unit="metres a second"),
        Column("heading_deg", "decimal", "direction of flight over ground, from north", unit="degrees"),
        Column("vertical_rate_ms", "decimal", "climb, or where negative descent", unit="metres a second"),
        Column("on_ground", "yes_no", "whether the aircraft reported that it was on the ground"),
        Column("stale", "yes_no", "whether no position had come for 20 seconds before this one, where the source says"),
        Column("new_leg", "yes_no", "whether the source thinks that a flight begins here"),
        Column("charter_flag", "yes_no", "whether the publisher calls the operator a charter company"),
    ),
    mandatory=("seen_at", "aircraft_hex", "event"),
    rules=(
        _HEX_RULE,
        Rule(
            "a position lies on the globe",
            "abs(latitude) > 90 OR abs(longitude) > 180",
            "anything else is no position",
        ),
        Rule(
            "a position has both of its numbers",
            "(latitude IS NULL) <> (longitude IS NULL)",
            "one of them alone is no position",
        ),
        Rule(
            "no speed beyond 400 metres a second",
            "ground_speed_ms NOT BETWEEN 0 AND 400",
            "airliners fly at 250, with the strongest tail winds at 350",
        ),
        Rule(
            "no height outside the atmosphere of aircraft",
            "altitude_m NOT BETWEEN -500 AND 20000",
            "airliners fly below 14,000 metres",
        ),
    ),
)

FLIGHT_VISITS = Table(
    name="flight_visits",
    title="Visits of aircraft that observers logged",
    grain="one row per line of an observer's log: a visit, or a day on which the observer says that no flight came",
    columns=(
        Column("visit_date", "date", "day of the visit, local to the airport", "day"),
        Column("airport", "text", "airport where the observer stood", "place"),
        Column("arrived_at", "moment", "when the aircraft arrived; UTC, absent where the log has no time", "day"),
        Column("left_at", "moment", "when the aircraft left; UTC, absent where the log has no time", "day"),
        Column("came_from", "text", "airport before, as published", "place"),
        Column("went_to", "text", "airport after, as published", "place"),
        Column("route", "text", "airports of the aircraft's day, as published", "place"),
        Column("callsign", "text", _CALLSIGN),
        Column("registration", "text", _REGISTRATION),
        Column("aircraft_hex", "text", _HEX),
        Column("operator", "text", "airline as published"),
        Column(
            "boarded", "integer", "people who boarded, by the count or estimate that the log settles on", unit="people"
        ),
        Column("boarded_observed", "integer", "people whom an observer counted boarding the aircraft", unit="people"),
        Column("alighted", "integer", "people who left the aircraft", unit="people"),
        Column(
            "boarded_reported", "integer", "people who boarded by the airport's own passenger report", unit="people"
        ),
        Column("alighted_reported", "integer", "people who left by the airport's own passenger report", unit="people"),
        Column("convoy_estimate", "integer", "people by the vehicles that brought them", unit="people"),
        Column("buses", "integer", "buses that brought or took people", unit="vehicles"),
        Column("vans", "integer", "vans that brought or took people", unit="vehicles"),
        Column("minibuses", "integer", "minibuses that brought or took people", unit="vehicles"),
        Column("other_vehicles", "integer", "other vehicles of the convoy", unit="vehicles"),
        Column("guards", "integer", "guards who boarded, where the log counts them", unit="people"),
        Column("count_method", "text", "how the people were counted, as published"),
        Column("logged_flight", "integer", "running number of the flight in the log"),
        Column("no_flight", "text", "what the log says where no flight came: an absence that somebody looked for"),
        Column("link", "text", "link to a tracker, as published"),
        Column("observer_notes", "withheld", "free notes of the observer, which may name or describe people"),
    ),
    mandatory=("airport",),
    rules=(
        _HEX_RULE,
        Rule(
            "nobody leaves before arriving",
            "left_at < arrived_at",
            "one of the two times is wrong",
            0.07,
            "11 of 161 rows of the log of Minneapolis",
        ),
        Rule(
            "a visit ends within two days",
            "left_at > arrived_at + INTERVAL 2 DAY",
            "aircraft of this kind stay for hours",
        ),
        Rule(
            "an aircraft holds fewer than 400 people",
            "greatest(boarded, boarded_observed, alighted, convoy_estimate) >= 400 "
            "OR least(boarded, boarded_observed, alighted, convoy_estimate) < 0",
            "the aircraft in use seat fewer than 300",
        ),
    ),
)

FLIGHT_REPORTS = Table(
    name="flight_reports",
    title="Whole flights as aggregators report them",
    grain="one row per flight that a source reports",
    columns=(
        Column("first_seen", "moment", "first signal of the flight; UTC", "day"),
        Column("last_seen", "moment", "last signal of the flight; UTC", "day"),
        Column("aircraft_hex", "text", _HEX),
        Column("registration", "text", _REGISTRATION),
        Column("callsign", "text", _CALLSIGN),
        Column("origin", "text", "airport that the source takes for the first, as published", "place"),
        Column("destination", "text", "airport that the source takes for the last, as published", "place"),
        Column("operator", "text", "airline as published"),
        Column(
            "origin_candidates", "integer", "airports that the source thought possible for the first", unit="airports"
        ),
        Column(
            "destination_candidates",
            "integer",
            "airports that the source thought possible for the last",
            unit="airports",
        ),
    ),
    mandatory=("first_seen", "last_seen", "aircraft_hex"),
    rules=(
        _HEX_RULE,
        Rule("a flight ends after it begins", "last_seen < first_seen", "one of the two times is wrong"),
        Rule(
            "a flight ends within a day",
            "last_seen > first_seen + INTERVAL 24 HOUR",
            "no airliner stays up longer; two flights were taken for one",
        ),
    ),
)

AIRCRAFT = Table(
    name="aircraft",
    title="Aircraft as listed",
    grain="one row per release and listed aircraft",
    columns=(
        Column("aircraft_hex", "text", _HEX),
        Column("registration", "text", _REGISTRATION),
        Column("manufacturer", "text", "manufacturer as published"),
        Column("type_code", "text", "ICAO code of the type, such as A320"),
        Column("type", "text", "type as published"),
        Column("owner", "text", "registered owner as published"),
        Column("operator_code", "text", "code of the operator as published, mostly the prefix of its call signs"),
    ),
    mandatory=("aircraft_hex",),
    rules=(_HEX_RULE,),
)
